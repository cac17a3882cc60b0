"""Where charts stand: below the tables, side by side while there is room, each under its title and over no written cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportgen.model.chart import (
    Bridge,
    Histogram,
    KpiBullet,
    PayoutCurve,
    Scatter,
    ScoreBullet,
    SmallMultiples,
    Strips,
    Trend,
)
from reportgen.model.report import Chart
from reportgen.render.xlsx.audit import Audit
from reportgen.render.xlsx.charts.bridge import draw_bridge
from reportgen.render.xlsx.charts.build import Kit
from reportgen.render.xlsx.charts.bullet import draw_kpi_bullet, draw_score_bullet
from reportgen.render.xlsx.charts.columns import draw_histogram, draw_small_multiples, draw_trend, draw_variances
from reportgen.render.xlsx.charts.points import draw_curve, draw_scatter
from reportgen.render.xlsx.charts.strips import draw_strips
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import SMALL, TITLE

_PIXELS_PER_MM, _TALL = 4.1, 3.3
_NARROW_PAGE = 174  # millimetres of text on a portrait page, which two charts share
_ROW_PIXELS = 20
_GAP = 24
_WIDER = 1.5
_HEIGHT = {"score_bullet": 118, "small_multiples": 120}
_LEAST = {"bridge": 150, "trend": 150, "payout_curve": 220, "histogram": 150, "scatter": 230, "kpi_bullet": 100}
_DRAW: dict[type[Any], Callable[[Kit, Any], Any]] = {
    Trend: draw_trend, Bridge: draw_bridge, Histogram: draw_histogram, PayoutCurve: draw_curve, Scatter: draw_scatter,
    SmallMultiples: draw_small_multiples, ScoreBullet: draw_score_bullet, KpiBullet: draw_kpi_bullet, Strips: draw_strips,
}


def insert_charts(book: Any, out: Sheet, charts: Sequence[Chart], audit: Audit) -> None:
    """Draw charts from the cursor down, in rows that fill the width of the sheet."""
    room = out.left(len(out.widths))
    line: list[tuple[Chart, int, int]] = []
    for chart in charts:
        width, height = size_of(chart, room)
        if line and sum(taken + _GAP for _, taken, _ in line) + width > room:
            _write_line(book, out, line, audit, room)
            line = []
        line.append((chart, width, height))
    if line:
        _write_line(book, out, line, audit, room)


def size_of(chart: Chart, room: int) -> tuple[int, int]:
    """Pixels of a chart: its size on paper a little larger, never wider than the sheet."""
    kind = chart.spec.kind
    per_millimetre = min(_PIXELS_PER_MM, 0.96 * room / _NARROW_PAGE)
    width = room if kind == "small_multiples" else float(chart.width) * per_millimetre
    height = _HEIGHT.get(kind, max(_LEAST.get(kind, 120), int(float(chart.height) * _TALL)))
    if isinstance(chart.spec, Bridge):
        height = max(height, 22 * (len(chart.spec.steps) + 1) + 12)
    return min(int(width), room), height


def _column_after(out: Sheet, pixel: int) -> tuple[int, int]:
    """The first column that begins at or behind a pixel."""
    for column in range(len(out.widths)):
        left = out.left(column)
        if left >= pixel:
            return column, left
    return len(out.widths), pixel


def _write_line(book: Any, out: Sheet, line: Sequence[tuple[Chart, int, int]], audit: Audit, room: int) -> None:
    top, pixel = out.row, 0
    share = (room - _GAP * len(line)) / sum(width for _, width, _ in line)
    details = any(chart.detail for chart, _, _ in line)
    set_out: list[tuple[Chart, int, tuple[int, int]]] = []
    for chart, width, height in line:
        column, left = _column_after(out, pixel)
        wide = min(int(width * min(max(share, 1.0), _WIDER)), room - left)
        set_out.append((chart, column, (wide, height)))
        pixel = left + wide + _GAP
    tallest = 0
    kits = [Kit(book, audit, out.styles.font, f"{out.name} \u00b7 {chart.title or chart.id}") for chart, _, _ in line]
    above = [draw_variances(kit, chart.spec, size[1]) if isinstance(chart.spec, Trend) else None
             for kit, (chart, _, size) in zip(kits, set_out, strict=True)]
    base = max((drawn[1] for drawn in above if drawn is not None), default=0)
    for kit, (chart, column, (width, height)), variances in zip(kits, set_out, above, strict=True):
        _title(out, top, column, chart)
        cell = (top + 1 + details, column)
        if variances is not None:
            _insert(out, variances[0], cell, base - variances[1], (width, variances[1]), chart.alt)
        shift = base if isinstance(chart.spec, Trend) else 0
        _insert(out, _DRAW[type(chart.spec)](kit, chart.spec), cell, shift, (width, height), chart.alt)
        tallest = max(tallest, height + shift)
    out.row = top + 1 + details + -(-tallest // _ROW_PIXELS)
    out.last_row = max(out.last_row, out.row)
    for chart, _, _ in line:
        if chart.note:
            out.words(chart.note, SMALL)
    out.down()


def _title(out: Sheet, row: int, column: int, chart: Chart) -> None:
    out.row = row
    out.text(column, chart.title, TITLE)
    if chart.detail:
        out.row = row + 1
        out.text(column, chart.detail, SMALL)


def _insert(out: Sheet, chart: Any, cell: tuple[int, int], down: int, size: tuple[int, int], alt: str) -> None:
    chart.set_size({"width": size[0], "height": size[1]})
    out.sheet.insert_chart(*cell, chart, {"y_offset": down, "object_position": 2, "description": alt[:500]})
