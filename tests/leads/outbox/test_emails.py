"""Messages say enough to act on, and nothing about the person to anyone else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from clinic.models import ClinicProfile
from leads.models import ConsultationRequest, Delivery
from leads.outbox.emails import compose, message_id
from tests.factories import DeliveryFactory, TreatmentFactory
from tests.leads.conftest import Ask

pytestmark = pytest.mark.django_db
MAILS = sorted({*Delivery.Kind.values} - {"webhook"})
HEALTH_WORDS = ("hair", "crown", "prp", "thinning", "temples", "scalp", "treatment", "patches", "shedding")


@pytest.fixture
def request_by_sara(ask: Ask) -> ConsultationRequest:
    """Everything anyone can tell us."""
    TreatmentFactory.create(slug="prp", name="PRP")
    return ask(
        email="sara.ahmed@mail.example",
        phone_typed="050 123 4567",
        noticed="crown",
        treatment="prp",
        message="My scalp burns since March.",
    )


def delivery_of(request: ConsultationRequest, kind: str) -> Delivery:
    return request.deliveries.select_related("request__lead").get(kind=kind)


def everything(delivery: Delivery) -> str:
    """The whole message as it travels, headers included."""
    return compose(delivery).message().as_string()


@pytest.mark.parametrize(
    "secret", ["sara", "ahmed", "501234567", "050 123", "50 123", "mail.example", "burns", "whatsapp"]
)
def test_the_alert_names_no_person(request_by_sara: ConsultationRequest, secret: str) -> None:
    assert secret not in everything(delivery_of(request_by_sara, "staff-alert")).lower()


@pytest.mark.parametrize("kind", ["staff-alert", "receipt"])
def test_no_message_has_a_health_word(request_by_sara: ConsultationRequest, kind: str) -> None:
    message = everything(delivery_of(request_by_sara, kind)).lower()

    assert not [word for word in HEALTH_WORDS if word in message]


def test_the_alert_goes_to_staff_and_leads_to_the_lead(request_by_sara: ConsultationRequest) -> None:
    message = compose(delivery_of(request_by_sara, "staff-alert"))

    assert message.recipients() == ["reception@khusla.example"]
    assert request_by_sara.lead.reference_display in message.subject
    assert f"{settings.SITE_URL}/admin/leads/lead/{request_by_sara.lead_id}/change/" in message.body


def test_the_alert_says_when_a_reply_is_due(request_by_sara: ConsultationRequest) -> None:
    body = compose(delivery_of(request_by_sara, "staff-alert")).body

    assert "12:00 on 23 November 2026" in body
    assert "By 12:30pm today" in body


def test_the_copy_goes_to_the_person_alone(request_by_sara: ConsultationRequest) -> None:
    message = compose(delivery_of(request_by_sara, "receipt"))

    assert message.recipients() == ["sara.ahmed@mail.example"]
    assert request_by_sara.lead.reference_display in message.subject
    assert "By 12:30pm today" in message.body


def html_of(message: EmailMultiAlternatives) -> str:
    """What most mail programs show."""
    ((html, mime_type),) = message.alternatives
    assert mime_type == "text/html"
    return str(html)


@pytest.mark.parametrize("kind", ["staff-alert", "receipt"])
def test_a_message_says_the_same_in_text_and_in_html(request_by_sara: ConsultationRequest, kind: str) -> None:
    message = compose(delivery_of(request_by_sara, kind))

    words = unescape(re.sub(r"<[^>]*>", " ", html_of(message).split("<body")[1]))
    read = " ".join([*words.split(), *re.findall('href="([^"]*)"', html_of(message))])
    for line in filter(None, message.body.splitlines()):
        said, _colon, address = line.partition(": http")
        assert said in read
        assert address in read


@pytest.mark.parametrize("kind", MAILS)
def test_a_message_loads_nothing_from_anywhere(request_by_sara: ConsultationRequest, kind: str) -> None:
    html = html_of(compose(DeliveryFactory.create(request__lead=request_by_sara.lead, kind=kind)))

    assert not [mark for mark in ("<img", "<link", "<script", "url(", "src=") if mark in html]


@pytest.mark.parametrize("secret", ["ahmed", "501234567", "50 123", "burns"])
def test_the_copy_repeats_nothing_that_was_told(request_by_sara: ConsultationRequest, secret: str) -> None:
    message = compose(delivery_of(request_by_sara, "receipt"))

    assert secret not in message.body.lower()
    assert secret not in html_of(message).lower()


def test_a_message_is_the_same_at_every_attempt(request_by_sara: ConsultationRequest) -> None:
    delivery = delivery_of(request_by_sara, "receipt")
    first = compose(delivery)

    delivery.attempts = 7
    again = compose(delivery)

    assert (first.subject, first.body, first.extra_headers) == (
        again.subject,
        again.body,
        again.extra_headers,
    )


def test_the_message_id_is_stable_and_different_for_every_delivery(
    request_by_sara: ConsultationRequest,
) -> None:
    alert, copy = (delivery_of(request_by_sara, kind) for kind in ("staff-alert", "receipt"))

    assert message_id(alert) == message_id(alert)
    assert len({message_id(alert), message_id(copy), message_id(DeliveryFactory.create())}) == 3
    assert f"Message-ID: {message_id(alert)}" in everything(alert)


def test_who_chose_arabic_is_answered_in_arabic(ask: Ask) -> None:
    request = ask(email="sara@mail.example", language="ar")

    message = compose(delivery_of(request, "receipt"))

    assert message.subject == f"وصلنا طلبك: {request.lead.reference_display}"
    assert "قبل الساعة 12:30 م اليوم بتوقيت دبي" in message.body
    assert '<html lang="ar" dir="rtl">' in html_of(message)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_copy_leads_to_the_page_of_the_request(ask: Ask, client: Client, language: str) -> None:
    request = ask(email="sara@mail.example", language=language)

    message = compose(delivery_of(request, "receipt"))

    (address,) = re.findall(r"https?://\S+", str(message.body))
    assert f'href="{address}"' in html_of(message)
    assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200


def test_staff_are_written_to_in_the_language_of_the_profile(request_by_sara: ConsultationRequest) -> None:
    ClinicProfile.objects.update(staff_language="ar")

    assert compose(delivery_of(request_by_sara, "staff-alert")).subject.startswith("طلب بانتظار الرد")
    assert compose(delivery_of(request_by_sara, "receipt")).subject.startswith("We have your request")


@pytest.mark.parametrize("kind", MAILS)
def test_a_message_in_arabic_has_no_words_left_in_english(ask: Ask, kind: str) -> None:
    request = ask(email="sara@mail.example", language="ar")
    ClinicProfile.objects.update(staff_language="ar")

    message = compose(Delivery(request=request, kind=kind))

    shown = [
        str(message.subject),
        str(message.body),
        re.sub(r"<[^>]*>", " ", html_of(message).split("<body")[1]),
    ]
    said = re.sub(r"http\S+", "", " ".join(shown)).replace(request.lead.reference_display, "")
    assert re.findall("[A-Za-z]+", said) == []


def test_a_clinic_without_a_name_in_arabic_signs_with_the_one_it_has(ask: Ask) -> None:
    request = ask(email="sara@mail.example", language="ar")
    ClinicProfile.objects.update(name_other="")

    assert "Khusla" in compose(delivery_of(request, "receipt")).body
