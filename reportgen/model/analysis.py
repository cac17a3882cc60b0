"""What analysis finds: variances, outlooks, contributions, decompositions, anomalies and statistics, as frozen results.

Decimals are rounded as they print (docs/method/variance.md); percentages are in percent, ``None`` is missing, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Direction = Literal["higher", "lower", "range", "target", "none"]
Effect = Literal["favourable", "unfavourable", "neutral", ""]
NmReason = Literal[
    "", "missing", "pp", "zero_base", "negative_base", "sign_change", "over_999", "definition_changed"
]
ProfitWord = Literal["", "turned_to_profit", "turned_to_loss", "loss_narrowed", "loss_widened"]
Status = Literal["green", "amber", "red", ""]


@dataclass(frozen=True, slots=True)
class Variance:
    """Primary minus reference, as given; relative in percent with 2 decimals, or the reason why there is none.

    ``pp`` is True when the measure is a percentage, so that ``absolute`` is in percentage points.
    """

    absolute: Decimal | None
    percent: Decimal | None = None
    nm_reason: NmReason = ""
    effect: Effect = ""
    pp: bool = False


OutlookMethod = Literal["run_rate", "plan_to_go", "seasonal", "forecast"]


@dataclass(frozen=True, slots=True)
class Projection:
    """A full-year value by one method, and its distance from the full-year target. Only ``forecast`` is loaded data."""

    method: OutlookMethod
    full_year: Decimal
    gap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a flow stands in its year: completion against time (both percent), pace in pp, need per remaining period.

    ``phased`` tells that time progress is the share of the phased plan that should be done by now, else elapsed / periods.
    ``required`` is None when no period remains. ``projections`` holds every method whose data are there.
    """

    ytd: Decimal
    fy_target: Decimal | None
    elapsed: int
    periods: int
    average: Decimal | None = None
    required: Decimal | None = None
    completion: Decimal | None = None
    time_progress: Decimal | None = None
    pace_gap: Decimal | None = None
    phased: bool = False
    projections: tuple[Projection, ...] = ()

    def by(self, method: OutlookMethod) -> Projection | None:
        """The projection of one method, or None where its data are missing."""
        return next((item for item in self.projections if item.method == method), None)


ContributionSide = Literal["both", "unplanned", "absent", "rest"]


@dataclass(frozen=True, slots=True)
class UnitContribution:
    """What one part adds to a unit's variance: amount, in pp of the unit's target (1 decimal, adds up), share of the gap.

    ``side`` is unplanned (no target: contributes its actual), absent (no actual: contributes minus its target) or rest
    (what the parts leave of the unit's own values; ``subject_id`` is empty). ``adjusted`` marks a pp moved to foot.
    """

    subject_id: str
    actual: Decimal | None
    target: Decimal | None
    variance: Decimal
    pp_of_target: Decimal | None = None
    share_of_gap: Decimal | None = None
    side: ContributionSide = "both"
    adjusted: bool = False


@dataclass(frozen=True, slots=True)
class RateMixPart:
    """One part of a ratio's change: its rates before and after (percent) and its two effects (pp).

    ``adjusted`` says of each effect, rate and mix, whether it was moved to foot.
    """

    key: str
    rate_before: Decimal | None
    rate_after: Decimal | None
    rate_effect: Decimal
    mix_effect: Decimal
    adjusted: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class RateMix:
    """The change of a ratio of sums split over its parts; the effects add up to ``change`` as printed.

    ``adjusted`` says of the sums of rate and of mix whether they were moved to foot.
    """

    before: Decimal
    after: Decimal
    change: Decimal
    rate_effect: Decimal
    mix_effect: Decimal
    parts: tuple[RateMixPart, ...] = ()
    adjusted: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class RatioSplit:
    """The change of one ratio split into the effects of numerator and denominator (all in pp, adding up)."""

    before: Decimal
    after: Decimal
    change: Decimal
    numerator_effect: Decimal
    denominator_effect: Decimal


@dataclass(frozen=True, slots=True)
class PriceVolumePart:
    """One product: its share of the volume effect, mix and price effect, or its whole value where it is new or discontinued.

    The effects add up to the change of its value. Quantities and prices are None on the side where it was not sold.
    """

    key: str
    mix: Decimal
    price: Decimal
    new: Decimal
    discontinued: Decimal
    volume: Decimal = Decimal(0)
    quantity_before: Decimal | None = None
    quantity_after: Decimal | None = None
    price_before: Decimal | None = None
    price_after: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceVolumeMix:
    """A change of value as volume, mix and price (price at actual volume), new and discontinued products apart."""

    before: Decimal
    after: Decimal
    volume: Decimal
    mix: Decimal
    price: Decimal
    new: Decimal
    discontinued: Decimal
    change: Decimal
    parts: tuple[PriceVolumePart, ...] = ()


