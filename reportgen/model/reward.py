"""Reward statements as data: what one policy pays one person, every signed amount, and how each came about.

Amounts are gross, in the statement's currency, signed as they enter the payable: the amounts of ``lines`` add up to
``payable``. Lines without an amount are factors. Percentages are in percent, factors are factors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from reportgen.model.finding import Finding
from reportgen.model.rounding import half_up

#: Text per locale, ``zh-CN`` and ``en``.
Words = Mapping[str, str]

LineKind = Literal[
    "base", "proration", "tier", "tier_extra", "grade_factor", "curve", "rate", "per_unit", "per_event", "matrix", "fixed",
    "multiplier", "soe_pay", "pool_share", "manual", "gate", "knock_out", "result", "limit", "penalty", "pool", "deferral",
    "instalment", "advance", "paid", "clawback", "deduction",
]
#: payable: may be paid. estimate: the score is provisional, nothing is due. held: a measure has no value.
#: actions: the policy gives no amount.
Status = Literal["payable", "estimate", "held", "actions"]


@dataclass(frozen=True, slots=True)
class Event:
    """A row of ``events``: an award, a penalty, a knock-out, an amount decided by hand."""

    event_id: str
    subject_id: str
    type: str
    rule: str = ""
    date: dt.date | None = None
    count: Decimal | None = None
    amount: Decimal | None = None
    reason: str = ""
    approver: str = ""
    legal_basis: str = ""
    notice_date: dt.date | None = None
    jurisdiction: str = ""
    reason_en: str = ""
    legal_basis_en: str = ""

    def matches(self, name: str) -> bool:
        """True when a policy's ``event: name`` means this one: by rule, or by type where rule is empty."""
        return (self.rule or self.type) == name

    @property
    def times(self) -> Decimal:
        """The count; an empty one is 1."""
        return Decimal(1) if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class Payment:
    """A row of ``payments``: what was paid in advance, paid, or clawed back under a policy for a period."""

    policy_id: str
    amount: Decimal
    kind: Literal["advance", "paid", "clawed_back"] = "paid"
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a statement: a factor (no amount) or a signed amount in minor units. ``note`` says what it rests on."""

    component_id: str
    kind: LineKind
    label: Words
    base: Decimal | None = None
    factor: Decimal | None = None
    amount: Decimal | None = None
    actions: tuple[str, ...] = ()
    note: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PayoutCurve:
    """A payout curve for drawing: points (measure, payout %), payout below the first, and the person's own point."""

    component_id: str
    points: tuple[tuple[Decimal, Decimal], ...]
    below: Decimal
    x: Decimal | None = None
    y: Decimal | None = None
    interpolation: Literal["linear", "step"] = "linear"
    measure: str = ""


@dataclass(frozen=True, slots=True)
class TierRow:
    """One row of a reward table, best first; ``reached`` marks the person's own."""

    min_pct: Decimal
    factor: Decimal | None
    extra_factor: Decimal | None
    amount: Decimal | None
    extra_amount: Decimal | None
    actions: tuple[str, ...]
    label: Words
    reached: bool


@dataclass(frozen=True, slots=True)
class LimitResult:
    """A gate or knock-out that was looked at: its numbers, whether it applied, and what would have been without it.

    ``condition`` is the condition with its numbers, ``measure`` what it compares.
    """

    id: str
    kind: Literal["gate", "knock_out"]
    applied: bool
    factor: Decimal
    max_grade: str | None = None
    condition: str = ""
    measure: str = ""
    would_have_been: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PenaltyResult:
    """A penalty on variable pay: events, the amount asked, the most allowed (None: the award itself), what was taken."""

    id: str
    count: Decimal
    raw: Decimal
    limit: Decimal | None
    applied: Decimal


@dataclass(frozen=True, slots=True)
class DeductionResult:
    """A deduction from wages against its legal limits; what exceeds them is carried forward. ``refused`` says why not at all.

    ``since`` is the period that carried it forward to this one; empty for an event of this period.
    """

    id: str
    event_id: str
    wage_class: Literal["P3", "P4"]
    requested: Decimal
    deducted: Decimal = Decimal(0)
    carried_forward: Decimal = Decimal(0)
    cap: Decimal | None = None
    headroom: Decimal | None = None
    net_wage: Decimal | None = None
    binding: Literal["", "percent_cap", "minimum_wage"] = ""
    limit_pct: Decimal | None = None
    legal_basis: str = ""
    date: dt.date | None = None
    limit_source: str = ""
    refused: tuple[str, ...] = ()
    since: str = ""
    legal_basis_en: str = ""


