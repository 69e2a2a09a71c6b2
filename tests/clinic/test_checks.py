"""The program refuses to start on ground where requests could be lost."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection, connections

from clinic import checks

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
]


def ids() -> list[str | None]:
    return [error.id for error in checks.check_sqlite(["default"])]


def test_the_ground_is_sound() -> None:
    assert ids() == []


def test_nothing_is_checked_when_no_database_is_asked_for() -> None:
    assert checks.check_sqlite(None) == []


def test_a_library_that_can_lose_data_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))

    assert ids() == ["clinic.E001"]


def test_the_library_is_ours_and_not_the_systems() -> None:
    assert sqlite3.__name__.startswith("pysqlite3")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pragma", ["journal_mode=DELETE", "synchronous=NORMAL"])
def test_a_database_that_acknowledges_too_early_is_refused(pragma: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

    try:
        assert ids() == ["clinic.E002"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL; ")
        connection.close()


def test_another_database_is_no_concern_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(connections["default"]), "vendor", "postgresql")

    assert ids() == []
