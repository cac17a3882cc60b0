"""Facts: what commentary may say. Typed, frozen, with their numbers; made by ``run`` from results, phrased by ``commentary``.

Evidence (docs/method/commentary.md): L0 arithmetic of the measure itself, L1 exact decomposition, L2 recorded event,
L3 words of a person. Percentages are in percent, money in whole currency units; ``None`` is missing, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import ClassVar, Literal

from reportgen.model.analysis import Outlook, PriceVolumeMix, RateMix
from reportgen.model.period import Period
from reportgen.model.rounding import EXACT
from reportgen.model.view import Effect, Kpi, Level, Name, State

Evidence = Literal["L0", "L1", "L2", "L3"]
Status = Literal["green", "amber", "red", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something true about a subject in a period. ``key`` tells facts of one type about one KPI apart."""

    type: ClassVar[str] = ""
    evidence: ClassVar[Evidence] = "L0"
    subject_id: str = ""
    kpi: Kpi | None = None
    period: Period | None = None
    key: str = ""

    @property
    def kpi_id(self) -> str:
        return self.kpi.id if self.kpi else ""

    @property
    def id(self) -> str:
        """``vs_target/2025-06/D-SALES/sales``: stable over runs, so that an override can name it."""
        parts = (self.type, self.period.label if self.period else "", self.subject_id, self.kpi_id, self.key)
        return "/".join(parts).rstrip("/")

    def numbers(self) -> Iterator[Decimal]:
        """Every number that a sentence made from this fact may print (at some rounding)."""
        yield from _numbers(self)


