"""What is sent: to which address, with which headers, and with which body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from random import Random
from urllib.parse import quote_from_bytes

from tests.hostile.bodies import CONSULTATION, OWN_PAGE, any_body
from tests.hostile.texts import any_bytes, header_text

HEADERS = (
    *("Origin", "Referer", "Sec-Fetch-Site", "Accept-Language", "Cookie", "User-Agent", "Accept"),
    *("X-Requested-With", "X-HTTP-Method-Override", "If-None-Match", "If-Modified-Since", "Range"),
    *("Accept-Encoding", "Forwarded", "X-Forwarded-Proto", "Sec-Purpose", "Content-Language", "X-Real-IP"),
)
# Pages in a language that is not offered are not found, so few ask for them.
ARABIC = 0.03
COOKIES = ("sessionid", "csrftoken", "messages", "django_language")
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
NETWORK = IPv4Address("10.0.0.0")


@dataclass(frozen=True)
class Post:
    """One request, as bytes that anybody could send. `address` is where it says that it comes from."""

    method: str
    target: str
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...]
    address: str


def posts(seed: int, count: int, secrets: Sequence[str]) -> Iterator[Post]:
    """So many, the same for the same seed. The secrets are those of people's own pages."""
    chance = Random(seed)  # noqa: S311  no secret
    for _nth in range(count):
        yield _post(chance, secrets)


def _post(chance: Random, secrets: Sequence[str]) -> Post:
    prefix = "/ar" if chance.random() < ARABIC else ""
    ways: tuple[tuple[Callable[[], tuple[str, Sequence[str]]], float], ...] = (
        (lambda: (f"{prefix}/consultation/", CONSULTATION), 70),
        (lambda: (f"{prefix}/request/{chance.choice(secrets)}/", OWN_PAGE), 20),
        (lambda: (f"{prefix}/request/{_in_address(chance)}/", OWN_PAGE), 2),
        (lambda: (f"{prefix}/request/{chance.choice(secrets)}/erase/", OWN_PAGE), 0.05),
        (lambda: (f"{prefix}/chat/?{_query(chance)}", CONSULTATION), 4),
        (lambda: (f"{prefix}/consultation/?{_query(chance)}", CONSULTATION), 2),
        (lambda: (f"{prefix}/consultation/received/?{_query(chance)}", CONSULTATION), 2),
    )
    target, names = chance.choices([way for way, _weight in ways], [weight for _way, weight in ways])[0]()
    body, content_type = any_body(chance, names)
    reads = "/chat/" in target or "received" in target
    method = chance.choice(METHODS) if chance.random() < (0.9 if reads else 0.03) else "POST"
    if method in {"GET", "HEAD"}:
        body = b""
    address = str(NETWORK + chance.randrange(2**24))
    return Post(method, target, body, content_type, tuple(_headers(chance)), address)


def _headers(chance: Random) -> Iterator[tuple[str, str]]:
    """Few, so that most requests get as far as the form."""
    if chance.random() < 0.75:
        return
    for name in chance.sample(HEADERS, chance.randrange(1, 4)):
        value = header_text(chance)
        yield name, f"{chance.choice(COOKIES)}={value}" if name == "Cookie" else value


def _in_address(chance: Random) -> str:
    return quote_from_bytes(any_bytes(chance)[:200], safe="")


def _query(chance: Random) -> str:
    names = ("from", "treatment", "noticed", "utm_source", "utm_campaign", "receipt", "done", "x")
    chosen = chance.sample(names, chance.randrange(1, 4))
    return "&".join(f"{name}={quote_from_bytes(any_bytes(chance)[:400], safe='')}" for name in chosen)
