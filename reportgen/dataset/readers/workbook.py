"""Excel workbooks: every sheet as text, as the cells read on the screen."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.dataset.readers.sheet import Sheet, sheet_of
from reportgen.model.finding import Finding

if TYPE_CHECKING:
    from openpyxl import Workbook

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_workbook(name: str, data: bytes) -> tuple[Sheet, ...] | Finding:
    """All sheets that have a head. A formula whose result was never stored stands as its own text."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = _open(data, results=True)
            formulas = _open(data, results=False) if _has_formulas(data) else None
            sheets = [_sheet(values, title, formulas) for title in values.sheetnames]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        return Finding("E-FILE", file=name, params={"reason": str(error).split("\n", 1)[0]})
    return tuple(sheet for sheet in sheets if sheet is not None)


def _open(data: bytes, results: bool) -> Workbook:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=results)


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f>" in (xml := archive.read(name)) or b"<f " in xml for name in names)


def _rows(book: Workbook, title: str) -> list[list[str | None]]:
    sheet = book[title]
    return [[_text(cell) for cell in row] for row in sheet.iter_rows()] if hasattr(sheet, "iter_rows") else []


def _sheet(values: Workbook, title: str, formulas: Workbook | None) -> Sheet | None:
    import polars as pl

    rows = _rows(values, title)
    if formulas is not None:
        rows = _with_unstored(rows, _rows(formulas, title))
    first = next((index for index, row in enumerate(rows) if any(row)), None)
    if first is None:
        return None
    width = max(len(row) for row in rows)
    table = [row + [None] * (width - len(row)) for row in rows[first:]]
    columns = {f"c{index}": [row[index] for row in table[1:]] for index in range(width)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return sheet_of(title, [header or "" for header in table[0]], frame, first + 2)


def _with_unstored(rows: list[list[str | None]], formulas: list[list[str | None]]) -> list[list[str | None]]:
    return [
        [cell if cell is not None or not (own or "").startswith("=") else own for cell, own in zip(row, owns, strict=False)]
        for row, owns in zip(rows, formulas, strict=False)
    ]


def _text(cell: Any) -> str | None:
    value = cell.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return _date_text(value, cell.number_format)
    if isinstance(value, bool | date | time):
        return str(value)
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format or "")
    return str(value)


def _date_text(value: datetime, number_format: str) -> str:
    """A date; a cell that shows year and month only is a month label."""
    shown = _QUOTED.sub("", number_format or "").casefold()
    if "y" in shown and "d" not in shown:
        return f"{value:%Y-%m}"
    return f"{value:%Y-%m-%d}" if value.time() == time() else value.isoformat(sep=" ")


def _number_text(value: float, number_format: str) -> str:
    """The number with at most 15 significant digits, which is what a spreadsheet keeps; in percent where shown so."""
    number = Decimal(format(value, ".15g"))
    if "%" in _QUOTED.sub("", number_format):
        return f"{(number * 100).normalize():f}%"
    return f"{number:f}" if abs(number) >= Decimal("1e-7") or not number else str(number)
