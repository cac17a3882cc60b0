"""A company's rules as data: scoring, grades, status, materiality, links, gates. Reward policies: ``model/reward_policy.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Literal

MissingPolicy = Literal["renormalise", "zero", "target", "block"]


@dataclass(frozen=True, slots=True)
class CrossKpiCap:
    """While ``kpi`` scores below its base of 100, the ``others`` (all of the scorecard, if none are named) get 100 at most."""

    kpi: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """Caps and floors on the 100 scale, points cap, missing policies, and the least coverage (percent) for a grade."""

    cap: Decimal = Decimal(120)
    floor: Decimal = Decimal(0)
    total_cap: Decimal = Decimal(120)
    bonus_points_cap: Decimal = Decimal(5)
    not_reported: MissingPolicy = "zero"
    not_applicable: MissingPolicy = "renormalise"
    min_coverage: Decimal = Decimal(60)
    cross_kpi_cap: tuple[CrossKpiCap, ...] = ()
    score_by_segment: bool = False
    unit_score: Literal["own", "members", "units"] = "own"
    matrix_weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade from ``min`` (inclusive, on the printed final) upwards, its coefficient for pay and its label per locale."""

    grade: str
    min: Decimal
    coefficient: Decimal
    label: Mapping[str, str] = field(default_factory=dict)


#: domain.md 3.5, shipped as an example scale; reports say so in the footer when no policy gives another.
DEFAULT_GRADES: tuple[GradeBand, ...] = (
    GradeBand("S", Decimal(110), Decimal("1.5")),
    GradeBand("A", Decimal(100), Decimal("1.2")),
    GradeBand("B", Decimal(90), Decimal("1.0")),
    GradeBand("C", Decimal(70), Decimal("0.6")),
    GradeBand("D", Decimal(0), Decimal(0)),
)


@dataclass(frozen=True, slots=True)
class PointLimits:
    """Limits of the status colours in percentage points better (+) or worse (-) than the target."""

    green: Decimal = Decimal(0)
    amber: Decimal = Decimal(-1)


@dataclass(frozen=True, slots=True)
class StatusRules:
    """Limits of the status colours on the printed score, and how many reds in a row escalate.

    With ``pp`` KPIs in percent get their colour from the variance in percentage points instead.
    """

    green: Decimal = Decimal(100)
    amber: Decimal = Decimal(90)
    escalate_after: int = 3
    pp: PointLimits | None = None


@dataclass(frozen=True, slots=True)
class MaterialityLimits:
    """Limits of one KPI or level; what is not given is that of the whole policy."""

    abs: Decimal | None = None
    pct: Decimal | None = None
    pp: Decimal | None = None
    mode: Literal["and", "or"] | None = None
    tolerance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Materiality:
    """Material: |V| >= abs and/or |V%| >= pct; measures in % use pp only (docs/method/variance.md, "Materiality").

    ``levels`` and ``kpis`` hold other limits for a level and for a KPI; the KPI's come before the level's. A variance of at
    most ``tolerance`` (in the unit of the KPI, percentage points for %) is neutral.
    """

    abs: Decimal = Decimal(0)
    pct: Decimal = Decimal(5)
    pp: Decimal = Decimal(1)
    mode: Literal["and", "or"] = "and"
    tolerance: Decimal = Decimal(0)
    always: tuple[str, ...] = ()
    levels: Mapping[str, MaterialityLimits] = field(default_factory=dict)
    kpis: Mapping[str, MaterialityLimits] = field(default_factory=dict)

    def of(self, kpi_id: str, level: str) -> Materiality:
        """The limits that hold for a KPI at a level."""
        found = self
        for limits in (self.levels.get(level), self.kpis.get(kpi_id)):
            if limits is not None:
                given = {item.name: getattr(limits, item.name) for item in fields(limits)}
                found = replace(found, **{name: value for name, value in given.items() if value is not None})
        return found


@dataclass(frozen=True, slots=True)
class Link:
    """How an organisation's score enters the final of subjects of a level: additive with ``weight`` percent.

    ``role`` head means those who manage a unit, ``post_level`` those whose post has one of these levels. Of several links the
    first that fits a subject counts.
    """

    level: str
    mode: Literal["additive"] = "additive"
    organisation: str = "department"
    weight: Decimal = Decimal(30)
    role: Literal["head"] | None = None
    post_level: tuple[str, ...] = ()


QuotaKind = Literal["max", "min", "exact"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Quota of each grade in percent of heads, checked (never applied) for groups of at least ``min_group``.

    ``limits`` says how a grade or a sum of grades (``C+D``) is bound: at most, at least or exactly its quota; without it every
    grade is bound exactly. ``by_unit_grade`` gives the quota of units by their own grade: what it does not name is free.
    Smaller groups are pooled under their parent; with ``pool_by: job_family`` those of one family.
    """

    quota: Mapping[str, Decimal] = field(default_factory=dict)
    min_group: int = 10
    limits: Mapping[str, QuotaKind] = field(default_factory=dict)
    by_unit_grade: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    pool_by: Literal["parent", "job_family"] = "parent"


@dataclass(frozen=True, slots=True)
class Gate:
    """``when`` states the case in which the limit applies (a condition of the policy grammar)."""

    id: str
    when: str
    max_grade: str | None = None
    payout_factor: Decimal | None = None
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnockOut:
    """An event (by rule, or type where rule is empty) that limits grade, score or pay. The strictest wins."""

    event: str
    max_grade: str | None = None
    max_score: Decimal | None = None
    payout_factor: Decimal | None = None
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """What a place allows to be deducted from the wages of a month, and where that is written.

    ``P3`` (compensation of a loss) and ``P4`` (a fine) are the most in percent of ``base``; None: the place does not allow the
    class. ``checked_on`` is the day on which ``source`` was read, ``confirmed_by`` the counsel who confirmed it: empty in an
    example.
    """

    source: str
    checked_on: date
    P3: Decimal | None = None
    P4: Decimal | None = None
    base: Literal["monthly_wage"] = "monthly_wage"
    notice: Literal["written", "prior_written"] = "written"
    minimum_wage_kept: bool = True
    confirmed_by: str = ""

    @property
    def limits(self) -> Mapping[str, Decimal]:
        """Class -> percent, of the classes that the place allows."""
        return {name: value for name, value in (("P3", self.P3), ("P4", self.P4)) if value is not None}


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything of a policy file but its reward policies."""

    id: str = "default"
    version: str = "1"
    effective: tuple[date, date] | None = None
    scoring: ScoringRules = field(default_factory=ScoringRules)
    grades: tuple[GradeBand, ...] = DEFAULT_GRADES
    grades_are_default: bool = True
    status: StatusRules = field(default_factory=StatusRules)
    materiality: Materiality = field(default_factory=Materiality)
    link: tuple[Link, ...] = ()
    distribution: Distribution | None = None
    gates: tuple[Gate, ...] = ()
    knock_outs: tuple[KnockOut, ...] = ()
    jurisdictions: Mapping[str, Jurisdiction] = field(default_factory=dict)

    def name_of(self, limit: str, locale: str) -> str:
        """The name of a gate or a knock-out; its id where the policy gives it none."""
        labels = {gate.id: gate.label for gate in self.gates} | {rule.event: rule.label for rule in self.knock_outs}
        return labels.get(limit, {}).get(locale) or limit

    def grade_of(self, printed: Decimal) -> GradeBand:
        """The band of a printed (2-dp) final; below the lowest band the lowest band counts."""
        bands = sorted(self.grades, key=lambda band: band.min, reverse=True)
        return next((band for band in bands if printed >= band.min), bands[-1])
