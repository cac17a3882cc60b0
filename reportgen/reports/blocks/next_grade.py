"""What the next grade needs, one KPI at a time."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import unit_name, word
from reportgen.model.format import SCORE, TEXT, Format
from reportgen.model.report import Block, Cell, Item, Prose, Row, Run, Table
from reportgen.model.view import Line
from reportgen.reports import figures
from reportgen.reports.figures import DASH, shown
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column, fit


class NextOptions(Options):
    """``most`` KPIs, in the scorecard's order."""

    most: int = 8


@block("next_grade", NextOptions)
def next_grade(page: Page, options: NextOptions) -> tuple[Block, ...]:
    """For each KPI the actual that would lift the total to the next grade, the others unchanged; arithmetic, no forecast."""
    card = page.view.scorecard
    lines = [line for line in page.view.lines if line.weight and line.kpi.direction != "none"][: options.most]
    if card is None or not card.next_grade or card.next_grade_min is None or not lines or card.final is None:
        return ()
    words = page.words
    least = shown(card.next_grade_min, Format("number", 0 if card.next_grade_min == int(card.next_grade_min) else 2), page.locale)
    title = title_of(page, options, "next.title", grade=card.next_grade, score=least)
    if not any(line.needed_reachable for line in lines):
        gap = shown(card.next_grade_min - card.final, SCORE, page.locale)
        return (Prose(title=title, items=(Item(runs=(Run(text=words("next.none", gap=gap)),)),)),)
    places = max(figures.kpi_scale(line, page.locale).decimals for line in lines)
    columns = [
        column("kpi", words("board.kpi"), 40, "left", stretch=True), column("now", words("next.now"), 15, decimals=places),
        column("needed", words("next.needed"), 15, decimals=places), column("gap", words("next.gap"), 27, "left"),
    ]
    return (Table(
        id=page.id("next"), title=title,
        detail=detail_of(page, options, "next.detail"), columns=fit(columns, page.width),
        rows=tuple(_row(page, line) for line in lines),
    ),)


def _row(page: Page, line: Line) -> Row:
    scale = figures.kpi_scale(line, page.locale)
    format_ = figures.figure(scale, line.kpi.unit)
    name = figures.kpi_name(line, scale, page.locale)
    now = Cell(value=line.actual, format=format_, ref=page.kpi_ref(line, "actual"))
    if line.actual is None:
        now = Cell(value=word("state_short", line.state, page.locale), format=TEXT)
    needed = line.needed_for_next if line.needed_reachable else None
    if needed is None:
        return Row(cells=(name, now, Cell(value=DASH, style="muted"), figures.words(page.words("next.out_of_reach"), "muted")))
    gap = "" if line.actual is None else _gap(page, line, needed - line.actual)
    return Row(cells=(name, now, Cell(value=needed, format=format_), figures.words(gap)))


def _gap(page: Page, line: Line, gap: Decimal) -> str:
    scale = figures.kpi_scale(line, page.locale)
    number = shown(gap, figures.figure(scale, line.kpi.unit, signed=True), page.locale)
    unit = unit_name("pp", 1, page.locale) if line.kpi.unit == "%" else scale.unit
    return f"{number}{unit}" if page.locale == "zh-CN" else f"{number} {unit}".rstrip()
