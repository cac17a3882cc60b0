"""How KPIs moved over the last periods: columns or lines with the variance, and small multiples of attainment."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from reportgen.formatting import period_name
from reportgen.model.chart import Panel, Point, SmallMultiples, Trend
from reportgen.model.dataset import Locale
from reportgen.model.format import Format
from reportgen.model.period import Period
from reportgen.model.report import Block, Chart, ColumnBlocks, Columns
from reportgen.model.view import Effect, Line, SeriesPoint, TargetChange
from reportgen.reports.figures import HUNDRED, ChartScale, chart_scale, effect_of, shown
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block

_SIGNED = Format("number", 1, signed=True)
#: Millimetres between charts that stand abreast.
GAP = Decimal(6)
#: A series of fewer periods is no trend.
LEAST = 2
#: A panel that reaches this many times as far as the middle one takes the shared scale away.
FLAT = 6
_MARKS = "abcdefghijklmnopqrstuvwxyz"


class TrendOptions(Options):
    """``most`` KPIs from the ``first`` on, one chart each, in the scorecard's order, sums over time before all others."""

    first: int = 1
    most: int = 1
    height: Decimal = Decimal(50)


@block("trend", TrendOptions)
def trend(page: Page, options: TrendOptions) -> tuple[Block, ...]:
    """The last periods of a KPI and its loaded forecasts: AC before PL with ΔPL above for sums, lines for ratios and levels.

    Target changes are marked."""
    lines = [line for line in page.view.lines if _periods_with(line.series, "actual") >= LEAST]
    lines.sort(key=lambda line: not is_flow(line))
    start = options.first - 1
    return tuple(_chart(page, options, line) for line in lines[start:start + options.most])


class TrendsOptions(TrendOptions):
    """``most`` KPIs from the ``first`` on, ``columns`` abreast, each ``height`` millimetres high, in the order of ``trend``."""

    most: int = 6
    columns: int = 2
    height: Decimal = Decimal(40)


@block("trends", TrendsOptions)
def trends(page: Page, options: TrendsOptions) -> tuple[Block, ...]:
    """The trends of several KPIs abreast: a page of them, one chart each."""
    width = (page.width - GAP * (options.columns - 1)) / options.columns
    charts = trend(page.at(width, page.prefix), options)
    rows: list[Block] = []
    for start in range(0, len(charts), options.columns):
        items = [ColumnBlocks(width=width, blocks=(chart,)) for chart in charts[start:start + options.columns]]
        items += [ColumnBlocks(width=width, blocks=())] * (options.columns - len(items))
        rows.append(Columns(gap=GAP, items=tuple(items)))
    return tuple(rows)


def _periods_with(series: Sequence[SeriesPoint], name: str) -> int:
    return sum(getattr(point, name) is not None for point in series)


def is_flow(line: Line) -> bool:
    """Sums over time stand as columns from zero; everything else is a level."""
    return line.kpi.additive or line.kpi.agg_time == "sum"


def _chart(page: Page, options: TrendOptions, line: Line) -> Chart:
    series = (*line.series, *line.ahead)
    values = [value for point in series for value in (point.actual, point.target)]
    scale = chart_scale(values, line.kpi.unit, page.locale, line.kpi.decimals)
    changes = _changes(page, line)
    form: Literal["columns", "line"] = "columns" if is_flow(line) else "line"
    points = tuple(_point(page, line, index, scale, changes) for index in range(len(series)))
    name, words = line.kpi.name.of(page.locale), page.words
    step = words(f"trend.step_{line.series[-1].period.kind}")
    planned = any(point.target is not None for point in series)
    detail = f"trend.detail_{form}" if planned else "trend.detail_plain"
    note = words.list([
        words("trend.change", mark=mark, date=change.valid_from, old=scale.label(change.old, page.locale),
              new=scale.label(change.new, page.locale))
        for mark, change in changes.values()
    ])
    return Chart(
        id=page.id("-".join(part for part in ("trend", line.kpi.id, line.assignment_id) if part)),
        title=title_of(page, options, "trend.title", kpi=name, step=step),
        detail=detail_of(page, options, detail, unit=scale.unit).strip("， ,") + _ahead(page, line),
        spec=Trend(points=points, form=form, actual_name=words.list(["AC", "FC"]) if line.ahead else "AC"),
        width=page.width, height=options.height, alt=_alt(page, line, name, scale), note=note,
    )


