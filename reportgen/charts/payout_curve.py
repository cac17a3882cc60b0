"""Payout curve: payout over a measure, a cliff drawn dashed, one's own point with guides to both axes."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.layout import spread, stacked
from reportgen.charts.measure import text_width
from reportgen.charts.svg import Svg, Xy
from reportgen.model.chart import PayoutCurve

_LEFT, _TOP, _FOOT = 1.0, 6.5, 8.0


def draw(svg: Svg, spec: PayoutCurve) -> None:
    """Both axes start at 0. Points are named to their left, ticks below; labels move apart rather than overlap."""
    points = sorted(spec.points, key=lambda p: p.x)
    own = [spec.own] if spec.own is not None else []
    far = max([1.0, *(float(p.x) for p in [*points, *own])]) * 1.16
    high = max([1.0, float(spec.below), *(float(p.y) for p in [*points, *own])])
    low = min([0.0, float(spec.below), *(float(p.y) for p in [*points, *own])])
    across = (svg.width - _LEFT - 8.0) / far
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
    _names(svg, [p.label for p in points], joints)
    if spec.own is not None:
        _own(svg, spec, at(spec.own.x, spec.own.y))


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


def _names(svg: Svg, names: list[str], joints: list[Xy]) -> None:
    """Names left of their points, from low to high; two that would touch move apart."""
    shown = [(name, x, y) for name, (x, y) in zip(names, joints, strict=True) if name]
    heights = stacked([y - 1.0 for _, _, y in shown], svg.style.note * 1.15, 4.5, svg.height - _FOOT - 1.6)
    for (name, x, _), y in zip(shown, heights, strict=True):
        room = text_width(name, svg.style.note)
        if x - 1.8 - room >= 0:
            svg.centred(x - 1.8, y, name, "end", fill="ink-2")
        else:
            svg.centred(x + 1.8, y, name, fill="ink-2")


def _own(svg: Svg, spec: PayoutCurve, point: Xy) -> None:
    x, y = point
    if spec.own is None:
        return
    room = max(text_width(spec.own.label, svg.style.base, True), text_width(spec.own_second_label, svg.style.note))
    svg.dot(x, y, 1.2, "accent")
    fits = x + 2.2 + room <= svg.width + 0.5
    at, anchor = (x + 2.2, "start") if fits else (x - 2.2, "end")
    below = y + 1.6 if fits else y + 4.2
    svg.text(at, below, spec.own.label, anchor, size=svg.style.base, fill="accent", bold=True)
    svg.text(at, below + 3.6, spec.own_second_label, anchor, fill="accent")
