"""Made-up people whose every word can be found again, and the photos they send."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, PngImagePlugin

DESCRIPTION, ARTIST = 0x010E, 0x013B


@dataclass(frozen=True)
class Person:
    """What somebody types, and the words by which it is known again."""

    name: str
    number: str
    email: str
    subject: str

    @property
    def words(self) -> tuple[str, ...]:
        """What could lie somewhere: parts of the name, the number in several ways, the address, the sentence."""
        first, last = self.name.split()
        spaced = f"{self.number[:2]} {self.number[2:5]} {self.number[5:]}"
        return (first, last, self.number, spaced, self.email, self.subject)

    @property
    def form(self) -> dict[str, str]:
        """The form as they fill it in."""
        return {
            "name": self.name,
            "phone": f"0{self.number}",
            "email": self.email,
            "contact_method": "whatsapp",
            "message": f"My hair and my {self.subject} are going grey.",
            "consent": "on",
            "marketing_consent": "on",
            "utm_campaign": f"mail to {self.name}",
        }

    @property
    def photos(self) -> dict[str, bytes]:
        """Two photos by their names on the person's phone, which say who it is within and without."""
        called = self.name.replace(" ", "-")
        return {f"{called}.jpg": self._jpeg(), f"{called} {self.subject}.png": self._png()}

    def _jpeg(self) -> bytes:
        written, exif = io.BytesIO(), Image.Exif()
        exif[DESCRIPTION], exif[ARTIST] = f"{self.name}, {self.subject}", self.email
        picture = Image.new("RGB", (64, 48), "sienna")
        picture.save(written, "JPEG", exif=exif, comment=f"{self.name} {self.number}".encode())
        # Behind the picture's end, where programs hide things.
        return written.getvalue() + self.name.encode()

    def _png(self) -> bytes:
        written, notes = io.BytesIO(), PngImagePlugin.PngInfo()
        notes.add_text("Author", f"{self.name} {self.number}")
        notes.add_itxt("Comment", f"{self.subject} {self.email}")
        Image.new("RGB", (64, 48), "wheat").save(written, "PNG", pnginfo=notes)
        return written.getvalue()


# Erased through their own page, erased by staff, and not erased at all.
BY_THEMSELVES = Person(
    "Zuleikha Plantagenet", "507654321", "zuleikha.plantagenet@mail.example", "wax tablets"
)
BY_STAFF = Person("Hortensia Quagmire", "556543210", "hortensia.quagmire@post.example", "copper kettles")
STAYS = Person("Perpetua Steadfast", "585432109", "perpetua.steadfast@letters.example", "tin whistles")
EVERYBODY = (BY_THEMSELVES, BY_STAFF, STAYS)