def _changes(page: Page, line: Line) -> dict[str, tuple[str, TargetChange]]:
    """Target changes of this KPI by the label of the period in which they began, each with its letter."""
    found: dict[str, tuple[str, TargetChange]] = {}
    for change in page.view.target_changes:
        period = next((point.period for point in line.series
                       if change.kpi_id == line.kpi.id and change.valid_from is not None
                       and point.period.start <= change.valid_from <= point.period.end), None)
        if period is not None and period.label not in found:
            found[period.label] = (_MARKS[len(found) % len(_MARKS)], change)
    return found


def _point(
    page: Page, line: Line, index: int, scale: ChartScale, changes: dict[str, tuple[str, TargetChange]]
) -> Point:
    series = (*line.series, *line.ahead)
    point, last = series[index], len(series) - 1
    mark = changes.get(point.period.label)
    return Point(
        label=axis_label(point.period, page.locale, full=index in (0, last)),
        actual=scale.value(point.actual), actual_label=scale.label(point.actual, page.locale),
        plan=scale.value(point.target), variance=scale.value(point.variance),
        variance_label=scale.label(point.variance, page.locale, signed=True), effect=point.effect,
        mark=mark[0] if mark else "", forecast=index >= len(line.series),
    )


def axis_label(period: Period, locale: Locale, *, full: bool) -> str:
    """A period on an axis: the first, the last and every January in full, other Chinese months as bare numbers.

    Quarters carry their year at the first, the last and every first one.
    """
    if period.kind == "quarter" and (full or period.label.endswith("Q1")):
        return f"{period.label[2:4]}{period.label[5:]}"
    if period.kind == "month" and locale == "zh-CN" and not full and period.start.month != 1:
        return str(period.start.month)
    return period_name(period, locale, short=True)


def _ahead(page: Page, line: Line) -> str:
    """From when on the columns are a forecast on record."""
    return page.words("trend.ahead", first=period_name(line.ahead[0].period, page.locale)) if line.ahead else ""


def _alt(page: Page, line: Line, name: str, scale: ChartScale) -> str:
    known = [point for point in line.series if point.actual is not None]
    last = known[-1]
    said = page.words(
        "trend.alt", kpi=name, unit=scale.unit, first=period_name(known[0].period, page.locale),
        last=period_name(last.period, page.locale), value=scale.label(last.actual, page.locale),
        plan=scale.label(last.target, page.locale) or "—",
    )
    if not line.ahead:
        return said
    latest = line.ahead[-1]
    return said + page.words(
        "trend.alt_ahead", last=period_name(latest.period, page.locale), value=scale.label(latest.actual, page.locale),
    )


@block("cumulative", TrendOptions)
def cumulative(page: Page, options: TrendOptions) -> tuple[Block, ...]:
    """Sums over time added up since the year began: AC before PL, ΔPL above; the last column is the year to date."""
    lines = [line for line in page.view.lines if is_flow(line) and len(_of_year(line)) >= LEAST]
    start = options.first - 1
    return tuple(_cumulative(page, options, line) for line in lines[start:start + options.most])


def _of_year(line: Line) -> list[SeriesPoint]:
    """The periods of the last one's year that have an actual, without a gap at their beginning."""
    known = [point for point in line.series if point.actual is not None]
    return [point for point in known if point.period.label[:4] == known[-1].period.label[:4]]


