"""Reads a file as a document: Markdown or plain text, with or without values at its head."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from treatments.checking.documents import Document, Part
from treatments.checking.sentences import HEADING
from treatments.checking.words import language_of

TOML_HEAD = re.compile(r"\A\+\+\+[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*\n", re.MULTILINE | re.DOTALL)
YAML_HEAD = re.compile(r"\A---[ \t]*\n(?P<head>.*?)^---[ \t]*\n", re.MULTILINE | re.DOTALL)
YAML_LINE = re.compile(r"^(?P<name>[A-Za-z_]+):[ \t]*(?P<value>.+)$", re.MULTILINE)
ANCHOR = re.compile(r"\{#(?P<anchor>[a-z0-9-]+)\}\s*$", re.MULTILINE)
TOKEN = re.compile(r"\{[a-z]+(?::[a-z0-9_/-]+)?\}")
PRINT_TOKENS = ("standfirst", "key_facts")
WRITTEN_FOR_READERS = ("title", "name", "description", "standfirst", "aims", "key_facts")


class BadArticle(ValueError):
    """A file whose head cannot be read; the text says why."""


def read_article(text: str, place: str, language: str = "") -> Document:
    """The document of a file.

    Raises:
        BadArticle: its head is not in the format.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    head, body = _split(text)
    # Lines keep their numbers, so that a finding points into the file.
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    parts = [Part("", _without_tokens(body), body, first_line=first_line), *_head_parts(head)]
    return Document(
        place=place,
        language=language or language_of(body),
        parts=tuple(parts),
        title=str(head.get("title", "")) or _first_heading(body),
        kind=str(head.get("kind", "")),
        slug=str(head.get("slug", "")),
        treatments=frozenset(str(head[name]) for name in ("treatment", "left", "right") if head.get(name)),
        anchors=tuple(match["anchor"] for match in ANCHOR.finditer(body)),
        tokens=frozenset(TOKEN.findall(text)),
    )


def _split(text: str) -> tuple[dict[str, Any], str]:
    toml, yaml = TOML_HEAD.match(text), YAML_HEAD.match(text)
    if toml:
        try:
            return tomllib.loads(toml["head"]), text[toml.end() :]
        except tomllib.TOMLDecodeError as error:
            raise BadArticle(f"The values between the +++ lines cannot be read: {error}") from error
    if yaml:
        values = {match["name"]: match["value"].strip("\"' ") for match in YAML_LINE.finditer(yaml["head"])}
        return dict(values), text[yaml.end() :]
    return {}, text


def _head_parts(head: dict[str, Any]) -> list[Part]:
    parts = []
    for name in WRITTEN_FOR_READERS:
        value = head.get(name, "")
        lines = value if isinstance(value, list) else [value]
        is_composed = name in PRINT_TOKENS
        parts += [
            Part(name, _without_tokens(str(line)), str(line), is_composed=is_composed)
            for line in lines
            if line
        ]
    return parts


def _without_tokens(text: str) -> str:
    return TOKEN.sub("", text)


def _first_heading(body: str) -> str:
    found = next((HEADING.match(line) for line in body.splitlines() if line.startswith("#")), None)
    return found["words"] if found else ""
