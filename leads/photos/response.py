"""How a photo is sent to a browser, whoever asks for it."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from clinic.encryption import CannotDecrypt
from leads.photos import files


def show_photo(file: str) -> HttpResponse:
    """The bytes of a kept photo, that no browser runs, keeps or shows inside another page.

    Raises:
        Http404: its file is gone or cannot be read.
    """
    try:
        response = HttpResponse(files.read(file), content_type="image/jpeg")
    except (FileNotFoundError, CannotDecrypt) as error:
        raise Http404 from error
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
