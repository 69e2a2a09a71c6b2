"""Keys can be changed: everything comes under the newest, nothing is lost on the way."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from pytest_django import Settings

from clinic import encryption, rotation
from clinic.fields import as_stored, encrypted_columns
from clinic.rotation import KeysAreGiven, Renewed
from leads.models import ConsultationRequest, Event
from tests.factories import ConsultationRequestFactory, EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings: Settings, tmp_path: Path) -> Path:
    """Keys in a file, as on a first start."""
    file = tmp_path / "data_keys"
    file.write_text(Fernet.generate_key().decode())
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], file
    return file


def tokens() -> Iterator[str]:
    """Everything encrypted in the database, as it lies there."""
    for model, field in encrypted_columns():
        yield from as_stored(model, field).values_list("stored", flat=True)


def test_everything_comes_under_the_newest_key() -> None:
    ConsultationRequestFactory.create_batch(3, message="hair")
    EventFactory.create(text="called")
    rotation.add_key()

    done = rotation.renew_everything()

    assert done == Renewed(renewed=4)
    assert all(encryption.is_current(token.encode()) for token in tokens())
    assert set(ConsultationRequest.objects.values_list("message", flat=True)) == {"hair"}
    assert Event.objects.get().text == "called"


def test_more_rows_than_one_batch_are_all_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    ConsultationRequestFactory.create_batch(5, message="hair")
    rotation.add_key()

    assert rotation.renew_everything() == Renewed(renewed=5)


def test_broken_off_it_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    ConsultationRequestFactory.create_batch(5, message="hair")
    rotation.add_key()
    renewed: list[bytes] = []
    renew = encryption.renew

    def die_at_the_third(token: bytes) -> bytes:
        if len(renewed) == 2:
            raise KeyboardInterrupt
        renewed.append(token)
        return renew(token)

    with monkeypatch.context() as patch:
        patch.setattr(encryption, "renew", die_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            rotation.renew_everything()

    assert rotation.renew_everything() == Renewed(renewed=3)


def test_a_text_changed_meanwhile_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    event = EventFactory.create(text="before")
    rotation.add_key()
    renew = encryption.renew

    def change_meanwhile(token: bytes) -> bytes:
        Event.objects.update(text="after")
        return renew(token)

    monkeypatch.setattr(encryption, "renew", change_meanwhile)
    rotation.renew_everything()

    event.refresh_from_db()
    assert event.text == "after"


def test_what_no_key_opens_is_counted_and_left(key_file: Path) -> None:
    EventFactory.create(text="called")
    before = list(tokens())
    key_file.write_text(Fernet.generate_key().decode())

    assert rotation.renew_everything() == Renewed(unreadable=1)
    assert list(tokens()) == before


def test_a_new_key_stands_first_and_the_file_is_its_owners_alone(key_file: Path) -> None:
    first = key_file.read_text()

    rotation.add_key()

    newest, oldest = key_file.read_text().split()
    assert oldest == first
    assert newest != first
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_old_keys_are_forgotten_on_request(key_file: Path) -> None:
    rotation.add_key()
    rotation.add_key()

    assert rotation.forget_old_keys() == 2
    assert len(key_file.read_text().split()) == 1


@pytest.mark.parametrize("change", [rotation.add_key, rotation.forget_old_keys])
def test_given_keys_are_the_operators(settings: Settings, change: object) -> None:
    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(KeysAreGiven):
        change()  # type: ignore[operator]  # either of two functions


def test_the_command_makes_a_key_renews_and_forgets(
    key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    EventFactory.create(text="called")
    first = key_file.read_text()

    call_command("rotate_keys", new_key=True, forget_old=True)

    assert first not in key_file.read_text()
    assert Event.objects.get().text == "called"
    assert "Encrypted anew: 1." in capsys.readouterr().out


def test_the_command_forgets_no_key_while_something_cannot_be_read(key_file: Path) -> None:
    EventFactory.create(text="called")
    key_file.write_text(f"{Fernet.generate_key().decode()}\n{Fernet.generate_key().decode()}")

    with pytest.raises(CommandError, match="1 cannot be read"):
        call_command("rotate_keys", forget_old=True)

    assert len(key_file.read_text().split()) == 2


def test_the_command_says_what_to_do_with_given_keys(settings: Settings) -> None:
    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match="DATA_KEYS"):
        call_command("rotate_keys", new_key=True)
