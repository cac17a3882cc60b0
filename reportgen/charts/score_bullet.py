"""Score bullet: own score as a bar from 0, target as a double line, comparison as a gap in the bar, grades below."""

from __future__ import annotations

from reportgen.charts.layout import spread
from reportgen.charts.measure import text_width
from reportgen.charts.svg import Svg
from reportgen.model.chart import ScoreBullet

_TOP, _BAR, _STRIP, _STRIP_HIGH = 5.0, 5.0, 12.4, 1.2
_LETTER = 16.4


def draw(svg: Svg, spec: ScoreBullet) -> None:
    """Bar 5 high, axis from 0 to the maximum (or further where the score is); grade names under their stretch."""
    style = svg.style
    value = max(float(spec.value), 0.0) if spec.value is not None else 0.0
    top = max(float(spec.maximum), value, float(spec.target), float(spec.comparison or 0), 1.0)
    outside = text_width(spec.value_label, style.base, True) + 1.6
    past = max(max(value, float(spec.target)) / top * svg.width + outside - svg.width, 0.0)
    edge = text_width(_edge(spec.maximum), style.tiny) / 2
    scale = (svg.width - max(past, edge)) / top
    _grades(svg, spec, scale)
    target = float(spec.target) * scale
    if spec.value is not None:
        svg.rect(0, _TOP, value * scale, _BAR, "ac")
    svg.axis(target, "pl", 3.4, _STRIP - 0.4)
    half = text_width(spec.target_label, style.note) / 2
    svg.text(min(max(target, half), svg.width - half), 2.4, spec.target_label, "middle", fill="ink-2")
    middle, end = _TOP + _BAR / 2, value * scale
    if spec.comparison is None:
        svg.centred(_past_target(end, target, outside) + 1.2, middle, spec.value_label, size=style.base, bold=True)
        return
    at = float(spec.comparison) * scale
    room = text_width(spec.comparison_label, style.note)
    label_at = _past_target(end, target, outside) + 1.2
    if end < at and label_at - 0.6 < at < label_at + outside:
        label_at = at + 1.2
    svg.centred(label_at, middle, spec.value_label, size=style.base, bold=True)
    inside = at < end - 0.3
    svg.line((at, _TOP, at, _TOP + _BAR), "paper" if inside else "ink-2", 0.5)
    if inside and room + 2.4 <= at:
        svg.centred(at - 1.2, middle, spec.comparison_label, "end", fill="paper")
    elif not inside and at + 1.2 + room <= (target - 0.8 if target > at else svg.width) and at > label_at + outside:
        svg.centred(at + 1.2, middle, spec.comparison_label, fill="ink-2")
    else:
        clear = target - half - 1.5 if target > half else svg.width
        svg.text(min(max(at - room / 2, 0.0), max(clear - room, 0.0)), 2.4, spec.comparison_label, fill="ink-2")


def _past_target(end: float, target: float, room: float) -> float:
    """Where the value's label begins: at the end of the bar, or beyond the target line where that would cross the label."""
    return target + 0.4 if end <= target < end + room + 0.6 else end


def _edge(value: object) -> str:
    text = f"{value}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grades(svg: Svg, spec: ScoreBullet, scale: float) -> None:
    style = svg.style
    ends = [*(float(band.start) for band in spec.bands[1:]), float(spec.maximum)]
    edges: list[tuple[float, float, str]] = []
    own: list[tuple[float, float]] = []
    for band, end in zip(spec.bands, ends, strict=True):
        left, right = max(float(band.start), 0.0) * scale, end * scale
        if right <= left:
            continue
        svg.rect(left + 0.15, _STRIP, right - left - 0.3, _STRIP_HIGH, "ink" if band.own else "py")
        start = _edge(band.start)
        edges.append((left, text_width(start, style.tiny), start))
        room = text_width(band.label, style.base, band.own)
        if band.own:
            own.append(((left + right - room) / 2 - 0.6, (left + right + room) / 2 + 0.6))
        if band.own or room + 5 <= right - left:
            svg.centred((left + right) / 2, _LETTER, band.label, "middle", size=style.base,
                        fill="ink" if band.own else "ink-3", bold=band.own)
    if spec.bands:
        last = _edge(spec.maximum)
        edges.append((float(spec.maximum) * scale, text_width(last, style.tiny), last))
    clear = [edge for edge in edges if all(edge[0] + edge[1] / 2 <= a or edge[0] - edge[1] / 2 >= b for a, b in own)]
    for centre, text in spread(clear, 0.0, svg.width):
        svg.centred(centre, _LETTER, text, "middle", size=style.tiny, fill="ink-3")
