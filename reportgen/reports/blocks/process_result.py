"""Process KPIs beside result KPIs: what was done and what came of it."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import word
from reportgen.model.chart import GraphicScale, VariancePin
from reportgen.model.format import TEXT, Format
from reportgen.model.report import Block, Cell, ColumnBlocks, Columns, Row, Table
from reportgen.model.view import Line
from reportgen.reports import figures
from reportgen.reports.figures import HUNDRED, effect_of, shown
from reportgen.reports.headings import table, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import around_zero, column

GAP = Decimal(6)
_ONE = Format("number", 1)


@block("process_result")
def process_result(page: Page, options: Options) -> tuple[Block, ...]:
    """Process KPIs on the left, result KPIs on the right, on one scale of attainment; shown where both are scored."""
    process = [line for line in page.view.lines if line.kpi.process_or_result == "process"]
    result = [line for line in page.view.lines if line.kpi.process_or_result == "result"]
    if not all(any(line.attainment is not None for line in side) for side in (process, result)):
        return ()
    width = (page.width - GAP) / 2
    lo, hi = around_zero((line.attainment - HUNDRED for line in (*process, *result) if line.attainment is not None), Decimal(10))
    scale = GraphicScale(lo=max(lo, Decimal(-50)), hi=min(hi, Decimal(50)), axis="pl", limit=Decimal(50))
    sides = [(process, "process_result.process"), (result, "process_result.result")]
    blocks = [_side(page.at(width, page.prefix), options, lines, (key, scale)) for lines, key in sides]
    return (Columns(gap=GAP, items=tuple(ColumnBlocks(width=width, blocks=(one,)) for one in blocks)),)


def _side(page: Page, options: Options, lines: list[Line], place: tuple[str, GraphicScale]) -> Table:
    key, scale = place
    words = page.words
    places = max(figures.kpi_scale(line, page.locale).decimals for line in lines)
    plans = [
        column("kpi", words("board.kpi"), 30, "left", stretch=True), column("actual", words("board.actual"), 15, decimals=places),
        column("plan", words("board.plan"), 15, decimals=places),
        column("attainment", words("scorecard.attainment"), 24, "left", scale=scale),
    ]
    return table(page, options, "process_result", (plans, [_row(page, line) for line in lines]), id=key.rsplit(".", 1)[-1],
                 title=title_of(page, options, key), detail="")


def _row(page: Page, line: Line) -> Row:
    scale = figures.kpi_scale(line, page.locale)
    format_ = figures.figure(scale, line.kpi.unit)
    actual = Cell(value=line.actual, format=format_, ref=page.kpi_ref(line, "actual"))
    if line.actual is None:
        actual = Cell(value=word("state_short", line.state, page.locale), format=TEXT, style="muted")
    distance = None if line.attainment is None else line.attainment - HUNDRED
    label = "" if line.attainment is None else shown(line.attainment, _ONE, page.locale)
    pin = VariancePin(value=distance, effect=effect_of(distance), label=label)
    return Row(cells=(
        figures.kpi_name(line, scale, page.locale, direction=True), actual, Cell(value=line.target, format=format_),
        Cell(graphic=pin),
    ))
