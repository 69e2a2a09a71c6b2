"""The ballast takes up room that is there, and gives it back when it is needed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from leads.waiting import ballast


def test_it_takes_up_sixteen_megabytes_of_real_room(tmp_path: Path) -> None:
    assert ballast.keep(tmp_path)

    state = (tmp_path / ballast.NAME).stat()
    assert state.st_size == 16 << 20
    assert state.st_blocks * 512 >= state.st_size


def test_it_is_made_once(tmp_path: Path) -> None:
    ballast.keep(tmp_path)
    made = (tmp_path / ballast.NAME).stat().st_mtime_ns

    assert ballast.keep(tmp_path)
    assert (tmp_path / ballast.NAME).stat().st_mtime_ns == made


@pytest.mark.parametrize(("free", "is_made"), [(ballast.ROOM - 1, False), (ballast.ROOM, True)])
def test_it_is_not_taken_on_while_room_is_short(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free: int,
    is_made: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))

    assert ballast.keep(tmp_path) is is_made


def test_it_is_thrown_off_once(tmp_path: Path) -> None:
    ballast.keep(tmp_path)

    assert (ballast.release(tmp_path), ballast.release(tmp_path)) == (True, False)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fills_meanwhile_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_count: int) -> bytes:
        raise OSError("full")

    monkeypatch.setattr(os, "urandom", fail)

    assert not ballast.keep(tmp_path)
    assert not list(tmp_path.iterdir())
    assert caplog.messages == ["The ballast could not be taken on: OSError"]
