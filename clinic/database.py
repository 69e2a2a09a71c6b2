"""Whether the database can be used, and in words why it cannot."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import DatabaseError, Error, InterfaceError, NotSupportedError, OperationalError

UNDEFINED_TABLE = "42P01"
OF_THE_PLACE = (OperationalError, InterfaceError, NotSupportedError)


def why_unusable(error: Error) -> str:
    """What an operator can do about the database; empty when the fault is in what it was asked.

    Only what the server or the library says of itself is quoted: no password, and nothing from a row.
    """
    if _lacks_tables(error):
        return f"{_place()} is not set up yet. Run make run, or .venv/bin/python manage.py prepare"
    if not isinstance(error, OF_THE_PLACE) and type(error) is not DatabaseError:
        return ""
    return f"{_place()} cannot be used: {_reason(error)}. Check {_setting()}."


def _lacks_tables(error: Error) -> bool:
    return (
        str(error).startswith("no such table") or getattr(error.__cause__, "sqlstate", "") == UNDEFINED_TABLE
    )


def _place() -> str:
    given = settings.DATABASES["default"]
    if given["ENGINE"].endswith("sqlite3"):
        return f"The database {given['NAME']}"
    return f"The database at {given['HOST'] or 'localhost'}:{given['PORT'] or 5432}"


def _setting() -> str:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return "that its folder can be written to, that its disk has room, and DATABASE_URL if you set it"
    return "DATABASE_URL, and that the server runs"


def _reason(error: Error) -> str:
    """The end of the error's first line, where libpq puts what happened."""
    first = (str(error).splitlines() or [""])[0]
    return re.split(r"failed: |is bad: |FATAL: +", first)[-1].rstrip(".") or type(error).__name__
