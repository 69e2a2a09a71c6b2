"""Forms that lose nothing that was typed, and say so where something had to go."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from leads import text


class CarefulForm(forms.Form):
    """Takes out characters that nobody can see or mend, and asks people to look at what is left."""

    use_required_attribute = False
    # What people type, and what the page itself fills in.
    typed: ClassVar[tuple[str, ...]] = ()
    filled_in: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict | None = None, *others: Any, **options: Any) -> None:
        self.unprintable: set[str] = set()
        super().__init__(self._without_controls(data) if data is not None else None, *others, **options)
        for field in self.fields.values():
            # It would cut a pasted text without a word.
            field.widget.attrs.pop("maxlength", None)

    def _without_controls(self, data: QueryDict) -> QueryDict:
        """What was typed, without such characters; remembers where they stood."""
        data = data.copy()
        for name in data:
            typed = str(data.get(name, ""))
            if name in self.typed and text.has_unprintable(typed):
                self.unprintable.add(name)
            if name in self.typed or name in self.filled_in or "\0" in typed:
                data[name] = text.clean(typed)
        return data

    def say_what_was_taken_out(self) -> None:
        """Add an error to every field that lost a character and has no other."""
        for name in self.unprintable - set(self.errors):
            self.add_error(
                name, gettext("We took out characters that cannot be shown. Check the text and send it again")
            )
