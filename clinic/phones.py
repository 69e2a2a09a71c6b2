"""Phone numbers as people type them, and as we keep and show them."""

from __future__ import annotations

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

HOME_REGION = "AE"


class NotAPhoneNumber(ValueError):
    """What was typed cannot be a full phone number."""


def to_e164(typed: str, region: str = HOME_REGION) -> str:
    """The number in E.164 (+971501234567).

    A leading + or 00 overrides the region; Arabic-Indic digits, spaces and brackets are welcome.

    Raises:
        NotAPhoneNumber: it is no number that could be called.
    """
    plain = _plain(typed)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    try:
        number = phonenumbers.parse(plain, region)
    except NumberParseException:
        raise NotAPhoneNumber(typed) from None
    if number.extension or not _may_be_called(number):
        raise NotAPhoneNumber(typed)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def for_reading(e164: str) -> str:
    """The number with its spaces, as printed: +971 50 123 4567. Unchanged when it is no number."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def masked(e164: str) -> str:
    """The number with its middle hidden: +971 50 ••• ••67."""
    shown = for_reading(e164)
    digits = [place for place, mark in enumerate(shown) if mark.isdigit()]
    hidden = set(digits[5:-2])
    return "".join("•" if place in hidden else mark for place, mark in enumerate(shown))


def digits_of(typed: str) -> str:
    """The digits of what was typed, as ASCII."""
    return "".join(str(unicodedata.decimal(mark)) for mark in typed if mark.isdecimal())


def _may_be_called(number: phonenumbers.PhoneNumber) -> bool:
    """Whether a person may have this number. At home it must be one in use; abroad, where ranges
    change without our hearing of it, a mobile number's length is enough.
    """
    if phonenumbers.is_valid_number(number):
        return True
    is_home = number.country_code == phonenumbers.country_code_for_region(HOME_REGION)
    return not is_home and phonenumbers.is_possible_number_for_type(number, PhoneNumberType.MOBILE)


def _plain(typed: str) -> str:
    """ASCII digits and a leading plus; everything a person types between them is dropped."""
    kept = []
    for mark in unicodedata.normalize("NFKC", typed).strip():
        if mark.isdecimal():
            kept.append(str(unicodedata.decimal(mark)))
        elif mark == "+" and not kept:
            kept.append(mark)
        elif mark.isalpha():
            raise NotAPhoneNumber(typed)
    return "".join(kept)
