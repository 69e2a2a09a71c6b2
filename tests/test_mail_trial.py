"""`make mail-test` in short: every message arrives once mail is well; what went wrong would be counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from tests.crash.databases import Postgres, Sqlite
from tests.crash.servers import free_port, running
from tests.leads.certificates import made_in
from tests.leads.servers import bare
from tests.mail.trial import Letters, Plan, judged, run
from tests.mail.turns import PostOffice, Take


def test_after_a_while_without_mail_every_message_arrives(tmp_path: Path) -> None:
    certificates, port = made_in(tmp_path, timezone.now()), free_port()
    extra = {"EMAIL_URL": f"smtp+tls://127.0.0.1:{port}", "SSL_CERT_FILE": str(certificates.authority)}
    # What a killed worker had in hand waits for two minutes, which is too long for a test.
    plan = Plan(seconds=6, people=20, seed=1, pauses=(0.5, 2.0), prey=("web worker",))
    (tmp_path / "site").mkdir()

    with bare(tmp_path / "site") as own:
        database = Postgres(own.database_url) if own.database_url else Sqlite(own.folder)
        with running(own.folder, database, is_prepared=True, extra=extra) as site:
            outcome = run(site, PostOffice(port, certificates), plan)

    assert outcome.is_clean
    assert outcome.letters.owed >= 30
    assert outcome.count.acknowledged == 20


def took(name: str, at: float, *, was_answered: bool = True) -> Take:
    return Take(name, at, was_answered)


SENT = {"alert.1": True}


@pytest.mark.parametrize(
    ("owed", "takes", "kills", "expected"),
    [
        (SENT, [took("alert.1", 1)], [], Letters(1, 0, 0, 0, 0)),
        (SENT, [], [], Letters(1, 1, 0, 0, 0)),
        ({"alert.1": False}, [took("alert.1", 1)], [], Letters(1, 1, 0, 0, 0)),
        (SENT, [took("alert.1", 1, was_answered=False)], [], Letters(1, 1, 0, 0, 0)),
        ({}, [took("alert.2", 1)], [], Letters(0, 0, 1, 0, 0)),
        (SENT, [took("alert.1", 1, was_answered=False), took("alert.1", 2)], [], Letters(1, 0, 0, 1, 0)),
        (SENT, [took("alert.1", 1), took("alert.1", 9)], [], Letters(1, 0, 0, 1, 1)),
        (SENT, [took("alert.1", 1), took("alert.1", 9)], [3], Letters(1, 0, 0, 1, 0)),
        (SENT, [took("alert.1", 1.1), took("alert.1", 9)], [1], Letters(1, 0, 0, 1, 0)),
        (SENT, [took("alert.1", 2), took("alert.1", 9)], [1], Letters(1, 0, 0, 1, 1)),
        (
            {"alert.1": True, "alert.2": True},
            [took("alert.1", 1), took("alert.2", 2), took("alert.1", 9)],
            [3],
            Letters(2, 0, 0, 1, 1),
        ),
    ],
    ids=[
        "once",
        "never",
        "not written down as sent",
        "perhaps",
        "of nobody",
        "again after an unclear ending",
        "again without a reason",
        "again after a kill",
        "taken just after a kill",
        "taken long after a kill",
        "in hand was another",
    ],
)
def test_what_did_not_arrive_and_what_was_sent_again_without_a_reason_is_counted(
    owed: dict[str, bool], takes: list[Take], kills: list[float], expected: Letters
) -> None:
    letters = judged(owed, takes, kills)

    assert letters == expected


@pytest.mark.parametrize(
    ("letters", "is_clean"),
    [
        (Letters(1, 0, 0, 0, 0), True),
        (Letters(1, 0, 0, 5, 0), True),
        (Letters(0, 0, 0, 0, 0), False),
        (Letters(1, 1, 0, 0, 0), False),
        (Letters(1, 0, 1, 0, 0), False),
        (Letters(1, 0, 0, 1, 1), False),
    ],
)
def test_only_copies_after_an_unclear_ending_are_forgiven(letters: Letters, *, is_clean: bool) -> None:
    assert letters.is_clean is is_clean
