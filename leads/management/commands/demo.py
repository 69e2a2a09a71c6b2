"""`manage.py demo`: fill a development database with made-up leads, through the clinic's own actions."""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from clinic.models import ClinicProfile, calendar
from leads import actions, consent, demo_people
from leads.asked import Agreed, Asked
from leads.models import Attribution, ConsultationRequest, Delivery, Lead

# Stands in every made-up request's campaign, so that staff and this command can tell.
MARK = "demo"
DAYS = 182
LONG_AGO, TODAY, FAMILIES, REPEATS, ROBOTS = 244, 8, 10, 14, 5
WAITING_MINUTES = (2, 9, 18, 27, 44, 75)
HOURS = (8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 21, 21, 21, 22, 22, 23, 0)
Status = Lead.Status


class Command(BaseCommand):
    """Refuses a live site, and a second run that nobody asked for."""

    help = "Fill a development database with about 300 made-up leads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="add another lot of other people")

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = ClinicProfile.objects.current()
        if not clinic.is_preview:
            raise CommandError("The site is live: made-up leads would stand among real ones.")
        before = Attribution.objects.filter(utm_content=MARK).count()
        if before and not options["again"]:
            raise CommandError(
                f"{before} made-up requests are here already. For more: manage.py demo --again"
            )
        with transaction.atomic():
            story = Story(clinic, timezone.now(), seed=before)
            story.plan()
            story.play()
        self.stdout.write(
            f"Made up: {story.requests} requests by {len(story.newest)} people, "
            f"{len(WAITING_MINUTES)} of them just now; and two staff, Noor and Rami, who cannot sign in."
        )


