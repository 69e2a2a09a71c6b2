"""`manage.py rotate_keys`: bring everything encrypted under the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic import rotation


class Command(BaseCommand):
    """Broken off, it is simply run again."""

    help = "Encrypt messages, notes and files anew with the newest key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="make a new key first")
        parser.add_argument(
            "--forget-old", action="store_true", help="afterwards drop the older keys: old backups need them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._rotate(makes_key=options["new_key"], forgets=options["forget_old"])
        except rotation.KeysAreGiven as error:
            raise CommandError(
                "The keys are the setting DATA_KEYS. Put a new one in front of them there, or take the old "
                "ones out once nothing needs them; restart, then run this without options."
            ) from error

    def _rotate(self, *, makes_key: bool, forgets: bool) -> None:
        if makes_key:
            rotation.add_key()
        done = rotation.renew_everything()
        self.stdout.write(
            f"Encrypted anew: {done.renewed}. Under the newest key is now all that can be read."
        )
        if done.unreadable:
            raise CommandError(
                f"{done.unreadable} cannot be read with any key we have. Put the missing key into DATA_KEYS "
                "or the file data_keys of DATA_DIR, as the last one, and run this again."
            )
        if forgets:
            self.stdout.write(f"Old keys dropped: {rotation.forget_old_keys()}.")
