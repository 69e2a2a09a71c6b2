"""Reception finds every lead, sees everything that was sent, and what it does is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from leads import actions, desk
from leads.actions import NothingToChange
from leads.asked import CameFrom
from leads.models import Access, Delivery, Lead, Photo
from leads.own import actions as own_actions
from leads.photos import files as photo_files
from tests.factories import (
    MONDAY_NOON,
    ConsultationRequestFactory,
    DeliveryFactory,
    EventFactory,
    LeadFactory,
    PhotoFactory,
    TreatmentFactory,
)
from tests.leads.conftest import Ask
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LIST, DELIVERIES = "/admin/leads/lead/", "/admin/leads/delivery/"
HOUR = timedelta(hours=1)


def page_of(lead: Lead, part: str = "change") -> str:
    return f"{LIST}{lead.pk}/{part}/"


def listed(browser: Client, query: str = "") -> list[str]:
    """The names in the list, from the top."""
    page = browser.get(LIST + query)
    assert page.status_code == 200
    document = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    return [name.text or "" for name in document.iterfind(".//b[@class='lead-name']")]


def who(browser: Client) -> User:
    """Whose browser it is."""
    return User.objects.get(pk=browser.session["_auth_user_id"])


# The list


def test_the_unanswered_stand_first_the_newest_on_top(reception: Client) -> None:
    LeadFactory.create(
        name="Answered",
        status="contacted",
        received_at=MONDAY_NOON + 5 * HOUR,
        first_contacted_at=MONDAY_NOON,
    )
    LeadFactory.create(name="Newer", received_at=MONDAY_NOON + HOUR)
    LeadFactory.create(name="Older", received_at=MONDAY_NOON)

    assert listed(reception) == ["Newer", "Older", "Answered"]


def test_a_press_on_waiting_puts_the_longest_wait_on_top(reception: Client) -> None:
    LeadFactory.create(name="Newer", received_at=MONDAY_NOON + HOUR)
    LeadFactory.create(name="Older", received_at=MONDAY_NOON)

    assert listed(reception, "?o=1") == ["Older", "Newer"]


def test_the_list_asks_the_database_no_more_for_more_rows(
    reception: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    for row in range(5):
        lead = LeadFactory.create(treatment=TreatmentFactory.create(), email=f"a{row}@mail.example")
        ConsultationRequestFactory.create_batch(2, lead=lead, noticed="crown")
    reception.get(LIST)

    # Who asks (4), the treatments to filter by (1), the clinic and its hours (3), the figures above the
    # list (2), how many rows (1), the rows (1) and their requests (1).
    with django_assert_num_queries(15):
        reception.get(LIST)


@pytest.mark.parametrize("status", Lead.Status.values)
def test_the_list_is_narrowed_to_a_status(reception: Client, status: str) -> None:
    for value in Lead.Status.values:
        LeadFactory.create(name=value, status=value, first_contacted_at=MONDAY_NOON, held_because="The trap")

    assert listed(reception, f"?status__exact={status}") == [status]


def test_the_list_is_narrowed_to_a_treatment(reception: Client) -> None:
    prp = TreatmentFactory.create()
    LeadFactory.create(name="Asks about PRP", treatment=prp)
    LeadFactory.create(name="Asks about nothing")

    assert listed(reception, f"?treatment__id__exact={prp.pk}") == ["Asks about PRP"]


@pytest.mark.parametrize(
    "typed",
    [
        "Sara", "sara", "AHMED", "Sara Ahmed",
        "050 123", "%2B971 50", "0501234567", "00971501234567", "٠٥٠١٢٣",
        "sara@mail.example", "SARA@MAIL",
        "KH7F3Q49", "KH 7F3Q 49", "kh-7f3q-49", "7F3Q49", "7f3q 49", "7f3q-49", "KH 7F3O 49", "if30-49",
    ],
)  # fmt: skip
def test_search_finds_a_lead_as_it_was_said_on_the_phone(reception: Client, typed: str) -> None:
    LeadFactory.create(
        name="Sara Ahmed", phone="+971501234567", email="sara@mail.example", reference="KH7F3Q49"
    )
    LeadFactory.create(name="Omar Ali", phone="+447700900123", reference="KH4444AA")

    assert listed(reception, f"?q={typed}") == ["Sara Ahmed"]


def test_what_is_searched_for_does_not_stand_in_the_address(reception: Client) -> None:
    LeadFactory.create(name="Sara Ahmed")
    LeadFactory.create(name="Sara Ahmed", status="lost")
    LeadFactory.create(name="Omar Ali")
    words = {"q": " Sara ", "status__exact": "new"}

    answer = reception.post(LIST, words)

    assert answer.status_code == 302
    assert "Sara" not in answer["Location"]
    assert listed(reception, answer["Location"]) == ["Sara Ahmed"]
    page = reception.get(LIST + answer["Location"]).content.decode()
    assert 'value="Sara"' in page
    assert 'method="post" role="search"' in page
    assert "q=Sara" not in page


def test_a_search_for_nothing_shows_everybody(reception: Client) -> None:
    assert reception.post(LIST, {"q": " ", "o": "1"})["Location"] == "?o=1"


def test_a_search_under_a_key_that_has_gone_finds_nobody(reception: Client, settings: Settings) -> None:
    LeadFactory.create(name="Sara Ahmed")
    address = reception.post(LIST, {"q": "Sara"})["Location"]

    settings.DATA_KEYS = [Fernet.generate_key().decode()]

    assert listed(reception, address) == []


def test_the_list_is_kept_by_no_browser_and_named_to_no_other_site(reception: Client) -> None:
    answer = reception.get(LIST)

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("typed", ["%00", "%ff", "'", "%25", "\\", '"', "x" * 3000])
def test_odd_searches_find_nobody_and_break_nothing(reception: Client, typed: str) -> None:
    LeadFactory.create(name="Sara Ahmed")

    assert reception.get(f"{LIST}?q={typed}").status_code in {200, 302}


def test_what_people_write_is_never_markup(reception: Client) -> None:
    LeadFactory.create(name="<script>alert(1)</script>")

    assert "<script>alert" not in reception.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "No requests yet."),
        ("?status__exact=new", "Nobody waits: everyone is answered."),
        ("?status__exact=lost", "Nobody is here."),
        ("?q=Nobody+Known", "Nobody is found for “Nobody Known”."),
        ("?q=Nobody&status__exact=new", '<a href="?q=Nobody">Search among all leads</a>'),
        ("?q=<b>", "Nobody is found for “&lt;b&gt;”."),
    ],
)
def test_a_list_without_leads_says_why(reception: Client, query: str, words: str) -> None:
    assert words in reception.get(LIST + query).content.decode()


def test_several_leads_are_marked_at_once(reception: Client) -> None:
    waiting = LeadFactory.create_batch(2)
    done = LeadFactory.create(status="booked", first_contacted_at=MONDAY_NOON)
    chosen = [lead.pk for lead in [*waiting, done]]

    answer = reception.post(LIST, {"action": "mark_booked", "_selected_action": chosen}, follow=True)

    assert "2 leads changed." in answer.content.decode()
    assert Lead.objects.filter(status="booked").count() == 3
    assert not done.events.exists()


# One lead


@pytest.fixture
def request_by_sara(ask: Ask) -> Any:
    """Everything anyone can send."""
    TreatmentFactory.create(slug="prp", name="Platelets")
    return ask(
        email="sara@mail.example",
        phone_typed="(050) 123-4567",
        noticed="crown",
        treatment="prp",
        preferred_time="evening",
        message="First line.\nSecond line.",
        came_from=CameFrom("/faq/", "https://search.example/", "news", "mail", "spring", "term", "content"),
    )


@pytest.mark.parametrize(
    "sent",
    [
        "Sara Ahmed", "+971 50 123 4567", "(050) 123-4567", "sara@mail.example", "Thinning at the crown",
        "Platelets", "Evening", "First line.", "Second line.", "English", "WhatsApp",
        "/faq/", "https://search.example/", "news", "spring", "term", "content",
        "Khusla may contact me about this request.", "2026-11", "23 November 2026, 12:00",
    ],
)  # fmt: skip
def test_a_lead_s_page_shows_everything_that_was_sent(
    reception: Client, request_by_sara: Any, sent: str
) -> None:
    assert sent in reception.get(page_of(request_by_sara.lead)).content.decode()


def test_a_lead_s_page_shows_every_request_and_the_family(reception: Client, ask: Ask) -> None:
    lead = ask(message="The first.").lead
    ask(message="The second.")
    ask(name="Omar Ahmed", message="Not his.")

    page = reception.get(page_of(lead)).content.decode()

    assert "The first." in page
    assert "The second." in page
    assert "Omar Ahmed" in page
    assert "Not his." not in page


def test_a_lead_that_is_none_is_not_found(reception: Client) -> None:
    for number in ("999", "9" * 30, "x", "1 OR 1"):
        assert reception.get(f"{LIST}{number}/change/").status_code == 404


def test_nothing_that_was_sent_can_be_edited(manager: Client) -> None:
    lead = LeadFactory.create(name="Sara")

    manager.post(page_of(lead), {"name": "Omar"})

    lead.refresh_from_db()
    assert lead.name == "Sara"


# What staff do


def test_reception_changes_a_status(reception: Client) -> None:
    lead = LeadFactory.create()

    answer = reception.post(page_of(lead, "status"), {"status": "contacted"}, follow=True)

    lead.refresh_from_db()
    event = lead.events.get()
    assert lead.status == "contacted"
    assert (event.by, event.from_status, event.to_status) == (who(reception), "new", "contacted")
    assert lead.first_contacted_at == event.at
    assert who(reception).username in answer.content.decode()


@pytest.mark.parametrize(("was", "count"), [("new", 0), ("contacted", 1), ("lost", 1)])
def test_the_history_prints_a_change_of_status_only_where_it_changed(
    reception: Client, was: str, count: int
) -> None:
    lead = LeadFactory.create()
    EventFactory.create(lead=lead, kind="repeated", from_status=was, to_status="new")

    page = reception.get(page_of(lead)).content.decode()

    assert page.count("history__arrow") == count


def test_reception_writes_a_note(reception: Client) -> None:
    lead = LeadFactory.create()

    answer = reception.post(page_of(lead, "note"), {"note": "Called.\r\nNo answer."}, follow=True)

    event = lead.events.get()
    assert (event.by, event.text) == (who(reception), "Called.\nNo answer.")
    assert "Called.<br>No answer." in answer.content.decode()


def test_reception_releases_what_was_held(reception: Client, ask: Ask) -> None:
    lead = ask(held_because="The trap was filled").lead
    assert "The trap was filled" in reception.get(page_of(lead)).content.decode()

    reception.post(page_of(lead, "status"), {"status": "new"})

    lead.refresh_from_db()
    assert (lead.status, lead.received_at) == ("new", MONDAY_NOON)


@pytest.mark.parametrize("status", ["new", "held", "asleep", ""])
def test_a_status_that_is_not_offered_changes_nothing(reception: Client, status: str) -> None:
    lead = LeadFactory.create()

    answer = reception.post(page_of(lead, "status"), {"status": status})

    assert answer.status_code == 422
    assert "Nothing was changed" in answer.content.decode()
    assert not lead.events.exists()


def test_two_who_press_at_once_are_told(reception: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = LeadFactory.create()

    def be_late(**_values: Any) -> None:
        raise NothingToChange

    monkeypatch.setattr(actions, "change_status", be_late)
    answer = reception.post(page_of(lead, "status"), {"status": "contacted"}, follow=True)

    assert answer.status_code == 200
    assert "A colleague was quicker" in answer.content.decode()


@pytest.mark.parametrize("note", ["", " \n ", "x" * 2001])
def test_a_note_that_cannot_be_kept_is_shown_again(reception: Client, note: str) -> None:
    lead = LeadFactory.create()

    answer = reception.post(page_of(lead, "note"), {"note": note})

    assert answer.status_code == 422
    assert note.strip() in answer.content.decode()
    assert not lead.events.exists()


@pytest.mark.parametrize("part", ["status", "note"])
def test_a_look_changes_nothing_and_leads_back(reception: Client, part: str) -> None:
    lead = LeadFactory.create()

    assert reception.get(page_of(lead, part))["Location"] == page_of(lead)
    assert not lead.events.exists()


@pytest.mark.parametrize("part", ["status", "note"])
def test_staff_forms_need_the_token(reception: Client, part: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reception.cookies
    lead = LeadFactory.create()

    answer = strict.post(page_of(lead, part), {"status": "lost", "note": "Hi"})

    assert answer.status_code == 403
    assert not lead.events.exists()


# Who may do what


@pytest.mark.parametrize("part", ["", "change", "status", "note", "delete", "history"])
def test_an_editor_sees_no_leads(editor: Client, part: str) -> None:
    lead = LeadFactory.create()
    address = page_of(lead, part) if part else LIST

    assert editor.get(address).status_code in {403, 405}
    assert editor.post(address, {"status": "lost", "note": "Hi", "post": "yes"}).status_code == 403
    lead.refresh_from_db()
    assert lead.status == "new"
    assert not lead.events.exists()


@pytest.mark.parametrize("part", ["", "change", "status", "note", "delete", "history"])
def test_a_visitor_is_asked_to_sign_in(part: str) -> None:
    lead = LeadFactory.create()
    address = page_of(lead, part) if part else LIST

    looked, sent = Client().get(address), Client().post(address, {"status": "lost", "note": "Hi"})

    assert looked["Location"].startswith("/admin/login/")
    assert (sent.status_code, sent.context["next"]) == (403, address)
    assert not lead.events.exists()


def test_reception_may_not_add_or_delete(reception: Client) -> None:
    lead = LeadFactory.create()

    assert reception.get(f"{LIST}add/").status_code == 403
    assert reception.post(page_of(lead, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [lead.pk], "post": "yes"}
    reception.post(LIST, chosen)
    assert Lead.objects.filter(pk=lead.pk).exists()


@pytest.mark.parametrize("way", ["page", "list"])
def test_a_manager_deletes_every_trace(manager: Client, request_by_sara: Any, ask: Ask, way: str) -> None:
    lead = request_by_sara.lead
    actions.add_note(lead=lead, note="Called Sara.", by=who(manager), at=MONDAY_NOON)
    ask(message="Again.")

    if way == "page":
        assert manager.get(page_of(lead, "delete")).status_code == 200
        manager.post(page_of(lead, "delete"), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [lead.pk], "post": "yes"}
        manager.post(LIST, chosen)

    left = {
        model.__name__: model._default_manager.count()
        for model in apps.get_app_config("leads").get_models()
        if model.__module__ != "leads.models.ledger"
    }
    assert not any(left.values()), left


def test_what_is_written_down_of_a_deletion_names_nobody(manager: Client, request_by_sara: Any) -> None:
    lead = request_by_sara.lead

    manager.post(page_of(lead, "delete"), {"post": "yes"})

    assert not LogEntry.objects.exists()
    assert Access.objects.values_list("what", "lead_number", "by").get() == (
        "erased",
        lead.pk,
        who(manager).pk,
    )


def test_a_deletion_takes_one_lead_alone(manager: Client, ask: Ask) -> None:
    sara, omar = ask().lead, ask(name="Omar Ahmed").lead

    manager.post(page_of(sara, "delete"), {"post": "yes"})

    assert list(Lead.objects.all()) == [omar]
    assert omar.requests.get().deliveries.exists()


def test_the_page_leads_on_to_whoever_waits_longest(reception: Client) -> None:
    lead = LeadFactory.create(name="This one", received_at=MONDAY_NOON - HOUR)
    LeadFactory.create(name="Came later", received_at=MONDAY_NOON + HOUR)
    longest = LeadFactory.create(name="Waits longest", received_at=MONDAY_NOON)
    LeadFactory.create(name="Answered", status="booked", first_contacted_at=MONDAY_NOON)

    assert reception.get(page_of(lead)).context["next_waiting"] == longest


def test_the_page_leads_nowhere_when_nobody_else_waits(reception: Client) -> None:
    lead = LeadFactory.create()

    assert "Next who waits" not in reception.get(page_of(lead)).content.decode()


def test_a_status_pressed_by_mistake_is_undone(reception: Client) -> None:
    lead = LeadFactory.create()
    reception.post(page_of(lead, "status"), {"status": "contacted"})
    assert "Back to new" in reception.get(page_of(lead)).content.decode()

    reception.post(page_of(lead, "status"), {"status": "new"})

    lead.refresh_from_db()
    assert (lead.status, lead.first_contacted_at) == ("new", None)
    assert lead.events.count() == 2


def test_the_list_says_why_a_lead_is_held(reception: Client) -> None:
    LeadFactory.create(status="held", held_because="It holds three links")

    assert "It holds three links" in reception.get(LIST).content.decode()


def test_a_page_shows_the_newest_of_many_requests_until_all_are_asked_for(
    reception: Client, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "REQUESTS_SHOWN", 2)
    leads = [ask(message=f"Message {nth}", received_at=MONDAY_NOON + nth * HOUR).lead for nth in range(3)]
    address = page_of(leads[0])

    some, everything = (
        reception.get(address).content.decode(),
        reception.get(f"{address}?all=1").content.decode(),
    )

    assert "Message 0" not in some
    assert "Message 2" in some
    assert 'href="?all=1"' in some
    assert "Message 0" in everything
    assert 'href="?all=1"' not in everything


def test_several_held_leads_are_released_at_once_and_others_stay(reception: Client) -> None:
    held = LeadFactory.create(status="held", held_because="Links")
    booked = LeadFactory.create(status="booked", first_contacted_at=MONDAY_NOON)

    reception.post(LIST, {"action": "release", "_selected_action": [held.pk, booked.pk]})

    assert Lead.objects.get(pk=held.pk).status == "new"
    assert Lead.objects.get(pk=booked.pk).status == "booked"


# Photos, and what came through the person's own page


@pytest.fixture
def photo(request_by_sara: Any, settings: Settings, tmp_path: Path) -> Photo:
    settings.MEDIA_ROOT = tmp_path
    kept: Photo = PhotoFactory.create(request=request_by_sara, file=photo_files.keep(b"\xff\xd8 a photo"))
    return kept


def test_reception_sees_the_photos_of_a_lead(reception: Client, photo: Photo) -> None:
    address = f"{LIST}{photo.request.lead_id}/photos/{photo.pk}/"

    assert address in reception.get(page_of(photo.request.lead)).content.decode()
    shown = reception.get(address)
    assert shown.content == b"\xff\xd8 a photo"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_nobody_else_sees_the_photos_of_a_lead(editor: Client, client: Client, photo: Photo) -> None:
    address = f"{LIST}{photo.request.lead_id}/photos/{photo.pk}/"

    assert editor.get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_a_photo_shows_under_its_own_lead_only(reception: Client, photo: Photo) -> None:
    other = LeadFactory.create()

    assert reception.get(f"{LIST}{other.pk}/photos/{photo.pk}/").status_code == 404


def test_reception_sees_that_a_person_wants_to_be_left_alone_until_they_write(
    reception: Client, request_by_sara: Any
) -> None:
    own_actions.stop_contact(request=request_by_sara, at=MONDAY_NOON)
    stopped = reception.get(page_of(request_by_sara.lead)).content.decode()

    own_actions.add_message(request=request_by_sara, message="Call me after all", at=MONDAY_NOON + HOUR)
    again = reception.get(page_of(request_by_sara.lead)).content.decode()

    assert "They asked us not to get in touch" in stopped
    assert "They asked us not to get in touch" not in again
    assert "Call me after all" in again


# Messages


def test_a_message_leads_to_its_lead(reception: Client, request_by_sara: Any) -> None:
    lead = request_by_sara.lead

    page = reception.get(DELIVERIES).content.decode()

    assert f'<a href="{page_of(lead)}"><bdi dir="ltr">{lead.reference_display}</bdi></a>' in page


def test_the_list_of_messages_asks_the_same_however_long_it_is(
    reception: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    DeliveryFactory.create()
    few = queries_of(reception, DELIVERIES)

    DeliveryFactory.create_batch(4)

    with django_assert_num_queries(len(few)):
        reception.get(DELIVERIES)


def test_reception_sees_what_was_given_up(reception: Client) -> None:
    DeliveryFactory.create(state="dead", problem="ConnectionRefusedError", attempts=300)

    page = reception.get(f"{DELIVERIES}?state__exact=dead").content.decode()

    assert "Given up" in page
    assert "ConnectionRefusedError" in page


@pytest.mark.parametrize("role", ["reception", "manager"])
def test_nobody_deletes_a_message_alone(request: pytest.FixtureRequest, role: str) -> None:
    browser, delivery = request.getfixturevalue(role), DeliveryFactory.create()

    browser.post(f"{DELIVERIES}{delivery.pk}/delete/", {"post": "yes"})
    browser.post(DELIVERIES, {"action": "delete_selected", "_selected_action": [delivery.pk], "post": "yes"})

    assert Delivery.objects.exists()
    assert browser.get(f"{DELIVERIES}add/").status_code == 403


def test_the_list_of_messages_names_nobody(reception: Client, request_by_sara: Any) -> None:
    page = reception.get(DELIVERIES).content.decode()

    assert "Sara" not in page
    assert "sara@mail" not in page


def test_a_lead_may_be_given_any_status_but_its_own_and_held() -> None:
    offered = [value for value, _label in desk.next_statuses(LeadFactory.build(status="contacted"))]

    assert offered == ["new", "booked", "attended", "lost"]
