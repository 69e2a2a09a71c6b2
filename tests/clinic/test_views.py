"""Home, legal pages, robots, and what machines ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from clinic.models import ClinicProfile
from tests.factories import DeliveryFactory, PageFactory, PersonFactory, QuestionFactory, TreatmentFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

# The pages of treatments are asked for only when there are treatments.
ONLY_WHEN_THERE_ARE_ROWS = 1


def test_home_names_the_clinic_its_doctors_and_its_treatments(client: Client, clinic: ClinicProfile) -> None:
    PersonFactory.create(name="Dr Layla Hassan")
    PersonFactory.create(name="Dr Without Licence", licence_number="")
    TreatmentFactory.create(name="Microneedling")

    page = client.get("/").content.decode()

    assert "Khusla" in page
    assert "Dr Layla Hassan" in page
    assert "Dr Without Licence" not in page
    assert "Microneedling" in page


def test_home_asks_the_same_however_much_there_is(client: Client, clinic: ClinicProfile) -> None:
    few = queries_of(client, "/")

    for _nth in range(5):
        PersonFactory.create()
        PageFactory.create()
        QuestionFactory.create(is_featured=True)
    many = queries_of(client, "/")

    assert len(many) <= len(few) + ONLY_WHEN_THERE_ARE_ROWS, "\n".join(many)


@pytest.mark.parametrize("address", ["/", "/privacy/", "/robots.txt", "/healthz", "/readyz"])
def test_pages_are_read_and_never_written_to(client: Client, clinic: ClinicProfile, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_robots_are_kept_out_until_the_clinic_is_live(client: Client, clinic: ClinicProfile) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_robots_are_kept_from_staff_pages_and_receipts_always(client: Client, clinic: ClinicProfile) -> None:
    ClinicProfile.objects.update(mode=ClinicProfile.Mode.LIVE)

    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /" not in lines
    assert "Disallow: /admin/" in lines
    assert "Disallow: /consultation/received/" in lines


def test_browsers_find_the_icon(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert response.status_code == 301
    assert response["Location"].endswith("favicon.svg")


def test_healthz_answers_while_the_process_does(client: Client) -> None:
    response = client.get("/healthz")

    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("database_gone")
def test_healthz_answers_without_the_database(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_readyz_answers_when_requests_can_be_kept(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "database": "ok", "queue": "ok", "oldest_unsent_seconds": 0, "dead_letters": 0,
        "spooled": 0, "set_aside": 0, "differences": 0,
    }  # fmt: skip


@pytest.mark.usefixtures("database_gone")
def test_readyz_says_503_without_the_database(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "OperationalError"}


def test_readyz_says_503_when_nothing_can_be_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic.views.refusal_to_write", lambda: "No space left on device")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "No space left on device"}


def test_readyz_tells_what_a_mail_server_refuses(client: Client) -> None:
    now = timezone.now()
    DeliveryFactory.create(created_at=now - timedelta(hours=2), try_at=now + timedelta(minutes=9))
    DeliveryFactory.create(state="dead")

    response = client.get("/readyz")

    assert response.status_code == 200
    assert 7200 <= response.json()["oldest_unsent_seconds"] < 7300
    assert response.json()["dead_letters"] == 1


def test_readyz_says_503_when_messages_do_not_get_out(client: Client) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    DeliveryFactory.create(created_at=long_ago, try_at=long_ago)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "worker" in response.json()["queue"]


PHONE, PHONE_PRINTED = "+97143300000", "+971 4 330 0000"


@pytest.fixture
def phone(clinic: ClinicProfile) -> str:
    """The clinic's phone number, as printed."""
    ClinicProfile.objects.update(phone=PHONE)
    return PHONE_PRINTED


@pytest.fixture
def visitor() -> Client:
    """A visitor's browser: it shows what the server answers, whatever broke."""
    return Client(raise_request_exception=False)


def test_a_missing_page_says_how_to_reach_us(visitor: Client, phone: str) -> None:
    response = visitor.get("/no-such-page/")

    assert response.status_code == 404
    assert phone in response.content.decode()


