"""Reads settings from the environment, and refuses odd ones with a sentence that says what to set."""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

HIGHEST_PORT = 65535
SHORTEST_KEY = 32
# 32 bytes in base64, as Fernet wants them.
DATA_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
SITE_ADDRESS = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
PROJECT = Path(__file__).resolve().parent.parent


class BadSetting(SystemExit):
    """A setting is missing or odd. Its text tells the operator what to set."""


def read_dotenv() -> None:
    """Take settings from `.env` in the project; what the environment already holds wins."""
    dotenv = PROJECT / ".env"
    if dotenv.exists():
        environ.Env.read_env(dotenv)


def text(name: str, default: str = "") -> str:
    """The value of `name` without blanks around it; `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """True for 1, False for 0; anything else stops the start."""
    value = text(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise BadSetting(f"{name} must be 1 or 0, not {value!r}. Set {name}=1 or {name}=0.")
    return value == "1"


def port(name: str, *, default: int) -> int:
    """A TCP port between 1 and 65535."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= HIGHEST_PORT:
        raise BadSetting(
            f"{name} must be a number from 1 to {HIGHEST_PORT}, not {value!r}. For example {name}={default}."
        )
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Values separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def site_address(name: str, default: str) -> str:
    """An http or https address without a path, such as https://clinic.example."""
    value = text(name, default).rstrip("/").lower()
    if not SITE_ADDRESS.fullmatch(value):
        raise BadSetting(
            f"{name} must be an address like https://clinic.example, without a path, not {value!r}."
        )
    return value


def data_dir(name: str, default: Path) -> Path:
    """The folder for everything the program writes; made when missing."""
    folder = Path(text(name, str(default)))
    try:
        folder = folder.expanduser().absolute()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        raise BadSetting(
            f"{name} names {folder}, which cannot be made ({error}). "
            f"Set {name} to a folder this program may write to."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadSetting(
            f"{name} names {folder}, where this program may not write. "
            f"Set {name} to a folder it may write to."
        )
    return folder


def secret_key(name: str, folder: Path) -> str:
    """The given key, or one made once and kept in `folder` for its owner's eyes only."""
    given = text(name)
    if given:
        if len(given) < SHORTEST_KEY:
            raise BadSetting(
                f"{name} must have at least {SHORTEST_KEY} characters. Leave it out to have one made."
            )
        return given
    kept = folder / "secret_key"
    key = _kept(name, kept, secrets.token_urlsafe(64))
    if len(key) < SHORTEST_KEY:
        raise BadSetting(f"The secret key in {kept} is cut short. Remove that file to have a new one made.")
    return key


def hash_key(name: str, folder: Path) -> str:
    """The given key, or one made once and kept in `folder`. It never changes: old hashes need it."""
    key = text(name) or _kept(name, folder / "hash_key", secrets.token_urlsafe(64))
    if len(key) < SHORTEST_KEY:
        raise BadSetting(
            f"{name} (or {folder / 'hash_key'}) must have at least {SHORTEST_KEY} characters. "
            "Put back the one that was in use: without it, erasures cannot be repeated on an old backup."
        )
    return key


def data_keys(name: str, folder: Path) -> list[str]:
    """The given keys, newest first; none when they are kept in a file in `folder`, made once."""
    given = words(name)
    kept = folder / "data_keys"
    listed = given or _kept(name, kept, _new_data_key()).split()
    if not listed or not all(DATA_KEY.fullmatch(key) for key in listed):
        raise BadSetting(
            f"{name} (or {kept}) must hold keys of 44 characters, newest first; one of them is odd or cut "
            "short. Put back the keys that were in use: without them, messages and notes cannot be read."
        )
    return given


def _new_data_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


def _kept(name: str, kept: Path, fresh: str) -> str:
    """The key kept in a file; a fresh one when there is none."""
    try:
        if not kept.exists():
            _keep_new_key(kept, fresh)
        return kept.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BadSetting(
            f"{name} cannot be kept in {kept} ({error.strerror}). Set {name} yourself."
        ) from None
    except UnicodeDecodeError:
        return ""


def _keep_new_key(kept: Path, key: str) -> None:
    # Written aside and linked, so that two first starts at once agree on one key.
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    try:
        os.link(fresh, kept)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def database(name: str, folder: Path) -> dict[str, Any]:
    """Django's database settings: PostgreSQL from an address, else SQLite in `folder`."""
    address = text(name)
    if not address:
        return _sqlite(folder / "clinic.sqlite3")
    scheme = urlsplit(address).scheme
    if scheme == "sqlite":
        path = urlsplit(address).path.removeprefix("/")
        if not path:
            raise BadSetting(f"{name} names no file. For example {name}=sqlite:////srv/clinic/clinic.sqlite3")
        return _sqlite(Path(path))
    if scheme not in {"postgres", "postgresql"}:
        raise BadSetting(
            f"{name} must start with postgres:// (or be left out for SQLite), not {scheme or address!r}. "
            f"For example {name}=postgres://clinic:password@127.0.0.1:5432/clinic"
        )
    config = _parsed(name, environ.Env.db_url_config, address)
    if not config.get("NAME"):
        raise BadSetting(f"{name} names no database. End it with one: postgres://…/clinic")
    # A dead server is noticed within seconds, and a stuck statement cannot hold a request for ever.
    config["OPTIONS"] = {"connect_timeout": 5, "options": "-c statement_timeout=30000"}
    config["CONN_HEALTH_CHECKS"] = True
    config["CONN_MAX_AGE"] = 60
    return config


def _parsed(name: str, parse: Callable[[str], dict[str, Any]], address: str) -> dict[str, Any]:
    try:
        return dict(parse(address))
    except ValueError:
        # The parser's own words may quote the password.
        raise BadSetting(
            f"{name} cannot be read: check its port, and write odd characters of a password as %40 and so on."
        ) from None


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Readers do not wait for writers; a commit is on the disk before it is acknowledged;
            # a transaction takes its write lock at the start, since one that reads first can fail later.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
            # What is deleted leaves no bytes behind.
            "PRAGMA secure_delete=ON",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def email(name: str, folder: Path) -> dict[str, Any]:
    """Django's mail settings: a server from an address, else files in `folder`."""
    address = text(name)
    if not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    scheme = urlsplit(address).scheme
    if scheme not in {"smtp", "smtps", "smtp+tls", "smtp+ssl"}:
        raise BadSetting(
            f"{name} must start with smtp:// or smtps:// (or be left out to write files), not {scheme!r}. "
            f"For example {name}=smtp+tls://user:password@mail.example:587"
        )
    config = _parsed(name, environ.Env.email_url_config, address.replace("smtps:", "smtp+ssl:", 1))
    if not config.get("EMAIL_HOST"):
        raise BadSetting(f"{name} names no mail server. For example {name}=smtp://mail.example:25")
    config.pop("EMAIL_FILE_PATH", None)
    return {**config, "EMAIL_TIMEOUT": 20}


def proxies(name: str) -> list[str]:
    """Addresses whose forwarded headers are believed."""
    listed = words(name)
    for address in listed:
        try:
            ip_network(address)
        except ValueError:
            raise BadSetting(
                f"{name} must list IP addresses or networks separated by commas, not {address!r}. "
                f"For example {name}=127.0.0.1,10.0.0.0/8"
            ) from None
    return listed
