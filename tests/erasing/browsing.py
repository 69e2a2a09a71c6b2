"""A browser without a screen: it keeps cookies, fills in forms and sends files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

PATIENCE = 90.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
BOUNDARY = "between-the-parts"


@dataclass(frozen=True)
class Page:
    """What came back."""

    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        """As people read it."""
        return self.content.decode("utf-8", "replace")


@dataclass
class Browser:
    """One person's browser on the site of this port."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask("GET", path, b"", {})

    def post(self, path: str, values: Mapping[str, str]) -> Page:
        """Send a form."""
        return self._ask(
            "POST", path, urlencode(values).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def post_from(self, page: str, values: Mapping[str, str], *, to: str = "") -> Page:
        """Send a form of a page that staff opened before, with the token in it."""
        found = TOKEN.search(self.get(page).text)
        return self.post(to or page, {**values, "csrfmiddlewaretoken": found[1] if found else ""})

    def send_files(self, path: str, name: str, files: Mapping[str, bytes]) -> Page:
        """Send files as a browser does."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n".encode()
            + content
            + b"\r\n"
            for called, content in files.items()
        ]
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Page:
        http = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": cookies, **headers}
        try:
            http.request(method, path, body, given)
            answer = http.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _equals, rest = cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return Page(answer.status, answer.headers.get("Location", ""), answer.read())
        finally:
            http.close()
