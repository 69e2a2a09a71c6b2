"""The WhatsApp link works for everybody, makes nobody a person, and its codes open leads with their history."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from leads import chores
from leads.asked import CameFrom
from leads.chat import codes as chatting
from leads.chat.codes import NoSuchCode, open_lead, press
from leads.models import ChatCode, ChatDay, Lead
from tests.factories import MONDAY_NOON, PageFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
CHAT = "/chat/?from=/faq/&utm_source=news"
MINUTE = timedelta(minutes=1)


def words_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["text"][0]


def test_a_press_leads_on_with_a_code_and_without_a_cookie(visitor: Client) -> None:
    answer = visitor.get(CHAT)

    assert answer.status_code == 302
    assert answer["Location"].startswith("https://wa.me/971")
    assert ChatCode.objects.get().code in words_of(answer["Location"])
    assert not answer.cookies
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_a_code_keeps_page_campaign_and_time_and_no_address(visitor: Client) -> None:
    with time_machine.travel(MONDAY_NOON, tick=False):
        visitor.get(CHAT, REMOTE_ADDR="203.0.113.7")

    values = ChatCode.objects.values().get()
    assert (values["landing_page"], values["utm_source"], values["made_at"]) == ("/faq/", "news", MONDAY_NOON)
    assert "203.0.113" not in str(values)


@pytest.mark.parametrize(
    "headers",
    [{"user-agent": "Googlebot/2.1"}, {"user-agent": "WhatsApp/2.23 A"}, {"sec-purpose": "prefetch"}],
)
def test_robots_and_looks_ahead_are_led_on_and_not_counted(visitor: Client, headers: dict[str, str]) -> None:
    assert visitor.get(CHAT, headers=headers).status_code == 302
    assert visitor.head(CHAT).status_code == 302
    assert not ChatDay.objects.exists()
    assert not ChatCode.objects.exists()


def test_without_a_database_the_chat_opens_all_the_same(visitor: Client, database_gone: None) -> None:
    assert visitor.get(CHAT)["Location"].startswith("https://wa.me/971")


def test_presses_within_a_minute_share_a_code_and_count_each() -> None:
    came_from = CameFrom(landing_page="/faq/")

    codes = [
        press(came_from=came_from, network="a", at=MONDAY_NOON + seconds * MINUTE / 60) for seconds in (0, 9)
    ]
    other = press(came_from=came_from, network="b", at=MONDAY_NOON)

    assert codes[0] == codes[1] != other
    assert ChatDay.objects.get().presses == 3


def test_a_flood_fills_no_more_than_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chatting, "MOST_CODES", 3)
    monkeypatch.setattr(chatting, "MOST_PAGES", 2)

    pages = ["/", "/faq/", "/search/", "/privacy/", "/compare/", "/evidence/"]

    codes = [press(came_from=CameFrom(page), network="a", at=MONDAY_NOON) for page in pages]

    assert codes[3:] == [""] * 3
    assert ChatCode.objects.count() == 3
    assert {day.page: day.presses for day in ChatDay.objects.all()} == {"/": 1, "/faq/": 1, "": 4}


@pytest.mark.parametrize(
    ("page", "counted_as"),
    [
        ("/faq/", "/faq/"),
        ("/treatments/prp/", "/treatments/prp/"),
        ("/treatments/hidden/", ""),
        ("/your-visit/prp/", ""),
        ("/treatments/casino/", ""),
        ("/share/treatment/prp.png", ""),
        ("/admin/", ""),
        ("/healthz", ""),
        ("casino.example", ""),
        ("", ""),
    ],
)
def test_only_pages_of_ours_are_counted_by_their_address(page: str, counted_as: str) -> None:
    PageFactory.create(kind="treatment", slug="prp")
    PageFactory.create(kind="treatment", slug="hidden", is_published=False)

    press(came_from=CameFrom(page), network="a", at=MONDAY_NOON)

    assert ChatDay.objects.get().page == counted_as


@pytest.mark.parametrize("page", ["%00", "/%00/", "/%ff/", "/%E2%80%AE/"])
def test_an_odd_page_is_no_reason_not_to_lead_on(visitor: Client, page: str) -> None:
    response = visitor.get(f"/chat/?from={page}")

    assert response.status_code == 302
    assert ChatDay.objects.get().page == ""


def test_a_code_that_comes_back_opens_a_lead_with_its_history() -> None:
    staff = StaffFactory.create()
    code = press(came_from=CameFrom("/faq/", utm_campaign="spring"), network="a", at=MONDAY_NOON)

    lead = open_lead(
        code=f" {code.lower()} ",
        name="Sara",
        phone="+971501234567",
        language="en",
        by=staff,
        at=MONDAY_NOON + MINUTE,
    )

    request = lead.requests.get()
    assert (request.attribution.landing_page, request.attribution.utm_campaign) == ("/faq/", "spring")
    assert (lead.contact_method, lead.status) == ("whatsapp", "new")
    note = lead.events.get(kind="note")
    assert note.by == staff
    assert "pressed at 12:00, 23.11.2026" in note.text
    assert not request.deliveries.exists()


def test_a_code_opens_one_lead() -> None:
    code = press(came_from=CameFrom(), network="a", at=MONDAY_NOON)
    staff = StaffFactory.create()

    leads = [
        open_lead(code=code, name=name, phone="+971501234567", language="en", by=staff, at=MONDAY_NOON)
        for name in ("Sara", "Sara Ahmed")
    ]

    assert leads[0] == leads[1]
    assert Lead.objects.get().requests.count() == 1


@pytest.mark.parametrize("days", [0, 31])
def test_a_wrong_or_old_code_opens_nothing(days: int) -> None:
    code = press(came_from=CameFrom(), network="a", at=MONDAY_NOON)

    with pytest.raises(NoSuchCode):
        open_lead(
            code=code if days else "99999",
            name="Sara",
            phone="+971501234567",
            language="en",
            by=StaffFactory.create(),
            at=MONDAY_NOON + timedelta(days=days),
        )


def test_codes_are_forgotten() -> None:
    press(came_from=CameFrom(), network="a", at=MONDAY_NOON)

    chores.do_all(MONDAY_NOON + timedelta(days=2))
    assert ChatCode.objects.get().mark is None

    chores.do_all(MONDAY_NOON + timedelta(days=31))
    assert not ChatCode.objects.exists()


# On pages and staff's screens


@pytest.mark.parametrize(
    "address", ["/", "/privacy/", "/compare/", "/faq/", "/search/", "/evidence/", "/treatments/prp/"]
)
def test_pages_lead_to_our_own_address(visitor: Client, address: str) -> None:
    PageFactory.create(slug="prp")

    page = visitor.get(address).content.decode()

    assert f'href="/chat/?{urlencode({"from": address})}"' in page
    assert "wa.me" not in page


def test_a_link_on_a_page_of_somebody_s_own_tells_nothing_of_it(visitor: Client) -> None:
    assert "from=%2Frequest" not in visitor.get("/request/secret/").content.decode()


def test_reception_opens_a_lead_and_reads_the_counts(reception: Client) -> None:
    code = press(came_from=CameFrom("/faq/"), network="a", at=timezone.now())
    values = {"code": code, "name": "Sara", "phone": "050 123 4567", "language": "en"}
    assert "/faq/" in reception.get("/admin/leads/lead/chat/").content.decode()

    answer = reception.post("/admin/leads/lead/chat/", values)

    assert answer["Location"] == f"/admin/leads/lead/{Lead.objects.get().pk}/change/"


@pytest.mark.parametrize("wrong", [{"code": "99999"}, {"phone": "12"}, {"name": ""}])
def test_what_opens_nothing_is_shown_again(reception: Client, wrong: dict[str, str]) -> None:
    values = {"code": "34679", "name": "Sara", "phone": "050 123 4567", "language": "en", **wrong}

    assert reception.post("/admin/leads/lead/chat/", values).status_code == 422
    assert not Lead.objects.exists()


@pytest.mark.parametrize("name", ["\u202e", "\u200b", "\u2800"])
def test_a_name_that_shows_nothing_opens_nothing(reception: Client, name: str) -> None:
    code = press(came_from=CameFrom("/faq/"), network="a", at=timezone.now())
    values = {"code": code, "name": name, "phone": "050 123 4567", "language": "en"}

    assert reception.post("/admin/leads/lead/chat/", values).status_code == 422
    assert not Lead.objects.exists()


def test_an_editor_opens_no_lead(editor: Client) -> None:
    assert editor.get("/admin/leads/lead/chat/").status_code == 403
