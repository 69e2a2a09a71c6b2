"""What the database last said: kept in the process, and in a file for the process that comes after it."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from django.db import Error

from clinic import outage

logger = logging.getLogger(__name__)
Value = TypeVar("Value")
# A busy site need not compare with the file at every page.
COMPARED_EVERY = 30.0


class LastKnown(Generic[Value]):
    """Something read from the database; while that cannot be asked, what it last said."""

    def __init__(
        self,
        name: str,
        *,
        ask: Callable[[], Value],
        pack: Callable[[Value], str],
        unpack: Callable[[str], Value],
        at_first: Callable[[], Value],
    ) -> None:
        self._name, self._ask, self._pack, self._unpack = name, ask, pack, unpack
        self._at_first = at_first
        self.forget()

    def forget(self) -> None:
        """Begin as a new process does, with nothing but the file."""
        self._value: Value | None = None
        self._compared_at = -COMPARED_EVERY

    def get(self) -> Value:
        """What the database says, or last said; what every clinic starts with when neither is known."""
        return self.look()[0]

    def look(self) -> tuple[Value, bool]:
        """The same, and whether the database said so just now."""
        if not outage.reading.is_on:
            try:
                return self._remember(self._ask()), True
            except Error as error:
                if not outage.is_outage(error):
                    raise
                outage.reading.begin(error)
        if self._value is None:
            self._value = self._from_file()
        return self._value, False

    @property
    def _file(self) -> Path:
        return Path(settings.LAST_KNOWN_DIR) / f"{self._name}.json"

    def _remember(self, value: Value) -> Value:
        self._value = value
        now = time.monotonic()
        if now - self._compared_at >= COMPARED_EVERY:
            self._compared_at = now
            self._to_file(self._pack(value))
        return value

    def _to_file(self, text: str) -> None:
        """A full disk is no reason not to show a page."""
        aside = self._file.with_suffix(f".{os.getpid()}")
        try:
            if self._file.exists() and self._file.read_text("utf-8") == text:
                return
            self._file.parent.mkdir(mode=0o700, exist_ok=True)
            aside.write_text(text, "utf-8")
            aside.replace(self._file)
        except OSError as error:
            logger.warning("%s could not be remembered: %s", self._name, type(error).__name__)

    def _from_file(self) -> Value:
        try:
            return self._unpack(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return self._at_first()
