"""What every public page promises. Each promise lists what breaks it on a page; nothing when it is kept."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

BANNED = tomllib.loads((Path(__file__).parent / "data" / "banned_words.toml").read_text("utf-8"))
LONGEST_H1 = 65
LONGEST_DESCRIPTION = 160
SOURCES = frozenset({"c-reference", "c-source"})
SHARED = (
    "og:title",
    "og:description",
    "og:type",
    "og:url",
    "og:locale",
    "og:image",
    "og:image:alt",
    "twitter:card",
)
MARKS = frozenset({"c-cite"})
COMMENT = "#comment"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Attributes whose value names ids of the same page.
NAMING = (
    "for",
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-owns",
    "headers",
    "list",
    "form",
)
# What a browser fetches by itself.
LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "use": "href",
    "image": "href",
    "input": "src",
}
LOADING_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "preconnect",
    "dns-prefetch",
    "manifest",
    "prefetch",
}


@dataclass(frozen=True)
class Seen:
    """A page as a browser gets it."""

    address: str
    status: int
    html: str
    policy: str = "default-src 'none'"
    cookies: tuple[str, ...] = ()

    @cached_property
    def tree(self) -> Element:
        """The page's elements."""
        tree: Element = html5lib.parse(self.html, namespaceHTMLElements=False)
        return tree

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id stands on the page."""
        return Counter(element.attrib["id"] for element in self.elements() if "id" in element.attrib)

    @cached_property
    def words(self) -> str:
        """What a reader reads, code and drawings left out."""
        return " ".join(" ".join(_texts(self.tree)).split())

    @cached_property
    def unmarked_words(self) -> str:
        """What a reader reads, without the marks that lead to sources, and without blanks."""
        return "".join("".join(_texts(self.tree, without=MARKS)).split())

    @cached_property
    def structured(self) -> list[dict[str, Any]]:
        """What the page tells machines, as schema.org."""
        scripts = [script for script in self.elements("script") if _is_data(script)]
        return [node for script in scripts for node in json.loads(script.text or "")["@graph"]]

    @cached_property
    def own_words(self) -> str:
        """What a reader reads, without the lists of sources: their titles are their authors' words."""
        return " ".join(" ".join(_texts(self.tree, without=SOURCES)).split())

    def elements(self, *names: str) -> list[Element]:
        """Every element, or those with these names."""
        found = [element for element in self.tree.iter() if plain(element) != COMMENT]
        return [element for element in found if not names or plain(element) in names]

    def links(self) -> list[tuple[str, str]]:
        """Every link within the site: address without its anchor, and the anchor."""
        found = []
        for element in self.elements("a"):
            address, anchor = urldefrag(urljoin(f"http://site{self.address}", element.attrib.get("href", "")))
            parts = urlsplit(address)
            if parts.netloc == "site" and parts.scheme == "http":
                found.append((address.removeprefix("http://site"), anchor))
        return found


def words_of_main(html: str) -> str:
    """The words of a page's main part."""
    (main,) = Seen("", 200, html).elements("main")
    return " ".join("".join(main.itertext()).split())


def plain(element: Element) -> str:
    """An element's name without its namespace."""
    name: object = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else COMMENT


def _texts(element: Element, without: frozenset[str] = frozenset()) -> Iterator[str]:
    is_left_out = without & set(element.attrib.get("class", "").split())
    if not is_left_out and plain(element) not in {"script", "style", "template", COMMENT}:
        yield element.text or ""
        for part in element:
            yield from _texts(part, without)
            yield part.tail or ""


def has_one_short_h1(page: Seen) -> list[str]:
    """One h1, of 65 characters or fewer."""
    titles = [" ".join("".join(title.itertext()).split()) for title in page.elements("h1")]
    if len(titles) != 1:
        return [f"{len(titles)} h1: {titles}"]
    return [f"h1 of {len(titles[0])} characters: {titles[0]}"] if not 0 < len(titles[0]) <= LONGEST_H1 else []


