"""`make erase-test`: people go through everything the site does and are erased; what is left of them?"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.databases import cluster
from tests.crash.servers import running
from tests.erasing.grounds import Ground, OnPostgresql, OnSqlite
from tests.erasing.trial import STAFF, Finding, Trial, faults


def main() -> int:
    """Run the trial; 0 when nothing of the erased is found, and whoever stays is."""
    parser = argparse.ArgumentParser(prog="make erase-test", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="erase-test-") as name:
        folder = Path(name)
        # PostgreSQL's own user must be able to come in.
        folder.chmod(0o755)
        for part in ("site", "site/tmp", "safe", "postgres"):
            (folder / part).mkdir()
        with _ground(folder, asked.database) as ground:
            findings = _findings(folder, ground)
    for finding in findings:
        _say(finding)
    wrong = faults(findings)
    sys.stdout.writelines(f"WRONG {words}\n" for words in wrong)
    return 1 if wrong else 0


@contextmanager
def _ground(folder: Path, kind: str) -> Iterator[Ground]:
    if kind == "sqlite":
        yield OnSqlite(folder / "site")
        return
    with cluster(folder / "postgres") as made:
        yield OnPostgresql(made)


def _findings(folder: Path, ground: Ground) -> list[Finding]:
    """Before and after the erasure, and after a restart on a copy from before."""
    extra = {**STAFF, "TMPDIR": str(folder / "site" / "tmp")}
    with running(folder / "site", ground.database, extra=extra) as site:
        trial = Trial(site, ground, folder / "safe")
        found = trial.run_until_erased()
    shutil.move(site.log, folder / "safe" / "log")
    trial.put_back("before")
    with running(folder / "site", ground.database, extra=extra) as site:
        trial.site = site
        return [*found, trial.look("after a restart on the copy")]


def _say(finding: Finding) -> None:
    photos = "" if finding.photos is None else f" ({finding.photos} photos)"
    sys.stdout.write(f"{finding.moment}{photos}:\n")
    for name, places in finding.places.items():
        sys.stdout.write(f"  {name}: {', '.join(sorted(places)) or 'nowhere'}\n")


if __name__ == "__main__":
    sys.exit(main())
