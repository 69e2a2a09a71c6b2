"""Static files as they are deployed: hashed, compressed, and one stylesheet instead of thirty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "site.css"
IMPORT = re.compile(r'^@import url\("(?P<name>[^"]+)"\);$', re.MULTILINE)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """Puts the files that the stylesheet imports in place of its @import lines.

    The source stays one file a component and works as it is; the visitor makes one request.
    """

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002  Django's own signature
        **options: Any,
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        if not dry_run and STYLESHEET in paths:
            self._bundle()
            # From here on the bundle is the source, not the file it was made from.
            paths = {**paths, STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)

    def _bundle(self) -> None:
        source = self._read(STYLESHEET)
        bundled = IMPORT.sub(lambda match: self._read(match["name"]), source)
        # Imported files name their pictures and fonts from their own folder.
        bundled = bundled.replace('url("../', 'url("')
        self.delete(STYLESHEET)
        self._save(STYLESHEET, ContentFile(bundled.encode()))

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            source: bytes = file.read()
        return source.decode()
