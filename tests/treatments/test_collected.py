"""The questions and the words explained: when they were written, when they changed, and who reviewed them."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import promises
from tests.factories import GlossaryTermFactory, PageFactory, QuestionFactory, ReviewFactory
from tests.treatments.test_admin import sent_by
from treatments.models import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]

WRITTEN = date(2026, 1, 10)
COLLECTIONS = ["faq", "glossary"]


def collection(slug: str) -> Page:
    return PageFactory.create(
        kind="collection", slug=slug, treatment=None, title="All of them", written_on=WRITTEN
    )


def words_of(client: Client, address: str) -> str:
    return promises.words_of_main(client.get(address).content.decode())


def told(client: Client, address: str, name: str) -> dict[str, Any]:
    """What machines read of one type on a page."""
    html = client.get(address).content.decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    found: list[dict[str, Any]] = [node for node in json.loads(script)["@graph"] if node["@type"] == name]
    return found[0]


@pytest.mark.parametrize("slug", COLLECTIONS)
def test_a_collection_that_nobody_reviewed_says_so_and_when_it_was_written(client: Client, slug: str) -> None:
    page = collection(slug)

    words = words_of(client, page.get_absolute_url())

    assert page.get_absolute_url() == f"/{slug}/"
    assert "All of them" in words
    assert "No doctor has reviewed this page yet" in words
    assert "Written on 10 January 2026" in words


@pytest.mark.parametrize("slug", COLLECTIONS)
def test_a_reviewed_collection_names_its_reviewer_and_the_day(client: Client, slug: str) -> None:
    review = ReviewFactory.create(page=collection(slug), reviewed_on=date(2026, 5, 5))

    words = words_of(client, f"/{slug}/")

    assert f"Reviewed by {review.reviewer.name}" in words
    assert "Last reviewed 5 May 2026" in words
    assert "No doctor has reviewed" not in words


@pytest.mark.parametrize("slug", COLLECTIONS)
def test_a_collection_that_nobody_has_written_a_page_for_still_answers(client: Client, slug: str) -> None:
    words = words_of(client, f"/{slug}/")

    assert "eviewed" not in words


@pytest.mark.parametrize(
    ("changed_on", "said"),
    [
        (None, "Written on 10 January 2026. Last reviewed 5 May 2026, {}."),
        (date(2026, 5, 5), "Last changed on 5 May 2026. Last reviewed 5 May 2026, {}."),
        (date(2026, 6, 1), "Last changed on 1 June 2026. Not reviewed by a doctor since."),
    ],
)
def test_a_review_covers_the_answers_that_are_no_newer(
    client: Client, changed_on: date | None, said: str
) -> None:
    QuestionFactory.create(written_on=WRITTEN, changed_on=changed_on)
    review = ReviewFactory.create(page=collection("faq"), reviewed_on=date(2026, 5, 5))

    words = words_of(client, "/faq/")

    assert said.format(review.reviewer.name) in words


def test_an_answer_that_nobody_reviewed_says_so(client: Client) -> None:
    QuestionFactory.create(written_on=WRITTEN)

    assert "Written on 10 January 2026. Not yet reviewed by a doctor." in words_of(client, "/faq/")


@pytest.mark.parametrize(("slug", "name"), [("faq", "FAQPage"), ("glossary", "MedicalWebPage")])
def test_machines_are_told_of_a_review_only_once_there_is_one(client: Client, slug: str, name: str) -> None:
    QuestionFactory.create()
    page = collection(slug)
    before = told(client, f"/{slug}/", name)

    ReviewFactory.create(page=page, reviewed_on=date(2026, 5, 5))

    after = told(client, f"/{slug}/", name)
    assert before["dateModified"] == "2026-01-10"
    assert not {"lastReviewed", "reviewedBy"} & set(before)
    assert after["lastReviewed"] == after["dateModified"] == "2026-05-05"


def save(editor: Client, address: str, **values: str) -> None:
    form = editor.get(address).context["adminform"].form
    response = editor.post(address, sent_by(form) | values)
    assert response.status_code == 302, response.context["adminform"].form.errors


def test_a_changed_answer_carries_the_day_and_so_do_its_page_and_the_sitemap(
    editor: Client, client: Client
) -> None:
    page, question = collection("faq"), QuestionFactory.create(written_on=WRITTEN)

    save(editor, reverse("admin:treatments_question_change", args=[question.pk]), answer="It depends on you.")

    question.refresh_from_db()
    page.refresh_from_db()
    today = timezone.localdate()
    assert question.changed_on == page.changed_on == page.last_changed_on == today
    assert f"/faq/</loc><lastmod>{today}" in client.get("/sitemap.xml").content.decode()


def test_a_changed_word_changes_the_day_of_its_page(editor: Client) -> None:
    page, term = collection("glossary"), GlossaryTermFactory.create()

    save(editor, reverse("admin:treatments_glossaryterm_change", args=[term.pk]), meaning="A small hole.")

    page.refresh_from_db()
    assert page.changed_on == timezone.localdate()


@pytest.mark.parametrize("at_once", [False, True])
def test_a_deleted_answer_changes_the_day_of_its_page(editor: Client, at_once: bool) -> None:  # noqa: FBT001
    page, question = collection("faq"), QuestionFactory.create()

    if at_once:
        chosen = {"action": "delete_selected", "_selected_action": question.pk, "post": "yes"}
        editor.post(reverse("admin:treatments_question_changelist"), chosen)
    else:
        editor.post(reverse("admin:treatments_question_delete", args=[question.pk]), {"post": "yes"})

    page.refresh_from_db()
    assert page.changed_on == timezone.localdate()


def test_answers_and_words_leave_the_search_when_their_page_is_long_overdue(client: Client) -> None:
    QuestionFactory.create(question="What is a quokka?")
    GlossaryTermFactory.create(term="quokka", meaning="A small animal.")
    for slug in COLLECTIONS:
        due = timezone.localdate() - timedelta(days=100)
        ReviewFactory.create(page=collection(slug), reviewed_on=due - timedelta(days=9), next_due_on=due)

    assert client.get("/search/?q=quokka").context["answer"].results == []


@pytest.mark.usefixtures("first_start")
def test_what_we_ship_says_when_every_answer_was_written_and_reviewed_by_nobody(client: Client) -> None:
    topics = client.get("/faq/").context["topics"]

    made = [answer.made for _slug, _title, answers in topics for answer in answers]

    assert len(made) == 50
    assert all(one.written_on and one.covering is None for one in made)
