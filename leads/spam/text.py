"""What of a request's text points to spam: links, code, disguises, letters without sense, known phrases."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

RULES = Path(__file__).with_name("rules.toml")
MOST_PHRASES = 3

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\]\"']+"
    r"|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:[a-z]{2,}/[^\s<>\]\"']+"
    r"|(?:com|net|org|info|biz|ru|cn|xyz|top|shop|online|site|club|click|link|io|co|me|ae|example)\b)",
    re.IGNORECASE,
)
HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)
# Where people keep photographs of themselves, and how they find us.
OWN_PHOTOS = (
    "instagram.com", "facebook.com", "tiktok.com", "youtube.com", "youtu.be", "photos.google.com",
    "photos.app.goo.gl", "drive.google.com", "icloud.com", "maps.app.goo.gl", "google.com", "wa.me",
)  # fmt: skip
# They hide where they lead.
SHORTENERS = (
    "bit.ly",
    "tinyurl.com",
    "t.me",
    "goo.su",
    "cutt.ly",
    "is.gd",
    "t.ly",
    "rb.gy",
    "shorturl.at",
    "clck.ru",
)
MARKUP = re.compile(
    r"</?(?:a|p|b|div|span|h\d|img|script|iframe|br|strong)\b[^>]*>|\[/?(?:url|link|img)\b", re.IGNORECASE
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
WORD = re.compile(r"[^\W\d_]+")
LATIN_LIKE = str.maketrans("асеорхуіѕԁһкмтвнαεορικντ", "aceopxyisdhkmtbhaeopiknt")
LEET = str.maketrans("013457@$!|", "oleastasil")
ONE_FOR_I = str.maketrans("1", "i")
VOWELS = frozenset("aeiouy")
SHORTEST_RANDOM, FLIPS, FEW_VOWELS = 5, 3, 0.13
# As names, makes and hurried hands write: WhatsApp, iPhone, PRPs, DOctor.
OWN_CAPITALS = re.compile(r"[A-Z]{0,2}[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+s?")
SHORTEST_ODD, ODD_CHANGES, FEW_ODD_CHANGES = 4, 3, 2
CONSONANTS = re.compile(r"[^aeiouy]{6,}")
LONG_ENOUGH_TO_REPEAT = 40
Found = Iterator[tuple[str, int]]


@dataclass(frozen=True)
class Rule:
    """Phrases that point to one kind of spam."""

    key: str
    points: int
    phrases: tuple[re.Pattern[str], ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the file."""
    listed = tomllib.loads(RULES.read_text("utf-8"))["rules"]
    return tuple(
        Rule(rule["key"], rule["points"], tuple(_compiled(phrase) for phrase in rule["phrases"]))
        for rule in listed
    )


def signs_of(name: str, message: str, own_host: str = "") -> Found:
    """What is found, with its points."""
    whole = f"{name}\n{message}"
    if _links(name, own_host):
        yield "link-in-name", 10
    if MARKUP.search(whole):
        yield "markup", 8
    yield from _link_points(_links(message, own_host))
    if _is_disguised(whole):
        yield "disguised", 6
    yield from _random(name, message)
    yield from _phrases(whole)


def skeleton(message: str) -> str:
    """The text without what changes from copy to copy: links, numbers, case; "" when it is short.

    Short texts repeat among people: "price please".
    """
    kept = re.sub(r"[\d\W_]+", " ", LINK.sub(" ", _plain(message))).strip()
    return kept if len(kept) >= LONG_ENOUGH_TO_REPEAT else ""


def _link_points(links: list[str]) -> Found:
    hosts = [host.group(1).lower() for link in links if (host := HOST.match(link))]
    personal = sum(host.endswith(OWN_PHOTOS) for host in hosts)
    foreign = len(links) - personal
    points = (0, 5, 8, 10)[min(foreign, 3)] + min(personal, 3)
    points += 5 * any(host in SHORTENERS for host in hosts)
    if points:
        yield "links", points


def _links(text: str, own_host: str) -> list[str]:
    found = LINK.findall(INVISIBLE.sub("", text))
    return [link for link in found if not own_host or own_host not in link.lower()]


def _is_disguised(text: str) -> bool:
    """Whether a word mixes Latin with letters that look Latin, as no keyboard layout does."""
    for word in WORD.findall(unicodedata.normalize("NFKC", text)):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            return True
    return False


def _random(name: str, message: str) -> Found:
    """Letters without sense. Capitals all over a word leave no doubt; a few odd words may be a sigh."""
    words = [word for word in WORD.findall(LINK.sub(" ", message)) if len(word) >= SHORTEST_RANDOM]
    in_name = any(_is_random(word) for word in WORD.findall(name))
    odd = _odd_changes(message)
    jumping = 2 * sum(map(_jumps, words)) >= max(len(words), 1) or odd >= ODD_CHANGES
    in_message = 2 * sum(map(_is_random, words)) >= max(len(words), 1)
    points = 5 * in_name + (10 if jumping else 5 * (in_message or odd >= FEW_ODD_CHANGES))
    if points:
        yield "random", points


def _is_random(word: str) -> bool:
    if len(word) < SHORTEST_RANDOM or not word.isascii():
        return False
    lower = word.lower()
    vowels = sum(letter in VOWELS for letter in lower)
    return _jumps(word) or bool(CONSONANTS.search(lower)) or vowels / len(word) < FEW_VOWELS


def _jumps(word: str) -> bool:
    """Whether it changes between small and capital letters again and again."""
    # A capital at the start is how words begin.
    rest = word[1:] if word[0].isupper() else word
    return word.isascii() and _changes(rest) >= FLIPS


def _odd_changes(message: str) -> int:
    """How often words change between small and capital letters, where half of them do so for no reason.

    A first letter may be anything: a stuck key writes hELLO.
    """
    words = [word for word in WORD.findall(LINK.sub(" ", message)) if len(word) >= SHORTEST_ODD]
    changes = [_changes(word[1:]) for word in words if word.isascii() and not OWN_CAPITALS.fullmatch(word)]
    return sum(changes) if 2 * sum(map(bool, changes)) >= len(words) else 0


def _changes(letters: str) -> int:
    return sum(one.isupper() != other.isupper() for one, other in pairwise(letters))


def _phrases(whole: str) -> Found:
    plain = _plain(whole)
    views = {plain, (bare := plain.translate(LATIN_LIKE)).translate(LEET)}
    views.add(bare.translate(ONE_FOR_I).translate(LEET))
    points: dict[str, int] = {}
    for rule in rules():
        met = sum(any(phrase.search(view) for view in views) for phrase in rule.phrases)
        if met:
            points[rule.key] = points.get(rule.key, 0) + rule.points * min(met, MOST_PHRASES)
    yield from points.items()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()


def _compiled(phrase: str) -> re.Pattern[str]:
    starts_a_word = phrase[0].isascii() or "CYRILLIC" in unicodedata.name(phrase[0], "")
    spaced = re.sub(r"(?<!\\) (?!\?)", r"[\\W_]+", phrase)
    return re.compile((r"(?<![^\W\d_])" if starts_a_word else "") + spaced, re.MULTILINE)
