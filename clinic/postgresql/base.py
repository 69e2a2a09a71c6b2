"""Django's PostgreSQL, but a server that accepts connections and then says nothing is given up.

No limit of the server's own ends a wait for it: while it is frozen, its clocks stand still as well.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

from clinic import outage


class Connection(psycopg.Connection[Any]):
    """Waits for an answer as long as whoever asks has patience."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """The answer.

        Raises:
            psycopg.OperationalError: none came in time; the connection is closed.
        """
        try:
            return super().wait(gen, interval, timeout or outage.patience.get())
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                # Nobody knows what became of the statement, so nothing more is asked here.
                self.pgconn.finish()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with these connections."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A connection; we set neither a pool nor another isolation."""
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        return Connection.connect(**conn_params)
