"""What says that the database is out, and how it is then left alone."""

from __future__ import annotations

from types import SimpleNamespace

import psycopg
import pytest
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

from clinic import outage
from clinic.outage import Rest, is_outage


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, InternalError, DatabaseError])
def test_trouble_with_the_database_itself_is_an_outage(error: type[Exception]) -> None:
    assert is_outage(error("gone"))


@pytest.mark.parametrize("error", [IntegrityError, DataError, ProgrammingError, ValueError])
def test_a_statement_that_is_refused_is_none(error: type[Exception]) -> None:
    assert not is_outage(error("no"))


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (psycopg.errors.UndefinedTable, True),
        (psycopg.errors.InvalidSchemaName, True),
        (psycopg.errors.InsufficientPrivilege, True),
        (psycopg.errors.SyntaxError, False),
    ],
)
def test_tables_that_are_gone_are_an_outage_but_a_slip_is_none(
    cause: type[Exception],
    expected: bool,  # noqa: FBT001
) -> None:
    error = ProgrammingError("no")
    error.__cause__ = cause()

    assert is_outage(error) is expected


def test_a_rest_ends_by_itself_and_is_named_in_the_log_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = [100.0]
    monkeypatch.setattr(outage, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    rest = Rest(2.0)
    before = rest.is_on

    rest.begin(OperationalError("Sara Ahmed"))
    rest.begin(OperationalError("Sara Ahmed"))
    during = rest.is_on
    clock[0] += 2.1

    assert (before, during, rest.is_on) == (False, True, False)
    assert caplog.messages == ["The database cannot be used now: OperationalError"]
