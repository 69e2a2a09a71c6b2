"""Static files as they are deployed: hashed, compressed, and one stylesheet instead of thirty."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Stylesheets that pages link to and that are made of others.
BUNDLES = ("site.css", "admin-theme/theme.css", "admin-theme/rtl.css")
IMPORT = re.compile(
    r"^@import (?:url\()?[\"'](?P<name>[^\"']+)[\"']\)?(?: layer\((?P<layer>[\w-]+)\))?;$", re.MULTILINE
)
ADDRESS = re.compile(r"url\([\"']?(?!data:|https?:|[/#])(?P<path>[^\"')]+)[\"']?\)")


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base
    """Puts the files that a stylesheet imports in place of its @import lines.

    The source stays one file a component and works as it is; the visitor makes one request.
    """

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002  Django's own signature
        **options: Any,
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        if not dry_run:
            # Every bundle is read before one is written: none may hold another's result.
            bundles = {name: self._bundled(name, name) for name in BUNDLES if name in paths}
            for name, source in bundles.items():
                self.delete(name)
                self._save(name, ContentFile(source.encode()))
                # From here on the bundle is the source, not the file it was made from.
                paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)

    def _bundled(self, name: str, bundle: str) -> str:
        """A stylesheet with its imports put in place, its addresses as seen from the bundle."""

        def put_in_place(match: re.Match[str]) -> str:
            source = self._bundled(_beside(name, match["name"]), bundle)
            return f"@layer {match['layer']} {{\n{source}\n}}" if match["layer"] else source

        def as_seen_from_bundle(match: re.Match[str]) -> str:
            path = posixpath.relpath(_beside(name, match["path"]), posixpath.dirname(bundle) or ".")
            return f'url("{path}")'

        # Addresses first: an import has its own, and what it brings has been seen to already.
        parts = IMPORT.split(self._read(name))
        own = [ADDRESS.sub(as_seen_from_bundle, text) for text in parts[::3]]
        imports = [put_in_place(match) for match in IMPORT.finditer(self._read(name))]
        return "".join(text for pair in zip(own, [*imports, ""], strict=True) for text in pair)

    def _read(self, name: str) -> str:
        with self.open(name) as file:
            source: bytes = file.read()
        return source.decode()


def _beside(name: str, path: str) -> str:
    """The name of a file that another names by its own place."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
