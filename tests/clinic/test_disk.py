"""A file is ours alone and on the disk, or it is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clinic import disk


def test_a_new_file_is_whole_and_for_our_eyes_alone(tmp_path: Path) -> None:
    disk.write(tmp_path / "one", b"all of it")

    assert (tmp_path / "one").read_bytes() == b"all of it"
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"first")

    with pytest.raises(FileExistsError):
        disk.write(tmp_path / "one", b"second")

    assert (tmp_path / "one").read_bytes() == b"first"


def test_file_and_folder_are_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))

    disk.write(tmp_path / "one", b"all of it")
    disk.settle(tmp_path)

    assert synced == [(tmp_path / "one").stat().st_ino, tmp_path.stat().st_ino]
