"""Facts about one KPI of a subject (see ``model/fact.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from reportgen.model.analysis import AnomalyRule, Outlook, PriceVolumeMix, RateMix
from reportgen.model.fact_base import Evidence, KpiFact, Status, numbers_in
from reportgen.model.period import Period
from reportgen.model.rounding import EXACT
from reportgen.model.view import Effect, Level, Name, State


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScore(KpiFact):
    """A KPI's place in the scorecard: score, contribution to the distance of the total from 100, status, materiality.

    ``material`` decides whether the KPI is commented on; ``parent_kpi_id`` names the KPI that explains it as its part.
    """

    type: ClassVar[str] = "line_score"
    evidence: ClassVar[Evidence] = "L1"
    score: Decimal | None = None
    contribution: Decimal | None = None
    status: Status = ""
    material: bool = False
    score_uncapped: Decimal | None = None
    parent_kpi_id: str = ""

    @property
    def capped(self) -> bool:
        """True when cap or floor changed the score."""
        return self.score is not None and self.score_uncapped is not None and self.score != self.score_uncapped


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFact(KpiFact):
    """The value alone: a KPI that is shown only, or has no target."""

    type: ClassVar[str] = "level"
    actual: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(KpiFact):
    """An actual beside a reference. What is not given is computed: difference, relative (percent), effect by direction."""

    actual: Decimal
    reference: Decimal
    difference: Decimal | None = None
    percent: Decimal | None = None
    nm_reason: str = ""
    effect: Effect | None = None

    @property
    def gap(self) -> Decimal:
        """Actual minus reference."""
        return self.actual - self.reference if self.difference is None else self.difference

    @property
    def relative(self) -> Decimal | None:
        """The variance in percent of the reference, or None where that means nothing (docs/method/variance.md, "Variance")."""
        if self.percent is not None or self.nm_reason:
            return self.percent
        if self.reference <= 0 or self.actual < 0:
            return None
        return EXACT.divide(self.gap * 100, self.reference)

    @property
    def outcome(self) -> Effect:
        """Favourable, unfavourable, neutral, or nothing where the KPI has no direction."""
        if self.effect is not None:
            return self.effect
        if self.gap == 0:
            return "neutral"
        better = {"higher": self.gap > 0, "lower": self.gap < 0}.get(self.kpi.direction)
        return "" if better is None else "favourable" if better else "unfavourable"

    def numbers(self) -> Iterator[Decimal]:
        yield from numbers_in(self)
        yield self.gap
        if self.relative is not None:
            yield self.relative


@dataclass(frozen=True, slots=True, kw_only=True)
class VsTarget(Comparison):
    """Actual against target; ``reference`` is the target."""

    type: ClassVar[str] = "vs_target"


@dataclass(frozen=True, slots=True, kw_only=True)
class VsPrior(Comparison):
    """Actual against the period before."""

    type: ClassVar[str] = "vs_prior"


@dataclass(frozen=True, slots=True, kw_only=True)
class VsPy(Comparison):
    """Actual against the same period a year earlier."""

    type: ClassVar[str] = "vs_py"


@dataclass(frozen=True, slots=True, kw_only=True)
class VsForecast(Comparison):
    """Actual against the loaded forecast of the same period."""

    type: ClassVar[str] = "vs_forecast"


@dataclass(frozen=True, slots=True, kw_only=True)
class VsBenchmark(Comparison):
    """Actual against the loaded benchmark of the same period."""

    type: ClassVar[str] = "vs_benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ytd(Comparison):
    """Year to date against its target; ``period`` is the year to date."""

    type: ClassVar[str] = "ytd"


@dataclass(frozen=True, slots=True, kw_only=True)
class VsRange(KpiFact):
    """Actual against a band, which may be open at one end; ``distance`` is signed: above the upper end positive, below
    the lower negative, inside 0."""

    type: ClassVar[str] = "vs_range"
    actual: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    effect: Effect | None = None

    @property
    def distance(self) -> Decimal:
        if self.high is not None and self.actual > self.high:
            return self.actual - self.high
        return self.actual - self.low if self.low is not None and self.actual < self.low else Decimal(0)

    @property
    def outcome(self) -> Effect:
        if self.effect is not None:
            return self.effect
        return "unfavourable" if self.distance else "favourable"

    def numbers(self) -> Iterator[Decimal]:
        yield from numbers_in((self.actual, self.low, self.high, self.distance))


@dataclass(frozen=True, slots=True, kw_only=True)
class VsTeamMean(Comparison):
    """Actual against the mean of ``others`` colleagues or sibling units, the subject itself not among them."""

    type: ClassVar[str] = "vs_team_mean"
    others: int
    level: Level = "individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(KpiFact):
    """A line without a value: its state and weight (percent), and what was done about it.

    ``renormalise``: ``total`` is computed over the other ``rest`` percent of the weight. ``total_if_full`` is the total if
    the value came in at 100 points. ``total_is_final``: neither points nor limits stand between this total and the final.
    """

    type: ClassVar[str] = "missing"
    evidence: ClassVar[Evidence] = "L2"
    state: State = "not_reported"
    policy: Literal["renormalise", "zero", "target", "block"] = "renormalise"
    weight: Decimal | None = None
    rest: Decimal | None = None
    total: Decimal | None = None
    total_if_full: Decimal | None = None
    total_is_final: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """A part's signed amount."""

    name: Name
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(KpiFact):
    """What the named parts of a unit add to the variance of an additive KPI; what they leave of ``total`` has no name."""

    type: ClassVar[str] = "contribution"
    evidence: ClassVar[Evidence] = "L1"
    total: Decimal
    items: tuple[Share, ...]

    def split(self) -> tuple[tuple[Share, ...], tuple[Share, ...], Decimal]:
        """What is named: parts in the direction of the total until they make 80% of it gross (at most three), up to two
        offsets, and the sum of the rest. Largest first, ties in the order given."""
        sign = 1 if self.total >= 0 else -1
        same = sorted((item for item in self.items if item.amount * sign > 0), key=lambda item: -abs(item.amount))
        other = sorted((item for item in self.items if item.amount * sign < 0), key=lambda item: -abs(item.amount))
        gross = sum((abs(item.amount) for item in same), Decimal(0))
        main: list[Share] = []
        while len(main) < min(3, len(same)) and sum(abs(item.amount) for item in main) * 10 < gross * 8:
            main.append(same[len(main)])
        offsets = tuple(other[:2])
        named = sum((item.amount for item in (*main, *offsets)), Decimal(0))
        return tuple(main), offsets, self.total - named

    def numbers(self) -> Iterator[Decimal]:
        yield from numbers_in(self)
        yield self.split()[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateMixFact(KpiFact):
    """The change of a ratio split into the parts' own change and the shift between them. ``names``: part key to name.

    ``against`` says what it changed from, where that is not said beside it.
    """

    type: ClassVar[str] = "rate_mix"
    evidence: ClassVar[Evidence] = "L1"
    result: RateMix
    names: tuple[tuple[str, Name], ...] = ()
    against: Literal["", "last_year", "previous"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PvmFact(KpiFact):
    """The change of a value as volume, mix and price (price at actual volume)."""

    type: ClassVar[str] = "pvm"
    evidence: ClassVar[Evidence] = "L1"
    result: PriceVolumeMix
    against: Literal["", "last_year", "previous"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFact(KpiFact):
    """Where a flow stands in its year; ``period`` is the year to date, ``outlook`` what analysis computed."""

    type: ClassVar[str] = "outlook"
    evidence: ClassVar[Evidence] = "L1"
    outlook: Outlook

    def numbers(self) -> Iterator[Decimal]:
        yield from numbers_in(self)
        yield Decimal(self.outlook.periods - self.outlook.elapsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange(KpiFact):
    """The status of the period before and of this one."""

    type: ClassVar[str] = "status_change"
    before: Status
    after: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak(KpiFact):
    """Periods in a row whose score or attainment was below ``limit``, oldest first; ``owner`` as the reader may see it.

    With ``measure`` points the values are the percentage points by which the target was missed, more than ``limit`` each time.
    """

    type: ClassVar[str] = "streak"
    evidence: ClassVar[Evidence] = "L1"
    values: tuple[Decimal, ...]
    limit: Decimal
    measure: Literal["attainment", "score", "points"] = "score"
    escalated: bool = False
    owner: str = ""

    def shown(self) -> tuple[Decimal, ...]:
        """The values that are named: all of four or fewer, else the latest three."""
        return self.values if len(self.values) <= 4 else self.values[-3:]

    def numbers(self) -> Iterator[Decimal]:
        yield from (*self.values, self.limit, Decimal(len(self.values)), Decimal(len(self.shown())))


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChangeFact(KpiFact):
    """A target version that replaced another: from when, from what to what, reason and approver as recorded.

    ``of`` is the period that the target is for, where that is not the one spoken of: a month of the quarter.
    """

    type: ClassVar[str] = "target_change"
    evidence: ClassVar[Evidence] = "L2"
    old: Decimal
    new: Decimal
    valid_from: date | None = None
    reason: str = ""
    approved_by: str = ""
    retroactive: bool = False
    of: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionChange(KpiFact):
    """The KPI's definition changed, so that earlier periods do not compare."""

    type: ClassVar[str] = "definition_change"
    evidence: ClassVar[Evidence] = "L2"
    valid_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyFact(KpiFact):
    """An anomaly rule that fired, with the numbers it compared (docs/method/variance.md, "Anomaly rules").

    ``count`` is the number of periods or peers looked at, ``base`` the median (A1) or the value before the run (A2),
    ``latest`` the period of the value where that is not the one spoken of, ``whose`` the person whose value it is, where
    that is not the subject's own.
    """

    type: ClassVar[str] = "anomaly"
    evidence: ClassVar[Evidence] = "L1"
    rule: AnomalyRule
    value: Decimal | None = None
    limit: Decimal | None = None
    count: int = 0
    base: Decimal | None = None
    distance: Decimal | None = None
    latest: Period | None = None
    whose: Name | None = None
