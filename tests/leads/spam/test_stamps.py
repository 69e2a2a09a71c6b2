"""The mark of an opened form: ours alone, and honest about its age."""

from __future__ import annotations

from datetime import timedelta

import pytest

from leads.spam import stamps
from leads.spam.points import Opened
from tests.factories import MONDAY_NOON


@pytest.mark.parametrize(
    ("age", "opened"),
    [
        (timedelta(seconds=2), Opened.QUICK),
        (timedelta(seconds=3), Opened.FINE),
        (timedelta(hours=20), Opened.FINE),
        (timedelta(days=1), Opened.FINE),
        (timedelta(days=2), Opened.OLD),
        (timedelta(seconds=-30), Opened.QUICK),
    ],
)
def test_a_mark_tells_its_age(age: timedelta, opened: Opened) -> None:
    stamp = stamps.new(MONDAY_NOON)

    assert stamps.read(stamp, MONDAY_NOON + age)[1] == opened


def test_a_mark_tells_which_page_it_was() -> None:
    one, other = stamps.new(MONDAY_NOON), stamps.new(MONDAY_NOON)

    page = stamps.read(one, MONDAY_NOON)[0]

    assert page
    assert page == stamps.read(one, MONDAY_NOON + timedelta(hours=1))[0]
    assert page != stamps.read(other, MONDAY_NOON)[0]


def test_a_mark_may_be_missing() -> None:
    assert stamps.read("", MONDAY_NOON) == ("", Opened.MISSING)


@pytest.mark.parametrize("change", ["x", "1", "."])
def test_a_mark_that_was_changed_is_not_ours(change: str) -> None:
    assert stamps.read(stamps.new(MONDAY_NOON) + change, MONDAY_NOON) == ("", Opened.FORGED)


@pytest.mark.parametrize("nonsense", ["-", ".", "a-b.c", "x" * 5000, "1-2-3.4", "\0", "ا"])
def test_nonsense_is_no_mark(nonsense: str) -> None:
    assert stamps.read(nonsense, MONDAY_NOON) == ("", Opened.FORGED)
