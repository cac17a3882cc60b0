"""What the audit sheets collect while the others are written: rows of chart data, and the check of every total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from reportgen.render.xlsx.lanes import CANONICAL
from reportgen.render.xlsx.names import quoted
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import GREY, HEAD, SMALL, TITLE, Look
from reportgen.render.xlsx.words import Words

#: The first register row of the checks sheet; head and title stand above.
FIRST_CHECK = 5
Entry = str | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Check:
    """A reported total and the cell that sums it up; ``row`` and ``column`` are those of the cell."""

    sheet: str
    table: str
    column: str
    reported: Decimal
    row: int
    position: int


@dataclass
class Audit:
    """The data sheet and the register of checks of one workbook."""

    data: Sheet
    checks_name: str
    words: Words
    checks: list[Check] = field(default_factory=list)

    @property
    def data_name(self) -> str:
        return self.data.name

    def check(self, sheet: str, table: str, column: str, reported: Decimal, cell: tuple[int, int]) -> str:
        """Register a total; the formula of its check cell: the sum in the sheet minus the number reported."""
        self.checks.append(Check(sheet, table, column, reported, *cell))
        at = xl_rowcol_to_cell(FIRST_CHECK + len(self.checks) - 1, 3, row_abs=True, col_abs=True)
        return f"=ROUND({xl_rowcol_to_cell(*cell)}-{quoted(self.checks_name)}!{at},6)"

    def chart_rows(self, title: str, head: Sequence[Entry], rows: Sequence[Sequence[Entry]]) -> int:
        """Write the data of a chart or of sparklines below what the data sheet holds; returns its first row."""
        out = self.data
        out.text(0, title, TITLE._replace(size=8))
        out.down()
        for column, name in enumerate(head):
            look = HEAD._replace(wrap=False, align="right" if column else "")
            if isinstance(name, str):
                out.text(column, name, look)
            elif name is not None:
                out.number(column, name, look._replace(code="0"))
        out.down()
        first = out.row
        for row in rows:
            for column, value in enumerate(row):
                if isinstance(value, str) and not CANONICAL.fullmatch(value):
                    out.text(column, value, SMALL)
                elif value is not None:
                    out.number(column, Decimal(value), Look(code="General", size=8, colour=GREY))
            out.down()
        out.down()
        return first

    def checks_formula(self, sheet: str = "") -> str:
        """The sum of the differences, of one sheet or of all."""
        rows = [FIRST_CHECK + index for index, check in enumerate(self.checks) if not sheet or check.sheet == sheet]
        if not rows:
            return ""
        first, last = (xl_rowcol_to_cell(row, 5, row_abs=True, col_abs=True) for row in (rows[0], rows[-1]))
        return f"=SUMPRODUCT(ABS({quoted(self.checks_name)}!{first}:{last}))"