def test_a_locked_out_visitor_is_told_when_to_try_again(
    visitor: Client, phone: str, settings: Settings
) -> None:
    guessed = {"username": "layla", "password": "a guess"}

    answers = [visitor.post(reverse("admin:login"), guessed) for _nth in range(settings.AXES_FAILURE_LIMIT)]

    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "900"
    assert phone in answers[-1].content.decode()


@pytest.fixture
def strict() -> Client:
    """A browser whose forms need their token, as in life."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/", "/treatments/", "/search/", "/privacy/", "/sitemap.xml"])
def test_nothing_can_be_sent_to_a_page_for_reading(
    strict: Client, phone: str, method: str, address: str
) -> None:
    answer = getattr(strict, method)(address)

    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert phone in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_form_is_sent_with_post_alone(strict: Client, phone: str, method: str) -> None:
    answer = getattr(strict, method)("/consultation/")

    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    assert phone in answer.content.decode()
    assert "cannot be used that way" in answer.content.decode()


def test_a_stale_sign_in_says_what_to_do(strict: Client, phone: str) -> None:
    answer = strict.post("/admin/login/?next=/admin/", {"username": "layla", "password": "a guess"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "open too long" in page
    assert 'href="/admin/login/?next=/admin/"' in page
    assert phone in page


@pytest.mark.parametrize(
    ("address", "headers"),
    [("/", {"host": "somewhere.example"}), ("/admin/login/", {}), ("/no-such-page/", {})],
)
def test_pages_beside_the_content_say_that_the_site_is_in_preview(
    visitor: Client, clinic: ClinicProfile, address: str, headers: dict[str, str]
) -> None:
    in_preview = visitor.get(address, headers=headers).content.decode()
    ClinicProfile.objects.update(mode=ClinicProfile.Mode.LIVE)
    live = visitor.get(address, headers=headers).content.decode()

    assert "Preview: this content awaits" in in_preview
    assert "Preview" not in live


@pytest.mark.parametrize("address", ["/", "/no-such-page/", "/treatments/"])
def test_a_strange_host_is_a_bad_request(visitor: Client, phone: str, address: str) -> None:
    response = visitor.get(address, headers={"host": "somewhere.example"})

    assert response.status_code == 400
    assert phone in response.content.decode()


def test_a_forbidden_page_says_how_to_reach_us(
    visitor: Client, phone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_asked: str) -> None:
        raise PermissionDenied

    monkeypatch.setattr("treatments.listing.choose", refuse)

    response = visitor.get("/treatments/")

    assert response.status_code == 403
    assert phone in response.content.decode()


def test_a_fault_of_ours_says_how_to_reach_us(
    visitor: Client, phone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("treatments.listing.choose", lambda **_asked: 1 / 0)

    response = visitor.get("/treatments/")

    assert response.status_code == 500
    assert phone in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()
    assert "we have been told" not in response.content.decode()


@pytest.fixture
def seen_before(visitor: Client, phone: str) -> str:
    """The process has served a page, and knows the phone number."""
    visitor.get("/")
    return phone


@pytest.mark.usefixtures("seen_before", "database_gone")
@pytest.mark.parametrize("address", ["/", "/treatments/", "/compare/", "/robots.txt"])
def test_without_the_database_a_page_says_so_and_how_to_reach_us(visitor: Client, address: str) -> None:
    response = visitor.get(address)

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert PHONE_PRINTED in response.content.decode()
    assert 'href="/consultation/"' in response.content.decode()


@pytest.mark.usefixtures("seen_before", "database_gone")
def test_what_is_sent_to_other_pages_without_the_database_is_said_to_be_lost(visitor: Client) -> None:
    response = visitor.post("/admin/login/", {"username": "somebody", "password": "a long and boring one"})

    assert response.status_code == 503
    assert "What you typed has not been kept" in response.content.decode()


@pytest.mark.usefixtures("clinic", "database_gone")
def test_a_fresh_process_without_the_database_says_what_it_can(visitor: Client) -> None:
    response = visitor.get("/")

    assert response.status_code == 503
    assert "998" in response.content.decode()
    assert "<h1" in response.content.decode()


def test_the_canonical_address_is_the_sites_own(client: Client, clinic: ClinicProfile) -> None:
    page = client.get("/", headers={"host": "localhost"}).content.decode()

    assert '<link rel="canonical" href="http://127.0.0.1:8000/">' in page
