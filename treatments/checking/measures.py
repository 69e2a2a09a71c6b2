"""An amount as a text states it, and when two amounts say the same."""

from __future__ import annotations

from dataclasses import dataclass

TOLERANCE = 0.1  # 12 weeks and 3 months are the same wait


@dataclass(frozen=True)
class Amount:
    """An amount from low to high: hours, millimetres, hairs or sessions; where it stands; how it is bounded."""

    measure: str
    low: float
    high: float
    start: int
    end: int
    bound: str = ""
    is_vague: bool = False
    is_rate: bool = False


def agrees(stated: Amount, allowed: Amount) -> bool:
    """Whether a stated amount says what the allowed one says."""
    low, high = _limits(allowed)
    low, high = low * (1 - TOLERANCE), high * (1 + TOLERANCE)
    if stated.is_vague:
        return stated.low <= high and stated.high >= low
    first, last = stated.low, stated.high
    if allowed.bound == "up to":
        first = last
    return low <= first and last <= high


def _limits(allowed: Amount) -> tuple[float, float]:
    if allowed.bound == "at least":
        return allowed.low, float("inf")
    if allowed.bound == "up to":
        return allowed.high, allowed.high
    return allowed.low, allowed.high
