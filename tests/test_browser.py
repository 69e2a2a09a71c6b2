"""Finding a browser: what the operator names, what the machine has, what can be fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import browser


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """A machine without a browser; what stands in the answer is on its PATH."""
    programs: dict[str, str] = {}
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", programs.get)
    monkeypatch.setattr(browser, "MACOS", tmp_path / "none")
    monkeypatch.setattr(browser, "OWN_FOLDER", tmp_path / "browsers")
    return programs


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, machine: dict[str, str]) -> list[str]:
    """What was run; installing with apt-get works."""
    ran: list[str] = []

    def run(command: list[str], **_options: object) -> None:
        ran.append(" ".join(command))
        if "install" in command and "apt-get" in command:
            machine["chromium"] = "/usr/bin/chromium"

    monkeypatch.setattr(subprocess, "run", run)
    return ran


def test_the_browser_that_is_named_comes_first(
    monkeypatch: pytest.MonkeyPatch, machine: dict[str, str]
) -> None:
    machine.update({"chromium": "/usr/bin/chromium", "/opt/chrome": "/opt/chrome"})
    monkeypatch.setenv("CHROMIUM", "/opt/chrome")

    assert browser.find() == "/opt/chrome"


def test_a_named_browser_that_is_not_there_is_an_error(
    monkeypatch: pytest.MonkeyPatch, machine: dict[str, str]
) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/chrome")

    with pytest.raises(browser.NoBrowser, match="CHROMIUM=/opt/chrome is no program"):
        browser.find()


@pytest.mark.parametrize("name", browser.NAMES)
def test_a_browser_on_the_path_is_found(machine: dict[str, str], name: str) -> None:
    machine[name] = f"/usr/bin/{name}"

    assert browser.find_or_fetch() == f"/usr/bin/{name}"


def test_the_browser_of_a_mac_is_found(
    monkeypatch: pytest.MonkeyPatch, machine: dict[str, str], tmp_path: Path
) -> None:
    chrome = tmp_path / "Google Chrome"
    chrome.touch()
    monkeypatch.setattr(browser, "MACOS", chrome)

    assert browser.find() == str(chrome)


def test_a_machine_without_a_browser_has_none(machine: dict[str, str]) -> None:
    assert browser.find() == ""


def test_root_installs_the_systems_package(
    monkeypatch: pytest.MonkeyPatch, machine: dict[str, str], commands: list[str]
) -> None:
    machine["apt-get"] = "/usr/bin/apt-get"
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert browser.find_or_fetch() == "/usr/bin/chromium"
    assert commands == ["apt-get update --quiet", "apt-get install --quiet --yes chromium"]


def test_others_fetch_one_into_the_project(
    monkeypatch: pytest.MonkeyPatch, machine: dict[str, str], commands: list[str]
) -> None:
    machine["apt-get"] = "/usr/bin/apt-get"
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    answers = iter(["", str(browser.OWN_FOLDER / "chrome")])
    monkeypatch.setattr(browser, "_fetched", lambda: next(answers))

    assert browser.find_or_fetch() == str(browser.OWN_FOLDER / "chrome")
    assert len(commands) == 1
    assert commands[0].endswith("-m playwright install chromium")


def test_a_browser_that_cannot_be_had_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, machine: dict[str, str], commands: list[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(browser.NoBrowser, match="Install Chromium, or set CHROMIUM"):
        browser.find_or_fetch()


def test_no_browser_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(SystemExit, match="CHROMIUM=/nowhere/chromium is no program"):
        browser.main()
