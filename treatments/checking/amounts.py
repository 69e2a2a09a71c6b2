"""Reads lengths of time and other amounts in a sentence: two days, 48 hours and يومين are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from treatments.checking.measures import Amount
from treatments.checking.quantities import (
    AT_LEAST,
    BEFORE_ONE,
    BESIDE_ONE,
    EACH,
    FILLERS,
    JOINERS,
    MOMENTS,
    NOT_A_WAIT,
    NUMBERS,
    ONE_AFTER,
    ORDINALS,
    PAIRS,
    UNITS,
    UP_TO,
    VAGUE,
    WHOLE,
)
from treatments.checking.words import Word, words_of

ARTICLES = frozenset({"a", "an"})
TEN, TWENTY, HUNDRED = 10, 20, 100
LOOK_BACK = 3
Words = Sequence[Word]
Value = TypeVar("Value")


def amounts_in(words: Words) -> list[Amount]:
    """Every amount, from left to right."""
    found: list[Amount] = []
    place = 0
    while place < len(words):
        amount = _amount_at(words, place)
        if amount and not words[amount.start].is_printed:
            found.append(amount)
        place = max(amount.end if amount else 0, place + 1)
    return found


def amount_of(text: str) -> Amount | None:
    """The one amount of a fact's value, or None: "up to 7 days", "about 1 cm a month"."""
    return next(iter(amounts_in(words_of(text))), None)


def number_of(word: Word) -> float | None:
    """The number a word stands for."""
    digits = word.text.replace(",", "").removesuffix("%")
    if digits[:1].isdigit():
        return float(digits) if digits.count(".") <= 1 else None
    return _looked_up(word, NUMBERS)


def _looked_up(word: Word, table: Mapping[str, Value]) -> Value | None:
    """What a table says of a word; the longest of its forms is the surest: وعشرين is 20 before it is 10."""
    known = [form for form in word.forms if form in table]
    return table[max(known, key=lambda form: (len(form), form))] if known else None


def _amount_at(words: Words, place: int) -> Amount | None:
    for read in (_moment, _pair, _place_in_time, _numbered, _bare_unit):
        amount = read(words, place)
        if amount:
            return _finished(words, amount)
    return None


def _finished(words: Words, amount: Amount) -> Amount | None:
    if words[amount.start].text in ARTICLES and not _may_count_one(words, amount):
        return None
    if any(not NOT_A_WAIT.isdisjoint(word.forms) for word in words[amount.end : amount.end + 2]):
        return None
    before = " ".join(word.text for word in words[max(0, amount.start - LOOK_BACK) : amount.start])
    after = " ".join(word.text for word in words[amount.end : amount.end + 2])
    bound = amount.bound or _bound(before, after) if amount.low == amount.high or amount.is_vague else ""
    previous = words[amount.start - 1].forms if amount.start else frozenset[str]()
    is_one = words[amount.start].text in {"a", "an", "في"} or words[amount.start].forms & UNITS.keys()
    is_rate = bool(previous & {"every", "each", "per", "كل"}) or bool(is_one and previous & EACH)
    return Amount(
        amount.measure, amount.low, amount.high, amount.start, amount.end, bound, amount.is_vague, is_rate
    )


def _may_count_one(words: Words, amount: Amount) -> bool:
    """A week is one week; a visit counts nothing, and a second visit is no second."""
    return amount.measure == "time" and words[amount.end - 1].text != "second"


def _bound(before: str, after: str) -> str:
    if any(before.endswith(phrase) for phrase in UP_TO):
        return "up to"
    if any(before.endswith(phrase) for phrase in AT_LEAST) or after.startswith(
        ("or more", "او اكثر", "علي الاقل", "at least")
    ):
        return "at least"
    return ""


def _moment(words: Words, place: int) -> Amount | None:
    for length in (6, 5, 4, 3, 2, 1):
        phrase = " ".join(word.text for word in words[place : place + length])
        if phrase in MOMENTS and place + length <= len(words):
            return Amount("time", MOMENTS[phrase], MOMENTS[phrase], place, place + length)
    return None


