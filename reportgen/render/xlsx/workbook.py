"""A report as a workbook: a summary, a sheet per section, and the data behind every printed figure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import xlsxwriter

from reportgen.formatting.cells import text as cell_text
from reportgen.model.format import Format
from reportgen.model.report import (
    Block,
    Cards,
    Cell,
    Chart,
    Columns,
    Heading,
    KeyValues,
    PageBreak,
    Prose,
    Report,
    Run,
    Section,
    Signature,
    Table,
)
from reportgen.render.xlsx.charts import insert_chart
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import EFFECT_TEXT, GREY, Look, Styles
from reportgen.render.xlsx.tables import write_table

_WORDS = {
    "zh-CN": {"check": "\u6821\u9a8c\uff08\u5e94\u4e3a0.00\uff09", "data": "\u6570\u636e", "section": "\u90e8\u5206",
              "place": "\u4f4d\u7f6e", "value": "\u6570\u503c", "source": "\u7ed3\u679c\u8868\u4f4d\u7f6e",
              "chart": "\u56fe\u8868\u6570\u636e"},
    "en": {"check": "Check (reads 0.00)", "data": "Data", "section": "Section", "place": "Place", "value": "Value",
           "source": "Place in the results", "chart": "Chart data"},
}
_ILLEGAL = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def render(report: Report) -> bytes:
    """The workbook's bytes: the same report gives the same bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"})
    meta = report.meta
    as_of = datetime(meta.as_of.year, meta.as_of.month, meta.as_of.day)
    book.set_properties({"title": meta.title, "subject": meta.subject_name, "author": meta.company,
                         "created": as_of, "comments": f"{meta.run_id} {meta.data_hash}"})
    styles = Styles(book, meta.locale)
    names = _Names()
    for section in report.sections:
        _write_section(book, styles, names, section, report)
    _write_data(book, styles, names, report)
    book.close()
    return buffer.getvalue()


class _Names:
    """Sheet names: at most 31 characters, without the signs Excel refuses, each once."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def take(self, wanted: str) -> str:
        base = wanted.translate(_ILLEGAL).strip(" '")[:31] or "Sheet"
        name, count = base, 2
        while name.lower() in self.used:
            suffix = f" {count}"
            name, count = base[: 31 - len(suffix)] + suffix, count + 1
        self.used.add(name.lower())
        return name


def _write_section(book: xlsxwriter.Workbook, styles: Styles, names: _Names, section: Section, report: Report) -> None:
    name = names.take(section.title or report.meta.title)
    out = Sheet(book.add_worksheet(name), styles, name, landscape=section.orientation == "landscape")
    for block in _flat(section.blocks):
        _write_block(book, out, block, report)
    out.finish("  ".join(report.meta.header) or report.meta.title)


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks from top to bottom: what stands side by side on a page stands one below the other in a sheet."""
    for block in blocks:
        if isinstance(block, Columns):
            for column in block.items:
                yield from _flat(column.blocks)
        elif not isinstance(block, PageBreak):
            yield block


def _write_block(book: xlsxwriter.Workbook, out: Sheet, block: Block, report: Report) -> None:
    words = _WORDS[report.meta.locale]
    if isinstance(block, Prose):
        _write_prose(out, block)
    elif isinstance(block, Table):
        _title(out, block.title, block.detail)
        if block.rows:
            write_table(out, block, words["check"])
        for footnote in (*block.footnotes, *([block.empty] if not block.rows and block.empty else [])):
            out.lines(footnote, Look(size=8, colour=GREY))
        out.row += 1
    elif isinstance(block, Cards):
        for card in block.items:
            _pair(out, card.label, card.cell, Look(bold=True, size=14 if card.hero else 9), card.unit)
            for line in card.lines:
                out.lines(_plain(line))
        out.row += 1
    elif isinstance(block, KeyValues):
        for item in block.items:
            _pair(out, item.label, item.cell, Look(align="right"), "")
        out.row += 1
    elif isinstance(block, Chart):
        _title(out, block.title, block.detail)
        insert_chart(book, out, block)
        out.row += 1
    elif isinstance(block, Heading):
        _title(out, block.text, block.detail)
    elif isinstance(block, Signature):
        out.row += 1
        for field in (*((block.wide,) if block.wide else ()), *block.fields):
            out.text(0, field, Look(top=1, colour=GREY))
            out.row += 2
        if block.text:
            out.lines(block.text, Look(size=8, colour=GREY))


