"""What one sender posts, and from where."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from leads.demo_people import EASTERN_DIGITS

# What every browser of the last years says of itself.
BROWSER = {
    "Sec-Fetch-Site": "same-origin",
    "Origin": "http://testserver",
    "Accept-Language": "en-AE,en;q=0.9,ar;q=0.8",
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)",
}


def number(dice: Random) -> str:
    """A number as it is typed, which the form takes."""
    digits = f"{dice.randrange(10**4):04}"
    code = dice.choice(("50", "52", "54", "55", "56", "58"))
    ways = (
        f"0{code}000{digits}",
        f"0{code} 000 {digits}",
        f"+971 {code} 000 {digits}",
        f"+44 7700 900{digits[:3]}",
    )
    return dice.choices((*ways, ways[0].translate(EASTERN_DIGITS)), (30, 35, 15, 8, 8))[0]


@dataclass(frozen=True, repr=False)
class Post:
    """A form as it is sent. `waits` is how long its page was open, in seconds; None when none was opened."""

    values: dict[str, str]
    address: str
    kind: str
    is_spam: bool
    waits: int | None = None
    page: str = ""
    headers: dict[str, str] = field(default_factory=dict)
