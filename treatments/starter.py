"""Reads the starter content from its text files; knows their format and nothing of the database."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "content"
FRONT_MATTER = re.compile(r"\A\+\+\+\n(?P<head>.*?)^\+\+\+\n(?P<body>.*)\Z", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (?P<heading>.+?) \{#(?P<anchor>[a-z0-9-]+)\}[ \t]*$", re.MULTILINE)
Values = dict[str, Any]


class BadContentFile(ValueError):
    """A content file cannot be read; the text names the file and what to mend."""


@dataclass(frozen=True)
class Entry:
    """One row of starter content: its kind, its natural key, and its values by field name."""

    kind: str
    key: str
    values: Values

    @property
    def name(self) -> str:
        """How messages name it."""
        return f"{self.kind} {self.key}"


Reader = Callable[[Path], Iterator[Entry]]


def treatment_names(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Slug and name of every treatment, for a form that cannot ask the database."""
    rows = [
        row
        for path in sorted(folder.glob("treatments*.toml"))
        for row in tomllib.loads(path.read_text("utf-8"))["treatment"]
    ]
    treated = [row for row in rows if row["kind"] != "none"]
    return [(row["slug"], row["name"]) for row in sorted(treated, key=lambda row: row["order"])]


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
    seen: set[str] = set()
    for pattern, reader in READERS:
        for path in sorted(folder.glob(pattern)):
            for entry in _entries(path, reader):
                if entry.name in seen:
                    raise BadContentFile(f"{path}: {entry.name} stands twice.")
                seen.add(entry.name)
                yield entry


def _entries(path: Path, reader: Reader) -> list[Entry]:
    try:
        return list(reader(path))
    except KeyError as error:
        raise BadContentFile(f"{path}: an entry lacks {error}.") from error
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise BadContentFile(f"{path}: {error}") from error


def _toml(path: Path) -> Values:
    return tomllib.loads(path.read_text("utf-8"))


def _references(path: Path) -> Iterator[Entry]:
    for row in json.loads(path.read_text("utf-8")):
        yield Entry("reference", row["key"], row)


def _treatments(path: Path) -> Iterator[Entry]:
    for row in _toml(path)["treatment"]:
        yield Entry("treatment", row["slug"], row)


def _claims(path: Path) -> Iterator[Entry]:
    for key, row in _toml(path).items():
        yield Entry("claim", key, {"key": key, **row})


def _facts(path: Path) -> Iterator[Entry]:
    for row in _toml(path)["fact"]:
        yield Entry("fact", f"{row.get('treatment', '')}/{row['topic']}", row)


def _passages(path: Path) -> Iterator[Entry]:
    for key, row in _toml(path).items():
        yield Entry("passage", key, {"key": key, **row})


def _approvals(path: Path) -> Iterator[Entry]:
    for order, row in enumerate(_toml(path)["approval"]):
        yield Entry("approval", f"{row['treatment']}/{row['place']}", {"order": order, **row})


def _comparison(path: Path) -> Iterator[Entry]:
    for order, row in enumerate(_toml(path)["row"]):
        yield Entry("comparison row", row["key"], {"order": order, **row})


def _direct(path: Path) -> Iterator[Entry]:
    for row in _toml(path)["pair"]:
        yield Entry("direct comparison", f"{row['left']}/{row['right']}", row)


def _listings(path: Path) -> Iterator[Entry]:
    for row in _toml(path)["listing"]:
        yield Entry("listing", f"{row['treatment']}/{row['hair_loss']}", row)


def _timeline(path: Path) -> Iterator[Entry]:
    timeline = _toml(path)
    for order, label in enumerate(timeline["periods"]):
        yield Entry("period", label, {"label": label, "order": order})
    for treatment, entries in timeline["entries"].items():
        for label, text in entries.items():
            values = {"period": label, "treatment": treatment, "text": text}
            yield Entry("timeline entry", f"{treatment}/{label}", values)


def _glossary(path: Path) -> Iterator[Entry]:
    for key, row in _toml(path).items():
        yield Entry("glossary term", key, {"slug": key, **row})


def _rules(path: Path) -> Iterator[Entry]:
    for key, row in _toml(path).items():
        yield Entry("rule", key, {"key": key, **row})


def _questions(path: Path) -> Iterator[Entry]:
    head, body = _split(path)
    featured, written_on = head.pop("featured", []), head.pop("written_on", None)
    sections = list(_sections(path, body))
    if unknown := set(featured) - {slug for slug, _question, _answer in sections}:
        raise BadContentFile(
            f"{path}: names {', '.join(sorted(unknown))} among the featured, which is not here."
        )
    yield Entry("topic", head["slug"], head)
    for order, (slug, question, answer) in enumerate(sections):
        values = {
            "slug": slug,
            "topic": head["slug"],
            "question": question,
            "answer": answer,
            "order": order,
            "is_featured": slug in featured,
            "written_on": written_on,
        }
        yield Entry("question", slug, values)


def _page(path: Path) -> Iterator[Entry]:
    head, body = _split(path)
    sections = [
        {"anchor": anchor, "heading": heading, "body": text}
        for anchor, heading, text in (_sections(path, body) if body.strip() else ())
    ]
    if not sections and head["kind"] != "collection":
        raise BadContentFile(f"{path}: only a collection does without sections.")
    yield Entry("page", f"{head['kind']}/{head['slug']}", {**head, "sections": sections})


def _split(path: Path) -> tuple[Values, str]:
    match = FRONT_MATTER.match(path.read_text("utf-8"))
    if not match:
        raise BadContentFile(f"{path}: start the file with its values between two +++ lines.")
    return tomllib.loads(match["head"]), match["body"]


def _sections(path: Path, body: str) -> Iterator[tuple[str, str, str]]:
    headings = list(HEADING.finditer(body))
    if not headings or body[: headings[0].start()].strip():
        raise BadContentFile(f"{path}: every text stands under a heading like '## Words {{#anchor}}'.")
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start() if following else len(body)
        yield heading["anchor"], heading["heading"], body[heading.end() : end].strip()


# In an order in which each entry finds what it refers to.
READERS: tuple[tuple[str, Reader], ...] = (
    ("references.json", _references),
    ("treatments*.toml", _treatments),
    ("claims/*.toml", _claims),
    ("facts*.toml", _facts),
    ("passages*.toml", _passages),
    ("approvals.toml", _approvals),
    ("comparison.toml", _comparison),
    ("direct.toml", _direct),
    ("listings.toml", _listings),
    ("timeline.toml", _timeline),
    ("glossary.toml", _glossary),
    ("rules-words.toml", _rules),
    ("rules.toml", _rules),
    ("rules-[!w]*.toml", _rules),
    ("questions/*.md", _questions),
    ("pages/**/*.md", _page),
)
