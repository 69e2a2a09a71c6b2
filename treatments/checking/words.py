"""Cuts a text into words with their base forms, in English and Arabic, and marks where clauses begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from treatments.checking import arabic, english

# What a token printed stands between these while a text is checked: it is right by its source.
PRINTED_FROM, PRINTED_TO = "\ue010", "\ue011"
PRINTED_MARKS = re.compile(f"[{PRINTED_FROM}{PRINTED_TO}]")

PER_CENT = re.compile(r"(?<=\d)\s*(?:%|per ?cents?\b|في المائه|بالمائه|في الميه|بالميه|في الميا?ه)")
HUNDRED_PER_CENT = re.compile(r"\b(?:one |a )?hundred per ?cent\b|\bميه بالميه|\bمائه بالمائه|\bميه في الميه")
PIECE = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)*%?)|(?P<latin>[a-z]+(?:'[a-z]+)?)|(?P<arabic>[\u0621-\u064a\u0671-\u06d3]+)"
    rf"|(?P<hard>[;:()\u2013\u2014«»؛]|\s-\s|\.{{3}}|…)|(?P<comma>[,،])|(?P<from>{PRINTED_FROM})|(?P<to>{PRINTED_TO})"
)
# Words with which a sentence turns: what was denied before them is not denied after.
TURNS = frozenset(
    {"but", "however", "yet", "whereas", "while", "لكن", "ولكن", "لكنه", "لكنها", "بل", "بينما", "اما"}
)
# Words with which a new thought begins: a "not" before them does not reach past them.
_LINKS = """
so because therefore hence thus
لان لذلك لذا فهو فهي فلا فلن فلم فان ويمكن وهو وهي وانت ونحن ويستطيع وتستطيع
"""
LINKS = frozenset(_LINKS.split())
ARABIC_SCRIPT = re.compile("[\u0621-\u064a]")
LATIN_SCRIPT = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: how it reads, its base forms, the clause it stands in, and whether a token printed it."""

    text: str
    forms: frozenset[str]
    clause: int
    part: int
    is_printed: bool = False


def unfold(text: str) -> str:
    """One spelling for what is written in several ways."""
    text = english.unfold(arabic.unfold(text))
    text = HUNDRED_PER_CENT.sub("100%", text)
    return PER_CENT.sub("%", text)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a sentence; clauses end at strong stops and turns, parts of a clause at commas."""
    words: list[Word] = []
    clause = part = 0
    is_printed = False
    for match in PIECE.finditer(unfold(text)):
        kind, piece = match.lastgroup, match[0]
        if kind in {"from", "to"}:
            is_printed = kind == "from"
            continue
        if kind == "hard" or piece in TURNS:
            clause, part = clause + 1, part + 1
        elif kind == "comma" or piece in LINKS:
            part += 1
        if kind in {"number", "latin", "arabic"}:
            words.append(Word(piece, forms_of(piece), clause, part, is_printed))
    return tuple(words)


@lru_cache(maxsize=40_000)
def forms_of(piece: str) -> frozenset[str]:
    """The base forms of one unfolded word."""
    if piece[0].isdigit():
        return frozenset({piece, piece.replace(",", "")})
    return arabic.forms(piece) if ARABIC_SCRIPT.match(piece) else english.forms(piece)


def count_words(text: str) -> int:
    """Words as a reader counts them: what stands between spaces and holds a letter or digit."""
    return sum(1 for piece in PRINTED_MARKS.sub("", text).split() if any(char.isalnum() for char in piece))


def language_of(text: str) -> str:
    """en or ar, by the letters of most words."""
    arabic_letters, latin_letters = len(ARABIC_SCRIPT.findall(text)), len(LATIN_SCRIPT.findall(text))
    return "ar" if arabic_letters > latin_letters else "en"
