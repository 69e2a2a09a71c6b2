"""What tests share: the clinic as it is on a first start, people who sign in, and the starter content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn, Protocol

import hypothesis
import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from clinic import roles
from clinic.actions import found_clinic, set_up_roles
from clinic.models import ClinicProfile
from tests import snapshot
from tests.factories import StaffFactory

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A slow machine is no fault of the code, and examples are not kept: a failure prints its own.
hypothesis.settings.register_profile("clinic", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("clinic")


class SignIn(Protocol):
    """A browser in which a person has signed in."""

    def __call__(self, user: User) -> Client: ...


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
def database_gone(db: None) -> Iterator[None]:
    """Whatever asks the database finds it gone."""

    def fail(_connection: object) -> NoReturn:
        raise OperationalError("the database is gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "ensure_connection", fail)
        yield


@pytest.fixture
def first_start(db: None) -> None:
    """The site as it is on a first start, with all its starter content."""
    snapshot.first_start().put_back()
