"""What staff search for stands in the address in a form that only we can read: browsers and proxies keep addresses."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest, HttpResponseRedirect

from clinic import encryption

# An address must stay shorter than what web servers take.
LONGEST = 200


def is_asked(request: HttpRequest) -> bool:
    """Whether words to look for have just been sent."""
    return request.method == "POST" and SEARCH_VAR in request.POST


def lead_on(request: HttpRequest) -> HttpResponseRedirect:
    """To the list of what is found, with the filters that it had."""
    kept = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    sealed = encryption.encrypt_text(kept.pop(SEARCH_VAR).strip()[:LONGEST])
    return HttpResponseRedirect(f"?{urlencode(kept | ({SEARCH_VAR: sealed} if sealed else {}))}")


def words_in(query: str) -> str:
    """The words of an address; written into it by hand, they are as they stand there."""
    try:
        return encryption.decrypt_text(query) if encryption.looks_encrypted(query) else query
    except encryption.CannotDecrypt:
        return query
