"""An erased person is found nowhere, nobody else is touched, and a restored backup is cleared again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from leads.consent import Wording
from leads.models import Access, Consent, ConsultationRequest, Delivery, Erasure, Event, Lead
from leads.outbox.deliveries import send_next
from leads.own.actions import keep_photos
from leads.privacy import erasure, traces
from leads.waiting import spool
from tests.factories import MONDAY_NOON, ConsultationRequestFactory, EventFactory, LeadFactory, StaffFactory
from tests.leads.spooling import spooled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clinic")]
LATER = MONDAY_NOON + timedelta(hours=1)
PLANTED = {
    "name": "Zuleikha Plantagenet",
    "phone": "050 765 4321",
    "email": "zuleikha.plantagenet@mail.example",
    "contact_method": "email",
    "message": "My planted sentence tells of wax tablets.",
    "consent": "on",
    "marketing_consent": "on",
}
# Everything that tells who it was, as it might lie somewhere.
TELLTALE = ("Zuleikha", "zuleikha", "lantagenet", "507654321", "50 765 4321", "wax tablets")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """All that the program writes beside its database."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.SPOOL_DIR, settings.SPOOL_DIR_2 = tmp_path / "spool", tmp_path / "second"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path


def rows() -> str:
    """Every value of every row."""
    return "\n".join(
        str(values) for model in apps.get_models() for values in model._base_manager.values_list().iterator()
    )


