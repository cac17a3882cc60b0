"""Facts about a subject as a whole, and the words of people (see ``model/fact.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from reportgen.model.fact_base import Evidence, Fact
from reportgen.model.view import Kpi, Level, Name


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
    """Points missing to the next grade and where that grade begins; ``ways`` are actuals that would do, each alone.

    ``others``: there are other KPIs, which stay as they are.
    """

    type: ClassVar[str] = "next_grade"
    grade: str
    minimum: Decimal
    gap: Decimal
    ways: tuple[tuple[Kpi, Decimal], ...] = ()
    others: bool = True


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
    """A knock-out or gate that took effect: what it limits and what the grade was before. ``factor`` is on the payout.

    ``event`` is the id of the rule, ``label`` its name in the policy, ``reason`` what was recorded about the event.
    """

    type: ClassVar[str] = "knock_out"
    evidence: ClassVar[Evidence] = "L2"
    event: str
    kind: Literal["knock_out", "gate"] = "knock_out"
    grade_before: str = ""
    grade_after: str = ""
    factor: Decimal | None = None
    reason: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAdjusted(Fact):
    """A grade changed in calibration."""

    type: ClassVar[str] = "grade_adjusted"
    evidence: ClassVar[Evidence] = "L2"
    before: str
    after: str


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
class PayTotal(Fact):
    """All bonuses of one currency together; ``percent`` where there is only one. Made by commentary from the payouts."""

    type: ClassVar[str] = "pay_total"
    currency: str = "CNY"
    amount: Decimal
    payable: Decimal
    percent: Decimal | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFact(Fact):
    """A recorded note (cause, comment, suggestion). ``role`` is how the author is introduced; the text stands as written."""

    type: ClassVar[str] = "note"
    evidence: ClassVar[Evidence] = "L3"
    kind: Literal["cause", "comment", "suggestion"] = "cause"
    text: str
    author: str = ""
    role: Literal["owner", "manager", "person", "other"] = "owner"
    on: date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFact(Fact):
    """An agreed action. ``carried`` marks one of the period before: it is reviewed first, and told again until done."""

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
    row: int | None = field(default=None, metadata={"said": False})
    status: Literal["edited", "reviewed", "approved", "locked"] = "edited"
