"""In-cell pictures: data bars with their axis in the middle on one scale per column, and sparklines that share an axis."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from reportgen.model.chart import Sparkline
from reportgen.render.xlsx.formulas import spans
from reportgen.render.xlsx.graphics import read
from reportgen.render.xlsx.lanes import Laid, Lane
from reportgen.render.xlsx.names import quoted
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import EFFECT_FILL, FAVOURABLE, NEUTRAL, UNFAVOURABLE


def draw_bars(out: Sheet, laid: Laid, lane: Lane, position: int, first: int) -> None:
    """Solid bars, coloured by effect: one rule per effect over all its rows, every rule with the same equal ends."""
    rows: dict[str, list[int]] = {}
    longest, scale = Decimal(0), 1
    for offset, cells in enumerate(laid.cells):
        cell = cells[lane.column]
        if cell is None or cell.graphic is None or isinstance(cell.graphic, Sparkline):
            continue
        reading = read(cell.graphic)
        if reading.bar is not None:
            rows.setdefault(EFFECT_FILL.get(cell.graphic.effect, NEUTRAL), []).append(first + offset)
            longest, scale = max(longest, abs(reading.bar)), max(scale, reading.scale)
    reach = _reach(lane, longest, scale)
    for colour, here in rows.items():
        ranges = " ".join(xl_range(start, position, end, position) for start, end in spans(here))
        out.sheet.conditional_format(here[0], position, here[0], position, {
            "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_only": True, "bar_axis_position": "middle",
            "min_type": "num", "max_type": "num", "min_value": float(-reach), "max_value": float(reach), "multi_range": ranges,
            "bar_color": colour, "bar_negative_color": colour, "bar_border_color": colour, "bar_negative_border_color": colour,
            "bar_axis_color": NEUTRAL,
        })


def _reach(lane: Lane, longest: Decimal, scale: int) -> Decimal:
    """Length of a full bar: the column's scale, a pin's limit where it has one, never shorter than the longest bar within it."""
    column = lane.source.scale
    if column is None:
        return longest or Decimal(1)
    if column.limit is not None:
        return min(column.limit / scale, longest) or Decimal(1)
    return max(-column.lo / scale, column.hi / scale, longest) or Decimal(1)


def draw_sparklines(out: Sheet, position: int, cells: list[tuple[int, int]], data: tuple[str, int]) -> None:
    """One group of sparklines: ``cells`` pairs sheet rows with rows of the data sheet; ``data`` is its name and last column."""
    if not cells:
        return
    name, last = data
    out.sheet.add_sparkline(cells[0][0], position, {
        "location": [xl_rowcol_to_cell(row, position) for row, _ in cells],
        "range": [f"{quoted(name)}!{xl_range(row, 1, row, last)}" for _, row in cells],
        "type": "column", "negative_points": True, "series_color": FAVOURABLE, "negative_color": UNFAVOURABLE,
        "axis": True, "min": "group", "max": "group", "show_hidden": True,
    })
