"""A table block as cells: second lines become columns, graphics become data bars or sparklines, totals live formulas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from reportgen.model.chart import Sparkline, VarianceBar, VariancePin, WaterfallStep
from reportgen.model.format import Format
from reportgen.model.report import Cell, Column, Row, Table
from reportgen.render.xlsx.sheet import Sheet, text_width
from reportgen.render.xlsx.styles import (
    EFFECT_TEXT,
    FAVOURABLE,
    GREY,
    HAIR,
    NEUTRAL,
    UNFAVOURABLE,
    WASH,
    Look,
)

_BAR_COLOUR = {"favourable": FAVOURABLE, "unfavourable": UNFAVOURABLE, "neutral": NEUTRAL, "": NEUTRAL}
_BAR_WIDTH, _NOTE_WIDTH = 16.0, 5.0


@dataclass(frozen=True, slots=True)
class Lane:
    """One spreadsheet column of a table: the first or second line of a model column, its graphic or its note numbers."""

    column: int
    kind: str  # first, second, graphic, note
    head: str
    source: Column


def write_table(out: Sheet, table: Table, check_word: str) -> None:
    """Write the head, the rows and one check cell per column that adds up."""
    lanes = _lanes(table)
    top = out.row
    for lane in lanes:
        align = "" if lane.source.align == "left" and lane.kind != "graphic" else "right"
        look = Look(size=8, colour=GREY, align=align, bottom=1, wrap=True)
        position = lanes.index(lane)
        out.text(position, lane.head, look)
        out.need(position, _width(lane, table))
    out.sheet.set_row(top, 15 * max(1, max((lane.head.count("\n") + 1 for lane in lanes), default=1)))
    if out.head is None:
        out.head, out.freeze = (top, top), (top + 1, 1)
    out.row += 1
    first = out.row
    for row in table.rows:
        _write_row(out, lanes, row, table, first)
        out.row += 1
    _bars(out, lanes, table, first)
    _checks(out, lanes, table, first, check_word)


def _lanes(table: Table) -> list[Lane]:
    lanes: list[Lane] = []
    for index, column in enumerate(table.columns):
        cells = [row.cells[at] for row in table.rows if (at := _place(row, index)) is not None]
        graphics = [cell.graphic for cell in cells if cell.graphic is not None]
        head = "\n".join(column.head[:1])
        if graphics:
            lanes.append(Lane(index, "graphic", "\n".join(column.head), column))
        else:
            lanes.append(Lane(index, "first", head if any(c.second for c in cells) else "\n".join(column.head), column))
        if any(cell.second is not None for cell in cells):
            lanes.append(Lane(index, "second", "\n".join(column.head[1:]), column))
        if any(_note(cell) for cell in cells):
            lanes.append(Lane(index, "note", "№", column))
    return lanes


def _place(row: Row, column: int) -> int | None:
    """The index of the cell that stands in a column, or None where a span covers it."""
    at = 0
    for index, cell in enumerate(row.cells):
        if at == column:
            return index
        at += cell.span
    return None


def _note(cell: Cell) -> int | None:
    graphic = cell.graphic
    return cell.note if graphic is None or isinstance(graphic, Sparkline) else cell.note or graphic.note


def _width(lane: Lane, table: Table) -> float:
    if lane.kind == "graphic":
        return _BAR_WIDTH
    if lane.kind == "note":
        return _NOTE_WIDTH
    widest = max((text_width(part) for part in lane.head.split("\n")), default=0.0)
    for row in table.rows:
        at = _place(row, lane.column)
        cell = row.cells[at] if at is not None else None
        if cell is not None and cell.span == 1:
            shown = cell if lane.kind == "first" else cell.second
            if shown is not None and isinstance(shown.value, str):
                widest = max(widest, text_width(shown.prefix + shown.value + shown.suffix))
    return min(max(widest + 1.5, 9.0), 42.0)


def _write_row(out: Sheet, lanes: list[Lane], row: Row, table: Table, first: int) -> None:
    base = _row_look(row)
    if row.role == "of_which":
        out.sheet.set_row(out.row, 15, None, {"level": 1})
    for position, lane in enumerate(lanes):
        at = _place(row, lane.column)
        cell = row.cells[at] if at is not None else None
        _write_lane(out, position, lane, cell, replace(base, indent=row.level if position == 0 else 0))
    _formulas(out, lanes, row, table, first)


def _row_look(row: Row) -> Look:
    if row.role == "total":
        return Look(bold=True, top=1, bottom=1)
    if row.role == "subtotal":
        return Look(bold=True, top=4, top_colour=HAIR)
    if row.role == "group":
        return Look(bold=True)
    return Look(colour=GREY, size=8) if row.role == "of_which" else Look()


def _write_lane(out: Sheet, position: int, lane: Lane, cell: Cell | None, look: Look) -> None:
    if cell is None:
        out.text(position, "", look)
        return
    if lane.kind == "note":
        number = _note(cell)
        if number:
            out.value(position, number, Format("count"), replace(look, align="right", colour="#1F5FA8"))
        else:
            out.text(position, "", look)
        return
    if lane.kind == "graphic":
        _write_graphic(out, position, cell, lane, look)
        return
    shown = cell if lane.kind == "first" else cell.second
    if shown is None:
        out.text(position, "", look)
        return
    _write_cell(out, position, shown, lane, look)


def _write_cell(out: Sheet, position: int, cell: Cell, lane: Lane, look: Look) -> None:
    look = replace(
        look,
        bold=look.bold or cell.style == "bold",
        colour=EFFECT_TEXT.get(cell.effect, GREY if cell.style == "muted" else look.colour),
        fill=WASH.get(cell.shade, ""),
        align="right" if lane.source.align == "right" else "",
    )
    if isinstance(cell.value, str) or (cell.value is None and cell.format.kind == "text"):
        text = f"{cell.prefix}{cell.value or ''}{cell.suffix}"
        out.text(position, text, look)
        return
    out.value(position, cell.value, cell.format, look)


def _write_graphic(out: Sheet, position: int, cell: Cell, lane: Lane, look: Look) -> None:
    graphic = cell.graphic
    if isinstance(graphic, Sparkline):
        out.text(position, "", look)
        _sparkline(out, position, graphic)
        return
    value = graphic.value if isinstance(graphic, VarianceBar | VariancePin | WaterfallStep) else None
    if value is None:
        out.text(position, graphic.label if graphic is not None else "", replace(look, align="right", colour=GREY))
        return
    places = lane.source.decimals if lane.source.decimals is not None else max(0, -int(value.as_tuple().exponent))
    out.value(position, value, Format("number", places, signed=True), replace(look, align="right"))


def _sparkline(out: Sheet, position: int, graphic: Sparkline) -> None:
    """The values stand in far columns of the same row, outside the print area."""
    start = 60
    for index, value in enumerate(graphic.values):
        if value is not None:
            out.sheet.write_number(out.row, start + index, float(value))
    out.sheet.add_sparkline(out.row, position, {
        "range": f"'{out.name}'!{xl_range(out.row, start, out.row, start + len(graphic.values) - 1)}",
        "type": "column", "negative_points": True, "series_color": FAVOURABLE, "negative_color": UNFAVOURABLE,
        "axis": True, "min": "group", "max": "group",
    })


def _bars(out: Sheet, lanes: list[Lane], table: Table, first: int) -> None:
    """Solid data bars with the axis in the middle and one equal scale per column, coloured row by row by effect."""
    for position, lane in enumerate(lanes):
        if lane.kind != "graphic" or lane.source.scale is None:
            continue
        reach = max(abs(lane.source.scale.lo), abs(lane.source.scale.hi))
        for offset, row in enumerate(table.rows):
            at = _place(row, lane.column)
            graphic = row.cells[at].graphic if at is not None else None
            if graphic is None or isinstance(graphic, Sparkline) or graphic.value is None or not reach:
                continue
            colour = _BAR_COLOUR[graphic.effect]
            out.sheet.conditional_format(first + offset, position, first + offset, position, {
                "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_axis_position": "middle",
                "min_type": "num", "max_type": "num", "min_value": float(-reach), "max_value": float(reach),
                "bar_color": colour, "bar_negative_color": colour, "bar_border_color": colour,
                "bar_negative_border_color": colour,
            })


def _formulas(out: Sheet, lanes: list[Lane], row: Row, table: Table, first: int) -> None:
    """Replace a subtotal or total by a live sum with its stored result, where the rows above add up to it exactly."""
    if row.role not in ("subtotal", "total"):
        return
    index = out.row - first
    for position, lane in enumerate(lanes):
        if lane.kind != "first" or not lane.source.total:
            continue
        at = _place(row, lane.column)
        value = row.cells[at].value if at is not None else None
        if at is None or not isinstance(value, Decimal):
            continue
        parts = _parts(table, index, lane.column, value)
        if parts:
            formula = "=" + _sum(position, [first + part for part in parts])
            number = row.cells[at].format
            look = replace(_row_look(row), align="right")
            held = float(value / number.scale if number.kind != "percent" else value / 100)
            out.sheet.write_formula(out.row, position, formula, out.styles.number(number, look), held)


def _parts(table: Table, index: int, column: int, value: Decimal) -> list[int]:
    """Rows whose values add up to ``value``: since the last subtotal, or the subtotals and points so far, or every row."""
    above = list(range(index))
    roles = [row.role for row in table.rows]
    last = max((i for i in above if roles[i] in ("subtotal", "total")), default=-1)
    subtotals = [i for i in above if roles[i] == "subtotal"]
    after = [i for i in above if i > last and roles[i] in ("body", "point")]
    candidates = [
        after,
        [last, *after] if last >= 0 else [],
        subtotals,
        [i for i in above if roles[i] == "body"],
        [i for i in above if roles[i] in ("body", "point")],
    ]
    for rows in candidates:
        numbers = [(i, _number(table.rows[i], column)) for i in rows]
        kept = [(i, number) for i, number in numbers if number is not None]
        if kept and sum((number for _, number in kept), Decimal(0)) == value:
            return [i for i, _ in kept]
    return []


def _number(row: Row, column: int) -> Decimal | None:
    at = _place(row, column)
    value = row.cells[at].value if at is not None else None
    return value if isinstance(value, Decimal) else None


def _sum(position: int, rows: list[int]) -> str:
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return "SUM(" + ",".join(xl_range(a, position, b, position) for a, b in spans) + ")"


def _checks(out: Sheet, lanes: list[Lane], table: Table, first: int, word: str) -> None:
    """A small row below the total: total minus its parts, which reads 0.00."""
    totals = [i for i, row in enumerate(table.rows) if row.role == "total"]
    if not totals:
        return
    written = False
    for position, lane in enumerate(lanes):
        value = _number(table.rows[totals[-1]], lane.column) if lane.kind == "first" and lane.source.total else None
        parts = _parts(table, totals[-1], lane.column, value) if value is not None else []
        if not parts:
            continue
        cell = xl_rowcol_to_cell(first + totals[-1], position)
        style: Any = out.styles.get(Look(code="0.00", size=8, colour=GREY, align="right"))
        formula = f"=ROUND({cell}-{_sum(position, [first + part for part in parts])},6)"
        out.sheet.write_formula(out.row, position, formula, style, 0.0)
        written = True
    if written:
        out.text(0, word, Look(size=8, colour=GREY))
        out.row += 1
