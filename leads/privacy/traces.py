"""What a person leaves outside the database, such as mail files. Whoever keeps more adds to the list here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from pathlib import Path

from django.conf import settings

from leads.models import Photo
from leads.photos import files as photo_files
from leads.privacy.persons import Person
from leads.waiting import parcels, spool

Clear = Callable[[], int]
Clearing = Callable[[Person], Clear]
_clearings: list[Clearing] = []

# What Django writes between the messages of one file.
BETWEEN = b"\n" + b"-" * 79 + b"\n"
REQUEST_KEY = re.compile(rb"\b([0-9a-f]{32})@")


def cleared_by(clearing: Clearing) -> Clearing:
    """Add what clears files of its own: it looks while the rows are there, and answers with what to do after.

    What is done after says how many files it changed.
    """
    _clearings.append(clearing)
    return clearing


def clearings_of(person: Person) -> list[Clear]:
    """Everything to do once the person's rows are gone."""
    return [clearing(person) for clearing in _clearings]


@cleared_by
def clear_mail(person: Person) -> Clear:
    """Takes messages to or about the person out of the mail files."""
    return lambda: rewrite_mail(lambda message: _is_about(message, person))


@cleared_by
def clear_spool(person: Person) -> Clear:
    """Takes their requests out of the spool, before they come into the database."""

    def remove() -> int:
        theirs = [path for path in [*spool.waiting(), *spool.set_apart()] if _is_from(path, person)]
        for path in theirs:
            spool.remove(path)
        return len(theirs)

    return remove


@cleared_by
def clear_photos(person: Person) -> Clear:
    """Takes their photos off the disk."""
    names = list(Photo.objects.filter(request__key__in=person.request_keys).values_list("file", flat=True))

    def clear() -> int:
        photo_files.remove(names)
        return len(names)

    return clear


def request_keys_in(message: bytes) -> set[str]:
    """The keys of the requests that a message is about, by its Message-ID."""
    return {key.decode("ascii") for key in REQUEST_KEY.findall(message)}


def rewrite_mail(is_unwanted: Callable[[bytes], bool]) -> int:
    """Take messages out of the mail files; how many files were changed."""
    changed = 0
    for file in sorted(_mail_folder().glob("*.log")):
        messages = file.read_bytes().split(BETWEEN)
        kept = [message for message in messages if not is_unwanted(message)]
        if len(kept) == len(messages):
            continue
        changed += 1
        if any(message.strip() for message in kept):
            file.write_bytes(BETWEEN.join(kept))
        else:
            file.unlink()
    return changed


def drop_mail_before(moment: datetime) -> None:
    """Mail files last changed before this moment go."""
    for file in _mail_folder().glob("*.log"):
        if file.stat().st_mtime < moment.timestamp():
            file.unlink()


def _mail_folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def _is_from(path: Path, person: Person) -> bool:
    """Whether a spooled request is one of theirs, or by them."""
    try:
        parcel = parcels.unpack(path.read_bytes())
    except (parcels.BadParcel, FileNotFoundError):
        named = spool.NAME.search(path.name)
        return named is not None and named["key"] in person.request_keys
    asked = parcel.asked
    return parcel.key.hex in person.request_keys or person.is_named(
        name=asked.name, phone=asked.phone, email=asked.email
    )


def _is_about(message: bytes, person: Person) -> bool:
    """Whether it names one of their requests, references or addresses."""
    if request_keys_in(message) & person.request_keys:
        return True
    words = _in_plain(message).casefold()
    named = {*person.references, *person.spoken_references, *person.emails}
    return any(mark.casefold() in words for mark in named)


def _in_plain(message: bytes) -> str:
    """Its head and its texts, decoded."""
    try:
        parsed = message_from_bytes(message, policy=policy.default)
        heads = [str(value) for value in parsed.values()]
        texts = [str(part.get_content()) for part in parsed.walk() if part.get_content_maintype() == "text"]
    except (MessageError, LookupError, ValueError):
        # Cut short, or in no known writing: it is read as it lies there.
        return message.decode("utf-8", "replace")
    return "\n".join([*heads, *texts])
