"""Base forms of Arabic words."""

from __future__ import annotations

import pytest

from treatments.checking import arabic


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("المخاطر", "مخاطر"),
        ("والمضمونة", "مضمون"),
        ("نتيجتك", "نتيجة"),
        ("للبصيلات", "بصيلات"),
        ("نضمن", "يضمن"),
        ("بشعرك", "شعر"),
        ("سيعود", "يعود"),
    ],
)
def test_a_form_leads_to_its_base(word: str, base: str) -> None:
    assert arabic.unfold(base) in arabic.forms(arabic.unfold(word))


@pytest.mark.parametrize("word", ["ورم", "بعد", "كل"])
def test_a_short_word_keeps_its_letters(word: str) -> None:
    assert word in arabic.forms(word)


@pytest.mark.parametrize(
    ("written", "read"),
    [("أإآٱ", "اااا"), ("مُؤكَّد", "موكد"), ("كـــل", "كل"), ("١٢٫٥", "12.5"), ("شيئ", "شيي")],
)
def test_letters_that_read_alike_are_one(written: str, read: str) -> None:
    assert arabic.unfold(written) == read


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("ما فيه ألم", "لا يوجد الم"),
        ("مو مؤلم", "ليس مولم"),
        ("راح ينبت", "سينبت"),
        ("وهالإبر", "والابر"),
        ("اللي جربوا", "الذي جربوا"),
        ("جلسة وحدة بس", "جلسه واحده فقط"),
        ("هالة", "هاله"),
    ],
)
def test_spoken_arabic_reads_as_the_written_language_says_it(spoken: str, written: str) -> None:
    assert arabic.unfold(spoken) == written


def test_write_down_is_not_without() -> None:
    assert arabic.unfold("دوّن أسئلتك") == "اكتب اسيلتك"
    assert arabic.unfold("دون أسئلة") == "دون اسيله"


def test_a_noun_with_its_article_is_no_verb() -> None:
    assert "يلمس" not in arabic.forms(arabic.unfold("المسكنات"))