def found_in(folder: Path) -> set[str]:
    """Which telltale words stand in any byte of the folder or the database, or in any row."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        files += database.parent.glob(f"{database.name}*")
    content = b"\n".join(file.read_bytes() for file in files) + rows().encode()
    return {word for word in TELLTALE if word.encode() in content}


def live_through_everything(visitor: Client, manager: Client) -> Lead:
    """A request as it comes and goes through all rooms of the house."""
    assert visitor.post("/consultation/", PLANTED).status_code == 303
    assert visitor.post("/consultation/", PLANTED | {"message": "wax tablets, again"}).status_code == 303
    while send_next(MONDAY_NOON + timedelta(days=3650)):
        pass
    who = {"name": PLANTED["name"], "phone": "+971507654321", "message": PLANTED["message"]}
    spooled(1, **who)
    request = ConsultationRequest.objects.earliest("pk")
    words = Wording("The doctor may see my photos.", "2026-11")
    keep_photos(request=request, photos=[b"wax tablets"], agreed=words, language="en", at=MONDAY_NOON)
    lead = Lead.objects.get()
    page = f"/admin/leads/lead/{lead.pk}"
    manager.get(f"{page}/change/")
    manager.get("/admin/leads/lead/?q=Zuleikha")
    manager.post(f"{page}/note/", {"note": "Zuleikha called from 050 765 4321 about her wax tablets"})
    manager.post(f"{page}/status/", {"status": "contacted"})
    return lead


def test_a_person_is_found_nowhere_once_erased(folder: Path, visitor: Client, manager: Client) -> None:
    lead = live_through_everything(visitor, manager)
    assert found_in(folder) >= {"Zuleikha", "lantagenet", "507654321", "50 765 4321"}
    assert len(list((folder / "mail").iterdir())) >= 2
    assert len(spool.waiting()) == 1
    assert len(list((folder / "media" / "photos").iterdir())) == 1

    erasure.erase_person(lead=lead, by=None, at=LATER)

    assert found_in(folder) == set()
    assert list((folder / "mail").iterdir()) == []
    assert spool.waiting() == []
    assert list((folder / "media" / "photos").iterdir()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about copies of SQLite")
def test_a_backup_made_after_an_erasure_holds_nothing_of_it(
    folder: Path, visitor: Client, manager: Client
) -> None:
    lead = live_through_everything(visitor, manager)
    call_command("backup")
    copies = folder / "backups"
    assert "Zuleikha" in found_in(copies)
    shutil.rmtree(copies)

    erasure.erase_person(lead=lead, by=None, at=LATER)
    call_command("backup")

    assert len(list(copies.iterdir())) == 1
    assert found_in(copies) == set()


@pytest.mark.parametrize("model", [ConsultationRequest, Consent, Delivery, Event])
def test_nothing_that_hangs_on_a_lead_stays(
    folder: Path, visitor: Client, manager: Client, model: Any
) -> None:
    lead = live_through_everything(visitor, manager)
    assert model.objects.exists()

    erasure.erase_person(lead=lead, by=None, at=LATER)

    assert not model.objects.exists()


def test_nobody_else_is_touched(folder: Path) -> None:
    gone = ConsultationRequestFactory.create(lead__name="Sara Ahmed", lead__phone="+971501234567")
    family = ConsultationRequestFactory.create(lead__name="Omar Ahmed", lead__phone="+971501234567")
    note = EventFactory.create(lead=family.lead)

    assert erasure.erase_person(lead=gone.lead, by=None, at=LATER) == 1

    assert set(ConsultationRequest.objects.all()) == {family}
    assert set(Event.objects.all()) == {note}


def test_who_erased_whom_and_when_is_known_by_numbers(folder: Path) -> None:
    manager, lead = StaffFactory.create(), LeadFactory.create()

    erasure.erase_person(lead=lead, by=manager, at=LATER)

    assert Access.objects.values_list("what", "lead_number", "by", "at").get() == (
        "erased",
        lead.pk,
        manager.pk,
        LATER,
    )
    assert Erasure.objects.values_list("by", "erased_at").get() == (manager.pk, LATER)


def test_the_admins_own_log_keeps_no_pointer(folder: Path) -> None:
    gone, stays, staff = LeadFactory.create(), LeadFactory.create(), StaffFactory.create()
    LogEntry.objects.log_actions(staff.pk, Lead.objects.all(), DELETION)

    erasure.erase_person(lead=gone, by=staff, at=LATER)

    about = ContentType.objects.get_for_model(Lead)
    assert LogEntry.objects.get().object_id == str(stays.pk)
    assert LogEntry.objects.get().content_type == about


def test_leads_erased_one_by_one_take_nobody_along(folder: Path) -> None:
    now = LeadFactory.create(name="Sara Ahmed", phone="+971501234567")
    before = LeadFactory.create(name="Sara Ahmed", phone="+971501234567", status=Lead.Status.LOST)

    assert erasure.erase_leads(leads=[now], by=None, at=LATER) == 1

    assert set(Lead.objects.all()) == {before}


def test_a_file_that_cannot_be_changed_is_said_without_a_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> int:
        raise PermissionError(13, "no", "/mail/zuleikha.log")

    monkeypatch.setattr(traces, "_clearings", [lambda _person: refuse])

    erasure.erase_person(lead=LeadFactory.create(), by=None, at=LATER)

    assert not Lead.objects.exists()
    assert caplog.messages == ["Files of an erased person cannot be changed: PermissionError"]


def test_an_erasure_that_fails_leaves_everything_as_it_was(
    folder: Path, visitor: Client, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = live_through_everything(visitor, manager)
    mails = sorted((folder / "mail").iterdir())

    def fail(*_asked: object, **_named: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(erasure, "note", fail)
        with pytest.raises(RuntimeError):
            erasure.erase_person(lead=lead, by=None, at=LATER)

    assert Lead.objects.get() == lead
    assert sorted((folder / "mail").iterdir()) == mails


# A restored backup


class Backup:
    """The rows of a lead as an older backup holds them, and the mail files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mail = folder.with_name("mail-of-the-backup")
        shutil.copytree(folder / "mail", self.mail)
        models = apps.get_app_config("leads").get_models()
        self.rows = [
            row for model in models if model not in {Access, Erasure} for row in model._base_manager.all()
        ]

    def restore(self) -> None:
        """Bring them back, as if nothing had been erased since."""
        Erasure.objects.all().delete()
        Access.objects.all().delete()
        # Leads and requests first: the others hang on them.
        order = (Lead, ConsultationRequest)
        for row in sorted(self.rows, key=lambda row: type(row) not in order):
            row.save(force_insert=True)
        shutil.copytree(self.mail, self.folder / "mail", dirs_exist_ok=True)
        shutil.rmtree(self.mail)


def test_who_comes_back_with_a_backup_is_erased_again(folder: Path, visitor: Client, manager: Client) -> None:
    lead = live_through_everything(visitor, manager)
    backup = Backup(folder)
    erasure.erase_person(lead=lead, by=None, at=LATER)
    backup.restore()
    assert "Zuleikha" in found_in(folder)

    call_command("reapply_erasures")

    assert found_in(folder) == set()
    assert Erasure.objects.count() == 1


