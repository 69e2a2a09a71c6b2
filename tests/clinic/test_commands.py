"""Commands: staff accounts, the launch checklist, getting ready, and serving."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from clinic import launch
from clinic.launch import Owed
from clinic.management.commands import serve
from clinic.models import ClinicProfile
from tests.factories import PASSWORD, StaffFactory
from tests.treatments import library
from treatments.actions import load_starter_content
from treatments.models import Page, Passage

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "STAFF_USERNAME": "layla",
    "STAFF_EMAIL": "layla@clinic.example",
    "STAFF_PASSWORD": PASSWORD,
    "STAFF_ROLE": "reception",
}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An account described in the environment."""
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def run(name: str, *arguments: str) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def test_staff_makes_an_account_from_the_environment(account: pytest.MonkeyPatch) -> None:
    said = run("staff")

    user = User.objects.get(username="layla")
    assert user.check_password(PASSWORD)
    assert user.groups.get().name == "reception"
    assert "layla" in said
    assert PASSWORD not in said


def test_staff_refuses_a_role_that_does_not_exist(account: pytest.MonkeyPatch) -> None:
    account.setenv("STAFF_ROLE", "owner")

    with pytest.raises(CommandError, match="must be one of manager, reception, editor"):
        run("staff")

    assert not User.objects.exists()


@pytest.mark.parametrize("name", ACCOUNT)
def test_staff_without_a_terminal_says_which_value_is_missing(account: pytest.MonkeyPatch, name: str) -> None:
    account.delenv(name)

    with pytest.raises(CommandError, match=f"Set {name}"):
        run("staff")


class Terminal(StringIO):
    """A terminal at which someone sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Someone answers every question."""
    answers = {"User name: ": "layla ", "Email: ": "layla@clinic.example"}
    for name in ACCOUNT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda prompt: answers.get(prompt, "editor"))
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: PASSWORD)
    return monkeypatch


def test_staff_asks_for_what_the_environment_does_not_say(terminal: pytest.MonkeyPatch) -> None:
    run("staff")

    assert User.objects.get(username="layla").groups.get().name == "editor"


def test_staff_wants_a_password_typed_twice_alike(terminal: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, "something else entirely"])
    terminal.setattr(getpass, "getpass", lambda _prompt: next(typed))

    with pytest.raises(CommandError, match="differ"):
        run("staff")


def test_launch_check_fails_while_anything_is_owed(clinic: ClinicProfile) -> None:
    with pytest.raises(CommandError, match="things are owed") as refusal:
        run("launch_check")

    assert refusal.value.returncode == 1


def test_launch_check_names_what_is_owed(clinic: ClinicProfile) -> None:
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("launch_check", stdout=out)

    for item in launch.owed():
        assert item.title in out.getvalue()
        assert item.mend in out.getvalue()


def test_launch_check_passes_when_nothing_is_owed(
    clinic: ClinicProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: list[Owed] = []
    monkeypatch.setattr("clinic.management.commands.launch_check.owed", lambda: nothing)

    assert "Nothing is owed" in run("launch_check")


@pytest.fixture
def small(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small library, one stylesheet, and an empty place for static files."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "site.css").write_text("a {}")
    defaults = load_starter_content.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "folder", library.write(tmp_path / "content"))
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def test_prepare_makes_everything_ready_and_again_does_nothing(small: Path) -> None:
    first = run("prepare")
    second = run("prepare")

    assert first.splitlines() == ["Content: 16 created", "Static files: collected"]
    assert second == "Content: no starter file has changed since the last load\n"
    assert (small / "static" / "site.css").exists()
    assert Page.objects.published().exists()
    assert ClinicProfile.objects.count() == 1
    assert Group.objects.count() == 3


def test_prepare_brings_back_nothing_that_staff_deleted(small: Path) -> None:
    run("prepare")
    Passage.objects.all().delete()

    run("prepare")

    assert not Passage.objects.exists()


def test_prepare_leaves_nothing_of_its_own_among_public_files(small: Path) -> None:
    run("prepare")

    names = {path.name.split(".")[0] for path in (small / "static").iterdir()}
    assert names == {"site"} | {"staticfiles"} & names


def test_prepare_collects_static_files_again_when_their_folder_is_gone(small: Path) -> None:
    run("prepare")
    shutil.rmtree(small / "static")

    assert "Static files: collected" in run("prepare")


def test_prepare_collects_static_files_anew_when_one_has_changed(small: Path) -> None:
    run("prepare")

    (small / "source" / "site.css").write_text("b { color: red }")
    said = run("prepare")

    assert "Static files: collected" in said
    assert (small / "static" / "site.css").read_text() == "b { color: red }"


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which something listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("0.0.0.0", 0))  # noqa: S104  as the site does
        listener.listen()
        yield listener.getsockname()[1]


