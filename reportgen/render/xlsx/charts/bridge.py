"""A bridge as stacked bars: an invisible base carries each step, its colour says the effect, its number stands at its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.model.chart import Bridge, BridgeStep
from reportgen.render.xlsx.charts.build import CLEAR, Kit, by_colour, fill, hidden, quiet, span, written

_ZERO = Decimal(0)


def draw_bridge(kit: Kit, spec: Bridge) -> Any:
    """Steps from top to bottom, the total last; sums start at the axis."""
    steps = [*spec.steps, BridgeStep(label=spec.total_label, value=spec.total_value, value_label=spec.total_value_label,
                                     effect=spec.total_effect, role="total")]
    level, ends, stacked = _ZERO, [_ZERO], []
    for step in steps:
        start = level if step.role == "step" else _ZERO
        level = start + step.value
        ends += [start, level]
        stacked.append(_stacked(start, level))
    low, high = span(ends)
    room = Decimal(str(round((high - low) * 0.16 or 1.0, 6)))
    left = [above is None and below is not None for _, above, below in stacked]
    series: list[tuple[list[Decimal | None], dict[str, Any]]] = [([base for base, _, _ in stacked], CLEAR)]
    effects, sums = [step.effect for step in steps], [step.role == "subtotal" for step in steps]
    for side in (1, 2):
        series += [(values, fill(colour)) for colour, values in by_colour([one[side] for one in stacked], effects, sums).items()]
    for sign in (False, True):
        if sign in left:
            series.append(([(-room if sign else room) if one is sign else None for one in left], {**CLEAR, "data_labels": {
                "value": True, "position": "inside_base", "font": kit.small(),
                "custom": written([step.value_label if one is sign else "" for step, one in zip(steps, left, strict=True)])}}))
    columns = zip(*(values for values, _ in series), strict=True)
    block = kit.block(("", "\u0394", *("" for _ in series)),
                      [(step.label, step.value, *row) for step, row in zip(steps, columns, strict=True)])
    chart = kit.chart("bar", "stacked")
    for index, (_, look) in enumerate(series, start=2):
        chart.add_series({"categories": block.column(0), "values": block.column(index), "gap": 35, **look})
    chart.set_y_axis(quiet(kit, reverse=True, interval_unit=1))
    chart.set_x_axis(hidden(low - float(room), high + float(room)))
    return chart


def _stacked(start: Decimal, end: Decimal) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Base, positive and negative part of a step: stacks grow from zero to either side."""
    low, high = min(start, end), max(start, end)
    if low >= 0:
        return low, high - low, None
    if high <= 0:
        return high, None, low - high
    return None, high, low
