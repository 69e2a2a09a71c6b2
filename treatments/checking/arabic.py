"""The base forms an Arabic word may come from: والمضمونة comes from مضمون."""

from __future__ import annotations

import re
from functools import lru_cache

# Vowel signs, tatweel, and marks that only turn the direction of writing.
MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)
LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "گ": "ك",
        "ک": "ك",
        "ی": "ي",
    }
)
# Spoken Arabic of the Gulf and of Egypt, as the written language says it.
SPOKEN = (
    (re.compile(r"\bما ?في(?:ه|ش)?\b|\bماكو\b"), "لا يوجد"),
    (re.compile(r"\b(?:مو|مش|مهو|مب|موب)\b"), "ليس"),
    (re.compile(r"\b(?:راح|رح) (?=[يتنا][\u0621-\u064a]{2})"), "س"),
    (re.compile(r"\b([وفبل]?)هال(?=[\u0621-\u064a]{3})"), r"\1ال"),
    (re.compile(r"\bاللي\b"), "الذي"),
    (re.compile(r"(?<=[\u0621-\u064a]ه) وحده\b"), " واحده"),
    (re.compile(r"\bشي\b"), "شيء"),
    (re.compile(r"\bبس\b"), "فقط"),
    (re.compile(r"\bليش\b"), "لماذا"),
)
# Words that are told apart by a mark alone: دوّن "write down", دون "without".
WRITE_DOWN = re.compile("\\bد\u064f?و(?:\u0651\u0650?|\u0650\u0651)ن")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
ARABIC = re.compile("[\u0621-\u064a]")
CONJUNCTIONS = ("و", "ف")
PARTICLES = ("ب", "ك", "ل", "س")
ENDINGS = (
    "ها",
    "هما",
    "هم",
    "هن",
    "كما",
    "كم",
    "كن",
    "نا",
    "ني",
    "ات",
    "ون",
    "ين",
    "ان",
    "وا",
    "تم",
    "ه",
    "ك",
    "ي",
    "ا",
    "ت",
)
STEM = 3  # letters a stem keeps
SHORTEST = 2  # letters that a word keeps when it loses its conjunction


def unfold(text: str) -> str:
    """Without marks, one letter for the forms of alef, ya, hamza and ta marbuta, plain digits, no dialect."""
    text = WRITE_DOWN.sub("اكتب", text)
    text = MARKS.sub("", text).translate(DIGITS).replace("٪", "%").translate(LETTERS)
    if not ARABIC.search(text):
        return text
    for pattern, written in SPOKEN:
        text = pattern.sub(written, text)
    return text


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """The word and every base form it may come from; the word is unfolded."""
    found: set[str] = set()
    for start in _without_beginning(word):
        found |= _without_ending(start)
    return frozenset(found | {_third_person(form) for form in found})


def _without_beginning(word: str) -> set[str]:
    found = {word}
    for letters in (CONJUNCTIONS, PARTICLES):
        found |= {form[1:] for form in found if form.startswith(letters) and len(form) > SHORTEST}
    found |= {form[2:] for form in found if form.startswith("ال") and len(form) > STEM}
    # "for the" writes its article with one letter less
    return found | {form[2:] for form in (word, word[1:]) if form.startswith("لل") and len(form) > STEM}


def _without_ending(word: str) -> set[str]:
    found = {word}
    for _twice in range(2):
        for form in list(found):
            found |= {
                form[: -len(end)] for end in ENDINGS if form.endswith(end) and len(form) - len(end) >= STEM
            }
    # A ta marbuta opens before a possessive: نتيجة, نتيجتك.
    return found | {f"{form[:-1]}ه" for form in found if form.endswith("ت") and len(form) > STEM}


def _third_person(form: str) -> str:
    """نضمن, تضمن and أضمن as يضمن, so that a rule names a verb once; but no noun with its article."""
    if len(form) > STEM and form[0] in "تنا" and not form.startswith("ال"):
        return f"ي{form[1:]}"
    return form
