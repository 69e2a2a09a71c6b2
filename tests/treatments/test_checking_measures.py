"""When two amounts say the same."""

from __future__ import annotations

import pytest

from treatments.checking.amounts import amount_of
from treatments.checking.measures import agrees


@pytest.mark.parametrize(
    ("stated", "allowed", "agree"),
    [
        ("2 days", "48 hours", True),
        ("12 weeks", "3 months", True),
        ("24 hours", "48 hours", False),
        ("5 days", "up to 7 days", False),
        ("within 7 days", "up to 7 days", True),
        ("6 months", "at least 3 months", True),
        ("6 weeks", "at least 3 months", False),
        ("a few days", "48 hours", True),
        ("a few weeks", "48 hours", False),
    ],
)
def test_amounts_agree_when_they_say_the_same(stated: str, allowed: str, *, agree: bool) -> None:
    one, other = amount_of(stated), amount_of(allowed)

    assert one
    assert other
    assert agrees(one, other) is agree
