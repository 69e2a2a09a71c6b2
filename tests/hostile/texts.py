"""Texts that programs stumble over, and bytes that are no text."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

KNOWN = (
    "",
    " ",
    "\0",
    "Sara\0 Ahmed",
    "\r\n",
    "Sara\r\nBcc: everybody@elsewhere.example",
    "sara@mail.example\r\nBcc: everybody@elsewhere.example",
    "sara@mail.example%0ABcc:everybody@elsewhere.example",
    "sara@mail.example,everybody@elsewhere.example",
    '"sara\\"@elsewhere.example"@mail.example',
    "sara@[127.0.0.1]",
    "sara@mail.example.",
    "sara@İstanbul.example",
    "سارة@بريد.example",
    "Sara Ahmed <sara@mail.example>",
    "Subject: hello\n\nhello",
    "' OR '1'='1' --",
    "'; DROP TABLE leads_lead; --",
    "1) UNION SELECT NULL,NULL--",
    "{{ 7*7 }}{% debug %}{{ settings.SECRET_KEY }}",
    "{# #}{% load x %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%s %(name)s %n {0.__class__} %",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)//",
    "javascript:alert(1)",
    "</textarea></title><!--",
    "<![CDATA[x]]>&#0;&#x110000;&nbsp",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "../../../../etc/passwd\0.jpg",
    "file:///etc/passwd",
    "http://[::1",
    "//[",
    "http://a b/",
    "\\\\server\\share",
    "on",
    "null",
    "undefined",
    "NaN",
    "-0",
    "1e309",
    "9" * 400,
    "0x1F",
    "[]",
    "{}",
    "true",
    "00000000-0000-0000-0000-000000000000",
    "+971501234567",
    "00971 50 123 4567",
    "٠٥٠١٢٣٤٥٦٧",
    "۰۵۰۱۲۳۴۵۶۷",
    "+971501234567;ext=9999999999999999999999",
    "+0",
    "+99999999999999999999",
    "tel:+971-50-123-4567;phone-context=x",
    "050 123 4567" * 40,
    "سارة أحمد",
    "مرحبا، أريد استشارة بخصوص تساقط الشعر",
    "ana 3ayez a7jez ma3ad law sama7t",
    "\u202eevil\u202c",
    "\u2066\u2069\u200e\u200f\u061c",
    "\u202a\u202b\u202c\u202d\u202e" * 30,
    "\u200b\u2060\ufeff",
    "\ud800",
    "\udfff\ud800",
    "\ufffe\uffff\U0010ffff",
    "\U000e0041\U000e007f",
    "e" + "\u0301" * 900,
    "Z̸̢̛a̷l̴g̶o̵",
    "ﷺ" * 130,
    "ﷺ" * 600,
    "İ" * 121,
    "ß" * 241,
    "👩‍👩‍👧‍👦🇦🇪" * 40,
    "🧔🏽‍♂️",
    # Letters without a name of their own.
    "\U00017000\U00018b00",
    "\x0b\x0c\x85\u2028\u2029",
    "\x1b[31m\x07\x08\x7f",
    "\u1160\u3164\u2800",
    "한" * 121,
    "x" * 121,
    "x" * 601,
    "x" * 1001,
    "😀" * 601,
    "a" * 300 + "@mail.example",
    "/treatments/prp/?a=1&b=2#c",
    "/admin/",
    "prp",
    "PRP",
    "prp\0",
    "whatsapp",
    "email",
    "AE",
    "ZZ",
    "en",
    "ar",
    "xx",
    "remove-1",
    "remove-٣",
    "remove-" + "9" * 50,
    "stop",
)
RANGES = ((0, 0x20), (0x20, 0x7F), (0x7F, 0x250), (0x590, 0x700), (0x2000, 0x2070), (0xD800, 0xE000))
WIDE = ((0, 0x110000), (0xFDD0, 0xFE10), (0x1F000, 0x1FB00), (0xE0000, 0xE0080))
LONGEST = 60


def any_text(chance: Random) -> str:
    """One that is known for trouble, one from a corner of Unicode, or a mixture."""
    way: Callable[[Random], str] = chance.choices((_known, _corner, _mixture), (6, 3, 1))[0]
    return way(chance)


def _known(chance: Random) -> str:
    return chance.choice(KNOWN)


def _corner(chance: Random) -> str:
    start, end = chance.choice(RANGES + WIDE)
    return "".join(chr(chance.randrange(start, end)) for _nth in range(chance.randrange(LONGEST)))


def _mixture(chance: Random) -> str:
    return "".join(chance.choice((_known, _corner))(chance) for _nth in range(chance.randrange(2, 6)))


def any_bytes(chance: Random) -> bytes:
    """A text in some writing, or in none."""
    text = any_text(chance)
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: text.encode("utf-8", "surrogatepass"),
        lambda: text.encode("utf-16", "surrogatepass"),
        lambda: text.encode("cp1256", "replace"),
        lambda: text.encode("utf-7", "replace"),
        lambda: chance.randbytes(chance.randrange(LONGEST)),
        # Longer than it need be, cut short, and what follows nothing.
        lambda: b"\xc0\xaf\xe0\x80\xaf\xed\xa0\x80\xf4\x90\x80\x80\xf0\x9f\x98\x80\x80\xff",
    )
    return chance.choices(ways, (6, 1, 1, 1, 2, 1))[0]()


def header_text(chance: Random) -> str:
    """What can stand in a header at all."""
    kept = any_bytes(chance).translate(None, b"\r\n\0")
    return kept.decode("latin-1").strip()[:4000]
