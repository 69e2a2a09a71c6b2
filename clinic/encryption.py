"""Encrypts what people write, with keys that lie outside the database; and hashes that need a key."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# Version and the first bytes of the time, which stay the same for a century.
FIRST_LETTERS = "gAAAAA"


class CannotDecrypt(ValueError):
    """None of our keys fits, or the bytes are not as they were written."""


def encrypt(plain: bytes) -> bytes:
    """The bytes, for our eyes only: under the newest key."""
    return _fernet().encrypt(plain)


def decrypt(token: bytes) -> bytes:
    """What was encrypted, under whichever of our keys.

    Raises:
        CannotDecrypt: no key fits.
    """
    try:
        return _fernet().decrypt(token)
    except InvalidToken:
        raise CannotDecrypt from None


def encrypt_text(plain: str) -> str:
    """A text as it is stored; nothing stays nothing, so that a column can still be asked whether it is empty."""
    return encrypt(plain.encode()).decode("ascii") if plain else ""


def decrypt_text(stored: str) -> str:
    """A text as it was written.

    Raises:
        CannotDecrypt: no key fits, or it was never encrypted.
    """
    return decrypt(stored.encode()).decode() if stored else ""


def looks_encrypted(stored: str) -> bool:
    """Whether it begins as everything does that was ever encrypted here."""
    return stored.startswith(FIRST_LETTERS)


def is_current(token: bytes) -> bool:
    """Whether it is under the newest key."""
    try:
        Fernet(keys()[0]).decrypt(token)
    except InvalidToken:
        return False
    return True


def renew(token: bytes) -> bytes:
    """The same content under the newest key.

    Raises:
        CannotDecrypt: no key fits.
    """
    return encrypt(decrypt(token))


def keyed_hash(value: str, purpose: str) -> str:
    """The same for the same value and purpose; says nothing to anyone without the key."""
    key = f"{purpose}\n{settings.HASH_KEY}".encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def keys() -> tuple[str, ...]:
    """Our keys, newest first: those of the setting, or those in the file as it is now."""
    return tuple(settings.DATA_KEYS) or _kept.keys(settings.DATA_KEYS_FILE)


class _KeptKeys:
    """The keys in a file, read again when it changes; should it vanish, the last ones go on serving."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._changed = 0
        self._keys: tuple[str, ...] = ()

    def keys(self, file: Path) -> tuple[str, ...]:
        """The keys, newest first."""
        try:
            changed = file.stat().st_mtime_ns
            if (file, changed) != (self._file, self._changed):
                listed = tuple(file.read_text("ascii").split())
                self._file, self._changed, self._keys = file, changed, listed
        except OSError:
            if file != self._file:
                raise
        return self._keys


_kept = _KeptKeys()


def _fernet() -> MultiFernet:
    return _fernet_of(keys())


@lru_cache(maxsize=2)
def _fernet_of(listed: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in listed])
