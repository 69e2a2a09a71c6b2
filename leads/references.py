"""Lead references: short enough to say on the phone, without characters that look or sound alike."""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from itertools import product

# No 0 O, 1 I L, 5 S, 2 Z, 8 B, U V.
ALPHABET = "3467 9ACDEFGHJKMNPQRTWXY".replace(" ", "")
LENGTH = 6
PREFIX = "KH"
# What a mark that is never given may have been on paper or a screen.
LOOK_ALIKES = {
    "0": "DQ", "O": "DQ", "1": "7JT", "I": "7JT", "L": "7JT", "5": "69", "S": "69",
    "2": "7", "Z": "7", "8": "3R", "B": "3R", "U": "W", "V": "WY",
}  # fmt: skip
MOST_GUESSES = 64


def new() -> str:
    """A random reference as stored: KH and six characters."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def for_reading(reference: str) -> str:
    """The reference in groups, as printed: KH 7F3Q 49."""
    body = reference.removeprefix(PREFIX)
    return f"{PREFIX} {body[:4]} {body[4:]}".strip()


def as_typed(typed: str) -> str:
    """What someone typed, as stored: blanks, dashes and case do not matter, nor whether the KH is there."""
    marks = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", typed)).upper()
    marks = "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in marks)
    return PREFIX + (marks if len(marks) == LENGTH else marks.removeprefix(PREFIX))


def meant_by(typed: str) -> list[str]:
    """The references that someone may have meant; none where it cannot be one.

    Marks that are never given stand for those they look like.
    """
    body = as_typed(typed).removeprefix(PREFIX)
    read_as = [LOOK_ALIKES.get(mark, mark) for mark in body]
    if len(body) != LENGTH or math.prod(len(marks) for marks in read_as) > MOST_GUESSES:
        return []
    return [PREFIX + "".join(guess) for guess in product(*read_as)]
