"""A table on the columns of its sheet: title, head, rows, in-cell pictures, and check cells that read 0.00."""

from __future__ import annotations

from reportgen.model.chart import Sparkline
from reportgen.render.xlsx.audit import Audit
from reportgen.render.xlsx.bars import draw_bars, draw_sparklines
from reportgen.render.xlsx.formulas import number_at
from reportgen.render.xlsx.grid import Placed
from reportgen.render.xlsx.heads import write_head
from reportgen.render.xlsx.lanes import Lane, name_of
from reportgen.render.xlsx.rows import write_row
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import SMALL, TITLE


def write_table(out: Sheet, placed: Placed, audit: Audit) -> tuple[int, int]:
    """Write title, head, rows, checks and footnotes from the cursor down; returns the first and last row of the head."""
    table = placed.laid.table
    if table.title or table.detail:
        write_title(out, table.title, table.detail)
    head = write_head(out, placed)
    first = out.row
    for index in range(len(table.rows)):
        write_row(out, placed, index, first)
        out.down()
    for lane, position in zip(placed.laid.lanes, placed.at, strict=True):
        if lane.kind == "bar":
            draw_bars(out, placed.laid, lane, position, first)
        elif lane.kind == "spark":
            draw_sparklines(out, position, *_spark_data(out, placed, lane, first, audit))
    _write_checks(out, placed, first, audit)
    for footnote in table.footnotes:
        out.words(footnote, SMALL)
    return head


def write_title(out: Sheet, title: str, detail: str) -> None:
    """A bold title, its detail beside it in grey."""
    if title and detail:
        bold, small = out.styles.get(TITLE), out.styles.get(SMALL)
        out.sheet.write_rich_string(out.row, 0, bold, f"{title}\u2003", small, detail, bold)
    else:
        out.text(0, title or detail, TITLE if title else SMALL)
    out.down()


def _spark_data(
    out: Sheet, placed: Placed, lane: Lane, first: int, audit: Audit
) -> tuple[list[tuple[int, int]], tuple[str, int]]:
    """Put the values of a sparkline column on the data sheet; pairs of sheet row and data row, and where they end."""
    sparks = [(first + offset, cells, cell.graphic) for offset, cells in enumerate(placed.laid.cells)
              if (cell := cells[lane.column]) is not None and isinstance(cell.graphic, Sparkline)]
    longest = max((len(graphic.values) for _, _, graphic in sparks), default=0)
    named = [(name_of(cells, out.locale), *graphic.values) for _, cells, graphic in sparks]
    block = audit.chart_rows(f"{out.name} \u00b7 {' '.join(lane.head.split())}", ("", *range(1, longest + 1)), named)
    return [(row, block + index) for index, (row, _, _) in enumerate(sparks)], (audit.data_name, longest)


def _write_checks(out: Sheet, placed: Placed, first: int, audit: Audit) -> None:
    """Below the total: the sum in the sheet minus the reported number, which reads 0.00."""
    laid, checked = placed.laid, set(placed.checked)
    if not checked:
        return
    total = max(index for index, row in enumerate(laid.table.rows) if row.role == "total")
    for lane, position in zip(laid.lanes, placed.at, strict=True):
        number, cell = number_at(laid, total, lane.column), laid.cells[total][lane.column]
        if lane.column in checked and lane.kind in ("figure", "text") and number is not None and cell is not None:
            held = number.scaleb(-2) if cell.format.kind == "percent" else number
            formula = audit.check(out.name, laid.table.title, lane.head, held, (first + total, position))
            out.formula(position, formula, 0, SMALL._replace(code="0.00", align="right"))
    out.text(0, audit.words.check, SMALL)
    out.down()
