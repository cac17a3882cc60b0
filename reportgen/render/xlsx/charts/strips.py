"""Strips as stacked bars: an invisible base carries the box from quartile to median to quartile."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.model.chart import Strip, Strips
from reportgen.render.xlsx.charts.build import CLEAR, Kit, quiet, written
from reportgen.render.xlsx.styles import ACTUAL, GREY, NEUTRAL, PREVIOUS

# The border between the two halves of the box is the line at the median.
_BOX = {"fill": {"color": PREVIOUS}, "border": {"color": ACTUAL, "width": 0.75}}


def draw_strips(kit: Kit, spec: Strips) -> Any:
    """Groups from top to bottom; a group without values keeps its row, with its word in place of the box."""
    most = max((len(strip.values) for strip in spec.strips), default=0)
    rows = [(f"{one.label} {one.count_label}", *_parts(one, spec.low), one.upper_quartile, *one.values,
             *[None] * (most - len(one.values))) for one in spec.strips]
    chart = kit.chart("bar", "stacked")
    block = kit.block(("", spec.median_name, *[""] * (5 + most)), rows)
    labels = [strip.median_label or strip.note for strip in spec.strips]
    if rows:
        for index, look in ((2, CLEAR), (3, _BOX), (4, _BOX)):
            chart.add_series({"categories": block.column(0), "values": block.column(index), "gap": 35, **look})
        chart.add_series({"categories": block.column(0), "values": block.column(5), "gap": 35, **CLEAR, "data_labels": {
            "value": True, "position": "inside_base", "font": kit.small(), "custom": written(labels)}})
    chart.set_y_axis(quiet(kit, reverse=True, interval_unit=1))
    room = float(spec.high - spec.low) * 0.2  # for the label at the end of the widest box
    chart.set_x_axis({"min": float(spec.low), "max": float(spec.high) + room, "major_gridlines": {"visible": False},
                      "num_font": kit.small(GREY), "num_format": "#,##0", "line": {"color": NEUTRAL, "width": 0.75}})
    return chart


def _parts(strip: Strip, least: Decimal) -> tuple[Decimal | None, ...]:
    """Median, base, lower and upper half of the box, and room for the label."""
    low, middle, high = strip.lower_quartile, strip.median, strip.upper_quartile
    if low is None or middle is None or high is None:
        return None, least, None, None, Decimal(1)
    return middle, low, middle - low, high - middle, Decimal(1)
