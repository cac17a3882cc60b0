"""A view: everything one recipient's report may show, and nothing else. Reports are built from a view alone.

Numbers are Decimals rounded as they print (docs/method/scoring.md, "Rounding"); ``None`` is missing, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.policy import Rules

if TYPE_CHECKING:
    from reportgen.model.analysis import Anomaly, Outlook, PriceVolumeMix, RateMix, Statistics, UnitContribution
    from reportgen.model.reward import LineTrace, PoolReconciliation, Statement, TraceStep

Level = Literal["company", "division", "department", "team", "individual"]
#: Who a report is for. It decides what its view holds (docs/templates.md, "Recipients").
Recipient = Literal["person", "manager", "board", "finance", "hr"]
#: Whom a report of a level is for where nothing else is said; a manager in between.
RECIPIENT_OF: Mapping[Level, Recipient] = {"individual": "person", "company": "board"}
Effect = Literal["favourable", "unfavourable", "neutral", ""]
State = Literal["reported", "not_reported", "not_applicable", "suspended", "partial"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the company's language with its English alternative (the same where none is given)."""

    zh: str
    en: str = ""

    def of(self, locale: Locale) -> str:
        return self.en if locale == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI's definition card as of the period end. ``owner`` is a post or unit on a person's page, never another's name."""

    id: str
    name: Name
    unit: str
    direction: Literal["higher", "lower", "range", "target", "none"]
    decimals: int = 2
    kind: str = ""
    additive: bool = False
    agg_time: str = ""
    agg_org: str = ""
    perspective: str = ""
    definition: str = ""
    formula: str = ""
    data_source: str = ""
    owner: str = ""
    review_frequency: str = ""
    process_or_result: str = ""
    hard_or_soft: str = ""
    controllability: str = ""
    relevance: str = ""
    version: str = ""
    definition_changed: bool = False