def _numbers(value: object) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Decimal(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbers(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, (Kpi, Period, Name)):
        for field_ in fields(value):  # type: ignore[arg-type]
            yield from _numbers(getattr(value, field_.name))


def facts_hash(facts: tuple[Fact, ...]) -> str:
    """Twelve hex digits over the facts' content: an edited text holds as long as it does not change."""
    lines = sorted(f"{fact.id}|{_content(fact)}" for fact in facts)
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def _content(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(EXACT), "f")
    if isinstance(value, Kpi):
        return value.id
    if isinstance(value, Period):
        return value.label
    if isinstance(value, tuple):
        return f"[{','.join(map(_content, value))}]"
    if hasattr(value, "__dataclass_fields__"):
        return f"({','.join(_content(getattr(value, field_.name)) for field_ in fields(value))})"  # type: ignore[arg-type]
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiFact(Fact):
    """A fact about one KPI of the subject."""

    kpi: Kpi


# --- the subject as a whole -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFact(Fact):
    """The printed final with its grade; ``change`` against ``prior`` where the period before was scored."""

    type: ClassVar[str] = "score"
    level: Level = "individual"
    final: Decimal
    grade: str = ""
    prior: Decimal | None = None
    change: Decimal | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFact(Fact):
    """A group of KPIs (perspective, strategic line): its score and the distance of that from 100."""

    type: ClassVar[str] = "group"
    evidence: ClassVar[Evidence] = "L1"
    name: Name
    score: Decimal
    gap: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Fact):
    """The weight (percent) of the lines that have a score; ``limit`` where falling short of it costs the grade."""

    type: ClassVar[str] = "coverage"
    coverage: Decimal
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankFact(Fact):
    """The place among ``peers`` subjects; with ``kpi`` the place in that KPI."""

    type: ClassVar[str] = "rank"
    rank: int
    peers: int
    level: Level = "individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextGrade(Fact):
    """Points missing to the next grade and where that grade begins."""

    type: ClassVar[str] = "next_grade"
    grade: str
    minimum: Decimal
    gap: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsFact(Fact):
    """Bonus or penalty points that were counted (positive number), with rule and recorded reason."""

    type: ClassVar[str] = "bonus_points"
    evidence: ClassVar[Evidence] = "L2"
    kind: Literal["bonus", "penalty"]
    points: Decimal
    reason: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnockOutFact(Fact):
    """A knock-out or gate that took effect: what it limits and what the grade was before. ``factor`` is on the payout."""

    type: ClassVar[str] = "knock_out"
    evidence: ClassVar[Evidence] = "L2"
    event: str
    kind: Literal["knock_out", "gate"] = "knock_out"
    grade_before: str = ""
    grade_after: str = ""
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality(Fact):
    """How many findings concern the subject, and how many of them are errors."""

    type: ClassVar[str] = "data_quality"
    evidence: ClassVar[Evidence] = "L2"
    warnings: int
    errors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSpread(Fact):
    """The highest and the lowest of a unit's parts by value: of a KPI, or of the final score when ``kpi`` is None."""

    type: ClassVar[str] = "best_worst"
    evidence: ClassVar[Evidence] = "L1"
    highest: Name
    highest_value: Decimal
    lowest: Name
    lowest_value: Decimal
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout(Fact):
    """A bonus: amount before advances, base, payout in percent, the measure read, and its place on the curve.

    ``lower``/``upper`` are the curve points around the measure, with what they are called: threshold, target, stretch or
    nothing. ``payable`` is what is due now. A bonus that is no curve leaves measure and points out.
    """

    type: ClassVar[str] = "payout"
    currency: str = "CNY"
    amount: Decimal
    payable: Decimal | None = None
    base: Decimal | None = None
    percent: Decimal | None = None
    measure: Literal["attainment", "score"] = "score"
    measure_value: Decimal | None = None
    lower: Decimal | None = None
    lower_name: Literal["threshold", "target", "stretch", ""] = ""
    upper: Decimal | None = None
    upper_name: Literal["threshold", "target", "stretch", ""] = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incentives(Fact):
    """Rewards of a whole unit: people, payable, targets, and payout in percent of them."""

    type: ClassVar[str] = "incentives"
    currency: str = "CNY"
    people: int
    payable: Decimal
    target: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCounts(Fact):
    """How many of a scorecard's KPIs have which status; ``missing`` have no score. Made by commentary from the others."""

    type: ClassVar[str] = "counts"
    total: int
    green: int
    amber: int
    red: int
    missing: int
    not_reported: int = 0
    kpis: tuple[tuple[str, tuple[Kpi, ...]], ...] = ()

    def numbers(self) -> Iterator[Decimal]:
        yield from map(
            Decimal, (self.total, self.green, self.amber, self.red, self.missing, self.not_reported, self.scored)
        )

    @property
    def scored(self) -> int:
        """KPIs that have a score."""
        return self.total - self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class RestFact(Fact):
    """KPIs inside the materiality limits, which get no comment of their own. Made by commentary from the others."""

    type: ClassVar[str] = "rest"
    kpis: tuple[Kpi, ...]
    commented: int

    def numbers(self) -> Iterator[Decimal]:
        yield Decimal(len(self.kpis))


# --- one KPI ----------------------------------------------------------------------------------------------------------


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
        """The variance in percent of the reference, or None where that means nothing (docs/method.md, "Variance")."""
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
        yield from _numbers(self)
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
class Ytd(Comparison):
    """Year to date against its target; ``period`` is the year to date."""

    type: ClassVar[str] = "ytd"


