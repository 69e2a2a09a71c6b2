"""Draws the picture that stands for a page where people share it: its title under our name, over the scalp's horizon."""

from __future__ import annotations

import hashlib
import io
import logging
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = 1200, 630
# Drawn larger and made small, so that thin strokes stay smooth.
SCALE = 2
# Raised whenever the drawing changes, so that kept pictures are drawn anew.
VERSION = 1
MARGIN, HORIZON = 80, 508
LINE_HEIGHT, TITLE_HEIGHT, MOST_LINES, SIZES = 1.1, 220, 3, (96, 84, 74, 64, 54, 44)
NO_LETTER = "\uffff"

MIST, INK, INK_2 = "#e8ecec", "#15181b", "#41494e"
STRANDS, OUR_STRAND = 46, 37
COPPER, SKIN, SKIN_LINE, HAIR = "#c4602a", "#d8b393", "#7c4a2e", "#343b40"

Font = ImageFont.FreeTypeFont
Point = tuple[float, float]

# The site's own display faces, one for each script. Words that none of them holds are left out.
FACES = ("noto-serif-display-latin.woff2", "noto-naskh-arabic.woff2")
FOLDER = settings.BASE_DIR / "static" / "fonts"


@dataclass(frozen=True)
class Card:
    """What a picture says: nothing that is not a page's title, its kind and the clinic's name."""

    title: str
    kind: str
    clinic: str
    is_from_right: bool = False

    @property
    def digest(self) -> str:
        """Changes whenever the picture would."""
        said = f"{VERSION}\n{self.title}\n{self.kind}\n{self.clinic}\n{self.is_from_right}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def picture_of(card: Card) -> bytes:
    """The picture as PNG: drawn once, kept in the data folder until the card says something else."""
    kept = Path(settings.DATA_DIR) / "pictures" / f"{card.digest}.png"
    try:
        return kept.read_bytes()
    except OSError:
        drawn = draw(card)
    try:
        _keep(kept, drawn)
    except OSError as error:
        logger.warning("A picture cannot be kept: %s", error.strerror)
    return drawn


def _keep(kept: Path, drawn: bytes) -> None:
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    # Written aside and renamed, so that nobody is sent half a picture.
    fresh = kept.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(drawn)
    fresh.replace(kept)


def draw(card: Card) -> bytes:
    """The picture as PNG."""
    canvas = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), MIST)
    pen = ImageDraw.Draw(canvas)
    _draw_scalp(pen)
    _draw_words(pen, card)
    small = canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_scalp(pen: ImageDraw.ImageDraw) -> None:
    """From left to right hairs thicken; one of them is copper."""
    surface = [(x, _skin_at(x)) for x in range(0, WIDTH + 1, 4)]
    pen.polygon(_scaled([*surface, (WIDTH, HEIGHT), (0, HEIGHT)]), SKIN)
    pen.line(_scaled(surface), SKIN_LINE, 2 * SCALE)
    for nth in range(STRANDS):
        x = 14 + nth * 26 + 7 * math.sin(nth * 2.3)
        share = x / WIDTH
        is_ours = nth == OUR_STRAND
        length = 22 + 62 * share + 12 * math.sin(nth * 1.7) + (52 if is_ours else 0)
        _draw_hair(pen, x, length, 1.4 + 3.4 * share, COPPER if is_ours else HAIR)


def _skin_at(x: float) -> float:
    return HORIZON + 9 * math.sin(x / 190) + 3 * math.sin(x / 61)


def _draw_hair(pen: ImageDraw.ImageDraw, x: float, length: float, width: float, colour: str) -> None:
    """A tapered hair that leans with the wind, and its follicle below."""
    ground = _skin_at(x)
    depth, lean = 0.42 * length, 0.34 * length
    spine = [(x - lean * 0.3 * (1 - t), ground + depth * (1 - t)) for t in _steps()]
    spine += [(x + lean * t * t, ground - length * t) for t in _steps()]
    thick = [width * (1 - nth / len(spine)) for nth in range(len(spine))]
    left = [(px - half / 2, py) for (px, py), half in zip(spine, thick, strict=True)]
    right = [(px + half / 2, py) for (px, py), half in zip(spine, thick, strict=True)]
    pen.polygon(_scaled([*left, *reversed(right)]), colour)
    (bulb_x, bulb_y), radius = spine[0], width * 1.1
    box = _scaled([(bulb_x - radius, bulb_y - radius), (bulb_x + radius, bulb_y + 1.4 * radius)])
    pen.ellipse(box, SKIN_LINE)


def _steps() -> list[float]:
    return [nth / 12 for nth in range(13)]


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _draw_words(pen: ImageDraw.ImageDraw, card: Card) -> None:
    _draw_mark(pen, card)
    _write(pen, card, (MARGIN + 44, 62), card.clinic, 42, INK)
    _write(pen, card, (MARGIN, 150), card.kind, 34, INK_2)
    size, lines = _fitted(card.title)
    for nth, line in enumerate(lines):
        _write(pen, card, (MARGIN - 2, 200 + nth * LINE_HEIGHT * size), line, size, INK)


def _draw_mark(pen: ImageDraw.ImageDraw, card: Card) -> None:
    """Two strands, as in the header."""
    start = WIDTH - MARGIN - 24 if card.is_from_right else MARGIN
    for colour, base, tip, height in ((INK, 5, 21, 46), (COPPER, 16, 29, 27)):
        curve = [(start + base + (tip - base) * t * t, 112 - height * t) for t in _steps()]
        back = [(x + 5 * (1 - t), y) for (x, y), t in zip(curve, _steps(), strict=True)]
        pen.polygon(_scaled([*curve, *reversed(back)]), colour)


def _write(
    pen: ImageDraw.ImageDraw, card: Card, place: Point, words: str, size: int, colour: str
) -> None:  # fmt: skip
    """A line from the side on which its script starts; its letters are joined by raqm, where they join."""
    font = _font(words, size)
    if font is None:
        return
    inset, y = place
    x, anchor = (WIDTH - inset, "ra") if card.is_from_right else (inset, "la")
    pen.text((x * SCALE, y * SCALE), words, colour, font, anchor=anchor)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest letters in which the title stands on few enough lines, and those lines."""
    for size in SIZES:
        lines = _balanced(title, size)
        if len(lines) * size <= TITLE_HEIGHT and len(lines) <= MOST_LINES:
            break
    return size, lines[:MOST_LINES]


def _balanced(title: str, size: int) -> list[str]:
    """As few lines as it takes, as even as they can be."""
    widest = _lines(title, size, WIDTH - 2 * MARGIN)
    narrower = (_lines(title, size, width) for width in range(WIDTH // 3, WIDTH - 2 * MARGIN, 40))
    return next((lines for lines in narrower if len(lines) == len(widest)), widest)


def _lines(title: str, size: int, width: int) -> list[str]:
    font, lines = _font(title, size), [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font and font.getlength(longer) > width * SCALE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _font(words: str, size: int) -> Font | None:
    """The first face that holds every letter."""
    faces = (name for name in FACES if (FOLDER / name).exists())
    name = next((name for name in faces if all(_has(name, letter) for letter in words)), None)
    return _loaded(name, size) if name else None


@cache
def _loaded(name: str, size: int) -> Font:
    return ImageFont.truetype(FOLDER / name, size * SCALE)


@cache
def _has(name: str, letter: str) -> bool:
    plain = _loaded(name, 10).font_variant(layout_engine=ImageFont.Layout.BASIC)
    return letter == " " or bytes(plain.getmask(letter)) not in {b"", bytes(plain.getmask(NO_LETTER))}
