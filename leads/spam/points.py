"""Whether a request looks like spam: points with reasons. Pure: it is told everything and asks nobody.

How somebody sends is never enough to be held, save a flood: no script, a program, two seconds and an
old tab are all ways in which people send. The reasons for the figures stand in
docs/decisions/0012.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from leads.spam import reasons as spam_reasons
from leads.spam import text as spam_text

# From here on a request is held.
LINE = 10
# From here on there is no doubt left worth keeping a thousand copies for.
CERTAIN = 20
HELD_BECAUSE_LIMIT = 200
# As many as came before it, and the points for that.
Steps = tuple[tuple[int, int], ...]
NETWORK: Steps = ((20, 2), (100, 4), (300, 10))
CONTACT: Steps = ((5, 2), (20, 5), (60, 10))
PAGE: Steps = ((4, 2), (10, 5), (40, 10))
# The same over a day, for who spreads a flood over its hours.
NETWORK_IN_A_DAY: Steps = ((600, 10),)
CONTACT_IN_A_DAY: Steps = ((30, 10),)
# Nobody asks this often, whoever has the number; more would bury a lead that staff work with.
CONTACT_FLOOD: Steps = ((100, 10),)
REPEATED: Steps = ((1, 1), (4, 5))
# What sounds like a person may be written by many of them, though not by hundreds in a day.
SUSPICIOUS, REPEATED_BY_PEOPLE = 5, 2
FLOOD_OF_ONE_TEXT: Steps = ((600, 10),)
# How somebody sends weighs no more than this, unless it is a flood.
MANNER = 4


class Opened(StrEnum):
    """What the mark of the opened form says; each but FINE is a reason."""

    FINE = "fine"
    MISSING = "no-page"
    FORGED = "forged-page"
    QUICK = "quick"
    OLD = "old"


OPENED = {Opened.MISSING: 1, Opened.FORGED: 2, Opened.QUICK: 2, Opened.OLD: 1}
NOT_OPENED = frozenset({Opened.MISSING.value, Opened.FORGED.value})
# What is counted among other requests, as against what one shows by itself.
COUNTED = frozenset({"repeated", "network", "network-day", "contact", "contact-day", "page"})
# How a request was sent, as against what it says.
MANNERS = frozenset({*(opened.value for opened in Opened), "no-browser"})


@dataclass(frozen=True)
class Before:
    """How many came lately that are like this one.

    By network and by number or address within an hour and within a day, and of the latter those that came
    from the same network as this one; by page and text within a day.
    """

    network: int = 0
    contact: int = 0
    contact_from_here: int = 0
    page: int = 0
    text: int = 0
    network_in_a_day: int = 0
    contact_in_a_day: int = 0
    contact_from_here_in_a_day: int = 0


NOTHING = Before()


@dataclass(frozen=True, repr=False)
class Sent:
    """A request and how it was sent. Error reports print values, so it prints none."""

    name: str
    message: str = ""
    own_host: str = ""
    is_trapped: bool = False
    is_from_browser: bool = True
    opened: Opened = Opened.FINE


@dataclass(frozen=True)
class Sign:
    """A reason, by its key, and its points."""

    key: str
    points: int


@dataclass(frozen=True)
class Verdict:
    """What speaks for spam, the heaviest first."""

    signs: tuple[Sign, ...] = ()

    @property
    def points(self) -> int:
        """All of them together."""
        return sum(sign.points for sign in self.signs)

    @property
    def held_because(self) -> str:
        """The reasons in words when it is to be held; nothing when it is not."""
        if self.points < LINE:
            return ""
        words = [spam_reasons.in_words(sign.key) for sign in self.signs]
        while len(". ".join(words)) > HELD_BECAUSE_LIMIT:
            words.pop()
        return ". ".join(words)


def signs_of(sent: Sent) -> tuple[Sign, ...]:
    """What it shows by itself, whatever else came."""
    content = [
        Sign(key, points) for key, points in spam_text.signs_of(sent.name, sent.message, sent.own_host)
    ]
    signs = [
        *content,
        Sign("trap", LINE if sent.is_trapped else 0),
        Sign(sent.opened.value, OPENED.get(sent.opened, 0)),
        Sign("no-browser", 0 if sent.is_from_browser else 1),
    ]
    return _heaviest_first(signs)


def judge(shown: Iterable[Sign], before: Before = NOTHING) -> Verdict:
    """Everything that speaks for spam: what a request shows by itself, and what came before it."""
    signs = list(shown)
    content = Verdict(tuple(sign for sign in signs if sign.key not in MANNERS))
    repeated, page = _repeated(content, before), Sign("page", _step(PAGE, before.page))
    was_opened = NOT_OPENED.isdisjoint(sign.key for sign in signs)
    is_odd = bool(content.points >= SUSPICIOUS or repeated.points or page.points or not was_opened)
    manner = [sign for sign in signs if sign.key in MANNERS]
    manner += [page, *_by_network(before), *_by_contact(before, is_odd=is_odd)]
    return Verdict(_heaviest_first([*content.signs, repeated, *_bounded(manner)]))


def _repeated(content: Verdict, before: Before) -> Sign:
    points = _step(REPEATED, before.text)
    if content.points < SUSPICIOUS:
        points = min(points, REPEATED_BY_PEOPLE)
    return Sign("repeated", max(points, _step(FLOOD_OF_ONE_TEXT, before.text)))


def _by_network(before: Before) -> list[Sign]:
    return [
        Sign("network", _step(NETWORK, before.network)),
        Sign("network-day", _step(NETWORK_IN_A_DAY, before.network_in_a_day)),
    ]


def _by_contact(before: Before, *, is_odd: bool) -> list[Sign]:
    """Anybody may type a number, so who has it is held for a flood of it only when something else is odd.

    Those from the same network are the sender's own doing. A hundred a day are too many from anybody.
    """
    hour = before.contact if is_odd else before.contact_from_here
    day = before.contact_in_a_day if is_odd else before.contact_from_here_in_a_day
    alone = min(_step(CONTACT, before.contact), MANNER)
    return [
        Sign("contact", max(_step(CONTACT, hour), alone)),
        Sign(
            "contact-day",
            max(_step(CONTACT_IN_A_DAY, day), _step(CONTACT_FLOOD, before.contact_in_a_day)),
        ),
    ]


def _bounded(manner: list[Sign]) -> list[Sign]:
    """How it was sent: little altogether, unless one of it is a flood."""
    if any(sign.points >= LINE for sign in manner):
        return manner
    left = MANNER
    kept = []
    for sign in _heaviest_first(manner):
        kept.append(Sign(sign.key, min(sign.points, left)))
        left -= kept[-1].points
    return kept


def _heaviest_first(signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """Those that weigh anything."""
    return tuple(sorted((sign for sign in signs if sign.points), key=lambda sign: -sign.points))


def _step(steps: Steps, count: int) -> int:
    return max((points for least, points in steps if count >= least), default=0)
