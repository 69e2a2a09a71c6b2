"""`manage.py person export|erase REFERENCE`: everything about a person, taken out or erased."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from leads import references
from leads.models import Access, Lead
from leads.privacy import access, erasure, export
from leads.privacy.persons import Person, person_of


class Command(BaseCommand):
    """Goes by a lead's reference: a name or number would stay in the shell's history."""

    help = "Export or erase everything about the person of a lead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["export", "erase"])
        parser.add_argument("reference", help="a reference of theirs, like KH7F3Q49")
        parser.add_argument("--to", type=Path, help="the ZIP file to write; else REFERENCE.zip here")
        parser.add_argument("--yes", action="store_true", help="erase without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        typed = options["reference"]
        found = list(Lead.objects.filter(reference__in=references.meant_by(typed)))
        if len(found) != 1:
            raise CommandError(f"There is no lead {typed}, or more than one that it could mean.")
        lead = found[0]
        if options["what"] == "export":
            self._export(person_of(lead), options["to"] or Path(f"{lead.reference}.zip"))
        else:
            self._erase(lead, sure=options["yes"])

    def _export(self, person: Person, file: Path) -> None:
        now = timezone.now()
        content = export.archive(person, at=now)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(
                f"{file} cannot be made ({error.strerror}). Name another with --to."
            ) from error
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
        access.note(Access.What.EXPORTED, leads=[lead.pk for lead in person.leads], by=None, at=now)
        self.stdout.write(f"Written: {file}. Hand it over safely, then delete it.")

    def _erase(self, lead: Lead, *, sure: bool) -> None:
        count = len(person_of(lead).leads)
        question = f"Erase this person for good, with {count} of their leads? Type yes: "
        if not sure and input(question).strip() != "yes":
            raise CommandError("Nothing was erased.")
        erased = erasure.erase_person(lead=lead, by=None, at=timezone.now())
        self.stdout.write(
            f"Erased: {erased} leads. Backups made before still hold them: see docs/privacy.md."
        )
