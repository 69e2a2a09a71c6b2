"""The list of treatments is the database's own, or the last one, or that of the starter content."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from leads import known
from tests.factories import TreatmentFactory

pytestmark = pytest.mark.django_db


def test_the_list_is_the_database_s_own() -> None:
    TreatmentFactory.create(slug="prp", name="PRP")
    TreatmentFactory.create(slug="waiting", name="Waiting", kind="none")

    assert known.treatments("en") == ([("prp", "PRP")], True)


def test_without_the_database_the_last_list_holds_in_the_next_process_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    TreatmentFactory.create(slug="prp", name="PRP")
    known.treatments("en")

    known.forget()
    monkeypatch.setattr(known, "_ask", _fail)

    assert known.treatments("en") == ([("prp", "PRP")], False)


def _fail() -> None:
    raise OperationalError


@pytest.mark.usefixtures("database_gone")
def test_at_first_the_list_is_that_of_the_starter_content() -> None:
    choices, is_sure = known.treatments("en")

    assert ("prp", "Platelet-rich plasma (PRP)") in choices
    assert "no-treatment" not in dict(choices)
    assert not is_sure
