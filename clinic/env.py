"""Reads settings from the environment, and refuses odd ones with a sentence that says what to set."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
import tempfile
from io import StringIO
from ipaddress import ip_address, ip_network
from pathlib import Path

import environ

HIGHEST_PORT = 65535
SHORTEST_KEY = 32
# 32 bytes in base64, as Fernet wants them.
DATA_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
DOTENV_LINE = re.compile(r"#|(export )?[A-Za-z_0-9]+=")
HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
SITE_ADDRESS = re.compile(r"https?://(?P<host>[^/?#@:\[\]]+|\[[^/?#@\[\]]+\])(:(?P<port>[0-9]{1,5}))?")
PROJECT = Path(__file__).resolve().parent.parent


class BadSetting(SystemExit):
    """A setting is missing or odd. Its text tells the operator what to set."""


def read_dotenv() -> None:
    """Take settings from `.env` in the project; what the environment already holds wins."""
    dotenv = PROJECT / ".env"
    if not dotenv.exists():
        return
    try:
        written = dotenv.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{dotenv} cannot be read ({type(error).__name__}). Mend or remove it.") from None
    for number, line in enumerate(written.splitlines(), start=1):
        # The line itself is not quoted: it may hold a password.
        if line and not DOTENV_LINE.match(line):
            raise BadSetting(f"Line {number} of {dotenv} must be NAME=value or a # comment.")
    environ.Env.read_env(StringIO(written))


def text(name: str, default: str = "") -> str:
    """The value of `name` without blanks around it; `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def not_yet(name: str, instead: str) -> None:
    """A setting that this version cannot honour stops the start, rather than being passed over in silence."""
    if text(name):
        raise BadSetting(f"{name} cannot be used yet: {instead} Leave {name} out.")


def flag(name: str, *, default: bool) -> bool:
    """True for 1, False for 0; anything else stops the start."""
    value = text(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise BadSetting(f"{name} must be 1 or 0, not {value!r}. Set {name}=1 or {name}=0.")
    return value == "1"


def port(name: str, *, default: int) -> int:
    """A TCP port between 1 and 65535."""
    value = text(name, str(default))
    if not is_port(value):
        raise BadSetting(
            f"{name} must be a number from 1 to {HIGHEST_PORT}, not {value!r}. For example {name}={default}."
        )
    return int(value)


def is_port(written: str) -> bool:
    """Whether it is the number of a TCP port."""
    return re.fullmatch("[0-9]{1,5}", written) is not None and 1 <= int(written) <= HIGHEST_PORT


def words(name: str, default: str = "") -> list[str]:
    """Values separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def site_address(name: str, default: str) -> str:
    """An http or https address without a path, such as https://clinic.example."""
    value = text(name, default).rstrip("/").lower()
    parts = SITE_ADDRESS.fullmatch(value)
    if not parts or not _is_host(parts["host"]) or not is_port(parts["port"] or "80"):
        raise BadSetting(
            f"{name} must be an address like https://clinic.example, without a path, not {value!r}."
        )
    return value


def hosts(name: str) -> list[str]:
    """Names of hosts that are answered; `.clinic.example` stands for every name that ends so."""
    listed = [host.lower() for host in words(name)]
    for host in listed:
        if not _is_host(host.removeprefix(".")):
            raise BadSetting(
                f"{name} must list host names separated by commas, without http:// or a port, not {host!r}. "
                f"For example {name}=clinic.example,www.clinic.example"
            )
    return listed


def _is_host(written: str) -> bool:
    """Whether it is a name or an address as a browser sends it: IPv6 in brackets, letters as xn--."""
    is_bracketed = written.startswith("[") and written.endswith("]")
    if not is_bracketed and not re.fullmatch("[0-9.]+", written):
        return HOST_NAME.fullmatch(written) is not None
    try:
        return ip_address(written.strip("[]")).version == (6 if is_bracketed else 4)
    except ValueError:
        return False


def data_dir(name: str, default: Path) -> Path:
    """The folder for everything the program writes; made when missing."""
    return made_folder(name, Path(text(name, str(default))))


def made_folder(name: str, folder: Path) -> Path:
    """A folder this program may write to, made when missing; `name` is the setting that names it."""
    try:
        folder = folder.expanduser().absolute()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadSetting(
            f"{name} names {folder}, which cannot be made ({reason}). "
            f"Set {name} to a folder this program may write to."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadSetting(
            f"{name} names {folder}, where this program may not write. "
            f"Set {name} to a folder it may write to."
        )
    return folder


def second_place(name: str, folder: Path) -> Path:
    """A folder on another disk than `folder`; in memory when none is named. Made when it is needed."""
    given = text(name)
    if given:
        return Path(given).expanduser().absolute()
    memory = Path("/dev/shm")  # noqa: S108  the folder in it is ours alone, or is not used
    nearby = memory if memory.is_dir() else Path(tempfile.gettempdir())
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return nearby / f"clinic-spool-{os.getuid()}-{mark}"


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
        raise BadSetting(f"The secret key in {kept} is damaged. Remove that file to have a new one made.")
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
