"""A cell of the model into a cell of the sheet: numbers with their codes, dates, words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reportgen.formatting.excel import excel_value
from reportgen.model.format import Format
from reportgen.model.report import Cell
from reportgen.render.xlsx.codes import number_code
from reportgen.render.xlsx.lanes import Lane, text_of
from reportgen.render.xlsx.measure import text_width, wrap
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import EFFECT_TEXT, GREY, WASH, Look
from reportgen.render.xlsx.typed import typed_number

#: Kinds whose decimal points stand in line; percentages and points of percent have signs of other widths.
_POINTS = frozenset({"number", "money", "score"})
_WIDEST = 1.8  # character units of a Han character at 9 points


def write_cell(out: Sheet, position: int, cell: Cell, lane: Lane, look: Look) -> None:
    """Write a value in its number format, a date as a date, anything else as text; nothing where there is nothing."""
    look = look._replace(
        bold=look.bold or cell.style == "bold",
        colour=EFFECT_TEXT.get(cell.effect, GREY if cell.style == "muted" else look.colour),
        fill=WASH.get(cell.shade, ""),
    )
    held = excel_value(cell.value, cell.format)
    if isinstance(held, Decimal):
        out.number(position, held, look._replace(code=code_of(cell, lane, out), align="right"))
    elif isinstance(held, date):
        out.day(position, held, look._replace(code="yyyy-mm-dd", align="left" if lane.left else "right"))
    else:
        write_text(out, position, text_of(cell, out.locale), lane, look, spans=cell.span > 1)


def write_text(out: Sheet, position: int, text: str, lane: Lane, look: Look, *, spans: bool = False) -> None:
    """Write words; those of a lane whose texts are all numbers become numbers, those too long for it take several lines."""
    if not text:
        out.blank(position, look)
    elif lane.numeric and text != "\u2014":
        out.number(position, Decimal(text), look._replace(code="General", align="left" if lane.left else "right"))
    elif not lane.left and (typed := typed_number(text)) is not None:
        number, shown = typed
        held = number.scaleb(-2) if shown.kind == "percent" else number
        out.number(position, held, look._replace(code=number_code(shown, out.locale), align="right"))
    else:
        align = ("left" if look.indent else "") if lane.left else "centre" if lane.source.align == "centre" else "right"
        wraps = lane.left and not spans and text_width(text) > out.widths[position] - 1.0
        out.text(position, text, look._replace(align=align.replace("centre", "center"), wrap=wraps))


def code_of(cell: Cell, lane: Lane, out: Sheet) -> str:
    """The number code of a cell in its lane."""
    if not lane.places and not lane.hanging and not (cell.prefix or cell.suffix or cell.mark):
        return number_code(cell.format, out.locale)
    places = max(0, lane.places - cell.format.decimals) if cell.format.kind in _POINTS else 0
    hanging = "" if cell.mark else lane.hanging
    return number_code(cell.format, out.locale, (cell.prefix, cell.suffix + cell.mark), (places, hanging))


def lines_of(cell: Cell, lane: Lane, width: float, out: Sheet) -> int:
    """Lines that a cell takes in a column of this width."""
    if not lane.left or cell.span > 1 or not isinstance(cell.value, str):
        return 1
    if (len(cell.prefix) + len(cell.value) + len(cell.suffix)) * _WIDEST < width - 1.0:
        return 1
    text = text_of(cell, out.locale)
    return 1 if text_width(text) <= width - 1.0 else len(wrap(text, width - 1.8))


def plain_code(format: Format, value: Decimal, out: Sheet) -> str:  # noqa: A002 - the format of the cell is its format
    """The code of a value in its own unit, whatever the scale of its column."""
    decimals = format.decimals if format.scale == 1 else min(2, max(0, -int(value.normalize().as_tuple().exponent)))
    return number_code(Format(format.kind, decimals, format.unit, signed=format.signed), out.locale)
