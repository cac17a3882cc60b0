"""A score or a KPI as bars beside its levels: actual solid, target outlined, others light, grades as a strip below."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from reportgen.model.chart import KpiBullet, ScoreBullet
from reportgen.render.xlsx.audit import Entry
from reportgen.render.xlsx.charts.build import LIGHT, OUTLINE, SOLID, Kit, hidden, quiet
from reportgen.render.xlsx.styles import ACTUAL, INK, PAPER, PREVIOUS

_Level = tuple[str, Decimal | None, dict[str, Any]]


def draw_score_bullet(kit: Kit, spec: ScoreBullet) -> Any:
    """Own score, target and comparison on the scale of the grades."""
    levels: list[_Level] = [(spec.value_label, spec.value, SOLID), (spec.target_label, spec.target, OUTLINE)]
    if spec.comparison is not None:
        levels.append((spec.comparison_label, spec.comparison, LIGHT))
    chart = kit.chart("bar", "stacked")
    _add_levels(kit, chart, levels)
    starts = [*(band.start for band in spec.bands), spec.maximum]
    bands = [(band.label, end - start, band.own) for band, (start, end) in zip(spec.bands, pairwise(starts), strict=True)]
    _add_strip(kit, chart, len(levels), bands)
    chart.set_y_axis(quiet(kit, reverse=True, interval_unit=1))
    chart.set_x_axis(hidden(0.0, float(spec.maximum)))
    return chart


def draw_kpi_bullet(kit: Kit, spec: KpiBullet) -> Any:
    """Actual, previous year and the levels of the target."""
    levels: list[_Level] = [
        (spec.actual_label, spec.actual, SOLID), ("PY", spec.previous, LIGHT), (spec.threshold_label, spec.threshold, OUTLINE),
        (spec.target_label, spec.target, OUTLINE), (spec.stretch_label, spec.stretch, OUTLINE)]
    chart = kit.chart("bar", "stacked")
    shown = [level for index, level in enumerate(levels) if index == 0 or level[1] is not None]
    _add_levels(kit, chart, shown)
    chart.set_y_axis(quiet(kit, reverse=True, interval_unit=1))
    chart.set_x_axis(hidden())
    return chart


def _add_levels(kit: Kit, chart: Any, levels: list[_Level]) -> None:
    block = kit.block(("", ""), [(label, value) for label, value, _ in levels])
    chart.add_series({"categories": block.column(0), "values": block.column(1), "gap": 40,
                      "points": [look for _, _, look in levels]})


def _add_strip(kit: Kit, chart: Any, above: int, bands: list[tuple[str, Decimal, bool]]) -> None:
    """Grades as one more bar, each as long as its range; the own grade is dark."""
    names = [label for label, _, _ in bands]
    nothing: list[Entry] = [None] * len(bands)
    block = kit.block(("", *names), [*(("", *nothing) for _ in range(above)), ("", *(width for _, width, _ in bands))])
    for index, (_, _, own) in enumerate(bands, start=1):
        fill = INK if own else PREVIOUS if index % 2 else "#DDE1E6"
        chart.add_series({
            "name": block.name(index), "values": block.column(index), "gap": 40,
            "fill": {"color": ACTUAL if own else fill}, "border": {"color": PAPER, "width": 0.75},
            "data_labels": {"series_name": True, "value": False, "position": "center",
                            "custom": [*({"delete": True} for _ in range(above)), {}],
                            "font": kit.small(PAPER if own else INK, bold=own)}})
