"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

# Python knows codecs that are no way of writing text, such as "hex"; Django falls over them.
CHARSETS = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "windows-1256"}

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, with requests in a charset that no browser sends read as the UTF-8 of our pages."""
    header = Message()
    header["Content-Type"] = environ.get("CONTENT_TYPE", "")
    charset = header.get_content_charset()
    if charset and charset not in CHARSETS:
        header.set_param("charset", "utf-8")
        environ["CONTENT_TYPE"] = header["Content-Type"]
    return _django(environ, start_response)
