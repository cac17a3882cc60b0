"""Every figure of a report in its own unit, with the place where it stands in the results: the rows of the data sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.formatting.cells import plain_number
from reportgen.model.chart import Sparkline
from reportgen.model.dataset import Locale
from reportgen.model.format import Format
from reportgen.model.report import Cards, Cell, KeyValues
from reportgen.render.xlsx.graphics import read
from reportgen.render.xlsx.lanes import Laid, name_of
from reportgen.render.xlsx.plan import BookPlan
from reportgen.render.xlsx.words import Words

_UNITS = {"percent": "%", "pp": "pp", "factor": "\u00d7"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its sheet, table, row and column."""

    sheet: str
    table: str
    row: str
    column: str
    value: Decimal
    format: Format
    unit: str
    place: str


def figures_of(plan: BookPlan, locale: Locale, words: Words) -> list[Figure]:
    """The figures in the order of the sheets."""
    found: list[Figure] = []
    for block in plan.opening:
        if isinstance(block, Cards | KeyValues):
            for item in block.items:
                found += _figure((plan.summary.name, "", "", item.label), item.cell, words)
    for sheet in (*plan.sheets, plan.trace):
        for placed in sheet.grid.tables:
            found += _of_table(placed.laid, sheet.name, locale, words)
    return found


def _of_table(laid: Laid, sheet: str, locale: Locale, words: Words) -> Iterator[Figure]:
    heads = [(" ".join(filter(None, (column.group, *column.head[:1]))), " ".join(column.head[1:]))
             for column in laid.table.columns]
    group, title = "", laid.table.title
    for row, cells in zip(laid.table.rows, laid.cells, strict=True):
        name = name_of(cells, locale)
        if row.role == "group":
            group = name
        for (head, second), cell in zip(heads, cells, strict=True):
            if cell is not None:
                label = f"{group} \u00b7 {name}" if group and group != name else name
                yield from _figure((sheet, title, label, head), cell, words)
                if cell.second is not None:
                    yield from _figure((sheet, title, label, second or head), cell.second, words)


def _figure(at: tuple[str, str, str, str], cell: Cell, words: Words) -> Iterator[Figure]:
    if cell.graphic is not None and not isinstance(cell.graphic, Sparkline):
        reading = read(cell.graphic)
        if cell.graphic.value is not None:
            shown = reading.format if reading.own else Format("number", 2, signed=True)
            yield Figure(*at, cell.graphic.value, shown, _unit(shown, words), cell.ref)
    number = plain_number(cell.value) if cell.format.numeric and cell.value is not None else None
    if number is not None:
        yield Figure(*at, number, cell.format, _unit(cell.format, words), cell.ref)


def _unit(format: Format, words: Words) -> str:  # noqa: A002 - the format of the cell is its format
    return words.points if format.kind == "score" else _UNITS.get(format.kind, format.unit)