def _pair(words: Words, place: int) -> Amount | None:
    found = _looked_up(words[place], PAIRS)
    if found is None:
        return None
    low = _one_before(words, place, found[0])
    return Amount(found[0], low or found[1], found[1], place, place + 1, is_vague=low is not None)


def _one_before(words: Words, place: int, measure: str) -> float | None:
    """One of a unit in "a day or two": يوما أو يومين."""
    unit = _unit(words, place - 2) if place > 1 and words[place - 1].text == "او" else None
    return unit[1] if unit and unit[0] == measure else None


def _place_in_time(words: Words, place: int) -> Amount | None:
    """Week five, month 6, the second month, الأسبوع الخامس."""
    if place + 1 >= len(words) or words[place].clause != words[place + 1].clause:
        return None
    unit, nth = _unit(words, place), _nth(words, place + 1)
    # "second" is a unit and an ordinal: before a unit it is the ordinal.
    if words[place].text.isascii() and _ordinal(words[place]) and _unit(words, place + 1):
        if words[place + 1].text.endswith("s"):
            return None  # the first days are no first day
        unit, nth = _unit(words, place + 1), _ordinal(words[place])
    if unit is None or unit[0] != "time" or nth is None:
        return None
    return Amount("time", nth * unit[1], nth * unit[1], place, place + 2)


def _nth(words: Words, place: int) -> float | None:
    """The number after a unit: five in week five, الخامس in الأسبوع الخامس."""
    unit, following = words[place - 1], words[place]
    if unit.text.startswith("ال"):
        is_one = PLURALS.isdisjoint(unit.forms)
        return (_ordinal(following) or number_of(following)) if is_one else None
    is_plain = unit.text in UNITS and not _unit(words, place + 1)
    return number_of(following) if is_plain else None


def _ordinal(word: Word) -> float | None:
    nth = _looked_up(word, ORDINALS)
    return None if nth is None else float(nth)


def _numbered(words: Words, place: int) -> Amount | None:
    numbers, end = _numbers(words, place)
    if not numbers:
        return None
    end = _past_fillers(words, end)
    unit = _unit(words, end)
    if unit is None:
        return None
    values = [number * unit[1] for low_high in numbers for number in low_high]
    is_vague = any(low != high for low, high in numbers)
    more, last = _more_of_it(words, end + 1, unit[1])
    is_vague = is_vague or (bool(more) and words[place].text in ARTICLES)  # "a day or two"
    values += more
    return Amount(unit[0], min(values), max(values), place, last, "", is_vague)


def _past_fillers(words: Words, place: int) -> int:
    for _filler in range(2):
        if place < len(words) and words[place].text in FILLERS:
            place += 1
    return place


def _more_of_it(words: Words, place: int, size: float) -> tuple[list[float], int]:
    """What follows the unit and belongs to it: "a day or two", "يوم أو يومين"."""
    if place + 1 >= len(words) or words[place].text not in JOINERS:
        return [], place
    pair, number = _pair(words, place + 1), number_of(words[place + 1])
    if pair:
        return [pair.high], pair.end
    if number is not None and _unit(words, place + 2) is None:
        return [number * size], place + 2
    return [], place


def _numbers(words: Words, place: int) -> tuple[list[tuple[float, float]], int]:
    """The number or numbers that start here, and where they end: 24 to 48, one or two, a few."""
    first, end = _number(words, place)
    if first is None:
        return [], place
    found = [first]
    joined = end + 1 if end < len(words) and words[end].text in JOINERS else end
    second, second_end = _number(words, joined) if joined < len(words) else (None, end)
    # A unit may stand between: "24 hours to 48 hours" is read as two amounts, which is as good.
    if second is not None and (joined > end or words[end].text[:1].isdigit()):
        found.append(second)
        end = second_end
    elif _is_and(words, end):
        number = number_of(words[end])
        found.append((number, number)) if number is not None else None
        end += 1
    return found, end


