"""What the database last said is known for as long as it says nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError

from clinic import outage
from clinic.memory import LastKnown


class Source:
    """A database that says one word, or fails."""

    def __init__(self) -> None:
        self.word = "fresh"
        self.error: Exception | None = None
        self.asked = 0

    def ask(self) -> str:
        self.asked += 1
        if self.error:
            raise self.error
        return self.word


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def known(source: Source) -> LastKnown[str]:
    """What is known of the source."""
    return LastKnown(
        "word", ask=source.ask, pack=json.dumps, unpack=json.loads, at_first=lambda: "as at first"
    )


def test_what_the_database_says_is_what_counts(known: LastKnown[str], source: Source) -> None:
    first = known.get()
    source.word = "newer"

    assert (first, known.get()) == ("fresh", "newer")


def test_what_it_last_said_holds_while_it_is_out(known: LastKnown[str], source: Source) -> None:
    known.get()
    source.error = OperationalError()

    assert known.get() == "fresh"


def test_a_new_process_knows_it_from_the_file(known: LastKnown[str], source: Source, tmp_path: Path) -> None:
    known.get()
    known.forget()
    source.error = OperationalError()

    assert known.get() == "fresh"
    assert (tmp_path / "last-known").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", [None, "", "{", '"cut sh'])
def test_without_a_file_that_can_be_read_it_is_as_at_first(
    known: LastKnown[str], source: Source, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / "last-known").mkdir()
        (tmp_path / "last-known" / "word.json").write_text(text)
    source.error = OperationalError()

    assert known.get() == "as at first"


def test_a_database_that_failed_is_not_asked_again_at_once(known: LastKnown[str], source: Source) -> None:
    source.error = OperationalError()

    known.get()
    known.get()

    assert source.asked == 1


def test_it_is_asked_again_after_a_rest(known: LastKnown[str], source: Source) -> None:
    source.error = OperationalError()
    known.get()

    source.error = None
    outage.reading.end()

    assert known.get() == "fresh"


def test_a_slip_of_ours_is_not_hidden(known: LastKnown[str], source: Source) -> None:
    source.error = IntegrityError()

    with pytest.raises(IntegrityError):
        known.get()


def test_a_disk_that_takes_nothing_is_no_reason_to_show_nothing(
    known: LastKnown[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "last-known").write_text("in the way")

    assert known.get() == "fresh"
    assert "word could not be remembered" in caplog.text
