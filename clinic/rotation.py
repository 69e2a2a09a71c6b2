"""Brings everything encrypted under the newest key. Broken off, it goes on where it stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models

from clinic import encryption
from clinic.fields import EncryptedTextField, as_stored, encrypted_columns

BATCH = 500


class KeysAreGiven(ValueError):
    """The keys are a setting, which only the operator changes."""


@dataclass(frozen=True)
class Renewed:
    """How many texts or files came under the newest key, and how many no key opens."""

    renewed: int = 0
    unreadable: int = 0

    def __add__(self, other: Renewed) -> Renewed:
        return Renewed(self.renewed + other.renewed, self.unreadable + other.unreadable)


Chore = Callable[[], Renewed]
_chores: list[Chore] = []


def rotated_by(chore: Chore) -> Chore:
    """Add what renews encrypted files of its own."""
    _chores.append(chore)
    return chore


def renew_everything() -> Renewed:
    """Every encrypted text and file under the newest key; what is so already is passed over."""
    return sum((chore() for chore in _chores), Renewed())


@rotated_by
def renew_columns() -> Renewed:
    """The texts in the database."""
    return sum((_renew_column(model, field) for model, field in encrypted_columns()), Renewed())


def _renew_column(model: type[models.Model], field: EncryptedTextField) -> Renewed:
    done, rows, last = Renewed(), as_stored(model, field).order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", "stored")[:BATCH]):
        for key, stored in batch:
            done += _renew_text(rows.filter(pk=key, stored=stored), field.name, stored)
        last = batch[-1][0]
    return done


def _renew_text(row: models.QuerySet[Any], name: str, stored: str) -> Renewed:
    """One text, unless somebody changed it since we read it."""
    token = stored.encode()
    if encryption.is_current(token):
        return Renewed()
    try:
        fresh = encryption.renew(token).decode("ascii")
    except encryption.CannotDecrypt:
        return Renewed(unreadable=1)
    return Renewed(row.order_by().update(**{name: models.Value(fresh, output_field=models.TextField())}))


def renew_file(file: Path) -> Renewed:
    """One encrypted file; while it is written anew, the old one stands."""
    try:
        token = file.read_bytes()
    except FileNotFoundError:
        return Renewed()
    if encryption.is_current(token):
        return Renewed()
    try:
        fresh = encryption.renew(token)
    except encryption.CannotDecrypt:
        return Renewed(unreadable=1)
    _write_in_place(file, fresh)
    return Renewed(renewed=1)


def add_key() -> None:
    """A new key before the others, for all that is written from now on.

    Raises:
        KeysAreGiven: they do not lie in our file.
    """
    _keep_keys([Fernet.generate_key().decode("ascii"), *_own_keys()])


def forget_old_keys() -> int:
    """Leave only the newest key; how many went.

    Raises:
        KeysAreGiven: they do not lie in our file.
    """
    newest, *old = _own_keys()
    _keep_keys([newest])
    return len(old)


def _own_keys() -> tuple[str, ...]:
    if settings.DATA_KEYS:
        raise KeysAreGiven
    return encryption.keys()


def _keep_keys(keys: list[str]) -> None:
    _write_in_place(settings.DATA_KEYS_FILE, "".join(f"{key}\n" for key in keys).encode("ascii"))


def _write_in_place(file: Path, content: bytes) -> None:
    """Written aside and renamed, so that nobody ever reads half a file."""
    # By this ending the spool knows what a killed process left, should the file be one of its own.
    fresh = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)
