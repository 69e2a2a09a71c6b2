"""People live through everything that the site does; two are erased; then they are looked for everywhere."""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.crash.servers import Site, wait_for
from tests.erasing import searching
from tests.erasing.browsing import Browser, Page
from tests.erasing.grounds import Ground, being_out
from tests.erasing.people import BY_STAFF, BY_THEMSELVES, EVERYBODY, STAYS, Person

GONE = (BY_THEMSELVES, BY_STAFF)
OWN_PAGE = re.compile(r'(/request/[^/"]+/)')
WAITING = "SELECT id FROM leads_delivery WHERE state = 'waiting'"
STAFF = {
    "STAFF_USERNAME": "manager",
    "STAFF_EMAIL": "manager@clinic.example",
    "STAFF_ROLE": "manager",
    "STAFF_PASSWORD": "a long sentence for a trial",
}


@dataclass
class Finding:
    """Where each person's words stand at a moment, by the name of the person; and how many photos lie there."""

    moment: str
    places: dict[str, set[str]] = field(default_factory=dict)
    photos: int | None = None

    def of(self, person: Person) -> set[str]:
        """Where this person's words stand."""
        return self.places[person.name]


@dataclass
class Trial:
    """A site, and what is known of it from without."""

    site: Site
    ground: Ground
    safe: Path

    def run_until_erased(self) -> list[Finding]:
        """Everything up to the copy that is made afterwards; what was found at each moment."""
        self.site.manage("staff", check=True)
        staff = self._signed_in()
        pages = {person.name: self._live(person, staff) for person in EVERYBODY}
        self._write_while_the_database_is_out(BY_STAFF)
        wait_for(lambda: not self.site.spooled() and not self.site.database.rows(WAITING), 300)
        self.copy_everything("before")
        before = [self.look("before"), self._look_at_copy("before")]
        _expect(Browser(self.site.port).post(f"{pages[BY_THEMSELVES.name]}erase/", {}), HTTPStatus.OK)
        page = f"/admin/leads/lead/{self._lead_of(BY_STAFF)}/erase/"
        _expect(staff.post_from(page, {}), HTTPStatus.FOUND)
        after = self.look("after")
        self.copy_everything("after")
        return [*before, after, self._look_at_copy("after")]

    def look(self, moment: str) -> Finding:
        """In every file and in every row."""
        photos = list((self.site.folder / "media" / "photos").iterdir())
        finding = Finding(moment, photos=len(photos))
        rows = json.loads(self.site.manage("dumpdata", "--all", check=True).stdout)
        for person in EVERYBODY:
            files = searching.found_in_files(person, self.site.folder)
            finding.places[person.name] = files | searching.found_in_rows(person, rows)
        return finding

    def copy_everything(self, moment: str) -> None:
        """The database and the photos and mails, to where the site does not reach."""
        self.ground.copy(self.safe / moment, self.site)
        for name in ("media", "mail"):
            shutil.copytree(self.site.folder / name, self.safe / f"{moment}-{name}")

    def _look_at_copy(self, moment: str) -> Finding:
        content = (self.safe / moment).read_bytes()
        found = {person.name: {moment} if searching.is_in(person, content) else set() for person in EVERYBODY}
        return Finding(f"copy made {moment}", found)

    def put_back(self, moment: str) -> None:
        """What was copied then, all of it; nothing runs meanwhile."""
        self.ground.put_back(self.safe / moment)
        for name in ("media", "mail"):
            shutil.copytree(self.safe / f"{moment}-{name}", self.site.folder / name, dirs_exist_ok=True)

    def _signed_in(self) -> Browser:
        staff = Browser(self.site.port)
        values = {"username": STAFF["STAFF_USERNAME"], "password": STAFF["STAFF_PASSWORD"], "next": "/admin/"}
        _expect(staff.post_from("/admin/login/", values), HTTPStatus.FOUND)
        return staff

    def _live(self, person: Person, staff: Browser) -> str:
        """Ask, write again, send photos, be called; the address of their own page."""
        visitor = Browser(self.site.port)
        _expect(
            visitor.post("/consultation/", {**person.form, "phone": "12"}), HTTPStatus.UNPROCESSABLE_ENTITY
        )
        code = parse_qs(urlsplit(visitor.get("/chat/?from=/treatments/prp/").location).query)["text"][0]
        sent = _expect(visitor.post("/consultation/", person.form), HTTPStatus.SEE_OTHER)
        found = OWN_PAGE.search(visitor.get(sent.location).text)
        page = found[1] if found else ""
        message = {"message": f"One more word about my {person.subject}: ring 0{person.number}."}
        _expect(visitor.post(page, message), HTTPStatus.SEE_OTHER)
        _expect(visitor.send_files(page, "photos", person.photos), HTTPStatus.SEE_OTHER)
        _expect_no_words_in(visitor, page, person)
        if person is not BY_THEMSELVES:
            # For staff alone, since a person's own page erases one request and no other.
            values = {
                "code": code.split()[-1],
                "name": person.name,
                "phone": f"0{person.number}",
                "language": "en",
            }
            _expect(staff.post_from("/admin/leads/lead/chat/", values), HTTPStatus.FOUND)
        self._work_with(person, staff)
        return page

    def _work_with(self, person: Person, staff: Browser) -> None:
        lead = f"/admin/leads/lead/{self._lead_of(person)}"
        note = {"note": f"{person.name} rang from 0{person.number} about {person.subject}."}
        _expect(staff.get(f"{lead}/change/"), HTTPStatus.OK)
        searched = staff.post_from("/admin/leads/lead/", {"q": person.name.split()[0]})
        _expect(staff.get(f"/admin/leads/lead/{_expect(searched, HTTPStatus.FOUND).location}"), HTTPStatus.OK)
        _expect(staff.post_from(f"{lead}/change/", note, to=f"{lead}/note/"), HTTPStatus.FOUND)
        _expect(
            staff.post_from(f"{lead}/change/", {"status": "contacted"}, to=f"{lead}/status/"),
            HTTPStatus.FOUND,
        )
        _expect(staff.post_from(f"{lead}/change/", {}, to=f"{lead}/export/"), HTTPStatus.OK)

    def _lead_of(self, person: Person) -> int:
        rows = self.site.database.rows(f"SELECT id FROM leads_lead WHERE phone = '+971{person.number}'")  # noqa: S608
        return int(rows[0][0])

    def _write_while_the_database_is_out(self, person: Person) -> None:
        again = {**person.form, "message": f"Once more about {person.subject}, please."}
        with being_out(self.ground):
            _expect(Browser(self.site.port).post("/consultation/", again), HTTPStatus.SEE_OTHER)
            if not self.site.spooled():
                raise SystemExit("The request did not wait as a file while the database was out.")
            time.sleep(1)


