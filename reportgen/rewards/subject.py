"""What a reward policy needs to know of one person for one period."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from reportgen.model.period import Period
from reportgen.model.policy import DEFAULT_GRADES, GradeBand, Jurisdiction
from reportgen.model.reward import Event, LimitResult, Payment, Words
from reportgen.policy.conditions import Lookup, Measure, Scope, Value
from reportgen.rewards.exchange import Rate, Rates
from reportgen.rewards.wages import Wage

#: Why a score or a grade may not be paid on. ``no_scorecard``: the person has none, and policies on scores leave them out.
Withheld = Literal["", "coverage", "not_rated", "excluded", "no_scorecard"]


def nothing_known(measure: Measure) -> Value | None:
    """A lookup without values."""
    return None


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """A period with its events and the wages of its months, for what one period leaves to the next."""

    period: Period
    events: tuple[Event, ...]
    wages: Mapping[str, Wage]


def no_past(names: Collection[str]) -> tuple[PastPeriod, ...]:
    """Nothing before the period."""
    return ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the period in one post, with what differs there from the whole; empty inherits."""

    start: date
    end: date
    paybase: Mapping[str, Decimal] | None = None
    paybase_share: tuple[int, int] = (1, 1)
    final: Decimal | None = None
    total: Decimal | None = None
    grade: str | None = None
    coefficient: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInputs:
    """One person's facts. Scores are as printed, ``paybase`` as in the table, of which ``paybase_share`` falls to the period.

    ``provisional`` names whose score is not final (the person's, the unit's, the company's).
    ``measures`` gives what is not a field here: the person's KPIs, the unit's and the company's measures. ``path`` leads
    from the own unit to the root; ``groups`` names the unit of each type that shares a pool (``department`` -> id).
    ``whose`` names the unit and the company whose cards conditions read, in both languages.
    ``wages`` holds monthly wage and local minimum wage per month, or under an empty key for every month. ``past`` gives the
    periods of the same kind since the first of some events, oldest first.
    ``jurisdictions`` are the profiles that the policy file gives itself.
    ``later`` holds events after the period, which may open a clawback. ``rates`` are those of the period's end.
    ``kpi_names`` gives the KPIs' names for the words of a statement. ``limits`` are gates and knock-outs that scoring found;
    ``scale`` the grades, for limits on them.
    """

    subject_id: str
    period: Period
    start: date
    end: date
    days: int
    period_days: int
    name: str = ""
    currency: str = "CNY"
    unit_id: str = ""
    department_id: str = ""
    path: tuple[str, ...] = ()
    whose: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    job_family: str = ""
    level: str = ""
    post: str = ""
    employment: str = ""
    jurisdiction: str = ""
    jurisdictions: Mapping[str, Jurisdiction] = field(default_factory=dict)
    total: Decimal | None = None
    final: Decimal | None = None
    grade: str | None = None
    coefficient: Decimal | None = None
    provisional: frozenset[Scope] = frozenset()
    withheld: Withheld = ""
    measures: Lookup = nothing_known
    paybase: Mapping[str, Decimal] = field(default_factory=dict)
    paybase_share: tuple[int, int] = (1, 1)
    wages: Mapping[str, Wage] = field(default_factory=dict)
    past: Callable[[Collection[str]], tuple[PastPeriod, ...]] = no_past
    absences: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    later: tuple[Event, ...] = ()
    payments: tuple[Payment, ...] = ()
    segments: tuple[Segment, ...] = ()
    limits: tuple[LimitResult, ...] = ()
    scale: tuple[GradeBand, ...] = DEFAULT_GRADES
    rates: Rates = field(default_factory=dict)
    kpi_names: Mapping[str, Words] = field(default_factory=dict)

    def rate_to(self, currency: str) -> Rate | None:
        """The rate from the person's currency to another one."""
        return self.rates.get((self.currency, currency))

    def events_called(self, name: str) -> tuple[Event, ...]:
        """The person's events that ``event: name`` means, by date and id."""
        found = [event for event in self.events if event.matches(name)]
        return tuple(sorted(found, key=lambda event: (event.date or date.min, event.event_id)))

    def parts(self) -> tuple[PayInputs, ...]:
        """One set of facts per segment, or the person as a whole."""
        return tuple(self._part(segment) for segment in self.segments) or (self,)

    def _part(self, segment: Segment) -> PayInputs:
        days = (min(segment.end, self.period.end) - max(segment.start, self.period.start)).days + 1
        own = segment.paybase is not None
        return replace(
            self, start=segment.start, end=segment.end, days=max(0, days), segments=(),
            paybase=segment.paybase if segment.paybase is not None else self.paybase,
            paybase_share=segment.paybase_share if own else self.paybase_share,
            final=self.final if segment.final is None else segment.final,
            total=self.total if segment.total is None else segment.total,
            grade=segment.grade or self.grade,
            coefficient=self.coefficient if segment.coefficient is None else segment.coefficient,
        )
