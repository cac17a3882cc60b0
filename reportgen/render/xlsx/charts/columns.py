"""Charts over time or classes: actual before outlined plan, variances above on the same scale, small multiples, counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.model.chart import Effect, Histogram, SmallMultiples, Trend
from reportgen.render.xlsx.charts.build import (
    CLEAR,
    HATCH,
    OUTLINE,
    SOLID,
    Block,
    Kit,
    by_colour,
    fill,
    hidden,
    label_code,
    quiet,
    span,
    written,
)
from reportgen.render.xlsx.styles import ACTUAL, EFFECT_FILL, NEUTRAL

_PLOT = 0.78  # share of the height that columns take; the rest is month names
_ABOVE = {"x": 0.02, "y": 0.1, "width": 0.96, "height": 0.8}


def draw_trend(kit: Kit, spec: Trend) -> Any:
    """Columns of actuals before outlined plan columns, or lines of levels; the axis starts at zero."""
    highest = [max((value for value in (point.actual, point.plan) if value is not None), default=None) for point in spec.points]
    block = kit.block(("", spec.actual_name, spec.plan_name, "", spec.variance_name), [
        (point.label + point.mark, point.actual, point.plan, high, point.variance)
        for point, high in zip(spec.points, highest, strict=True)])
    chart = _columns(kit, spec, block) if spec.form == "columns" else _lines(kit, spec, block)
    low, high = _ends(spec)
    chart.set_x_axis(quiet(kit))
    chart.set_y_axis(hidden(low, high))
    chart.set_plotarea({"fill": {"none": True}, "layout": {"x": 0.02, "y": 0.04, "width": 0.96, "height": _PLOT}})
    return chart


def _columns(kit: Kit, spec: Trend, block: Block) -> Any:
    """Actual before plan; the label stands above the higher of both, on a line that is not drawn."""
    chart = kit.chart("column")
    shared = {"categories": block.column(0), "gap": 45, "overlap": 70}
    chart.add_series({"name": block.name(2), "values": block.column(2), **shared, **OUTLINE})
    chart.add_series({"name": block.name(1), "values": block.column(1), **shared, **SOLID,
                      "points": [HATCH if point.forecast else None for point in spec.points]})
    labels = kit.chart("line")
    labels.add_series({"categories": block.column(0), "values": block.column(3), "line": {"none": True},
                       "data_labels": _labels(kit, spec)})
    chart.combine(labels)
    return chart


def _lines(kit: Kit, spec: Trend, block: Block) -> Any:
    """Levels: actual as a line with its labels, plan dashed."""
    chart = kit.chart("line")
    chart.add_series({"name": block.name(2), "categories": block.column(0), "values": block.column(2),
                      "line": {"color": NEUTRAL, "width": 1, "dash_type": "dash"}})
    dot = {"type": "circle", "size": 4, "fill": {"color": ACTUAL}, "border": {"color": ACTUAL}}
    chart.add_series({"name": block.name(1), "categories": block.column(0), "values": block.column(1),
                      "line": {"color": ACTUAL, "width": 1.75}, "marker": dot,
                      "data_labels": _labels(kit, spec)})
    return chart


def _labels(kit: Kit, spec: Trend) -> dict[str, Any]:
    custom = written([point.actual_label for point in spec.points])
    return {"value": True, "custom": custom, "position": "above", "font": kit.small()}


def _ends(spec: Trend) -> tuple[float, float]:
    """The axis from zero, with room for labels above the highest column."""
    low, high = span([value for point in spec.points for value in (point.actual, point.plan)])
    return low * 1.12, high * 1.12 or 1.0


def draw_variances(kit: Kit, spec: Trend, height: int) -> tuple[Any, int] | None:
    """Actual minus plan as columns of the same scale, coloured by effect, and their height; None where there are none."""
    values = [point.variance for point in spec.points]
    if spec.form != "columns" or not any(value is not None for value in values):
        return None
    low, high = _ends(spec)
    per_pixel = (high - low) / (height * _PLOT)
    least, most = span(values)
    room = 16 * per_pixel
    drawn = int((most - least + 2 * room) / per_pixel / _ABOVE["height"])
    colours = by_colour(values, [point.effect for point in spec.points])
    block = kit.block(("", *(spec.variance_name for _ in colours)),
                      [(point.label, *row) for point, row in zip(spec.points, zip(*colours.values(), strict=True), strict=True)])
    chart = kit.chart("column")
    labels = label_code([point.variance_label for point in spec.points], signed=True)
    for index, colour in enumerate(colours, start=1):
        chart.add_series({"name": block.name(index), "categories": block.column(0), "values": block.column(index), "gap": 45,
                          "overlap": 100, **fill(colour), "data_labels": {
                              "value": True, "num_format": labels, "position": "outside_end",
                              "font": {**kit.small(), "size": 7}}})
    chart.set_x_axis({**quiet(kit), "label_position": "none"})
    chart.set_y_axis(hidden(least - room, most + room))
    chart.set_plotarea({"fill": {"none": True}, "layout": _ABOVE})
    return chart, min(max(drawn, 40), height)


def draw_small_multiples(kit: Kit, spec: SmallMultiples) -> Any:
    """All panels side by side on one axis, a gap between them; the last value of each is labelled."""
    titles: list[str] = []
    values: list[Decimal | None] = []
    lasts: list[Decimal | None] = []
    effects: list[Effect] = []
    for panel in spec.panels:
        last = max((index for index, value in enumerate(panel.values) if value is not None), default=-1)
        titles += [panel.title, *("" for _ in panel.values)]
        values += [*panel.values, None]
        lasts += [*(value if index == last else None for index, value in enumerate(panel.values)), None]
        effects += [*panel.effects, ""]
    colours = by_colour(values, effects)
    block = kit.block(("", "", *("" for _ in colours), ""), [
        (title, "", *row, last) for title, row, last in zip(
            titles, zip(*colours.values(), strict=True) if colours else [()] * len(titles), lasts, strict=False)])
    chart = kit.chart("column")
    shared = {"categories": block.column(0, 1), "gap": 30, "overlap": 100}
    for index, colour in enumerate(colours, start=2):
        chart.add_series({**shared, "values": block.column(index), **fill(colour)})
    code = label_code([panel.last_label for panel in spec.panels], signed=True)
    chart.add_series({**shared, "values": block.column(2 + len(colours)), **CLEAR, "data_labels": {
        "value": True, "num_format": code, "font": kit.small(), "position": "outside_end"}})
    low, high = span(values)
    chart.set_x_axis(quiet(kit))
    chart.set_y_axis(hidden(low * 1.15, high * 1.15 or 1.0))
    return chart


def draw_histogram(kit: Kit, spec: Histogram) -> Any:
    """Counts as columns, a quota as an outlined column behind each."""
    block = kit.block(("", spec.count_name, spec.quota_name), [(one.label, one.count, one.quota) for one in spec.bins])
    chart = kit.chart("column")
    quota = any(one.quota is not None for one in spec.bins)
    if quota:
        chart.add_series({"name": block.name(2), "categories": block.column(0), "values": block.column(2), "gap": 45,
                          "overlap": 70, **OUTLINE})
    points = [{"fill": {"color": EFFECT_FILL[one.effect]}} if one.effect in EFFECT_FILL else None for one in spec.bins]
    chart.add_series({"name": block.name(1), "categories": block.column(0), "values": block.column(1), **SOLID,
                      **({"overlap": 70} if quota else {}), "gap": 45, **({"points": points} if any(points) else {}),
                      "data_labels": {"value": True, "font": kit.small(), "position": "outside_end"}})
    chart.set_x_axis(quiet(kit))
    chart.set_y_axis(hidden(0.0))
    return chart


