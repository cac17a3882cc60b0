"""Reward policies as data: the keys that a policy file may hold under ``rewards``, and the policy as a whole.

The types are those of the file (docs/policy.md); ``policy/`` checks what one key alone cannot know. Points of curves, tiers
and bands are in percent, maps and matrix cells are factors, amounts are money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from reportgen.model.dataset import LOCALES
from reportgen.model.finding import Finding
from reportgen.model.policy import Gate, KnockOut, Rules

#: A text of the condition grammar (docs/policy.md) that yields true or false; one that yields a number.
Condition = str
Formula = str
Text = Annotated[str, Field(min_length=1)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
NotNegative = Annotated[Decimal, Field(ge=0)]


def _known_locales(value: Mapping[str, str]) -> Mapping[str, str]:
    for locale in value:
        if locale not in LOCALES:
            raise PydanticCustomError("locale", "unknown locale", {"tag": locale, "expected": "'zh-CN', 'en'"})
    return value


Label = Annotated[Mapping[str, str], AfterValidator(_known_locales)]


def _range_of_days(value: Any) -> Any:
    """``2026-01-01..2026-12-31`` as a pair of dates."""
    parts = value.split("..") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or len(parts) != 2:
        raise ValueError("a range of days is written 2026-01-01..2026-12-31")
    try:
        return tuple(part if isinstance(part, date) else date.fromisoformat(part.strip()) for part in parts)
    except (ValueError, AttributeError):
        raise ValueError("a range of days is written 2026-01-01..2026-12-31") from None


def _listed(value: Any) -> Any:
    """One text where a list is due is a list of one."""
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Effective = Annotated[tuple[date, date], BeforeValidator(_range_of_days)]


class Entry(BaseModel):
    """A mapping of the policy file: its keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TierStep(Entry):
    """What the tier from ``min_pct`` (inclusive) upwards gives. Without factor and amount it gives actions only."""

    min_pct: Decimal
    factor: NotNegative | None = None
    extra_factor: NotNegative | None = None
    amount: NotNegative | None = None
    extra_amount: NotNegative | None = None
    actions: Texts = ()
    label: Label = {}


class Tier(Entry):
    type: Literal["tier"]
    id: Text
    measure: Formula | None = None
    tiers: Annotated[tuple[TierStep, ...], Field(min_length=1)]
    label: Label = {}


class GradeFactor(Entry):
    type: Literal["grade_factor"]
    id: Text
    map: Mapping[str, NotNegative]
    label: Label = {}


class Curve(Entry):
    """Payout in percent of the base by straight lines between points; above the last point, the last payout."""

    type: Literal["curve"]
    id: Text
    measure: Formula | None = None
    points: Annotated[tuple[tuple[Decimal, Decimal], ...], Field(min_length=1)]
    below: Decimal = Decimal(0)
    interpolation: Literal["linear", "step"] = "linear"
    label: Label = {}


class Rate(Entry):
    """A commission: each band's percent on the part inside it, or (retroactive) the last band's percent on all."""

    type: Literal["rate"]
    id: Text
    measure: Formula
    mode: Literal["marginal", "retroactive"] = "marginal"
    bands: Annotated[tuple[tuple[Decimal, NotNegative], ...], Field(min_length=1)]
    label: Label = {}


class PerUnit(Entry):
    """Count times rate; the count is that of an event or of a measure."""

    type: Literal["per_unit"]
    id: Text
    event: Text | None = None
    measure: Formula | None = None
    rate: Decimal
    label: Label = {}


class PerEvent(Entry):
    """An amount per event: the policy's, or each event's own where the policy gives none."""

    type: Literal["per_event"]
    id: Text
    event: Text
    amount: Decimal | None = None
    label: Label = {}


class Matrix(Entry):
    """Two measures choose a cell; breaks are inclusive lower edges, in either order."""

    type: Literal["matrix"]
    id: Text
    rows: Formula
    columns: Formula
    row_breaks: tuple[Decimal, ...]
    column_breaks: tuple[Decimal, ...]
    factors: tuple[tuple[NotNegative, ...], ...]
    label: Label = {}


class Fixed(Entry):
    """An amount that is due once, when the event happened or the condition holds."""

    type: Literal["fixed"]
    id: Text
    amount: Decimal
    event: Text | None = None
    when: Condition | None = None
    label: Label = {}


class Multiplier(Entry):
    """A factor that is read, not looked up, such as ``company.factor``."""

    type: Literal["multiplier"]
    id: Text
    measure: Formula
    label: Label = {}


class Starts(Entry):
    """First scores of the bands D to A, and the score from which pay no longer grows."""

    D: Decimal
    C: Decimal
    B: Decimal
    A: Decimal
    cap: Decimal


class SoePay(Entry):
    """Performance pay of a state-owned enterprise's manager as a multiple (0 to 3) of basic pay."""

    type: Literal["soe_pay"]
    id: Text
    measure: Formula | None = None
    starts: Starts
    label: Label = {}


PoolUnit = Literal["company", "division", "department", "team", "unit"]


class Pool(Entry):
    """Money to share out: ``amount`` (a number or a formula) for each group of ``per``."""

    amount: Formula
    per: PoolUnit = "company"


class Stage(Entry):
    """One stage of sharing: each receiver's weight; only the first stage names the pool."""

    pool: Formula | None = None
    per: Literal["division", "department", "team", "unit", "person"]
    weight: Formula