def skips_no_heading_level(page: Seen) -> list[str]:
    """Headings go down one level at a time, from h1."""
    # A summary of errors stands above the h1, where a reader who sent the form starts.
    summary = {
        id(part) for part in page.elements() if part.attrib.get("role") == "alert" for part in part.iter()
    }
    found, before = [], 0
    for heading in page.elements(*HEADINGS):
        if id(heading) in summary:
            continue
        level = int(plain(heading)[1])
        if level > before + 1:
            found.append(f"h{level} after h{before}: {''.join(heading.itertext()).strip()}")
        before = level
    return found


def has_no_id_twice(page: Seen) -> list[str]:
    """An id stands once."""
    return [f"id {name} stands {count} times" for name, count in page.ids.items() if count > 1]


def names_only_ids_it_has(page: Seen) -> list[str]:
    """Labels, descriptions and links within the page lead to something on it."""
    found = []
    for element in page.elements():
        for attribute in NAMING:
            missing = [name for name in element.attrib.get(attribute, "").split() if name not in page.ids]
            found += [f"{plain(element)} {attribute}={name} leads nowhere" for name in missing]
        href = element.attrib.get("href", "")
        if href.startswith("#") and len(href) > 1 and href[1:] not in page.ids:
            found.append(f"{plain(element)} href={href} leads nowhere")
    return found


def names_its_controls(page: Seen) -> list[str]:
    """Every control that a person fills in has a label."""
    labelled = {label.attrib.get("for") for label in page.elements("label")}
    wrapped = {id(control) for label in page.elements("label") for control in label.iter()}
    return [
        f"{plain(control)} {control.attrib.get('name', '')} has no label"
        for control in page.elements("input", "select", "textarea")
        if control.attrib.get("type") not in {"hidden", "submit"}
        and control.attrib.get("id") not in labelled
        and id(control) not in wrapped
        and not {"aria-label", "aria-labelledby"} & set(control.attrib)
    ]


def sets_no_cookie(page: Seen) -> list[str]:
    """A visitor gets no cookie."""
    return [f"cookie {name}" for name in page.cookies]


def sends_a_strict_policy(page: Seen) -> list[str]:
    """The Content-Security-Policy allows nothing by default, and nothing unsafe."""
    found = [] if "default-src 'none'" in page.policy else [f"policy: {page.policy!r}"]
    return found + [
        f"policy allows {word}" for word in ("unsafe-", "http:", "data:", " *") if word in page.policy
    ]


def has_nothing_inline(page: Seen) -> list[str]:
    """No style or script stands in the page itself."""
    found = [f"{plain(element)} element" for element in page.elements("style")]
    for element in page.elements():
        if plain(element) == "script" and "src" not in element.attrib and not _is_data(element):
            found.append("script without src")
        bad = [name for name in element.attrib if name == "style" or re.fullmatch(r"on[a-z]+", name)]
        found += [f"{plain(element)} {name}" for name in bad]
        if element.attrib.get("href", "").lower().startswith("javascript:"):
            found.append(f"{plain(element)} with a javascript: address")
    return found


def _is_data(script: Element) -> bool:
    return script.attrib.get("type") == "application/ld+json"


def loads_nothing_from_elsewhere(page: Seen) -> list[str]:
    """Everything a browser fetches by itself is ours."""
    found = []
    for element in page.elements():
        address = element.attrib.get(LOADED.get(plain(element), ""), "")
        if plain(element) == "link" and LOADING_LINKS & set(element.attrib.get("rel", "").split()):
            address = element.attrib.get("href", "")
        addresses = [address, *re.findall(r"\S+(?=\s|,|$)", element.attrib.get("srcset", ""))]
        found += [
            f"{plain(element)} {one}" for one in addresses if urlsplit(one).netloc or one.startswith("data:")
        ]
    return found


