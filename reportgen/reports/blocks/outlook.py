"""Where sums over time stand in their year: completion against time, and what the rest of the year needs."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.formatting import ColumnScale, column_scale
from reportgen.model.analysis import Outlook
from reportgen.model.chart import GraphicScale, VarianceBar
from reportgen.model.format import PERCENT, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.view import Line
from reportgen.reports import figures
from reportgen.reports.figures import shown
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import around_zero, cells_in_order, column, fit

Method = Literal["run_rate", "plan_to_go", "seasonal", "forecast"]
_PACE = Format("number", 1, signed=True)


class OutlookOptions(Options):
    """``methods`` of projection, side by side; each is named, none is called a forecast but loaded data."""

    methods: tuple[Method, ...] = ("run_rate",)


@block("outlook_table", OutlookOptions)
def outlook_table(page: Page, options: OutlookOptions) -> tuple[Block, ...]:
    """Full-year outlook of sums: year to date, target, completion, time progress, pace, projection, need per period left."""
    lines = [line for line in page.view.lines if line.outlook is not None]
    if not lines:
        return ()
    words = page.words
    places = max(_scale(page, line).decimals for line in lines)
    paces = [line.outlook.pace_gap for line in lines if line.outlook is not None]
    lo, hi = around_zero(paces, Decimal(5))
    columns = [
        column("kpi", words("board.kpi"), 40, "left", stretch=True), column("ytd", words("outlook.ytd"), 18, decimals=places),
        column("target", words("outlook.target"), 18, decimals=places), column("completion", words("outlook.completion"), 16),
        column("time", words("outlook.time"), 16),
        column("pace", words("outlook.pace"), 32, "left", scale=GraphicScale(lo=lo, hi=hi, axis="pl")),
    ]
    methods = [method for method in options.methods if any(line.outlook.by(method) for line in lines if line.outlook is not None)]
    for method in methods:
        columns.append(column(method, words(f"outlook.{method}"), 22, decimals=places))
        columns.append(column(f"{method}_gap", words("outlook.gap"), 16, decimals=places))
    columns.append(column("required", words("outlook.required"), 20, decimals=places))
    names = [plan.key for plan in columns]
    rows = tuple(Row(cells=cells_in_order(names, _cells(page, line, line.outlook, options)))
                 for line in lines if line.outlook is not None)
    phased = any(line.outlook is not None and line.outlook.phased for line in lines)
    return (Table(
        id=page.id("outlook"), title=title_of(page, options, "outlook.title"), detail=detail_of(page, options, "outlook.detail"),
        columns=fit(columns, page.width), rows=rows, footnotes=(words("outlook.note_phased" if phased else "outlook.note"),),
    ),)


def _scale(page: Page, line: Line) -> ColumnScale:
    """One scale for the figures of a row: the year's target decides as well."""
    outlook = line.outlook
    values: list[Decimal | None] = []
    if outlook is not None:
        values = [outlook.ytd, outlook.fy_target, outlook.required, *(one.full_year for one in outlook.projections)]
    return column_scale(values, line.kpi.unit, page.locale, line.kpi.decimals)


def _cells(page: Page, line: Line, outlook: Outlook, options: OutlookOptions) -> dict[str, Cell]:
    scale = _scale(page, line)
    value, signed = figures.figure(scale, line.kpi.unit), figures.figure(scale, line.kpi.unit, signed=True)
    effect = _effect(line, outlook.pace_gap)
    label = "" if outlook.pace_gap is None else shown(outlook.pace_gap, _PACE, page.locale)
    cells = {
        "kpi": figures.kpi_name(line, scale, page.locale), "ytd": Cell(value=outlook.ytd, format=value),
        "target": Cell(value=outlook.fy_target, format=value), "completion": Cell(value=outlook.completion, format=PERCENT),
        "time": Cell(value=outlook.time_progress, format=PERCENT),
        "pace": Cell(graphic=VarianceBar(value=outlook.pace_gap, effect=effect, label=label)),
        "required": Cell(value=outlook.required, format=value),
    }
    for method in options.methods:
        projection = outlook.by(method)
        gap = None if projection is None else projection.gap
        cells[method] = Cell(value=None if projection is None else projection.full_year, format=value)
        cells[f"{method}_gap"] = Cell(value=gap, format=signed, effect=_effect(line, gap))
    return cells


def _effect(line: Line, gap: Decimal | None) -> Literal["favourable", "unfavourable", "neutral", ""]:
    """Ahead is favourable where more is better, unfavourable where less is."""
    effect = figures.effect_of(gap)
    if line.kpi.direction != "lower" or effect in ("", "neutral"):
        return effect
    return "unfavourable" if effect == "favourable" else "favourable"
