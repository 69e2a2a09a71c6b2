"""Static files as they are deployed: one stylesheet, and every address in it leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tinycss2
from django.contrib.staticfiles import storage
from django.core.management import call_command
from django.test import override_settings

from clinic.staticfiles import BUNDLES, BundledStaticFilesStorage

REAL = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "clinic.staticfiles.BundledStaticFilesStorage"},
}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a server serves."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=REAL):
        call_command("collectstatic", verbosity=0, interactive=False)
    return folder


@pytest.fixture(scope="module")
def stylesheet(deployed: Path) -> Path:
    """The one stylesheet, under its hashed name."""
    with override_settings(STATIC_ROOT=deployed, STORAGES=REAL):
        name: str = storage.staticfiles_storage.stored_name("site.css")  # type: ignore[attr-defined]  # by its manifest
    return deployed / name


def test_the_stylesheet_is_one_file(stylesheet: Path) -> None:
    source = stylesheet.read_text()

    assert "@import" not in source
    assert len(source) > 10_000


def test_the_stylesheet_holds_every_component(stylesheet: Path) -> None:
    bundled = stylesheet.read_text()

    for part in Path("static/css").glob("*.css"):
        first_selector = re.search(r"^\s*(\.[a-z_-]+)", part.read_text(), re.MULTILINE)
        assert not first_selector or first_selector[1] in bundled, part.name


def test_the_stylesheet_can_be_read(stylesheet: Path) -> None:
    rules = tinycss2.parse_stylesheet(stylesheet.read_text(), skip_comments=True, skip_whitespace=True)

    assert [rule.message for rule in rules if rule.type == "error"] == []


def test_every_address_in_the_stylesheet_leads_to_a_file(stylesheet: Path) -> None:
    addresses = re.findall(r'url\(["\']?([^"\')#]+)["\']?\)', stylesheet.read_text())

    assert addresses
    for address in addresses:
        assert (stylesheet.parent / address).exists(), address


def test_every_address_in_the_stylesheet_may_be_cached_for_ever(stylesheet: Path) -> None:
    addresses = re.findall(r'url\(["\']?([^"\')#]+)["\']?\)', stylesheet.read_text())

    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.", address), address


@pytest.mark.parametrize("suffix", [".br", ".gz"])
def test_the_stylesheet_is_compressed_beforehand(stylesheet: Path, suffix: str) -> None:
    compressed = stylesheet.with_name(stylesheet.name + suffix)

    assert compressed.stat().st_size < stylesheet.stat().st_size / 3


def test_a_missing_import_stops_the_deployment(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text('@import url("css/missing.css");\n')
    files = BundledStaticFilesStorage(location=tmp_path)

    with pytest.raises(FileNotFoundError):
        list(files.post_process({"site.css": (files, "site.css")}))


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    source = '@import url("css/a.css");\n'
    (tmp_path / "site.css").write_text(source)
    files = BundledStaticFilesStorage(location=tmp_path)

    list(files.post_process({"site.css": (files, "site.css")}, dry_run=True))

    assert (tmp_path / "site.css").read_text() == source


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_imports_nothing(deployed: Path, name: str) -> None:
    with override_settings(STATIC_ROOT=deployed, STORAGES=REAL):
        source = (deployed / storage.staticfiles_storage.stored_name(name)).read_text()  # type: ignore[attr-defined]

    assert "@import" not in source


def test_an_import_into_a_layer_stays_in_it(deployed: Path) -> None:
    with override_settings(STATIC_ROOT=deployed, STORAGES=REAL):
        name = storage.staticfiles_storage.stored_name("admin-theme/theme.css")  # type: ignore[attr-defined]

    assert "@layer stock {" in (deployed / name).read_text()