def _cumulative(page: Page, options: TrendOptions, line: Line) -> Chart:
    points = _of_year(line)
    sums = _added(points)
    scale = chart_scale([value for pair in sums for value in pair], line.kpi.unit, page.locale, line.kpi.decimals)
    drawn = []
    for index, (point, (actual, plan)) in enumerate(zip(points, sums, strict=True)):
        gap = None if plan is None else actual - plan
        drawn.append(Point(
            label=axis_label(point.period, page.locale, full=index in (0, len(points) - 1)), actual=scale.value(actual),
            actual_label=scale.label(actual, page.locale), plan=scale.value(plan), variance=scale.value(gap),
            variance_label=scale.label(gap, page.locale, signed=True), effect=_directed(line, gap),
        ))
    name, (actual, plan) = line.kpi.name.of(page.locale), sums[-1]
    alt = page.words(
        "trend.alt", kpi=page.words("cumulative.title", kpi=name), unit=scale.unit,
        first=period_name(points[0].period, page.locale), last=period_name(points[-1].period, page.locale),
        value=scale.label(actual, page.locale), plan=scale.label(plan, page.locale) or "—",
    )
    return Chart(
        id=page.id(f"cumulative-{line.kpi.id}"), title=title_of(page, options, "cumulative.title", kpi=name),
        detail=detail_of(page, options, "trend.detail_columns", unit=scale.unit).strip("， ,"),
        spec=Trend(points=tuple(drawn)), width=page.width, height=options.height, alt=alt,
    )


def _added(points: Sequence[SeriesPoint]) -> list[tuple[Decimal, Decimal | None]]:
    """Running sums of actual and plan; without a plan in one period there is none from there on."""
    sums: list[tuple[Decimal, Decimal | None]] = []
    actual, plan = Decimal(0), Decimal(0)
    planned = True
    for point in points:
        actual += point.actual or Decimal(0)
        planned = planned and point.target is not None
        plan += point.target or Decimal(0)
        sums.append((actual, plan if planned else None))
    return sums


def _directed(line: Line, value: Decimal | None) -> Effect:
    """Effect of a variance of this KPI: by direction, not by sign."""
    effect = effect_of(value)
    if line.kpi.direction != "lower" or effect in ("", "neutral"):
        return effect
    return "unfavourable" if effect == "favourable" else "favourable"


class MultiplesOptions(Options):
    """``most`` panels, ``columns`` abreast, ``height`` of one row of panels in millimetres."""

    most: int = 4
    columns: int = 2
    height: Decimal = Decimal(25)


@block("small_multiples", MultiplesOptions)
def small_multiples(page: Page, options: MultiplesOptions) -> tuple[Block, ...]:
    """Attainment minus 100 of several KPIs over the last periods, one panel each, all on one scale."""
    lines = [line for line in page.view.lines if _periods_with(line.series, "attainment") >= LEAST][: options.most]
    if not lines:
        return ()
    panels = tuple(_panel(page, line) for line in lines)
    columns = min(options.columns, len(panels))
    rows = -(-len(panels) // columns)
    first, last = (lines[0].series[index].period for index in (0, -1))
    span = page.words("multiples.span", first=axis_label(first, page.locale, full=True),
                      last=axis_label(last, page.locale, full=True))
    names = page.words.list([line.kpi.name.of(page.locale) for line in lines])
    step = page.words(f"trend.step_{last.kind}")
    indexed = _uneven(panels)
    return (Chart(
        id=page.id("multiples"), title=title_of(page, options, "multiples.title", step=step),
        detail=detail_of(page, options, "multiples.indexed" if indexed else "multiples.detail", span=span),
        spec=SmallMultiples(panels=panels, columns=columns, indexed=indexed), width=page.width, height=options.height * rows,
        alt=page.words("multiples.alt", kpis=names, span=span),
    ),)


def _uneven(panels: Sequence[Panel]) -> bool:
    """True where one panel reaches so far that half of the others would be flat on its scale."""
    reaches = sorted(max((abs(value) for value in panel.values if value is not None), default=Decimal(0)) for panel in panels)
    return reaches[-1] > FLAT * reaches[(len(reaches) - 1) // 2]


def _panel(page: Page, line: Line) -> Panel:
    values = tuple(None if point.attainment is None else point.attainment - HUNDRED for point in line.series)
    last = next((value for value in reversed(values) if value is not None), None)
    return Panel(
        title=line.kpi.name.of(page.locale), values=values, effects=tuple(effect_of(value) for value in values),
        last_label="" if last is None else shown(last, _SIGNED, page.locale),
    )
