"""The program refuses to start on ground where requests could be lost."""

from __future__ import annotations

import sqlite3

import pytest
from cryptography.fernet import Fernet
from django.db import connection, connections
from django.db.models import TextField, Value
from pytest_django import Settings

from clinic import checks
from leads.models import Event
from tests.factories import ConsultationRequestFactory, EventFactory

pytestmark = pytest.mark.django_db
about_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")


def ids() -> list[str | None]:
    return [error.id for error in checks.check_sqlite(["default"])]


@about_sqlite
def test_the_ground_is_sound() -> None:
    assert ids() == []


def test_nothing_is_checked_when_no_database_is_asked_for() -> None:
    assert checks.check_sqlite(None) == []


@about_sqlite
def test_a_library_that_can_lose_data_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))

    assert ids() == ["clinic.E001"]


def test_the_library_is_ours_and_not_the_systems() -> None:
    assert sqlite3.__name__.startswith("pysqlite3")


@about_sqlite
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


def test_texts_that_our_keys_open_are_sound() -> None:
    ConsultationRequestFactory.create(message="hair")

    assert checks.check_keys(["default"]) == []


def test_texts_that_no_key_opens_stop_the_start_with_what_to_do(settings: Settings) -> None:
    ConsultationRequestFactory.create(message="hair")
    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    (error,) = checks.check_keys(["default"])

    assert error.id == "clinic.E003"
    assert "Put back the keys" in str(error.hint)


def test_texts_from_before_encryption_are_no_concern_of_it() -> None:
    EventFactory.create()
    Event.objects.update(text=Value("plain words", output_field=TextField()))

    assert checks.check_keys(["default"]) == []


def test_a_database_without_tables_is_no_concern_of_it(database_gone: None) -> None:
    assert checks.check_keys(["default"]) == []