def test_a_single_request_is_erased_and_again_after_a_restore(folder: Path) -> None:
    stays = ConsultationRequestFactory.create()
    goes = ConsultationRequestFactory.create(lead=stays.lead)

    erasure.erase_requests(requests=[goes], by=None, at=LATER)
    assert set(ConsultationRequest.objects.all()) == {stays}
    goes.save(force_insert=True)
    assert erasure.reapply(LATER) == 1

    assert set(ConsultationRequest.objects.all()) == {stays}


def test_a_lead_forgets_the_name_and_number_that_only_the_erased_request_knew(folder: Path) -> None:
    lead = LeadFactory.create(name="Sara Haddad", phone="+971501234567", email="sara@mail.example")
    ConsultationRequestFactory.create(lead=lead, name="Sara", phone="+971507654321", email="")
    goes = ConsultationRequestFactory.create(
        lead=lead, name="Sara Haddad", phone="+971501234567", email="sara@mail.example"
    )

    erasure.erase_requests(requests=[goes], by=None, at=LATER)

    lead.refresh_from_db()
    assert (lead.name, lead.name_key, lead.phone, lead.email) == ("Sara", "sara", "+971507654321", "")


@pytest.mark.parametrize(
    ("stays", "method"),
    [
        ({"phone": "", "email": "sara@mail.example", "contact_method": "phone"}, "email"),
        ({"phone": "+971507654321", "email": "", "contact_method": "email"}, "whatsapp"),
        ({"phone": "+971507654321", "email": "", "contact_method": "phone"}, "phone"),
    ],
)
def test_a_lead_is_answered_in_a_way_that_is_left(folder: Path, stays: dict[str, str], method: str) -> None:
    lead = LeadFactory.create(phone="+971501234567", email="sara@mail.example")
    ConsultationRequestFactory.create(lead=lead, **stays)
    goes = ConsultationRequestFactory.create(lead=lead)

    erasure.erase_requests(requests=[goes], by=None, at=LATER)

    assert Lead.objects.get().contact_method == method


def test_a_lead_of_which_every_request_was_erased_goes_whole(folder: Path) -> None:
    one = ConsultationRequestFactory.create()
    two = ConsultationRequestFactory.create(lead=one.lead)
    erasure.erase_requests(requests=[one], by=None, at=LATER)
    erasure.erase_requests(requests=[two], by=None, at=LATER)
    one.save(force_insert=True)
    two.save(force_insert=True)

    erasure.reapply(LATER)

    assert not Lead.objects.exists()


def test_others_in_the_backup_stay(folder: Path) -> None:
    ConsultationRequestFactory.create()
    erasure.erase_person(lead=LeadFactory.create(), by=None, at=LATER)

    assert erasure.reapply(LATER) == 0
    assert ConsultationRequest.objects.count() == 1


def test_without_any_erasure_nothing_is_asked_of_the_rows(
    folder: Path, django_assert_num_queries: Callable[..., Any]
) -> None:
    LeadFactory.create()

    with django_assert_num_queries(1):
        assert erasure.reapply(LATER) == 0


# The command


def told(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("person", *words, stdout=out, **options)
    return out.getvalue()


def test_the_command_erases_by_reference(folder: Path) -> None:
    LeadFactory.create(reference="KH7F3Q49")

    assert "Erased: 1 leads" in told("erase", "kh 7f3q 49", yes=True)
    assert not Lead.objects.exists()


@pytest.mark.parametrize(("answer", "stays"), [("yes", False), ("no", True), ("", True)])
def test_the_command_asks_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, *, stays: bool
) -> None:
    LeadFactory.create(reference="KH7F3Q49")
    monkeypatch.setattr("builtins.input", lambda _question: answer)

    if stays:
        with pytest.raises(CommandError, match="Nothing was erased"):
            told("erase", "KH7F3Q49")
    else:
        told("erase", "KH7F3Q49")

    assert Lead.objects.exists() is stays


def test_the_command_knows_no_names(folder: Path) -> None:
    LeadFactory.create(name="Sara Ahmed")

    with pytest.raises(CommandError, match="There is no lead"):
        told("erase", "Sara Ahmed", yes=True)