class Story:
    """A diary of what happened when: played in order, and only as far as the present."""

    def __init__(self, clinic: ClinicProfile, now: datetime, *, seed: int) -> None:
        self.dice = Random(f"khusla {seed}")  # noqa: S311  the same people every time
        self.clinic, self.now = clinic, now
        self.hours = calendar()
        self.staff = [_staff("demo-noor", "Noor"), _staff("demo-rami", "Rami")]
        self.pages: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.written = count()
        # The newest request of each lead: plans made for an older one are off.
        self.newest: dict[int, int] = {}
        self.requests = 0

    def play(self) -> None:
        """Let everything happen that lies before now."""
        while self.pages and self.pages[0][0] <= self.now:
            moment, _order, happens = heapq.heappop(self.pages)
            happens(moment)

    def plan(self) -> None:
        """Who asks, and when."""
        moments = [self._past_moment() for _one in range(LONG_AGO)]
        moments += [self.now - timedelta(minutes=self.dice.randrange(100, 14 * 60)) for _one in range(TODAY)]
        for moment in moments:
            self._ask(demo_people.person(self.dice), moment)
        for _one in range(FAMILIES):
            self._plan_family()
        for _one in range(REPEATS):
            self._plan_repeat()
        for _one in range(ROBOTS):
            asked, reason = demo_people.robot(self.dice)
            self._ask(asked, self._past_moment(days=30), held_because=reason)
        for minutes in WAITING_MINUTES:
            moment = self.now - timedelta(minutes=minutes)
            self._ask(demo_people.person(self.dice), moment, is_answered=False)

    def _at(self, moment: datetime, happens: Callable[[datetime], None]) -> None:
        heapq.heappush(self.pages, (moment, next(self.written), happens))

    def _chance(self, share: float) -> bool:
        return self.dice.random() < share

    def _past_moment(self, days: int = DAYS) -> datetime:
        """Some time in the months past, more often of late and in the evening."""
        ago = int(self.dice.triangular(1, days, 1))
        local = timezone.localtime(self.now - timedelta(days=ago))
        return local.replace(hour=self.dice.choice(HOURS), minute=self.dice.randrange(60))

    def _plan_family(self) -> None:
        """Two people of one name, on one number."""
        one = demo_people.person(self.dice)
        first_at = self._past_moment()
        self._ask(one, first_at)
        later = first_at + timedelta(hours=self.dice.randrange(1, 400))
        self._ask(demo_people.relative(self.dice, one), later)

    def _plan_repeat(self) -> None:
        """Someone who asks twice."""
        one = demo_people.person(self.dice)
        first_at = self._past_moment()
        self._ask(one, first_at)
        words = self.dice.choice(demo_people.SECOND_THOUGHTS)
        self._ask(replace(one, message=words), first_at + timedelta(days=self.dice.randrange(4, 30)))

    def _ask(self, asked: Asked, at: datetime, *, held_because: str = "", is_answered: bool = True) -> None:
        came_from = replace(demo_people.origin(self.dice), utm_content=MARK)
        name = self.clinic.name
        marketing = consent.marketing(name) if self._chance(0.2) else None
        agreed = Agreed(contact=consent.contact(name), marketing=marketing, language="en")
        key = uuid.UUID(int=self.dice.getrandbits(128))

        def happens(moment: datetime) -> None:
            request = actions.record_request(
                asked=asked,
                agreed=agreed,
                came_from=came_from,
                keys=[key],
                held_because=held_because,
                received_at=moment,
            )
            _send_nothing(request)
            self.newest[request.lead.pk] = request.pk
            self.requests += 1
            if is_answered and not held_because:
                self._plan_answer(request)

        self._at(at, happens)

    def _plan_answer(self, request: ConsultationRequest) -> None:
        """Most are answered within minutes of opening time, some are not."""
        minutes = min(self.dice.lognormvariate(2.3, 0.75), 70)
        answered_at = self.hours.after_open_time(request.received_at, timedelta(minutes=minutes))
        self._mark(request, Status.CONTACTED, answered_at)
        if self._chance(0.5):
            self._note(request, demo_people.NOTES, answered_at + timedelta(minutes=4))
        if self._chance(0.5):
            self._plan_visit(request, answered_at)
        elif self._chance(0.7):
            lost_at = answered_at + timedelta(days=self.dice.randrange(3, 20))
            self._note(request, demo_people.REASONS_LOST, lost_at)
            self._mark(request, Status.LOST, lost_at + timedelta(minutes=1))

    def _plan_visit(self, request: ConsultationRequest, answered_at: datetime) -> None:
        booked_at = answered_at + timedelta(minutes=self.dice.randrange(5, 3 * 24 * 60))
        opens_at = self.hours.opens_at(booked_at + timedelta(days=self.dice.randrange(2, 18)))
        self._mark(request, Status.BOOKED, booked_at)
        if opens_at:
            result = Status.ATTENDED if self._chance(0.82) else Status.LOST
            self._mark(request, result, opens_at + timedelta(hours=2))

    def _mark(self, request: ConsultationRequest, status: str, at: datetime) -> None:
        who = self.dice.choice(self.staff)

        def happens(moment: datetime) -> None:
            if self.newest[request.lead.pk] == request.pk:
                actions.change_status(lead=request.lead, status=status, by=who, at=moment)

        self._at(at, happens)

    def _note(self, request: ConsultationRequest, notes: tuple[str, ...], at: datetime) -> None:
        who, note = self.dice.choice(self.staff), self.dice.choice(notes)

        def happens(moment: datetime) -> None:
            if self.newest[request.lead.pk] == request.pk:
                actions.add_note(lead=request.lead, note=note, by=who, at=moment)

        self._at(at, happens)


def _send_nothing(request: ConsultationRequest) -> None:
    """The worker finds every message sent already."""
    sent_at = request.received_at + timedelta(seconds=8)
    request.deliveries.update(state=Delivery.State.SENT, sent_at=sent_at, attempts=1)


def _staff(username: str, name: str) -> User:
    """A name for the history. The account is shut and has no password."""
    user, is_new = get_user_model().objects.get_or_create(
        username=username, defaults={"first_name": name, "is_active": False}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
