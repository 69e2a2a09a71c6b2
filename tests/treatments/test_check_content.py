"""`manage.py check_content`: what it prints and how it ends, on the stored content, a page and a file."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from treatments.models import EditorialRule, Section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_start")]

ENGLISH = (
    "# Exosomes\n\nA doctor looks at your scalp first.\n\nThis serum is a miracle without any side effects.\n"
)
ARABIC = "# الإكسوسومات\n\nيفحص الطبيب فروتك أولاً.\n\nلا توجد أي موانع لهذا العلاج.\n"


def run(*arguments: Any) -> tuple[str, int]:
    """What it printed, and the status with which it ended."""
    out = StringIO()
    try:
        call_command("check_content", *arguments, stdout=out, no_color=True)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def written(folder: Path, text: str) -> Path:
    path = folder / "article.md"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_content_ends_well() -> None:
    printed, status = run()

    assert status == 0
    assert "0 errors, " in printed


def test_an_error_ends_with_1_and_is_printed_with_place_sentence_and_rule() -> None:
    Section.objects.filter(page__slug="prp", anchor="risks").update(body="It is a miracle.")

    printed, status = run("--page", "treatment/prp")

    assert status == 1
    assert "page treatment/prp #risks: error [hype (U-04, AE2, AE3)]" in printed
    assert "    It is a miracle.\n" in printed


def test_warnings_alone_end_well() -> None:
    printed, status = run("--page", "treatment/low-level-light")

    assert status == 0
    assert "warning [never-reviewed" in printed
    assert printed.endswith("0 errors, 1 warnings\n")


@pytest.mark.parametrize(("text", "line"), [(ENGLISH, 5), (ARABIC, 5)])
def test_a_file_in_either_language_is_checked_line_by_line(tmp_path: Path, text: str, line: int) -> None:
    path = written(tmp_path, text)

    printed, status = run("--file", path)

    assert status == 1
    assert f"{path}:{line}: error [" in printed
    assert f"{path}:3:" not in printed


def test_a_sober_file_ends_well(tmp_path: Path) -> None:
    printed, status = run("--file", written(tmp_path, "A doctor looks at your scalp first.\n"))

    assert (printed, status) == ("0 errors, 0 warnings\n", 0)


def test_a_file_may_not_print_what_we_do_not_have(tmp_path: Path) -> None:
    printed, status = run("--file", written(tmp_path, "One.\n\n{claim:gone}\n\n::: dos\n- rest\n:::\n"))

    assert status == 1
    assert ":3: error [unknown-token" in printed
    assert ":5: error [unknown-token" in printed


def test_the_language_can_be_given(tmp_path: Path) -> None:
    path = written(tmp_path, "This serum is a miracle.\n")

    printed, _status = run("--file", path, "--language", "ar")

    assert "hype " not in printed


def test_a_program_gets_a_list(tmp_path: Path) -> None:
    printed, status = run("--file", written(tmp_path, ENGLISH), "--json")

    assert status == 1
    assert {"place", "sentence", "rule", "severity", "message"} == set(json.loads(printed)[0])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--page", "treatment/gone"], "There is no page treatment/gone"),
        (["--file", "/no/such/file.md"], "No such file"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_a_sentence(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "+++\ntitle = \n+++\n")

    with pytest.raises(CommandError, match="cannot be read"):
        run("--file", path)


def test_without_rules_it_says_how_to_get_them() -> None:
    EditorialRule.objects.all().delete()

    with pytest.raises(CommandError, match="load_content"):
        run()
