"""Settings as a server reads them: safe on http at home, strict on https in public."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = [
    "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER",
    "SECURE_SSL_HOST",
]  # fmt: skip
PRINT = f"""
import json, django
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""


def settings_with(folder: Path, **values: str) -> dict[str, Any]:
    """What a program started with these variables goes by."""
    outcome = start(folder, PRINT, **values)
    assert outcome.returncode == 0, outcome.stderr
    read: dict[str, Any] = json.loads(outcome.stdout)
    return read


def start(folder: Path, code: str, **values: str) -> subprocess.CompletedProcess[str]:
    ours = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "clinic.settings", "DATABASE_URL": ""}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251  a program needs these
    return subprocess.run(  # noqa: S603  code of these tests
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**kept, **ours, **values},
        capture_output=True,
        text=True,
        check=False,
    )


def test_at_home_it_works_without_any_setting(tmp_path: Path) -> None:
    read = settings_with(tmp_path)

    assert read["DEBUG"] is False
    assert "127.0.0.1" in read["ALLOWED_HOSTS"]
    assert read["CSRF_TRUSTED_ORIGINS"] == ["http://127.0.0.1:8000"]
    assert not read["SESSION_COOKIE_SECURE"]
    assert not read["SECURE_SSL_REDIRECT"]


def test_this_machines_own_names_are_answered_whatever_else_is(tmp_path: Path) -> None:
    read = settings_with(tmp_path, ALLOWED_HOSTS="www.clinic.example", SITE_URL="http://[2001:db8::1]:8000")

    assert set(read["ALLOWED_HOSTS"]) == {
        "localhost", "127.0.0.1", "[::1]", "www.clinic.example", "[2001:db8::1]",
    }  # fmt: skip


def test_in_public_cookies_travel_encrypted_alone(tmp_path: Path) -> None:
    read = settings_with(tmp_path, SITE_URL="https://clinic.example")

    assert read["SESSION_COOKIE_SECURE"]
    assert read["CSRF_COOKIE_SECURE"]
    assert read["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert "clinic.example" in read["ALLOWED_HOSTS"]


def test_nobody_is_believed_about_encryption_unless_named(tmp_path: Path) -> None:
    alone = settings_with(tmp_path, SITE_URL="https://clinic.example")
    behind = settings_with(tmp_path, SITE_URL="https://clinic.example", TRUSTED_PROXIES="10.0.0.1")

    assert alone["SECURE_PROXY_SSL_HEADER"] is None
    assert not alone["SECURE_SSL_REDIRECT"]
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert behind["SECURE_SSL_REDIRECT"]
    assert behind["SECURE_SSL_HOST"] == "clinic.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEBUG", "yes"), ("PORT", "x"), ("SITE_URL", "clinic"), ("EMAIL_URL", "x"), ("DATABASE_URL", "x")],
)
def test_an_odd_value_stops_the_program_with_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    outcome = start(tmp_path, PRINT, **{name: value})

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"{name} must")
    assert "Traceback" not in outcome.stderr


def test_the_sqlite_library_is_ours_wherever_django_runs(tmp_path: Path) -> None:
    code = "import django; from django.conf import settings; settings.DEBUG; import sqlite3; print(sqlite3.sqlite_version_info >= (3, 51, 3))"

    assert start(tmp_path, code).stdout == "True\n"
