"""What tests share: the clinic as it is on a first start, people who sign in, and the starter content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import hypothesis
import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from clinic import known as clinic_known
from clinic import outage, roles
from clinic.actions import found_clinic, set_up_roles
from clinic.models import ClinicProfile
from leads import known as leads_known
from tests import snapshot
from tests.factories import StaffFactory
from treatments import menus

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A slow machine is no fault of the code, and examples are not kept: a failure prints its own.
hypothesis.settings.register_profile("clinic", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("clinic")


class SignIn(Protocol):
    """A browser in which a person has signed in."""

    def __call__(self, user: User) -> Client: ...


@pytest.fixture(autouse=True)
def fresh_process(settings: Any, tmp_path: Path) -> None:
    """Nothing is known of what the database said or failed at before, and nothing waits for it."""
    for rest in (outage.reading, outage.writing):
        rest.end()
    clinic_known.forget()
    leads_known.forget()
    menus.forget()
    settings.LAST_KNOWN_DIR = tmp_path / "last-known"
    settings.SPOOL_DIR, settings.SPOOL_DIR_2 = tmp_path / "spool", tmp_path / "second-place"


@pytest.fixture
def clinic(db: None) -> ClinicProfile:
    """The placeholder clinic, open Monday to Saturday from 10am to 10pm, with its roles."""
    found_clinic()
    set_up_roles()
    return ClinicProfile.objects.current()


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """Signs someone in: `signed_in(StaffFactory.create(role=roles.EDITOR))`."""

    def sign_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in


@pytest.fixture
def manager(clinic: ClinicProfile, signed_in: SignIn) -> Client:
    """A manager's browser."""
    return signed_in(StaffFactory.create(role=roles.MANAGER))


@pytest.fixture
def reception(clinic: ClinicProfile, signed_in: SignIn) -> Client:
    """A receptionist's browser."""
    return signed_in(StaffFactory.create(role=roles.RECEPTION))


@pytest.fixture
def editor(clinic: ClinicProfile, signed_in: SignIn) -> Client:
    """An editor's browser."""
    return signed_in(StaffFactory.create(role=roles.EDITOR))


@pytest.fixture
def database_gone(database_gone_for_now: pytest.MonkeyPatch) -> None:
    """Whatever asks the database finds it gone."""


@pytest.fixture
def database_gone_for_now(db: None) -> Iterator[pytest.MonkeyPatch]:
    """The database is gone until this is undone."""

    def fail(_connection: object) -> NoReturn:
        raise OperationalError("the database is gone")

    with pytest.MonkeyPatch.context() as patch:
        for rest in (outage.reading, outage.writing):
            patch.setattr(rest, "_seconds", 0.0)
        patch.setattr(BaseDatabaseWrapper, "ensure_connection", fail)
        yield patch


@pytest.fixture
def first_start(db: None) -> None:
    """The site as it is on a first start, with all its starter content."""
    snapshot.first_start().put_back()
