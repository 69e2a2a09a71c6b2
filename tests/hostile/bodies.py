"""Bodies of requests: forms in two writings, well-formed and not, and what is no form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from urllib.parse import quote_from_bytes

from leads.forms import ConsultationForm
from leads.own.forms import OwnForm
from tests.hostile.texts import any_bytes, any_text, header_text

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
Fields = list[tuple[bytes, bytes]]
Body = tuple[bytes, str]

CONSULTATION = (*ConsultationForm.base_fields, "unknown", "")
OWN_PAGE = (*OwnForm.base_fields, "do", "unknown")
CHARSETS = ("", "; charset=utf-8", "; charset=utf-7", "; charset=utf-16", "; charset=idna", "; charset=nope")
MOST_FIELDS = 1_500
HUGE = 3_000_000
DEEP = 20_000


def any_body(chance: Random, names: Sequence[str]) -> Body:
    """A body and what it says of itself."""
    fields = _fields(chance, names)
    ways: tuple[tuple[Callable[[], Body], int], ...] = (
        (lambda: _form(chance, fields), 500),
        (lambda: _parts(chance, fields), 250),
        (lambda: _broken_parts(chance, fields), 120),
        (lambda: _mislabelled(chance, fields), 60),
        (lambda: _noise(chance), 50),
        (lambda: _many(chance), 8),
        (lambda: _huge(chance, names), 6),
        (lambda: _deep(chance), 6),
    )
    return chance.choices([way for way, _weight in ways], [weight for _way, weight in ways])[0]()


def _fields(chance: Random, names: Sequence[str]) -> Fields:
    """Most of the time a form that could be kept, with some odd values; some of them twice."""
    number = chance.randrange(10**7)
    whole: Fields = [(b"name", b"Sara Ahmed"), (b"phone", b"+97150%07d" % number), (b"consent", b"on")]
    fields = whole if chance.random() < 0.8 else []
    chosen = [chance.choice(names).encode() for _nth in range(chance.randrange(1, 7))]
    odd = [(name, any_bytes(chance)) for name in chosen]
    kept = [field for field in fields if chance.random() < 0.5 or field[0] not in chosen]
    mixed = [*kept, *odd]
    if chance.random() < 0.1:
        mixed += mixed
    if chance.random() < 0.5:
        chance.shuffle(mixed)
    return mixed


def _form(chance: Random, fields: Fields) -> Body:
    escape: Callable[[bytes], str] = lambda value: quote_from_bytes(value, safe="")  # noqa: E731
    body = "&".join(f"{escape(name)}={escape(value)}" for name, value in fields).encode()
    if chance.random() < 0.1:
        body = body.replace(b"%", chance.choice((b"%%", b"%u00", b"%G", b"")), chance.randrange(1, 5))
    if chance.random() < 0.05:
        body = body.replace(b"&", chance.choice((b";", b"&&&=&", b"&=", b"\0&")))
    return body, FORM + (chance.choice(CHARSETS) if chance.random() < 0.2 else "")


def _part(chance: Random, name: bytes, value: bytes) -> bytes:
    head = b'Content-Disposition: form-data; name="' + name.replace(b'"', b"%22") + b'"'
    if name == b"photos" or chance.random() < 0.05:
        # Few of them begin like a photo: every one that does costs a child process.
        value = (b"\xff\xd8\xff\xe0" if chance.random() < 0.05 else b"") + value
        head += (
            b'; filename="' + any_bytes(chance).translate(None, b'"\r\n') + b'"\r\nContent-Type: image/jpeg'
        )
    if chance.random() < 0.05:
        head += chance.choice(
            (b"\r\nContent-Transfer-Encoding: base64", b"\r\nContent-Type: text/x; charset=nope")
        )
    return head + b"\r\n\r\n" + value + b"\r\n"


def _parts(chance: Random, fields: Fields) -> Body:
    parts = [_part(chance, name, value) for name, value in fields]
    body = b"".join(b"--x\r\n" + part for part in parts) + b"--x--\r\n"
    return body, f"{PARTS}; boundary=x" + (chance.choice(CHARSETS) if chance.random() < 0.2 else "")


def _broken_parts(chance: Random, fields: Fields) -> Body:
    body, content_type = _parts(chance, fields)
    ways: tuple[Callable[[], Body], ...] = (
        lambda: (body[: chance.randrange(len(body))], content_type),
        lambda: (body, PARTS),
        lambda: (body, f"{PARTS}; boundary={header_text(chance)}"),
        lambda: (body, f"{PARTS}; boundary=" + "x" * 300),
        lambda: (body.replace(b"\r\n", b"\n"), content_type),
        lambda: (body.replace(b"form-data", any_bytes(chance)), content_type),
        lambda: (body.replace(b"name=", b"name*=utf-8''" + any_bytes(chance)), content_type),
        lambda: (body.replace(b"; ", b"; " + b"a=b; " * 500), content_type),
        lambda: (body.replace(b"--x", b"--x" + b"-" * chance.randrange(4)), content_type),
        lambda: (b"--x\r\n" * 500 + body, content_type),
        lambda: (
            b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nz\r\n--y--\r\n" + body,
            content_type,
        ),
        lambda: (body + any_bytes(chance), content_type),
        lambda: (_with_noise(chance, body), content_type),
    )
    return chance.choice(ways)()


def _with_noise(chance: Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _nth in range(chance.randrange(1, 10)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _mislabelled(chance: Random, fields: Fields) -> Body:
    """A form that says it is something else."""
    body, _type = chance.choice((_form, _parts))(chance, fields)
    others = (FORM, PARTS, f"{PARTS}; boundary=x", "application/json", "text/plain", "", "*/*", "image/jpeg")
    return body, chance.choice((*others, header_text(chance)))


def _noise(chance: Random) -> Body:
    body, types = any_bytes(chance), (FORM, f"{PARTS}; boundary=x", "application/json", header_text(chance))
    return body, chance.choice(types)


def _many(chance: Random) -> Body:
    """More fields, or files, than anybody types."""
    number = chance.randrange(MOST_FIELDS)
    if chance.random() < 0.5:
        return b"&".join(b"name%d=x" % nth for nth in range(number)), FORM
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a"\r\n\r\nx\r\n'
        for _nth in range(number)
    )
    return b"".join(parts) + b"--x--\r\n", f"{PARTS}; boundary=x"


def _huge(chance: Random, names: Sequence[str]) -> Body:
    """One field that is longer than all that we take."""
    value = (any_text(chance).encode("utf-8", "surrogatepass") or b"x") * HUGE
    name = chance.choice(names).encode()
    fields: Fields = [(name, value[: chance.randrange(HUGE)])]
    return _form(chance, fields) if chance.random() < 0.3 else _parts(chance, fields)


def _deep(chance: Random) -> Body:
    """What hangs parsers that call themselves."""
    depth = chance.randrange(DEEP)
    return chance.choice(
        (
            (b"[" * depth, "application/json"),
            (b'{"a":' * depth, "application/json"),
            (b"<a>" * depth, "application/xml"),
            (b"name" + b"[a]" * depth + b"=x", FORM),
            (b"(" * depth, FORM),
        )
    )
