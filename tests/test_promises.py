"""Every promise can be broken: each is shown a page with a fault planted in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import promises
from tests.promises import Seen

GOOD = """<!doctype html>
<html lang="en">
  <head>
    <title>A page</title>
    <meta name="description" content="What it is about.">
    <meta name="robots" content="noindex">
    <link rel="stylesheet" href="/static/site.css">
    <link rel="canonical" href="https://clinic.example/">
    <script src="/static/menu.js"></script>
    <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
      {"@type": "WebPage", "name": "A part", "url": "https://clinic.example/", "inLanguage": "en",
       "opens": "10:00", "position": 1, "datePublished": "2026-11-20"}]}</script>
  </head>
  <body>
    <main id="main">
      <h1>A page</h1>
      <h2 id="part">A part</h2>
      <p>Open from 10am. <time datetime="2026-11-20">20 November 2026</time></p>
      <p>Words. <a href="#part">Here</a> <a href="https://elsewhere.example/">There</a></p>
      <svg aria-hidden="true"><path d="M0 0"></path></svg>
      <form action="/faq/"><label for="query">Search</label><input id="query" name="q" aria-describedby="part"></form>
    </main>
  </body>
</html>"""


def page(html: str = GOOD) -> Seen:
    return Seen(address="/page/", status=200, html=html)


@pytest.mark.parametrize("promise", [*promises.PROMISES, promises.keeps_robots_out])
def test_a_good_page_keeps_every_promise(promise: object) -> None:
    assert promise(page()) == []  # type: ignore[operator]  # a promise is a function


@pytest.mark.parametrize(
    ("promise", "good", "bad"),
    [
        ("has_one_short_h1", "<h1>A page</h1>", ""),
        ("has_one_short_h1", "<h1>A page</h1>", "<h1>A page</h1><h1>Another</h1>"),
        ("has_one_short_h1", "<h1>A page</h1>", f"<h1>{'long ' * 14}</h1>"),
        ("has_one_short_h1", "<h1>A page</h1>", "<h1> </h1>"),
        ("skips_no_heading_level", '<h2 id="part">A part</h2>', '<h3 id="part">A part</h3>'),
        ("skips_no_heading_level", "<h1>A page</h1>", "<h2>Before</h2><h1>A page</h1>"),
        ("has_no_id_twice", "<p>Words.", '<p id="part">Words.'),
        ("names_only_ids_it_has", 'href="#part"', 'href="#parts"'),
        ("names_only_ids_it_has", 'for="query"', 'for="queries"'),
        ("names_only_ids_it_has", 'describedby="part"', 'describedby="part hint"'),
        ("names_only_ids_it_has", "<main ", '<main aria-labelledby="title" '),
        ("names_its_controls", 'for="query"', 'for="part"'),
        ("names_its_controls", "</form>", '<select name="kind"></select></form>'),
        ("has_nothing_inline", "<p>Words.", '<p style="color: red">Words.'),
        ("has_nothing_inline", "<p>Words.", '<p onclick="x()">Words.'),
        ("has_nothing_inline", "</head>", "<style>p {}</style></head>"),
        ("has_nothing_inline", "</head>", "<script>x()</script></head>"),
        ("has_nothing_inline", 'href="#part"', 'href="javascript:x()"'),
        ("has_nothing_inline", '<path d="M0 0">', '<path d="M0 0" style="fill: red">'),
        ("loads_nothing_from_elsewhere", 'src="/static/menu.js"', 'src="https://cdn.example/menu.js"'),
        ("loads_nothing_from_elsewhere", 'src="/static/menu.js"', 'src="//cdn.example/menu.js"'),
        ("loads_nothing_from_elsewhere", 'href="/static/site.css"', 'href="https://cdn.example/site.css"'),
        ("loads_nothing_from_elsewhere", "<p>Words.", '<p><img alt="" src="https://pixel.example/a.gif">'),
        ("loads_nothing_from_elsewhere", "<p>Words.", '<p><img alt="" src="data:image/gif;base64,x">'),
        (
            "loads_nothing_from_elsewhere",
            "<p>Words.",
            '<p><img alt="" src="/a.gif" srcset="https://x.example/b.gif 2x">',
        ),
        ("loads_nothing_from_elsewhere", "<p>Words.", '<p><iframe src="https://map.example/"></iframe>'),
        ("is_written_without_error", "<!doctype html>", ""),
        ("is_written_without_error", "</h1>", ""),
        ("is_written_without_error", "<p>Words.", "<p><p><div></p>Words."),
        ("is_written_without_error", "Words.", "5 < 6 &nosuch;"),
        ("is_written_without_error", '<input id="query"', '<input id="query" id="other"'),
        ("says_what_it_is", ' lang="en"', ""),
        ("says_what_it_is", "<title>A page</title>", "<title> </title>"),
        ("says_what_it_is", 'content="What it is about."', f'content="{"long " * 40}"'),
        ("says_what_it_is", '<meta name="description" content="What it is about.">', ""),
        ("says_what_it_is", '<main id="main">', '<main></main><main id="main">'),
        ("keeps_robots_out", 'content="noindex"', 'content="index"'),
        ("uses_no_banned_word", "Words.", "A miracle!"),
        ("uses_no_banned_word", "Words.", "Results are GUARANTEED."),
        ("uses_no_banned_word", "Words.", "It is <b>painless</b>."),
        ("uses_no_banned_word", "Words.", "100% safe"),
        ("describes_its_pictures", "<p>Words.", '<p><img src="/a.png">'),
        ("tells_machines_only_what_people_see", '"name": "A part"', '"name": "Another part"'),
        ("tells_machines_only_what_people_see", '2026-11-20"}]', '2026-11-21"}]'),
        ("tells_machines_only_what_people_see", '"opens": "10:00"', '"opens": "09:00"'),
        ("tells_machines_only_what_people_see", '"url": "https://clinic', '"url": "https://other'),
        ("tells_machines_only_what_people_see", '"inLanguage": "en"', '"inLanguage": "ar"'),
        ("has_nothing_inline", 'type="application/ld+json"', 'type="application/json"'),
        ("describes_its_pictures", ' aria-hidden="true"', ""),
    ],
)
def test_a_fault_breaks_its_promise(promise: str, good: str, bad: str) -> None:
    assert good in GOOD

    assert getattr(promises, promise)(page(GOOD.replace(good, bad)))


ARTICLE = """<footer class="c-footer"></footer><nav class="c-breadcrumb"></nav><nav class="c-contents"></nav>
<article><p class="c-prose__aims">What it is for.</p><div class="c-key-facts c-evidence-strip"></div>
<h2 id="unknowns">Unknown</h2><h2 id="risks">Risks</h2><a href="/consultation/?from=/">Ask</a><h2 id="more">More</h2>
<p>We sell this, so we have an interest.</p>
<ol id="references"><li id="ref-1"><a href="https://doi.org/10.1/x">A study</a></li></ol>
<section class="c-review" aria-labelledby="checked">Written by the content team. Reviewed by nobody. Written on
<time datetime="2026-01-02">2 January 2026</time>. Last changed on 2 January 2026.</section></article>"""


@pytest.mark.parametrize("promise", promises.OF_ARTICLES)
def test_a_good_article_keeps_every_promise(promise: object) -> None:
    assert promise(replace(page(ARTICLE), address="/treatments/prp/")) == []  # type: ignore[operator]  # a promise is a function


@pytest.mark.parametrize(
    ("promise", "good", "bad"),
    [
        ("says_who_made_it_and_when", 'aria-labelledby="checked"', ""),
        ("says_who_made_it_and_when", "content team", "cat"),
        ("says_who_made_it_and_when", "Written on", "Once"),
        ("says_who_made_it_and_when", ' datetime="2026-01-02"', ""),
        ("says_who_made_it_and_when", "Last changed on", "Changed"),
        ("says_who_made_it_and_when", "Reviewed by", "By"),
        ("says_who_made_it_and_when", 'href="https://doi.org/10.1/x"', ""),
        ("says_who_made_it_and_when", "so we have an interest", "gladly"),
        ("has_every_part", "c-breadcrumb", "c-crumb"),
        ("has_every_part", "c-evidence-strip", "c-strip"),
        ("has_every_part", 'id="unknowns"', 'id="known"'),
        (
            "invites_after_the_risks_only",
            '<h2 id="unknowns">',
            '<a href="/consultation/">Ask</a><h2 id="unknowns">',
        ),
        ("invites_after_the_risks_only", '<h2 id="more">', '<a href="/consultation/">Ask</a><h2 id="more">'),
    ],
)
def test_a_fault_in_an_article_breaks_its_promise(promise: str, good: str, bad: str) -> None:
    assert good in ARTICLE

    faulty = replace(page(ARTICLE.replace(good, bad)), address="/treatments/prp/")

    assert getattr(promises, promise)(faulty)


SHARED = """
    <link rel="canonical" href="https://clinic.example/page/">
    <meta property="og:title" content="A page"><meta property="og:description" content="What it is about.">
    <meta property="og:type" content="article"><meta property="og:url" content="https://clinic.example/page/">
    <meta property="og:locale" content="en_GB"><meta property="og:image:alt" content="A page. Khusla">
    <meta property="og:image" content="https://clinic.example/share/page.png?v=1">
    <meta name="twitter:card" content="summary_large_image">"""


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('<link rel="canonical" href="https://clinic.example/page/">', ""),
        (
            'rel="canonical" href="https://clinic.example/page/',
            'rel="canonical" href="https://clinic.example/',
        ),
        ('og:url" content="https://clinic.example/page/', 'og:url" content="https://clinic.example/'),
        ('content="https://clinic.example/share/page.png?v=1"', 'content="/share/page.png"'),
        ('content="en_GB"', 'content=""'),
        ("og:image:alt", "og:image:width"),
    ],
)
def test_a_page_that_cannot_be_shared_breaks_its_promise(good: str, bad: str) -> None:
    assert good in SHARED

    assert promises.says_how_it_is_shared(page(SHARED)) == []
    assert promises.says_how_it_is_shared(page(SHARED.replace(good, bad)))


def test_a_cookie_breaks_its_promise() -> None:
    assert promises.sets_no_cookie(replace(page(), cookies=("csrftoken",)))


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "script-src 'self'",
        "default-src 'none'; script-src 'unsafe-inline'",
        "default-src 'none'; img-src data:",
    ],
)
def test_a_lax_policy_breaks_its_promise(policy: str) -> None:
    assert promises.sends_a_strict_policy(replace(page(), policy=policy))


@pytest.mark.parametrize(
    "html",
    [
        '<label>Search <input name="q"></label>',
        '<input name="q" aria-label="Search">',
        '<input name="q" type="hidden">',
        '<svg role="img" aria-label="A head"></svg>',
        '<img src="/a.png" alt="">',
        '<script type="application/ld+json">{"@graph": []}</script>',
    ],
)
def test_what_is_right_breaks_nothing(html: str) -> None:
    good = page(GOOD.replace("<p>Words.", f"{html}<p>Words."))

    assert [promise(good) for promise in promises.PROMISES] == [[] for _promise in promises.PROMISES]


def test_a_summary_of_errors_may_stand_above_the_h1() -> None:
    summary = '<div role="alert"><h2>There is a problem</h2></div><h1>A page</h1>'

    assert promises.skips_no_heading_level(page(GOOD.replace("<h1>A page</h1>", summary))) == []


def test_the_titles_of_sources_are_their_authors_words() -> None:
    source = '<ol><li class="c-reference">A miracle cure? J Tests.</li></ol>'

    assert promises.uses_no_banned_word(page(GOOD.replace("<p>Words.", f"{source}<p>Words."))) == []


@pytest.mark.parametrize(
    "text", ["The best choice depends on you.", "Bestow", "incurable", "a uniquely Dubai"]
)
def test_words_that_only_look_banned_are_not(text: str) -> None:
    assert promises.banned_in(text) == []


def test_links_within_the_site_are_told_from_others() -> None:
    html = '<a href="/a/#b">1</a> <a href="c/">2</a> <a href="https://x.example/">3</a> <a href="tel:998">4</a> <a href="#d">5</a>'

    assert page(html).links() == [("/a/", "b"), ("/page/c/", ""), ("/page/", "d")]
