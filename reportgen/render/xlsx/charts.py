"""Charts of the model as native Excel charts, their data in cells beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.model.chart import Bridge, Histogram, PayoutCurve, Scatter, SmallMultiples, Trend
from reportgen.model.report import Chart
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import ACCENT, ACTUAL, FAVOURABLE, GREY, NEUTRAL, UNFAVOURABLE, Look

_WIDTH, _HEIGHT = 560, 260
_FILL = {"favourable": FAVOURABLE, "unfavourable": UNFAVOURABLE, "neutral": NEUTRAL, "": NEUTRAL}
_ROWS = 15


def insert_chart(book: Any, out: Sheet, block: Chart) -> None:
    """Write the chart's data at the cursor and the chart to the right of it; other specs keep their data only."""
    spec, top = block.spec, out.row
    chart: Any = None
    if isinstance(spec, Trend):
        rows = [(point.label, point.actual, point.plan) for point in spec.points]
        _cells(out, ("", spec.actual_name, spec.plan_name), rows)
        chart = book.add_chart({"type": "column" if spec.form == "columns" else "line"})
        _series(chart, out, top, len(rows), 2, {"fill": {"none": True}, "border": {"color": ACTUAL},
                                                "line": {"color": GREY, "dash_type": "dash"}})
        _series(chart, out, top, len(rows), 1, {"fill": {"color": ACTUAL}, "line": {"color": ACTUAL}})
    elif isinstance(spec, Bridge):
        chart = _bridge(book, out, spec)
    elif isinstance(spec, Histogram):
        rows = [(item.label, Decimal(item.count), item.quota) for item in spec.bins]
        _cells(out, ("", spec.count_name, spec.quota_name), rows)
        chart = book.add_chart({"type": "column"})
        _series(chart, out, top, len(rows), 1, {"fill": {"color": ACTUAL}})
        if any(item.quota is not None for item in spec.bins):
            _series(chart, out, top, len(rows), 2, {"fill": {"none": True}, "border": {"color": ACTUAL}})
    elif isinstance(spec, PayoutCurve):
        chart = _curve(book, out, spec)
    elif isinstance(spec, Scatter):
        _cells(out, ("", spec.x_label, spec.y_label), [(dot.label, dot.x, dot.y) for dot in spec.dots])
    elif isinstance(spec, SmallMultiples):
        for panel in spec.panels:
            _cells(out, (panel.title, ""), [("", value) for value in panel.values])
    else:
        out.lines(block.alt, Look(colour=GREY))
    if chart is not None:
        chart.set_legend({"none": True})
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        chart.set_x_axis({"major_tick_mark": "none", "num_font": {"size": 8, "color": GREY}, "line": {"color": ACTUAL}})
        chart.set_y_axis({"major_gridlines": {"visible": False}, "visible": False})
        out.sheet.insert_chart(top, 4, chart, {"object_position": 1, "description": block.alt})
        out.row = max(out.row, top + _ROWS)
    out.last_column = max(out.last_column, 9)


def _cells(out: Sheet, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    for column, text in enumerate(head):
        out.text(column, text, Look(size=8, colour=GREY, bottom=1, align="right" if column else ""))
    out.row += 1
    for row in rows:
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                out.sheet.write_number(out.row, column, float(value), out.styles.get(Look(code="#,##0.##")))
            elif value is not None:
                out.text(column, str(value))
        out.row += 1


def _series(chart: Any, out: Sheet, top: int, count: int, column: int, look: dict[str, Any]) -> None:
    chart.add_series({
        "name": [out.name, top, column, top, column],
        "categories": [out.name, top + 1, 0, top + count, 0],
        "values": [out.name, top + 1, column, top + count, column],
        "gap": 50, "overlap": 70, **look,
    })


def _bridge(book: Any, out: Sheet, spec: Bridge) -> Any:
    """Invisible bases carry the steps; each step has its effect's colour. Below zero the base and step are negative."""
    top, level = out.row, Decimal(0)
    rows: list[tuple[Any, ...]] = []
    fills: list[dict[str, Any]] = []
    for step in spec.steps:
        start = Decimal(0) if step.role != "step" else level
        level = start + step.value
        base = min(start, level) if min(start, level) >= 0 else max(start, level) if max(start, level) <= 0 else Decimal(0)
        rows.append((step.label, base, level - start if base else level, step.value))
        fills.append({"fill": {"color": _FILL[step.effect]}})
    rows.append((spec.total_label, Decimal(0), spec.total_value, spec.total_value))
    fills.append({"fill": {"color": _FILL[spec.total_effect]}})
    _cells(out, ("", spec.base_label, "Δ", ""), [(label, base, abs_step(base, step), value) for label, base, step, value in rows])
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    _series(chart, out, top, len(rows), 1, {"fill": {"none": True}, "border": {"none": True}})
    _series(chart, out, top, len(rows), 2, {"points": fills})
    return chart


def abs_step(base: Decimal, step: Decimal) -> Decimal:
    """The drawn part of a stacked step: on a positive base upwards, on a negative base downwards."""
    return abs(step) if base >= 0 and step != 0 and base != 0 else -abs(step) if base < 0 else step


def _curve(book: Any, out: Sheet, spec: PayoutCurve) -> Any:
    top = out.row
    _cells(out, ("", spec.x_label, spec.y_label), [(point.label, point.x, point.y) for point in spec.points])
    count = len(spec.points)
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    chart.add_series({"categories": [out.name, top + 1, 1, top + count, 1], "values": [out.name, top + 1, 2, top + count, 2],
                      "line": {"color": ACTUAL, "width": 1.5}, "marker": {"type": "circle", "fill": {"color": "#FFFFFF"}}})
    if spec.own is not None:
        own = out.row
        _cells(out, ("", "", ""), [(spec.own.label, spec.own.x, spec.own.y)])
        chart.add_series({"categories": [out.name, own + 1, 1, own + 1, 1], "values": [out.name, own + 1, 2, own + 1, 2],
                          "marker": {"type": "circle", "size": 8, "fill": {"color": ACCENT}, "border": {"color": ACCENT}}})
    return chart
