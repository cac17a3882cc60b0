"""Reports to write, and workbooks read back: cells by an independent reader, parts of the file as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook

from reportgen.formatting.cells import plain_number
from reportgen.formatting.excel import excel_value
from reportgen.model.chart import Node, Sparkline
from reportgen.model.dataset import Locale
from reportgen.model.report import Block, Cards, Cell, Chart, Columns, KeyValues, Report, Table
from reportgen.render.xlsx import render
from reportgen.reports import build_report, load_pack
from tests.render import sample
from tests.reports import company, person

PACKS = Path(__file__).parents[2] / "report_templates"
VIEWS = ("board", "finance_pack", "department_review", "hr_summary", "alert_bulletin", "reward_table")


@cache
def report_of(name: str, locale: Locale = "en") -> Report:
    """A report of the model company, or a hand-made one."""
    if name == "sample_scorecard":
        return sample.scorecard_zh()
    if name == "sample_board":
        return sample.board_en()
    pack, findings = load_pack(PACKS / name)
    assert pack is not None, findings
    view = person.person(locale) if name == "individual_scorecard" else getattr(company, name)(locale)
    return build_report(view, pack, locale)


ALL: tuple[tuple[str, Locale], ...] = (
    ("sample_scorecard", "zh-CN"), ("sample_board", "en"), ("individual_scorecard", "zh-CN"), ("individual_scorecard", "en"),
    *((name, "zh-CN") for name in VIEWS), ("board", "en"), ("finance_pack", "en"),
)


@cache
def bytes_of(name: str, locale: Locale) -> bytes:
    return render(report_of(name, locale))


def opened(content: bytes, *, values: bool = True) -> Workbook:
    """The workbook with stored results, or with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def parts(content: bytes, pattern: str) -> dict[str, str]:
    """Parts of the file whose name matches, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist() if re.search(pattern, name)}


def numbers_in(book: Workbook) -> set[float]:
    """Every number of the workbook, to nine digits behind the point."""
    return {round(float(value), 9) for sheet in book for row in sheet.iter_rows(values_only=True)
            for value in row if isinstance(value, int | float)}


def formulas_in(content: bytes) -> dict[tuple[str, str], str]:
    """Formulas by sheet and cell."""
    return {(sheet.title, cell.coordinate): str(cell.value) for sheet in opened(content, values=False)
            for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def blocks(report: Report) -> Iterator[Block]:
    for section in report.sections:
        yield from _flat(section.blocks)


def _flat(found: tuple[Block, ...]) -> Iterator[Block]:
    for block in found:
        if isinstance(block, Columns):
            for column in block.items:
                yield from _flat(column.blocks)
        else:
            yield block


def cells_of(report: Report) -> Iterator[Cell]:
    """Cells of tables, cards and key values, second lines among them."""
    for block in blocks(report):
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield cell
                    if cell.second is not None:
                        yield cell.second
        elif isinstance(block, Cards | KeyValues):
            yield from (item.cell for item in block.items)


def numbers_of(report: Report) -> Iterator[Decimal]:
    """What the cells, bars and sparklines of a report hold: percentages as fractions, money in the unit of its head."""
    for cell in cells_of(report):
        if cell.value is not None and cell.format.numeric and plain_number(cell.value) is not None:
            held = excel_value(cell.value, cell.format)
            assert isinstance(held, Decimal)
            yield held
        graphic = cell.graphic
        if isinstance(graphic, Sparkline):
            yield from (value for value in graphic.values if value is not None)
        elif graphic is not None and graphic.value is not None:
            yield graphic.value


def chart_numbers_of(report: Report) -> Iterator[Decimal]:
    """What the charts draw."""
    for block in blocks(report):
        if isinstance(block, Chart):
            yield from _decimals(block.spec)


def _decimals(value: object) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _decimals(item)
    elif isinstance(value, Node):
        for _, item in value:
            yield from _decimals(item)
