"""How gunicorn serves the site. Sixteen threads a process, so that slow phones do not block others."""

from __future__ import annotations

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")  # noqa: TID251  read before wsgi names it

bind = f"0.0.0.0:{settings.PORT}"
worker_class = "gthread"
workers = 2
threads = 16
timeout = 60
graceful_timeout = 15
keepalive = 5
# Whose word on the visitor's scheme is believed.
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXIES) or "127.0.0.1"
# No access log: addresses of receipts are secrets, and visitors are nobody's business.
accesslog = None
errorlog = "-"
# Its warnings name the network addresses of visitors.
loglevel = "error"
