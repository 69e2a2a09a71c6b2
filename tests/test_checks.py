"""The checks of make check: they say what they did, and they can fail."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import checks, stylesheets
from tests.checks import Check


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (".a { margin-left: 1rem }", "1: margin-left breaks"),
        (".a { padding-right: 1rem }", "padding-right breaks"),
        (".a { left: 0 }", "left breaks"),
        (".a { right: 0 }", "right breaks"),
        (".a { border-left: 1px solid }", "border-left breaks"),
        (".a { border-left-color: red }", "border-left-color breaks"),
        (".a { border-top-left-radius: 0 }", "border-top-left-radius breaks"),
        (".a { scroll-margin-left: 0 }", "scroll-margin-left breaks"),
        (".a { float: left }", "float breaks"),
        (".a { clear: right }", "clear breaks"),
        (".a { text-align: left }", "text-align breaks"),
        (".a { TEXT-ALIGN: LEFT }", "text-align breaks"),
        (".a { color: red !important }", "color insists"),
        ("@layer components { .a { .b & { left: 0 } } }", "left breaks"),
        ("@media (width > 40rem) { .a { left: 0 } }", "left breaks"),
        ('.a { background: url("https://x.example/a.png") }', "is not a file of ours"),
        (".a { background: url(//x.example/a.png) }", "is not a file of ours"),
        (".a { background: url(data:image/svg+xml;x) }", "is not a file of ours"),
        ('.a { background: image-set("https://x.example/a.png" 1x) }', "is not a file of ours"),
        ('@import url("https://fonts.example/css");', "is not a file of ours"),
        ("#main { color: red }", "selects by id"),
        (".a { color: red; } }", "cannot be read"),
        (".a { color red }", "cannot be read"),
        ("\n\n.a { left: 0 }", "3: left breaks"),
    ],
)
def test_a_stylesheet_that_breaks_a_rule_is_named(source: str, problem: str) -> None:
    (found,) = stylesheets.problems_in(source)

    assert problem in found


@pytest.mark.parametrize(
    "source",
    [
        ".a { margin-inline-start: 1rem; inset-inline-end: 0; text-align: start }",
        ".a { border-start-start-radius: 0; border-inline-start: 1px solid }",
        '.a { background: url("../img/tick.svg") right 1rem center }',
        ".a { color: #fff }",
        "@layer a, b;\n@media print { .a { color: black } }",
        ".left { transform-origin: left }",
    ],
)
def test_a_stylesheet_that_keeps_the_rules_has_no_problems(source: str) -> None:
    assert stylesheets.problems_in(source) == []


def test_what_hides_from_sight_may_insist() -> None:
    assert stylesheets.problems_in(".u-hidden { display: none !important }", "utilities.css") == []


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a stylesheet and one component."""
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text(".a { color: red }")
    (tmp_path / "site.css").write_text('@import url("css/a.css");\n')
    monkeypatch.setattr(stylesheets, "ROOT", tmp_path)
    return tmp_path


def test_stylesheets_that_fit_together_have_no_problems(static: Path) -> None:
    assert stylesheets.problems() == []


def test_a_component_that_nobody_imports_is_named(static: Path) -> None:
    (static / "css" / "b.css").write_text(".b {}")

    assert stylesheets.problems() == ["site.css: does not import css/b.css"]


def test_an_import_that_leads_nowhere_or_twice_is_named(static: Path) -> None:
    (static / "site.css").write_text('@import url("css/a.css");\n' * 2 + '@import url("css/c.css");\n')

    assert stylesheets.problems() == [
        "site.css: imports css/c.css, which does not exist",
        "site.css: imports css/a.css twice",
    ]


def test_a_problem_in_a_file_is_named_with_file_and_line(static: Path) -> None:
    (static / "css" / "a.css").write_text("\n.a { left: 0 }")

    assert stylesheets.problems() == ["css/a.css:2: left breaks right-to-left pages; use its inline form"]


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_every_check_runs_and_each_says_how_it_went() -> None:
    said: list[str] = []
    listed = [
        Check("good", python("print('quiet')")),
        Check("bad", python("print('what is wrong'); raise SystemExit(3)")),
        Check("last", python("")),
    ]

    failed = checks.run_all(listed, fix=False, say=said.append)

    assert failed == ["bad"]
    assert [line.split()[:2] for line in said if line.endswith("s\n")] == [
        ["good", "ok"],
        ["bad", "FAILED"],
        ["last", "ok"],
    ]
    assert "what is wrong" in "".join(said)
    assert "quiet" not in "".join(said)


def test_fix_puts_right_before_it_checks(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    check = Check(
        "mark",
        run=python(f"import pathlib, sys; sys.exit(not pathlib.Path({str(mark)!r}).exists())"),
        fix=python(f"import pathlib; pathlib.Path({str(mark)!r}).touch()"),
    )

    before = checks.run_all([check], fix=False, say=lambda _text: None)
    after = checks.run_all([check], fix=True, say=lambda _text: None)

    assert (before, after) == (["mark"], [])


def test_checks_write_to_a_folder_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/some/where")
    check = Check("folder", python("import os, sys; sys.exit(os.environ['DATA_DIR'] == '/some/where')"))

    assert checks.run_all([check], fix=False, say=lambda _text: None) == []


@pytest.mark.parametrize(("failed", "status", "word"), [([], 0, "green"), (["mypy"], 1, "Failed: mypy")])
def test_the_exit_status_says_whether_all_went_well(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failed: list[str],
    status: int,
    word: str,
) -> None:
    monkeypatch.setattr(checks, "run_all", lambda _listed, **_options: failed)

    assert checks.main([]) == status
    assert word in capsys.readouterr().out


def test_the_stylesheet_check_fails_on_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stylesheets, "problems", lambda: ["a.css:1: wrong"])

    assert checks.main(["--stylesheets"]) == 1


def test_the_checks_come_in_the_order_of_house_style() -> None:
    assert [check.name for check in checks.checks()] == [
        "ruff format",
        "ruff check",
        "djade",
        "djhtml",
        "djlint",
        "stylesheets",
        "import-linter",
        "mypy",
        "migrations",
        "deploy",
    ]
