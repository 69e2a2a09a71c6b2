"""A file in the spool is whole, private and found again, whatever happens to the disk."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leads.waiting import ballast, spool
from tests.factories import MONDAY_NOON

KEY, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
CONTENT = b"what was asked"
Break = Callable[[Path], None]


@pytest.fixture
def first(settings: Any) -> Path:
    """The first place."""
    return Path(settings.SPOOL_DIR)


@pytest.fixture
def second(settings: Any) -> Path:
    """The second place."""
    return Path(settings.SPOOL_DIR_2)


@pytest.fixture(params=["opening", "writing", "syncing"])
def fill(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Break:
    """Fills the disk under a folder: one of the system's calls says that there is no room."""
    full: list[Path] = []
    calls = {"opening": "open", "writing": "fdopen", "syncing": "fsync"}
    name = calls[request.param]
    real = getattr(os, name)

    def call(what: Any, *arguments: Any, **options: Any) -> Any:
        path = Path(what if isinstance(what, str | Path) else Path(f"/proc/self/fd/{what}").readlink())
        if any(folder in path.parents for folder in full) and not (arguments and arguments[0] == os.O_RDONLY):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(what, *arguments, **options)

    monkeypatch.setattr(os, name, call)
    return full.append


def put(key: uuid.UUID = KEY, minutes: int = 0, content: bytes = CONTENT) -> None:
    spool.put(MONDAY_NOON + timedelta(minutes=minutes), key, content)


def test_what_is_put_is_there_whole_and_for_our_eyes_alone(first: Path) -> None:
    put()

    (path,) = spool.waiting()
    assert path.parent == first
    assert path.read_bytes() == CONTENT
    assert path.stat().st_mode & 0o777 == 0o600
    assert first.stat().st_mode & 0o777 == 0o700


def test_a_name_says_when_it_came_and_nothing_of_who(first: Path) -> None:
    put()

    (path,) = spool.waiting()
    assert path.name == f"20261123T080000000000Z-{KEY.hex}.request"
    assert spool.waiting_since(path) == MONDAY_NOON


def test_a_file_and_its_folder_are_on_the_disk_before_it_counts(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.mkdir()
    synced = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    put()

    assert [path.name.endswith(".unfinished") for path in synced] == [True, False]
    assert synced[1] == first


def test_the_oldest_comes_first_in_whichever_place_it_lies(second: Path) -> None:
    put(OTHER, minutes=5)
    put(KEY, minutes=-5)
    second.mkdir()
    newest = spool.waiting()[-1]
    newest.rename(second / newest.name)

    assert [spool.waiting_since(path) for path in spool.waiting()] == [
        MONDAY_NOON - timedelta(minutes=5),
        MONDAY_NOON + timedelta(minutes=5),
    ]


def test_it_is_found_by_any_of_its_keys() -> None:
    put()

    found = spool.find([OTHER, KEY])

    assert found == (KEY, spool.waiting()[0])
    assert spool.find([OTHER]) is None


def test_nothing_waits_where_nothing_was_put() -> None:
    assert (spool.waiting(), spool.set_apart(), spool.find([KEY])) == ([], [], None)


def test_what_is_set_aside_waits_no_more_but_is_found_and_can_be_taken_back() -> None:
    put()
    spool.set_aside(spool.waiting()[0])

    assert not spool.waiting()
    assert len(spool.set_apart()) == 1
    assert spool.find([KEY])
    assert spool.take_back() == 1
    assert spool.waiting()[0].read_bytes() == CONTENT


def test_what_is_removed_twice_is_gone() -> None:
    put()
    (path,) = spool.waiting()

    spool.remove(path)
    spool.remove(path)

    assert not spool.waiting()


@pytest.mark.parametrize(("age", "count"), [(0, 0), (61, 1)])
def test_what_a_killed_process_left_unfinished_waits_once_nobody_can_be_at_it(
    first: Path, age: int, count: int
) -> None:
    first.mkdir()
    left = first / f".20261123T080000000000Z-{KEY.hex}.request.aa.unfinished"
    left.write_bytes(b"half")
    then = left.stat().st_mtime - age
    os.utime(left, (then, then))

    assert len(spool.waiting()) == count


# When the disk is full


def test_a_full_disk_gives_up_its_ballast_first(
    first: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spool.prepare()
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if (first / ballast.NAME).exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    put()

    assert spool.waiting()[0].parent == first
    assert not (first / ballast.NAME).exists()
    assert "The disk is full: the ballast is thrown off" in caplog.messages


def test_past_the_ballast_the_second_place_takes_it(first: Path, second: Path, fill: Break) -> None:
    first.mkdir()
    fill(first)

    put()

    (path,) = spool.waiting()
    assert (path.parent, path.read_bytes()) == (second, CONTENT)
    assert second.stat().st_mode & 0o777 == 0o700


def test_without_any_room_it_is_said_and_nothing_half_is_left(first: Path, second: Path, fill: Break) -> None:
    for place in (first, second):
        place.mkdir()
        fill(place)

    with pytest.raises(spool.NoPlaceLeft):
        put()

    assert not [*first.iterdir(), *second.iterdir()]


def test_the_second_place_is_not_used_when_it_is_somebody_elses(
    first: Path, second: Path, tmp_path: Path
) -> None:
    first.write_text("in the way")
    (tmp_path / "trap").mkdir()
    second.symlink_to(tmp_path / "trap")

    with pytest.raises(spool.NoPlaceLeft):
        put()

    assert not list((tmp_path / "trap").iterdir())


def test_what_lies_in_the_second_place_comes_home_when_there_is_room(first: Path, second: Path) -> None:
    first.write_text("in the way")
    put()
    spool.bring_home()
    stayed = [path.parent for path in spool.waiting()]

    first.unlink()
    spool.bring_home()

    assert stayed == [second]
    assert [path.parent for path in spool.waiting()] == [first]
    assert spool.waiting()[0].read_bytes() == CONTENT


def test_a_place_that_cannot_be_made_is_said_in_the_log(
    first: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first.write_text("in the way")

    spool.prepare()

    assert "The spool cannot be made" in caplog.text
