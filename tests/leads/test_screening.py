"""Every request is weighed and kept; its traces last a day; a flood costs no more than is set."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.models import ClinicProfile
from leads import chores, screening
from leads.models import ConsultationRequest, Lead
from leads.models.screening import TRACES, Screening, SpamDay, before
from leads.spam import points as spam
from leads.spam import stamps
from tests.conftest import SignIn
from tests.factories import (
    MONDAY_NOON,
    ConsultationRequestFactory,
    EventFactory,
    LeadFactory,
    PhotoFactory,
    ScreeningFactory,
    SpamDayFactory,
    StaffFactory,
)
from tests.leads.sending import KEY, SARA, filled_in
from tests.spam import trial

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clinic")]
FORM = "/consultation/"
BROWSER = {"sec-fetch-site": "same-origin"}
CASINO = {"message": "Best online casino, welcome bonus and jackpot https://win.example/now"}


def send(address: str = "203.0.113.7", **changes: str) -> Lead:
    """Send Sara's request, or another, from there; its lead."""
    answer = Client(REMOTE_ADDR=address).post(FORM, {**SARA, **changes}, headers=BROWSER)
    assert answer.status_code == 303
    return ConsultationRequest.objects.latest("pk").lead


def number(count: int) -> str:
    return f"050 000 {count:04}"


# Weighing


def test_what_speaks_for_spam_is_kept_with_the_request() -> None:
    lead = send(**CASINO)

    row = Screening.objects.get()
    assert row.request.lead == lead
    assert (lead.status, row.points) == ("held", sum(points for _key, points in row.signs))
    assert ["gambling", 18] in row.signs


def test_the_form_carries_a_mark_of_when_it_was_opened(visitor: Client) -> None:
    with time_machine.travel(MONDAY_NOON, tick=False):
        values = filled_in(visitor.get(FORM).content.decode()) | SARA
    with time_machine.travel(MONDAY_NOON + timedelta(seconds=40), tick=False):
        visitor.post(FORM, values, headers=BROWSER)

    assert Screening.objects.get().signs == []
    assert Screening.objects.get().page


def test_a_form_shown_again_keeps_its_mark(visitor: Client) -> None:
    stamp = stamps.new(MONDAY_NOON)

    page = visitor.post(FORM, {**SARA, "name": "", "stamp": stamp}, headers=BROWSER)

    assert filled_in(page.content.decode())["stamp"] == stamp


def test_sending_twice_is_weighed_once() -> None:
    for _press in range(3):
        send(request_key=KEY)

    assert Screening.objects.count() == 1


def test_a_trace_names_nobody() -> None:
    send(email="sara@mail.example", message="My scalp burns and I would like to know what to do.")

    row = Screening.objects.get()
    left = [getattr(row, trace) for trace in ("network", "phone", "email", "text")]
    assert all(len(trace) == 32 for trace in left)
    assert not [trace for trace in left if "203" in trace or "0113" in trace or "sara" in trace]


def test_what_came_before_is_counted() -> None:
    for count in range(3):
        send(phone=number(count))

    traces = dict.fromkeys(TRACES, "") | {"network": Screening.objects.latest("pk").network}
    now = Screening.objects.latest("pk").at
    assert before(traces, now).network == 3
    later = before(traces, now + timedelta(hours=2))
    assert (later.network, later.network_in_a_day) == (0, 3)


def test_nothing_is_alike_in_what_nobody_left() -> None:
    send("127.0.0.1")

    assert before(dict.fromkeys(TRACES, ""), Screening.objects.get().at) == spam.Before()


def test_a_family_behind_one_address_and_number_is_heard() -> None:
    for name in ("Sara Ahmed", "Omar Ahmed", "Layla Ahmed"):
        assert send(name=name).status == "new"


def test_a_busy_office_is_heard() -> None:
    leads = [send(f"203.0.113.{count}", name=f"Person {count}", phone=number(count)) for count in range(30)]

    assert {lead.status for lead in leads} == {"new"}


def test_a_flood_from_one_network_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "NETWORK", ((5, 10),))

    leads = [send(name=f"Person {count}", phone=number(count)) for count in range(8)]

    assert [lead.status for lead in leads] == ["new"] * 5 + ["held"] * 3
    assert leads[-1].held_because.startswith("Many requests from one network within an hour")