def _is_and(words: Words, place: int) -> bool:
    """24 و48: the number carries the conjunction."""
    return place < len(words) and words[place].text.startswith("و") and number_of(words[place]) is not None


def _number(words: Words, place: int) -> tuple[tuple[float, float] | None, int]:
    if place >= len(words):
        return None, place
    word = words[place]
    if word.text in ARTICLES:
        return _after_article(words, place)
    vague = _looked_up(word, VAGUE)
    if vague:
        return vague, place + 1
    number = number_of(word)
    if number is None or word.text.endswith("%"):
        return None, place
    number, end = _with_second_word(words, place, number)
    return (number, number), end


def _after_article(words: Words, place: int) -> tuple[tuple[float, float], int]:
    """A few, a hundred; or the article itself, which is one."""
    following, end = _number(words, place + 1)
    if following is not None and words[place + 1].text not in ARTICLES:
        return following, end
    return (1, 1), place + 1


def _with_second_word(words: Words, place: int, number: float) -> tuple[float, int]:
    """A number in two words: "twenty four", "أربع وعشرين"."""
    end = place + 1
    more = number_of(words[end]) if end < len(words) else None
    if more is None or words[place].text[0].isdigit():
        return number, end
    tens_first = number >= TWENTY and more < TEN and not words[end].text[0].isdigit()
    ones_first = number < TEN and TWENTY <= more < HUNDRED and words[end].text.startswith("و")
    return (number + more, end + 1) if tens_first or ones_first else (number, end)


def _bare_unit(words: Words, place: int) -> Amount | None:
    """Within hours, خلال أيام, بعد أسبوع: a unit that brings no number."""
    unit = _unit(words, place)
    if unit is None or unit[0] != "time" or not place:
        return None
    word, previous = words[place], words[place - 1]
    following = words[place + 1].forms if place + 1 < len(words) else frozenset[str]()
    if not WHOLE.isdisjoint(following) and not word.text.startswith("ال"):
        return Amount(unit[0], unit[1], unit[1], place, place + 2)
    if not ONE_AFTER.isdisjoint(previous.forms) and not word.text.startswith("ال"):
        return _one_or_some(words, place, unit)
    is_known_one = previous.text in BEFORE_ONE or word.text.startswith("ال")
    if is_known_one and not BESIDE_ONE.isdisjoint(following) and not _is_plural(word):
        return Amount(unit[0], unit[1], unit[1], place, place + 1)
    if previous.text in {"within", "in", "after", "just", "of"} and word.text in {
        "hours",
        "days",
        "weeks",
        "minutes",
    }:
        return Amount("time", 2 * unit[1], 7 * unit[1], place, place + 1, "", is_vague=True)
    return None


PLURALS = frozenset({"ساعات", "ايام", "اسابيع", "دقايق", "اشهر", "شهور", "سنوات", "ثوان", "اعوام"})


def _is_plural(word: Word) -> bool:
    return word.text.endswith("s") or not PLURALS.isdisjoint(word.forms)


def _one_or_some(words: Words, place: int, unit: tuple[str, float]) -> Amount:
    is_some = not PLURALS.isdisjoint(words[place].forms)
    low, high = (2.0, 7.0) if is_some else (1.0, 1.0)
    end, values = place + 1, [low * unit[1], high * unit[1]]
    if end + 1 < len(words) and words[end].text in JOINERS:
        tail = _pair(words, end + 1)
        if tail and tail.measure == unit[0]:
            values.append(tail.high)
            end = tail.end
    following = words[end].forms if end < len(words) else frozenset[str]()
    if following & {"واحد", "واحده", "قليله", "معدوده"}:
        end += 1
    return Amount(unit[0], min(values), max(values), place, end, "", is_some)


def _unit(words: Words, place: int) -> tuple[str, float] | None:
    if place >= len(words):
        return None
    return _looked_up(words[place], UNITS)
