"""`manage.py staff`: make a staff account, with questions or from the environment."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic import env, roles
from clinic.actions import BadAccount, found_clinic, make_staff, set_up_roles


class Command(BaseCommand):
    """Asks for what STAFF_USERNAME, STAFF_EMAIL, STAFF_PASSWORD and STAFF_ROLE do not say."""

    help = "Make a staff account."

    def handle(self, *args: Any, **options: Any) -> None:
        username = env.text("STAFF_USERNAME") or self._ask("User name: ", "STAFF_USERNAME")
        email = env.text("STAFF_EMAIL") or self._ask("Email: ", "STAFF_EMAIL")
        kinds = ", ".join(roles.PERMISSIONS)
        role = env.text("STAFF_ROLE") or self._ask(f"Role ({kinds}): ", "STAFF_ROLE")
        password = env.text("STAFF_PASSWORD") or self._ask_password()
        found_clinic()
        set_up_roles()
        try:
            make_staff(username=username, email=email, password=password, role=role)
        except BadAccount as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Made {username}, who can sign in at /admin/ as {role}.")

    def _ask(self, prompt: str, name: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"Set {name}, or run this in a terminal to be asked.")
        return input(prompt).strip()

    def _ask_password(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError("Set STAFF_PASSWORD, or run this in a terminal to be asked.")
        first = getpass.getpass("Password (12 characters or more): ")
        if first != getpass.getpass("The same again: "):
            raise CommandError("The two passwords differ. Run the command again.")
        return first