def is_written_without_error(page: Seen) -> list[str]:
    """A strict HTML parser has nothing to say."""
    parser = html5lib.HTMLParser(strict=True)
    try:
        parser.parse(page.html)
    except ParseError:
        (line, column), code, _values = parser.errors[-1]
        return [f"line {line}, column {column}: {code}"]
    return []


def says_what_it_is(page: Seen) -> list[str]:
    """Language, title, a description that fits a search result, a way past the menu."""
    root = page.tree
    title = "".join(
        "".join(found.itertext())
        for found in page.elements("title")
        if found in list(root.find("head") or [])
    )
    descriptions = [
        meta.attrib.get("content", "")
        for meta in page.elements("meta")
        if meta.attrib.get("name") == "description"
    ]
    found = [] if root.attrib.get("lang") in {"en", "ar"} else ["no language"]
    found += [] if title.strip() else ["no title"]
    found += [] if len(page.elements("main")) == 1 else ["not one main part"]
    if len(descriptions) != 1 or not 0 < len(descriptions[0]) <= LONGEST_DESCRIPTION:
        found.append(f"description: {descriptions}")
    return found


def says_how_it_is_shared(page: Seen) -> list[str]:
    """One canonical address of the site's own, and what others show of the page under it."""
    canonical = [
        link.attrib["href"] for link in page.elements("link") if link.attrib.get("rel") == "canonical"
    ]
    path = page.address.partition("?")[0]
    if len(canonical) != 1 or urlsplit(canonical[0]).path != path or urlsplit(canonical[0]).query:
        return [f"canonical: {canonical}"]
    said = {
        meta.attrib.get("property") or meta.attrib.get("name", ""): meta.attrib.get("content", "")
        for meta in page.elements("meta")
    }
    found = [f"no {name}" for name in SHARED if not said.get(name)]
    found += [] if said.get("og:url") == canonical[0] else [f"og:url {said.get('og:url')}"]
    image = urlsplit(said.get("og:image", ""))
    return found + ([] if image.scheme and image.path.endswith(".png") else ["og:image is no address"])


def keeps_robots_out(page: Seen) -> list[str]:
    """Search engines are told to leave the page alone."""
    robots = [
        meta.attrib.get("content", "")
        for meta in page.elements("meta")
        if meta.attrib.get("name") == "robots"
    ]
    return [] if any("noindex" in content for content in robots) else ["may be indexed"]


def uses_no_banned_word(page: Seen) -> list[str]:
    """No word that a regulator or our own rules forbid, outside the uses allowed by name."""
    return banned_in(page.own_words)


def banned_in(text: str) -> list[str]:
    """The banned words of a text, with the words around them."""
    text = text.casefold()
    for allowed in BANNED["allowed"]:
        text = text.replace(allowed.casefold(), " … ")
    return [
        f"{word}: …{text[max(0, match.start() - 40) : match.end() + 40]}…"
        for word in BANNED["banned"]
        for match in re.finditer(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text)
    ]


def tells_machines_only_what_people_see(page: Seen) -> list[str]:
    """Every value of the structured data stands on the page: as words, a date, or an address."""
    return [f"{name}: {value}" for name, value in _values(page.structured) if not _is_seen(page, name, value)]


def _is_seen(page: Seen, name: str, value: str) -> bool:
    if name in {"url", "item"}:
        addresses = {element.attrib.get("href") for element in page.elements("a", "link")}
        return value in addresses or urlsplit(value).path in addresses
    if name == "inLanguage":
        return value == page.tree.attrib.get("lang")
    if name.startswith(("date", "valid")) or name == "lastReviewed":
        return value in {time.attrib.get("datetime") for time in page.elements("time")}
    if name in {"opens", "closes"}:
        return _clock(value) in page.unmarked_words
    is_vocabulary = value.startswith("https://schema.org/")
    return is_vocabulary or "".join(value.split()).casefold() in page.unmarked_words.casefold()


