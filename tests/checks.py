"""`python -m tests.checks [--fix]`: every check of the code that is not a test, in the order of make check."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests import stylesheets

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# As on a real server: what `check --deploy` warns of then is a warning to heed.
DEPLOYED = {"SITE_URL": "https://clinic.example", "TRUSTED_PROXIES": "127.0.0.1", "DEBUG": "0"}


@dataclass(frozen=True)
class Check:
    """A check: what to run, what to run first to put things right, and which settings it needs."""

    name: str
    run: list[str]
    fix: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


def templates() -> list[str]:
    """Every template, for tools that take no folders."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def checks() -> list[Check]:
    """The tools, in the order of house style."""
    manage = [sys.executable, "manage.py"]
    djade = [str(BIN / "djade"), "--target-version", "5.2"]
    djhtml = [str(BIN / "djhtml"), "--tabwidth", "2"]
    return [
        Check("ruff format", _tool("ruff", "format", "--check", "."), _tool("ruff", "format", ".")),
        Check("ruff check", _tool("ruff", "check", "."), _tool("ruff", "check", "--fix", ".")),
        Check("djade", [*djade, "--check", *templates()], [*djade, *templates()]),
        Check("djhtml", [*djhtml, "--check", *templates()], [*djhtml, *templates()]),
        Check("djlint", _tool("djlint", "--lint", "--quiet", "templates")),
        Check("stylesheets", [sys.executable, "-m", "tests.checks", "--stylesheets"]),
        Check("import-linter", _tool("lint-imports", "--no-logo", "--no-cache")),
        Check("mypy", _tool("mypy", "--no-error-summary")),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], settings=DEPLOYED),
    ]


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def run_all(listed: list[Check], *, fix: bool, say: Callable[[str], object]) -> list[str]:
    """Run each and say how it went; the names of those that failed."""
    failed = []
    for check in listed:
        if fix and check.fix:
            _run(check.fix, check.settings)
        started = time.monotonic()
        outcome = _run(check.run, check.settings)
        took = time.monotonic() - started
        say(f"{check.name:<14} {'FAILED' if outcome.returncode else 'ok':<7} {took:5.1f} s\n")
        if outcome.returncode:
            failed.append(check.name)
            say(f"{outcome.stdout}\n")
    return failed


def _run(command: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory(prefix="clinic-checks-") as folder:
        return subprocess.run(  # noqa: S603  fixed words
            command,
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": folder, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def main(arguments: list[str]) -> int:
    """Run what was asked for; the exit status."""
    if "--stylesheets" in arguments:
        found = stylesheets.problems()
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        return 1 if found else 0
    failed = run_all(checks(), fix="--fix" in arguments, say=sys.stdout.write)
    sys.stdout.write(f"Failed: {', '.join(failed)}\n" if failed else "Every check is green.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