@dataclass(frozen=True, slots=True, kw_only=True)
class VsRange(KpiFact):
    """Actual against a band; ``distance`` is signed: above the upper end positive, below the lower negative, inside 0."""

    type: ClassVar[str] = "vs_range"
    actual: Decimal
    low: Decimal
    high: Decimal

    @property
    def distance(self) -> Decimal:
        if self.actual > self.high:
            return self.actual - self.high
        return self.actual - self.low if self.actual < self.low else Decimal(0)

    @property
    def outcome(self) -> Effect:
        return "unfavourable" if self.distance else "favourable"

    def numbers(self) -> Iterator[Decimal]:
        yield from (self.actual, self.low, self.high, self.distance)


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
    the value came in at 100 points.
    """

    type: ClassVar[str] = "missing"
    evidence: ClassVar[Evidence] = "L2"
    state: State = "not_reported"
    policy: Literal["renormalise", "zero", "target", "block"] = "renormalise"
    weight: Decimal | None = None
    rest: Decimal | None = None
    total: Decimal | None = None
    total_if_full: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part's signed amount."""

    name: Name
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(KpiFact):
    """What the parts of a unit add to the variance of an additive KPI; the amounts add up to ``total``."""

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
        return tuple(main), offsets, sum((item.amount for item in self.items), Decimal(0)) - named

    def numbers(self) -> Iterator[Decimal]:
        yield from _numbers(self)
        yield self.split()[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateMixFact(KpiFact):
    """The change of a ratio split into the parts' own change and the shift between them. ``names``: part key to name."""

    type: ClassVar[str] = "rate_mix"
    evidence: ClassVar[Evidence] = "L1"
    result: RateMix
    names: tuple[tuple[str, Name], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PvmFact(KpiFact):
    """The change of a value as volume, mix and price (price at actual volume)."""

    type: ClassVar[str] = "pvm"
    evidence: ClassVar[Evidence] = "L1"
    result: PriceVolumeMix


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFact(KpiFact):
    """Where a flow stands in its year; ``period`` is the year to date, ``outlook`` what analysis computed."""

    type: ClassVar[str] = "outlook"
    evidence: ClassVar[Evidence] = "L1"
    outlook: Outlook

    def numbers(self) -> Iterator[Decimal]:
        yield from _numbers(self)
        yield Decimal(self.outlook.periods - self.outlook.elapsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange(KpiFact):
    """The status of the period before and of this one."""

    type: ClassVar[str] = "status_change"
    before: Status
    after: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak(KpiFact):
    """Periods in a row whose score or attainment was below ``limit``, oldest first; ``owner`` as the reader may see it."""

    type: ClassVar[str] = "streak"
    evidence: ClassVar[Evidence] = "L1"
    values: tuple[Decimal, ...]
    limit: Decimal
    measure: Literal["attainment", "score"] = "score"
    escalated: bool = False
    owner: str = ""

    def numbers(self) -> Iterator[Decimal]:
        yield from (*self.values, self.limit, Decimal(len(self.values)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChangeFact(KpiFact):
    """A target version that replaced another: from when, from what to what, reason and approver as recorded."""

    type: ClassVar[str] = "target_change"
    evidence: ClassVar[Evidence] = "L2"
    old: Decimal
    new: Decimal
    valid_from: date | None = None
    reason: str = ""
    approved_by: str = ""
    retroactive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionChange(KpiFact):
    """The KPI's definition changed, so that earlier periods do not compare."""

    type: ClassVar[str] = "definition_change"
    evidence: ClassVar[Evidence] = "L2"
    valid_from: date | None = None


# --- words of people --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFact(Fact):
    """A recorded note (cause, comment, suggestion). ``role`` is how the author is introduced; the text stands as written."""

    type: ClassVar[str] = "note"
    evidence: ClassVar[Evidence] = "L3"
    kind: Literal["cause", "comment", "suggestion"] = "cause"
    text: str
    author: str = ""
    role: Literal["owner", "manager", "person"] = "owner"
    on: date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFact(Fact):
    """An agreed action. ``carried`` marks one that was open when the period began: it is printed first."""

    type: ClassVar[str] = "action"
    evidence: ClassVar[Evidence] = "L3"
    text: str
    owner: str = ""
    due: date | None = None
    status: Literal["open", "done", "overdue"] = "open"
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideFact(Fact):
    """An edited text in place of the generated one, bound to the facts it was written for by ``facts_hash``.

    ``replaces`` names fact ids; empty means the KPI's whole generated comment. ``locale`` is the language of the text.
    """

    type: ClassVar[str] = "override"
    evidence: ClassVar[Evidence] = "L3"
    text: str
    facts_hash: str
    replaces: tuple[str, ...] = ()
    locale: str = ""
    author: str = ""
    reason: str = ""
    status: Literal["edited", "reviewed", "approved", "locked"] = "edited"
