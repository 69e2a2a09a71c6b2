"""`python -m tests.spam [--people N] [--spam N] [--minutes M]`: the mixed trial on a database of its own."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import timedelta

import django

# Before anything of ours is read.
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # noqa: TID251
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from clinic.actions import found_clinic  # noqa: E402
from tests.spam import trial  # noqa: E402

WEEK = 7 * 24 * 60


def main(arguments: list[str]) -> int:
    """Run the trial; 1 when the promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--spam", type=int, default=20_000)
    parser.add_argument("--minutes", type=int, default=WEEK, help="how long it lasts: a week unless told")
    parser.add_argument("--seed", default="khusla")
    chosen = parser.parse_args(arguments)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    found_clinic()
    try:
        sent = trial.posts(chosen.seed, people_count=chosen.people, spam_count=chosen.spam)
        score = trial.run(sent, lasts=timedelta(minutes=chosen.minutes))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    sys.stdout.write(f"{score}\nHeld: {dict(score.held)}\nIn the inbox: {dict(score.in_the_inbox)}\n")
    sys.stdout.writelines(f"{line}\n" for line in score.texts[:200])
    return 0 if score.is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
