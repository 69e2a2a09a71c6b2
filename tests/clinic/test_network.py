"""The visitor's address: what trusted proxies say is believed, and nothing that strangers write."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from clinic.models import ClinicProfile
from clinic.network import network_address, visitor_address

PROXY, INNER_PROXY, VISITOR, STRANGER = "10.0.0.1", "10.0.7.7", "198.51.100.7", "203.0.113.9"


def seen_from(remote: str, forwarded: str | None = None) -> str:
    """The visitor's address in a request that reaches us from `remote`."""
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return visitor_address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


@pytest.fixture(autouse=True)
def _behind_proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/16", "::1"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "visitor"),
    [
        (VISITOR, None, VISITOR),
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"{VISITOR}, {INNER_PROXY}", VISITOR),
        ("::1", VISITOR, VISITOR),
        ("::ffff:10.0.0.1", VISITOR, VISITOR),
        (PROXY, f"{VISITOR}:4711", VISITOR),
        (PROXY, "2001:db8::7", "2001:db8::7"),
        (PROXY, "[2001:DB8::7]:4711", "2001:db8::7"),
        (PROXY, f"::ffff:{VISITOR}", VISITOR),
    ],
)
def test_a_trusted_proxy_is_believed(remote: str, forwarded: str | None, visitor: str) -> None:
    assert seen_from(remote, forwarded) == visitor


@pytest.mark.parametrize("forged", [STRANGER, PROXY, f"{STRANGER}, {PROXY}", "nonsense", "", ","])
def test_what_a_stranger_forwards_is_not_believed(forged: str) -> None:
    assert seen_from(VISITOR, forged) == VISITOR


@pytest.mark.parametrize("forged", [STRANGER, PROXY, "nonsense", ""])
def test_what_a_visitor_puts_before_the_proxys_word_is_not_believed(forged: str) -> None:
    assert seen_from(PROXY, f"{forged}, {VISITOR}") == VISITOR


@pytest.mark.parametrize("written", ["", "unknown", "_hidden", "10.0.0", "x" * 5000])
def test_a_proxy_that_names_nobody_stands_for_its_visitors(written: str) -> None:
    assert seen_from(PROXY, written) == PROXY
    assert seen_from(PROXY, f"{VISITOR}, {written}") == PROXY


def test_a_proxy_that_asks_for_itself_is_the_visitor() -> None:
    assert seen_from(PROXY, INNER_PROXY) == INNER_PROXY
    assert seen_from(PROXY) == PROXY


@pytest.mark.parametrize("remote", ["", "unix:"])
def test_a_server_that_knows_no_address_says_none(remote: str) -> None:
    assert seen_from(remote, VISITOR) == ""


@pytest.mark.parametrize(
    ("remote", "network"),
    [(VISITOR, VISITOR), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("", "")],
)
def test_a_household_counts_as_one_place(remote: str, network: str) -> None:
    assert network_address(RequestFactory().get("/", REMOTE_ADDR=remote)) == network


def guess(client: Client, name: str, visitor: str = VISITOR) -> int:
    """What the sign-in answers to a wrong password."""
    guessed = {"username": name, "password": "a guess"}
    headers = {"x-forwarded-for": visitor}
    return client.post(reverse("admin:login"), guessed, REMOTE_ADDR=PROXY, headers=headers).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["x" * 256, "م" * 5000, "lay\0la", "\0", ""])
def test_an_odd_name_is_refused_like_any_other(client: Client, clinic: ClinicProfile, name: str) -> None:
    assert guess(client, name) == 200


@pytest.mark.django_db
def test_the_throttle_logs_neither_names_nor_addresses(
    client: Client, clinic: ClinicProfile, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for _nth in range(settings.AXES_FAILURE_LIMIT):
        guess(client, "layla.h")

    assert "Locking out somebody" in caplog.text
    assert "layla.h" not in caplog.text
    assert VISITOR not in caplog.text


@pytest.mark.django_db
def test_guessing_behind_a_proxy_locks_out_the_guesser_alone(
    client: Client, clinic: ClinicProfile, settings: Settings
) -> None:
    of_the_guesser = [guess(client, "layla", STRANGER) for _nth in range(settings.AXES_FAILURE_LIMIT)]

    assert of_the_guesser[-1] == 429
    assert guess(client, "layla", VISITOR) == 200
