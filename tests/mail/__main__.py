"""`make mail-test`: mail is down for an hour while 1,000 people write; does every message arrive afterwards?"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.crash.databases import Sqlite
from tests.crash.servers import free_port, running
from tests.leads.certificates import made_in
from tests.mail import trial
from tests.mail.turns import PostOffice

HOUR = 3600.0


def main() -> int:
    """Run the trial; 0 when every promise was kept."""
    plan = _plan()
    with tempfile.TemporaryDirectory(prefix="mail-test-") as name:
        folder = Path(name)
        certificates, port = made_in(folder, datetime.fromtimestamp(time.time(), UTC)), free_port()
        extra = {"EMAIL_URL": f"smtp+tls://127.0.0.1:{port}", "SSL_CERT_FILE": str(certificates.authority)}
        office = PostOffice(port, certificates)
        (folder / "site").mkdir()
        with running(folder / "site", Sqlite(folder / "site"), extra=extra) as site:
            outcome = trial.run(site, office, plan)
    sys.stdout.write(_in_words(plan, office, outcome))
    return 0 if outcome.is_clean else 1


def _plan() -> trial.Plan:
    parser = argparse.ArgumentParser(prog="make mail-test", description=__doc__)
    parser.add_argument("--seconds", type=float, default=HOUR, help="how long mail is down")
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    # Some two hundred kills, however long it lasts.
    pauses = (asked.seconds / 720, asked.seconds / 120)
    return trial.Plan(asked.seconds, asked.requests, asked.seed, pauses)


def _in_words(plan: trial.Plan, office: PostOffice, outcome: trial.Outcome) -> str:
    count, letters = outcome.count, outcome.letters
    kills = ", ".join(f"{name} {number}" for name, number in sorted(outcome.kills.items()))
    turns = ", ".join(f"{way} {number}" for way, number in sorted(office.turns.items()))
    return (
        f"Mail was down for {plan.seconds:.0f} s; turns: {turns}. Killed: {kills}.\n"
        f"Requests {outcome.people}: acknowledged {count.acknowledged}, lost {count.lost}, "
        f"doubled {count.doubled}, half-written {count.half_written}, refused {count.refused}, "
        f"answered with an error {outcome.broken}; longest answer {outcome.longest_wait:.1f} s.\n"
        f"Messages owed {letters.owed}, of which {outcome.waiting_at_return} waited when mail came back; "
        f"all were out {outcome.all_out_in:.0f} s later.\n"
        f"Not delivered {letters.undelivered}, nobody's {letters.unknown}, copies {letters.copies}, "
        f"copies of what was surely taken {letters.needless_copies}; tracebacks {outcome.tracebacks}.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
