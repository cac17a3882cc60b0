"""What a chart shows: numbers, labels and meanings, no geometry. ``reportgen/charts`` draws it, Excel builds it natively."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Effect = Literal["favourable", "unfavourable", "neutral", ""]
Scenario = Literal["AC", "PY", "PL", "FC"]
Axis = Literal["pl", "py", "zero"]


class Node(BaseModel):
    """A frozen node of the report tree; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ------------------------------------------------------------------ in-cell graphics (one scale per column)
class GraphicScale(Node):
    """The scale that all graphics of one table column share: data range, reference axis, pins beyond ``limit`` get a triangle.

    ``lo`` <= 0 <= ``hi`` in the unit of the values (percent, points, money), measured from the axis.
    ``per_unit`` fixes millimetres per unit where a page shares one scale (notation 8); empty lets the column fill its width.
    """

    lo: Decimal
    hi: Decimal
    axis: Axis = "pl"
    limit: Decimal | None = None
    per_unit: Decimal | None = None


class VarianceBar(Node):
    """A bar from the axis. ``value`` None draws the axis alone, with ``label`` beside it (n.m.)."""

    kind: Literal["variance_bar"] = "variance_bar"
    value: Decimal | None
    effect: Effect
    label: str
    note: int | None = None
    bold: bool = False


class VariancePin(Node):
    """A pin from the axis; the head carries the minuend's fill (AC)."""

    kind: Literal["variance_pin"] = "variance_pin"
    value: Decimal | None
    effect: Effect
    label: str
    note: int | None = None
    bold: bool = False


class WaterfallStep(Node):
    """One step of a waterfall that runs down the rows of a table: from ``start`` by ``value``, both measured from the axis."""

    kind: Literal["waterfall_step"] = "waterfall_step"
    start: Decimal
    value: Decimal | None
    effect: Effect
    label: str
    role: Literal["step", "subtotal", "total"] = "step"
    first: bool = False
    last: bool = False
    note: int | None = None


class Sparkline(Node):
    """Small columns, one per period, around the axis; a missing period leaves a gap.

    ``reach`` indexes a row: its own largest distance from the axis, where one scale for the column would flatten it.
    """

    kind: Literal["sparkline"] = "sparkline"
    values: tuple[Decimal | None, ...]
    effects: tuple[Effect, ...]
    label: str = ""
    reach: Decimal | None = None


CellGraphic = Annotated[VarianceBar | VariancePin | WaterfallStep | Sparkline, Field(discriminator="kind")]


# ------------------------------------------------------------------ charts that stand alone
class Band(Node):
    """A grade on the score axis from ``start`` (inclusive) to the next band."""

    start: Decimal
    label: str
    own: bool = False


class ScoreBullet(Node):
    """Own score as a bar on the grade scale, target as a double line, comparison (team mean) as a gap in the bar."""

    kind: Literal["score_bullet"] = "score_bullet"
    value: Decimal | None
    value_label: str
    target: Decimal
    target_label: str
    bands: tuple[Band, ...]
    maximum: Decimal
    comparison: Decimal | None = None
    comparison_label: str = ""


class KpiBullet(Node):
    """A KPI's actual against threshold, target and stretch on an axis from 0 (or below for negative values)."""

    kind: Literal["kpi_bullet"] = "kpi_bullet"
    actual: Decimal | None
    actual_label: str
    target: Decimal
    target_label: str
    threshold: Decimal | None = None
    threshold_label: str = ""
    stretch: Decimal | None = None
    stretch_label: str = ""
    previous: Decimal | None = None
    effect: Effect = ""


class Point(Node):
    """One period of a trend. ``variance`` is actual − plan with its label and effect. ``forecast`` hatches the column."""

    label: str
    actual: Decimal | None = None
    actual_label: str = ""
    plan: Decimal | None = None
    variance: Decimal | None = None
    variance_label: str = ""
    effect: Effect = ""
    forecast: bool = False
    mark: str = ""


