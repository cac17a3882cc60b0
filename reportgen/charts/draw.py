"""The registry of charts: one drawing function per kind of spec."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from reportgen.charts import bridge, histogram, kpi_bullet, payout_curve, scatter, score_bullet, small_multiples, strips, trend
from reportgen.charts.style import Style
from reportgen.charts.svg import Svg
from reportgen.model.chart import (
    Bridge,
    ChartSpec,
    Histogram,
    KpiBullet,
    PayoutCurve,
    Scatter,
    ScoreBullet,
    SmallMultiples,
    Strips,
    Trend,
)

_DRAW: dict[type[Any], Callable[[Svg, Any], None]] = {
    ScoreBullet: score_bullet.draw,
    KpiBullet: kpi_bullet.draw,
    Trend: trend.draw,
    SmallMultiples: small_multiples.draw,
    Bridge: bridge.draw,
    PayoutCurve: payout_curve.draw,
    Histogram: histogram.draw,
    Scatter: scatter.draw,
    Strips: strips.draw,
}


def draw_chart(spec: ChartSpec, width: Decimal | float, height: Decimal | float, alt: str, style: Style) -> str:
    """The SVG element of a chart, ``width`` by ``height`` millimetres, with ``alt`` as its alternative text."""
    svg = Svg(float(width), float(height), alt, style)
    _DRAW[type(spec)](svg, spec)
    return str(svg)
