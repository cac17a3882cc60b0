"""What commentary gives back: sentences with the facts they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

from reportgen.model.dataset import Locale
from reportgen.model.fact import ActionFact, Fact, NoteFact, OverrideFact

Source = Literal["generated", "note", "override"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``order`` counts from 1 over the whole commentary; sentences of one KPI stand together.

    ``source`` generated, note (a person's words) or override (an edited text). ``stale``: an edited text exists, but its
    facts have changed, so this is the generated one. ``draft``: an edited text that nobody has approved yet.
    """

    kpi_id: str
    order: int
    text: str
    locale: Locale
    facts: tuple[Fact, ...] = ()
    source: Source = "generated"
    stale: bool = False
    draft: bool = False

    @property
    def fact_ids(self) -> tuple[str, ...]:
        return tuple(fact.id for fact in self.facts)

    @property
    def numbers(self) -> frozenset[Decimal]:
        """Every number that the sentence may print, at some rounding."""
        return frozenset(number for fact in self.facts for number in fact.numbers())

    @property
    def author(self) -> str:
        """Who wrote it, where a person did."""
        fact = self.facts[0] if self.facts else None
        return fact.author if isinstance(fact, (NoteFact, OverrideFact)) else ""

    @property
    def state(self) -> str:
        """How far a person's text has come: edited, reviewed, approved, locked; of notes and actions as recorded."""
        fact = self.facts[0] if self.facts else None
        return fact.status if isinstance(fact, (ActionFact, NoteFact, OverrideFact)) else ""

    @property
    def written(self) -> date | None:
        """The day of a note."""
        fact = self.facts[0] if self.facts else None
        return fact.on if isinstance(fact, NoteFact) else None


@dataclass(frozen=True, slots=True)
class Stale:
    """An edited text whose facts have changed: it is not printed; its editor has to look again. ``row`` of the notes."""

    kpi_id: str
    text: str
    author: str
    written_for: str
    facts_now: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a text for its editor: a number that no fact holds, a banned word, a text not approved."""

    kind: Literal["number", "banned", "not_approved"]
    kpi_id: str
    text: str
    found: tuple[str, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Commentary:
    """Everything said about one subject in one locale.

    ``comments`` follow their order, those of one KPI together, the collective sentence (no kpi_id) last. ``carried`` are
    actions of the period before. ``missing`` names KPIs whose variance needs a person's word and has none. ``hashes``: what an
    edited text of a KPI's comment has to be bound to.
    """

    locale: Locale
    headline: Sentence | None = None
    pay_headline: Sentence | None = None
    summary: tuple[Sentence, ...] = ()
    carried: tuple[Sentence, ...] = ()
    comments: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()
    stale: tuple[Stale, ...] = ()
    remarks: tuple[Remark, ...] = ()
    missing: tuple[str, ...] = field(default=())
    hashes: Mapping[str, str] = field(default_factory=dict)

    def by_kpi(self) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
        """The comment on each KPI, in order: what a numbered note holds."""
        return tuple((kpi_id, tuple(found)) for kpi_id, found in groupby(self.comments, key=lambda sentence: sentence.kpi_id))

    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in the order of the results table."""
        lead = [sentence for sentence in (self.headline, self.pay_headline) if sentence is not None]
        return (*lead, *self.summary, *self.carried, *self.comments, *self.notes)


def joined(sentences: Iterable[Sentence]) -> str:
    """Sentences as one paragraph: no space in Chinese, one in English."""
    found = tuple(sentences)
    return ("" if found and found[0].locale == "zh-CN" else " ").join(sentence.text for sentence in found)
