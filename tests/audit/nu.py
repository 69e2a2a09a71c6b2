"""The Nu HTML checker, which is the W3C's: a Java program, fetched once."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from tests.audit.site import Site, Verdict
from tests.promises import Seen

NAME = "HTML (Nu)"
# As the checker's makers publish it; older ones, such as Python packages bring, refuse today's HTML.
SOURCE = "vnu-jar@26.9.27"
SHA256 = "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"
INSIDE = "package/build/dist/vnu.jar"
KEPT = Path(__file__).resolve().parent.parent.parent / ".venv" / "audit" / "vnu-26.9.27.jar"


class NoChecker(RuntimeError):
    """The checker is not here and could not be fetched; the text says what to do."""


def html(site: Site) -> Verdict:
    """Every page is HTML without an error."""
    java = shutil.which("java")
    if not java:
        return Verdict(NAME, not_run="it needs Java: install a Java runtime, such as default-jre-headless")
    try:
        checker = jar()
    except NoChecker as error:
        return Verdict(NAME, not_run=str(error))
    pages = [site.pages[address] for address in site.for_readers]
    with tempfile.TemporaryDirectory(prefix="clinic-audit-") as folder:
        files = {_written(Path(folder), number, page): page for number, page in enumerate(pages)}
        command = [java, "-Xss2m", "-jar", str(checker), "--format", "json", "--exit-zero-always"]
        outcome = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)  # noqa: S603  our files
    return Verdict(NAME, f"{len(pages)} pages", findings(outcome.stderr, files))


def jar() -> Path:
    """The checker: the one VNU_JAR names, or the one kept, fetched when it is missing.

    Raises:
        NoChecker: it is not there.
    """
    named = os.environ.get("VNU_JAR", "")
    if named and not Path(named).is_file():
        raise NoChecker(f"VNU_JAR={named} is no file")
    if not named and not KEPT.is_file():
        _keep(_fetched())
    return Path(named) if named else KEPT


def _fetched() -> bytes:
    npm = shutil.which("npm")
    if not npm:
        raise NoChecker("npm fetches it: install Node.js, or set VNU_JAR to a vnu.jar")
    with tempfile.TemporaryDirectory(prefix="clinic-audit-") as folder:
        command = [npm, "pack", SOURCE, "--silent", "--pack-destination", folder]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our words
        packed = next(Path(folder).glob("*.tgz"), None)
        if packed is None:
            raise NoChecker(
                f"npm could not fetch {SOURCE} ({outcome.stderr.strip()}); or set VNU_JAR to a vnu.jar"
            )
        return packed.read_bytes()


def _keep(packed: bytes) -> None:
    if hashlib.sha256(packed).hexdigest() != SHA256:
        raise NoChecker(f"{SOURCE} is not what it was when it was chosen; set VNU_JAR to a vnu.jar you trust")
    with tarfile.open(fileobj=io.BytesIO(packed)) as package:
        file = package.extractfile(INSIDE)
        if file is None:
            raise NoChecker(f"{SOURCE} holds no {INSIDE}")
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        aside = KEPT.with_suffix(".fresh")
        aside.write_bytes(file.read())
    aside.replace(KEPT)


def _written(folder: Path, number: int, page: Seen) -> Path:
    file = folder / f"{number}.html"
    file.write_text(page.html, "utf-8")
    return file


def findings(report: str, files: dict[Path, Seen]) -> list[str]:
    """The errors of the checker's report, by page; its advice is left out."""
    try:
        messages: list[dict[str, Any]] = json.loads(report)["messages"]
    except (ValueError, KeyError):
        return [f"the checker could not work: {report[-300:].strip() or 'it said nothing'}"]
    addresses = {f"file:{file}": page.address for file, page in files.items()}
    return [
        f"{addresses.get(message.get('url', ''), '')} line {message.get('lastLine')}: {message['message']}"
        for message in messages
        if message["type"] != "info"
    ]
