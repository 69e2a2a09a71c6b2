"""The clinic's numbers are taken as typed; its hours are refused where they cannot be meant."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django import forms

from clinic.forms import BACKWARDS, NumberField, OpeningHoursForm, SpecialHoursForm
from clinic.models import PLACEHOLDER_PHONE
from tests.factories import OpeningHoursFactory, SpecialHoursFactory

MONDAY, TUESDAY, SUNDAY = 0, 1, 6


# Numbers


@pytest.mark.parametrize(
    "typed",
    [
        "+97143300000", "+971 4 330 0000", "04 330 0000", "04-330-0000", "00971 4 330 0000",
        "(04) 330 0000", "٠٤ ٣٣٠ ٠٠٠٠", " 043300000 ",
    ],
)  # fmt: skip
def test_a_number_is_kept_the_same_however_it_is_typed(typed: str) -> None:
    assert NumberField().clean(typed) == "+97143300000"


@pytest.mark.parametrize("typed", ["4", "04 330", "call us", "+971", "++", "04 330 0000 ext 5"])
def test_a_number_nobody_could_call_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="Enter a full number"):
        NumberField().clean(typed)


@pytest.mark.parametrize("typed", [PLACEHOLDER_PHONE, "+971 40000000"])
def test_the_placeholder_stays_until_the_number_is_known(typed: str) -> None:
    assert NumberField().clean(typed) == PLACEHOLDER_PHONE


def test_a_number_is_shown_with_spaces_and_a_wrong_one_as_typed() -> None:
    assert NumberField().prepare_value("+97143300000") == "+971 4 330 0000"
    assert NumberField().prepare_value("04 330") == "04 330"


def test_a_number_shown_with_spaces_counts_as_unchanged() -> None:
    assert not NumberField().has_changed("+97143300000", "+971 4 330 0000")


# Opening hours


def span(weekday: int, opens: str, closes: str) -> OpeningHoursForm:
    return OpeningHoursForm({"weekday": weekday, "opens": opens, "closes": closes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [
        (MONDAY, "08:00", "10:00"),
        (MONDAY, "22:00", "00:00"),
        (MONDAY, "22:00", "02:00"),
        (TUESDAY, "10:00", "22:00"),
        (SUNDAY, "22:00", "06:00"),
    ],
)
def test_hours_beside_others_are_taken(weekday: int, opens: str, closes: str) -> None:
    OpeningHoursFactory.create(weekday=MONDAY, opens=time(10), closes=time(22))

    assert span(weekday, opens, closes).is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [
        (MONDAY, "10:00", "22:00"),
        (MONDAY, "09:00", "10:01"),
        (MONDAY, "12:00", "13:00"),
        (MONDAY, "21:59", "02:00"),
        (MONDAY, "00:00", "00:00"),
    ],
)
def test_hours_over_others_of_the_day_are_refused(weekday: int, opens: str, closes: str) -> None:
    OpeningHoursFactory.create(weekday=MONDAY, opens=time(10), closes=time(22))

    form = span(weekday, opens, closes)

    assert "This overlaps with Monday, 10am to 10pm. Change one of the two." in form.non_field_errors()


@pytest.mark.django_db
def test_a_night_over_the_next_mornings_hours_is_refused() -> None:
    OpeningHoursFactory.create(weekday=MONDAY, opens=time(5), closes=time(9))

    assert not span(SUNDAY, "20:00", "05:30").is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(("opens", "closes"), [("22:00", "10:00"), ("10:00", "10:00"), ("09:00", "08:59")])
def test_hours_that_run_backwards_are_refused(opens: str, closes: str) -> None:
    assert span(MONDAY, opens, closes).errors == {"closes": [BACKWARDS]}


@pytest.mark.django_db
def test_a_span_does_not_overlap_with_itself() -> None:
    row = OpeningHoursFactory.create(weekday=MONDAY, opens=time(10), closes=time(22))

    form = OpeningHoursForm({"weekday": MONDAY, "opens": "11:00", "closes": "22:00"}, instance=row)

    assert form.is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["weekday", "opens", "closes"])
def test_hours_that_are_not_whole_are_told_what_is_missing(missing: str) -> None:
    values = {"weekday": MONDAY, "opens": "10:00", "closes": "22:00"}
    del values[missing]

    assert [*OpeningHoursForm(values).errors] == [missing]


# Special hours

EID = {"name": "Eid", "first_on": "2026-03-20", "last_on": "2026-03-22"}


def spell(**changes: str) -> SpecialHoursForm:
    return SpecialHoursForm({**EID, "opens": "", "closes": "", **changes})


def stored(first: int, last: int, **values: Any) -> None:
    SpecialHoursFactory.create(
        name="Another", first_on=date(2026, 3, first), last_on=date(2026, 3, last), **values
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "last"), [(1, 31), (21, 21), (20, 21), (18, 19), (23, 25)], ids=str)
def test_spells_of_which_one_counts_are_taken(first: int, last: int) -> None:
    stored(first, last)

    assert spell().is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "last"), [(20, 22), (19, 21), (22, 24)])
def test_spells_of_which_neither_counts_more_are_refused(first: int, last: int) -> None:
    stored(first, last)

    (error,) = spell().non_field_errors()

    assert error == (
        f"This overlaps with “Another”, {first} March 2026 to {last} March 2026. Change one of the two."
    )


@pytest.mark.django_db
def test_a_day_with_a_break_is_two_rows() -> None:
    stored(20, 22, opens=time(10), closes=time(14))

    assert spell(opens="17:00", closes="22:00").is_valid()
    assert not spell(opens="13:00", closes="22:00").is_valid()
    assert not spell().is_valid()


@pytest.mark.django_db
def test_a_night_over_the_same_spells_morning_is_refused() -> None:
    stored(20, 22, opens=time(5), closes=time(9))

    assert not spell(opens="20:00", closes="05:30").is_valid()


@pytest.mark.django_db
def test_a_spell_that_runs_backwards_is_refused() -> None:
    assert spell(opens="22:00", closes="10:00").errors == {"closes": [BACKWARDS]}
    assert spell(last_on="2026-03-19").non_field_errors() == ["The last day is before the first."]


@pytest.mark.django_db
def test_a_spell_may_be_changed_in_its_place() -> None:
    row = SpecialHoursFactory.create(first_on=date(2026, 3, 20), last_on=date(2026, 3, 22))

    assert SpecialHoursForm({**EID, "opens": "", "closes": ""}, instance=row).is_valid()
