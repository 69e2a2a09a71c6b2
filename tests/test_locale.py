"""Tests of the words in other languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

WRITTEN = sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.parts[-3])
def test_what_was_compiled_is_what_is_written(path: Path) -> None:
    with path.open("rb") as source, path.with_suffix(".mo").open("rb") as compiled:
        written, read = read_po(source), read_mo(compiled)

    assert {message.id: message.string for message in written if message.id} == {
        message.id: message.string for message in read if message.id
    }


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.parts[-3])
def test_a_translation_prints_the_values_of_its_original(path: Path) -> None:
    with path.open("rb") as source:
        messages = [message for message in read_po(source) if message.id]

    for message in messages:
        original, translated = (
            sorted(re.findall(r"%\(\w+\)s", str(text))) for text in (message.id, message.string)
        )
        assert translated == original
