"""A child process: reads a photo from standard input, draws it anew as a plain JPEG on standard output.

Only pixels survive: metadata, colour profiles, comments and bytes of other formats do not. It runs alone
and under limits, because a hostile file may use a fault of a decoder to eat memory, time or more.
"""

from __future__ import annotations

import io
import resource
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

NOT_A_PHOTO, TOO_MANY_PIXELS, BROKEN = 3, 4, 5
MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 64_000_000
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 12
LONGEST_SIDE = 2400
# What phones and scanners make. Nothing that holds programs, pages or layers.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


def limit_ourselves() -> None:
    """No more memory and time than a large photo needs, and no file but the answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # macOS refuses this one.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def redraw(raw: bytes) -> bytes:
    """The photo as JPEG: upright, in sRGB, no side longer than 2,400 pixels.

    Raises:
        UnidentifiedImageError: it is none of the formats.
        DecompressionBombError: it has too many pixels.
        OSError, SyntaxError, ValueError: it is broken.
    """
    # Imported under the limits.
    from pi_heif import register_heif_opener  # noqa: PLC0415
    from PIL import Image, ImageOps  # noqa: PLC0415

    register_heif_opener(thumbnails=False)
    with Image.open(io.BytesIO(raw), formats=FORMATS) as photo:
        if photo.width * photo.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(photo)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        flat = _on_white(_in_srgb(upright))
        drawn = io.BytesIO()
        # Made from bare pixels, so that nothing else can come along.
        Image.frombytes("RGB", flat.size, flat.tobytes()).save(drawn, "JPEG", quality=86, optimize=True)
        return drawn.getvalue()


def _in_srgb(photo: Image) -> Image:
    """The photo with its own colour profile applied; as it is when the profile cannot be read."""
    from PIL import ImageCms  # noqa: PLC0415

    profile = photo.info.get("icc_profile")
    if not profile or photo.mode not in {"RGB", "CMYK"}:
        return photo
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ours = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(photo, given, ours, outputMode="RGB") or photo
    except (ImageCms.PyCMSError, OSError):
        return photo


def _on_white(photo: Image) -> Image:
    """The photo without transparency."""
    from PIL import Image  # noqa: PLC0415

    if not photo.has_transparency_data:
        return photo.convert("RGB")
    seen = photo.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def main() -> int:
    """Answer on standard output; the exit status says what was wrong."""
    limit_ourselves()
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        sys.stdout.buffer.write(redraw(sys.stdin.buffer.read(MOST_BYTES + 1)))
    except UnidentifiedImageError:
        return NOT_A_PHOTO
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
