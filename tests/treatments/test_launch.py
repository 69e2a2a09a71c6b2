"""What the content owes before the site may go live: no text with a gap in it."""

from __future__ import annotations

import pytest

from tests import factories
from treatments.launch import gaps

pytestmark = pytest.mark.django_db


def test_a_text_that_prints_what_is_gone_is_owed_with_its_place() -> None:
    factories.SectionFactory.create(
        page__title="PRP for hair loss", heading="Risks", body="{passage:emergency}"
    )

    (owed,) = gaps()

    assert owed.title == "Page “PRP for hair loss”, Risks: {passage:emergency} names nothing we have."
    assert owed.admin_url == "admin:treatments_page_changelist"


def test_a_text_without_gaps_owes_nothing() -> None:
    factories.PassageFactory.create(key="emergency")
    factories.SectionFactory.create(body="{passage:emergency}")

    assert list(gaps()) == []
