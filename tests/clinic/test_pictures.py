"""The pictures that stand for pages: their size, what they say, and that they are drawn once."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from clinic import pictures
from clinic.pictures import Card, draw, picture_of

CARD = Card("Microneedling for hair loss", "Treatment", "Khusla")


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where pictures are kept in this test."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "pictures"


def test_a_picture_has_the_size_that_others_show() -> None:
    picture = Image.open(io.BytesIO(draw(CARD)))

    assert (picture.format, picture.size) == ("PNG", (1200, 630))


@pytest.mark.parametrize(
    "other",
    [
        replace(CARD, title="Exosomes"),
        replace(CARD, kind="Guide"),
        replace(CARD, clinic="Other"),
        replace(CARD, is_from_right=True),
    ],
)
def test_whatever_it_says_shows(other: Card) -> None:
    assert draw(other) != draw(CARD)
    assert other.digest != CARD.digest


@pytest.mark.parametrize(
    "title", ["", "x", "A" * 65, "word " * 13, "الإكسوسومات", "漢字", "\ufffe\u200b\n", "Ünï “quoted” – dash"]
)
def test_any_title_can_be_drawn(title: str) -> None:
    assert Image.open(io.BytesIO(draw(replace(CARD, title=title)))).size == (1200, 630)


def test_letters_that_no_face_holds_are_left_out() -> None:
    assert draw(replace(CARD, title="漢字")) == draw(replace(CARD, title=""))


def test_a_title_stands_on_even_lines() -> None:
    assert pictures._balanced("Microneedling for hair loss", 96) == [  # noqa: SLF001  what a reader sees
        "Microneedling",
        "for hair loss",
    ]


def test_a_picture_is_drawn_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = picture_of(CARD)
    monkeypatch.delattr(pictures, "draw")

    assert picture_of(CARD) == first
    assert [kept.name for kept in folder.iterdir()] == [f"{CARD.digest}.png"]


def test_a_picture_that_cannot_be_kept_is_shown_all_the_same(folder: Path) -> None:
    folder.write_text("in the way")

    assert picture_of(CARD) == draw(CARD)
