"""Model fields of our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext

from clinic import encryption

# Whether there is a text can be asked; what it says cannot.
LOOKUPS = {"exact", "isnull"}


class Unreadable(str):
    """Stands in for a text that no key opens; saved again, it is the stored text as it was."""

    stored: str

    @classmethod
    def instead_of(cls, stored: str) -> Unreadable:
        """Words that say so, with the stored text behind them."""
        words = cls(gettext("This text cannot be read: the key it was written with is missing."))
        words.stored = stored
        return words


class EncryptedTextField(models.TextField[str, str]):
    """A text that lies encrypted in the database. It can be asked whether it is empty, and nothing else."""

    def from_db_value(self, stored: str | None, *_about: object) -> str | None:
        """The text; where no key fits, words that say so instead of an error."""
        if stored is None:
            return None
        try:
            return encryption.decrypt_text(stored)
        except encryption.CannotDecrypt:
            return Unreadable.instead_of(stored)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """The text, encrypted on its way into a row."""
        if isinstance(value, Unreadable):
            return value.stored
        prepared = super().get_db_prep_save(value, connection)
        return encryption.encrypt_text(prepared) if isinstance(prepared, str) else prepared

    def get_lookup(self, lookup_name: str) -> Any:
        """No search in what nobody can search."""
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None


def encrypted_columns() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted field, with its model."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def as_stored(model: type[models.Model], field: EncryptedTextField) -> models.QuerySet[Any]:
    """The model's rows that hold such a text; `stored` is the text as it lies in the database."""
    plain = Cast(field.name, models.TextField())
    rows: models.QuerySet[Any] = model._base_manager.exclude(**{field.name: ""}).annotate(stored=plain)
    return rows
