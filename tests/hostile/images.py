"""Hostile photos: broken, lying, huge, stuffed with words that must not come through; and what came of them."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, PngImagePlugin

from leads.photos.judging import BadPhoto, made_safe
from leads.photos.redraw import MOST_BYTES

HEIC = Path(__file__).parent.parent / "data" / "drawn.heic"
# Names, places and programs that somebody hides in a photo.
PLANTED = b"PLANTED-Sara-Ahmed-25.2048N"
KINDS = ("JPEG", "PNG", "WEBP")
FOREIGN = (
    b"<script>alert(1)</script>",
    b"<?php system($_GET['c']); ?>",
    b"PK\x03\x04 a zip",
    b"%PDF-1.7 a page",
    b"MZ\x90\x00 a program",
    b"#!/bin/sh\nrm -rf /\n",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
)
END_OF_JPEG = b"\xff\xd9"


def files(seed: int, count: int) -> Iterator[bytes]:
    """So many files, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  the same at every run
    makers: tuple[Callable[[random.Random], bytes], ...] = (
        _stuffed, _stuffed, _cut_short, _damaged, _damaged, _with_a_tail, _two_at_once,
        _claiming_to_be_huge, _packed_words, _foreign, _noise, _other_kind, _with_a_lying_length,
    )  # fmt: skip
    for _number in range(count):
        yield chance.choice(makers)(chance)


def trial(seed: int, count: int) -> tuple[Counter[str], list[str]]:
    """What became of so many files, and what was wrong: anything but a clean photo or a kind refusal."""
    outcomes, problems = Counter[str](), list[str]()
    with ThreadPoolExecutor(2) as pool:
        for number, (outcome, problem) in enumerate(pool.map(_outcome, files(seed, count))):
            outcomes[outcome] += 1
            problems += [f"image {number}: {problem}"] if problem else []
    return outcomes, problems


def _outcome(raw: bytes) -> tuple[str, str]:
    try:
        kept = made_safe(raw)
    except BadPhoto as refusal:
        return str(refusal).partition(".")[0], ""
    return "kept", fault_of(kept)


def fault_of(kept: bytes) -> str:
    """What is wrong with a photo that was kept; nothing when it holds its pixels alone."""
    if PLANTED in kept or any(foreign in kept for foreign in FOREIGN):
        return "words came through"
    if not kept.endswith(END_OF_JPEG):
        return "bytes after its end"
    photo = Image.open(io.BytesIO(kept))
    photo.load()
    extra = set(photo.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    if photo.format != "JPEG" or extra or photo.getexif():
        return f"{photo.format} with {sorted(map(str, extra))}"
    return ""


def _drawn(chance: random.Random, kind: str = "", **options: object) -> bytes:
    size = chance.randint(1, 400), chance.randint(1, 400)
    photo = Image.effect_noise(size, 80).convert(chance.choice(["RGB", "L"]))
    kept = io.BytesIO()
    photo.save(kept, kind or chance.choice(KINDS), **options)
    return kept.getvalue()


def _words() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = PLANTED.decode()
    exif[0x9286] = PLANTED
    exif.get_ifd(0x8825)[1] = PLANTED.decode()
    return exif


def _stuffed(chance: random.Random) -> bytes:
    """Words everywhere a photo has room for them."""
    kind = chance.choice(KINDS)
    options: dict[str, object] = {"exif": _words(), "icc_profile": PLANTED * chance.randint(1, 9)}
    if kind == "JPEG":
        options["comment"] = PLANTED + chance.choice(FOREIGN)
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", PLANTED.decode(), zip=chance.random() < 0.5)
        told.add_itxt("XML:com.adobe.xmp", PLANTED.decode())
        options["pnginfo"] = told
    if kind == "WEBP":
        options["xmp"] = PLANTED
    return _drawn(chance, kind, **options)


def _cut_short(chance: random.Random) -> bytes:
    raw = chance.choice([_drawn(chance), HEIC.read_bytes()])
    return raw[: chance.randrange(len(raw))]


def _damaged(chance: random.Random) -> bytes:
    raw = bytearray(chance.choice([_stuffed(chance), HEIC.read_bytes()]))
    for _byte in range(chance.randint(1, 60)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def _with_a_tail(chance: random.Random) -> bytes:
    return _drawn(chance) + chance.choice(FOREIGN) * chance.randint(1, 500) + PLANTED


def _two_at_once(chance: random.Random) -> bytes:
    """A file that is one thing to one program and another to the next."""
    return chance.choice(FOREIGN) + b"\n" * chance.randint(0, 40) + _stuffed(chance)


def _claiming_to_be_huge(chance: random.Random) -> bytes:
    raw = bytearray(_drawn(chance, "PNG"))
    raw[16:24] = struct.pack(">II", chance.randint(1, 2**31 - 1), chance.randint(20_000, 2**31 - 1))
    raw[29:33] = struct.pack(">I", zlib.crc32(raw[12:29]))
    return bytes(raw)


def _packed_words(chance: random.Random) -> bytes:
    """A few bytes that unpack to many megabytes of text."""
    packed = zlib.compress(PLANTED * chance.choice([10, 1_000_000, 4_000_000]), 9)
    chunk = b"zTXtNote\x00\x00" + packed
    raw = _drawn(chance, "PNG")
    return (
        raw[:33] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + raw[33:]
    )


def _foreign(chance: random.Random) -> bytes:
    return chance.choice([*FOREIGN, b""]) + PLANTED * chance.randint(0, 3)


def _noise(chance: random.Random) -> bytes:
    start = chance.choice(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBP", b"\x00\x00\x00\x18ftypheic"]
    )
    return start + chance.randbytes(chance.choice([0, 10, 5_000, MOST_BYTES + 1]))


def _other_kind(chance: random.Random) -> bytes:
    kind = chance.choice(["GIF", "TIFF", "BMP", "PPM", "TGA", "PDF", "ICO", "DDS"])
    kept = io.BytesIO()
    Image.new("RGB", (chance.randint(1, 200), chance.randint(1, 200))).save(kept, kind)
    return kept.getvalue()


def _with_a_lying_length(chance: random.Random) -> bytes:
    """A part that says it is longer, or shorter, than it is."""
    raw = bytearray(_drawn(chance, chance.choice(["JPEG", "PNG"]), exif=_words()))
    place = chance.randrange(2, min(len(raw) - 4, 60))
    raw[place : place + 4] = struct.pack(">I", chance.choice([0, 1, 2**16, 2**31, 2**32 - 1]))
    return bytes(raw)
