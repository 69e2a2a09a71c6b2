"""Whether a form was sent from our own pages. Stands in for a token, so that visitors need no cookie."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_foreign(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent this.

    Browsers send Sec-Fetch-Site or Origin with every form, and pages cannot forge them. A request
    with neither comes from no browser that another site could misuse.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site", "")
    if fetch_site:
        return fetch_site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    if origin in {"", "null"}:
        return False
    try:
        return urlsplit(origin).netloc != request.get_host()
    except ValueError:
        # No browser calls itself that.
        return True
