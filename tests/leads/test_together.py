"""Many at once, processes that die, servers side by side: with real servers, as `make run` starts them."""

from __future__ import annotations

import os
import signal
import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import count
from threading import Barrier

import pytest

from tests.leads.servers import Ground, Server, copied, left_of, prepared, serving, wait_until

CROWD = 20
SOON = 15.0
Post = dict[str, str]
_people = count(1)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """What two first starts at once make; servers stand on copies of it."""
    with prepared(tmp_path_factory.mktemp("prepared"), at_once=2) as made:
        yield made


@pytest.fixture(scope="module")
def server(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave it as it was."""
    with copied(ground, tmp_path_factory.mktemp("server") / "data") as own, serving(own) as running:
        yield running


@pytest.fixture
def server_of_its_own(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that a test may stop."""
    with copied(ground, tmp_path_factory.mktemp("own") / "data") as own, serving(own) as running:
        yield running


@pytest.fixture
def person() -> Post:
    """Somebody who has not asked before."""
    number = next(_people)
    return {"name": f"Person {number}", "phone": f"+9715012{number:05}", "consent": "on"}


def all_at_once(server: Server, posts: list[Post]) -> list[tuple[int, str]]:
    """Everybody presses the button at the same moment."""
    start = Barrier(len(posts))

    def press(values: Post) -> tuple[int, str]:
        start.wait()
        return server.post(values)

    with ThreadPoolExecutor(len(posts)) as crowd:
        return list(crowd.map(press, posts))


def kept(server: Server, phone: str) -> tuple[int, int, int]:
    """How many leads, requests and owed messages there are with this number."""
    requests = f"FROM leads_consultationrequest WHERE phone LIKE '{phone}%'"
    return (
        server.ground.number(f"SELECT count(*) FROM leads_lead WHERE phone LIKE '{phone}%'"),  # noqa: S608
        server.ground.number(f"SELECT count(*) {requests}"),
        server.ground.number(
            f"SELECT count(*) FROM leads_delivery WHERE request_id IN (SELECT id {requests})"  # noqa: S608
        ),
    )


def receipts_in(answers: list[tuple[int, str]]) -> set[str]:
    """The requests that the receipts are about."""
    assert {status for status, _address in answers} == {303}
    return {address.split("=")[1].split(".")[0] for _status, address in answers}


# Many at once


@pytest.mark.parametrize("has_key", [True, False])
def test_twenty_identical_posts_at_once_are_one_request(
    server: Server,
    person: Post,
    has_key: bool,  # noqa: FBT001
) -> None:
    if has_key:
        person["request_key"] = str(uuid.uuid4())

    answers = all_at_once(server, [person] * CROWD)

    assert len(receipts_in(answers)) == 1
    assert kept(server, person["phone"]) == (1, 1, 1)


def test_twenty_people_at_once_are_twenty_leads(server: Server) -> None:
    posts = [
        {"name": f"Visitor {number}", "phone": f"+9715055500{number:02}", "consent": "on"}
        for number in range(CROWD)
    ]

    answers = all_at_once(server, posts)

    assert len(receipts_in(answers)) == CROWD
    assert kept(server, "+9715055500") == (CROWD, CROWD, CROWD)


def test_one_person_with_twenty_things_to_say_is_one_lead(server: Server, person: Post) -> None:
    answers = all_at_once(server, [{**person, "message": f"Thing {number}"} for number in range(CROWD)])

    assert len(receipts_in(answers)) == CROWD
    assert kept(server, person["phone"]) == (1, CROWD, CROWD)


def test_a_family_that_asks_at_once_is_a_lead_each(server: Server, person: Post) -> None:
    answers = all_at_once(server, [{**person, "name": f"Member {number}"} for number in range(5)] * 2)

    assert len(receipts_in(answers)) == 5
    assert kept(server, person["phone"]) == (5, 5, 5)


def test_a_request_is_in_the_database_at_once_and_its_alert_in_the_mail_soon(
    server: Server, person: Post
) -> None:
    _status, address = server.post(person)

    assert kept(server, person["phone"]) == (1, 1, 1)
    key = receipts_in([(303, address)]).pop()
    wait_until(lambda: sum(key in mail for mail in server.ground.mails()) == 1, SOON)


# Processes that die


def test_a_web_worker_that_is_killed_is_replaced_while_requests_go_on(server: Server, person: Post) -> None:
    before = server.web_workers
    victim = min(before)

    os.kill(victim, signal.SIGKILL)
    answers = [server.post({**person, "message": f"Thing {number}"})[0] for number in range(5)]
    wait_until(lambda: len(server.web_workers - {victim}) == len(before), SOON)

    assert answers == [303] * 5
    assert kept(server, person["phone"]) == (1, 5, 5)


def test_a_delivery_worker_that_is_killed_is_replaced_and_sends_what_is_owed(
    server: Server, person: Post
) -> None:
    (victim,) = server.delivery_worker

    os.kill(victim, signal.SIGKILL)
    _status, address = server.post(person)

    key = receipts_in([(303, address)]).pop()
    wait_until(lambda: sum(key in mail for mail in server.ground.mails()) == 1, SOON)
    wait_until(lambda: len(server.delivery_worker - {victim}) == 1, SOON)


def test_a_web_server_that_is_killed_is_replaced(server: Server, person: Post) -> None:
    (victim,) = server.web

    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(server.web - {victim}) == 1 and server.is_ready())

    assert server.post(person)[0] == 303


# Stopping


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_leaves_nothing_behind(server_of_its_own: Server, person: Post, number: int) -> None:
    server, family = server_of_its_own, server_of_its_own.family()
    assert len(family) >= 5
    assert server.post(person)[0] == 303

    server.stop(number)

    assert not left_of(family)
    assert kept(server, person["phone"]) == (1, 1, 1)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)) != 0


# Side by side


def test_two_servers_side_by_side_know_nothing_of_each_other(
    server: Server, server_of_its_own: Server, person: Post
) -> None:
    assert server_of_its_own.post(person)[0] == 303

    assert kept(server_of_its_own, person["phone"]) == (1, 1, 1)
    assert kept(server, person["phone"]) == (0, 0, 0)
    assert server.get("/healthz") == server_of_its_own.get("/healthz") == 200


def test_two_first_starts_at_once_make_everything_once(ground: Ground) -> None:
    assert ground.number("SELECT count(*) FROM clinic_clinicprofile") == 1
    assert ground.number("SELECT count(*) FROM clinic_openinghours") == 6
    assert ground.number("SELECT count(*) - count(DISTINCT name || app) FROM django_migrations") == 0


def test_what_is_garbled_leaves_no_address_of_a_visitor_in_the_log(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as visitor:
        visitor.sendall(b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n")
        answer = visitor.recv(100)

    assert answer.startswith(b"HTTP/1.1 414")
    assert "Invalid request" not in server.log.read_text()


def test_a_look_at_the_headers_alone_is_no_news(server: Server) -> None:
    before = server.log.read_text()

    with closing(HTTPConnection("127.0.0.1", server.port)) as visitor:
        visitor.request("HEAD", "/")
        answer = visitor.getresponse()

    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 0
    assert server.log.read_text() == before
