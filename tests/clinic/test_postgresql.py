"""A PostgreSQL that accepts connections and then says nothing is given up in time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from clinic import outage, servers
from clinic.postgresql.base import Connection, DatabaseWrapper

# What a server says to one that may come in: the rest it keeps to itself.
COME_IN = b"R\0\0\0\x08\0\0\0\0" + b"Z\0\0\0\x05I"


@pytest.fixture
def silent_server() -> Iterator[int]:
    """The port of a server that lets somebody in, and then says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_let_in, args=[listening])
        server.start()
        yield listening.getsockname()[1]
        server.join()


def _let_in(listening: socket.socket) -> None:
    guest, _address = listening.accept()
    with guest:
        guest.recv(4096)
        guest.sendall(COME_IN)
        while guest.recv(4096):
            continue


def connect(port: int) -> Connection:
    return Connection.connect(host="127.0.0.1", port=port, dbname="hair", sslmode="disable")


def test_an_answer_that_does_not_come_is_given_up(silent_server: int) -> None:
    connection = connect(silent_server)

    with outage.patient_for(0.1), pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")

    assert connection.closed


def test_nothing_more_is_asked_of_a_server_that_was_given_up(silent_server: int) -> None:
    connection = connect(silent_server)
    with outage.patient_for(0.1), suppress(psycopg.OperationalError):
        connection.execute("SELECT 1")

    with pytest.raises(psycopg.OperationalError, match="closed"):
        connection.rollback()


def test_the_site_connects_that_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, silent_server: int
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://clinic@127.0.0.1:{silent_server}/hair?sslmode=disable")
    given: Any = connections["default"].settings_dict | servers.database("DATABASE_URL", tmp_path)
    site = DatabaseWrapper(given)

    connection = site.get_new_connection(site.get_connection_params())

    with outage.patient_for(0.1), pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