def _values(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of structured data with its name; types and keys are no claims."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from () if key in {"@type", "@id", "@context"} else _values(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, name)
    elif isinstance(data, str):
        yield name, data


def _clock(written: str) -> str:
    hour, minute = map(int, written.split(":"))
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}:{minute:02}{half}" if minute else f"{hour % 12 or 12}{half}"


def describes_its_pictures(page: Seen) -> list[str]:
    """A picture has a text in its place, or says that it is decoration."""
    found = [f"img {image.attrib.get('src')}" for image in page.elements("img") if "alt" not in image.attrib]
    for drawing in page.elements("svg"):
        is_hidden = drawing.attrib.get("aria-hidden") == "true"
        is_named = drawing.attrib.get("role") == "img" and {"aria-label", "aria-labelledby"} & set(
            drawing.attrib
        )
        if not is_hidden and not is_named:
            found.append(f"svg {drawing.attrib.get('class')}")
    return found


PROMISES = [
    has_one_short_h1,
    skips_no_heading_level,
    has_no_id_twice,
    names_only_ids_it_has,
    names_its_controls,
    sets_no_cookie,
    sends_a_strict_policy,
    has_nothing_inline,
    loads_nothing_from_elsewhere,
    is_written_without_error,
    says_what_it_is,
    uses_no_banned_word,
    describes_its_pictures,
    tells_machines_only_what_people_see,
]


def says_who_made_it_and_when(page: Seen) -> list[str]:
    """Authors, dates, sources and interests: what JAMA asks of health information, on the page itself."""
    checked = next(
        (part for part in page.elements("section") if part.attrib.get("aria-labelledby") == "checked"), None
    )
    if checked is None:
        return ["nobody says how it was checked"]
    words = " ".join("".join(checked.itertext()).split())
    days = [time for time in checked.iter("time") if "datetime" in time.attrib]
    sources = [part for part in page.elements("li") if part.attrib.get("id", "").startswith("ref-")]
    linked = [
        source
        for source in sources
        if any(a.attrib.get("href", "").startswith("https:") for a in source.iter("a"))
    ]
    return [
        problem
        for problem, is_broken in (
            ("no author", "content team" not in words),
            ("no day it was written", "Written on" not in words or not days),
            ("no day it last changed", "Last changed on" not in words),
            ("no reviewer, and no word that there is none", "eviewed" not in words),
            ("no source that can be opened", not linked),
            ("no word on our interest", "we have an interest" not in page.words),
        )
        if is_broken
    ]


def has_every_part(page: Seen) -> list[str]:
    """The page plan: where you are, what the page is for, the short of it, contents, unknowns, further help."""
    classes = {name for part in page.elements() for name in part.attrib.get("class", "").split()}
    wanted = {"c-breadcrumb", "c-prose__aims", "c-key-facts", "c-contents", "c-review", "c-footer"}
    if page.address.startswith("/treatments/"):
        wanted |= {"c-evidence-strip"}
    if page.address.startswith("/compare/"):
        # A pair prints the rows of the big comparison; two ways of one treatment have a table of their own.
        wanted |= {"c-comparison"} if "c-table" not in classes else set()
    anchors = {"unknowns", "more", "references"} - set(page.ids)
    return [*sorted(wanted - classes), *sorted(anchors)]


def invites_after_the_risks_only(page: Seen) -> list[str]:
    """A treatment's text invites once at most, and not before a reader has met the risks."""
    (text,) = page.elements("article")
    order = [part.attrib.get("id") or part.attrib.get("href", "") for part in text.iter()]
    invitations = [place for place, name in enumerate(order) if name.startswith("/consultation/")]
    risks = order.index("risks") if "risks" in order else 0
    found = ["invites before the risks"] if any(place < risks for place in invitations) else []
    return found + (["invites more than once"] if len(invitations) > 1 else [])


OF_ARTICLES = [says_who_made_it_and_when, has_every_part, invites_after_the_risks_only]
