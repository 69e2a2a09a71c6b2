"""What the comparison page shows: the treatments chosen, whether they were compared directly, the table, and
the words around it, which are a page of the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from clinic.sharing import clinic_context
from clinic.signboard import Signboard
from treatments.direct import DirectTable
from treatments.menus import Menus
from treatments.models import COMPARISON, Page, Treatment
from treatments.pages import composer_for, standing, texts_of, told
from treatments.rendering import Composer
from treatments.tables import ComparisonTable

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Choice:
    """What a visitor chose: the treatments in the order of the columns, and what to say about it."""

    treatments: list[Treatment]
    notice: str

    @property
    def is_whole(self) -> bool:
        """Whether there is something to compare."""
        return len(self.treatments) >= FEWEST

    @property
    def address(self) -> str:
        """Where the same choice can be seen again."""
        shown = urlencode([("show", treatment.slug) for treatment in self.treatments])
        return f"{reverse('treatments:compare')}?{shown}"


def choose(shown: list[str], treatments: list[Treatment]) -> Choice:
    """The treatments named, of those there are."""
    asked = [slug for slug in dict.fromkeys(shown) if slug]
    offered = {treatment.slug for treatment in treatments}
    known = [slug for slug in asked if slug in offered]
    chosen = [treatment for treatment in treatments if treatment.slug in known[:MOST]]
    return Choice(chosen, _notice(len(asked), len(known)))


def _notice(asked: int, known: int) -> str:
    if known == 1:
        return gettext("Choose one more: a comparison needs two.")
    if known > MOST:
        return gettext("We show four at a time, so these are the first four that you chose.")
    if asked > known:
        return gettext("We do not have everything that you asked for here. Choose from these.")
    return ""


def compare(shown: list[str], clinic: Signboard) -> dict[str, Any]:
    """The treatments chosen side by side; all of them while nobody has chosen two."""
    treatments = list(Treatment.objects.compared().with_pages())
    choice = choose(shown, treatments)
    columns = choice.treatments if choice.is_whole else treatments
    direct = DirectTable(choice.treatments)
    table = ComparisonTable(columns)
    pages = list(Page.objects.published().about_the_comparison())
    words = _words_of(pages, choice)
    composer = composer_for([*direct.texts(), *table.texts(), *(texts_of(words) if words else [])], clinic)
    marked = choice.treatments or treatments[:FEWEST]
    return {
        **clinic_context(clinic),
        "choice": choice,
        "direct": direct.compose(composer),
        "comparison": table.compose(composer, [treatment.slug for treatment in marked]),
        "choices": [(treatment.slug, treatment.name, treatment in marked) for treatment in treatments],
        "pairs": [page for page in pages if page.kind == Page.Kind.COMPARISON and page.is_offered],
        "menus": Menus.beside(pages),
        **_words_around(words, composer, clinic),
    }


def _words_of(pages: list[Page], choice: Choice) -> Page | None:
    """The page around the table. A choice stands by itself, so that it can be shared and fits one sheet."""
    guide = (Page.Kind.GUIDE, COMPARISON)
    page = next((page for page in pages if (page.kind, page.slug) == guide), None)
    if page is None or choice.is_whole:
        return None
    page.read_everything()
    return page


def _words_around(words: Page | None, composer: Composer, clinic: Signboard) -> dict[str, Any]:
    """What is said around the table; without a page for it, its sources alone."""
    if words:
        return told(words, composer, clinic)
    sources = {"references": composer.references, "certainties": composer.certainties}
    return {**sources, **standing(gettext("Compare"))}