def test_serve_refuses_a_taken_port_and_names_a_way_out(
    settings: Settings, taken_port: int, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    settings.PORT = taken_port

    with pytest.raises(
        CommandError, match=f"Port {taken_port} cannot be used .* PORT={taken_port + 1} make run"
    ):
        run("serve")


@pytest.fixture
def quiet_serve(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> dict[str, str]:
    """Serving without the preparation, up to the point where the supervisor takes over."""
    environment: dict[str, str] = {}
    settings.DATA_DIR = tmp_path / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.PORT = probe.getsockname()[1]
    monkeypatch.setattr(serve, "call_command", lambda *_arguments, **_options: None)
    monkeypatch.setattr(os, "environ", environment)
    monkeypatch.setattr(os, "execv", lambda program, _arguments: environment.update(ran=str(program)))
    return environment


def test_serve_says_where_the_site_is_and_how_to_make_the_first_account(
    quiet_serve: dict[str, str], settings: Settings
) -> None:
    said = run("serve")

    assert f"http://127.0.0.1:{settings.PORT}/\n" in said
    assert f"http://127.0.0.1:{settings.PORT}/admin/" in said
    assert "make staff" in said
    assert quiet_serve["ran"].endswith("supervisord")


def test_serve_refuses_a_second_start_in_one_folder(quiet_serve: dict[str, str], settings: Settings) -> None:
    # As the supervisor would, the first one keeps what it holds.
    run("serve")
    quiet_serve.clear()

    with pytest.raises(CommandError, match=r"being served from .* already\. Stop that one first"):
        run("serve")

    assert not quiet_serve
    settings.DATA_DIR = settings.DATA_DIR.with_name("another")
    assert "make staff" in run("serve")


def test_serve_repeats_for_another_terminal_what_was_set_in_this_one(
    quiet_serve: dict[str, str], settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "two words"

    said = run("serve")

    assert f"DATA_DIR='{tmp_path}/two words' PORT={settings.PORT} make staff" in said


def test_serve_repeats_no_address_of_a_database(quiet_serve: dict[str, str]) -> None:
    quiet_serve["DATABASE_URL"] = "postgres://clinic:hunter2@db/clinic"

    said = run("serve")

    assert "make staff (with the same DATABASE_URL)" in said
    assert "hunter2" not in said


def test_serve_repeats_nothing_that_is_as_usual(
    quiet_serve: dict[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("_take_the_folder", "_refuse_taken_port"):
        monkeypatch.setattr(serve.Command, step, lambda _command: None)
    settings.DATA_DIR, settings.PORT = settings.BASE_DIR / "var", 8000

    assert "terminal: make staff\n" in run("serve")


def test_serve_names_the_public_address_beside_the_one_that_works_here(
    quiet_serve: dict[str, str], settings: Settings
) -> None:
    settings.SITE_URL = "https://clinic.example"

    said = run("serve")

    assert f"http://127.0.0.1:{settings.PORT}/\n" in said
    assert "https://clinic.example/" in said


def test_serve_does_not_ask_for_a_first_account_when_there_is_one(quiet_serve: dict[str, str]) -> None:
    StaffFactory.create()

    assert "make staff" not in run("serve")


def test_serve_hands_its_settings_on_to_its_children(quiet_serve: dict[str, str], settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1", "10.0.0.2"]

    run("serve")

    assert quiet_serve["PORT"] == str(settings.PORT)
    assert quiet_serve["DATA_DIR"] == str(settings.DATA_DIR)
    assert quiet_serve["FORWARDED_ALLOW_IPS"] == "10.0.0.1,10.0.0.2"