class ShareLimits(Entry):
    """Limits of one person's share, in percent of the prorated base or in money."""

    person_max_pct: NotNegative | None = None
    person_min_pct: NotNegative | None = None
    person_max: NotNegative | None = None
    person_min: NotNegative | None = None


def _whole(value: Any) -> Any:
    """A plain amount where a pool is due is one pool for the company."""
    return {"amount": value} if isinstance(value, str) else value


class PoolShare(Entry):
    """Shares of a pool by weight, in one step (``pool`` and ``weight``) or over several ``stages``."""

    type: Literal["pool_share"]
    id: Text
    pool: Annotated[Pool | None, BeforeValidator(_whole)] = None
    weight: Formula | None = None
    stages: tuple[Stage, ...] = ()
    caps: ShareLimits = ShareLimits()
    label: Label = {}


class Manual(Entry):
    """Amounts decided by hand: each event needs amount, reason and approver."""

    type: Literal["manual"]
    id: Text
    event: Text
    label: Label = {}


Component = Annotated[
    Tier | GradeFactor | Curve | Rate | PerUnit | PerEvent | Matrix | Fixed | Multiplier | SoePay | PoolShare | Manual,
    Field(discriminator="type"),
]


class Rounding(Entry):
    minor_units: Annotated[int, Field(ge=0, le=4)] | None = None
    mode: Literal["half_up"] = "half_up"


class Population(Entry):
    """Who is paid: every filter given must hold. ``unit`` takes the unit and all below it."""

    job_family: Texts = ()
    unit: Texts = ()
    level: Texts = ()
    post: Texts = ()
    employment: Texts = ()
    min_days: Annotated[int, Field(ge=0)] = 0


class Base(Entry):
    """What factors apply to: a column of ``paybase`` (``target_bonus`` by default), a product of two, or one amount."""

    field: Literal["target_bonus", "base_salary", "monthly_wage", "base_salary * bonus_pct"] = "target_bonus"
    amount: NotNegative | None = None


class Proration(Entry):
    """Share of the period that counts: inclusive days, full months by the 15/16 rule, or no proration."""

    basis: Literal["calendar_days", "months", "none"] = "calendar_days"
    inclusive: Literal[True] = True
    factor_places: Annotated[int, Field(ge=0, le=12)] | None = None
    excluded_absences: Texts = ()


class Penalty(Entry):
    """Money taken from variable pay, never below zero, at most ``max_pct_of_bonus`` percent of it."""

    id: Text
    type: Literal["per_event"] = "per_event"
    event: Text
    amount: NotNegative | None = None
    from_: Annotated[Literal["variable_pay"], Field(alias="from")] = "variable_pay"
    max_pct_of_bonus: Percent | None = None
    label: Label = {}


class Limits(Entry):
    """Cap and floor of one person's award, in percent of the prorated base or in money, and the pool of all awards."""

    person_max_pct: NotNegative | None = None
    person_min_pct: NotNegative | None = None
    person_max: NotNegative | None = None
    person_min: NotNegative | None = None
    pool: NotNegative | None = None
    pool_mode: Literal["scale_down", "report"] = "scale_down"


class Deferral(Entry):
    """The deferred percent of the award and the number of later instalments."""

    pct: Percent
    periods: Annotated[int, Field(ge=1, le=60)]


class Clawback(Entry):
    """Events that open recovery of what was paid too much, and for how many years after the period."""

    years: Annotated[int, Field(ge=1, le=30)]
    events: Annotated[Texts, Field(min_length=1)]


class Deduction(Entry):
    """A deduction from wages: P3 compensation of a loss, P4 disciplinary sanction (refused unless the place allows it)."""

    id: Text
    class_: Annotated[Literal["P3", "P4"], Field(alias="class")]
    event: Text
    limit_pct: Percent
    legal_basis: Literal["required"] = "required"
    label: Label = {}


class ActionRule(Entry):
    when: Condition
    do: Annotated[Texts, Field(min_length=1)]


class RewardPolicy(Entry):
    """One reward policy. ``measure`` serves the components that name none of their own."""

    id: Text
    version: str | None = None
    effective: Effective | None = None
    label: Label = {}
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    rounding: Rounding = Rounding()
    population: Population = Population()
    base: Base = Base()
    proration: Proration = Proration()
    measure: Formula | None = None
    components: tuple[Component, ...] = ()
    combine: Literal["multiply", "add"] | None = None
    multipliers: tuple[Formula, ...] = ()
    gates: tuple[Gate, ...] = ()
    knock_outs: tuple[KnockOut, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    limits: Limits = Limits()
    deferral: Deferral | None = None
    clawback: Clawback | None = None
    deductions: tuple[Deduction, ...] = ()
    actions: tuple[ActionRule, ...] = ()
    trace: Literal["full"] = "full"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy file after reading: rules, reward policies, what is wrong with it, its sha256 and its name.

    ``lines``: where each component stands, by the policy's id and its own.
    """

    rules: Rules
    rewards: tuple[RewardPolicy, ...] = ()
    findings: tuple[Finding, ...] = ()
    hash: str = ""
    file: str = ""
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, hash=False)

    def placed(self, finding: Finding) -> Finding:
        """A finding about a component of the policy with file and line."""
        key = (finding.params.get("policy", ""), finding.params.get("component", ""))
        return finding if finding.file or key not in self.lines else replace(finding, file=self.file, row=self.lines[key])

    @property
    def fatal(self) -> bool:
        """True when the file cannot be used (exit code 3)."""
        return any(finding.fatal for finding in self.findings)
