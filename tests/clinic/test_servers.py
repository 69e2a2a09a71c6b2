"""Addresses of servers: read as written, or refused with a sentence that keeps the password to itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clinic import env, servers


def database(monkeypatch: pytest.MonkeyPatch, folder: Path, address: str) -> dict[str, Any]:
    monkeypatch.setenv("DATABASE_URL", address)
    return servers.database("DATABASE_URL", folder)


def email(monkeypatch: pytest.MonkeyPatch, folder: Path, address: str) -> dict[str, Any]:
    monkeypatch.setenv("EMAIL_URL", address)
    return servers.email("EMAIL_URL", folder)


@pytest.mark.parametrize(
    "address",
    [
        "clinic",
        "postgres:",
        "postgres://",
        "postgres:///",
        "postgres://db",
        "mysql://u:hunter2@db/clinic",
        "u:hunter2@db/clinic",
        "//u:hunter2@db/clinic",
        "postgres://u:hunter2@db/",
        "postgres://u:hunter2@db:x/clinic",
        "postgres://u:hunter2@db:0/clinic",
        "postgres://u:hunter2@db:99999/clinic",
        "postgres://u:hunter2@[::1/clinic",
        "postgres://u:hunter2@d b/clinic",
        "postgres://u:12/hunter2@db/clinic",
        "postgres://u:1#hunter2@db/clinic",
        "postgres://u:1?hunter2@db/clinic",
        "postgres://u:hunter2@db/clinic?hunter2=1",
        "sqlite://",
        "sqlite:///",
        "sqlite://clinic.sqlite3",
        "sqlite:///:memory:",
        "sqlite:////tmp/clinic.sqlite3?mode=ro",
        "sqlite:////tmp/",
        "sqlite:////dev/null/clinic.sqlite3",
    ],
)
def test_an_odd_address_of_a_database_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    with pytest.raises(env.BadSetting, match=r"^DATABASE_URL") as stopped:
        database(monkeypatch, tmp_path, address)

    assert "hunter2" not in str(stopped.value)


@pytest.mark.parametrize(
    "address",
    [
        "x",
        "mail.example:25",
        "u:hunter2@mail.example:25",
        "https://mail.example",
        "smtp://",
        "smtp://:25",
        "smtp://u:hunter2@mail.example:x",
        "smtp://u:hunter2@mail.example:99999",
        "smtp://u:hunter2@[::1",
        "smtp://u:1/hunter2@mail.example",
        "smtp://u:1#hunter2@mail.example",
        "smtp://mail.example:25/inbox",
        "smtp://mail.example?hunter2",
    ],
)
def test_an_odd_address_of_a_mail_server_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    with pytest.raises(env.BadSetting, match=r"^EMAIL_URL") as stopped:
        email(monkeypatch, tmp_path, address)

    assert "hunter2" not in str(stopped.value)


def test_the_database_is_a_file_kept_safe_against_power_cuts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = database(monkeypatch, tmp_path, "")

    assert config["NAME"] == tmp_path / "clinic.sqlite3"
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_named_sqlite_file_gets_the_same_care_and_its_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = database(monkeypatch, tmp_path, f"sqlite:///{tmp_path}/new/folder/data.sqlite3")

    assert config["NAME"] == tmp_path / "new" / "folder" / "data.sqlite3"
    assert (tmp_path / "new" / "folder").is_dir()
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_a_sqlite_file_without_a_root_lies_in_the_project(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(env, "PROJECT", tmp_path)

    assert database(monkeypatch, tmp_path, "sqlite:///data.sqlite3")["NAME"] == tmp_path / "data.sqlite3"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_read_from_an_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str
) -> None:
    config = database(monkeypatch, tmp_path, f"{scheme}://clinic:p%40s+s@db.example:5433/hair")

    assert config["ENGINE"] == "clinic.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("clinic", "p@s+s")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "hair")
    assert config["CONN_HEALTH_CHECKS"] is True


def test_postgresql_options_join_our_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = database(monkeypatch, tmp_path, "postgres://db/hair?sslmode=require&connect_timeout=9")

    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["connect_timeout"] == "9"
    assert config["OPTIONS"]["options"] == "-c statement_timeout=30000"


def test_mail_goes_to_files_when_no_server_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = email(monkeypatch, tmp_path, "")

    assert config["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert config["EMAIL_FILE_PATH"] == tmp_path


@pytest.mark.parametrize(
    ("address", "port", "encryption"),
    [
        ("smtp://mail.example", 25, (False, False)),
        ("smtp://mail.example:2525", 2525, (False, False)),
        ("smtp+tls://mail.example", 587, (True, False)),
        ("smtp+ssl://mail.example", 465, (False, True)),
        ("smtps://mail.example", 465, (False, True)),
    ],
)
def test_mail_goes_to_the_server_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, port: int, encryption: tuple[bool, bool]
) -> None:
    config = email(monkeypatch, tmp_path, address)

    assert (config["EMAIL_HOST"], config["EMAIL_PORT"]) == ("mail.example", port)
    assert (config["EMAIL_USE_TLS"], config["EMAIL_USE_SSL"]) == encryption
    assert config["EMAIL_TIMEOUT"] == 10
    assert "EMAIL_FILE_PATH" not in config


def test_a_mail_password_is_read_as_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = email(monkeypatch, tmp_path, "smtps://me%40mail.example:a+b%2Fc@mail.example")

    assert (config["EMAIL_HOST_USER"], config["EMAIL_HOST_PASSWORD"]) == ("me@mail.example", "a+b/c")


def test_a_webhook_is_an_https_address_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert servers.webhook("ALERT_WEBHOOK_URL") == ""

    monkeypatch.setenv("ALERT_WEBHOOK_URL", "https://desk.example/hooks/clinic")
    assert servers.webhook("ALERT_WEBHOOK_URL") == "https://desk.example/hooks/clinic"


@pytest.mark.parametrize(
    "address",
    ["desk.example", "http://desk.example/", "https://", "https://me:secret@desk.example/", "https://[x"],
)
def test_any_other_webhook_stops_the_start_and_quotes_no_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("ALERT_WEBHOOK_URL", address)

    with pytest.raises(env.BadSetting, match="ALERT_WEBHOOK_URL") as refusal:
        servers.webhook("ALERT_WEBHOOK_URL")

    assert "secret" not in str(refusal.value)
