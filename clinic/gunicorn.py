"""How gunicorn serves the site. Sixteen threads a process, so that slow phones do not block others."""

from __future__ import annotations

from django.conf import settings

bind = f"0.0.0.0:{settings.PORT}"
worker_class = "gthread"
workers = 2
threads = 16
timeout = 60
graceful_timeout = 15
keepalive = 5
# No access log: addresses of receipts are secrets, and visitors are nobody's business.
accesslog = None
errorlog = "-"
loglevel = "warning"
