"""What people upload becomes a plain photo, or a kind refusal; nothing else comes through."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from leads.photos import judging as photos
from leads.photos import redraw

HEIC = Path(__file__).parents[2] / "data" / "drawn.heic"


def drawn(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    """A photo with a red corner, top left."""
    photo = Image.new("RGB", size, "white")
    photo.paste("red", (0, 0, 20, 20))
    kept = io.BytesIO()
    photo.convert(mode).save(kept, kind, **options)
    return kept.getvalue()


def seen(raw: bytes) -> Image.Image:
    """The photo that comes out."""
    return Image.open(io.BytesIO(photos.made_safe(raw)))


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    return bool(red > 200 and green < 80 and blue < 80)


def png_that_claims(width: int, height: int) -> bytes:
    """A small file that says it is a huge picture."""
    raw = bytearray(drawn("PNG"))
    raw[16:24] = struct.pack(">II", width, height)
    raw[29:33] = struct.pack(">I", zlib.crc32(raw[12:29]))
    return bytes(raw)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("WEBP", "RGB"),
    ],
)
def test_every_kind_of_photo_comes_out_as_jpeg(kind: str, mode: str) -> None:
    photo = seen(drawn(kind, mode=mode))

    assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (60, 40))


def test_a_phone_s_heic_comes_out_as_jpeg() -> None:
    photo = seen(HEIC.read_bytes())

    assert (photo.format, photo.size) == ("JPEG", (320, 240))


def test_a_photo_taken_sideways_comes_out_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    photo = seen(drawn(exif=exif))

    assert photo.size == (40, 60)
    assert is_red(photo.getpixel((35, 5)))


def test_a_large_photo_comes_out_no_longer_than_2400_pixels() -> None:
    photo = seen(drawn(size=(3000, 1500)))

    assert photo.size == (2400, 1200)


def test_colours_are_those_of_the_photo_s_own_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    photo = seen(drawn(icc_profile=profile))

    assert is_red(photo.getpixel((5, 5)))
    assert "icc_profile" not in photo.info


def test_a_colour_profile_that_cannot_be_read_harms_nothing() -> None:
    assert is_red(seen(drawn(icc_profile=b"no profile at all")).getpixel((5, 5)))


def test_transparency_becomes_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")

    assert seen(clear.getvalue()).getpixel((5, 5)) == (255, 255, 255)


def test_metadata_and_foreign_bytes_do_not_survive() -> None:
    exif = Image.Exif()
    exif[0x010E] = "PLANTED"
    raw = drawn(exif=exif, comment=b"PLANTED") + b"<script>PLANTED</script>"

    out = photos.made_safe(raw)

    assert b"PLANTED" in raw
    assert b"PLANTED" not in out
    assert set(Image.open(io.BytesIO(out)).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"hello", "not a photo we can read"),
        (b"%PDF-1.7 a page", "not a photo we can read"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "not a photo we can read",
        ),
        (drawn("GIF"), "not a photo we can read"),
        (drawn("TIFF"), "not a photo we can read"),
        (drawn(size=(400, 400))[:700], "damaged"),
        (png_that_claims(30_000, 30_000), "too many pixels"),
        (bytes(redraw.MOST_BYTES + 1), "larger than 12 MB"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_what_to_do(raw: bytes, says: str) -> None:
    with pytest.raises(photos.BadPhoto, match=says):
        photos.made_safe(raw)


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PATIENCE_SECONDS", 0.01)

    with pytest.raises(photos.BadPhoto, match="damaged"):
        photos.made_safe(drawn())


def test_when_every_turn_is_taken_people_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PATIENCE_SECONDS", 0.01)
    taken = [photos.turns.acquire() for _turn in range(2)]

    with pytest.raises(photos.BadPhoto, match="in a minute"):
        photos.made_safe(drawn())

    for _turn in taken:
        photos.turns.release()


def test_the_child_may_not_eat_memory() -> None:
    program = f"""
import sys
sys.path.insert(0, {str(Path(redraw.__file__).parent)!r})
import redraw
redraw.limit_ourselves()
bytearray(2 * redraw.MOST_MEMORY)
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)  # noqa: S603  our own words

    assert b"MemoryError" in done.stderr


def test_damaged_photos_are_refused_or_drawn_and_never_anything_else() -> None:
    chance = random.Random(20)  # noqa: S311  the same damage at every run
    for kind in ("JPEG", "PNG", "WEBP"):
        for _round in range(8):
            raw = bytearray(drawn(kind))
            for _byte in range(chance.randint(1, 30)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)

            try:
                out = photos.made_safe(bytes(raw))
            except photos.BadPhoto:
                continue

            assert out.startswith(b"\xff\xd8")