def faults(findings: list[Finding]) -> list[str]:
    """What should be otherwise: somebody is found who is erased, or not found who is there."""
    wrong = []
    for finding in findings:
        expected = EVERYBODY if finding.moment.endswith("before") else (STAYS,)
        if finding.photos not in {None, sum(len(person.photos) for person in expected)}:
            wrong.append(f"{finding.moment}: {finding.photos} photos lie there")
        for person in EVERYBODY:
            places = finding.of(person)
            if person not in expected and places:
                wrong.append(f"{finding.moment}: {person.name} is still in {', '.join(sorted(places))}")
            if person in expected and not places:
                wrong.append(f"{finding.moment}: {person.name} is not found, so nothing is proved")
    return wrong


def _expect(page: Page, status: int) -> Page:
    if page.status != status:
        raise SystemExit(f"Answered {page.status} where {status} was to come: {page.text[:2000]}")
    return page


def _expect_no_words_in(visitor: Browser, page: str, person: Person) -> None:
    """The photos as they are shown hold nothing but the picture."""
    for number, _photo in enumerate(person.photos, start=1):
        shown = _expect(visitor.get(f"{page}photos/{number}/"), HTTPStatus.OK)
        if searching.is_in(person, shown.content):
            raise SystemExit(f"Photo {number} tells who sent it.")
