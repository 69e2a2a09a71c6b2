"""The starter content as rows, loaded from its files once in a run and put back wherever a test needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from clinic.actions import found_clinic, set_up_roles
from treatments.actions import load_starter_content

# Django makes these itself, under other keys after every flush.
NOT_OURS = {"contenttypes", "auth"}


@dataclass(frozen=True)
class Snapshot:
    """Rows by model."""

    rows: dict[type[models.Model], list[models.Model]]

    def put_back(self) -> None:
        """Insert every row under its own key."""
        with transaction.atomic():
            set_up_roles()
            for model, rows in self.rows.items():
                model._base_manager.bulk_create(rows)
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), [*self.rows]):
                    cursor.execute(statement)


@cache
def first_start() -> Snapshot:
    """What a fresh installation holds: the placeholder clinic, its roles, the starter content."""
    with transaction.atomic():
        found_clinic()
        load_starter_content()
        snapshot = Snapshot({model: rows for model in _ours() if (rows := list(model._base_manager.all()))})
        transaction.set_rollback(True)
    return snapshot


def _ours() -> Iterable[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in NOT_OURS
    ]
