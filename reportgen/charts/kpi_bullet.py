"""KPI bullet: actual as a bar from 0, target as a double line, threshold and stretch as ticks, last year as a light bar."""

from __future__ import annotations

from reportgen.charts.layout import stacked
from reportgen.charts.measure import text_width
from reportgen.charts.style import EFFECT_FILL
from reportgen.charts.svg import Svg
from reportgen.model.chart import KpiBullet


def draw(svg: Svg, spec: KpiBullet) -> None:
    """Target named above, threshold and stretch below, the actual at the end of its bar. Zero is always on the axis."""
    style = svg.style
    marks = [float(v) for v in (spec.actual, spec.target, spec.threshold, spec.stretch, spec.previous) if v is not None]
    lo, hi = min(0.0, *marks), max(0.0, *marks)
    room = text_width(spec.actual_label, style.base, True) + 1.8
    left_room = room if lo < 0 else 0.0
    scale = max(svg.width - room - left_room, 5.0) / max(hi - lo, 1e-9)
    zero = left_room - lo * scale
    top, bottom = 3.4, svg.height - 3.4
    high = min(5.0, (bottom - top) * 0.75)
    middle = (top + bottom) / 2
    if spec.previous is not None:
        svg.rect(zero, middle - high / 2 - 0.5, float(spec.previous) * scale, high * 0.6, "py")
    end = zero + float(spec.actual or 0) * scale
    if spec.actual is not None:
        svg.rect(zero, middle - high / 2 + (0.5 if spec.previous is not None else 0), float(spec.actual) * scale, high, "ac")
    svg.line((zero, top, zero, bottom), "ac", 0.2)
    target = zero + float(spec.target) * scale
    svg.axis(target, "pl", top, bottom)
    _name(svg, target, 2.4, spec.target_label)
    _ticks(svg, spec, zero, scale, bottom)
    way = -1 if spec.actual is not None and spec.actual < 0 else 1
    at = target if 0 <= (target - end) * way < room + 0.6 else end
    fill = {"fav": "fav-text", "unf": "unf"}.get(EFFECT_FILL[spec.effect], "ink")
    svg.centred(at + way * 1.2, middle, spec.actual_label, "start" if way > 0 else "end", size=style.base, bold=True,
                fill=fill if spec.actual is not None else "ink-3")


def _name(svg: Svg, x: float, y: float, text: str) -> None:
    half = text_width(text, svg.style.note) / 2
    svg.text(min(max(x, half), max(svg.width - half, half)), y, text, "middle", fill="ink-2")


def _ticks(svg: Svg, spec: KpiBullet, zero: float, scale: float, bottom: float) -> None:
    """Threshold and stretch under their ticks, moved apart where they would touch."""
    ticks = [(zero + float(value) * scale, label) for value, label in
             ((spec.threshold, spec.threshold_label), (spec.stretch, spec.stretch_label)) if value is not None]
    svg.lines([(x, bottom - 2.0, x, bottom + 0.4) for x, _ in ticks], "ink-2", 0.3)
    widths = [text_width(label, svg.style.note) for _, label in ticks]
    gap = max(sum(widths) / 2 + 1.0 if len(widths) > 1 else 0.0, 0.0)
    bounds = (max(widths, default=0.0) / 2, svg.width - max(widths, default=0.0) / 2)
    for (_, label), x in zip(ticks, stacked([x for x, _ in ticks], gap, *bounds), strict=True):
        svg.text(x, svg.height - 0.5, label, "middle", fill="ink-2")
