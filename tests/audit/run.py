"""Lets every judge look, and says what falls short."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.audit.judges import JUDGES
from tests.audit.site import Site, Verdict

MOST_PRINTED = 40
Judge = Callable[[Site], Verdict]
Say = Callable[[str], object]


def judge(site: Site, say: Say, judges: Sequence[Judge] = JUDGES) -> int:
    """The exit status: 1 when anything falls short."""
    if not site.pages:
        say(f"Nobody answers at {site.root}/. Start the site first, or leave SITE_URL and PORT out.\n")
        return 1
    verdicts = []
    for ask in judges:
        verdicts.append(ask(site))
        _print(verdicts[-1], say)
    short = [verdict.judge for verdict in verdicts if verdict.findings]
    not_asked = [verdict.judge for verdict in verdicts if verdict.not_run]
    say(f"\nFalls short: {', '.join(short)}.\n" if short else "\nNothing falls short.\n")
    if not_asked:
        say(f"Not judged: {', '.join(not_asked)}.\n")
    return 1 if short else 0


def _print(verdict: Verdict, say: Say) -> None:
    if verdict.not_run:
        say(f"{verdict.judge:<12} NOT RUN: {verdict.not_run}\n")
        return
    count = len(verdict.findings)
    say(f"{verdict.judge:<12} {f'{count} findings' if count else 'ok'}: {verdict.looked_at}\n")
    for finding in verdict.findings[:MOST_PRINTED]:
        say(f"  {finding}\n")
    if count > MOST_PRINTED:
        say(f"  and {count - MOST_PRINTED} more\n")
