"""What a token may name: texts are checked against it, with the nearest key for a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext

from treatments.checking.markup import BRACES, Slip, slips_in
from treatments.circles import circles, in_words
from treatments.models import Claim, Fact, Passage, Treatment
from treatments.tokens import Token, fact_name, tokens_in

# The tokens that print each kind of row.
TOKENS_OF = {
    "claim": ("claim", "short"),
    "fact": ("fact",),
    "passage": ("passage",),
    "treatment": ("evidence", "approvals", "facts"),
}
CLINIC_VALUES = ("name", "phone", "whatsapp", "hours")


class Keys:
    """Every key that a token may name, to check texts against."""

    def __init__(self) -> None:
        treatments = set(Treatment.objects.values_list("slug", flat=True))
        claims = set(Claim.objects.values_list("key", flat=True))
        self.known: dict[str, set[str]] = {
            "claim": claims,
            "short": set(Claim.objects.exclude(short="").values_list("key", flat=True)),
            "fact": {fact_name(row) for row in Fact.objects.select_related("treatment")},
            "passage": set(Passage.objects.values_list("key", flat=True)),
            "evidence": treatments,
            "approvals": treatments,
            "facts": treatments,
            "clinic": set(CLINIC_VALUES),
            "strands": {""},
        }
        self.circles = circles()

    def forgive(self, kind: str, key: str) -> None:
        """Take a row of the starter content for known although it may be gone."""
        for token in TOKENS_OF.get(kind, ()):
            self.known[token].add(key.removeprefix("/"))

    def slips_in(self, text: str) -> Iterator[Slip]:
        """What is wrong with the tokens and boxes of a text, each as a sentence that says how to mend it."""
        good = {token.written: token for token in tokens_in(text)}
        for match in BRACES.finditer(text):
            # Anything in braces was meant to be a token: what TOKEN does not match is a slip of the pen.
            problem = self._problem_with(match[0], good.get(match[0]))
            if problem and not match[0].startswith("{#"):
                yield Slip(match.start(), problem)
        yield from slips_in(text)

    def _problem_with(self, written: str, token: Token | None) -> str:
        if token is None:
            return gettext("%(token)s is no token we know.") % {"token": written}
        if written in self.circles:
            return in_words(self.circles[written])
        known = self.known[token.kind]
        if token.key in known:
            return ""
        near = get_close_matches(token.key, sorted(known), n=3)
        hint = gettext("Did you mean %(near)s?") % {"near": ", ".join(near)} if near else ""
        return f"{gettext('%(token)s names nothing we have.') % {'token': written}} {hint}".rstrip()
