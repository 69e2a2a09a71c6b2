"""Lead references: short enough to say on the phone, without characters that look or sound alike."""

from __future__ import annotations

import re
import secrets

# No 0 O, 1 I L, 5 S, 2 Z, 8 B, U V.
ALPHABET = "3467 9ACDEFGHJKMNPQRTWXY".replace(" ", "")
LENGTH = 6
PREFIX = "KH"


def new() -> str:
    """A random reference as stored: KH and six characters."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def for_reading(reference: str) -> str:
    """The reference in groups, as printed: KH 7F3Q 49."""
    body = reference.removeprefix(PREFIX)
    return f"{PREFIX} {body[:4]} {body[4:]}".strip()


def as_typed(typed: str) -> str:
    """What someone typed or dictated, as stored: blanks, dashes and case do not matter."""
    return re.sub(r"[\s\-.]+", "", typed).upper()
