"""Takes in files without writing them to the disk, and no more of them than a page has use for."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class InMemoryUpload(FileUploadHandler):
    """Keeps the first files in memory, each up to one byte more than is allowed, and drops the rest."""

    def __init__(self, request: HttpRequest, *, most_files: int, most_bytes: int) -> None:
        super().__init__(request)
        self.files_left, self.most_bytes = most_files, most_bytes

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files_left -= 1
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what there is room for; it goes to no other handler."""
        if self.files_left >= 0:
            self.held.write(raw_data[: self.most_bytes + 1 - self.held.tell()])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The file, cut to what was kept."""
        if self.files_left < 0:
            return None
        size = self.held.tell()
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name, self.content_type, size, self.charset
        )
