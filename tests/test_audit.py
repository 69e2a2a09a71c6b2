"""The audit: each judge names a planted fault, says why it could not look, and is silent on a sound site."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path
from subprocess import CompletedProcess
from urllib.request import Request

import pytest

from tests.audit import judges, nu
from tests.audit.judges import lighthouse_findings
from tests.audit.run import judge
from tests.audit.site import Site, Verdict, WithinSite, read
from tests.promises import Seen

ROOT = "http://site.example"
HOME = '<!doctype html><h1 id="top">Home</h1><a href="/a/#part">A</a><a href="https://paper.example/1">1</a>'
SOUND = {
    "/": ("text/html", HOME),
    "/a/": ("text/html", '<h2 id="part">A part</h2><a href="/?q=1">Home</a><img src="/a.svg">'),
    "/?q=1": ("text/html", HOME),
    "/a.svg": ("image/svg+xml", "<svg/>"),
    "/sitemap.xml": (
        "application/xml",
        (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            "<url><loc>https://public.example/b/</loc></url></urlset>"
        ),
    ),
    "/b/": ("text/html", "<p>Only the sitemap knows.</p>"),
}


def site_of(places: dict[str, tuple[str, str]]) -> Site:
    """A site as the audit reads it."""

    def fetch(url: str) -> tuple[int, str, str]:
        kind, text = places.get(url.removeprefix(ROOT), ("", ""))
        return (200 if kind else 404), kind, text

    return read(ROOT, fetch)


def test_the_audit_reads_what_links_and_the_sitemap_lead_to() -> None:
    site = site_of(SOUND)

    assert site.for_readers == ["/", "/a/", "/b/"]
    assert site.elsewhere == {"https://paper.example/1"}


def test_sound_links_are_no_finding() -> None:
    verdict = judges.links(site_of(SOUND))

    assert verdict.findings == []
    assert "1 to other sites were not followed" in verdict.looked_at


@pytest.mark.parametrize("gone", ["/a/", "/b/", "/a.svg", "/?q=1"])
def test_a_broken_link_is_named(gone: str) -> None:
    places = {address: place for address, place in SOUND.items() if address != gone}

    assert f"{gone} answers 404" in judges.links(site_of(places)).findings


def test_a_way_on_is_followed_within_the_site_alone() -> None:
    way = WithinSite()
    link = Request(f"{ROOT}/chat/")  # noqa: S310  a made-up site

    assert way.redirect_request(link, None, 302, "", {}, "https://elsewhere.example/") is None
    followed = way.redirect_request(link, None, 302, "", {}, f"{ROOT}/a/")
    assert followed is not None
    assert followed.full_url == f"{ROOT}/a/"


def test_a_way_on_to_another_site_is_no_finding() -> None:
    site = Site(ROOT, statuses={"/chat/": 302, "/gone/": 404})

    assert judges.links(site).findings == ["/gone/ answers 404"]


def test_a_link_to_no_place_on_a_page_is_named() -> None:
    places = {**SOUND, "/a/": ("text/html", "<h2>A part</h2>")}

    [finding] = [finding for finding in judges.links(site_of(places)).findings if "#" in finding]

    assert finding == "/ leads to /a/#part, which is no place on that page"


def test_the_checkers_errors_are_told_by_page() -> None:
    file = Path("/tmp/audit/0.html")  # noqa: S108  a name, no file
    messages = [
        {"type": "error", "url": "file:/tmp/audit/0.html", "lastLine": 3, "message": "Stray end tag."},
        {"type": "info", "url": "file:/tmp/audit/0.html", "lastLine": 4, "message": "Trailing slash."},
    ]

    found = nu.findings(json.dumps({"messages": messages}), {file: Seen("/a/", 200, "")})

    assert found == ["/a/ line 3: Stray end tag."]


@pytest.mark.parametrize("report", ["", "Exception in thread main", "{}"])
def test_a_checker_that_could_not_work_is_a_finding(report: str) -> None:
    assert "could not work" in nu.findings(report, {})[0]


def test_without_java_the_checker_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.audit.nu.shutil.which", lambda _name: None)

    assert "install a Java runtime" in nu.html(Site(ROOT)).not_run


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with Java on which the checker has never run."""
    monkeypatch.delenv("VNU_JAR", raising=False)
    monkeypatch.setattr(nu, "KEPT", tmp_path / "audit" / "vnu.jar")
    monkeypatch.setattr("tests.audit.nu.shutil.which", lambda _name: "/usr/bin/java")
    return tmp_path / "audit" / "vnu.jar"


def test_without_a_network_the_checker_says_what_to_set(
    nothing_kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object, **_options: object) -> CompletedProcess[str]:
        return CompletedProcess("npm", 1, "", "no network")

    monkeypatch.setattr("tests.audit.nu.subprocess.run", fail)

    said = nu.html(Site(ROOT)).not_run
    assert "no network" in said
    assert "set VNU_JAR" in said


def test_without_npm_the_checker_says_what_to_install(
    nothing_kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tests.audit.nu.shutil.which", lambda name: "/usr/bin/java" if name == "java" else None
    )

    assert "install Node.js" in nu.html(Site(ROOT)).not_run


def test_a_checker_other_than_the_chosen_one_is_not_run(
    nothing_kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nu, "_fetched", lambda: b"something else")

    assert "is not what it was" in nu.html(Site(ROOT)).not_run
    assert not nothing_kept.exists()


def test_the_chosen_checker_is_kept(nothing_kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as package:
        inside = tarfile.TarInfo(nu.INSIDE)
        inside.size = 3
        package.addfile(inside, io.BytesIO(b"jar"))
    monkeypatch.setattr(nu, "SHA256", hashlib.sha256(packed.getvalue()).hexdigest())
    monkeypatch.setattr(nu, "_fetched", packed.getvalue)

    assert nu.jar() == nothing_kept
    assert nothing_kept.read_bytes() == b"jar"


def test_a_checker_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNU_JAR", "/nowhere/vnu.jar")

    with pytest.raises(nu.NoChecker, match="no file"):
        nu.jar()


def test_a_missing_lighthouse_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.audit.judges.shutil.which", lambda _name: None)

    assert "npm" in judges.lighthouse(Site(ROOT)).not_run


def test_a_low_mark_is_named() -> None:
    report = json.dumps({"categories": {"performance": {"score": 0.97}, "seo": {"score": 1}}})

    found = list(lighthouse_findings("/", report, {"performance": 98, "seo": 100}))

    assert found == ["/: performance 97, 98 is wanted"]


def test_a_report_that_never_came_is_a_finding() -> None:
    assert list(lighthouse_findings("/", "", {"performance": 98})) == ["/: Lighthouse gave no report"]


@pytest.mark.parametrize(
    ("verdict", "status", "said"),
    [
        (Verdict("axe", "3 pages"), 0, "Nothing falls short."),
        (Verdict("axe", "3 pages", ["/: image-alt"]), 1, "Falls short: axe."),
        (Verdict("axe", not_run="there is no browser"), 0, "Not judged: axe."),
    ],
)
def test_the_audit_fails_on_a_shortfall_and_names_who_did_not_judge(
    verdict: Verdict, status: int, said: str
) -> None:
    printed: list[str] = []

    assert judge(site_of(SOUND), printed.append, [lambda _site: verdict]) == status
    assert said in "".join(printed)


def test_a_site_that_does_not_answer_is_a_shortfall() -> None:
    printed: list[str] = []

    assert judge(Site(ROOT), printed.append, []) == 1
    assert "Nobody answers" in "".join(printed)