@dataclass(frozen=True, slots=True)
class Working:
    """One step of the computation as it was done: ``numbers`` is an arithmetic expression that gives ``value``.

    ``key`` chooses the words of the step, ``params`` fill them. ``unit`` is money, %, score or factor (or empty).
    """

    rule_id: str
    key: str
    numbers: str
    value: Decimal
    places: int = 2
    unit: str = "money"
    params: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One row of "how computed": re-evaluated and rounded, ``numbers`` give ``rounded``.

    ``policy`` (id/version) stands where the rule is of another policy than that of the trace.
    """

    step: int
    rule_id: str
    text: Words
    formula: Words
    numbers: str
    unrounded: Decimal
    rounded: Decimal
    sources: tuple[str, ...] = ()
    unit: str = "money"
    policy: str = ""


@dataclass(frozen=True, slots=True)
class LineTrace:
    """How the score of one scorecard line came about: actual, target, attainment, method, cap, in this order.

    ``sources`` of a step are for reading: file and rows.
    """

    kpi_id: str
    assignment_id: str
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True, slots=True)
class PoolReconciliation:
    """One pool: ``pool = allocated + withheld + undistributed``, so ``difference`` is 0.00. ``factor`` scales awards down."""

    policy_id: str
    component_id: str
    group_id: str
    pool: Decimal
    allocated: Decimal
    withheld: Decimal = Decimal("0.00")
    undistributed: Decimal = Decimal("0.00")
    factor: Decimal | None = None
    requested: Decimal | None = None

    @property
    def difference(self) -> Decimal:
        return self.pool - self.allocated - self.withheld - self.undistributed


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one reward policy pays one person for one period.

    ``payout_factor`` is the product of factors without proration; ``award`` the amount after gates, knock-outs and the
    person's limits, before penalties and pools; ``payable`` the sum of the lines' amounts, None where held.
    ``lost`` to a cap is for HR and finance only. ``instalments`` fall due in later periods; ``released`` is the sum of those
    that earlier periods deferred to this one. ``missing`` holds the amount, ``missing_words`` says so in both languages.
    """

    subject_id: str
    period: str
    policy_id: str
    policy_version: str
    currency: str
    status: Status
    name: str = ""
    unit_id: str = ""
    department_id: str = ""
    label: Words = field(default_factory=dict)
    minor_units: int = 2
    lines: tuple[StatementLine, ...] = ()
    base: Decimal | None = None
    base_field: str = ""
    days: int = 0
    period_days: int = 0
    proration: Decimal = Decimal(1)
    measure: str = ""
    measure_value: Decimal | None = None
    grade: str = ""
    payout_factor: Decimal | None = None
    award: Decimal | None = None
    payable: Decimal | None = None
    capped: bool = False
    lost: Decimal = Decimal(0)
    limits: tuple[LimitResult, ...] = ()
    penalties: tuple[PenaltyResult, ...] = ()
    deductions: tuple[DeductionResult, ...] = ()
    advances: Decimal = Decimal(0)
    advances_open: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    deferred: Decimal = Decimal(0)
    instalments: tuple[Decimal, ...] = ()
    released: Decimal = Decimal(0)
    clawback: Decimal = Decimal(0)
    carried_forward: Decimal = Decimal(0)
    pool_factor: Decimal | None = None
    curve: PayoutCurve | None = None
    tiers: tuple[TierRow, ...] = ()
    actions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    missing_words: tuple[Words, ...] = ()
    reason: str = ""
    workings: tuple[Working, ...] = ()
    kpi_names: Mapping[str, Words] = field(default_factory=dict)

    @property
    def estimate(self) -> bool:
        """True when the score is provisional: the payable is an estimate."""
        return self.status == "estimate"

    @property
    def due(self) -> Decimal:
        """What may be paid now: the payable, or nothing while it is an estimate or held."""
        return self.payable if self.status == "payable" and self.payable is not None else Decimal(0)


@dataclass(frozen=True, slots=True)
class GroupRewards:
    """Rewards of a group of people: heads, their target (base) sum, award and payable sums, payout in percent of target."""

    people: int
    target: Decimal | None
    gross: Decimal
    payable: Decimal
    ratio: Decimal | None = None


@dataclass(frozen=True)
class RewardRun:
    """Everything that the reward policies of a run give: statements by policy and person, pools, findings."""

    period: str = ""
    statements: tuple[Statement, ...] = ()
    pools: tuple[PoolReconciliation, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[Statement, ...]]:
        found: dict[str, list[Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.subject_id, []).append(statement)
        return {subject: tuple(statements) for subject, statements in found.items()}

    def statements_of(self, subject: str) -> tuple[Statement, ...]:
        """The person's statements, in the order of the policies."""
        return self.by_subject.get(subject, ())

    def payable_of(self, subject: str) -> Decimal | None:
        """What all policies together pay the person, estimates included; None without any amount."""
        amounts = [item.payable for item in self.statements_of(subject) if item.payable is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    def total_of(self, people: Iterable[str]) -> GroupRewards | None:
        """Sums over people; None where nobody has an amount. Each base counts once per person and column of ``paybase``."""
        paid = [item for person in people for item in self.statements_of(person) if item.payable is not None]
        if not paid:
            return None
        bases = {(item.subject_id, item.base_field): item.base for item in paid if item.base is not None}
        target = sum(bases.values(), Decimal(0)) if bases else None
        gross = sum((item.award for item in paid if item.award is not None), Decimal(0))
        payable = sum((item.payable for item in paid if item.payable is not None), Decimal(0))
        ratio = half_up(100 * gross / target) if target else None
        return GroupRewards(len({item.subject_id for item in paid}), target, gross, payable, ratio)
