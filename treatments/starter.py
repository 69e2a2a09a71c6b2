"""Reads the starter content from its text files; knows their format and nothing of the database."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "content"
FRONT_MATTER = re.compile(r"\A\+\+\+\n(?P<head>.*?)^\+\+\+\n(?P<body>.*)\Z", re.M | re.S)
HEADING = re.compile(r"^## (?P<heading>.+?) \{#(?P<anchor>[a-z0-9-]+)\}[ \t]*$", re.M)
Values = dict[str, Any]


class BadContentFile(ValueError):
    """A content file cannot be read; the text names the file and what to mend."""


@dataclass(frozen=True)
class Entry:
    """One row of starter content: its kind, its natural key, and its values by field name."""

    kind: str
    key: str
    values: Values


def digest_of(folder: Path) -> str:
    """A digest of every file, to see at once that nothing has changed."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def read(folder: Path = FOLDER) -> Iterator[Entry]:
    """Every entry, in an order in which each finds what it refers to.

    Raises:
        BadContentFile: a file is not in the format of docs/content.md.
    """
    for row in json.loads((folder / "references.json").read_text("utf-8")):
        yield Entry("reference", row["key"], row)
    for path in sorted(folder.glob("treatments*.toml")):
        for row in _toml(path).get("treatment", []):
            yield Entry("treatment", row["slug"], row)
    for path in sorted((folder / "claims").glob("*.toml")):
        yield from _table(path, "claim")
    for path in sorted(folder.glob("facts*.toml")):
        for row in _toml(path).get("fact", []):
            yield Entry("fact", f"{row.get('treatment', '')}/{row['topic']}", row)
    for path in sorted(folder.glob("passages*.toml")):
        yield from _table(path, "passage")
    for order, row in enumerate(_toml(folder / "approvals.toml").get("approval", [])):
        yield Entry("approval", f"{row['treatment']}/{row['place']}", {"order": order, **row})
    yield from _comparison(folder / "comparison.toml")
    yield from _timeline(folder / "timeline.toml")
    for key, row in _toml(folder / "glossary.toml").items():
        yield Entry("glossary term", key, {"slug": key, **row})
    for path in sorted((folder / "questions").glob("*.md")):
        yield from _questions(path)
    for path in sorted((folder / "pages").rglob("*.md")):
        yield _page(path)


def _toml(path: Path) -> Values:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise BadContentFile(f"{path}: {error}") from error


def _table(path: Path, kind: str) -> Iterator[Entry]:
    for key, row in _toml(path).items():
        yield Entry(kind, key, {"key": key, **row})


def _comparison(path: Path) -> Iterator[Entry]:
    for order, row in enumerate(_toml(path).get("row", [])):
        yield Entry("comparison row", row["key"], {"order": order, **row})


def _timeline(path: Path) -> Iterator[Entry]:
    timeline = _toml(path)
    for order, label in enumerate(timeline.get("periods", [])):
        yield Entry("period", label, {"label": label, "order": order})
    for treatment, entries in timeline.get("entries", {}).items():
        for label, text in entries.items():
            values = {"period": label, "treatment": treatment, "text": text}
            yield Entry("timeline entry", f"{treatment}/{label}", values)


def _questions(path: Path) -> Iterator[Entry]:
    head, body = _split(path)
    featured = head.pop("featured", [])
    yield Entry("topic", head["slug"], head)
    for order, (slug, question, answer) in enumerate(_sections(path, body)):
        values = {
            "slug": slug,
            "topic": head["slug"],
            "question": question,
            "answer": answer,
            "order": order,
            "is_featured": slug in featured,
        }
        yield Entry("question", slug, values)


def _page(path: Path) -> Entry:
    head, body = _split(path)
    sections = [
        {"anchor": anchor, "heading": heading, "body": text}
        for anchor, heading, text in _sections(path, body)
    ]
    return Entry("page", f"{head['kind']}/{head['slug']}", {**head, "sections": sections})


def _split(path: Path) -> tuple[Values, str]:
    match = FRONT_MATTER.match(path.read_text("utf-8"))
    if not match:
        raise BadContentFile(f"{path}: start the file with its values between two +++ lines.")
    try:
        return tomllib.loads(match["head"]), match["body"]
    except tomllib.TOMLDecodeError as error:
        raise BadContentFile(f"{path}: {error}") from error


def _sections(path: Path, body: str) -> Iterator[tuple[str, str, str]]:
    headings = list(HEADING.finditer(body))
    if not headings or body[: headings[0].start()].strip():
        raise BadContentFile(f"{path}: every text stands under a heading like '## Words {{#anchor}}'.")
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start() if following else len(body)
        yield heading["anchor"], heading["heading"], body[heading.end() : end].strip()
