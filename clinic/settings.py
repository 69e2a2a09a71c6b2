"""Every setting of the project. Values come from the environment through `clinic.env`."""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

from clinic import env, logs, reports, servers

django_stubs_ext.monkeypatch()
env.read_dotenv()

BASE_DIR = env.PROJECT
DATA_DIR = env.data_dir("DATA_DIR", BASE_DIR / "var")
PORT = env.port("PORT", default=8000)
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret_key("SECRET_KEY", DATA_DIR)
# What people write lies encrypted; the keys lie in a file, unless they are given.
DATA_KEYS = env.data_keys("DATA_KEYS", DATA_DIR)
DATA_KEYS_FILE = DATA_DIR / "data_keys"
HASH_KEY = env.hash_key("HASH_KEY", DATA_DIR)

SITE_URL = env.site_address("SITE_URL", f"http://127.0.0.1:{PORT}")
_site = urlsplit(SITE_URL)
_site_host = _site.netloc.removesuffix(f":{_site.port}")
# This machine's own names always, so that the address printed at the start works.
ALLOWED_HOSTS = sorted({"localhost", "127.0.0.1", "[::1]", _site_host, *env.hosts("ALLOWED_HOSTS")})
CSRF_TRUSTED_ORIGINS = [SITE_URL]

TRUSTED_PROXIES = env.proxies("TRUSTED_PROXIES")

INSTALLED_APPS = [
    "clinic.apps.ClinicConfig",
    "treatments.apps.TreatmentsConfig",
    "leads.apps.LeadsConfig",
    "clinic.apps.StaffScreensConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "clinic.middleware.ask_each_time",
    "clinic.middleware.wait_for_the_database",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "clinic.middleware.refuse_methods_kindly",
    "clinic.middleware.SayWhenTheDatabaseIsOut",
]

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.context_processors.clinic",
                "treatments.menus.menus",
            ],
        },
    },
]

DATABASES = {"default": servers.database("DATABASE_URL", DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
# Words in Arabic for the messages to people who chose it; the pages are in English.
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "clinic.formats"
TIME_ZONE = "Asia/Dubai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
env.not_yet("STORAGE_URL", "photos are kept in DATA_DIR/media.")
env.not_yet("CACHE_URL", "every process keeps its own memory of pages.")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "clinic.staticfiles.BundledStaticFilesStorage"},
}

vars().update(servers.email("EMAIL_URL", DATA_DIR / "mail"))
ALERT_WEBHOOK_URL = servers.webhook("ALERT_WEBHOOK_URL")

# What pages fall back on while the database cannot be asked.
LAST_KNOWN_DIR = DATA_DIR / "last-known"
# Requests that the database cannot take wait here, or in the second place while this one is full.
SPOOL_DIR = DATA_DIR / "spool"
SPOOL_DIR_2 = env.second_place("SPOOL_DIR_2", DATA_DIR)

CRISPY_ALLOWED_TEMPLATE_PACKS = "clinic"
CRISPY_TEMPLATE_PACK = "clinic"
CRISPY_FAIL_SILENTLY = False

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Ten wrong passwords for one name from one address, then a quarter of an hour's rest.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "clinic.network.network_address"
AXES_LOCKOUT_CALLABLE = "clinic.views.too_many_tries"
AXES_USERNAME_CALLABLE = "clinic.network.name_tried"
AXES_CLIENT_STR_CALLABLE = "clinic.network.unnamed"
AXES_VERBOSE = False

# What an app for codes calls the account.
OTP_TOTP_ISSUER = _site.hostname

# Only staff ever get a session; it ends with the day's work.
CSRF_FAILURE_VIEW = "clinic.views.stale_page"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Preloading HSTS binds the whole domain for years: that is for its owner to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if _site.scheme == "https":
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    if TRUSTED_PROXIES:
        # gunicorn believes this header from TRUSTED_PROXIES only, and drops it from anyone else.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        SECURE_SSL_REDIRECT = True
        SECURE_SSL_HOST = _site.netloc

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

SENTRY_DSN = env.text("SENTRY_DSN")
if SENTRY_DSN:
    reports.start(SENTRY_DSN)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ours": {"()": "django.utils.log.CallbackFilter", "callback": logs.is_our_news}},
    "formatters": {
        "line": {
            "()": logging.Formatter if DEBUG else logs.Quiet,
            "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "refusal": {"()": logs.Refusal},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["ours"]},
        "refusals": {"class": "logging.StreamHandler", "formatter": "refusal"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # No reports by mail: they hold all that was typed.
        "django": {"handlers": []},
        # What the web server itself says quotes addresses and headers.
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        # A visitor's mistake is not the operator's news.
        "django.security": {"handlers": ["refusals"], "propagate": False},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}
