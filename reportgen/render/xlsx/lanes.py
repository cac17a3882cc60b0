"""A table's columns as a sheet needs them: second lines, bars, sparklines and note numbers stand in lanes of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from reportgen.formatting.cells import plain_number
from reportgen.formatting.cells import text as cell_text
from reportgen.model.chart import Sparkline
from reportgen.model.dataset import Locale
from reportgen.model.report import Cell, Column, Row, Table
from reportgen.render.xlsx.graphics import Reading, read
from reportgen.render.xlsx.measure import figure_width, text_width, wrap
from reportgen.render.xlsx.words import Words

Kind = Literal["text", "figure", "second", "bar", "spark", "note", "gap"]
_FIXED = {"bar": 14.0, "spark": 14.0, "note": 3.5, "gap": 1.5}
_LEAST = 8.0
_PROSE = 64.0  # a long text takes four lines rather than more, up to this width
_PER_MILLIMETRE = 0.56
#: A text that is nothing but a number, written as a spreadsheet would show it.
CANONICAL = re.compile(r"-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]+)?")
_NOTE_HEAD = "\u2116"


@dataclass(frozen=True, slots=True)
class Lane:
    """One spreadsheet column of a table.

    ``column`` is the model's column; ``need`` the width it asks for. ``left`` sets texts and head on the left side, ``apart``
    indents what begins right beside figures. ``numeric``: texts of this lane are numbers, every one. ``places`` and
    ``hanging`` are what the column's numbers align by.
    """

    column: int
    kind: Kind
    head: str
    source: Column
    need: float
    left: bool = False
    numeric: bool = False
    places: int = 0
    hanging: str = ""
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """A table laid out in lanes; ``cells`` holds per row one entry per model column, None where a span covers it."""

    table: Table
    lanes: tuple[Lane, ...]
    cells: tuple[tuple[Cell | None, ...], ...]


def placed(row: Row, columns: int) -> tuple[Cell | None, ...]:
    """The cell of each column. A row may list covered cells (as many cells as columns) or leave them out."""
    found: list[Cell | None] = [None] * columns
    full, index, source = len(row.cells) == columns, 0, 0
    while source < len(row.cells) and index < columns:
        cell = row.cells[source]
        found[index] = cell
        index += cell.span
        source += cell.span if full else 1
    return tuple(found)


def lay_out(table: Table, locale: Locale, words: Words) -> Laid:
    """The lanes of a table, from left to right."""
    cells = tuple(placed(row, len(table.columns)) for row in table.rows)
    lanes: list[Lane] = []
    for index, column in enumerate(table.columns):
        here = [row[index] for row in cells]
        lanes += _lanes(index, column, [cell for cell in here if cell is not None], locale, words)
    return Laid(table, tuple(_apart(lanes)), cells)


def _apart(lanes: Sequence[Lane]) -> Iterator[Lane]:
    """The lanes, with a distance where a text, a bar or a sparkline begins right beside figures."""
    beside = False
    for lane in lanes:
        begins_left = lane.kind in ("bar", "spark") or (lane.left and lane.kind in ("text", "second"))
        yield replace(lane, apart=1) if beside and begins_left else lane
        beside = not lane.left


def _lanes(index: int, column: Column, cells: Sequence[Cell], locale: Locale, words: Words) -> list[Lane]:
    if not any(column.head) and not column.group and not any(_holds(cell) for cell in cells):
        return [Lane(index, "gap", "", column, _FIXED["gap"])]
    graphics = [cell.graphic for cell in cells if cell.graphic is not None]
    seconds = [cell.second for cell in cells if cell.second is not None]
    joined = "\n".join(column.head)
    noted = any(note_of(cell) for cell in cells)
    found: list[Lane] = []
    if any(isinstance(graphic, Sparkline) for graphic in graphics):
        words_in = max((text_width(text_of(cell, locale)) for cell in cells if cell.graphic is None), default=0.0)
        found.append(Lane(index, "spark", joined, column, max(_FIXED["spark"], _head_width(joined), words_in + 1.4)))
    elif graphics:
        head, behind = (column.head[0], " ".join(" ".join(column.head[1:]).split())) if column.head else ("", "")
        readings = [read(graphic) for graphic in graphics]
        need = max(_reading_width(readings), _head_width(head))
        found.append(Lane(index, "figure", head, column, need, places=_places(readings)))
        found.append(Lane(index, "bar", behind, column, max(_FIXED["bar"], _head_width(behind))))
    else:
        found.append(_text_or_figure(index, column, column.head[0] if seconds and column.head else joined, cells, locale))
    if seconds:
        head = " ".join(column.head[1:]) or (words.symbols if column.key == "formula" else words.detail)
        found.append(_text_or_figure(index, column, head, seconds, locale, "second"))
    if noted:
        found.append(Lane(index, "note", _NOTE_HEAD, column, _FIXED["note"]))
    return found


def _holds(cell: Cell) -> bool:
    return cell.value is not None or cell.second is not None or cell.graphic is not None or cell.format.numeric


def note_of(cell: Cell) -> int | None:
    """The number of the comment that explains a cell or its graphic."""
    graphic = cell.graphic
    return cell.note if graphic is None or isinstance(graphic, Sparkline) else cell.note or graphic.note


def _text_or_figure(
    index: int, column: Column, head: str, cells: Sequence[Cell], locale: Locale, kind: Kind = "text"
) -> Lane:
    single = [cell for cell in cells if cell.span == 1]
    numbers = [(number, cell) for cell in single if (number := _number(cell)) is not None]
    left = column.align == "left" or (kind == "second" and not numbers and column.align != "right")
    texts = [text_of(cell, locale) for cell in single if _number(cell) is None]
    known = [text for text in texts if text not in {"", "\u2014"}]
    numeric = bool(known) and not numbers and all(CANONICAL.fullmatch(text) for text in known)
    hanging = max((cell.mark for _, cell in numbers), key=len, default="")
    places = column.decimals or 0 if numbers else 0
    widths = [figure_width(number, cell.format, places) + text_width(cell.prefix + cell.suffix) for number, cell in numbers]
    width = text_width(hanging) + max(widths, default=0.0)
    room = max(22.0, float(column.width) * _PER_MILLIMETRE, 32.0 if index == 0 else 0.0)
    longest = max((_room_of(text, left) for text in texts), default=0.0)
    width = max(width, min(longest, max(room, min(_PROSE, longest / 4)))) + (1.8 if left else 1.4)
    need = max(width, _head_width(head), _LEAST)
    return Lane(index, "figure" if numbers and kind == "text" else kind, head, column, need, left, numeric, places, hanging)


def _room_of(text: str, left: bool) -> float:
    """Width of a text; what may become a number (typed amounts of a column of figures) takes the room of one."""
    return text_width(text) * (1.2 if not left and text[-1:].isdigit() else 1.0)


def _number(cell: Cell) -> Decimal | None:
    return plain_number(cell.value) if cell.format.numeric and cell.value is not None else None


def text_of(cell: Cell, locale: Locale) -> str:
    """What a cell that holds no number says; nothing where there is nothing to say."""
    if cell.value is None and cell.format.kind == "text" and cell.format.missing == "\u2014":
        return cell.prefix + cell.suffix
    return f"{cell.prefix}{cell_text(cell.value, cell.format, locale)}{cell.suffix}{cell.mark}"


def name_of(cells: Sequence[Cell | None], locale: Locale) -> str:
    """What a row is about: its first text that is more than a step number."""
    texts = [text_of(cell, locale) for cell in cells if cell is not None and isinstance(cell.value, str)]
    return next((text for text in texts if not CANONICAL.fullmatch(text)), "")


@lru_cache(maxsize=512)
def _head_width(head: str) -> float:
    """Room for the longest word, and for each line of the head in two or three."""
    if not head:
        return 0.0
    words = max(text_width(line, 8) for line in wrap(head, 1.0, 8))
    longest = max(text_width(line, 8) for line in head.split("\n"))
    return max(min(words, 16.0), longest if longest <= 9.5 else longest / 2.1) + 1.2


def _reading_width(readings: Sequence[Reading]) -> float:
    places = _places(readings)
    widths = [text_width(one.text) if one.number is None else figure_width(
        one.number, one.format, places if one.format.kind == "number" else 0) for one in readings]
    return max([_LEAST, *(width + 1.4 for width in widths)])


def _places(readings: Sequence[Reading]) -> int:
    return max((one.format.decimals for one in readings if one.number is not None and one.format.kind == "number"), default=0)
