"""Links to our own pages, and tokens, lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.treatments.checking import book, document, found_in, rule
from treatments.checking.documents import Document, Part
from treatments.checking.markup import Slip, slips_in

RULES = book(rule("dead-link", "built-in"), rule("unknown-token", "built-in"))


class Site:
    """One page with one part, and questions whose anchors nobody knows."""

    def has(self, path: str) -> bool:
        return path in {"/treatments/prp/", "/faq/"}

    def anchors(self, path: str) -> frozenset[str] | None:
        return frozenset({"risks"}) if path == "/treatments/prp/" else None


class Rows:
    """Knows no token at all."""

    def slips_in(self, text: str) -> Iterator[Slip]:
        if "{" in text:
            yield Slip(text.index("{"), "It names nothing.")
        yield from slips_in(text)


@pytest.mark.parametrize(
    ("link", "is_dead"),
    [
        ("/treatments/prp/", False),
        ("/treatments/prp/#risks", False),
        ("/treatments/prp/?a=b#risks", False),
        ("/treatments/prp/#gone", True),
        ("/treatments/gone/", True),
        ("/faq/#anything", False),
        ("#here", False),
        ("#there", True),
        ("https://example.org/", False),
    ],
)
def test_a_link_that_leads_nowhere_is_found(link: str, *, is_dead: bool) -> None:
    text = document(f"Read [about it]({link}).", anchors=("here",))

    found = found_in(text, rules=RULES, addresses=Site())

    assert [finding.rule for finding in found] == ["dead-link"] * is_dead
    assert all(link in finding.message for finding in found)


def test_a_link_of_an_image_is_no_link() -> None:
    assert found_in(document("![words](/gone.png)"), rules=RULES, addresses=Site()) == []


def test_a_gap_is_found_with_its_line_and_what_is_wrong() -> None:
    part = Part("", "One.\n\nTwo.", "One.\n\nTwo {claim:gone}.", first_line=1)

    (finding,) = found_in(Document("a.md", "en", (part,)), rules=RULES, tokens=Rows())

    assert (finding.place, finding.sentence) == ("a.md:3", "Two {claim:gone}.")
    assert finding.message == "Say what it does. It names nothing."


def test_a_box_left_open_is_found() -> None:
    (finding,) = found_in(document("::: do\n- rest"), rules=RULES, tokens=Rows())

    assert finding.sentence == "::: do"


def test_a_token_where_none_is_printed_is_found() -> None:
    title = Part("title", "A title", "A title {fact:wash}", is_composed=False)

    (finding,) = found_in(Document("page", "en", (title,)), rules=RULES)

    assert "Tokens are not printed here" in finding.message


def test_without_its_rule_nothing_is_looked_for() -> None:
    text = document("Read [about it](/gone/). {claim:gone}")

    assert found_in(text, rules=book(), addresses=Site(), tokens=Rows()) == []
