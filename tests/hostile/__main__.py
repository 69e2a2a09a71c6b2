"""`make hostile-test`: 100,000 hostile bodies, in this process and over sockets, and 1,000 hostile photos."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

# Set before settings are read, so that nothing of the user's is touched. An empty value means the default.
_folder = tempfile.TemporaryDirectory(prefix="hostile-test-")
_site = Path(_folder.name) / "site"
_site.mkdir()
os.environ.update(
    DJANGO_SETTINGS_MODULE="clinic.settings",
    DATA_DIR=str(_site),
    SPOOL_DIR_2=str(_site / "second-place"),
    DATABASE_URL="",
    CACHE_URL="",
    EMAIL_URL="",
    SITE_URL="",
    ALLOWED_HOSTS="",
    TRUSTED_PROXIES="",
    SECRET_KEY="",
    DEBUG="",
)
django.setup()

from django.core.management import call_command  # noqa: E402

call_command("prepare", verbosity=0)

from tests.crash.databases import Sqlite  # noqa: E402
from tests.crash.servers import running  # noqa: E402
from tests.hostile import images, sweep, trial  # noqa: E402

CLIENTS = 4


def main() -> int:
    """Run the trial; 0 when nothing broke."""
    asked = _arguments()
    outcomes, bad_images = images.trial(asked.seed, asked.images)
    with running(_site, Sqlite(_site), is_prepared=True) as site:
        plan = trial.Plan(asked.bodies - asked.over_http, asked.over_http, CLIENTS, asked.seed)
        score = trial.run(site, plan, log=_site / "log-inside")
    logs = [(_site / name).read_text("utf-8", "replace") for name in ("log", "log-inside")]
    found = sweep.faults(asked.seed)
    sys.stdout.write(f"{score}\nKept: {sweep.counted()}\n")
    sys.stdout.write(f"Images {asked.images}: {dict(outcomes)}\n")
    sys.stdout.writelines(f"{fault}\n" for fault in [*score.problems, *bad_images, *found][:200])
    # Where an error happened is told in this way, also by a log that leaves out its words.
    tracebacks = "".join(logs).count('  File "')
    sys.stdout.write(f"Rows that break a rule {len(found)}, tracebacks {tracebacks}.\n")
    return 0 if score.is_good and not bad_images and not found and not tracebacks else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make hostile-test", description=__doc__)
    parser.add_argument("--bodies", type=int, default=100_000, help="how many altogether")
    parser.add_argument("--over-http", type=int, default=10_000, help="how many of them through sockets")
    parser.add_argument("--images", type=int, default=1_000, help="how many hostile photos")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


with _folder:
    sys.exit(main())
