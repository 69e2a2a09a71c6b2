"""`python -m tests.browser`: the browser that tests drive; found on the machine, or fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# Fetched browsers stay in the project: a run leaves nothing behind elsewhere.
OWN_FOLDER = Path(__file__).resolve().parent.parent / ".venv" / "browsers"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


class NoBrowser(RuntimeError):
    """There is no browser, and none could be fetched; the text says what to do."""


def find() -> str:
    """The path of a browser on this machine; "" when there is none.

    Raises:
        NoBrowser: CHROMIUM names a file that is not there.
    """
    named = os.environ.get("CHROMIUM", "")
    if named:
        found = shutil.which(named)
        if not found:
            raise NoBrowser(
                f"CHROMIUM={named} is no program. Set it to a Chromium or Chrome, or leave it out."
            )
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if MACOS.exists():
        return str(MACOS)
    return _fetched()


def find_or_fetch() -> str:
    """The path of a browser; fetched when there is none.

    Raises:
        NoBrowser: none could be fetched either.
    """
    return find() or _from_system() or _from_playwright()


def _from_system() -> str:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return ""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "--quiet"], ["install", "--quiet", "--yes", "chromium"]):
        subprocess.run(["apt-get", *arguments], env=environment, stdout=sys.stderr, check=False)  # noqa: S603, S607  fixed words
    return find()


def _from_playwright() -> str:
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(OWN_FOLDER)}
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        env=environment,
        stdout=sys.stderr,
        check=False,
    )
    found = _fetched()
    if not found:
        raise NoBrowser(
            "No browser was found or could be fetched. Install Chromium, or set CHROMIUM to its path."
        )
    return found


def _fetched() -> str:
    if not OWN_FOLDER.exists():
        return ""
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(OWN_FOLDER)
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def main() -> None:
    """Say where the browser is; without one, what to do."""
    try:
        sys.stdout.write(f"{find_or_fetch()}\n")
    except NoBrowser as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
