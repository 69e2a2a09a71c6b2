"""Settings: every odd value stops the start with a sentence that names the variable."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from clinic import env

Reader = Callable[[], Any]


def secret(folder: Path = Path("/nowhere")) -> str:
    return env.secret_key("SECRET_KEY", folder)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DEBUG", "yes", lambda: env.flag("DEBUG", default=False)),
        ("DEBUG", "True", lambda: env.flag("DEBUG", default=False)),
        ("DEBUG", "2", lambda: env.flag("DEBUG", default=False)),
        ("PORT", "0", lambda: env.port("PORT", default=8000)),
        ("PORT", "65536", lambda: env.port("PORT", default=8000)),
        ("PORT", "-1", lambda: env.port("PORT", default=8000)),
        ("PORT", "http", lambda: env.port("PORT", default=8000)),
        ("PORT", "٨٠٠٠", lambda: env.port("PORT", default=8000)),
        ("PORT", "9" * 5000, lambda: env.port("PORT", default=8000)),
        ("PORT", "8000.0", lambda: env.port("PORT", default=8000)),
        ("SITE_URL", "clinic.example", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "ftp://clinic.example", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "https://", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "https://clinic.example/home", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "https://clinic.example?a=1", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "https://clinic.example#a", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "https://me:word@clinic.example", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "https://clinic example", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "https://clinic.example:port", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://[", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://x:99999", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://x:0", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://a..b", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://-a", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://10.0.0.999", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://[10.0.0.1]", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://[zz]", lambda: env.site_address("SITE_URL", "")),
        ("SITE_URL", "http://" + "a" * 300, lambda: env.site_address("SITE_URL", "")),
        ("ALLOWED_HOSTS", "http://x", lambda: env.hosts("ALLOWED_HOSTS")),
        ("ALLOWED_HOSTS", "a b", lambda: env.hosts("ALLOWED_HOSTS")),
        ("ALLOWED_HOSTS", "*", lambda: env.hosts("ALLOWED_HOSTS")),
        ("ALLOWED_HOSTS", "clinic.example:80", lambda: env.hosts("ALLOWED_HOSTS")),
        ("ALLOWED_HOSTS", "::1", lambda: env.hosts("ALLOWED_HOSTS")),
        ("DATA_DIR", "/dev/null/data", lambda: env.data_dir("DATA_DIR", Path("/unused"))),
        ("DATA_DIR", "~nobody-of-that-name/data", lambda: env.data_dir("DATA_DIR", Path("/unused"))),
        ("SECRET_KEY", "too short", secret),
        ("TRUSTED_PROXIES", "proxy.example", lambda: env.proxies("TRUSTED_PROXIES")),
        ("TRUSTED_PROXIES", "10.0.0.1, *", lambda: env.proxies("TRUSTED_PROXIES")),
        ("TRUSTED_PROXIES", "10.0.0.999", lambda: env.proxies("TRUSTED_PROXIES")),
        ("TRUSTED_PROXIES", "10.0.0.1/24", lambda: env.proxies("TRUSTED_PROXIES")),
    ],
)
def test_an_odd_value_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: Reader
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(env.BadSetting) as stopped:
        read()

    assert name in str(stopped.value)


def test_a_bad_setting_ends_the_program_without_a_traceback() -> None:
    assert issubclass(env.BadSetting, SystemExit)


@pytest.mark.parametrize("value", ["", "   "])
def test_text_takes_the_default_when_a_value_is_empty(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOME_NAME", value)

    assert env.text("SOME_NAME", "a default") == "a default"


def test_text_drops_blanks_around_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", " value \n")

    assert env.text("SOME_NAME") == "value"


@pytest.mark.parametrize(("value", "read"), [("1", True), ("0", False), ("", True)])
def test_flag_reads_1_and_0(monkeypatch: pytest.MonkeyPatch, value: str, read: bool) -> None:  # noqa: FBT001  a table's column
    monkeypatch.setenv("DEBUG", value)

    assert env.flag("DEBUG", default=True) is read


@pytest.mark.parametrize(("value", "read"), [("1", 1), ("65535", 65535), (" 8001 ", 8001), ("", 8000)])
def test_port_reads_every_port_there_is(monkeypatch: pytest.MonkeyPatch, value: str, read: int) -> None:
    monkeypatch.setenv("PORT", value)

    assert env.port("PORT", default=8000) == read


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " clinic.example , www.clinic.example ,,")

    assert env.words("ALLOWED_HOSTS") == ["clinic.example", "www.clinic.example"]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("https://clinic.example", "https://clinic.example"),
        ("https://clinic.example/", "https://clinic.example"),
        ("HTTPS://Clinic.Example", "https://clinic.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_site_address_reads_an_address_without_a_path(
    monkeypatch: pytest.MonkeyPatch, value: str, read: str
) -> None:
    monkeypatch.setenv("SITE_URL", value)

    assert env.site_address("SITE_URL", "") == read


def test_hosts_are_names_or_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "Clinic.Example, .clinic.example, 10.0.0.5, [2001:db8::5],")

    assert env.hosts("ALLOWED_HOSTS") == ["clinic.example", ".clinic.example", "10.0.0.5", "[2001:db8::5]"]


def test_data_dir_is_made_when_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "some" / "where"))

    folder = env.data_dir("DATA_DIR", Path("/unused"))

    assert folder.is_dir()
    assert folder == tmp_path / "some" / "where"


def test_data_dir_refuses_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file"))

    with pytest.raises(env.BadSetting, match=r"DATA_DIR names .*/file, which cannot be made"):
        env.data_dir("DATA_DIR", Path("/unused"))


def test_data_dir_refuses_a_folder_it_may_not_write_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    # Root may write anywhere, and tests often run as root.
    monkeypatch.setattr("clinic.env.os.access", lambda *_asked: False)

    with pytest.raises(env.BadSetting, match=r"DATA_DIR names .* may not write"):
        env.data_dir("DATA_DIR", Path("/unused"))


def test_a_secret_key_is_made_once_and_kept_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)

    first = secret(tmp_path)
    second = secret(tmp_path)

    assert first == second
    assert len(first) >= 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_first_starts_at_once_agree_on_one_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    others = "k" * 64
    (tmp_path / "secret_key").write_text(others, "ascii")
    # This process looked before the other one wrote.
    monkeypatch.setattr(Path, "exists", lambda _path: False)

    assert secret(tmp_path) == others


def test_a_given_secret_key_is_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "s" * 32)

    assert secret(tmp_path) == "s" * 32
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kept", [b"", b"cut short", b"\xff" * 64])
def test_a_kept_secret_key_that_is_damaged_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: bytes
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_bytes(kept)

    with pytest.raises(env.BadSetting, match="Remove that file"):
        secret(tmp_path)


def test_a_secret_key_that_cannot_be_kept_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(env.BadSetting, match="Set SECRET_KEY yourself"):
        secret(tmp_path / "missing")


def test_data_keys_are_made_once_and_kept_for_their_owner_alone(tmp_path: Path) -> None:
    assert env.data_keys("DATA_KEYS", tmp_path) == []

    kept = tmp_path / "data_keys"
    first = kept.read_text()
    env.data_keys("DATA_KEYS", tmp_path)
    assert kept.read_text() == first
    assert Fernet(first).decrypt(Fernet(first).encrypt(b"x")) == b"x"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_given_data_keys_are_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = [Fernet.generate_key().decode() for _one in range(2)]
    monkeypatch.setenv("DATA_KEYS", ",".join(given))

    assert env.data_keys("DATA_KEYS", tmp_path) == given
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("odd", ["short", "x" * 44, f"{'A' * 43}=,short"])
def test_odd_data_keys_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, odd: str) -> None:
    monkeypatch.setenv("DATA_KEYS", odd)

    with pytest.raises(env.BadSetting, match="Put back the keys that were in use"):
        env.data_keys("DATA_KEYS", tmp_path)


@pytest.mark.parametrize("kept", [b"", b"cut short", b"\xff\xfe"])
def test_kept_data_keys_that_are_spoilt_are_refused(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "data_keys").write_bytes(kept)

    with pytest.raises(env.BadSetting, match="data_keys"):
        env.data_keys("DATA_KEYS", tmp_path)


def test_a_hash_key_is_made_once(tmp_path: Path) -> None:
    first = env.hash_key("HASH_KEY", tmp_path)

    assert len(first) >= 64
    assert env.hash_key("HASH_KEY", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "hash_key").stat().st_mode) == 0o600


def test_a_hash_key_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hash_key").write_text("short")

    with pytest.raises(env.BadSetting, match="Put back the one that was in use"):
        env.hash_key("HASH_KEY", tmp_path)


def test_a_second_place_is_as_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SPOOL_DIR_2", str(tmp_path / "other"))

    assert env.second_place("SPOOL_DIR_2", tmp_path) == tmp_path / "other"
    assert not (tmp_path / "other").exists()


def test_a_second_place_that_is_not_named_is_each_copy_s_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPOOL_DIR_2", "")

    ours, theirs = (env.second_place("SPOOL_DIR_2", tmp_path / name) for name in "ab")

    assert ours != theirs
    assert tmp_path not in ours.parents


def test_proxies_are_addresses_or_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1, ::1, 10.0.0.0/8")

    assert env.proxies("TRUSTED_PROXIES") == ["127.0.0.1", "::1", "10.0.0.0/8"]


def test_a_dotenv_file_gives_way_to_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CLINIC_TEST_A=from file\nCLINIC_TEST_B=from file\n")
    monkeypatch.setattr(env, "PROJECT", tmp_path)
    monkeypatch.setenv("CLINIC_TEST_A", "from environment")
    monkeypatch.setenv("CLINIC_TEST_B", "")
    monkeypatch.delenv("CLINIC_TEST_B")

    env.read_dotenv()

    assert env.text("CLINIC_TEST_A") == "from environment"
    assert env.text("CLINIC_TEST_B") == "from file"


def test_a_missing_dotenv_file_is_no_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(env, "PROJECT", tmp_path)

    env.read_dotenv()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"PORT=8001\nEMAIL_URL = smtp://u:hunter2@m", "Line 2"),
        (b"PORT=8001\n\nhunter2", "Line 3"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_dotenv_file_that_makes_no_sense_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: bytes, said: str
) -> None:
    (tmp_path / ".env").write_bytes(written)
    monkeypatch.setattr(env, "PROJECT", tmp_path)

    with pytest.raises(env.BadSetting, match=said) as stopped:
        env.read_dotenv()

    assert "hunter2" not in str(stopped.value)


def test_a_setting_that_cannot_be_honoured_stops_the_start_and_says_what_is_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    env.not_yet("STORAGE_URL", "photos are kept in DATA_DIR/media.")
    monkeypatch.setenv("STORAGE_URL", "s3://bucket")

    with pytest.raises(env.BadSetting, match="STORAGE_URL cannot be used yet: photos are kept") as refusal:
        env.not_yet("STORAGE_URL", "photos are kept in DATA_DIR/media.")

    assert "bucket" not in str(refusal.value)
