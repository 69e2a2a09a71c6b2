"""Slips in the marks that writers type: braces left open, boxes that nobody knows or that never end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

BRACES = re.compile(r"\{[^{}\n]*\}")
LONE_BRACE = re.compile(r"[{}][^{}\n]{0,40}")
BOXES = ("do", "dont", "steps", "note")
OPENS = re.compile(rf"^::: *(?P<kind>{'|'.join(BOXES)})[ \t]*$")
CLOSES = re.compile(r"^:::[ \t]*$")
FENCE = re.compile(r"^[ \t]*::[^\n\r]*", re.MULTILINE)


@dataclass(frozen=True)
class Slip:
    """A slip of the pen: where it stands in the text, and a sentence that says how to mend it."""

    offset: int
    message: str


def slips_in(text: str) -> Iterator[Slip]:
    """What is wrong with the braces and boxes of a text."""
    yield from _lone_braces(text)
    yield from _loose_boxes(text)


def braces_in(text: str) -> Iterator[Slip]:
    """Every token of a text that is printed as it stands."""
    words = gettext("Tokens are not printed here: take out %(token)s, or write what it says.")
    for match in BRACES.finditer(text):
        yield Slip(match.start(), words % {"token": match[0]})


def _lone_braces(text: str) -> Iterator[Slip]:
    words = gettext("“%(text)s” has a brace without its partner: a token is written {like:this}.")
    # Blanks in their place keep every offset.
    paired = BRACES.sub(lambda match: " " * len(match[0]), text)
    for match in LONE_BRACE.finditer(paired):
        yield Slip(match.start(), words % {"text": match[0].strip()})


def _loose_boxes(text: str) -> Iterator[Slip]:
    opened: re.Match[str] | None = None
    for match in FENCE.finditer(text):
        is_opening, is_closing = OPENS.match(match[0]), CLOSES.match(match[0])
        if is_opening and opened:
            yield _never_closed(opened)
        elif is_closing and not opened:
            yield Slip(match.start(), gettext("A line of ::: closes a box that was never opened."))
        elif not is_opening and not is_closing:
            yield _unknown(match)
            continue
        opened = match if is_opening else None
    if opened:
        yield _never_closed(opened)


def _unknown(line: re.Match[str]) -> Slip:
    words = gettext("“%(line)s” opens no box we know: write %(boxes)s at the start of a line.")
    boxes = ", ".join(f"::: {box}" for box in BOXES)
    return Slip(line.start(), words % {"line": line[0].strip(), "boxes": boxes})


def _never_closed(line: re.Match[str]) -> Slip:
    words = gettext("The box “%(box)s” is never closed: end it with a line of :::.")
    return Slip(line.start(), words % {"box": line[0].strip()})
