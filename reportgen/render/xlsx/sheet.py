"""One sheet: a cursor that writes from top to bottom and remembers what printing and charts need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.report import Run
from reportgen.render.xlsx.measure import pixels, text_width, wrap_runs
from reportgen.render.xlsx.styles import EFFECT_TEXT, GREY, PLAIN, Look, Styles

_ROW = 15.0  # points
_LINE = 12.2
_LONGEST_TEXT = 32_767
_READABLE = 118.0
_BOLD = 1.06  # bold letters are wider


@dataclass
class Sheet:
    """A worksheet with a row cursor, its column widths in character units and the heights of rows that are not 15 points."""

    sheet: Any
    styles: Styles
    name: str
    locale: Locale
    widths: Sequence[float]
    row: int = 0
    heights: dict[int, float] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    last_row: int = 0

    def text(self, column: int, text: str, look: Look = PLAIN) -> None:
        """Write text as text: never a formula, never a number, never a link."""
        self.sheet.write_string(self.row, column, text[:_LONGEST_TEXT], self.styles.get(look))

    def number(self, column: int, value: Decimal | int, look: Look) -> None:
        """Write a real number."""
        self.sheet.write_number(self.row, column, float(value), self.styles.get(look))

    def day(self, column: int, value: date, look: Look) -> None:
        """Write a real date."""
        self.sheet.write_datetime(self.row, column, datetime(value.year, value.month, value.day), self.styles.get(look))

    def formula(self, column: int, formula: str, held: Decimal | int, look: Look) -> None:
        """Write a formula of ours with its result."""
        self.sheet.write_formula(self.row, column, formula, self.styles.get(look), float(held))

    def blank(self, column: int, look: Look) -> None:
        """An empty cell that only has a style: texts run into it."""
        self.sheet.write_blank(self.row, column, None, self.styles.get(look))

    def height(self, points: float) -> None:
        """Height of the row under the cursor, in points."""
        if points != _ROW:
            self.heights[self.row] = points

    def level(self, outline: int) -> None:
        """Outline level of the row under the cursor."""
        self.levels[self.row] = outline

    def set_rows(self) -> None:
        """Give the worksheet its heights and outline levels, once everything is written."""
        for row in sorted({*self.heights, *self.levels}):
            self.sheet.set_row(row, self.heights.get(row, _ROW), None, {"level": self.levels[row]} if row in self.levels else {})

    def down(self, rows: int = 1) -> None:
        """Move the cursor down and keep the last row used."""
        self.last_row = max(self.last_row, self.row)
        self.row += rows

    @property
    def text_width(self) -> float:
        """Character units that a line of prose may take."""
        return min(sum(self.widths), _READABLE) - 1

    def runs(self, column: int, line: Sequence[Run], look: Look = PLAIN, first: str = "") -> None:
        """A line of styled text; ``first`` is a number or box before it."""
        parts = [*([(first, look._replace(bold=True))] if first else []), *((run.text, _styled(look, run.style)) for run in line)]
        if len(parts) == 1 or len({style for _, style in parts}) == 1:
            self.text(column, "".join(text for text, _ in parts), parts[0][1] if parts else look)
            return
        fragments: list[Any] = []
        for text, style in parts:
            fragments += [self.styles.get(style), text]
        self.sheet.write_rich_string(self.row, column, *fragments, self.styles.get(look))

    def prose(self, runs: Iterable[Run], look: Look = PLAIN, first: str = "", column: int = 0) -> None:
        """Paragraphs over the width of the sheet, one row per line, without merged cells."""
        for index, line in enumerate(wrap_runs(runs, self.text_width - sum(self.widths[:column]))):
            behind = bool(first) and index > 0
            self.runs(column, line, look._replace(align="left", indent=1) if behind else look, "" if behind else first)
            self.down()

    def message(self, runs: Sequence[Run], look: Look) -> None:
        """Large lines over the width of the sheet, about equally long: no word stands alone on the last."""
        room = (sum(self.widths) - 1) * 9 / look.size / _BOLD
        lines = wrap_runs(runs, room)
        if len(lines) > 1:
            total = sum(text_width(run.text) for run in runs)
            lines = next(found for share in (1.05, 1.15, 1.3, 2.0) if len(found := wrap_runs(
                runs, min(room, total / len(lines) * share))) <= len(lines))
        for line in lines:
            self.runs(0, line, look)
            self.height(22.0)
            self.down()

    def words(self, text: str, look: Look = PLAIN) -> None:
        """Plain words over the width of the sheet."""
        self.prose((Run(text=text),), look)

    def left(self, column: int) -> int:
        """Pixels from the left edge of the sheet to a column."""
        return sum(pixels(width) for width in self.widths[:column])

    def set_columns(self) -> None:
        """Give the worksheet its widths and the height of its rows."""
        self.sheet.set_default_row(_ROW)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)


def _styled(look: Look, style: str) -> Look:
    if style == "bold":
        return look._replace(bold=True)
    if style == "muted":
        return look._replace(colour=GREY)
    return look._replace(colour=EFFECT_TEXT.get(style, look.colour))


def lines_height(lines: int) -> float:
    """Height of a row of so many lines of 9 points."""
    return _ROW if lines <= 1 else lines * _LINE + 3.0
