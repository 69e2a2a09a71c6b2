"""Cleans what people type, without losing what they mean."""

from __future__ import annotations

import re
import unicodedata

# Word, PDF and other programs write a line break in many ways.
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# These can make a text show other than it reads; marks that Arabic needs (LRM, RLM, isolates) stay.
DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e]")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def has_unprintable(typed: str) -> bool:
    """Whether it holds characters that no keyboard types, such as NUL."""
    text = LINE_BREAKS.sub("\n", typed)
    return any(unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\n\t" for mark in text)


def clean(typed: str) -> str:
    """Normal form C, plain line breaks, without unprintable characters or blanks at the ends."""
    text = LINE_BREAKS.sub("\n", typed)
    text = DIRECTION_OVERRIDES.sub("", LONE_SURROGATES.sub("", text))
    kept = "".join(mark for mark in text if mark in "\n\t" or unicodedata.category(mark) != "Cc")
    return unicodedata.normalize("NFC", kept).strip()


def one_line(typed: str) -> str:
    """Cleaned, with every run of blanks a single space."""
    return " ".join(clean(typed).split())


def name_key(name: str) -> str:
    """A name for comparison: case, accents, vowel marks and blanks do not matter."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).split())