AnomalyRule = Literal["A1", "A2", "A3", "A4", "A5", "A6"]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A rule that fired, with the numbers it compared. ``hr_only``: a hint for HR, on nobody else's page."""

    rule: AnomalyRule
    value: Decimal | None = None
    limit: Decimal | None = None
    count: int = 0
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    subject_id: str = ""
    kpi_id: str = ""
    assignment_id: str = ""
    hr_only: bool = False


GroupKind = Literal["company", "unit", "job_family", "level"]


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """Printed finals of a group: count, mean, median, SD (population), extremes, change of the mean, leniency.

    Below the least group size only ``count`` is given. ``leniency`` is the group's mean minus the company's. ``finals``
    are the finals themselves, ascending and without names.
    """

    kind: GroupKind
    key: str
    count: int
    mean: Decimal | None = None
    median: Decimal | None = None
    sd: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    prior_mean: Decimal | None = None
    change: Decimal | None = None
    leniency: Decimal | None = None
    lower_quartile: Decimal | None = None
    upper_quartile: Decimal | None = None
    finals: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeShare:
    """Heads of one grade against the quota: count, percent (1 decimal, adds up to 100.0), quota heads, over (+) or under."""

    grade: str
    count: int
    percent: Decimal
    quota_percent: Decimal | None = None
    quota: int | None = None
    over_under: int | None = None


@dataclass(frozen=True, slots=True)
class QuotaLimit:
    """Grades bound together (``C+D``): heads, the quota, how it binds, and the heads that break it (0 when it is kept)."""

    grades: str
    kind: Literal["max", "min", "exact"]
    count: int
    quota: int
    breach: int


@dataclass(frozen=True, slots=True)
class QuotaCut:
    """The place where a quota ends in the order of finals: the grade above it, the heads above, the finals on both sides.

    ``tied`` names the people who share the very same final across the cut; a tie is never split.
    """

    grade: str
    heads: int
    last_in: Decimal
    first_out: Decimal
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotaCheck:
    """Grades of one group against its quota. ``group`` is a unit, or the parent of those in ``pooled``.

    ``family`` is the job family where people are pooled by it. ``guidance``: too small even pooled, the quota is for
    orientation only.
    """

    group: str
    heads: int
    grades: tuple[GradeShare, ...]
    limits: tuple[QuotaLimit, ...] = ()
    cuts: tuple[QuotaCut, ...] = ()
    pooled: tuple[str, ...] = ()
    family: str = ""
    guidance: bool = False


@dataclass(frozen=True, slots=True)
class HistogramBin:
    """Finals from ``low`` (inclusive) to ``high`` (exclusive)."""

    low: Decimal
    high: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class NearCut:
    """A person close to a grade border: the distance to it, and how many share the very same final."""

    subject_id: str
    final: Decimal
    grade: str
    border: Decimal
    distance: Decimal
    ties: int


@dataclass(frozen=True, slots=True)
class GradeMove:
    """Heads that went from one grade to another since the period before."""

    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class PayoutByGrade:
    """Payable over target bonus of the people of one grade, in percent (sum over sum)."""

    grade: str
    people: int
    target: Decimal
    payable: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class KpiQuality:
    """How a KPI works as a measure: lines, reported lines, greens, weights, and what is wrong with it."""

    kpi_id: str
    lines: int
    reported: int
    green: int
    min_weight: Decimal | None = None
    max_weight: Decimal | None = None
    always_green: bool = False
    never_reported: bool = False
    weak_control: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """The HR picture of one population and period: participation, distribution, spread, movement, pay, KPI quality."""

    head_count: int
    rated: int
    not_rated: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[GroupStatistics, ...] = ()
    grades: tuple[GradeShare, ...] = ()
    checks: tuple[QuotaCheck, ...] = ()
    histogram: tuple[HistogramBin, ...] = ()
    near_cuts: tuple[NearCut, ...] = ()
    moves: tuple[GradeMove, ...] = ()
    kendall_tau: Decimal | None = None
    inversions: tuple[tuple[str, str], ...] = ()
    inversion_count: int = 0
    payout: tuple[PayoutByGrade, ...] = ()
    quality: tuple[KpiQuality, ...] = ()
