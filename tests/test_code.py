"""Promises that the code itself keeps, beyond what tools check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from factory.django import DjangoModelFactory

from tests import factories

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
OURS = ("clinic", "treatments", "leads")
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]


def sources() -> dict[Path, str]:
    """Every template and every module of ours."""
    modules = [path for app in OURS for path in (ROOT / app).rglob("*.py")]
    return {path: path.read_text("utf-8") for path in [*TEMPLATES.rglob("*.html"), *modules]}


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_a_factory(model: type[models.Model]) -> None:
    made_by = {
        factory._meta.model
        for factory in vars(factories).values()
        if isinstance(factory, type) and issubclass(factory, DjangoModelFactory)
    }

    assert model in made_by


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_every_factory_makes_a_row_that_a_form_would_take(model: type[models.Model]) -> None:
    factory = next(
        factory
        for factory in vars(factories).values()
        if isinstance(factory, type)
        and issubclass(factory, DjangoModelFactory)
        and factory._meta.model is model
    )

    factory.create().full_clean(exclude=["password"])


@pytest.mark.parametrize("name", sorted(path.name for path in (TEMPLATES / "components").glob("*.html")))
def test_every_component_is_used(name: str) -> None:
    users = [path for path, text in sources().items() if f"components/{name}" in text and path.name != name]

    assert users


@pytest.mark.parametrize(
    "path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.name
)
def test_every_component_begins_by_saying_what_it_needs(path: Path) -> None:
    first, *_rest = path.read_text("utf-8").splitlines()

    assert first.startswith("{# ")
    assert "Needs " in first


@pytest.mark.parametrize(
    "path", sorted((TEMPLATES).rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_every_include_names_its_values(path: Path) -> None:
    includes = re.findall(r"\{% include [^%]*%\}", path.read_text("utf-8"))

    assert [include for include in includes if not include.endswith(" only %}")] == []


def test_no_module_is_silent_about_what_it_is_for() -> None:
    modules = {path: text for path, text in sources().items() if path.suffix == ".py" and text.strip()}
    silent = [
        path
        for path, text in modules.items()
        if "migrations" not in path.parts and not text.startswith(('"""', "#!"))
    ]

    assert silent == []
