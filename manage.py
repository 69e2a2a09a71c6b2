#!/usr/bin/env python
"""The door to every command: `manage.py help` lists them."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line
from django.db import Error

from clinic.database import why_unusable


def main(arguments: list[str]) -> None:
    """Run a command; a database that cannot be used ends it with a sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    try:
        execute_from_command_line(arguments)
    except Error as error:
        sentence = why_unusable(error)
        if not sentence or "--traceback" in arguments:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    main(sys.argv)