class Trend(Node):
    """Columns of AC before outlined PL with variances above on the same scale (flows), or lines of levels (ratios, stocks).

    A point's ``mark`` names a target change at that period (drawn as a small flag letter with a footnote).
    """

    kind: Literal["trend"] = "trend"
    points: tuple[Point, ...]
    form: Literal["columns", "line"] = "columns"
    actual_name: str = "AC"
    plan_name: str = "PL"
    variance_name: str = "ΔPL"


class Panel(Node):
    """One small multiple: values around the axis, first and last period named, the last value labelled."""

    title: str
    subtitle: str = ""
    values: tuple[Decimal | None, ...]
    effects: tuple[Effect, ...]
    last_label: str = ""
    first_period: str = ""
    last_period: str = ""


class SmallMultiples(Node):
    """Panels on one shared scale, ``columns`` abreast; ``indexed`` panels fill their own height instead."""

    kind: Literal["small_multiples"] = "small_multiples"
    panels: tuple[Panel, ...]
    columns: int = 2
    axis: Axis = "pl"
    indexed: bool = False


class BridgeStep(Node):
    """A step of a bridge with its own label and number text."""

    label: str
    value: Decimal
    value_label: str
    effect: Effect
    role: Literal["step", "subtotal", "total"] = "step"
    note: int | None = None


class Bridge(Node):
    """A waterfall from a base to a total, structure top to bottom; steps are distances on the variance axis of the base."""

    kind: Literal["bridge"] = "bridge"
    base_label: str
    base_value_label: str
    steps: tuple[BridgeStep, ...]
    total_label: str
    total_value: Decimal
    total_value_label: str
    total_level_label: str = ""
    total_effect: Effect = ""


class CurvePoint(Node):
    x: Decimal
    y: Decimal
    label: str = ""


class PayoutCurve(Node):
    """Payout in percent over a measure in percent: points joined by lines, ``below`` before the first, own point marked."""

    kind: Literal["payout_curve"] = "payout_curve"
    points: tuple[CurvePoint, ...]
    below: Decimal
    x_label: str
    y_label: str
    own: CurvePoint | None = None
    own_second_label: str = ""
    stepped: bool = False


class Bin(Node):
    label: str
    count: int
    count_label: str
    quota: Decimal | None = None
    quota_label: str = ""
    effect: Effect = ""


class Histogram(Node):
    """Counts per bin or grade as columns; a quota is an outlined column beside it."""

    kind: Literal["histogram"] = "histogram"
    bins: tuple[Bin, ...]
    count_name: str
    quota_name: str = ""


class Dot(Node):
    x: Decimal
    y: Decimal
    label: str = ""
    own: bool = False


class Scatter(Node):
    """Points of two measures, with named axes that start at zero unless every value is far from it."""

    kind: Literal["scatter"] = "scatter"
    dots: tuple[Dot, ...]
    x_label: str
    y_label: str


class Strip(Node):
    """One group of a strip chart: its values ascending, quartiles and median. Without values ``note`` says why."""

    label: str
    count_label: str
    values: tuple[Decimal, ...] = ()
    lower_quartile: Decimal | None = None
    median: Decimal | None = None
    upper_quartile: Decimal | None = None
    median_label: str = ""
    note: str = ""


class Strips(Node):
    """One row per group on a shared axis: a dot per value, a box between the quartiles, a line at the median.

    ``mean`` is that of everyone, drawn across all rows; the axis names its lowest and highest value only.
    """

    kind: Literal["strips"] = "strips"
    strips: tuple[Strip, ...]
    low: Decimal
    low_label: str
    high: Decimal
    high_label: str
    count_name: str = ""
    median_name: str = ""
    mean: Decimal | None = None
    mean_label: str = ""


ChartSpec = Annotated[
    ScoreBullet | KpiBullet | Trend | SmallMultiples | Bridge | PayoutCurve | Histogram | Scatter | Strips,
    Field(discriminator="kind"),
]
