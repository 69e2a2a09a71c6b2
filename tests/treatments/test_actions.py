"""Loading the starter content: once, all or nothing, and never over what staff did."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import models

from tests.treatments import library
from treatments.actions import BadContent, Loaded, NoSuchEntry, load_starter_content, restore_starter_row
from treatments.models import (
    Approval,
    Claim,
    ClaimReference,
    ComparisonCell,
    ComparisonRow,
    Fact,
    GlossaryTerm,
    Page,
    Passage,
    Question,
    Reference,
    Section,
    StarterRecord,
    Treatment,
)
from treatments.starter import BadContentFile

pytestmark = pytest.mark.django_db

ALL = 16


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small library, not yet loaded."""
    return library.write(tmp_path)


@pytest.fixture
def loaded(folder: Path) -> Path:
    """A small library, loaded."""
    load_starter_content(folder=folder)
    return folder


def change(folder: Path, **changes: str) -> Loaded:
    """Load the library again with other texts."""
    return load_starter_content(folder=library.write(folder, **changes))


def test_a_first_load_creates_everything(folder: Path) -> None:
    result = load_starter_content(folder=folder)

    assert result.counts == {"created": ALL}
    assert result.kept == []
    assert list(Claim.objects.get().references.all()) == [Reference.objects.get()]
    assert [section.anchor for section in Page.objects.get().sections.all()] == ["what", "risks"]
    assert Fact.objects.get(topic="sessions").treatment == Treatment.objects.get()
    assert ComparisonCell.objects.get().text == "{claim:prp-works}"


def test_a_second_load_does_nothing(loaded: Path) -> None:
    result = load_starter_content(folder=loaded)

    assert result.is_same
    assert result.counts == {}


def test_a_load_after_a_changed_file_updates_that_row_alone(loaded: Path) -> None:
    result = change(loaded, passages=library.PASSAGES.replace("Tell us first", "Say so first"))

    assert result.counts == {"updated": 1, "unchanged": ALL - 1}
    assert Passage.objects.get().heading == "Say so first"


def test_a_changed_page_has_the_new_sections(loaded: Path) -> None:
    page = library.PAGE.replace("## Risks {#risks}", "## What can go wrong {#wrong}")

    change(loaded, prp=page)

    assert list(Section.objects.values_list("anchor", flat=True)) == ["what", "wrong"]


def test_a_row_taken_out_of_the_files_stays(loaded: Path) -> None:
    change(loaded, glossary="")

    assert StarterRecord.objects.filter(kind="glossary term").exists()


def test_what_staff_changed_stays_changed(loaded: Path) -> None:
    Passage.objects.update(heading="As the clinic says it")

    result = change(loaded, passages=library.PASSAGES.replace("Tell us first", "Say so first"))

    assert Passage.objects.get().heading == "As the clinic says it"
    assert result.kept == ["passage check-first"]


@pytest.mark.parametrize("sent_back", ["- One\r\n- Two", "- One\n- Two", "\n- One\n- Two\n\n"])
def test_a_text_that_a_form_sent_back_as_it_was_is_not_changed(folder: Path, sent_back: str) -> None:
    before = library.PASSAGES.replace('"- {claim:prp-works}"', '"""\n- One\n- Two\n"""')
    change(folder, passages=before)
    Passage.objects.update(body=sent_back)

    result = change(folder, passages=before.replace("Two", "Three"))

    assert result.counts["updated"] == 1
    assert "Three" in Passage.objects.get().body


@pytest.mark.parametrize("part", ["section", "cell", "source"])
def test_a_changed_part_counts_as_a_change(loaded: Path, part: str) -> None:
    changes: dict[str, Callable[[], object]] = {
        "section": lambda: Section.objects.filter(anchor="what").update(body="Ours."),
        "cell": lambda: ComparisonCell.objects.update(text="Ours."),
        "source": lambda: ClaimReference.objects.all().delete(),
    }
    changes[part]()
    texts = {
        "prp": library.PAGE.replace("Your own plasma.", "New."),
        "comparison": library.COMPARISON.replace("Typical result", "New"),
    }

    result = change(loaded, **texts)

    kept = {"section": "page treatment/prp", "cell": "comparison row result", "source": "claim prp-works"}
    assert result.kept == [kept[part]]


def test_what_staff_deleted_stays_deleted(loaded: Path) -> None:
    Question.objects.filter(slug="hurt").delete()

    result = change(loaded, glossary="")

    assert not Question.objects.filter(slug="hurt").exists()
    assert result.kept == ["question hurt"]


