"""`make crash-test`: kill everything at random while people send requests, and count what is lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash import trial
from tests.crash.album import Album
from tests.crash.databases import OwnDatabase, Sqlite, cluster
from tests.crash.disk import full
from tests.crash.servers import NAIVE, REAL, running
from tests.disks import NoSmallDisk, small_disk

CLIENTS = 12
# The site itself takes about 50, and the ballast is taken on while 64 are free.
MEGABYTES = 160


def main() -> int:
    """Run what was asked for; 0 when nothing was lost, doubled or half-written."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="crash-test-") as name:
        folder = Path(name)
        # PostgreSQL's own user must be able to come in.
        folder.chmod(0o755)
        if asked.full_disk:
            return _full_disk(folder)
        with _database(folder, asked.database) as database:
            return _outage(folder, database, asked) if asked.outage else _killing(folder, database, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make crash-test", description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--photo-every", type=int, default=20, help="one in so many people sends a photo")
    parser.add_argument(
        "--pauses", type=float, nargs=2, default=(0.3, 2.0), help="seconds between two kills, from and to"
    )
    parser.add_argument("--naive", action="store_true", help="a site built wrong: must show losses")
    parser.add_argument("--outage", type=float, default=0, help="seconds that the database is out for")
    parser.add_argument("--frozen", action="store_true", help="PostgreSQL is not stopped but says nothing")
    parser.add_argument("--rate", type=float, default=5.0, help="requests a second during the outage")
    parser.add_argument("--full-disk", action="store_true", help="the disk under the site runs full")
    return parser.parse_args()


@contextmanager
def _database(folder: Path, kind: str) -> Iterator[OwnDatabase]:
    (folder / "site").mkdir()
    if kind == "sqlite":
        yield Sqlite(folder / "site")
        return
    (folder / "postgres").mkdir()
    with cluster(folder / "postgres") as made:
        yield made


def _killing(folder: Path, database: OwnDatabase, asked: argparse.Namespace) -> int:
    application = NAIVE if asked.naive else REAL
    with running(folder / "site", database, application) as site:
        outcome = trial.killing(
            site,
            people=asked.posts,
            clients=CLIENTS,
            seed=asked.seed,
            pauses=tuple(asked.pauses),
            # A site built wrong has no pages to send photos through.
            photo_every=0 if asked.naive else asked.photo_every,
        )
    kills = ", ".join(f"{name} {number}" for name, number in sorted(outcome.kills.items()))
    _say(
        f"{asked.database}, {application}: {outcome.tries} posts in {outcome.seconds:.0f} s; killed: {kills}"
    )
    _say(f"At rest {outcome.rested_in:.1f} s later. {_in_words(outcome.count)}")
    _say(_photos_in_words(outcome.photos))
    return 0 if outcome.is_clean else 1


def _outage(folder: Path, database: OwnDatabase, asked: argparse.Namespace) -> int:
    how = database.frozen() if asked.frozen else database.out()
    with running(folder / "site", database) as site:
        told = trial.outage(site, how, seconds=asked.outage, rate=asked.rate)
    out = "frozen" if asked.frozen else "out"
    _say(f"{asked.database} {out} for {asked.outage:.0f} s at {asked.rate:g} requests a second.")
    _say(
        f"Sent away {told.unanswered}, longest wait {told.longest_wait:.1f} s, waiting as files {told.spooled},"
    )
    _say(f"all in the database {told.replayed_in:.1f} s after its return. {_in_words(told.count)}")
    return 0 if told.is_clean else 1


def _full_disk(folder: Path) -> int:
    try:
        with small_disk(folder / "disk", megabytes=MEGABYTES) as disk:
            (disk / "site").mkdir()
            database = Sqlite(disk / "site")
            with running(disk / "site", database) as site:
                told = full(site, disk, clients=CLIENTS)
    except NoSmallDisk as reason:
        raise SystemExit(f"Not tried: {reason}.") from None
    answers = ", ".join(f"{status} {number} times" for status, number in sorted(told.answers.items()))
    _say(f"A disk of {MEGABYTES} MB ran full under SQLite and spool. Answers: {answers}.")
    _say(f"Sent away without the truth {told.untold}. Room again: all well {told.recovered_in:.1f} s later,")
    _say(
        f"then unanswered {told.unanswered_afterwards}. Database sound: {told.is_sound}. {_in_words(told.count)}"
    )
    return 0 if told.is_clean else 1


def _in_words(count: trial.Count) -> str:
    return (
        f"Acknowledged {count.acknowledged}: lost {count.lost}, doubled {count.doubled}, "
        f"half-written {count.half_written}, refused {count.refused}."
    )


def _photos_in_words(photos: Album) -> str:
    counts = (
        f"Photos acknowledged {photos.acknowledged}: lost {photos.lost}, doubled {photos.doubled}, "
        f"rows without a readable file {photos.unreadable}, files without a row {photos.orphans} "
        f"({photos.swept} were left by what was killed, and cleared away)."
    )
    return "\n".join([counts, *photos.differences])


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
