"""Photos lie encrypted on the disk, under names that say nothing, and go for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from clinic.encryption import CannotDecrypt
from leads.photos import files as photo_files


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "photos"


def test_a_photo_is_read_as_it_was_kept() -> None:
    assert photo_files.read(photo_files.keep(b"a photo")) == b"a photo"


def test_a_photo_is_unreadable_on_the_disk_and_for_other_users(folder: Path) -> None:
    name = photo_files.keep(b"a photo")

    assert b"a photo" not in (folder / name).read_bytes()
    assert (folder / name).stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_a_photo_of_another_key_cannot_be_read(settings: Settings) -> None:
    name = photo_files.keep(b"a photo")
    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CannotDecrypt):
        photo_files.read(name)


def test_a_photo_that_was_removed_is_gone_and_may_be_removed_again(folder: Path) -> None:
    name = photo_files.keep(b"a photo")

    photo_files.remove([name])
    photo_files.remove([name])

    assert list(folder.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        photo_files.read(name)


def test_a_photo_that_could_not_be_finished_leaves_no_half_a_photo(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)

    with pytest.raises(OSError, match="No space left"):
        photo_files.keep(b"a photo")
    assert list(folder.iterdir()) == []
