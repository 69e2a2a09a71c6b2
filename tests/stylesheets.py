"""Our own rules for stylesheets, which no tool we use knows: both directions of script, nobody else's files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2
from tinycss2 import ast

ROOT = Path(__file__).resolve().parent.parent / "static"
STYLESHEET = "site.css"
# Hiding from sight must win over whatever a component says.
MAY_INSIST = "utilities.css"

PHYSICAL_NAME = re.compile(
    r"(scroll-)?(margin|padding)-(left|right)|left|right"
    r"|border-(left|right)(-.*)?|border-(top|bottom)-(left|right)-radius"
)
PHYSICAL_VALUE = {"float", "clear", "text-align"}
FOREIGN = re.compile(r"(https?:)?//|data:", re.IGNORECASE)


def problems() -> list[str]:
    """What is wrong with the stylesheets of the site, a line each."""
    found = list(_problems_of_imports())
    for path in sorted(ROOT.rglob("*.css")):
        found += [
            f"{path.relative_to(ROOT)}:{problem}" for problem in problems_in(path.read_text(), path.name)
        ]
    return found


def problems_in(source: str, name: str = "component.css") -> list[str]:
    """What is wrong with one stylesheet: "line: sentence"."""
    rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    return [f"{line}: {text}" for line, text in _walk(rules, may_insist=name == MAY_INSIST)]


def _walk(nodes: Iterable[ast.Node], *, may_insist: bool) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.ParseError):
            yield node.source_line, f"cannot be read: {node.message}"
        elif isinstance(node, ast.Declaration):
            yield from _judge(node, may_insist=may_insist)
        elif isinstance(node, ast.QualifiedRule | ast.AtRule):
            yield from _judge_selector(node)
            inside = tinycss2.parse_blocks_contents(
                node.content or [], skip_comments=True, skip_whitespace=True
            )
            yield from _walk(inside, may_insist=may_insist)


def _judge_selector(rule: ast.QualifiedRule | ast.AtRule) -> Iterator[tuple[int, str]]:
    yield from _judge_addresses(rule.prelude)
    if isinstance(rule, ast.QualifiedRule) and any(isinstance(part, ast.HashToken) for part in rule.prelude):
        yield rule.source_line, "selects by id; use a class"


def _judge(declaration: ast.Declaration, *, may_insist: bool) -> Iterator[tuple[int, str]]:
    name, line = declaration.lower_name, declaration.source_line
    if PHYSICAL_NAME.fullmatch(name):
        yield line, f"{name} breaks right-to-left pages; use its inline form"
    words = {part.lower_value for part in declaration.value if isinstance(part, ast.IdentToken)}
    if name in PHYSICAL_VALUE and words & {"left", "right"}:
        yield line, f"{name} breaks right-to-left pages; use start or end"
    if declaration.important and not may_insist:
        yield line, f"{name} insists (!important); only {MAY_INSIST} may"
    yield from _judge_addresses(declaration.value)


def _judge_addresses(parts: Iterable[ast.Node]) -> Iterator[tuple[int, str]]:
    for part in parts:
        if isinstance(part, ast.URLToken | ast.StringToken) and FOREIGN.match(part.value):
            yield part.source_line, f"{part.value:.40} is not a file of ours"
        elif isinstance(part, ast.FunctionBlock):
            yield from _judge_addresses(part.arguments)


def _problems_of_imports() -> Iterator[str]:
    imported = re.findall(r'^@import url\("([^"]+)"\);$', (ROOT / STYLESHEET).read_text(), re.MULTILINE)
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "css").glob("*.css")}
    for name in sorted(set(imported) - there):
        yield f"{STYLESHEET}: imports {name}, which does not exist"
    for name in sorted(there - set(imported)):
        yield f"{STYLESHEET}: does not import {name}"
    for name in sorted({name for name in imported if imported.count(name) > 1}):
        yield f"{STYLESHEET}: imports {name} twice"
