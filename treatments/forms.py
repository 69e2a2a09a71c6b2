"""Forms of content: they refuse tokens that name nothing, boxes left open, circles, and new keys for what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from treatments.checking.findings import Finding
from treatments.checking.markup import Slip, braces_in
from treatments.circles import circle_of, in_words
from treatments.keys import Keys
from treatments.models import Approval, Claim, Fact, GlossaryTerm, Passage, Reference, Treatment
from treatments.tokens import COMPOSED
from treatments.uses import Uses, listed

# Without one of these a text has neither tokens nor boxes, and no keys need be read.
MARKS = re.compile("[{}]|::")
# The fields by which texts and files name a row.
NAMED_BY: dict[type[Model], set[str]] = {
    Claim: {"key"},
    Fact: {"topic", "treatment"},
    Passage: {"key"},
    Reference: {"key"},
    Treatment: {"slug"},
    GlossaryTerm: {"slug"},
}


class TokenForm(forms.ModelForm[Any]):
    """Checks the tokens and boxes of every text, and holds on to the keys of what is printed."""

    # What the checker found when this was to be saved; shown beside the fields.
    findings: Sequence[Finding] = ()

    @cached_property
    def keys(self) -> Keys:
        """Every key there is, asked for once."""
        return Keys()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, value in list(values.items()):
            for text in value if isinstance(value, list) else [value]:
                for slip in self._slips_in(name, text):
                    self.add_error(name, slip.message)
        self._keep_printed_keys()
        return values

    def full_clean(self) -> None:
        super().full_clean()
        for finding in self.findings if self.is_bound else ():
            if field := self.field_at(finding.place):
                self.add_error(field, _in_words(finding))

    def field_at(self, place: str) -> str:
        """The field that a finding is about, by its place; empty when it stands elsewhere."""
        return next((name for name in self.fields if place.endswith(f" {name.replace('_', ' ')}")), "")

    def _slips_in(self, name: str, text: Any) -> Iterable[Slip]:
        if not isinstance(text, str) or not MARKS.search(text):
            return ()
        is_composed = name in COMPOSED.get(type(self.instance), ())
        return self.keys.slips_in(text) if is_composed else braces_in(text)

    def _keep_printed_keys(self) -> None:
        renamed = NAMED_BY.get(type(self.instance), set()) & set(self.changed_data)
        places = Uses().of(self.instance) if renamed and self.instance.pk else []
        if places:
            words = gettext("Texts name it by this, so it cannot change: %(places)s")
            # Safe: the list is escaped where it is made, and the sentence is ours.
            self.add_error(renamed.pop(), listed(words, places))


class CheckedForm(TokenForm):
    """A text that the checker reads before it is saved; whoever knows better says why."""

    all_the_same = forms.CharField(
        label=_("Save it all the same, because"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For a false alarm only. Your reason stands in the history, with your name and the day."),
    )

    def full_clean(self) -> None:
        super().full_clean()
        for finding in self.findings if self.is_bound else ():
            if not self.field_at(finding.place):
                self.add_error(None, f"{finding.place}: {_in_words(finding)}")


def _in_words(finding: Finding) -> str:
    quote = f"“{finding.sentence}” " if finding.sentence else ""
    return f"{quote}{finding.message} ({finding.rule})"


class SectionForm(TokenForm):
    """A section of a page."""

    def field_at(self, place: str) -> str:
        return "body" if place.endswith(f" #{self.cleaned_data.get('anchor')}") else ""


class PartForm(TokenForm):
    """What one treatment answers in a row of the comparison, or shows in a period of the timeline."""

    def field_at(self, place: str) -> str:
        treatment = self.cleaned_data.get("treatment")
        # The places of this form differ in their treatment alone: row/treatment, or treatment/period.
        is_here = treatment and (f"/{treatment.slug} " in place or f" {treatment.slug}/" in place)
        return "text" if is_here else ""


class PassageForm(CheckedForm):
    """A passage, which must not print itself, nor by way of others."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        changed = Passage(
            pk=self.instance.pk, key=values.get("key") or self.instance.key, body=values.get("body", "")
        )
        if way := circle_of(changed):
            self.add_error("body", in_words(way))
        return values


class ApprovalForm(CheckedForm):
    """What a regulator says, which must not print the list it stands in."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        treatment, status = values.get("treatment"), values.get("status", "")
        way = (
            circle_of(Approval(pk=self.instance.pk, treatment=treatment, status=status)) if treatment else []
        )
        if way:
            self.add_error("status", in_words(way))
        return values


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


class PageForm(CheckedForm):
    """A page, its key facts one a line."""

    key_facts = LinesField(
        label=_("Key facts"), required=False, help_text=_("Up to six full sentences, one a line.")
    )


class GlossaryTermForm(CheckedForm):
    """A term, its other forms one a line."""

    also = LinesField(label=_("Other forms"), required=False, help_text=_("One a line."))


class ClaimForm(CheckedForm):
    """A claim; a short form that tables print is not emptied under them."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        was_short = bool(self.initial.get("short"))
        if was_short and "short" in self.changed_data and not values.get("short"):
            places = Uses().naming(f"{{short:{self.instance.key}}}")
            if places:
                self.add_error("short", listed(gettext("The short form is printed: %(places)s"), places))
        return values


class FactForm(CheckedForm):
    """A fact; whoever may not record who confirmed it cannot enter a value of the clinic either."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        is_clinics = values.get("kind") == Fact.Kind.PROTOCOL and values.get("value")
        if is_clinics and "confirmed_on" not in self.fields:
            self.add_error("value", gettext("A value of the clinic needs the doctor who confirmed it."))
        return values