@pytest.mark.parametrize(
    ("model", "name"),
    [(Passage, "passage check-first"), (Fact, "fact /hair-wash"), (Claim, "claim prp-works")],
)
def test_a_page_that_prints_what_staff_deleted_stops_no_load(
    loaded: Path, model: type[Passage | Fact | Claim], name: str
) -> None:
    model.objects.all().delete()

    result = change(loaded, glossary="")

    assert name in result.kept


def test_a_new_entry_that_rests_on_what_staff_deleted_stops_no_load(loaded: Path) -> None:
    for model in (Approval, Fact, Claim, Reference):
        model.objects.all().delete()
    claim = library.CLAIMS.replace("prp-works", "prp-again")

    result = change(loaded, effects=f"{library.CLAIMS}\n{claim}")

    assert "claim prp-again" in result.kept
    assert not Claim.objects.filter(key="prp-again").exists()


def test_a_row_staff_made_under_a_starter_key_is_theirs(folder: Path) -> None:
    Passage.objects.create(key="check-first", kind="note", heading="Ours", body="Ours")

    result = load_starter_content(folder=folder)

    assert Passage.objects.get().heading == "Ours"
    assert result.kept == ["passage check-first"]


def test_overwrite_puts_everything_back(loaded: Path) -> None:
    Passage.objects.update(heading="Ours")
    Question.objects.all().delete()

    result = load_starter_content(folder=loaded, overwrite=True)

    assert Passage.objects.get().heading == "Tell us first"
    assert Question.objects.count() == 2
    assert result.counts["created"] == 2
    assert result.kept == []


def test_after_an_overwrite_updates_flow_again(loaded: Path) -> None:
    Passage.objects.update(heading="Ours")
    load_starter_content(folder=loaded, overwrite=True)

    change(loaded, passages=library.PASSAGES.replace("Tell us first", "Say so first"))

    assert Passage.objects.get().heading == "Say so first"


def test_an_unknown_key_is_refused_with_the_nearest_and_nothing_is_half_loaded(folder: Path) -> None:
    library.write(folder, passages=library.PASSAGES.replace("{claim:prp-works}", "{claim:prp-work}"))

    with pytest.raises(BadContent) as refusal:
        load_starter_content(folder=folder)

    assert refusal.value.problems == [
        "passage check-first: {claim:prp-work} names nothing we have. Did you mean prp-works?"
    ]
    assert not Claim.objects.exists()
    assert not StarterRecord.objects.exists()


def test_passages_that_print_each_other_are_refused_and_nothing_is_half_loaded(folder: Path) -> None:
    library.write(folder, passages=library.PASSAGES.replace("{claim:prp-works}", "{passage:check-first}"))

    with pytest.raises(BadContent) as refusal:
        load_starter_content(folder=folder)

    assert "{passage:check-first} → {passage:check-first}" in refusal.value.problems[0]
    assert not Passage.objects.exists()