def _pair(out: Sheet, label: str, cell: Cell, look: Look, unit: str) -> None:
    out.text(0, label, Look(colour=GREY))
    if isinstance(cell.value, str) or cell.value is None:
        out.text(1, f"{cell.prefix}{cell.value or cell.format.missing}{cell.suffix}", look)
    else:
        out.value(1, cell.value, cell.format, look)
    if unit:
        out.text(2, unit, Look(colour=GREY))
    out.row += 1


def _title(out: Sheet, title: str, detail: str) -> None:
    if title or detail:
        out.text(0, f"{title}  {detail}".strip(), Look(bold=True))
        out.row += 1


def _plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _write_prose(out: Sheet, block: Prose) -> None:
    look = {"message": Look(size=14, bold=True), "title": Look(colour=GREY), "footnote": Look(size=8, colour=GREY)}
    _title(out, block.title, block.detail)
    for item in block.items:
        number = f"{item.number}  " if item.number else "\u25a1  " if block.role == "checklist" else ""
        effects = {run.style for run in item.runs if run.text.strip()}
        base = look.get(block.role, Look())
        if len(effects) == 1 and (colour := EFFECT_TEXT.get(next(iter(effects)))):
            base = Look(size=base.size, bold=base.bold, colour=colour)
        out.lines(number + _plain(item.runs), base)
    out.row += 1


def _write_data(book: xlsxwriter.Workbook, styles: Styles, names: _Names, report: Report) -> None:
    """Every printed figure with its place in the results tables, as a filterable list."""
    words = _WORDS[report.meta.locale]
    name = names.take(words["data"])
    out = Sheet(book.add_worksheet(name), styles, name)
    head = [words["section"], words["place"], words["value"], words["source"]]
    rows = [
        (section.title, f"{label} / {column}", cell)
        for section in report.sections
        for label, column, cell in _figures(section)
    ]
    for column, text in enumerate(head):
        out.text(column, text, Look(size=8, colour=GREY, bottom=1, align="right" if column == 2 else ""))
    out.head, out.freeze = (0, 0), (1, 0)
    out.row = 1
    for section_title, place, cell in rows:
        out.text(0, section_title)
        out.text(1, place)
        if isinstance(cell.value, str):
            out.text(2, cell_text(cell.value, cell.format, report.meta.locale), Look(align="right"))
        else:
            plain = Format(cell.format.kind, cell.format.decimals, cell.format.unit, signed=cell.format.signed)
            out.value(2, cell.value, plain, Look(align="right"))
        out.text(3, cell.ref, Look(colour=GREY))
        out.row += 1
    if rows:
        out.sheet.autofilter(0, 0, len(rows), 3)
    out.widths = {0: 24, 1: 44, 2: 16, 3: 60}
    out.last_column = 3
    out.finish(report.meta.title)


def _figures(section: Section) -> Iterator[tuple[str, str, Cell]]:
    for block in _flat(section.blocks):
        if isinstance(block, Table):
            for row in block.rows:
                label = next((str(cell.value) for cell in row.cells if isinstance(cell.value, str)), "")
                at = 0
                for cell in row.cells:
                    column = block.columns[at]
                    at += cell.span
                    for shown, head in ((cell, column.head[:1]), (cell.second, column.head[1:])):
                        if shown is not None and shown.ref and shown.value is not None:
                            yield label, " ".join(head), shown
        elif isinstance(block, KeyValues | Cards):
            for item in block.items:
                if item.cell.ref and item.cell.value is not None:
                    yield item.label, "", item.cell
