"""The audit sheets behind the report: data, checks, data quality with the identity of the run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from reportgen.model.report import Meta
from reportgen.render.xlsx.audit import FIRST_CHECK, Audit
from reportgen.render.xlsx.cells import plain_code
from reportgen.render.xlsx.figures import Figure
from reportgen.render.xlsx.names import quoted
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import HEAD, INK, MESSAGE, MUTED, PLAIN, SMALL, Look
from reportgen.render.xlsx.words import Words

DATA_WIDTHS = (20.0, 24.0, 30.0, 18.0, 14.0, 8.0, 44.0)
CHECK_WIDTHS = (24.0, 30.0, 18.0, 16.0, 16.0, 12.0)
FIRST_FIGURE = 4
_UNIT = SMALL._replace(align="left", indent=1)


def write_figures(out: Sheet, figures: Sequence[Figure], words: Words) -> None:
    """The list of figures as a real table with filters; the cursor ends two rows below it."""
    out.text(0, words.data, MESSAGE)
    out.height(22.0)
    out.down()
    out.words(words.figures, MUTED)
    heads = (words.sheet, words.table, words.row, words.column, words.value, words.unit, words.place)
    out.row = FIRST_FIGURE - 1
    looks = [HEAD._replace(align="right" if index == 4 else "left", indent=int(index == 5)) for index in range(len(heads))]
    styles = [out.styles.get(look) for look in looks]
    if figures:
        columns = [{"header": head, "header_format": style} for head, style in zip(heads, styles, strict=True)]
        area = (out.row, 0, out.row + len(figures), len(heads) - 1)
        out.sheet.add_table(*area, {"name": "Figures", "style": None, "columns": columns})
    for column, head in enumerate(heads):
        out.sheet.write_string(out.row, column, head, styles[column])
    out.down()
    for figure in figures:
        for column, text, look in ((0, figure.sheet, PLAIN), (1, figure.table, PLAIN), (2, figure.row, PLAIN),
                                   (3, figure.column, PLAIN), (5, figure.unit, _UNIT), (6, figure.place, SMALL)):
            if text:
                out.text(column, text, look)
        held = figure.value.scaleb(-2) if figure.format.kind == "percent" else figure.value
        out.number(4, held, Look(code=plain_code(figure.format, figure.value, out), align="right"))
        out.down()
    out.down()


def write_checks(out: Sheet, audit: Audit) -> None:
    """Every total: the number reported, the live sum in its sheet, and the difference, which reads 0.00."""
    words = audit.words
    out.text(0, words.checks, MESSAGE)
    out.height(22.0)
    out.row = FIRST_CHECK - 1
    for column, head in enumerate((words.sheet, words.table, words.column, words.reported, words.found, words.difference)):
        out.text(column, head, HEAD._replace(align="right" if column > 2 else ""))
    out.down()
    for check in audit.checks:
        for column, text in enumerate((check.sheet, check.table or check.sheet, " ".join(check.column.split()))):
            out.text(column, text)
        look = Look(code="#,##0.00##", align="right")
        out.number(3, check.reported, look)
        out.formula(4, f"={quoted(check.sheet)}!{xl_rowcol_to_cell(check.row, check.position)}", check.reported, look)
        here = [xl_rowcol_to_cell(out.row, column) for column in (4, 3)]
        out.formula(5, f"=ROUND({here[0]}-{here[1]},6)", 0, look._replace(code="0.00"))
        out.down()
    out.text(0, words.check_total, Look(bold=True, top=INK, bottom=INK))
    for column in range(1, 5):
        out.blank(column, Look(top=INK, bottom=INK))
    out.formula(5, audit.checks_formula(), Decimal(0), Look(code="0.00", align="right", bold=True, top=INK, bottom=INK))
    out.down()


def write_identity(out: Sheet, meta: Meta, words: Words) -> None:
    """On which data, policy and engine this workbook stands."""
    values: tuple[str | date, ...] = (
        meta.status_text, meta.confidentiality, meta.as_of, meta.run_id, meta.data_hash, meta.policy, meta.engine)
    for label, value in zip(words.run, values, strict=True):
        if not value:
            continue
        out.text(0, label, MUTED)
        if isinstance(value, str):
            out.text(1, value, PLAIN)
        else:
            out.day(1, value, Look(code="yyyy-mm-dd", align="left"))
        out.down()