@dataclass(frozen=True, slots=True)
class Delta:
    """A variance against one reference: reference value, absolute, relative (percent) or why not, effect by direction."""

    reference: Decimal | None
    absolute: Decimal | None = None
    percent: Decimal | None = None
    nm_reason: str = ""
    effect: Effect = ""
    material: bool = False


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One period of a KPI's history: values, variance against the target, effect, score where the period was scored."""

    period: Period
    actual: Decimal | None
    target: Decimal | None = None
    variance: Decimal | None = None
    effect: Effect = ""
    attainment: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Restated:
    """Actuals that replaced others: the periods of their rows, oldest first, and the value before (where it can be told)."""

    periods: tuple[Period, ...]
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target version that replaced another inside the period's year; ``period`` is the one that the target is for.

    ``whole``: old and new target of the reported period, where it is made of finer ones of which this change concerns some.
    """

    kpi_id: str
    valid_from: date | None
    old: Decimal | None
    new: Decimal | None
    reason: str = ""
    approved_by: str = ""
    retroactive: bool = False
    period: Period | None = None
    whole: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class PartServed:
    """A period of which a person was in post for ``days`` calendar days only."""

    period: Period
    days: int


@dataclass(frozen=True, slots=True)
class Line:
    """A scorecard line: definition, weights, values, variances, score and its place in the total.

    ``weight`` is the agreed weight, ``counted_weight`` the weight after renormalising (percent). ``weighted`` and
    ``contribution`` add up to the scorecard's KPI total and to its distance from 100. ``capped`` when score_uncapped > score
    or below the floor. ``red_scores`` are the scores of the periods of ``red_streak``, oldest first.
    ``ahead`` are the loaded forecasts of the periods that follow ``series`` (their ``actual`` is the forecast).
    ``deltas`` keys: plan, previous, last_year, ytd, forecast, benchmark, team_mean, baseline.
    ``part_served``: of previous and last_year those that no sentence compares with, since an amount that adds up over time was
    made in part of one of the two periods only.
    """

    kpi: Kpi
    weight: Decimal | None
    counted_weight: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    state: State
    attainment: Decimal | None
    score_uncapped: Decimal | None
    score: Decimal | None
    weighted: Decimal | None
    contribution: Decimal | None
    status: Literal["green", "amber", "red", ""]
    method: str
    method_params: str = ""
    threshold: Decimal | None = None
    stretch: Decimal | None = None
    range_lo: Decimal | None = None
    range_hi: Decimal | None = None
    baseline: Decimal | None = None
    cap: Decimal | None = None
    prior_actual: Decimal | None = None
    py_actual: Decimal | None = None
    prior_score: Decimal | None = None
    prior_status: Literal["green", "amber", "red", ""] = ""
    status_gain: Decimal | None = None
    deltas: Mapping[str, Delta] = field(default_factory=dict)
    red_streak: int = 0
    red_scores: tuple[Decimal, ...] = ()
    weighted_adjusted: bool = False
    contribution_adjusted: bool = False
    assumed: str = ""
    team_mean: Decimal | None = None
    team_count: int = 0
    series: tuple[SeriesPoint, ...] = ()
    ytd_actual: Decimal | None = None
    ytd_target: Decimal | None = None
    outlook: Outlook | None = None
    unit_contributions: tuple[UnitContribution, ...] = ()
    rate_mix: RateMix | None = None
    anomalies: tuple[Anomaly, ...] = ()
    needed_for_next: Decimal | None = None
    needed_reachable: bool = False
    source_ref: str = ""
    assignment_id: str = ""
    price_volume: PriceVolumeMix | None = None
    ahead: tuple[SeriesPoint, ...] = ()
    restated: Restated | None = None
    part_served: Mapping[str, PartServed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PointsLine:
    """Bonus (+) or penalty (−) points that were counted, with the rule and the reason recorded."""

    kind: Literal["bonus", "penalty"]
    points: Decimal
    counted: Decimal
    rule: str = ""
    reason: str = ""
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Totals of a subject. ``total`` is the KPI score, ``final`` after points, cap, link, gates and knock-outs.

    ``covered``: the days that the score covers where the end of the period is left out.
    """

    total: Decimal | None
    coverage: Decimal | None
    bonus_points: Decimal
    penalty_points: Decimal
    final: Decimal | None
    grade: str = ""
    grade_label: str = ""
    grade_before_adjustment: str = ""
    coefficient: Decimal | None = None
    rank: int | None = None
    peers: int | None = None
    prior_final: Decimal | None = None
    change: Decimal | None = None
    py_final: Decimal | None = None
    provisional: bool = False
    rated: bool = True
    not_rated_reason: str = ""
    next_grade: str = ""
    next_grade_min: Decimal | None = None
    next_gap: Decimal | None = None
    points: tuple[PointsLine, ...] = ()
    link_unit: str = ""
    link_score: Decimal | None = None
    link_weight: Decimal | None = None
    final_before_link: Decimal | None = None
    gates: tuple[str, ...] = ()
    knock_outs: tuple[str, ...] = ()
    grade_before_limits: str = ""
    limit_reasons: Mapping[str, str] = field(default_factory=dict)
    history: tuple[tuple[Period, Decimal | None], ...] = ()
    team_mean: Decimal | None = None
    team_count: int = 0
    covered: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A post held in the period: unit, post, inclusive days, share, and its own score where there are several."""

    unit: str
    post: str
    start: date
    end: date
    days: int
    share: Decimal
    score: Decimal | None = None
    assignment_id: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the report is about. ``managers`` are the managers above a person, the direct one first; ``head`` leads a unit."""

    id: str
    level: Level
    name: Name
    path: tuple[str, ...] = ()
    unit: str = ""
    unit_id: str = ""
    post: str = ""
    job_family: str = ""
    managers: tuple[str, ...] = ()
    manager_id: str = ""
    days: int | None = None
    period_days: int | None = None
    segments: tuple[Segment, ...] = ()
    head_count: int | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A sentence of the commentary on a KPI, on a unit or person below (``subject_id``), or on the whole (neither).

    ``state`` of an edited text or a note: edited, reviewed, approved, locked (or as its author wrote it).
    """

    text: str
    kpi_id: str = ""
    source: Literal["generated", "note", "override"] = "generated"
    fact_ids: tuple[str, ...] = ()
    stale: bool = False
    author: str = ""
    subject_id: str = ""
    written: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything commentary wrote for this view in its locale, and what people wrote in notes.

    ``summary`` are the key messages of the whole. ``open_actions`` belong to this period, ``last_actions`` to the period
    before (shown first in a review). ``decisions`` are suggestions that a board is asked to decide on.
    """

    headline: str = ""
    pay_headline: str = ""
    comments: tuple[Comment, ...] = ()
    summary: tuple[str, ...] = ()
    manager_note: tuple[Comment, ...] = ()
    open_actions: tuple[Action, ...] = ()
    last_actions: tuple[Action, ...] = ()
    suggestions: tuple[Comment, ...] = ()
    decisions: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An action from a note: what, who, by when, and its state."""

    text: str
    owner: str = ""
    due: date | None = None
    status: str = "open"
    kpi_id: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A subject below a unit, as its manager may see it: totals, status counts, score per KPI and per perspective."""

    id: str
    level: Level
    name: Name
    post: str = ""
    scorecard: Scorecard | None = None
    scores: Mapping[str, Decimal | None] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    green: int = 0
    amber: int = 0
    red: int = 0
    days: int | None = None
    worst_kpi: str = ""
    worst_contribution: Decimal | None = None
    payable: Decimal | None = None
    target_bonus: Decimal | None = None
    excluded: bool = False
    unit: str = ""
    job_family: str = ""
    rank: int | None = None
    head_count: int | None = None
    perspectives: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RewardTotal:
    """Rewards of a group: people, target, gross and payable sums, and payout in percent of target."""

    name: str
    subject_id: str
    people: int
    target: Decimal | None
    gross: Decimal
    payable: Decimal
    ratio: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert on a KPI or subject: the rule that fired, the value against its limit, how long, and who is to act.

    ``rule``: streak, knock_out, gate, overdue_action, coverage, anomaly (``detail`` names the anomaly rule A1 to A6).
    ``text`` is the notice in the view's locale. ``at_least``: the streak reaches as far back as streaks are counted; it may
    have begun before ``since``.
    """

    rule: Literal["streak", "knock_out", "gate", "overdue_action", "coverage", "anomaly"]
    subject_id: str
    subject_name: Name
    kpi_id: str = ""
    kpi_name: Name | None = None
    value: Decimal | None = None
    limit: Decimal | None = None
    streak: int = 0
    since: Period | None = None
    owner: str = ""
    detail: str = ""
    text: str = ""
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A grade changed in calibration: from, to, why, by whom and when. The score never changes."""

    subject_id: str
    name: Name
    from_grade: str
    to_grade: str
    reason: str
    decided_by: str
    decided_on: date | None = None
    final: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """A policy that this view's numbers follow: scoring rules or a reward policy, with version, validity and its name."""

    id: str
    version: str
    kind: Literal["scoring", "reward"]
    effective: tuple[date, date] | None = None
    source: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Accrual:
    """Bonus earned to date of a unit or policy: target x time share x payout factor now, paid, accrued before and now.

    ``minus_five`` and ``plus_five`` are ``earned`` with every score 5 points lower or higher.
    """

    name: str
    earned: Decimal
    paid: Decimal
    accrued_before: Decimal | None
    accrued: Decimal
    minus_five: Decimal | None = None
    plus_five: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ControlLine:
    """A line of a control sheet: what is checked, the value expected and found; a difference of 0.00 is in order.

    ``places`` are the decimals that its figures print with: 0 for counts of rows.
    """

    text: str
    expected: Decimal | None
    found: Decimal | None
    signed_off_by: str = ""
    places: int = 2


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file: its rows, those that were read, and rows and control sum of the period's own rows.

    The sum adds one column of figures, whatever their units: it only proves that nothing was lost or doubled. Both are None
    where the file's rows belong to no period; the sum is None where it has no column of figures.
    """

    file: str
    rows: int
    read: int
    period_rows: int | None = None
    period_sum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Identity of the run: printed in every footer."""

    run_id: str
    data_hash: str
    as_of: date
    policy: str
    engine: str
    status: Literal["draft", "final"] = "draft"


