"""The rows of a table: values in their lanes, live totals and variances, the numbers beside bars."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from reportgen.formatting.excel import excel_value
from reportgen.model.chart import Sparkline
from reportgen.model.report import Cell, Row
from reportgen.render.xlsx.cells import code_of, lines_of, write_cell, write_text
from reportgen.render.xlsx.codes import number_code
from reportgen.render.xlsx.formulas import differences, sum_formula
from reportgen.render.xlsx.graphics import read
from reportgen.render.xlsx.grid import Placed
from reportgen.render.xlsx.lanes import Lane, note_of
from reportgen.render.xlsx.sheet import Sheet, lines_height
from reportgen.render.xlsx.styles import ACCENT, EFFECT_TEXT, GREY, HAIR, INK, Look

_BODY = Look()
_LOOKS = {
    "total": Look(bold=True, top=INK, bottom=INK), "subtotal": Look(bold=True, top=HAIR), "group": Look(bold=True),
    "of_which": Look(size=8, colour=GREY),
}
_MOST_ROWS_UNFOLDED = 12


def write_row(out: Sheet, placed: Placed, index: int, first: int) -> None:
    """Write one row at the cursor; ``first`` is the sheet row of the table's first."""
    laid = placed.laid
    row, cells = laid.table.rows[index], laid.cells[index]
    lanes = list(zip(laid.lanes, placed.at, strict=True))
    lines = max(lines_of(shown, lane, out.widths[at], out) for lane, at in lanes for shown in (_shown(cells[lane.column], lane),)
                if shown is not None) if any(cells) else 1
    out.height(lines_height(lines))
    look = _LOOKS.get(row.role, _BODY)._replace(vertical="top" if lines > 1 else "vcenter")
    if look.top or look.bottom:
        for position in range(placed.last + 1):
            out.blank(position, look)
    live = _live(placed, index, first, out.row)
    for lane, position in lanes:
        cell = cells[lane.column]
        if cell is not None:
            indent = row.level if position == 0 else lane.apart
            _write_lane(out, position, cell, lane, look._replace(indent=indent), live)
    if (outline := _outline(row, laid.table.rows)) > 0:
        out.level(outline)


def _outline(row: Row, rows: tuple[Row, ...]) -> int:
    """Rows that a subtotal sums up fold away under it; "of which" rows fold first."""
    if row.role == "of_which":
        return 2
    return int(row.role == "body" and any(one.role == "subtotal" for one in rows) and len(rows) > _MOST_ROWS_UNFOLDED)


def _live(placed: Placed, index: int, first: int, sheet_row: int) -> dict[int, str]:
    """Formulas of this row by model column: variances of its own figures, sums of the rows above."""
    figures = {lane.source.key: (lane, at) for lane, at in zip(placed.laid.lanes, placed.at, strict=True)
               if lane.kind in ("figure", "text")}
    found = differences(placed.laid, index, sheet_row, {key: at for key, (_, at) in figures.items()})
    for lane, position in figures.values():
        if (index, lane.column) in placed.sums:
            found[lane.column] = sum_formula(position, [first + part for part in placed.sums[index, lane.column]])
    return found


def _shown(cell: Cell | None, lane: Lane) -> Cell | None:
    return cell if cell is None or lane.kind != "second" else cell.second


def _write_lane(out: Sheet, position: int, cell: Cell, lane: Lane, look: Look, live: dict[int, str]) -> None:
    if lane.kind == "note":
        number = note_of(cell)
        if number:
            out.number(position, number, look._replace(code="0", colour=ACCENT, align="left", bold=True, size=8, indent=0))
    elif lane.kind == "bar":
        _write_bar(out, position, cell, look)
    elif lane.kind == "spark":
        if not isinstance(cell.graphic, Sparkline):
            write_cell(out, position, cell, lane, look)
    elif lane.kind == "figure" and cell.graphic is not None and not isinstance(cell.graphic, Sparkline):
        _write_reading(out, position, cell, lane, (look, live))
    else:
        shown = _shown(cell, lane)
        if shown is None:
            return
        formula = live.get(lane.column) if lane.kind != "second" else None
        if formula is None:
            write_cell(out, position, shown, lane, look)
        else:
            held = excel_value(shown.value, shown.format)
            assert isinstance(held, Decimal)
            colour = EFFECT_TEXT.get(shown.effect, look.colour)
            bold = look.bold or shown.style == "bold"
            out.formula(position, formula, held, look._replace(
                code=code_of(shown, lane, out), align="right", colour=colour, bold=bold))


def _write_reading(out: Sheet, position: int, cell: Cell, lane: Lane, how: tuple[Look, dict[int, str]]) -> None:
    """The number that stands at a bar, or its word (n.m.)."""
    look, live = how
    assert cell.graphic is not None
    reading = read(cell.graphic)
    if reading.number is None:
        write_text(out, position, reading.text, lane, look._replace(colour=GREY))
        return
    pad = max(0, lane.places - reading.format.decimals) if reading.format.kind == "number" else 0
    look = look._replace(code=number_code(reading.format, out.locale, ("", ""), (pad, "")), align="right")
    held = excel_value(reading.number, reading.format)
    assert isinstance(held, Decimal)
    if lane.column in live:
        out.formula(position, live[lane.column], held, look)
    else:
        out.number(position, held, look)


def _write_bar(out: Sheet, position: int, cell: Cell, look: Look) -> None:
    """The bar's length: the number to its left where that is it, so that a change moves the bar."""
    if cell.graphic is None:
        return
    reading = read(cell.graphic)
    if reading.bar is None:
        return
    look = look._replace(code="0.00;\u22120.00", align="right")
    if reading.own:
        times = "*100" if reading.format.kind == "percent" else ""
        out.formula(position, f"={xl_rowcol_to_cell(out.row, position - 1)}{times}", reading.bar, look)
    else:
        out.number(position, reading.bar, look)
