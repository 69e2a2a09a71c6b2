"""What people write is read by nobody without a key, and by everybody who has one of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from clinic import encryption
from clinic.encryption import CannotDecrypt

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.mark.parametrize("plain", [b"x", b"", b"\x00\xff" * 5000, "شعر 😀".encode()])
def test_bytes_come_back_as_they_were(plain: bytes) -> None:
    token = encryption.encrypt(plain)

    assert token != plain
    assert encryption.decrypt(token) == plain


def test_a_text_comes_back_as_it_was() -> None:
    stored = encryption.encrypt_text("يتساقط شعري 😀")

    assert stored.isascii()
    assert encryption.decrypt_text(stored) == "يتساقط شعري 😀"


def test_the_same_text_never_looks_the_same() -> None:
    assert encryption.encrypt_text("hair") != encryption.encrypt_text("hair")


def test_nothing_stays_nothing() -> None:
    assert encryption.encrypt_text("") == ""
    assert encryption.decrypt_text("") == ""


@pytest.mark.parametrize("stored", ["never encrypted", "gAAAAAcut", "ش", "gAAAAA" + "A" * 100])
def test_what_no_key_opens_is_refused(stored: str) -> None:
    with pytest.raises(CannotDecrypt):
        encryption.decrypt_text(stored)


def test_a_changed_byte_is_noticed() -> None:
    token = bytearray(encryption.encrypt(b"as written"))
    token[40] ^= 1

    with pytest.raises(CannotDecrypt):
        encryption.decrypt(bytes(token))


def test_an_older_key_still_reads_and_the_newest_writes(settings: Settings) -> None:
    settings.DATA_KEYS = [OLD]
    token = encryption.encrypt(b"from before")

    settings.DATA_KEYS = [NEW, OLD]

    assert encryption.decrypt(token) == b"from before"
    assert not encryption.is_current(token)
    assert encryption.is_current(encryption.renew(token))
    settings.DATA_KEYS = [NEW]
    with pytest.raises(CannotDecrypt):
        encryption.renew(token)


def test_a_key_added_to_the_file_counts_at_once(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], tmp_path / "keys"
    settings.DATA_KEYS_FILE.write_text(f"{OLD}\n")
    token = encryption.encrypt(b"from before")

    (tmp_path / "fresh").write_text(f"{NEW}\n{OLD}\n")
    (tmp_path / "fresh").replace(settings.DATA_KEYS_FILE)

    assert encryption.keys() == (NEW, OLD)
    assert encryption.decrypt(token) == b"from before"


def test_keys_go_on_serving_when_their_file_vanishes(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], tmp_path / "keys"
    settings.DATA_KEYS_FILE.write_text(OLD)
    token = encryption.encrypt(b"a request")

    settings.DATA_KEYS_FILE.unlink()

    assert encryption.decrypt(token) == b"a request"


def test_without_any_key_nothing_is_written(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], tmp_path / "none"

    with pytest.raises(FileNotFoundError):
        encryption.encrypt(b"a request")


def test_a_keyed_hash_depends_on_value_purpose_and_key(settings: Settings) -> None:
    settings.HASH_KEY = "a" * 40
    one = encryption.keyed_hash("+971501234567", "number")

    assert encryption.keyed_hash("+971501234567", "number") == one
    assert encryption.keyed_hash("+971501234568", "number") != one
    assert encryption.keyed_hash("+971501234567", "erased") != one
    settings.HASH_KEY = "b" * 40
    assert encryption.keyed_hash("+971501234567", "number") != one