def test_one_page_sent_for_many_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "PAGE", ((2, 10),))
    stamp = stamps.new(MONDAY_NOON)

    statuses = [send(phone=number(count), stamp=stamp).status for count in range(4)]

    assert statuses == ["new", "new", "held", "held"]


def test_a_flood_under_one_name_and_number_fills_no_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "CONTACT_IN_A_DAY", ((4, 10),))

    leads = [send(message=f"Hello {count}") for count in range(9)]

    assert [lead.status for lead in leads] == ["new"] * 4 + ["held"] * 5
    assert [lead.requests.count() for lead in Lead.objects.order_by("pk")] == [4, 5]
    assert leads[-1].held_because.startswith("Many requests with one number or address within a day")


def test_three_messages_in_an_hour_by_an_anxious_patient_stand_on_one_lead() -> None:
    for message in ("Is it normal that it bleeds?", "Please answer", "Hello???"):
        send(message=message)

    lead = Lead.objects.get()
    assert (lead.status, lead.requests.count()) == ("new", 3)


def test_who_has_a_number_is_heard_in_the_middle_of_a_flood_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "CONTACT_IN_A_DAY", ((4, 10),))
    for count in range(8):
        send(f"198.51.{count}.7", name=f"Person {count}")

    assert Lead.objects.filter(status="held").count() == 4
    lead = send("203.0.113.7", stamp=stamps.new(timezone.now() - timedelta(minutes=1)))
    assert (lead.name, lead.status) == ("Sara Ahmed", "new")


def test_a_flood_of_one_number_from_one_network_is_held_whatever_its_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spam, "CONTACT_IN_A_DAY", ((4, 10),))

    leads = [
        send(
            f"203.0.113.{count}",
            message=f"Hello {count}",
            stamp=stamps.new(timezone.now() - timedelta(minutes=1)),
        )
        for count in range(6)
    ]

    assert [lead.status for lead in leads] == ["new"] * 4 + ["held"] * 2


def test_those_who_came_from_here_are_counted_apart_and_nobody_is_here_where_no_network_is_known() -> None:
    for address in ("203.0.113.7", "203.0.113.8", "198.51.100.7", "127.0.0.1"):
        send(address, name=f"Person {address}")

    here, nowhere = (
        Screening.objects.get(request__name=f"Person {address}") for address in ("203.0.113.7", "127.0.0.1")
    )
    found = [before({trace: getattr(row, trace) for trace in TRACES}, nowhere.at) for row in (here, nowhere)]
    assert [(count.contact_in_a_day, count.contact_from_here_in_a_day) for count in found] == [(4, 2), (4, 0)]


def test_what_comes_later_does_not_count() -> None:
    first, *_others = [send(name=f"Person {count}", phone=number(count)) for count in range(3)]

    row = first.requests.get().screening
    assert before(dict.fromkeys(TRACES, "") | {"network": row.network}, row.at).network == 1


# On staff's screens


def test_a_held_lead_s_page_says_every_reason_and_its_weight(reception: Client) -> None:
    lead = send(**CASINO, website="x")

    page = reception.get(f"/admin/leads/lead/{lead.pk}/change/").content.decode()

    for words in (
        "Speaks of gambling",
        "Links to other sites",
        "18 points",
        "A field that people cannot see",
    ):
        assert words in page


def test_one_click_releases_at_the_original_time_and_owes_the_copy(reception: Client) -> None:
    lead = send(**CASINO, email="sara@mail.example")
    due = lead.reply_due_at

    reception.post(f"/admin/leads/lead/{lead.pk}/status/", {"status": "new"})

    lead.refresh_from_db()
    assert (lead.status, lead.reply_due_at) == ("new", due)
    assert [delivery.kind for delivery in lead.requests.get().deliveries.all()] == ["receipt"]


def test_a_release_owes_nothing_to_who_gave_no_address(reception: Client) -> None:
    lead = send(**CASINO)

    reception.post(f"/admin/leads/lead/{lead.pk}/status/", {"status": "new"})

    assert not lead.requests.get().deliveries.exists()


def test_staff_read_how_much_was_only_counted(reception: Client, signed_in: SignIn) -> None:
    SpamDayFactory.create(folded=1234)

    page = reception.get("/admin/leads/spamday/")

    assert "1234" in page.content.decode().replace(",", "")
    assert reception.get("/admin/leads/spamday/add/").status_code == 403
    assert signed_in(StaffFactory.create()).get("/admin/leads/spamday/").status_code == 403


# Forgetting and counting


def test_traces_are_wiped_after_a_day() -> None:
    ScreeningFactory.create(at=MONDAY_NOON, network="a" * 32, phone="b" * 32)
    fresh = ScreeningFactory.create(at=MONDAY_NOON + timedelta(hours=2), network="c" * 32)

    chores.do_all(MONDAY_NOON + timedelta(hours=25))

    assert list(Screening.objects.values_list("network", "phone").order_by("pk")) == [
        ("", ""),
        ("c" * 32, ""),
    ]
    assert Screening.objects.get(has_traces=True) == fresh


def held(points: int, count: int = 1) -> list[Lead]:
    """Leads that are held, the oldest first."""
    made = []
    for number in range(count):
        lead = LeadFactory.create(
            status="held", held_because="Casino", received_at=MONDAY_NOON + timedelta(minutes=number)
        )
        ScreeningFactory.create(request=ConsultationRequestFactory.create(lead=lead), points=points)
        made.append(lead)
    return made


def test_beyond_a_bound_the_oldest_certain_spam_is_only_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "CERTAIN_KEPT", 2)
    leads = held(spam.CERTAIN, 5)

    folded = screening.fold_all_spam(MONDAY_NOON)

    assert folded == 3
    assert list(Lead.objects.order_by("pk")) == leads[3:]
    assert SpamDay.objects.get().folded == 3


def test_what_might_be_a_person_is_not_counted_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "CERTAIN_KEPT", 0)
    held(spam.CERTAIN - 1, 3)

    assert screening.fold_all_spam(MONDAY_NOON) == 0


def test_what_was_released_or_noted_is_not_counted_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "CERTAIN_KEPT", 0)
    released, noted = held(spam.CERTAIN, 2)
    Lead.objects.filter(pk=released.pk).update(status="new")
    EventFactory.create(lead=noted, by=StaffFactory.create())

    assert screening.fold_all_spam(MONDAY_NOON) == 0


def test_who_used_the_page_of_their_request_is_not_counted_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "CERTAIN_KEPT", 0)
    wrote, showed = held(spam.CERTAIN, 2)
    EventFactory.create(lead=wrote, request=wrote.requests.get(), kind="message", text="I am no robot.")
    PhotoFactory.create(request=showed.requests.get())

    assert screening.fold_all_spam(MONDAY_NOON) == 0


def test_a_lead_keeps_what_is_not_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "CERTAIN_KEPT", 0)
    (lead,) = held(spam.CERTAIN)
    mild = ScreeningFactory.create(request=ConsultationRequestFactory.create(lead=lead), points=11).request

    screening.fold_all_spam(MONDAY_NOON)

    assert list(lead.requests.all()) == [mild]


def test_all_that_is_held_is_bounded_and_the_mildest_stays_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "HELD_KEPT", 2)
    heavy, mild = held(19, 2), held(11, 2)

    screening.fold_all_spam(MONDAY_NOON)

    assert list(Lead.objects.order_by("pk")) == mild
    assert not Lead.objects.filter(pk__in=[lead.pk for lead in heavy]).exists()


def test_what_one_lead_holds_is_bounded_and_the_mildest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "KEPT_IN_ONE", 2)
    (lead,) = held(11)
    for points in (12, 13, 14):
        ScreeningFactory.create(request=ConsultationRequestFactory.create(lead=lead), points=points)

    folded = screening.fold_all_spam(MONDAY_NOON)

    assert folded == 2
    assert [row.points for row in Screening.objects.order_by("points")] == [11, 12]


def test_days_of_counting_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "CERTAIN_KEPT", 0)
    for _round in range(2):
        held(spam.CERTAIN, 2)
        screening.fold_all_spam(MONDAY_NOON)

    assert [day.folded for day in SpamDay.objects.all()] == [4]


# The short form of the mixed trial


def test_people_are_heard_and_spam_is_held(clinic: ClinicProfile) -> None:
    sent = trial.posts(str(uuid.UUID(int=1)), people_count=60, spam_count=240)

    score = trial.run(sent, lasts=timedelta(hours=12))

    assert (score.stored, score.people_held) == (60, 0), score.texts
    assert score.spam_let_in <= 2, score.texts


def test_chores_come_back_every_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(chores, "do_all", lambda now: done.append(now.minute))
    rota = chores.Rota()

    for seconds in (0, 1, 59, 60, 61, 200):
        rota.do_due(MONDAY_NOON + timedelta(seconds=seconds))

    assert done == [0, 1, 3]
