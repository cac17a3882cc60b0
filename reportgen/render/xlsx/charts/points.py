"""Charts of two measures: a payout curve with one's own point, and a scatter of points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.model.chart import CurvePoint, PayoutCurve, Scatter
from reportgen.render.xlsx.charts.build import Block, Kit, quiet, written
from reportgen.render.xlsx.styles import ACCENT, ACTUAL, GREY, NEUTRAL, PAPER

_POINT = {"type": "circle", "size": 5, "fill": {"color": ACTUAL}, "border": {"color": ACTUAL}}
_OWN = {"type": "circle", "size": 8, "fill": {"color": ACCENT}, "border": {"color": ACCENT}}


def draw_curve(kit: Kit, spec: PayoutCurve) -> Any:
    """Points joined by lines (by steps where the payout is stepped), the cliff before the first dashed, one's own point blue.

    Both axes start at zero; the line runs on behind the last point, where nothing more is paid.
    """
    points = sorted(spec.points, key=lambda point: point.x)
    own = [spec.own] if spec.own is not None else []
    far = max([Decimal(1), *(point.x for point in [*points, *own])]) * Decimal("1.12")
    chart = kit.chart("scatter", "straight_with_markers")
    block = kit.block(("", spec.x_label, spec.y_label), [(point.label, point.x, point.y) for point in points])
    if points:
        solid = {"line": {"color": ACTUAL, "width": 1.5}, "marker": {"type": "none"}}
        path = _stairs(points) if spec.stepped else [(point.x, point.y) for point in points]
        _line(chart, kit.block(("", "", ""), [("", x, y) for x, y in [*path, (far, points[-1].y)]]), solid)
        below = [("", Decimal(0), spec.below), ("", points[0].x, spec.below)]
        _line(chart, kit.block(("", "", ""), below), solid)
        if points[0].y != spec.below:
            dashed = {**solid, "line": {"color": NEUTRAL, "width": 1.25, "dash_type": "dash"}}
            cliff = [below[-1], ("", points[0].x, points[0].y)]
            _line(chart, kit.block(("", "", ""), cliff), dashed)
        _line(chart, block, {"line": {"none": True}, "marker": _POINT,
                             "data_labels": _labels(kit, [point.label for point in points])})
    for mine in own:
        one = kit.block(("", spec.x_label, spec.y_label), [(mine.label, mine.x, mine.y)])
        _line(chart, one, {"line": {"none": True}, "marker": _OWN,
                           "data_labels": {**_labels(kit, [mine.label], "right"), "font": kit.small(ACCENT, bold=True)}})
    _axes(kit, chart, block, Decimal(0), far)
    return chart


def draw_scatter(kit: Kit, spec: Scatter) -> Any:
    """Dots without names; one's own is blue and named."""
    chart = kit.chart("scatter")
    others = [dot for dot in spec.dots if not dot.own]
    block = kit.block(("", spec.x_label, spec.y_label), [(dot.label, dot.x, dot.y) for dot in others])
    if others:
        _line(chart, block, {"marker": {"type": "circle", "size": 5, "fill": {"color": ACTUAL}, "border": {"color": PAPER}}})
    for dot in (dot for dot in spec.dots if dot.own):
        own = kit.block(("", spec.x_label, spec.y_label), [(dot.label, dot.x, dot.y)])
        _line(chart, own, {"marker": _OWN, "data_labels": _labels(kit, [dot.label], "right")})
    _axes(kit, chart, block, _start([dot.x for dot in spec.dots]))
    return chart


def _line(chart: Any, block: Block, look: dict[str, Any]) -> None:
    chart.add_series({"categories": block.column(1), "values": block.column(2), **look})


def _labels(kit: Kit, labels: list[str], position: str = "left") -> dict[str, Any]:
    return {"value": True, "custom": written(labels), "position": position, "font": kit.small()}


def _stairs(points: list[CurvePoint]) -> list[tuple[Decimal, Decimal]]:
    found: list[tuple[Decimal, Decimal]] = []
    for point in points:
        if found:
            found.append((point.x, found[-1][1]))
        found.append((point.x, point.y))
    return found


def _start(values: list[Decimal]) -> Decimal:
    """Where the horizontal axis begins: zero, or a round number below when every value is far from zero."""
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    room = max(high - low, Decimal(10))
    return Decimal(0) if low < room else (low - room / 4) // 10 * 10


def _axes(kit: Kit, chart: Any, block: Block, start: Decimal, end: Decimal | None = None) -> None:
    looks = {"num_font": kit.small(GREY), "name_font": {**kit.small(GREY), "bold": False}, "major_gridlines": {"visible": False},
             "line": {"color": NEUTRAL, "width": 0.75}, "major_tick_mark": "outside", "num_format": "#,##0"}
    ends = {"min": float(start), **({} if end is None else {"max": float(end)})}
    chart.set_x_axis({**quiet(kit), **looks, "name": block.name(1), **ends})
    chart.set_y_axis({**quiet(kit), **looks, "name": block.name(2), "min": 0})
