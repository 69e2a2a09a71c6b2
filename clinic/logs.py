"""What is written to the log: our own troubles in full, a visitor's mistake in one short line."""

from __future__ import annotations

import logging

from django.http import UnreadablePostError


class Refusal(logging.Formatter):
    """Says what kind of request was refused, and nothing of what it held."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s INFO %(name)s: a request was refused")

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord({**vars(record), "exc_info": None, "exc_text": None, "stack_info": None})
        return super().format(bare)


def is_our_news(record: logging.LogRecord) -> bool:
    """Whether it is more than a visitor who hung up while still sending."""
    return not (record.exc_info and isinstance(record.exc_info[1], UnreadablePostError))
