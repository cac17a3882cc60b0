"""From the range of a column of in-cell graphics to millimetres: one scale, and a label that always fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.measure import text_width
from reportgen.charts.style import AXIS_HALF, Style
from reportgen.model.chart import Axis, CellGraphic, GraphicScale, Sparkline, VarianceBar, VariancePin, WaterfallStep

BAR_GAP = 0.9
PIN_GAP = 1.7
NOTE_GAP = 2.2
NOTE_RADIUS = 1.6
NOTE_COLUMN = 4.0
SPARK_LEFT = 3.0
MINUS = "−"
_EDGE = 0.2
_LEFT_EDGE = 1.2


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a graphic goes to each side of the axis: a value that is scaled, and millimetres that are not."""

    left: float = 0.0
    left_room: float = 0.0
    right: float = 0.0
    right_room: float = 0.0


@dataclass(frozen=True, slots=True)
class CellScale:
    """Geometry that all graphics of one column share: axis at ``zero`` mm, ``per_unit`` mm per unit, label size in mm."""

    width: float
    zero: float
    per_unit: float
    axis: Axis
    limit: float | None
    lo: float
    hi: float
    label: float


def fit_column(scale: GraphicScale, graphics: Iterable[CellGraphic], width: Decimal | float, style: Style) -> CellScale:
    """The largest scale at which every bar, pin, step, label and note of the column stays inside ``width`` millimetres.

    ``scale.per_unit`` is taken as it is where it fits; otherwise the column is drawn smaller rather than cut.
    """
    room, limit = float(width), None if scale.limit is None else float(scale.limit)
    drawn = [graphic for graphic in graphics if not isinstance(graphic, Sparkline)]
    size = _label_size(drawn, room, style)
    reaches = [_reach(graphic, scale.axis, limit, size, style) for graphic in drawn]
    lo, hi = float(scale.lo), float(scale.hi)
    bound = limit if limit is not None else float("inf")
    half = AXIS_HALF[scale.axis] + _EDGE
    reaches = [Reach(r.left, r.left_room + _LEFT_EDGE - _EDGE, r.right, r.right_room) for r in reaches]
    reaches.append(Reach(min(-lo, bound) if lo < 0 else 0.0, half + _LEFT_EDGE, min(hi, bound) if hi > 0 else 0.0, half))
    per_unit = _largest(reaches, room)
    if scale.per_unit is not None:
        per_unit = min(per_unit, float(scale.per_unit))
    left = max(per_unit * reach.left + reach.left_room for reach in reaches)
    right = max(per_unit * reach.right + reach.right_room for reach in reaches)
    slack = max(room - left - right, 0.0)
    zero = left + slack * left / (left + right)
    return CellScale(room, zero, per_unit, scale.axis, limit, lo, hi, size)


def _largest(reaches: list[Reach], room: float) -> float:
    """Largest scale with both sides inside ``room``: the widest pair of reaches decides, found by Newton steps."""
    per_unit = room / max(max(r.left for r in reaches) + max(r.right for r in reaches), 1e-9)
    for _ in range(60):
        left = max(reaches, key=lambda r: per_unit * r.left + r.left_room)
        right = max(reaches, key=lambda r: per_unit * r.right + r.right_room)
        excess = per_unit * (left.left + right.right) + left.left_room + right.right_room - room
        slope = left.left + right.right
        if excess <= 1e-9 or slope <= 0:
            break
        per_unit -= excess / slope
    return max(per_unit, 0.0)


def _label_size(graphics: list[VarianceBar | VariancePin | WaterfallStep], room: float, style: Style) -> float:
    """Label size: that of notes, smaller only where labels and notes would leave less than a tenth of the cell to bars."""
    sides = {True: 0.0, False: 0.0}
    for graphic in graphics:
        left = not isinstance(graphic, WaterfallStep) and (
            graphic.value < 0 if graphic.value is not None else graphic.label.startswith(MINUS))
        sides[left] = max(sides[left], text_width(graphic.label, style.note, _bold(graphic)))
    labels = sum(sides.values())
    notes = NOTE_GAP + 2 * NOTE_RADIUS if any(graphic.note is not None for graphic in graphics) else 0.0
    free = 0.9 * room - 2 * PIN_GAP - _LEFT_EDGE - notes
    return style.note * min(1.0, max(free, 1.0) / labels) if labels else style.note


def _bold(graphic: VarianceBar | VariancePin | WaterfallStep) -> bool:
    return graphic.role != "step" if isinstance(graphic, WaterfallStep) else graphic.bold


def _reach(graphic: VarianceBar | VariancePin | WaterfallStep, axis: Axis, limit: float | None, size: float,
           style: Style) -> Reach:
    label = text_width(graphic.label, size, _bold(graphic)) + _EDGE
    half = AXIS_HALF[axis]
    if isinstance(graphic, WaterfallStep):
        start, end = float(graphic.start), float(graphic.start + (graphic.value or 0))
        side = NOTE_COLUMN if graphic.note is not None else 0.0
        return Reach(max(-start, -end, 0.0), half, max(start, end, 0.0), BAR_GAP + label + side)
    note = 0.0 if graphic.note is None else NOTE_GAP + NOTE_RADIUS
    free = half + (note and 2.8 + NOTE_RADIUS)
    if graphic.value is None:
        beside = half + BAR_GAP + label
        return Reach(0.0, beside, 0.0, free) if graphic.label.startswith(MINUS) else Reach(0.0, half, 0.0, beside + note)
    gap = half + (BAR_GAP if isinstance(graphic, VarianceBar) else PIN_GAP)
    size_of = abs(float(graphic.value))
    far = size_of if limit is None else min(size_of, limit)
    if graphic.value < 0:
        return Reach(far, gap + label, 0.0, free)
    return Reach(0.0, half, far, gap + label + note)
