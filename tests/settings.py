"""The project's settings as tests need them: nothing outside a temporary folder is read or written."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

# Set before clinic.settings is read. An empty value means "the default", and wins over a .env file.
# Workers of one run inherit the folder of the process that started them, which clears it away.
if "TESTS_FOLDER" not in os.environ:
    os.environ["TESTS_FOLDER"] = tempfile.mkdtemp(prefix="clinic-tests-")
    atexit.register(shutil.rmtree, os.environ["TESTS_FOLDER"], ignore_errors=True)
_folder = Path(os.environ["TESTS_FOLDER"]) / os.environ.get("PYTEST_XDIST_WORKER", "alone")
_folder.mkdir(parents=True, exist_ok=True)
os.environ.update(
    DATA_DIR=str(_folder),
    PORT="",
    DEBUG="",
    SECRET_KEY="",
    DATA_KEYS="",
    HASH_KEY="",
    SENTRY_DSN="",
    SITE_URL="",
    ALLOWED_HOSTS="",
    TRUSTED_PROXIES="",
    EMAIL_URL="",
    STORAGE_URL="",
    CACHE_URL="",
    ALERT_WEBHOOK_URL="",
    SPOOL_DIR_2=str(_folder / "second-place"),
)
# Playwright's own loop runs in the thread in which tests touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from clinic.settings import *  # noqa: E402, F403
from clinic.settings import DATABASES, STORAGES, TEMPLATES  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]

# A file, as in production: threads and processes then share one database as they do there.
_database: dict[str, Any] = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["TEST"] = {"NAME": _folder / "tests.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Static files come straight from their folders; tests of clinic.staticfiles use the real storage.
WHITENOISE_AUTOREFRESH = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

_options: dict[str, Any] = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]  # a mixed literal
_options["debug"] = True
