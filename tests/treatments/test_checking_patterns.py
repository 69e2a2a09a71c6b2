"""The little language of rules: each piece of it finds what it says, and a slip in it is named."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treatments.checking import meets, words
from treatments.checking.patterns import BadPattern, Index, groups


@pytest.mark.parametrize(
    ("pattern", "text", "is_met"),
    [
        ("risk", "The risks are known.", True),
        ('"risk"', "The risks are known.", False),
        ('"risk"', "The risk is known.", True),
        ("risk/danger", "The danger is known.", True),
        ("side-effect/risk free", "It is side effect free.", True),
        ("zero … risk", "It has zero of the usual risk.", True),
        ("zero …1 risk", "It has zero of the usual risk.", False),
        ("zero … risk", "It has zero; the usual risk stays.", False),
        ("@harm here", "A scar here.", True),
        ("<number> hairs", "It gave 90 hairs.", True),
        ("<percent> of", "It helped 90% of them.", True),
        ("<percent> of", "It helped 90 of them.", False),
        ("after <time>", "It grows after two weeks.", True),
        ("regrow\n+\n5 weeks", "You regrow hair, in about 5 weeks.", True),
        ("regrow\n+\n5 weeks", "You regrow hair.", False),
        ("مخاطر", "كل المخاطر معروفة.", True),
        ("الأفضل", "هذا أفضل من غيره.", False),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, text: str, *, is_met: bool) -> None:
    assert meets(pattern, text, words("harm", "scar, infection"), words("stops-a-gap", "not")) is is_met


def test_a_gap_never_passes_over_a_not() -> None:
    assert not meets("zero … risk", "It has zero and not a risk.", words("stops-a-gap", "not"))


@pytest.mark.parametrize(
    ("pattern", "words_of_the_slip"),
    [
        ("… risk", "… stands between words"),
        ("risk …", "… stands between words"),
        ("@nothing", "no word list called @nothing"),
        ("@round", "holds itself"),
        ("ri*sk", "cannot be read"),
        ("<hours>", "cannot be read"),
        ("risk\n+\n", "one of them is empty"),
    ],
)
def test_a_slip_in_a_pattern_is_named(pattern: str, words_of_the_slip: str) -> None:
    with pytest.raises(BadPattern, match=words_of_the_slip):
        groups(pattern, Index({"round": "risk, @round"}))


@given(st.text(st.sampled_from('ab…/@<>"+, \n2'), max_size=40))
def test_any_pattern_is_read_or_refused(pattern: str) -> None:
    with suppress(BadPattern):
        assert groups(pattern, Index({}))
