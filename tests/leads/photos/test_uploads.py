"""Files are held in memory, and no more of them than a page has use for."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from leads.photos.uploads import InMemoryUpload


def received(*sizes: int, most_files: int = 2, most_bytes: int = 1000) -> list[bytes]:
    """The files that a page gets to see."""
    files = [SimpleUploadedFile(f"{number}.jpg", b"x" * size) for number, size in enumerate(sizes)]
    request: HttpRequest = RequestFactory().post("/", {"photos": files})
    request.upload_handlers = [InMemoryUpload(request, most_files=most_files, most_bytes=most_bytes)]
    return [file.read() for file in request.FILES.getlist("photos")]


def test_a_file_comes_through_whole() -> None:
    assert received(1000) == [b"x" * 1000]


def test_a_file_that_is_too_large_keeps_one_byte_more_than_is_allowed() -> None:
    assert [len(file) for file in received(1001, 90_000, 10, most_files=3)] == [1001, 1001, 10]


def test_files_beyond_the_most_are_dropped() -> None:
    assert len(received(10, 10, 10)) == 2


@pytest.mark.usefixtures("settings")
def test_nothing_is_written_to_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    received(5_000_000, most_bytes=6_000_000)

    assert list(tmp_path.iterdir()) == []
