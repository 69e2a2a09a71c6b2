"""`manage.py check_content`: read the content as an editor would."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from treatments import inspection
from treatments.checking.articles import BadArticle
from treatments.checking.findings import Finding
from treatments.models import EditorialRule, Page


class Command(BaseCommand):
    """Prints place, sentence and rule of every fault; exits 1 on an error."""

    help = "Check the stored content, one page of it, or a file, against the rules of the checker."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--file", type=Path, help="Markdown or plain text, with or without values at its head."
        )
        what.add_argument("--page", metavar="KIND/SLUG", help="One page, such as treatment/exosomes.")
        parser.add_argument(
            "--language", choices=["en", "ar"], default="", help="Of the file; else by its letters."
        )
        parser.add_argument("--json", action="store_true", help="Print a list for programs.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not EditorialRule.objects.active().exists():
            raise CommandError("There are no rules to check by. Load them: manage.py load_content")
        found = self._found(options)
        if options["json"]:
            self.stdout.write(
                json.dumps([finding.as_dict() for finding in found], ensure_ascii=False, indent=2)
            )
        else:
            self._print(found)
        if any(finding.is_error for finding in found):
            sys.exit(1)

    def _found(self, options: dict[str, Any]) -> list[Finding]:
        if options["file"]:
            return self._found_in_file(options["file"], options["language"])
        if options["page"]:
            kind, _slash, slug = options["page"].partition("/")
            try:
                return inspection.inspect_page(kind, slug)
            except Page.DoesNotExist as error:
                raise CommandError(f"There is no page {options['page']}.") from error
        return inspection.inspect_everything()

    def _found_in_file(self, path: Path, language: str) -> list[Finding]:
        try:
            return inspection.inspect_text(path.read_text("utf-8"), str(path), language)
        except (OSError, UnicodeDecodeError, BadArticle) as error:
            raise CommandError(f"{path}: {error}") from error

    def _print(self, found: list[Finding]) -> None:
        for finding in found:
            style = self.style.ERROR if finding.is_error else self.style.WARNING
            self.stdout.write(f"{finding.place}: {style(finding.severity)} [{finding.rule}]")
            self.stdout.write(f"    {finding.sentence}")
            self.stdout.write(f"    {finding.message}")
        errors = sum(finding.is_error for finding in found)
        self.stdout.write(f"{errors} errors, {len(found) - errors} warnings")
