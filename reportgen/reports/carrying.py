"""Running subtotals of tables that may break over pages: what is carried forward there, and brought forward here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.dataset import Locale
from reportgen.model.report import Cell, Column, Row, Table
from reportgen.reports.figures import shown
from reportgen.reports.page import Page

#: A table of fewer rows stays on one page; more columns than these would not fit beside each other in a line.
ROWS, COLUMNS = 10, 3
_ADDED = ("body", "point")
_SPACE = "\u2003"


def carried(table: Table, page: Page) -> Table:
    """The table with a running subtotal behind each row, of the columns that add up to its total row.

    A table that is short, adds up nowhere or carries its own subtotals already stays as it is.
    """
    if len(table.rows) < ROWS or table.carried_forward or table.rows[-1].role != "total":
        return table
    sums = [found for found in (_additive(table, index) for index in range(len(table.columns))) if found is not None][:COLUMNS]
    if not sums:
        return table
    rows = []
    for row in table.rows[:-1]:
        cells = placed(row, table.columns)
        sums = [one.with_row(row, cells) for one in sums]
        rows.append(row.model_copy(update={"carry": _SPACE.join(one.text(page.locale) for one in sums)}))
    return table.model_copy(update={
        "rows": (*rows, table.rows[-1]), "carried_forward": page.words("table.carried_forward"),
        "brought_forward": page.words("table.brought_forward")})


@dataclass(frozen=True, slots=True)
class _Sum:
    """What the rows so far add up to in one column; ``like`` is the cell of the total row, whose format it takes."""

    index: int
    name: str
    like: Cell
    value: Decimal = Decimal(0)

    def with_row(self, row: Row, cells: Mapping[int, Cell]) -> _Sum:
        cell = cells.get(self.index)
        if row.role not in _ADDED or cell is None or not isinstance(cell.value, Decimal | int):
            return self
        return _Sum(self.index, self.name, self.like, self.value + cell.value)

    def text(self, locale: Locale) -> str:
        return f"{self.name} {shown(self.value, self.like.format, locale)}"


def _additive(table: Table, index: int) -> _Sum | None:
    """The column's sum before the first row, where its rows do add up to the total."""
    column = table.columns[index]
    like = placed(table.rows[-1], table.columns).get(index)
    if not column.total or column.scale is not None or like is None or not isinstance(like.value, Decimal | int):
        return None
    before = found = _Sum(index, " ".join(column.head), like)
    for row in table.rows[:-1]:
        found = found.with_row(row, placed(row, table.columns))
    return before if found.value == like.value else None


def placed(row: Row, columns: tuple[Column, ...]) -> Mapping[int, Cell]:
    """Cells by the index of their first column. A row may list covered cells or leave them out."""
    found: dict[int, Cell] = {}
    index = source = 0
    full = len(row.cells) == len(columns)
    while source < len(row.cells) and index < len(columns):
        cell = row.cells[source]
        found[index] = cell
        index += cell.span
        source += cell.span if full else 1
    return found
