"""Files come under the newest key like everything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from clinic import encryption, rotation
from clinic.rotation import Renewed
from leads.models import ConsultationRequest
from leads.privacy.keys import renew_files
from leads.waiting import parcels, replay, spool
from tests.leads.spooling import spooled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def photo(settings: Settings, tmp_path: Path) -> Path:
    """A photo under the old key; the new one has just been added."""
    settings.SPOOL_DIR, settings.SPOOL_DIR_2 = tmp_path / "spool", tmp_path / "second"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_KEYS = [OLD]
    folder = tmp_path / "media" / "photos"
    folder.mkdir(parents=True)
    (folder / "one").write_bytes(encryption.encrypt(b"a picture"))
    spooled(1)
    spooled(2)
    spool.set_aside(spool.waiting()[0])
    settings.DATA_KEYS = [NEW, OLD]
    return folder / "one"


def test_photos_and_what_waits_come_under_the_newest_key(photo: Path, settings: Settings) -> None:
    assert renew_files() == Renewed(renewed=3)

    settings.DATA_KEYS = [NEW]
    assert encryption.decrypt(photo.read_bytes()) == b"a picture"
    (waiting,) = spool.waiting()
    assert parcels.unpack(waiting.read_bytes()).asked.name == "Person 2"
    assert [file.name for file in photo.parent.iterdir()] == ["one"]


def test_what_lies_in_the_second_place_is_brought_in_when_the_old_key_is_gone(settings: Settings) -> None:
    (waiting,) = spool.waiting()
    second = Path(settings.SPOOL_DIR_2)
    second.mkdir()
    waiting.rename(second / waiting.name)

    renew_files()

    settings.DATA_KEYS = [NEW]
    assert replay.replay() == 1
    assert ConsultationRequest.objects.get().name == "Person 2"


def test_a_file_left_by_a_killed_rotation_still_waits(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (waiting,) = spool.waiting()

    def killed(_self: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            rotation.renew_file(waiting)

    waiting.unlink()
    monkeypatch.setattr(spool, "ABANDONED_AFTER", -1)
    assert replay.replay() == 1


def test_what_is_so_already_is_passed_over() -> None:
    renew_files()

    assert renew_files() == Renewed()


def test_a_file_that_no_key_opens_is_counted_and_left(photo: Path) -> None:
    photo.write_bytes(b"damaged")

    assert renew_files() == Renewed(renewed=2, unreadable=1)
    assert photo.read_bytes() == b"damaged"


def test_a_file_that_goes_meanwhile_is_no_trouble(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "waiting", lambda: [photo.with_name("gone")])

    assert renew_files() == Renewed(renewed=2)


def test_the_command_reaches_them() -> None:
    assert rotation.renew_everything().renewed == 3