def test_every_unknown_key_is_named_at_once(folder: Path) -> None:
    library.write(
        folder,
        passages=library.PASSAGES.replace("{claim:prp-works}", "{claim:no}"),
        prp=library.PAGE.replace("{passage:check-first}", "{passage:no} {nothing}"),
    )

    with pytest.raises(BadContent) as refusal:
        load_starter_content(folder=folder)

    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("passages", library.PASSAGES + 'colour = "red"\n', "unknown colour"),
        ("prp", library.PAGE.replace('treatment = "prp"', 'treatment = "prq"'), "no treatment 'prq'"),
        ("timeline", library.TIMELINE.replace("entries.prp", "entries.prq"), "no treatment 'prq'"),
        ("choosing", library.QUESTIONS.replace('["how-many"]', '["how"]'), "names how among the featured"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(folder: Path, name: str, text: str, words: str) -> None:
    library.write(folder, **{name: text})

    with pytest.raises(BadContentFile, match=words):
        load_starter_content(folder=folder)

    assert not Treatment.objects.exists()


def test_a_value_the_form_would_refuse_is_refused(folder: Path) -> None:
    library.write(folder, prp=library.PAGE.replace("PRP for hair loss", "PRP " * 40))

    with pytest.raises(ValidationError, match="at most 65 characters"):
        load_starter_content(folder=folder)

    assert not Page.objects.exists()


@pytest.mark.parametrize(
    ("kind", "key", "model"),
    [
        ("passage", "check-first", Passage),
        ("fact", "prp/sessions", Fact),
        ("fact", "hair-wash", Fact),
        ("question", "hurt", Question),
        ("page", "treatment/prp", Page),
        ("comparison-row", "result", ComparisonRow),
        ("glossary term", "follicle", GlossaryTerm),
    ],
)
def test_a_deleted_row_is_put_back_by_itself(
    loaded: Path, kind: str, key: str, model: type[models.Model]
) -> None:
    before = model._default_manager.count()
    rest = Reference.objects.count()
    model._default_manager.all().delete()
    Reference.objects.update(finding="As the clinic says it")

    restore_starter_row(kind=kind, key=key, folder=loaded)

    assert model._default_manager.count() == 1 <= before
    assert Reference.objects.filter(finding="As the clinic says it").count() == rest


def test_a_changed_row_is_put_back_with_its_parts(loaded: Path) -> None:
    Section.objects.filter(anchor="what").delete()
    Page.objects.update(title="Ours")

    restore_starter_row(kind="page", key="treatment/prp", folder=loaded)

    assert Page.objects.get().title == "PRP for hair loss"
    assert list(Section.objects.values_list("anchor", flat=True)) == ["what", "risks"]


def test_updates_flow_again_to_a_row_put_back(loaded: Path) -> None:
    Passage.objects.all().delete()
    restore_starter_row(kind="passage", key="check-first", folder=loaded)

    change(loaded, passages=library.PASSAGES.replace("Tell us first", "Say so first"))

    assert Passage.objects.get().heading == "Say so first"


@pytest.mark.parametrize(
    ("kind", "key", "words"),
    [
        (
            "passage",
            "check-frist",
            "No starter file holds a passage 'check-frist'. Did you mean check-first?",
        ),
        ("passages", "check-first", "no kind of content called 'passages'. The kinds are: reference,"),
    ],
)
def test_a_row_that_no_file_holds_is_refused_with_the_nearest(
    loaded: Path, kind: str, key: str, words: str
) -> None:
    with pytest.raises(NoSuchEntry) as refusal:
        restore_starter_row(kind=kind, key=key, folder=loaded)

    assert words in str(refusal.value)


def test_a_row_whose_sources_are_gone_is_not_put_back_half(loaded: Path) -> None:
    Claim.objects.all().delete()
    Reference.objects.all().delete()

    with pytest.raises(BadContentFile, match="There is no reference 'R1'"):
        restore_starter_row(kind="claim", key="prp-works", folder=loaded)

    assert not Claim.objects.exists()


def test_a_row_that_prints_what_is_gone_is_not_put_back(loaded: Path) -> None:
    Passage.objects.all().delete()
    Claim.objects.all().delete()

    with pytest.raises(BadContent, match="names nothing we have"):
        restore_starter_row(kind="passage", key="check-first", folder=loaded)

    assert not Passage.objects.exists()


defaults: dict[str, Any] = load_starter_content.__kwdefaults__ or {}
restoring: dict[str, Any] = restore_starter_row.__kwdefaults__ or {}


def test_the_command_says_what_it_did(monkeypatch: pytest.MonkeyPatch, loaded: Path) -> None:
    Passage.objects.update(heading="Ours")
    library.write(loaded, glossary="")
    monkeypatch.setitem(defaults, "folder", loaded)
    out = StringIO()

    call_command("load_content", stdout=out)

    assert out.getvalue().splitlines() == [
        "Content: 1 kept, 14 unchanged",
        "  kept as staff left it: passage check-first",
    ]


def test_the_command_refuses_bad_content_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    library.write(folder, passages=library.PASSAGES.replace("{claim:prp-works}", "{claim:no}"))
    monkeypatch.setitem(defaults, "folder", folder)

    with pytest.raises(CommandError, match="names nothing we have"):
        call_command("load_content", stdout=StringIO())


def test_the_command_says_when_no_file_has_changed(monkeypatch: pytest.MonkeyPatch, loaded: Path) -> None:
    monkeypatch.setitem(defaults, "folder", loaded)
    out = StringIO()

    call_command("load_content", stdout=out)

    assert out.getvalue() == "Content: no starter file has changed since the last load\n"


def test_the_command_puts_one_row_back(monkeypatch: pytest.MonkeyPatch, loaded: Path) -> None:
    monkeypatch.setitem(restoring, "folder", loaded)
    Passage.objects.all().delete()
    out = StringIO()

    call_command("load_content", "--restore", "passage", "check-first", stdout=out)

    assert out.getvalue() == "Put back as in its file: passage check-first\n"
    assert Passage.objects.exists()


def test_the_command_refuses_an_unknown_row_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, loaded: Path
) -> None:
    monkeypatch.setitem(restoring, "folder", loaded)

    with pytest.raises(CommandError, match="Did you mean check-first"):
        call_command("load_content", "--restore", "passage", "check-fist", stdout=StringIO())
