"""What a request leaves behind tells networks apart and names none."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.test.utils import override_settings

from leads import traces


def network(address: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return traces.network_of(RequestFactory(REMOTE_ADDR=address).get("/", headers=headers))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.7", "203.0.113.250"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("2001:db8:1:200::1", "2001:db8:1:2ff::1"),
    ],
)
def test_neighbours_are_one_network(one: str, other: str) -> None:
    assert network(one) == network(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("203.0.113.7", "203.0.114.7"), ("2001:db8:1:2::1", "2001:db8:1:300::1")]
)
def test_strangers_are_not(one: str, other: str) -> None:
    assert network(one) != network(other)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.1.5", "172.20.0.1", "::1", "fd00::1", "", "nonsense"]
)
def test_an_address_that_everybody_may_have_is_no_network(address: str) -> None:
    assert network(address) == ""


@override_settings(TRUSTED_PROXIES=["10.0.0.1"])
def test_behind_a_trusted_proxy_the_visitor_counts() -> None:
    assert network("10.0.0.1", "203.0.113.7") == network("203.0.113.9")


def test_a_trace_is_not_the_value() -> None:
    trace = traces.digest("phone", "+971501234567")

    assert len(trace) == traces.LENGTH
    assert "501234567" not in trace


def test_a_trace_is_another_with_another_key_or_kind() -> None:
    ours = traces.digest("phone", "+971501234567")

    with override_settings(SECRET_KEY="another"):  # noqa: S106  no key of ours
        assert traces.digest("phone", "+971501234567") != ours
    assert traces.digest("email", "+971501234567") != ours


def test_nothing_leaves_no_trace() -> None:
    assert traces.digest("email", "") == ""
