"""One sheet: a cursor that writes blocks from top to bottom and remembers what printing needs."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reportgen.formatting.cells import Value
from reportgen.formatting.excel import excel_value
from reportgen.model.format import Format
from reportgen.render.xlsx.styles import GREY, PLAIN, Look, Styles

_ROW = 15  # points
_NAME_WIDTH, _FIGURE_WIDTH, _TEXT_WIDTH = 26.0, 10.0, 14.0


def text_width(text: str) -> float:
    """Width of a text in the character units of a column: wide characters count two."""
    return sum(2.0 if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in text)


def wrap(text: str, width: float) -> list[str]:
    """Lines of at most ``width`` characters: Latin breaks at spaces, Han anywhere but before a closing mark."""
    lines: list[str] = []
    line = ""
    for token in _tokens(text):
        if line and text_width(line + token) > width and not (len(token) == 1 and token in "，。；：、）”！？"):
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        joins = tokens and not wide and not tokens[-1].endswith(" ") and unicodedata.east_asian_width(tokens[-1][-1]) not in "WF"
        if joins:
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens


@dataclass
class Sheet:
    """A worksheet with a row cursor. ``widths`` keeps the widest need per column; ``head`` the rows to repeat in print."""

    sheet: Any
    styles: Styles
    name: str
    row: int = 0
    widths: dict[int, float] = field(default_factory=dict)
    head: tuple[int, int] | None = None
    freeze: tuple[int, int] | None = None
    last_column: int = 7
    landscape: bool = False

    def text(self, column: int, text: str, look: Look = PLAIN) -> None:
        """Write text as text: never a formula, never a number, never a link."""
        self.sheet.write_string(self.row, column, text, self.styles.get(look))

    def value(self, column: int, value: Value, format: Format, look: Look) -> None:  # noqa: A002
        """Write a value in its number format; nothing for a missing one but its word."""
        held = excel_value(value, format)
        style = self.styles.number(format, look)
        if held is None:
            self.text(column, format.missing, Look(**{**_fields(look), "colour": GREY, "align": "right"}))
        elif isinstance(held, Decimal):
            self.sheet.write_number(self.row, column, float(held), style)
        elif isinstance(held, date):
            self.sheet.write_datetime(self.row, column, datetime(held.year, held.month, held.day), style)
        else:
            self.text(column, str(held), look)

    def need(self, column: int, width: float) -> None:
        """Ask for at least this column width, in characters."""
        self.widths[column] = max(self.widths.get(column, 0.0), width)
        self.last_column = max(self.last_column, column)

    def lines(self, text: str, look: Look = PLAIN, column: int = 0) -> None:
        """Prose over the width of the sheet, one row per line, without merging cells."""
        for line in wrap(text, self.text_columns):
            self.text(column, line, look)
            self.sheet.set_row(self.row, _ROW if look.size < 12 else 24)
            self.row += 1

    @property
    def text_columns(self) -> float:
        """Characters that prose may take: the print width of the page at 9 pt."""
        return 150.0 if self.landscape else 104.0

    def finish(self, title: str) -> None:
        """Column widths, frozen panes, print titles, print area and page set-up."""
        for column in range(self.last_column + 1):
            default = _NAME_WIDTH if column == 0 else _FIGURE_WIDTH
            self.sheet.set_column(column, column, min(self.widths.get(column, default), 60.0))
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        if self.landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.7)
        self.sheet.print_area(0, 0, max(self.row - 1, 0), self.last_column)
        if self.head is not None:
            self.sheet.repeat_rows(*self.head)
        if self.freeze is not None:
            self.sheet.freeze_panes(*self.freeze)
        self.sheet.set_header(f"&L&8{_escape(title)}")
        self.sheet.set_footer("&R&8&P / &N")


def _escape(text: str) -> str:
    return text.replace("&", "&&")[:200]


def _fields(look: Look) -> dict[str, Any]:
    return {name: getattr(look, name) for name in look.__slots__}
