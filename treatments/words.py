"""Words as search compares them: folded, and brought to their stems, in English and Arabic."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

# A letter or digit with its accents and vowel marks, which Python does not count as part of a word.
LETTER = "[^\\W_][\u0300-\u036f\u064b-\u0652\u0670]*"
WORD = re.compile(f"(?:{LETTER})+(?:['’](?:{LETTER})+)?")
ARABIC = re.compile("[\u0600-\u06ff]")
# Letters that are written in several ways and read as one: alef with hamza or madda, alef maqsura,
# hamza on a seat, ta marbuta; and the stretch mark, which says nothing.
ARABIC_FOLD = {
    0x0622: 0x0627,
    0x0623: 0x0627,
    0x0625: 0x0627,
    0x0671: 0x0627,
    0x0649: 0x064A,
    0x0624: 0x0648,
    0x0626: 0x064A,
    0x0629: 0x0647,
    0x0640: None,
}
_SAY_NOTHING = """
a about after an and are as at be but by can could do does for from has have how i if in is it its like
look looks me my of on or our should so that the their there they this to was we what when where which who
will with would you your
"""
STOP_WORDS = frozenset(_SAY_NOTHING.split())


class _Stemmers(threading.local):
    """A pair for each thread: a stemmer works on a word it keeps in itself."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")
        self.arabic = snowballstemmer.stemmer("arabic")


_stemmers = _Stemmers()


def folded(text: str) -> str:
    """Lower case, without accents and vowel marks; one form for letters that read alike."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare).translate(ARABIC_FOLD)


@lru_cache(maxsize=20_000)  # the library holds some 4,000 words, met again on every page
def stem(word: str) -> str:
    """The stem of one folded word."""
    if ARABIC.search(word):
        return str(_stemmers.arabic.stemWord(word))
    return str(_stemmers.english.stemWord(word.replace("'", "")))


def stems(text: str) -> list[str]:
    """The stems of a text, in order, without words that say nothing."""
    return [stem for stem, _start, _end in placed_stems(text)]


def placed_stems(text: str) -> Iterator[tuple[str, int, int]]:
    """Each stem with where its word stands in the text."""
    for match in WORD.finditer(text):
        word = folded(match[0])
        if word not in STOP_WORDS:
            yield stem(word), match.start(), match.end()
