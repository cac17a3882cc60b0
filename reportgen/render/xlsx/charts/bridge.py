"""A bridge as stacked bars: an invisible base carries each step, its colour says the effect, its number stands at its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.model.chart import Bridge, Effect
from reportgen.render.xlsx.audit import Entry
from reportgen.render.xlsx.charts.build import CLEAR, Kit, hidden, quiet, span, written
from reportgen.render.xlsx.styles import EFFECT_FILL, NEUTRAL

_ZERO = Decimal(0)


def draw_bridge(kit: Kit, spec: Bridge) -> Any:
    """Steps from top to bottom, the total last; sums start at the axis."""
    rows: list[tuple[Entry, ...]] = []
    fills: list[dict[str, Any]] = []
    level, ends = _ZERO, [_ZERO]
    steps = [*((step.label, step.value, step.value_label, step.effect, step.role) for step in spec.steps),
             (spec.total_label, spec.total_value, spec.total_value_label, spec.total_effect, "total")]
    for label, value, _, effect, role in steps:
        start = level if role == "step" else _ZERO
        level = start + value
        ends += [start, level]
        rows.append((label, value, *_stacked(start, level)))
        fills.append(_fill(effect, role))
    low, high = span(ends)
    room = (high - low) * 0.16 or 1.0
    rows = [(*row, *_room(row, room)) for row in rows]
    block = kit.block(("", "\u0394", "", "", "", "", ""), rows)
    chart = kit.chart("bar", "stacked")
    for index, look in ((2, CLEAR), (3, {"points": fills}), (4, {"points": fills})):
        chart.add_series({"categories": block.column(0), "values": block.column(index), "gap": 35, **look})
    for index, position in ((5, "inside_base"), (6, "inside_base")):
        custom = written([step[2] if row[index] is not None else "" for step, row in zip(steps, rows, strict=True)])
        chart.add_series({"categories": block.column(0), "values": block.column(index), "gap": 35, **CLEAR,
                          "data_labels": {"value": True, "custom": custom, "position": position, "font": kit.small()}})
    chart.set_y_axis(quiet(kit, reverse=True, interval_unit=1))
    chart.set_x_axis(hidden(low - room, high + room))
    return chart


def _stacked(start: Decimal, end: Decimal) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Base, positive and negative part of a step: stacks grow from zero to either side."""
    low, high = min(start, end), max(start, end)
    if low >= 0:
        return low, high - low, None
    if high <= 0:
        return high, None, low - high
    return None, high, low


def _room(row: tuple[Entry, ...], room: float) -> tuple[Decimal | None, Decimal | None]:
    """Invisible room for the label, on the side where the step ends away from zero."""
    size = Decimal(str(round(room, 6)))
    negative = row[3] is None and row[4] is not None
    return (None, -size) if negative else (size, None)


def _fill(effect: Effect, role: str) -> dict[str, Any]:
    colour = NEUTRAL if role == "subtotal" else EFFECT_FILL.get(effect, NEUTRAL)
    return {"fill": {"color": colour}, "border": {"none": True}}
