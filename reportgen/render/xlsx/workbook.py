"""A report as a workbook: summary, a sheet per section, then data, trace, checks and data quality."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from reportgen.model.report import Meta, Report
from reportgen.render.xlsx import closing, summary
from reportgen.render.xlsx.audit import FIRST_CHECK, Audit
from reportgen.render.xlsx.charts import insert_charts
from reportgen.render.xlsx.figures import figures_of
from reportgen.render.xlsx.page import freeze, set_page
from reportgen.render.xlsx.plan import BookPlan, SheetPlan, plan_book
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import Styles
from reportgen.render.xlsx.tables import write_table
from reportgen.render.xlsx.texts import write_opening, write_signature, write_texts
from reportgen.render.xlsx.words import words_of

#: Column widths count digits of the default style: Arial 9 has the same 7 pixels in every program; rows of it are 12 points.
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 9, "font_scheme": False}, "default_row_height": 16,
}


def render(report: Report) -> bytes:
    """The workbook's bytes: the same report gives the same bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    _set_properties(book, report.meta)
    _Writer(book, report.meta, plan_book(report)).write()
    book.close()
    return buffer.getvalue()


def _set_properties(book: Any, meta: Meta) -> None:
    book.set_properties({
        "title": meta.title, "subject": f"{meta.subject_name} {meta.period_text}".strip(), "author": meta.company,
        "company": meta.company, "status": meta.status_text, "comments": f"{meta.run_id} {meta.data_hash} {meta.policy}",
        "created": datetime(meta.as_of.year, meta.as_of.month, meta.as_of.day),
    })


class _Writer:
    """Adds the sheets in their order, then writes them: the summary last, when every check is known."""

    def __init__(self, book: Any, meta: Meta, plan: BookPlan) -> None:
        self.book, self.meta, self.plan = book, meta, plan
        self.words, self.styles = words_of(meta.locale), Styles(book, meta.locale)
        self.fallback = "  ".join(dict.fromkeys((meta.title, meta.subject_name, meta.period_text)))
        self.summary = self._add(plan.summary.name, summary.WIDTHS)
        self.sections = [self._add(sheet.name, sheet.grid.widths) for sheet in plan.sheets]
        self.data = self._add(plan.data, closing.DATA_WIDTHS)
        self.trace = self._add(plan.trace.name, plan.trace.grid.widths)
        self.checks = self._add(plan.checks, closing.CHECK_WIDTHS) if plan.checks else None
        self.quality = self._add(plan.quality.name, plan.quality.grid.widths)
        self.audit = Audit(self.data, plan.checks, self.words)

    def _add(self, name: str, widths: Sequence[float]) -> Sheet:
        out = Sheet(self.book.add_worksheet(name), self.styles, name, self.meta.locale, tuple(widths))
        out.set_columns()
        return out

    def write(self) -> None:
        closing.write_figures(self.data, figures_of(self.plan, self.meta.locale, self.words), self.words)
        printed = self.data.row - 2
        for out, plan in zip(self.sections, self.plan.sheets, strict=True):
            self._section(out, plan)
        self._trace()
        self._quality()
        if self.checks is not None:
            closing.write_checks(self.checks, self.audit)
            self._list(self.checks, FIRST_CHECK - 1, self.checks.row - 1)
        self._summary()
        self._list(self.data, closing.FIRST_FIGURE - 1, printed)

    def _section(self, out: Sheet, plan: SheetPlan) -> None:
        opening = write_opening(out, plan.title, plan.message, plan.lines, self.fallback)
        self._tables(out, plan, opening)
        insert_charts(self.book, out, plan.charts, self.audit)
        write_texts(out, plan.texts)
        for signature in plan.signatures:
            write_signature(out, signature)
        self._finish(out, landscape=plan.landscape)

    def _tables(self, out: Sheet, plan: SheetPlan, opening: int) -> None:
        """Write tables one below the other, and freeze what names them."""
        heads = []
        for placed in plan.grid.tables:
            heads.append(write_table(out, placed, self.audit))
            out.down()
        freeze(out, heads[0] if heads else None, (0, opening), tables=len(heads), last=out.row)

    def _trace(self) -> None:
        opening = write_opening(self.trace, self.words.trace, (), (), self.fallback)
        self._tables(self.trace, self.plan.trace, opening)
        if not self.plan.trace.grid.tables:
            self.trace.words(self.words.no_trace)
        self._finish(self.trace, landscape=True)

    def _quality(self) -> None:
        opening = write_opening(self.quality, self.words.quality, (), (), self.fallback)
        self._tables(self.quality, self.plan.quality, opening)
        write_texts(self.quality, self.plan.quality.texts)
        closing.write_identity(self.quality, self.meta, self.words)
        self._finish(self.quality)

    def _list(self, out: Sheet, head: int, last: int) -> None:
        """Freeze and repeat the head of a list that fills its sheet."""
        out.sheet.freeze_panes(head + 1, 1)
        out.sheet.repeat_rows(0, head)
        self._finish(out, last=last)

    def _summary(self) -> None:
        out, plan = self.summary, self.plan
        write_opening(out, self.meta.title, plan.summary.message, plan.summary.lines, self.fallback)
        summary.write_figures(out, plan.opening)
        insert_charts(self.book, out, plan.summary.charts, self.audit)
        behind = zip((self.data, self.trace, self.checks, self.quality), self.words.behind, strict=True)
        closing_sheets = [(one.name, says) for one, says in behind if one is not None]
        says = [(sheet.name, _says(sheet)) for sheet in plan.sheets]
        summary.write_contents(out, [*says, *closing_sheets], self.audit)
        self._finish(out)

    def _finish(self, out: Sheet, *, landscape: bool = False, last: int = 0) -> None:
        set_page(out, self.meta, self.words, landscape=landscape, last=last or max(out.last_row, out.row - 1, 0))


def _says(plan: SheetPlan) -> str:
    """What a sheet says in a line: its message, or the titles of its tables and charts."""
    if plan.message:
        return " ".join("".join(run.text for run in item.runs) for item in plan.message)
    tables = [placed.laid.table for placed in plan.grid.tables]
    titles = [table.title if table.title != plan.name else table.detail for table in tables] + [one.title for one in plan.charts]
    return " \u00b7 ".join(dict.fromkeys(title for title in titles if title and title != plan.name))
