"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

CHARSET = re.compile(r"(;\s*)charset(?=[\s*=])", re.IGNORECASE)

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, with every request read as UTF-8; to HEAD with no page, since gunicorn warns of one."""
    read_as_utf8(environ)
    answer = _django(environ, start_response)
    if environ["REQUEST_METHOD"] != "HEAD":
        return answer
    close = getattr(answer, "close", None)
    if close:
        close()
    return []


def read_as_utf8(environ: dict[str, Any]) -> None:
    """Take away what a request says of its charset: our pages are UTF-8, and so is all that browsers send.

    Django would go by that word, and fall over UTF-8 in another spelling, over other charsets, and over
    Python codecs that are no way of writing text. Letters that are not UTF-8 become marks that forms notice.
    """
    content_type = CHARSET.sub(r"\1x-charset", environ.get("CONTENT_TYPE", ""))
    try:
        parse_header_parameters(content_type)
    except (LookupError, ValueError):
        content_type = ""
    environ["CONTENT_TYPE"] = content_type
