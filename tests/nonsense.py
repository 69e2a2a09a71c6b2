"""Proves that the database itself refuses a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    """What happens inside breaks this constraint and no other."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    # SQLite names the columns of a unique constraint instead.
    said = str(refusal.value)
    assert constraint in said or said.startswith("UNIQUE constraint failed"), said
