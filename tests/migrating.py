"""Takes a test's tables back to an earlier migration and on again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate(*to: tuple[str, str]) -> Any:
    """Go to this migration; the models as they were then."""
    executor = MigrationExecutor(connection)
    return executor.migrate(list(to)).apps


@pytest.fixture
def newest(transactional_db: None) -> Iterator[None]:
    """Whatever a test does, the tables end as they are now."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
