"""Passages and lists of approvals that print themselves are found, with the way on which they do."""

from __future__ import annotations

import pytest

from tests.factories import ApprovalFactory, PassageFactory, TreatmentFactory
from treatments.circles import circle_of, circles, in_words
from treatments.models import Approval, Passage

pytestmark = pytest.mark.django_db


def print_in_turn(**bodies: str) -> None:
    for key, body in bodies.items():
        PassageFactory.create(key=key, body=body)


def test_what_prints_itself_by_way_of_others_is_found_with_the_way() -> None:
    print_in_turn(
        one="{passage:two}", two="Words {passage:three}", three="{passage:one}", other="{passage:one}"
    )

    found = circles()

    assert set(found) == {"{passage:one}", "{passage:two}", "{passage:three}"}
    assert found["{passage:two}"] == ["{passage:two}", "{passage:three}", "{passage:one}", "{passage:two}"]


def test_what_is_printed_twice_is_no_circle() -> None:
    print_in_turn(one="{passage:two} {passage:three}", two="{passage:three}", three="Words {passage:missing}")

    assert circles() == {}


def test_a_list_of_approvals_can_stand_in_a_circle() -> None:
    ApprovalFactory.create(treatment__slug="prp", status="{passage:one}")
    print_in_turn(one="{approvals:prp}")

    assert circles()["{passage:one}"] == ["{passage:one}", "{approvals:prp}", "{passage:one}"]


def test_a_changed_text_is_judged_before_it_is_stored() -> None:
    print_in_turn(one="Words", two="{passage:one}")
    one = Passage.objects.get(key="one")

    one.body = "{passage:two}"

    assert circle_of(one) == ["{passage:one}", "{passage:two}", "{passage:one}"]
    assert circles() == {}


def test_a_text_that_mends_a_circle_is_none() -> None:
    print_in_turn(one="{passage:two}", two="{passage:one}")
    one = Passage.objects.get(key="one")

    one.body = "Words"

    assert circle_of(one) == []


def test_a_new_row_is_judged_with_what_is_stored() -> None:
    prp = TreatmentFactory.create(slug="prp")
    ApprovalFactory.create(treatment=prp, place="Here", status="{passage:one}")

    assert circle_of(Passage(key="one", body="{passage:one}")) == ["{passage:one}", "{passage:one}"]
    assert circle_of(Passage(key="one", body="{approvals:prp}"))
    assert circle_of(Passage(key="one", body="Words")) == []
    assert circle_of(Approval(treatment=prp, place="There", status="{approvals:prp}"))


def test_a_circle_is_told_in_words() -> None:
    words = in_words(["{passage:one}", "{passage:two}", "{passage:one}"])

    assert words.startswith(
        "These print each other in a circle: {passage:one} → {passage:two} → {passage:one}."
    )
