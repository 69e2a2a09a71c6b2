"""`make crash-test`: kill everything at random while people send requests, and count what is lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash import trial
from tests.crash.databases import Database, Sqlite, cluster
from tests.crash.servers import NAIVE, REAL, running

CLIENTS = 12


def main() -> int:
    """Run what was asked for; 0 when nothing was lost, doubled or half-written."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="crash-test-") as name:
        folder = Path(name)
        # PostgreSQL's own user must be able to come in.
        folder.chmod(0o755)
        if asked.outage:
            return _outage(folder, asked)
        with _database(folder, asked.database) as database:
            return _killing(folder, database, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make crash-test", description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--naive", action="store_true", help="a site built wrong: must show losses")
    parser.add_argument("--outage", type=float, default=0, help="seconds that PostgreSQL is stopped for")
    parser.add_argument("--rate", type=float, default=5.0, help="requests a second during the outage")
    return parser.parse_args()


@contextmanager
def _database(folder: Path, kind: str) -> Iterator[Database]:
    (folder / "site").mkdir()
    if kind == "sqlite":
        yield Sqlite(folder / "site")
        return
    (folder / "postgres").mkdir()
    with cluster(folder / "postgres") as made:
        yield made


def _killing(folder: Path, database: Database, asked: argparse.Namespace) -> int:
    application = NAIVE if asked.naive else REAL
    with running(folder / "site", database, application) as site:
        outcome = trial.killing(site, people=asked.posts, clients=CLIENTS, seed=asked.seed)
    kills = ", ".join(f"{name} {number}" for name, number in sorted(outcome.kills.items()))
    _say(
        f"{asked.database}, {application}: {outcome.tries} posts in {outcome.seconds:.0f} s; killed: {kills}"
    )
    _say(f"At rest {outcome.rested_in:.1f} s later. {_in_words(outcome.count)}")
    return 0 if outcome.count.is_clean else 1


def _outage(folder: Path, asked: argparse.Namespace) -> int:
    for name in ("site", "postgres"):
        (folder / name).mkdir()
    with cluster(folder / "postgres") as made, running(folder / "site", made) as site:
        told = trial.outage(site, made, seconds=asked.outage, rate=asked.rate)
    _say(f"PostgreSQL stopped for {asked.outage:.0f} s at {asked.rate:g} requests a second.")
    _say(f"Longest wait {told.longest_wait:.1f} s, waiting as files {told.spooled}, all in the database")
    _say(f"{told.replayed_in:.1f} s after its return. {_in_words(told.count)}")
    return 0 if told.count.is_clean else 1


def _in_words(count: trial.Count) -> str:
    return (
        f"Acknowledged {count.acknowledged}: lost {count.lost}, doubled {count.doubled}, "
        f"half-written {count.half_written}, refused {count.refused}."
    )


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
