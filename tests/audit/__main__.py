"""Audits the site that SITE_URL or PORT names; without either, one of its own in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from tests.audit.run import judge
from tests.audit.site import fetch, read

PATIENCE = 180.0


@contextmanager
def own_site() -> Iterator[str]:
    """A site with the starter content; nothing of it is left afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="clinic-audit-", ignore_cleanup_errors=True) as folder:
        unset = dict.fromkeys(
            ("DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "TRUSTED_PROXIES", "DEBUG"), ""
        )
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            env={**os.environ, **unset, "DATA_DIR": folder, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(root: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while fetch(f"{root}/readyz")[0] != 200:
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit("The site did not start. Try make run to see why.")
        time.sleep(0.3)


def named_site() -> str:
    """The site somebody asked to have audited."""
    port = os.environ.get("PORT", "")
    return os.environ.get("SITE_URL", "").rstrip("/") or (f"http://127.0.0.1:{port}" if port else "")


if __name__ == "__main__":
    # Told to stop, it stops what it started.
    signal.signal(signal.SIGTERM, lambda *_received: sys.exit(1))
    given = named_site()
    with nullcontext(given) if given else own_site() as root:
        sys.stdout.write(f"Auditing {root}/ ...\n")
        sys.stdout.flush()
        sys.exit(judge(read(root), sys.stdout.write))
