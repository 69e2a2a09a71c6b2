"""Looks for words in every byte of a folder, and in every value of every row, decrypted."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.erasing.people import Person

# Bytes are written in threes there, so a word may begin in any of three places.
ALIGNMENTS = range(3)


def found_in_files(person: Person, folder: Path) -> set[str]:
    """Which files of a folder hold one of their words, in any writing."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)) for path in files if is_in(person, path.read_bytes())}


def is_in(person: Person, content: bytes) -> bool:
    """Whether one of their words stands there."""
    lowered = content.lower()
    return any(
        word.lower().encode() in lowered
        or word.lower().encode("utf-16-le") in lowered
        or any(needle in content for needle in _in_base64(word))
        for word in person.words
    )


def _in_base64(word: str) -> Iterator[bytes]:
    for before in ALIGNMENTS:
        written = base64.b64encode(b"\0" * before + word.encode())
        # Without the letters that depend on what stands beside the word.
        yield written[(before * 8 + 5) // 6 : len(written) - 4]


def found_in_rows(person: Person, rows: Iterable[dict[str, Any]]) -> set[str]:
    """Which tables hold one of their words, once everything is decrypted."""
    return {row["model"] for row in rows if is_in(person, _written_out(row))}


def _written_out(row: dict[str, Any]) -> bytes:
    fields = row["fields"]
    if row["model"] == "sessions.session":
        fields = {**fields, "session_data": _unpacked(fields["session_data"])}
    return json.dumps(fields, ensure_ascii=False).encode()


def _unpacked(session: str) -> str:
    """What a session holds: it is signed and squeezed."""
    content = session.split(":", maxsplit=1)[0].lstrip(".")
    kept = base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))
    with suppress(zlib.error):
        kept = zlib.decompress(kept)
    return kept.decode("utf-8", "replace")
