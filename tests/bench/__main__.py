"""Sets up a site in a folder of its own, where mail cannot be sent, and measures it there."""

from __future__ import annotations

import os
import sys
import tempfile

import django

# Set before settings are read, so that nothing of the user's is touched. An empty value means "the
# default", and wins over a .env file; nothing listens for mail on port 9.
_folder = tempfile.TemporaryDirectory(prefix="clinic-bench-")
os.environ.update(
    DJANGO_SETTINGS_MODULE="clinic.settings",
    DATA_DIR=_folder.name,
    DATABASE_URL="",
    CACHE_URL="",
    EMAIL_URL="smtp://127.0.0.1:9",
    SITE_URL="",
    ALLOWED_HOSTS="",
    TRUSTED_PROXIES="",
    SECRET_KEY="",
    DEBUG="",
)
django.setup()

from tests.bench import run  # noqa: E402

with _folder:
    sys.exit(run.main(sys.stdout.write))
