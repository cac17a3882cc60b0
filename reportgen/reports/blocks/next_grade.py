"""What the next grade needs, one KPI at a time."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import unit_name, word
from reportgen.model.format import SCORE, SCORE_DELTA, TEXT, Format
from reportgen.model.report import Block, Cell, Item, Prose, Row, Run, Table
from reportgen.model.view import Line, Scorecard
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
    if card is None or limited(card) or not card.next_grade or card.next_grade_min is None or not lines or card.final is None:
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
    if line.actual is None and _scored(line):
        now = Cell(value=line.score, format=SCORE, ref=page.kpi_ref(line, "score"))
    elif line.actual is None:
        now = Cell(value=word("state_short", line.state, page.locale), format=TEXT)
    needed = line.needed_for_next if line.needed_reachable else None
    if needed is None:
        return Row(cells=(name, now, Cell(value=DASH, style="muted"), figures.words(page.words("next.out_of_reach"), "muted")))
    if line.actual is None and _scored(line):
        format_ = SCORE
    return Row(cells=(name, now, Cell(value=needed, format=format_), figures.words(gap_text(page, line, needed))))


def limited(card: Scorecard) -> bool:
    """True where a gate or a knock-out holds the grade below that of the score: no KPI alone lifts it."""
    return bool(card.grade_before_limits) and card.grade_before_limits != card.grade


def _scored(line: Line) -> bool:
    """A KPI that came with its score and without a measured actual."""
    return line.method == "prescored" and line.score is not None


def gap_text(page: Page, line: Line, needed: Decimal) -> str:
    """The way from the actual to what is needed, with its unit; in points where only a score was given."""
    if line.actual is not None:
        return _gap(page, line, needed - line.actual)
    if not _scored(line) or line.score is None:
        return ""
    return page.words("next.points", gap=shown(needed - line.score, SCORE_DELTA, page.locale))


def _gap(page: Page, line: Line, gap: Decimal) -> str:
    scale = figures.kpi_scale(line, page.locale)
    number = shown(gap, figures.figure(scale, line.kpi.unit, signed=True), page.locale)
    unit = unit_name("pp", 1, page.locale) if line.kpi.unit == "%" else scale.unit
    return f"{number}{unit}" if page.locale == "zh-CN" else f"{number} {unit}".rstrip()
