"""Trend: columns of AC before outlined PL with the variance above on the same scale, or lines of levels."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.layout import Label, every_nth, kept
from reportgen.charts.measure import text_width
from reportgen.charts.style import EFFECT_FILL
from reportgen.charts.svg import Svg
from reportgen.model.chart import Point, Trend

_LABEL = 3.0
#: Millimetres over the base from which a label has room under its point.
_UNDER = 3.6
_AXIS_GAP = 0.28
_WIDEST = 14.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: column pitch and width, right edge, the variance axis, the base line, mm per unit."""

    pitch: float
    column: float
    right: float
    variance: float
    base: float
    scale: float
    floor: float

    count: int

    def centre(self, index: int) -> float:
        return index * self.pitch + self.pitch / 2

    def under(self, centre: float, width: float) -> range:
        """Periods over whose columns a label of this centre and width stands."""
        margin = (self.pitch - self.column) / 2
        first = max(int((centre - width / 2 + margin) / self.pitch), 0)
        return range(first, min(int((centre + width / 2 - margin) / self.pitch), self.count - 1) + 1)


def draw(svg: Svg, spec: Trend) -> None:
    """Every period has its place; a missing value leaves it empty. All missing: axes and periods alone."""
    frame = _frame(svg, spec)
    if spec.form == "columns":
        _columns(svg, spec, frame)
    else:
        _lines(svg, spec, frame)
    _variances(svg, spec, frame)
    _periods(svg, spec, frame)


def _names_room(svg: Svg, spec: Trend) -> float:
    names = [spec.actual_name, spec.plan_name if spec.form == "line" else ""]
    if any(point.variance is not None for point in spec.points):
        names.append(spec.variance_name)
    return max((text_width(name, svg.style.tiny) for name in names), default=0.0) + 1.2


def _frame(svg: Svg, spec: Trend) -> _Frame:
    right = svg.width - _names_room(svg, spec)
    pitch = min(right / max(len(spec.points), 1), _WIDEST)
    right = pitch * len(spec.points) if spec.points else right
    variances = [float(p.variance) for p in spec.points if p.variance is not None]
    levels = [float(v) for p in spec.points for v in (p.actual, p.plan) if v is not None]
    floor = _floor(levels) if spec.form == "line" else min(0.0, *levels, 0.0)
    up, down = max([0.0, *variances]), -min([0.0, *variances])
    high = max([0.0, *levels]) - floor if levels else 0.0
    fixed = _LABEL + (2.6 if any(point.mark for point in spec.points) else 0.0) + 1.0
    above = _LABEL if any(value >= 0 for value in variances) else 1.4
    zone = above + (_LABEL if down else 0.6) + 1.2 if variances else 0.0
    deep = _LABEL if floor < 0 else 0.0
    room = max(svg.height - fixed - zone - _LABEL - deep, 5.0)
    scale = room / max(up + down + high, 1e-9)
    axis = above + up * scale
    return _Frame(pitch, pitch * 2 / 3, right, axis, svg.height - fixed - deep + (floor * scale if spec.form == "columns" else 0),
                  scale, 0.0 if spec.form == "columns" else floor, len(spec.points))


def _floor(levels: list[float]) -> float:
    """Where a line's scale begins: at zero, unless every value is far from it (then without a base line)."""
    if not levels:
        return 0.0
    low, high = min(levels), max(levels)
    if low <= 0 or high - low >= 0.25 * high:
        return min(low, 0.0)
    return low - max((high - low) * 0.3, high * 0.01)


#: A level's label stands below its point only where it clears the names of the periods.
_ROOM_BELOW = 3.5


def _columns(svg: Svg, spec: Trend, frame: _Frame) -> None:
    shift = frame.column * 0.22
    for index, point in enumerate(spec.points):
        left = frame.centre(index) - frame.column / 2
        if point.plan is not None:
            plan = float(point.plan) * frame.scale
            svg.rect(left - shift / 2, frame.base, frame.column, -plan, "paper", "ac", 0.2)
    for index, point in enumerate(spec.points):
        if point.actual is None:
            continue
        left, high = frame.centre(index) - frame.column / 2 + shift, float(point.actual) * frame.scale
        if point.forecast:
            svg.hatched(left, frame.base - max(high, 0), frame.column, abs(high))
        else:
            svg.rect(left, frame.base, frame.column, -high, "ac")
    svg.line((0, frame.base, frame.right, frame.base), "ac", 0.2)
    _value_labels(svg, spec, frame, shift / 2)
    svg.centred(frame.right + 1.0, frame.base - 5, spec.actual_name, size=svg.style.tiny, fill="ink-2")


def _value_labels(svg: Svg, spec: Trend, frame: _Frame, shift: float) -> None:
    labels = _labels(svg, [point.actual_label for point in spec.points], frame, shift)
    highs = [max(float(point.actual or 0), float(point.plan or 0)) - frame.floor for point in spec.points]
    lows = [min(float(point.actual or 0), float(point.plan or 0)) - frame.floor for point in spec.points]
    for index in kept(labels, 0.3):
        point, (centre, width, text) = spec.points[index], labels[index]
        under = frame.under(centre, width)
        if spec.form == "line" and _below(point) and lows[index] * frame.scale > _UNDER:
            y = frame.base - lows[index] * frame.scale + 2.9
        elif point.actual is not None and point.actual < 0 and (point.plan or 0) <= 0:
            y = frame.base - min(lows[i] for i in under) * frame.scale + 2.6
        else:
            y = frame.base - max(highs[i] for i in under) * frame.scale - 0.8
        svg.text(centre, y, text, "middle", size=svg.style.tiny)


