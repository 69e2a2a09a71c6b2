"""Compares amounts in free text with the clinic's facts, and with one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from treatments.checking.amounts import amount_of
from treatments.checking.documents import Document
from treatments.checking.findings import Finding, Severity
from treatments.checking.measures import Amount, agrees
from treatments.checking.phrases import Span
from treatments.checking.rulebook import NOTHING, Compiled, Kind, Rulebook
from treatments.checking.sentences import Sentence

REACH = 12  # words between a topic and its amount, unless the rule says otherwise
EFFECT = "hairs"  # figures of effect: where no treatment is named, a claim on any of them may carry one


@dataclass(frozen=True)
class FactValue:
    """A fact as far as texts can contradict it; no printed value means that the clinic has yet to set it."""

    topic: str
    treatment: str
    printed: str

    @property
    def name(self) -> str:
        """As a token names it."""
        return f"{self.treatment}/{self.topic}" if self.treatment else self.topic


@dataclass(frozen=True)
class Statement:
    """An amount that a text states on a topic."""

    compiled: Compiled
    amount: Amount
    treatments: frozenset[str]
    place: str
    sentence: Sentence

    @property
    def words(self) -> str:
        """The amount as the text writes it."""
        return " ".join(word.text for word in self.sentence.words[self.amount.start : self.amount.end])

    def may_be_about(self, treatments: frozenset[str]) -> bool:
        """Whether a claim on these treatments can carry it."""
        if not self.treatments and self.amount.measure == EFFECT:
            return True
        return bool(self.treatments & treatments)


class Facts:
    """What texts are held against: the facts by topic, and the amounts that claims state."""

    def __init__(self, facts: Iterable[FactValue] = (), claims: Sequence[Document] = ()) -> None:
        self.values = tuple(facts)
        self._by_topic: dict[str, list[FactValue]] = defaultdict(list)
        for fact in self.values:
            self._by_topic[fact.topic].append(fact)
        self._claims = claims
        self._claimed: list[Statement] | None = None

    def on(self, topics: str, treatments: frozenset[str]) -> list[FactValue]:
        """The facts on some topics: those of the treatments named, else those for all, else every one."""
        rows = [fact for topic in topics.split() for fact in self._by_topic.get(topic, ())]
        own = [fact for fact in rows if fact.treatment in treatments]
        return own or [fact for fact in rows if not fact.treatment] or rows

    def is_claimed(self, statement: Statement, book: Rulebook) -> bool:
        """Whether a claim about the same treatment states the same amount; read only when in doubt."""
        if self._claimed is None:
            self._claimed = [found for claim in self._claims for found in _statements(claim, book)]
        return any(
            claimed.compiled is statement.compiled
            and statement.may_be_about(claimed.treatments)
            and agrees(statement.amount, claimed.amount)
            for claimed in self._claimed
        )


def contradictions(documents: Sequence[Document], book: Rulebook, facts: Facts) -> Iterator[Finding]:
    """Amounts that disagree with a fact, that no fact carries, or that disagree with another text."""
    unsettled: dict[tuple[str, frozenset[str]], list[Statement]] = defaultdict(list)
    for document in documents:
        # A claim rests on its sources.
        statements = _statements(document, book) if document.source_grades is None else iter(())
        for statement in statements:
            allowed = _allowed(statement, facts)
            if not allowed:
                unsettled[statement.compiled.rule.key, statement.treatments].append(statement)
            message = _disagreement(statement, allowed, facts)
            if message and not facts.is_claimed(statement, book):
                yield _finding(statement, message)
    for alike in unsettled.values():
        yield from _against_each_other(alike)


def _allowed(statement: Statement, facts: Facts) -> list[Amount]:
    """The amounts a statement may give: those of the facts, and the rule's own."""
    rule = statement.compiled.rule
    texts = [row.printed for row in facts.on(rule.fact, statement.treatments)]
    amounts = [amount for text in [*texts, rule.allowed] for amount in [amount_of(text)] if amount]
    return [amount for amount in amounts if amount.measure == statement.amount.measure]


def _disagreement(statement: Statement, allowed: list[Amount], facts: Facts) -> str:
    """What a statement breaks, or nothing."""
    rule = statement.compiled.rule
    rows = facts.on(rule.fact, statement.treatments)
    if allowed:
        if any(agrees(statement.amount, amount) for amount in allowed):
            return ""
        said = ", ".join(f"{row.name}: {row.printed}" for row in rows if row.printed) or rule.allowed
        return f"The text says “{statement.words}”; we say “{said}”."
    # "Some days" promises nothing that a doctor would have to confirm.
    is_open = rule.allowed == NOTHING or any(not row.printed for row in rows)
    if is_open and not statement.amount.is_vague:
        return f"The text says “{statement.words}”, which nobody has confirmed."
    return ""


def _against_each_other(statements: list[Statement]) -> Iterator[Finding]:
    first, *others = statements
    for other in others:
        if not agrees(other.amount, first.amount) and not agrees(first.amount, other.amount):
            yield _finding(
                other, f"Two texts disagree: “{other.words}” here, “{first.words}” in {first.place}."
            )


def _finding(statement: Statement, message: str) -> Finding:
    rule = statement.compiled.rule
    words = f"{rule.message} {message}"
    return Finding(statement.place, statement.sentence.text, rule.name, Severity(rule.severity), words)


def _statements(document: Document, book: Rulebook) -> Iterator[Statement]:
    for place, sentence in document.sentences():
        for compiled in book.of_kind(Kind.CONTRADICTION, language=document.language):
            for amount in _amounts_about(compiled, sentence, book):
                treatments = _named(sentence, book) or document.treatments
                yield Statement(compiled, amount, treatments, place, sentence)


def _amounts_about(compiled: Compiled, sentence: Sentence, book: Rulebook) -> list[Amount]:
    """The amounts that a sentence gives for what a rule is about."""
    found = compiled.found_in(sentence)
    if not found or compiled.is_excused(sentence) or book.denials.is_asked_or_reported(sentence):
        return []
    amounts = _by_measure(sentence).get(compiled.rule.measure, [])
    return [amount for amount in amounts if _is_near(amount, found, compiled.rule.within or REACH)]


def _by_measure(sentence: Sentence) -> Mapping[str, list[Amount]]:
    found: dict[str, list[Amount]] = defaultdict(list)
    for amount in sentence.amounts:
        if not amount.is_rate:
            found[amount.measure].append(amount)
        if amount.measure == "time":
            found["interval"].append(amount)
    return found


def _is_near(amount: Amount, spans: list[Span], reach: int) -> bool:
    return any(amount.start - end <= reach and start - amount.end <= reach for start, end in spans)


def _named(sentence: Sentence, book: Rulebook) -> frozenset[str]:
    return frozenset(slug for slug in book.treatments if book.mentions(slug, sentence))
