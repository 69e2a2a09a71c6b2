"""Counts what a page asks of the database, so that a query for each row shows."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, address: str) -> list[str]:
    """The statements behind a page that answers 200."""
    client.get(address)  # reads what a process reads once
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return [query["sql"] for query in captured.captured_queries]
