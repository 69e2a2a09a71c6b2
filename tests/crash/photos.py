"""People who send a photo through their own page, and send it again until that says it is kept."""

from __future__ import annotations

import io
import re
import time
import uuid
from random import Random

from PIL import Image

from tests.crash.answers import Answer, Answers, ask

OWN_PAGE = re.compile(r'"(?P<path>/request/[^/"]+/)"')
SIZE = (160, 120)
# A request that waits for the database has no page yet.
LONGEST = 300.0


def send_photo_until_kept(port: int, number: int, phone: str, answers: Answers) -> None:
    """Find the way to one's own page, and send a photo there. Whoever has no receipt has no page."""
    if phone not in answers.pages:
        return
    page = _own_page(port, answers.pages[phone])
    body, headers = _form(_photo(number))
    while not answers.note_photo(phone, page, ask(port, "POST", page, body, headers)):
        time.sleep(0.05)


def looked_at(port: int, page: str) -> Answer:
    """The photo, as the person who sent it sees it."""
    return ask(port, "GET", f"{page}photos/1/")


def _own_page(port: int, receipt: str) -> str:
    """The receipt names it as soon as the request is in the database."""
    deadline = time.monotonic() + LONGEST
    while not (found := OWN_PAGE.search(ask(port, "GET", receipt).body)):
        if time.monotonic() > deadline:
            raise TimeoutError("a receipt never led to a page of one's own")
        time.sleep(0.2)
    return found["path"]


def _photo(number: int) -> bytes:
    """A small JPEG that nobody else has."""
    drawn = io.BytesIO()
    pixels = Random(number).randbytes(SIZE[0] * SIZE[1] * 3)  # noqa: S311  no secret
    Image.frombytes("RGB", SIZE, pixels).save(drawn, "JPEG")
    return drawn.getvalue()


def _form(photo: bytes) -> tuple[bytes, dict[str, str]]:
    """The page's form with this photo chosen."""
    mark = uuid.uuid4().hex
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="photos"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + photo + f"\r\n--{mark}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={mark}"}
