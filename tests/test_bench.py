"""The benchmark: what it counts as too much, and that no page is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench import measures, run
from tests.bench.form import FormMeasured
from tests.bench.measures import Cost, Measured
from tests.test_everywhere import CHOSEN, PAGES

COST = Cost(seconds=0.02, bare_seconds=0.001, queries=measures.MOST_QUERIES)
PAGE = Measured("/page/", cold=COST, warm=COST, kilobytes=12.5)
FORM = FormMeasured(posts=[0.01, 0.02, 0.03], bare_posts=[0.005, 0.005, 0.005])


def test_a_ratio_says_how_many_bare_views_fit_in() -> None:
    assert COST.ratio == pytest.approx(20)


def test_the_form_is_a_share_of_a_view_that_inserts_one_row() -> None:
    assert FORM.posts_per_second == pytest.approx(50)
    assert FORM.ratio == pytest.approx(0.25)
    assert FORM.median_milliseconds == pytest.approx(20)


@pytest.mark.parametrize(("queries", "is_too_much"), [(12, False), (13, True)])
def test_more_than_twelve_queries_when_cold_are_too_many(queries: int, *, is_too_much: bool) -> None:
    page = replace(PAGE, cold=replace(COST, queries=queries))

    assert page.asks_too_much is is_too_much
    assert ("when cold: /page/" in run.table([page], FORM)) is is_too_much


def test_the_table_has_a_line_for_each_page() -> None:
    table = run.table([PAGE, replace(PAGE, address="/other/")], FORM)

    assert "\n/page/ " in table
    assert "\n/other/ " in table


@pytest.mark.django_db
@pytest.mark.usefixtures("first_start")
@pytest.mark.parametrize("address", [*PAGES, *CHOSEN])
def test_no_page_needs_too_many_queries_when_cold(client: Client, address: str) -> None:
    measures.forget()

    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) <= measures.MOST_QUERIES, "\n".join(q["sql"] for q in captured.captured_queries)
