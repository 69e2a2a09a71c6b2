"""The list of treatments: cut to a kind of hair loss and to women or men, each with what the comparison says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from clinic.sharing import clinic_context
from clinic.signboard import Signboard
from treatments.models import ComparisonCell, Listing, Page, Treatment
from treatments.pages import composer_for, standing
from treatments.rendering import Composer

# The rows of the comparison that stand on every card, on one cut to women, and beside what is left out.
ON_CARD = ("where", "judge", "approved", "serious", "not-for")
FOR_WOMEN = "result-women"
WHY_NOT = ("not-for",)
# The one order that can be asked for.
BY_EVIDENCE = "evidence"
Fact = tuple[str, SafeString]


@dataclass(frozen=True)
class Choice:
    """What a visitor chose; empty is everything."""

    hair_loss: str
    people: str
    order: str
    is_understood: bool

    def takes(self, treatment: Treatment) -> bool:
        """Whether the treatment is listed for what was chosen."""
        if not self.hair_loss and not self.people:
            return True
        listings = treatment.listings.all()
        return any(row.is_for(hair_loss=self.hair_loss, people=self.people) for row in listings)

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of the comparison that cards show."""
        return (*ON_CARD, FOR_WOMEN) if self.people == Listing.People.WOMEN else ON_CARD


@dataclass(frozen=True)
class Card:
    """A treatment as the list shows it: itself, and facts of (label, value)."""

    treatment: Treatment
    facts: list[Fact]


@dataclass(frozen=True)
class About:
    """What we say of the kind of hair loss that was chosen, and whether more than waiting is listed for it.

    Its page may be taken down, or long overdue for its review; what to do first is said all the same.
    """

    name: str
    page: Page | None
    standfirst: SafeString
    is_treated: bool


def choose(*, hair_loss: str, people: str, order: str) -> Choice:
    """The choice, as far as we know what it names."""
    asked = (hair_loss, people, order)
    known = (
        hair_loss if hair_loss in Listing.HairLoss.values else "",
        people if people in Listing.People.values else "",
        order if order == BY_EVIDENCE else "",
    )
    return Choice(*known, is_understood=asked == known)


def index(choice: Choice, clinic: Signboard) -> dict[str, Any]:
    """The list of treatments, no treatment included."""
    treatments = list(Treatment.objects.listed().with_pages().with_listings())
    if choice.order == BY_EVIDENCE:
        treatments.sort(key=lambda treatment: -treatment.evidence_level)
    taken = [treatment for treatment in treatments if choice.takes(treatment)]
    left = [treatment for treatment in treatments if treatment not in taken]
    page = _page_of(choice)
    cells = Cells(treatments)
    composer = composer_for([*cells.texts(), *_texts_of(treatments), page.standfirst if page else ""], clinic)
    return {
        **clinic_context(clinic),
        "choice": choice,
        "hair_losses": Listing.HairLoss.choices,
        "peoples": Listing.People.choices,
        "orders": [(BY_EVIDENCE, gettext("Most evidence first"))],
        "about": _about(choice, page, taken, composer),
        "cards": [Card(one, _facts(one, cells, choice.rows, composer)) for one in taken],
        "left": [Card(one, _facts(one, cells, WHY_NOT, composer)) for one in left],
        "count": len(taken),
        "total": len(treatments),
        "references": composer.references,
        "certainties": composer.certainties,
        **standing(gettext("Treatments")),
    }


class Cells:
    """What the comparison says of some treatments, by row."""

    def __init__(self, treatments: Iterable[Treatment]) -> None:
        keys = [*ON_CARD, FOR_WOMEN]
        cells = ComparisonCell.objects.filter(treatment__in=treatments, row__key__in=keys)
        self._cells = {(cell.treatment_id, cell.row.key): cell for cell in cells.select_related("row")}

    def texts(self) -> Iterator[str]:
        """Every text there is."""
        return (cell.text for cell in self._cells.values())

    def of(self, treatment: Treatment, rows: Iterable[str]) -> Iterator[ComparisonCell]:
        """The cells of a treatment in these rows, in their order."""
        found = (self._cells.get((treatment.pk, row)) for row in rows)
        return (cell for cell in found if cell)


def _facts(treatment: Treatment, cells: Cells, rows: Iterable[str], composer: Composer) -> list[Fact]:
    why = [(_label(treatment, row), composer.inline(_text(row))) for row in treatment.listings.all()]
    return why + [(cell.row.label, composer.inline(cell.text)) for cell in cells.of(treatment, rows)]


def _label(treatment: Treatment, listing: Listing) -> str:
    """A claim on a treatment says in whom it was studied; one on waiting, why that is fair for this kind."""
    is_waiting = treatment.kind == Treatment.Kind.NONE
    return str(listing.get_hair_loss_display()) if is_waiting else gettext("Studied in")


def _texts_of(treatments: Iterable[Treatment]) -> Iterator[str]:
    return (_text(row) for treatment in treatments for row in treatment.listings.all())


def _text(listing: Listing) -> str:
    return f"{{short:{listing.claim.key}}}"


def _page_of(choice: Choice) -> Page | None:
    """The page on the kind of hair loss that was chosen."""
    if not choice.hair_loss:
        return None
    return Page.objects.offered().filter(kind=Page.Kind.HAIR_LOSS, slug=choice.hair_loss).first()


def _about(choice: Choice, page: Page | None, taken: list[Treatment], composer: Composer) -> About | None:
    if not choice.hair_loss:
        return None
    name = page.title if page else str(Listing.HairLoss(choice.hair_loss).label)
    standfirst = composer.inline(page.standfirst) if page else SafeString("")
    return About(name, page, standfirst, any(one.kind != Treatment.Kind.NONE for one in taken))