def _below(point: Point) -> bool:
    """True where a line's label stands under its point: the plan runs above it."""
    return point.actual is not None and point.plan is not None and point.actual < point.plan


def _labels(svg: Svg, texts: list[str], frame: _Frame, shift: float) -> list[Label]:
    labels = []
    for index, text in enumerate(texts):
        width = text_width(text, svg.style.tiny)
        labels.append((max(frame.centre(index) + shift, width / 2), width, text))
    return labels


def _lines(svg: Svg, spec: Trend, frame: _Frame) -> None:
    def at(value: object, index: int) -> tuple[float, float]:
        return frame.centre(index), frame.base - (float(str(value)) - frame.floor) * frame.scale

    if frame.floor == 0:
        svg.line((0, frame.base, frame.right, frame.base), "ac", 0.2)
    plan = [at(point.plan, i) if point.plan is not None else None for i, point in enumerate(spec.points)]
    actual = [at(point.actual, i) if point.actual is not None else None for i, point in enumerate(spec.points)]
    for stretch in _stretches(plan):
        svg.polyline(stretch, "ac", 0.2)
    for (x, y), _ in _known(plan):
        svg.dot(x, y, 0.55, "paper", "ac")
    turn = next((i for i, point in enumerate(spec.points) if point.forecast), len(spec.points))
    for stretch in _stretches(actual[:turn]):
        svg.polyline(stretch, "ac", 0.5)
    for stretch in _stretches([*([None] * max(turn - 1, 0)), *actual[max(turn - 1, 0):]]):
        if turn < len(spec.points):
            svg.polyline(stretch, "ac", 0.4, "1 .7")
    for (x, y), index in _known(actual):
        forecast = spec.points[index].forecast
        svg.dot(x, y, 0.7, "paper" if forecast else "ac", "ac" if forecast else "")
    _value_labels(svg, spec, frame, 0.0)
    _line_names(svg, spec, (plan, actual), frame)


def _line_names(svg: Svg, spec: Trend, lines: tuple[list[tuple[float, float] | None], ...], frame: _Frame) -> None:
    """AC and PL named at the right end of their lines, at least a text line apart."""
    from reportgen.charts.layout import stacked

    ends = [(_known(line)[-1][0][1], name) for line, name in zip(lines, (spec.plan_name, spec.actual_name), strict=True)
            if _known(line)]
    placed = stacked([y for y, _ in ends], svg.style.tiny, 2.0, svg.height - 4.0)
    for y, (_, name) in zip(placed, ends, strict=True):
        svg.centred(frame.right + 1.0, y, name, size=svg.style.tiny, fill="ink-2")


def _known(line: list[tuple[float, float] | None]) -> list[tuple[tuple[float, float], int]]:
    return [(point, index) for index, point in enumerate(line) if point is not None]


def _stretches(line: list[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Unbroken parts of a line: a missing period is a gap."""
    parts: list[list[tuple[float, float]]] = [[]]
    for point in line:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    return [part for part in parts if part]


def _variances(svg: Svg, spec: Trend, frame: _Frame) -> None:
    if all(point.variance is None for point in spec.points):
        return
    shift = frame.column * 0.11 if spec.form == "columns" else 0.0
    labels = _labels(svg, [point.variance_label for point in spec.points], frame, shift)
    shown = kept(labels, 0.3)
    for index, point in enumerate(spec.points):
        if point.variance is None:
            continue
        value, centre = float(point.variance) * frame.scale, frame.centre(index) + shift
        edge = frame.variance - _AXIS_GAP if value >= 0 else frame.variance + _AXIS_GAP
        if value:
            _variance_bar(svg, point, (centre - frame.column / 2, edge, frame.column, -value))
        if index in shown:
            around = [float(spec.points[i].variance or 0) * frame.scale for i in frame.under(*labels[index][:2])]
            y = edge - max(around) - 0.8 if value >= 0 else edge - min(around) + 2.4
            svg.text(labels[index][0], y, labels[index][2], "middle", size=svg.style.tiny)
    svg.base(frame.variance, "pl", 0, frame.right)
    svg.centred(frame.right + 1.0, frame.variance, spec.variance_name, size=svg.style.tiny, fill="ink-2")


def _variance_bar(svg: Svg, point: Point, box: tuple[float, float, float, float]) -> None:
    left, edge, width, high = box
    if point.forecast:
        svg.hatched(left, min(edge, edge + high), width, abs(high), EFFECT_FILL[point.effect])
    else:
        svg.rect(left, edge, width, high, EFFECT_FILL[point.effect])


def _periods(svg: Svg, spec: Trend, frame: _Frame) -> None:
    """Period names below, thinned where they would touch; marks of target changes on a line of their own."""
    marks = any(point.mark for point in spec.points)
    base = svg.height - (3.2 if marks else 0.6)
    shift = frame.column * 0.11 if spec.form == "columns" else 0.0
    labels = _labels(svg, [point.label for point in spec.points], frame, shift)
    for index in every_nth(labels):
        svg.text(labels[index][0], base, labels[index][2], "middle", size=svg.style.tiny, fill="ink-2")
    for index, point in enumerate(spec.points):
        if point.mark:
            x = index * frame.pitch + 0.1
            top = frame.base - max(float(point.plan or 0) - frame.floor, 0.0) * frame.scale
            svg.line((x, top - 1.0, x, svg.height - 2.6), "ink-2", 0.15, ".5 .5")
            svg.text(x, svg.height - 0.5, point.mark, "middle", size=svg.style.tiny, fill="ink-2", bold=True)
