"""Everything that writes content, other than the admin's own forms."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from treatments import starter
from treatments.checking.findings import Finding
from treatments.keys import Keys
from treatments.models import QUESTIONS, AcceptedFinding, MovedPage, Page, Question, StarterRecord
from treatments.shapes import SHAPES, NoSuchRow, Values


class BadContent(ValueError):
    """Starter content names what does not exist; `problems` says where and what."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NoSuchEntry(ValueError):
    """No starter file holds such a row; the text names the nearest."""


@dataclass
class Loaded:
    """What a load did, by outcome; `kept` names the rows that staff had changed or deleted.

    `is_same` when no file has changed since the last load, so that nothing was looked at.
    """

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    is_same: bool = False


def load_starter_content(*, folder: Path = starter.FOLDER, overwrite: bool = False) -> Loaded:
    """Copy the starter files into the database; all of it, or nothing.

    A row that staff have changed or deleted is left as it is, unless `overwrite`.

    Raises:
        starter.BadContentFile: a file is not in the format.
        BadContent: a text prints a key that does not exist.
    """
    digest = starter.digest_of(folder)
    whole = StarterRecord.objects.filter(kind="whole", key="").first()
    if whole and whole.content == digest and not overwrite:
        return Loaded(is_same=True)
    loaded = Loaded()
    with transaction.atomic():
        records = {(row.kind, row.key): row for row in StarterRecord.objects.all()}
        entries = list(starter.read(folder))
        for entry in entries:
            outcome = _load_or_keep(entry, records, overwrite=overwrite)
            loaded.counts[outcome] += 1
            if outcome == "kept":
                loaded.kept.append(entry.name)
        _refuse_unknown_keys(entries, kept=set(loaded.kept))
        StarterRecord.objects.update_or_create(kind="whole", key="", defaults={"content": digest})
    return loaded


def restore_starter_row(*, kind: str, key: str, folder: Path = starter.FOLDER) -> starter.Entry:
    """Put one row back as its starter file has it, whether staff changed or deleted it.

    Raises:
        NoSuchEntry: no file holds it.
        starter.BadContentFile: a file is not in the format, or the row needs another that is gone.
        BadContent: it prints a key that does not exist.
    """
    entry = _entry(list(starter.read(folder)), kind.replace("-", " "), key)
    with transaction.atomic():
        _load(entry, None, overwrite=True)
        _refuse_unknown_keys([entry], kept=set())
    return entry


def _entry(entries: list[starter.Entry], kind: str, key: str) -> starter.Entry:
    """The entry of a kind with a key; a fact for all treatments may be named by its topic alone."""
    found = {entry.key.removeprefix("/"): entry for entry in entries if entry.kind == kind}
    if not found:
        kinds = ", ".join(name.replace(" ", "-") for name in SHAPES)
        raise NoSuchEntry(f"There is no kind of content called {kind!r}. The kinds are: {kinds}.")
    if key not in found:
        near = get_close_matches(key, sorted(found), n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise NoSuchEntry(f"No starter file holds a {kind} {key!r}.{hint}")
    return found[key]


def _load_or_keep(
    entry: starter.Entry, records: dict[tuple[str, str], StarterRecord], *, overwrite: bool
) -> str:
    """Load an entry; what needs a row that staff deleted is left out, as that row is."""
    try:
        with transaction.atomic():
            return _load(entry, records.get((entry.kind, entry.key)), overwrite=overwrite)
    except NoSuchRow as gone:
        kinds = [kind for kind, shape in SHAPES.items() if shape.model is gone.model]
        if not any((kind, gone.key) in records for kind in kinds):
            raise
        return "kept"


def _load(entry: starter.Entry, record: StarterRecord | None, *, overwrite: bool) -> str:
    shape = SHAPES[entry.kind]
    wanted = shape.normal(entry.values)
    row = shape.find(wanted)
    if not overwrite:
        if record is None and row is not None:
            return "kept"
        if record is not None and (row is None or _is_edited(record, shape.read(row))):
            return "kept"
        if record is not None and record.content == _plain(wanted):
            return "unchanged"
    outcome = "created" if row is None else "updated"
    row = shape.write(row or shape.model(), wanted)
    StarterRecord.objects.update_or_create(
        kind=entry.kind, key=entry.key, defaults={"content": _plain(shape.read(row))}
    )
    return outcome


def _is_edited(record: StarterRecord, values: Values) -> bool:
    """Whether staff changed a row since it was loaded; a field the row has gained since is no change."""
    now = _plain(values)
    return any(now[name] != value for name, value in record.content.items() if name in now)


def _plain(values: Values) -> Any:
    """Values as JSON gives them back."""
    return json.loads(json.dumps(_settled(values), default=str))


def _settled(value: Any) -> Any:
    """Texts as they read: a browser sends them back with other line ends, and nobody changed them."""
    if isinstance(value, str):
        return "\n".join(value.splitlines()).strip()
    if isinstance(value, dict):
        return {name: _settled(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_settled(part) for part in value]
    return value


def _refuse_unknown_keys(entries: Iterable[starter.Entry], *, kept: set[str]) -> None:
    keys = Keys()
    for entry in entries:
        # What staff deleted leaves a gap where it was printed; it must not stop the next load.
        if entry.name in kept:
            keys.forgive(entry.kind, entry.key)
    problems = [
        f"{entry.name}: {slip.message}"
        for entry in entries
        for text in _texts(entry.values)
        for slip in keys.slips_in(text)
    ]
    if problems:
        raise BadContent(problems)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def accept_findings(*, findings: Iterable[Finding], reason: str, by: User, at: datetime) -> None:
    """Keep why these stand although the checker calls them errors."""
    AcceptedFinding.objects.bulk_create(
        AcceptedFinding(
            place=finding.place,
            sentence=finding.sentence,
            rule=finding.rule,
            message=finding.message,
            fingerprint=finding.fingerprint,
            reason=reason,
            accepted_by=by,
            accepted_at=at,
        )
        for finding in findings
    )


def note_change(*, collection: str, on: date) -> None:
    """Keep on which day the questions, or the words explained, last changed."""
    Page.objects.filter(kind=Page.Kind.COLLECTION, slug=collection).update(changed_on=on)


def note_reprints(*, pages: QuerySet[Page], answers: QuerySet[Question], on: date) -> None:
    """Keep since which day these say something else, because something that they print was changed."""
    Page.objects.filter(pk__in=pages).update(changed_on=on)
    if answers.update(changed_on=on):
        note_change(collection=QUESTIONS, on=on)


def send_on(*, page: Page, old_path: str) -> None:
    """Lead readers of a page's old address to its present one; an address in use leads nowhere else."""
    with transaction.atomic():
        MovedPage.objects.filter(old_path=page.get_absolute_url()).delete()
        if old_path != page.get_absolute_url():
            MovedPage.objects.update_or_create(old_path=old_path, defaults={"page": page})
