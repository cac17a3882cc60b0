"""Ways to read a report model in tests: every table, chart and cell, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from reportgen.formatting import text
from reportgen.model.chart import VarianceBar, VariancePin, WaterfallStep
from reportgen.model.dataset import Locale
from reportgen.model.report import Block, Cell, Chart, Columns, Report, Row, Table
from reportgen.model.view import View
from reportgen.reports import build_report, find_pack, load_pack
from reportgen.reports.noting import Notes, number_notes
from reportgen.reports.pack import Pack
from reportgen.reports.page import Page
from reportgen.reports.registry import block_entries
from reportgen.reports.words import Words


def pack(name: str) -> Pack:
    found, faults = load_pack(find_pack(name))
    assert found is not None, faults
    return found


def report(view: View, name: str, locale: Locale = "zh-CN") -> Report:
    return build_report(view, pack(name), locale)


def build(view: View, name: str, width: int = 174, **options: object) -> tuple[Block, ...]:
    """One block of a view, as wide as a portrait page."""
    entry = block_entries()[name]
    page = Page(view, Words(view.locale), Decimal(width), number_notes(view), "s")
    return entry.build(page, entry.options.model_validate(options))


def plain_page(view: View) -> Page:
    return Page(view, Words(view.locale), Decimal(174), Notes())


def table_of(view: View, name: str, width: int = 174, **options: object) -> Table:
    (one,) = build(view, name, width, **options)
    assert isinstance(one, Table)
    return one


def blocks(given: Report | tuple[Block, ...]) -> Iterator[tuple[Block, Decimal | None]]:
    """Every block with the width of its place (None where it has the whole page)."""
    for block in (block for section in given.sections for block in section.blocks) if isinstance(given, Report) else given:
        if isinstance(block, Columns):
            for column in block.items:
                for inner in column.blocks:
                    yield inner, column.width
        else:
            yield block, None


def tables(given: Report) -> Iterator[tuple[Table, Decimal | None]]:
    for block, width in blocks(given):
        if isinstance(block, Table):
            yield block, width


def charts(given: Report) -> Iterator[tuple[Chart, Decimal | None]]:
    for block, width in blocks(given):
        if isinstance(block, Chart):
            yield block, width


def placed(table: Table, row: Row) -> dict[str, Cell]:
    """Cells of a row by column key; what a span covers is not there."""
    found, index = {}, 0
    for cell in row.cells:
        found[table.columns[index].key] = cell
        index += cell.span
    assert index == len(table.columns), (table.id, row)
    return found


def number(cell: Cell | None) -> Decimal | None:
    """The number of a cell or of its graphic."""
    if cell is None:
        return None
    if isinstance(cell.graphic, VarianceBar | VariancePin | WaterfallStep):
        return cell.graphic.value
    return cell.value if isinstance(cell.value, Decimal) else Decimal(cell.value) if isinstance(cell.value, int) else None


def printed(cell: Cell, locale: Locale = "zh-CN") -> str:
    """What a renderer prints: prefix, value, suffix, or the label of the graphic."""
    if cell.graphic is not None:
        return cell.graphic.label
    return f"{cell.prefix}{text(cell.value, cell.format, locale) if cell.value is not None else ''}{cell.suffix}"


def snapshot(name: str, content: str) -> None:
    """Compare with the stored text; a missing one is written."""
    path = Path(__file__).parent / "snapshots" / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    assert content == path.read_text(encoding="utf-8"), f"{path} differs; delete it to accept the new text"
