"""What is written to the log: our own troubles in full, a visitor's mistake in one short line."""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType

from django.http import UnreadablePostError

# What could stand in a line of Django's or gunicorn's, and what is written instead.
MASKED = (
    (re.compile(r"(Invalid request) from ip=.*", re.DOTALL), r"\1"),
    (re.compile(r"\?[^\s'\"]+"), "?…"),
    (re.compile(r"/request/[^/\s]+"), "/request/…"),
)


class Quiet(logging.Formatter):
    """Where an error happened and of what kind it is, but not its words: they may quote what was typed."""

    def formatException(  # noqa: N802  its name in the standard library
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return "".join(_told(ei[1], set())).rstrip() if ei[1] else ""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        for pattern, instead in MASKED:
            record.message = pattern.sub(instead, record.message)
        return super().formatMessage(record)


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """The error and those that led to it, without their words."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before and id(before) not in seen:
        yield from _told(before, seen)
        yield "\nThen:\n\n"
    yield from traceback.format_tb(error.__traceback__)
    # The system's own words about a file or a connection name neither.
    reason = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{reason}\n"


def quiet_the_end() -> None:
    """Should this process die of an error, Python itself says no more about it than the log would."""

    def tell(_kind: object, error: BaseException | None, *_trace: object) -> None:
        if error:
            sys.stderr.write("".join(_told(error, set())))

    sys.excepthook = tell
    threading.excepthook = lambda args: tell(None, args.exc_value)


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
