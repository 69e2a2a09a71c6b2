"""The mark that an opened form carries: which page it is and when it was opened, signed."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from django.core import signing

from leads.spam.points import Opened

QUICK = timedelta(seconds=3)
OLD = timedelta(days=1)
# Every copy of our forms is shorter.
LONGEST = 200
_signer = signing.Signer(salt="leads.stamps", sep=".")


def new(now: datetime) -> str:
    """A mark for a form that is opened now."""
    return _signer.sign(f"{secrets.token_hex(6)}-{int(now.timestamp())}")


def read(stamp: str, now: datetime) -> tuple[str, Opened]:
    """Which page it was, and what its age says; no page for a mark that is missing or not ours."""
    if not stamp:
        return "", Opened.MISSING
    try:
        page, _dash, seconds = _signer.unsign(stamp[:LONGEST]).partition("-")
    except signing.BadSignature:
        return "", Opened.FORGED
    age = now - datetime.fromtimestamp(int(seconds), UTC)
    if age < QUICK:
        return page, Opened.QUICK
    return page, Opened.OLD if age > OLD else Opened.FINE