@dataclass(frozen=True, slots=True)
class View:
    """One recipient's view of one subject and period in one locale.

    ``units`` stand directly below, ``departments`` are the lowest units above the teams, at any depth. ``kpis`` are the
    definitions of every KPI that occurs in ``lines``, ``units`` and ``people``; ``names`` the names of every subject that
    this recipient may see named (parts of contributions, anomalies, near cuts). What is not in it stays unnamed.
    """

    run: RunInfo
    locale: Locale
    company: str
    currency: str
    confidentiality: str
    period: Period
    prior_period: Period | None
    subject: Subject
    scorecard: Scorecard | None
    lines: tuple[Line, ...]
    rules: Rules
    texts: Texts = Texts()
    statements: tuple[Statement, ...] = ()
    traces: Mapping[str, tuple[TraceStep, ...]] = field(default_factory=dict)
    units: tuple[Member, ...] = ()
    people: tuple[Member, ...] = ()
    siblings: tuple[Member, ...] = ()
    reward_totals: tuple[RewardTotal, ...] = ()
    pools: tuple[PoolReconciliation, ...] = ()
    target_changes: tuple[TargetChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    statistics: Statistics | None = None
    appeal_until: date | None = None
    appeal_days: int | None = None
    score_trace: tuple[TraceStep, ...] = ()
    line_traces: tuple[LineTrace, ...] = ()
    extras: Mapping[str, object] = field(default_factory=dict)
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    names: Mapping[str, Name] = field(default_factory=dict)
    alerts: tuple[Alert, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    policies: tuple[PolicyUsed, ...] = ()
    accruals: tuple[Accrual, ...] = ()
    controls: tuple[ControlLine, ...] = ()
    recipient: Recipient = "person"
    departments: tuple[Member, ...] = ()
    files_read: tuple[FileRead, ...] = ()
