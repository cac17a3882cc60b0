"""Scatter: points of two measures with named axes, own and named points labelled where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from reportgen.charts.layout import Box, every_nth, touches
from reportgen.charts.measure import text_width
from reportgen.charts.svg import Svg
from reportgen.model.chart import Dot, Scatter

_TOP, _FOOT = 5.0, 8.0


@dataclass(frozen=True, slots=True)
class _Axis:
    """Range of an axis and the values named on it."""

    lo: float
    hi: float
    ticks: tuple[float, ...]
    step: float

    def text(self, value: float) -> str:
        places = max(-floor(log10(self.step)), 0) if self.step > 0 else 0
        return f"{value:,.{places}f}".replace("-", "−")


def draw(svg: Svg, spec: Scatter) -> None:
    """Axes start at zero unless every value is far from it; labels that would touch are left out, one's own never."""
    across, up = _axis([float(d.x) for d in spec.dots]), _axis([float(d.y) for d in spec.dots])
    style = svg.style
    left = max(text_width(up.text(t), style.tiny) for t in up.ticks) + 1.6
    foot = svg.height - _FOOT
    right = svg.width - max(text_width(across.text(across.ticks[-1]), style.tiny) / 2, 2.0)
    kx, ky = (right - left) / (across.hi - across.lo), (foot - _TOP) / (up.hi - up.lo)
    svg.lines(((left, foot, right, foot), (left, _TOP, left, foot)), "ac", 0.2)
    places = [left + (tick - across.lo) * kx for tick in across.ticks]
    heights = [foot - (tick - up.lo) * ky for tick in up.ticks]
    svg.lines([*((x, foot, x, foot + 0.8) for x in places), *((left - 0.8, y, left, y) for y in heights)], "ac", 0.2)
    named = [(x, text_width(across.text(t), style.tiny), across.text(t)) for x, t in zip(places, across.ticks, strict=True)]
    for index in every_nth(named, 1.5):
        svg.text(places[index], foot + 3.2, named[index][2], "middle", size=style.tiny, fill="ink-2")
    for index in every_nth([(-y, 2.4, "") for y in heights], 1.0):
        svg.centred(left - 1.2, heights[index], up.text(up.ticks[index]), "end", size=style.tiny, fill="ink-2")
    svg.text(0, 2.6, spec.y_label, fill="ink-2")
    svg.text(right, svg.height - 0.8, spec.x_label, "end", fill="ink-2")
    placed = [(dot, left + (float(dot.x) - across.lo) * kx, foot - (float(dot.y) - up.lo) * ky) for dot in spec.dots]
    for dot, x, y in placed:
        if not dot.own:
            svg.dot(x, y, 0.8, "py", "ac")
    for dot, x, y in placed:
        if dot.own:
            svg.dot(x, y, 1.2, "accent")
    _labels(svg, placed)


def _labels(svg: Svg, placed: Sequence[tuple[Dot, float, float]]) -> None:
    taken: list[Box] = [(x - 0.9, y - 0.9, x + 0.9, y + 0.9) for _, x, y in placed]
    high = svg.style.note
    for dot, x, y in sorted(placed, key=lambda item: (not item[0].own, item[2], item[1])):
        room = text_width(dot.label, svg.style.note, dot.own)
        if not dot.label:
            continue
        for anchor, start in (("start", x + 1.4), ("end", x - 1.4 - room)):
            box = (start, y - high / 2, start + room, y + high / 2)
            inside = box[0] >= 0 and box[2] <= svg.width
            if inside and not any(touches(box, other) for other in taken):
                svg.centred(x + 1.4 if anchor == "start" else x - 1.4, y, dot.label, anchor, bold=dot.own,
                            fill="accent" if dot.own else "ink-2")
                taken.append(box)
                break
        else:
            if dot.own:
                svg.centred(min(x + 1.4, svg.width - room), y - 2.4, dot.label, bold=True, fill="accent")


def _axis(values: list[float]) -> _Axis:
    """A range of round numbers around the values: from zero, unless their spread is under a quarter of their size."""
    if not values:
        return _Axis(0.0, 1.0, (0.0, 1.0), 1.0)
    lo, hi = min(values), max(values)
    far = lo > 0 and hi - lo < 0.75 * hi
    lo, hi = (lo, hi) if far else (min(lo, 0.0), max(hi, 0.0))
    step = _step((hi - lo) or abs(hi) or 1.0)
    first, last = floor(lo / step), -floor(-hi / step)
    last = last if last > first else first + 1
    return _Axis(first * step, last * step, tuple(i * step for i in range(first, last + 1)), step)


def _step(span: float) -> float:
    """1, 2 or 5 times a power of ten: four to eight steps over the span."""
    power = 10.0 ** floor(log10(span / 4))
    for factor in (1, 2, 5):
        if span / (factor * power) <= 6:
            return factor * power
    return 10 * power
