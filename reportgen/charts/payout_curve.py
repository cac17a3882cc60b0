"""Payout curve: payout over a measure, a cliff drawn dashed, one's own point with guides to both axes."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from reportgen.charts.layout import Box, spread, stacked, touches
from reportgen.charts.measure import text_width
from reportgen.charts.svg import Svg, Xy
from reportgen.model.chart import CurvePoint, PayoutCurve

_LEFT, _TOP, _FOOT = 1.0, 6.5, 8.0


def draw(svg: Svg, spec: PayoutCurve) -> None:
    """Both axes start at 0. Points are named to their left, ticks below; labels move apart rather than overlap."""
    points = sorted(spec.points, key=lambda p: p.x)
    own = [spec.own] if spec.own is not None else []
    far = max([1.0, *(float(p.x) for p in [*points, *own])]) * 1.16
    high = max([1.0, float(spec.below), *(float(p.y) for p in [*points, *own])])
    low = min([0.0, float(spec.below), *(float(p.y) for p in [*points, *own])])
    across = (svg.width - _LEFT - 8.0) / far
    if spec.own is not None and spec.own.x > 0:
        across = min(across, (svg.width - _LEFT - 2.4 - _own_room(svg, spec.own, spec.own_second_label)) / float(spec.own.x))
    up = (svg.height - _TOP - _FOOT) / (high - low)
    foot = svg.height - _FOOT

    def at(x: Decimal | float, y: Decimal | float) -> Xy:
        return _LEFT + float(x) * across, foot - (float(y) - low) * up

    svg.line((_LEFT, foot, _LEFT + far * across, foot), "ac", 0.2)
    _ticks(svg, spec, [at(p.x, 0)[0] for p in points], (foot, far * across))
    svg.text(0, 3, spec.y_label, fill="ink-2")
    joints = [at(p.x, p.y) for p in points]
    if joints:
        _curve(svg, spec, joints, (at(0, spec.below), at(far, 0)[0]))
    if spec.own is not None:
        x, y = at(spec.own.x, spec.own.y)
        svg.lines(((_LEFT, y, x, y), (x, foot, x, y)), "accent", 0.2, ".8 .6")
    for x, y in joints:
        svg.dot(x, y, 0.8, "paper", "ac")
    boxes = _names(svg, [p.label for p in points], joints, None if spec.own is None else at(spec.own.x, spec.own.y))
    if spec.own is not None:
        end = (at(far, 0)[0], joints[-1][1] if joints else foot)
        cliff = [(joints[0][0], at(0, spec.below)[1])] if joints else []
        lines = _sampled([at(0, spec.below), *cliff, *joints, end]) + _sampled([(_LEFT, foot), (end[0], foot)])
        _own(svg, spec, at(spec.own.x, spec.own.y), [*boxes, *lines])


def _curve(svg: Svg, spec: PayoutCurve, joints: list[Xy], ends: tuple[Xy, float]) -> None:
    start, right = ends
    first = joints[0]
    if first[0] > start[0]:
        svg.polyline((start, (first[0], start[1])), "ac", 0.5)
    cliffs = [(first[0], start[1], *first)] if abs(first[1] - start[1]) > 0.01 else []
    if spec.stepped:
        for here, following in zip(joints, [*joints[1:], None], strict=True):
            edge = following[0] if following else right
            svg.polyline((here, (edge, here[1])), "ac", 0.5)
            if following and abs(following[1] - here[1]) > 0.01:
                cliffs.append((edge, here[1], edge, following[1]))
    else:
        svg.polyline([*joints, (right, joints[-1][1])], "ac", 0.5)
    svg.lines(cliffs, "ac", 0.2, ".6 .6")


def _ticks(svg: Svg, spec: PayoutCurve, xs: list[float], place: tuple[float, float]) -> None:
    foot, far = place
    style = svg.style
    svg.lines([(x, foot, x, foot + 1) for x in xs], "ac", 0.2)
    ordered = sorted(spec.points, key=lambda p: p.x)
    labels = [(_LEFT, text_width("0", style.note), "0")]
    labels += [(x, text_width(_plain(p.x), style.note), _plain(p.x)) for x, p in zip(xs, ordered, strict=True) if p.x]
    for centre, text in spread(labels, 0, svg.width):
        svg.text(centre, foot + 3.4, text, "middle", fill="ink-2")
    svg.text(_LEFT + far, foot + 6.8, spec.x_label, "end", fill="ink-2")


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def _sampled(line: list[Xy]) -> list[Box]:
    """Points along a line about a millimetre apart, as boxes without size."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(int(max(abs(x1 - x0), abs(y1 - y0))), 1)
        found += [(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) * 2 for i in range(steps + 1)]
    return found


def _names(svg: Svg, names: list[str], joints: list[Xy], own: Xy | None) -> list[Box]:
    """Names left of their points, from low to high; two that would touch, or the guide of one's own point, move apart.

    Returns where they stand.
    """
    boxes: list[Box] = []
    shown = [(name, x, y) for name, (x, y) in zip(names, joints, strict=True) if name]
    heights = stacked([y - 1.0 for _, _, y in shown], svg.style.note * 1.15, 4.5, svg.height - _FOOT - 1.6)
    if own is not None:
        heights = _beside(heights, own[1], svg.style.note * 0.62)
    for (name, x, _), y in zip(shown, heights, strict=True):
        room = text_width(name, svg.style.note)
        left = x - 1.8 - room if x - 1.8 - room >= 0 else x + 1.8
        svg.centred(left, y, name, fill="ink-2")
        boxes.append((left, y - 1.3, left + room, y + 1.3))
    return boxes


def _beside(heights: list[float], guide: float, clear: float) -> list[float]:
    """Heights of names that a level line would strike through: above it or below, whichever is nearer."""
    return [y if abs(y - guide) >= clear else guide - clear if y <= guide else guide + clear for y in heights]


def _own_room(svg: Svg, own: CurvePoint, second: str) -> float:
    return max(text_width(own.label, svg.style.base, True), text_width(second, svg.style.note))


def _own(svg: Svg, spec: PayoutCurve, point: Xy, taken: list[Box]) -> None:
    """One's own point and its two lines of text, in the first corner beside it where nothing else stands."""
    x, y = point
    if spec.own is None:
        return
    room = _own_room(svg, spec.own, spec.own_second_label)
    svg.dot(x, y, 1.2, "accent")
    tops = (y - 1.4, y - 7.2, y + 1.4, y + 4.2, y + 7.0)
    corners = [(left, top) for top in tops for left in (x + 2.2, x - 2.2 - room)]
    free = [(left, top) for left, top in corners if left >= 0 and left + room <= svg.width + 0.5 and top >= 3.4 and not any(
        touches((left, top, left + room, top + 6.8), box) for box in taken)]
    left, top = free[0] if free else corners[0] if corners[0][0] + room <= svg.width else corners[1]
    right = left < x
    svg.text(left + room if right else left, top + 3.0, spec.own.label, "end" if right else "start", size=svg.style.base,
             fill="accent", bold=True)
    svg.text(left + room if right else left, top + 6.6, spec.own_second_label, "end" if right else "start", fill="accent")
