"""Cleans what people type, without losing what they mean."""

from __future__ import annotations

import re
import unicodedata

# Word, PDF and other programs write a line break in many ways.
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# These can make a text show other than it reads; marks that Arabic needs (LRM, RLM, isolates) stay.
DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e]")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
# Letters and signs by their category, blank to the eye: fillers of Hangul, vowels of Khmer, empty Braille.
BLANK_MARKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# What takes the place of bytes that are no UTF-8.
UNREADABLE = "\ufffd"
# What changes or joins other marks, and alone has no shape.
SHAPELESS = frozenset({"Cf", "Mn", "Me"})
NAME_KEY_LIMIT = 240
# Letters that Arabic writers exchange, and those of Persian and Urdu keyboards. Hamzas on a carrier and
# vowel marks are combining marks, which count for nothing anyway; the last one here only draws a word out.
SAME_LETTERS = str.maketrans("ةہھەىیٱک", "ههههييا\u0643", "\u0640")
# First words that are no name without the second.
HALF_NAMES = {"عبد", "أبو", "ابو", "أم", "ام", "abd", "abdul", "abdel", "abu", "umm"}


def has_unprintable(typed: str) -> bool:
    """Whether it holds characters that no keyboard types, such as NUL, or that came in no readable form."""
    text = LINE_BREAKS.sub("\n", typed)
    return any(_is_unprintable(mark) for mark in text)


def clean(typed: str) -> str:
    """Normal form C, plain line breaks, without unprintable characters or blanks at the ends."""
    text = LINE_BREAKS.sub("\n", typed)
    text = DIRECTION_OVERRIDES.sub("", LONE_SURROGATES.sub("", text))
    kept = "".join(mark for mark in text if not _is_unprintable(mark))
    return unicodedata.normalize("NFC", kept).strip()


def _is_unprintable(mark: str) -> bool:
    return mark == UNREADABLE or (unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\n\t")


def one_line(typed: str) -> str:
    """Cleaned, with every run of blanks a single space."""
    return " ".join(clean(typed).split())


def shows_nothing(typed: str) -> bool:
    """Whether it holds nothing but blanks and marks without a shape."""
    return all(
        mark.isspace() or mark in BLANK_MARKS or unicodedata.category(mark) in SHAPELESS for mark in typed
    )


def called(name: str) -> str:
    """What to call somebody: the first word of the name, or the first two where one alone is no name."""
    words = name.split()
    return " ".join(words[: 2 if words[0].casefold() in HALF_NAMES else 1])


def name_key(name: str) -> str:
    """A name for comparison: case, accents, vowel marks, blanks and punctuation do not matter.

    Nor does it matter which of two letters an Arabic writer took, or in which digits a number is written.
    """
    plain = unicodedata.normalize("NFKD", name).casefold().translate(SAME_LETTERS)
    kept = (
        str(unicodedata.decimal(mark, mark))
        for mark in plain
        if not unicodedata.combining(mark) and not _is_between_words(mark)
    )
    # Some letters stand for whole phrases; none of them may outgrow the column.
    return unicodedata.normalize("NFC", "".join(kept))[:NAME_KEY_LIMIT]


def _is_between_words(mark: str) -> bool:
    """Whether it is a blank, punctuation or a mark that does not show."""
    return unicodedata.category(mark)[0] in "ZPC"
