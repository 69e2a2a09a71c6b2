"""Addresses of the database, the mail server and the webhook, read into Django's settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from clinic import env

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "smtps": 465}
# A sentence about an address never quotes more of it than this: the rest may be a password.
SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,20})://", re.IGNORECASE)


def database(name: str, folder: Path) -> dict[str, Any]:
    """Django's database settings: PostgreSQL from an address, else SQLite in `folder`."""
    address = env.text(name)
    if not address:
        return _sqlite(folder / "clinic.sqlite3")
    parts = _split(name, address)
    if parts.scheme == "sqlite":
        return _sqlite(_sqlite_file(name, parts))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise env.BadSetting(
            f"{name} must start with postgres:// (or be left out for SQLite){_not(address)}. "
            f"For example {name}=postgres://clinic:password@127.0.0.1:5432/clinic"
        )
    return _postgresql(name, parts)


def email(name: str, folder: Path) -> dict[str, Any]:
    """Django's mail settings: a server from an address, else files in `folder`."""
    address = env.text(name)
    if not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = _split(name, address)
    if parts.scheme not in MAIL_PORTS:
        raise env.BadSetting(
            f"{name} must start with smtp://, smtp+tls:// or smtps:// (or be left out to write files)"
            f"{_not(address)}. For example {name}=smtp+tls://user:password@mail.example:587"
        )
    if not parts.hostname or parts.path.strip("/") or parts.query:
        raise env.BadSetting(
            f"{name} must name a mail server and nothing after it. For example {name}=smtp://mail.example:25"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme in {"smtps", "smtp+ssl"},
        # A message takes up to nine answers of the server, all within the lease of a delivery.
        "EMAIL_TIMEOUT": 10,
    }


def webhook(name: str) -> str:
    """The address of a program that is told of every request; nothing when unset."""
    address = env.text(name)
    if not address:
        return ""
    parts = _split(name, address)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise env.BadSetting(
            f"{name} must be an address that starts with https:// and holds no password{_not(address)}. "
            f"For example {name}=https://desk.example/hooks/clinic"
        )
    return address


def _split(name: str, address: str) -> SplitResult:
    """The parts of an address, when they can be told apart."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        port = 0
    if port == 0 or parts.fragment or re.search(r"\s", address):
        raise env.BadSetting(
            f"{name} cannot be read: check its port, and write odd characters of a password as %40 and so on."
        )
    return parts


def _not(address: str) -> str:
    found = SCHEME.match(address)
    return f", not {found[0]}" if found else ""


def _postgresql(name: str, parts: SplitResult) -> dict[str, Any]:
    database = parts.path.removeprefix("/")
    if not database:
        raise env.BadSetting(f"{name} names no database. End it with one: postgres://…/clinic")
    if "/" in database or "@" in database:
        raise env.BadSetting(
            f"{name} names its database oddly. If the password has a / or @ in it, write %2F or %40."
        )
    return {
        "ENGINE": "clinic.postgresql",
        "NAME": unquote(database),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        # A dead server is noticed within seconds, also when the line to it is cut, and a stuck statement
        # cannot hold a request for ever.
        "OPTIONS": {
            "connect_timeout": 2,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
            "options": "-c statement_timeout=30000",
            **_postgresql_options(name, parts.query),
        },
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


def _postgresql_options(name: str, query: str) -> dict[str, str]:
    """What stands after the question mark, such as sslmode=require."""
    from psycopg import ProgrammingError  # noqa: PLC0415  slow to load, and SQLite does without
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415

    options = dict(parse_qsl(query, keep_blank_values=True))
    try:
        make_conninfo("", **options)
    except ProgrammingError:
        raise env.BadSetting(
            f"{name} has an option after the ? that PostgreSQL does not know. "
            "Options are written like ?sslmode=require"
        ) from None
    return options


def _sqlite_file(name: str, parts: SplitResult) -> Path:
    """The file named by sqlite:////an/absolute/path or sqlite:///one/in/the/project."""
    path = unquote(parts.path).removeprefix("/")
    if parts.netloc or parts.query or not path or path == ":memory:":
        raise env.BadSetting(
            f"{name} must name a file after sqlite:///. For example {name}=sqlite:////srv/clinic/clinic.sqlite3"
        )
    file = env.PROJECT / path
    if file.is_dir() or path.endswith("/"):
        raise env.BadSetting(f"{name} names {file}, which is a folder. Name a file in it.")
    return env.made_folder(name, file.parent) / file.name


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Readers do not wait for writers; a commit is on the disk before it is acknowledged;
            # a transaction takes its write lock at the start, since one that reads first can fail later.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }
