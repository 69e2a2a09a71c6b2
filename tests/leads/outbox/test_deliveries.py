"""What is owed is sent once mail works, however long that takes, and never in the visitor's way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from clinic.models import ClinicProfile
from leads.models import ConsultationRequest, Delivery
from leads.outbox import deliveries
from leads.outbox.deliveries import FIRST_WAIT, GIVE_UP_AFTER, LEASE, LONGEST_WAIT, send_next
from leads.outbox.emails import compose
from tests.factories import MONDAY_NOON, DeliveryFactory
from tests.leads.certificates import Certificates, made_in
from tests.leads.mail_server import MANNERS, UNCLEAR, mail_server
from tests.leads.sending import SARA

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
BAD_MANNERS = [manner for manner in MANNERS if manner not in {"good", "breaks-off-tls"}]
BAD_CERTIFICATES = ["self_signed", "expired", "of_another"]


@contextmanager
def posted_to(port: int, **changes: Any) -> Iterator[None]:
    """Mail goes to a server on this machine, which has half a second to speak."""
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    where = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port, "EMAIL_TIMEOUT": 0.5}
    with override_settings(EMAIL_BACKEND=smtp, **where, **changes):
        yield


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates of an authority that nobody believes yet."""
    return made_in(tmp_path_factory.mktemp("certificates"), timezone.now())


@pytest.fixture
def believed(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Certificates of an authority that this machine believes."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    return certificates


@contextmanager
def unreachable() -> Iterator[None]:
    """Nobody listens where mail should go."""
    with mail_server() as server:
        port = server.port
    with posted_to(port):
        yield


def try_at(now: datetime) -> Delivery:
    """One attempt at this moment; the delivery after it."""
    with time_machine.travel(now, tick=False):
        assert send_next(now)
    return Delivery.objects.get()


def test_a_delivery_is_sent_and_marked() -> None:
    delivery = DeliveryFactory.create()

    assert send_next(MONDAY_NOON)

    delivery.refresh_from_db()
    assert len(mail.outbox) == 1
    assert (delivery.state, delivery.attempts, delivery.problem) == ("sent", 1, "")
    assert delivery.sent_at is not None
    assert delivery.leased_until is None


def test_nothing_is_sent_twice() -> None:
    DeliveryFactory.create()

    assert send_next(MONDAY_NOON)
    assert not send_next(MONDAY_NOON + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_nothing_is_sent_before_its_time() -> None:
    DeliveryFactory.create(try_at=MONDAY_NOON + SECOND)

    assert not send_next(MONDAY_NOON)


def test_what_has_been_due_longest_goes_first() -> None:
    DeliveryFactory.create(try_at=MONDAY_NOON)
    oldest = DeliveryFactory.create(try_at=MONDAY_NOON - SECOND)

    send_next(MONDAY_NOON)

    assert Delivery.objects.get(state="sent") == oldest


# Trouble with mail


@pytest.mark.parametrize("manner", BAD_MANNERS)
def test_a_bad_mail_server_makes_a_delivery_wait(manner: str) -> None:
    DeliveryFactory.create()

    with mail_server(manner) as server, posted_to(server.port):
        delivery = try_at(MONDAY_NOON)

    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.problem
    assert delivery.leased_until is None


def test_a_mail_server_that_is_down_makes_a_delivery_wait() -> None:
    DeliveryFactory.create()

    with unreachable():
        delivery = try_at(MONDAY_NOON)

    assert (delivery.state, delivery.problem) == ("waiting", "ConnectionRefusedError")


@pytest.mark.parametrize("manner", BAD_MANNERS)
def test_when_mail_works_again_the_message_goes_out(manner: str) -> None:
    DeliveryFactory.create()
    with mail_server(manner) as bad, posted_to(bad.port):
        waiting = try_at(MONDAY_NOON)

    with mail_server() as good, posted_to(good.port):
        delivery = try_at(waiting.try_at)

    assert len(good.taken) == 1
    assert (delivery.state, delivery.attempts, delivery.problem) == ("sent", 2, "")


@pytest.mark.parametrize("manner", UNCLEAR)
def test_a_copy_sent_twice_can_be_known_for_a_copy(manner: str) -> None:
    DeliveryFactory.create()
    with mail_server(manner) as bad, posted_to(bad.port):
        waiting = try_at(MONDAY_NOON)
    with mail_server() as good, posted_to(good.port):
        try_at(waiting.try_at)

    ids = [
        line
        for message in [*bad.taken, *good.taken]
        for line in message.splitlines()
        if line.startswith("Message-ID")
    ]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_message_goes_through_tls_to_a_server_that_is_who_it_should_be(believed: Certificates) -> None:
    DeliveryFactory.create()

    with mail_server(tls=believed.good) as server, posted_to(server.port, EMAIL_USE_TLS=True):
        delivery = try_at(MONDAY_NOON)

    assert (delivery.state, delivery.problem) == ("sent", "")
    assert len(server.taken) == 1


@pytest.mark.parametrize("fault", BAD_CERTIFICATES)
def test_a_server_with_a_bad_certificate_is_given_no_message(believed: Certificates, fault: str) -> None:
    DeliveryFactory.create()

    with (
        mail_server(tls=getattr(believed, fault)) as server,
        posted_to(server.port, EMAIL_USE_TLS=True),
    ):
        delivery = try_at(MONDAY_NOON)

    assert (delivery.state, delivery.problem) == ("waiting", "SSLCertVerificationError")
    assert server.taken == []


def test_a_server_of_an_authority_that_nobody_believes_is_given_no_message(
    certificates: Certificates,
) -> None:
    DeliveryFactory.create()

    with mail_server(tls=certificates.good) as server, posted_to(server.port, EMAIL_USE_TLS=True):
        delivery = try_at(MONDAY_NOON)

    assert (delivery.state, delivery.problem) == ("waiting", "SSLCertVerificationError")
    assert server.taken == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"EMAIL_USE_TLS": True}, "SMTPNotSupportedError"), ({"EMAIL_USE_SSL": True}, "SSLError")],
)
def test_a_server_that_speaks_plainly_where_it_should_not_is_given_no_message(
    changes: dict[str, bool], problem: str
) -> None:
    DeliveryFactory.create()

    with mail_server() as server, posted_to(server.port, **changes):
        delivery = try_at(MONDAY_NOON)

    assert (delivery.state, delivery.problem) == ("waiting", problem)
    assert server.taken == []


def test_a_server_that_breaks_off_tls_is_given_no_message(believed: Certificates) -> None:
    DeliveryFactory.create()

    with (
        mail_server("breaks-off-tls", tls=believed.good) as server,
        posted_to(server.port, EMAIL_USE_TLS=True),
    ):
        delivery = try_at(MONDAY_NOON)

    assert (delivery.state, delivery.problem) == ("waiting", "SSLError")
    assert server.taken == []


@pytest.mark.parametrize("manner", ["hangs", "drops", "refuses"])
def test_trouble_with_mail_changes_nothing_for_the_visitor(clinic: ClinicProfile, manner: str) -> None:
    with mail_server(manner) as server, posted_to(server.port):
        answer = Client().post("/consultation/", SARA)

    assert answer.status_code == 303
    assert ConsultationRequest.objects.get().deliveries.get().state == "waiting"


def test_a_message_to_nobody_is_not_sent(clinic: ClinicProfile) -> None:
    DeliveryFactory.create()
    ClinicProfile.objects.update(alerts_email="")

    assert try_at(MONDAY_NOON).state == "waiting"


@pytest.mark.parametrize("name", ["Khusla", "Khusla, Dubai", 'Dr "Hair" (Dubai)', "خصلة", "A <b@c.example>"])
def test_any_name_of_the_clinic_can_send(clinic: ClinicProfile, name: str) -> None:
    ClinicProfile.objects.update(name=name)
    DeliveryFactory.create()

    with mail_server() as server, posted_to(server.port):
        assert try_at(MONDAY_NOON).state == "sent"

    assert "<hello@khusla.example>" in server.taken[0]


def test_the_log_names_the_delivery_and_the_trouble_alone(caplog: pytest.LogCaptureFixture) -> None:
    delivery = DeliveryFactory.create(kind="receipt", request__lead__email="sara@mail.example")

    with mail_server("refuses") as server, posted_to(server.port):
        try_at(MONDAY_NOON)

    assert caplog.messages == [f"Delivery {delivery.pk} failed: SMTPRecipientsRefused 550; attempt 1"]


# Waiting longer, and giving up


def test_every_failure_waits_longer_up_to_half_an_hour() -> None:
    DeliveryFactory.create()
    now, waits = MONDAY_NOON, []

    with unreachable():
        for _attempt in range(12):
            delivery = try_at(now)
            waits.append(delivery.try_at - now)
            now = delivery.try_at

    assert waits[0] == 2 * FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_once_mail_works_again_everything_that_waited_for_it_goes_at_once() -> None:
    DeliveryFactory.create_batch(3, problem="ConnectionRefusedError", try_at=MONDAY_NOON + LONGEST_WAIT)
    DeliveryFactory.create()

    with time_machine.travel(MONDAY_NOON, tick=False):
        while send_next(MONDAY_NOON):
            pass

    assert Delivery.objects.filter(state="sent").count() == 4


@pytest.mark.parametrize("problem", ["NobodyToSendTo", "SMTPRecipientsRefused 550"])
def test_a_message_that_the_server_will_not_take_for_that_person_waits_out_its_time(problem: str) -> None:
    DeliveryFactory.create()
    refused = DeliveryFactory.create(problem=problem, try_at=MONDAY_NOON + LONGEST_WAIT)

    with time_machine.travel(MONDAY_NOON, tick=False):
        send_next(MONDAY_NOON)

    refused.refresh_from_db()
    assert refused.try_at == MONDAY_NOON + LONGEST_WAIT


def test_that_mail_works_again_says_nothing_of_the_other_program() -> None:
    DeliveryFactory.create()
    news = DeliveryFactory.create(kind="webhook", problem="NotTaken", try_at=MONDAY_NOON + LONGEST_WAIT)

    with time_machine.travel(MONDAY_NOON, tick=False):
        send_next(MONDAY_NOON)

    news.refresh_from_db()
    assert news.try_at == MONDAY_NOON + LONGEST_WAIT


def test_after_seven_days_it_is_given_up_where_staff_see_it() -> None:
    DeliveryFactory.create()

    with unreachable():
        delivery = try_at(MONDAY_NOON + GIVE_UP_AFTER + SECOND)

    assert (delivery.state, delivery.problem) == ("dead", "ConnectionRefusedError")
    assert not send_next(MONDAY_NOON + timedelta(days=30))


def test_before_seven_days_it_is_tried_again() -> None:
    DeliveryFactory.create()

    with unreachable():
        delivery = try_at(MONDAY_NOON + GIVE_UP_AFTER)

    assert delivery.state == "waiting"


def test_a_long_sleep_of_the_worker_does_not_lose_a_message() -> None:
    DeliveryFactory.create()

    assert try_at(MONDAY_NOON + timedelta(days=30)).state == "sent"


# Workers that die, and workers side by side


class Killed(BaseException):
    """The worker is no more."""


def test_a_killed_worker_s_delivery_is_sent_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = DeliveryFactory.create()

    def die(_delivery: Delivery) -> Any:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(deliveries, "compose", die)
        with pytest.raises(Killed):
            send_next(MONDAY_NOON)

    assert not send_next(MONDAY_NOON + LEASE - SECOND)
    assert send_next(MONDAY_NOON + LEASE)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("sent", 2)


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_everything_once() -> None:
    DeliveryFactory.create_batch(8)

    def work() -> None:
        while send_next(MONDAY_NOON):
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert Delivery.objects.filter(state="sent", attempts=1).count() == 8
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 8
    assert len(mail.outbox) == 8


def test_a_person_erased_while_a_message_is_on_its_way_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    DeliveryFactory.create()

    def erase_meanwhile(delivery: Delivery) -> mail.EmailMessage:
        message = compose(delivery)
        ConsultationRequest.objects.all().delete()
        return message

    monkeypatch.setattr(deliveries, "compose", erase_meanwhile)

    assert send_next(MONDAY_NOON) is True
    assert not Delivery.objects.exists()
    assert caplog.messages == []
