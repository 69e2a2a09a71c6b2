"""What is written down about handling leads obeys its rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, models

from leads.models import Access, Erasure, RetentionRun
from tests.factories import AccessFactory, ErasureFactory, RetentionRunFactory

pytestmark = pytest.mark.django_db


def test_a_refused_run_trims_nothing() -> None:
    with pytest.raises(IntegrityError, match="refused_retention_erases_nothing"):
        RetentionRunFactory.create(refused_because="clock", trimmed=1)


def test_a_tombstone_stands_once() -> None:
    ErasureFactory.create(digest="a" * 64)

    with pytest.raises(IntegrityError):
        ErasureFactory.create(digest="a" * 64)


@pytest.mark.parametrize("factory", [AccessFactory, ErasureFactory, RetentionRunFactory])
def test_a_row_is_named_by_its_number_alone(factory: Any) -> None:
    row = factory.create()

    assert str(row).endswith(f" {row.pk}")


@pytest.mark.parametrize("model", [Access, Erasure, RetentionRun])
def test_no_column_could_hold_a_name_or_a_number_of_a_person(model: type[models.Model]) -> None:
    texts = {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
    }

    assert texts <= {"what", "digest", "refused_because"}
