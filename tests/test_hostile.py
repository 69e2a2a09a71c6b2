"""`make hostile-test` in short: nothing breaks; and an error, or a row that breaks a rule, would be found."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from clinic.wsgi import application
from leads.models import ConsultationRequest, Delivery, Lead
from tests.factories import MONDAY_NOON, ConsultationRequestFactory, DeliveryFactory, EventFactory
from tests.hostile import images, sweep, trial
from tests.hostile.doors import Answer, Inside
from tests.hostile.posts import Post, posts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]


@pytest.mark.django_db(transaction=True)
def test_nothing_hostile_breaks_a_page_or_a_rule(caplog: pytest.LogCaptureFixture) -> None:
    door, counts, problems = Inside(application), Counter[int](), list[str]()

    trial.send(door, posts(7, 120, trial.own_pages(door, 10)), counts, problems)

    assert problems == []
    assert counts.total() == 120
    assert counts[303] > 0
    assert sweep.faults(seed=7) == []
    assert "Internal Server Error" not in caplog.text


def test_the_same_seed_sends_the_same() -> None:
    assert list(posts(7, 50, ["a"])) == list(posts(7, 50, ["a"]))
    assert list(posts(7, 50, ["a"])) != list(posts(8, 50, ["a"]))


class Broken:
    """A site that breaks."""

    host = ""

    def send(self, _post: Post) -> Answer:
        """An error for everybody."""
        return Answer(500)


def test_an_answer_that_we_do_not_mean_to_give_is_told_with_what_was_sent() -> None:
    counts, problems = Counter[int](), list[str]()

    trial.send(Broken(), posts(7, 1, ["a"]), counts, problems)

    (told,) = problems
    assert told.startswith("500 to Post(")
    assert counts == {500: 1}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": "Sara\x07Ahmed"}, "holds what cannot be shown"),
        ({"name": "Sara\u202eAhmed"}, "turns the direction"),
        ({"name": "Sara  Ahmed"}, "more than a line"),
        ({"name": "e\u0301"}, "is not in normal form"),
        ({"name": "\u200b"}, "shows nothing"),
        ({"phone": "+9715O1234567"}, "not in E.164"),
        ({"language": "xx"}, "refused by its own fields"),
        ({"email": "Sara@mail.example"}, "holds capitals"),
        ({"message": "x" * 601}, "message is too long"),
        ({"noticed": "everything"}, "refused by its own fields"),
    ],
)
def test_a_request_that_breaks_a_rule_is_found(change: dict[str, str], fault: str) -> None:
    kept = DeliveryFactory.create().request
    ConsultationRequest.objects.filter(pk=kept.pk).update(**change)

    found = [words for words in sweep.faults(seed=1) if words.startswith(f"{kept}: ") and fault in words]

    assert found


@pytest.mark.parametrize(
    ("model", "change", "fault"),
    [
        (Lead, {"name_key": "somebody"}, "is compared by another name"),
        (Delivery, {"state": "nonsense"}, "refused by its own fields"),
    ],
)
def test_another_row_that_breaks_a_rule_is_found(model: Any, change: dict[str, str], fault: str) -> None:
    DeliveryFactory.create()
    model.objects.update(**change)

    assert [words for words in sweep.faults(seed=1) if fault in words]


def test_a_request_to_which_nobody_agreed_is_found() -> None:
    kept = ConsultationRequestFactory.create()

    assert f"{kept}: nobody agreed to it" in sweep.faults(seed=1)


def test_a_message_of_the_own_page_that_is_too_long_is_found() -> None:
    request = ConsultationRequestFactory.create()
    event = EventFactory.create(
        lead=request.lead, request=request, kind="message", text="x" * 1001, at=MONDAY_NOON
    )

    assert f"{event}: message is too long" in sweep.faults(seed=1)


def test_nothing_hostile_comes_through_in_a_photo() -> None:
    outcomes, problems = images.trial(seed=3, count=26)

    assert problems == []
    assert outcomes["kept"] > 0
    assert len(outcomes) > 2


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda photo: photo.replace(b"JFIF", images.PLANTED), "words came through"),
        (lambda photo: photo + b"more", "bytes after its end"),
    ],
)
def test_a_photo_that_carries_more_than_its_pixels_would_be_found(
    spoil: Callable[[bytes], bytes], fault: str
) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "JPEG")

    assert images.fault_of(drawn.getvalue()) == ""
    assert images.fault_of(spoil(drawn.getvalue())) == fault
