"""The scorecard of a person or unit: two-line rows whose contributions run down into the total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.formatting import ColumnScale, word
from reportgen.model.chart import GraphicScale, VariancePin, WaterfallStep
from reportgen.model.format import SCORE, SCORE_DELTA, TEXT, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.view import Line, Scorecard
from reportgen.reports import figures
from reportgen.reports.closing import Closing, closing_steps
from reportgen.reports.figures import DASH, EMPTY, HUNDRED, effect_of, shown
from reportgen.reports.footnotes import scorecard_footnotes
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import Plan, around_zero, cells_in_order, column, fit

ColumnName = Literal[
    "kpi", "weight", "plan", "actual", "delta", "attainment", "score", "weighted", "contribution", "team_mean", "baseline",
    "owner", "year_to_date",
]
Detail = Literal["method", "source", "owner", "frequency", "nature", "definition"]
DEFAULT: tuple[ColumnName, ...] = (
    "kpi", "weight", "plan", "actual", "delta", "attainment", "score", "weighted", "contribution",
)
_ONE_DECIMAL = Format("number", 1)
#: A pin beyond this distance from 100 becomes a triangle.
PIN_LIMIT = Decimal(50)


class ScorecardOptions(Options):
    """``columns`` in their order, and what the second line under a KPI's name tells."""

    columns: tuple[ColumnName, ...] = DEFAULT
    details: tuple[Detail, ...] = ("method", "source")


@dataclass(frozen=True)
class _Sheet:
    """What every row of one scorecard shares."""

    page: Page
    options: ScorecardOptions
    card: Scorecard
    reweighted: bool
    weight_places: int

    def build(self, cells: Mapping[str, Cell]) -> tuple[Cell, ...]:
        return cells_in_order(self.options.columns, cells)


@block("scorecard_table", ScorecardOptions)
def scorecard_table(page: Page, options: ScorecardOptions) -> tuple[Block, ...]:
    """The scorecard in two-line rows: weights, target, actual, variance, attainment, score, contribution. It foots."""
    view, card = page.view, page.view.scorecard
    if card is None or not view.lines:
        return (Table(id=page.id("scorecard"), columns=fit([column("kpi", page.words("scorecard.kpi"), 35, "left")], page.width),
                      rows=(), empty=page.words("scorecard.empty")),)
    sheet = _Sheet(page, options, card, _reweighted(view.lines), figures.weight_places(view.lines))
    rows, run, weighted = [], Decimal(0), Decimal(0)
    for index, line in enumerate(view.lines):
        weighted += line.weighted or Decimal(0)
        cells = sheet.build(_line_cells(sheet, line, run, first=index == 0))
        rows.append(Row(cells=cells, carry=shown(weighted, SCORE, page.locale)))
        run += line.contribution or Decimal(0)
    rows += _closing_rows(sheet, run)
    table = Table(
        id=page.id("scorecard"), columns=fit(_plans(sheet, run), page.width), rows=tuple(rows), density="two",
        footnotes=scorecard_footnotes(page), carried_forward=page.words("table.carried_forward"),
        brought_forward=page.words("table.brought_forward"),
    )
    return (table,)


def _reweighted(lines: tuple[Line, ...]) -> bool:
    return any(line.counted_weight != line.weight for line in lines if line.weight)


# ------------------------------------------------------------------ columns
def _plans(sheet: _Sheet, run: Decimal) -> list[Plan]:
    words, lines = sheet.page.words, sheet.page.view.lines

    def head(key: str, second: bool = True) -> str:
        return words(f"scorecard.{key}") + ("\n" + words(f"scorecard.{key}_second") if second else "")

    places = max(figures.kpi_scale(line, sheet.page.locale).decimals for line in lines)
    has_notes = any(sheet.page.note(line.kpi.id) for line in lines)
    contribution = head("contribution") + (words("scorecard.contribution_notes") if has_notes else "")
    every = {
        "kpi": column("kpi", words("scorecard.kpi") + "\n" + _details_head(sheet), 35, "left", stretch=True),
        "weight": column("weight", head("weight", sheet.reweighted), 11),
        "plan": column("plan", head("plan"), 17, decimals=places),
        "actual": column("actual", head("actual"), 15, decimals=places),
        "delta": column("delta", head("delta"), 13, decimals=places),
        "attainment": column("attainment", head("attainment"), 25, "left", scale=_pin_scale(lines)),
        "score": column("score", head("score"), 14),
        "weighted": column("weighted", head("weighted"), 13, total=True),
        "contribution": column("contribution", contribution, 31, "left", total=True, scale=_waterfall_scale(sheet, run)),
        "team_mean": column("team_mean", head("team_mean"), 15, decimals=places),
        "baseline": column("baseline", head("baseline", second=False), 15, decimals=places),
        "owner": column("owner", head("owner"), 18, "left"),
        "year_to_date": column("year_to_date", head("year_to_date"), 17, decimals=places),
    }
    return [every[name] for name in sheet.options.columns]


def _details_head(sheet: _Sheet) -> str:
    return sheet.page.words("title.separator").join(sheet.page.words(f"detail.{name}") for name in sheet.options.details)


def _pin_scale(lines: tuple[Line, ...]) -> GraphicScale:
    lo, hi = around_zero((line.attainment - HUNDRED for line in lines if line.attainment is not None), Decimal(10))
    return GraphicScale(lo=max(lo, -PIN_LIMIT), hi=min(hi, PIN_LIMIT), axis="pl", limit=PIN_LIMIT)


def _waterfall_scale(sheet: _Sheet, run: Decimal) -> GraphicScale:
    reached, values = Decimal(0), []
    for line in sheet.page.view.lines:
        reached += line.contribution or Decimal(0)
        values.append(reached)
    for step in closing_steps(sheet.page, sheet.card):
        reached += step.value
        values.append(reached)
    lo, hi = around_zero([*values, run], Decimal(2))
    return GraphicScale(lo=lo, hi=hi, axis="pl")


# ------------------------------------------------------------------ rows
def _line_cells(sheet: _Sheet, line: Line, run: Decimal, *, first: bool) -> dict[str, Cell]:
    page = sheet.page
    scale = figures.kpi_scale(line, page.locale)
    cells: dict[str, Cell] = {name: build(sheet, line, scale) for name, build in _CELLS.items() if name in sheet.options.columns}
    cells["contribution"] = _contribution(page, line, run, first=first)
    if line.actual is None:
        cells["actual"], cells["delta"] = _missing(sheet, line, scale), EMPTY
    return cells


def _missing(sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    """A word where a value should be; it takes the place of the variance too."""
    page, second = sheet.page, None
    if line.py_actual is not None:
        value = shown(line.py_actual, figures.figure(scale, line.kpi.unit), page.locale)
        second = figures.words(page.words("scorecard.py", value=value), "muted")
    beside = "delta" in sheet.options.columns
    return Cell(
        value=word("state", line.state, page.locale), format=TEXT, style="muted", second=second,
        span=2 if beside else 1, ref=page.kpi_ref(line, "actual"),
    )


def _kpi(sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    page = sheet.page
    known = [_detail(page, line, name) for name in sheet.options.details]
    second = page.words("title.separator").join(part for part in known if part)
    name = figures.kpi_name(line, scale, page.locale, direction="method" not in sheet.options.details)
    return name.model_copy(update={"second": figures.words(second, "muted")}) if second else name


def _detail(page: Page, line: Line, name: str) -> str:
    kpi, words = line.kpi, page.words
    if name == "method":
        lower = words("scorecard.lower") if kpi.direction == "lower" else ""
        return words.known("method", line.method) + lower
    if name == "nature":
        marks = [words.known("nature", mark) for mark in (kpi.process_or_result, kpi.hard_or_soft)]
        return words.list([mark for mark in marks if mark])
    if name == "frequency":
        return words.known("frequency", kpi.review_frequency)
    return {"source": kpi.data_source, "owner": kpi.owner, "definition": kpi.definition}[name]


def _weight(sheet: _Sheet, line: Line, _scale: ColumnScale) -> Cell:
    page = sheet.page
    second = None
    if sheet.reweighted:
        counted = line.counted_weight if line.score is not None else None
        format_ = Format("number", 2, "%")
        second = Cell(value=counted, format=format_, style="muted", ref=page.kpi_ref(line, "counted_weight"))
    format_ = Format("number", sheet.weight_places, "%")
    return Cell(value=line.weight, format=format_, ref=page.kpi_ref(line, "weight"), second=second)


def _plan(sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    page, format_ = sheet.page, figures.figure(scale, line.kpi.unit)
    lo, hi = (line.range_lo, line.range_hi) if line.range_lo is not None else (line.threshold, line.stretch)
    second = None
    if lo is not None and hi is not None:
        whole = all(value == value.to_integral_value() for value in (lo / scale.scale, hi / scale.scale))
        short = Format("number", 0 if whole else scale.decimals, line.kpi.unit, scale.scale)
        text = page.words("scorecard.range", lo=shown(lo, short, page.locale), hi=shown(hi, short, page.locale))
        second = figures.words(text, "muted")
    if line.target is None and line.range_lo is not None and second is not None:
        return second.model_copy(update={"style": ""})
    return Cell(value=line.target, format=format_, ref=page.kpi_ref(line, "target"), second=second)


def _actual(sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    page, format_ = sheet.page, figures.figure(scale, line.kpi.unit)
    second = None
    if line.py_actual is not None:
        second = Cell(value=line.py_actual, format=format_, style="muted", ref=page.kpi_ref(line, "py_actual"))
    return Cell(value=line.actual, format=format_, ref=page.kpi_ref(line, "actual"), second=second)


def _delta(sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    page, value = sheet.page, line.deltas.get("plan")
    if value is None or value.absolute is None:
        return Cell(value=DASH, style="muted")
    relative = figures.relative(value, line.kpi, page.kpi_ref(line, "variance_pct"))
    second = relative.model_copy(update={"style": "muted", "effect": ""})
    absolute = figures.delta(value, scale, line.kpi.unit, page.kpi_ref(line, "variance"))
    return absolute.model_copy(update={"second": second})


def _attainment(sheet: _Sheet, line: Line, _scale: ColumnScale) -> Cell:
    page, value = sheet.page, line.attainment
    distance = None if value is None else value - HUNDRED
    label = "" if value is None else shown(value, _ONE_DECIMAL, page.locale)
    pin = VariancePin(value=distance, effect=effect_of(distance), label=label)
    return Cell(ref=page.kpi_ref(line, "attainment_pct"), graphic=pin)


def _score(sheet: _Sheet, line: Line, _scale: ColumnScale) -> Cell:
    second = figures.status(line.status, figures.status_effect(line.status))
    if not line.weight:
        second = figures.words(sheet.page.words("scorecard.not_counted"), "muted")
    return figures.score(line.score, sheet.page.kpi_ref(line, "score")).model_copy(update={"second": second})


def _weighted(sheet: _Sheet, line: Line, _scale: ColumnScale) -> Cell:
    cell = figures.score(line.weighted, sheet.page.kpi_ref(line, "weighted_score"))
    return cell.model_copy(update={"mark": "†" if line.weighted_adjusted or line.contribution_adjusted else ""})


def _contribution(page: Page, line: Line, run: Decimal, *, first: bool) -> Cell:
    value = line.contribution
    label = "" if value is None else shown(value, SCORE_DELTA, page.locale)
    step = WaterfallStep(start=run, value=value, effect=effect_of(value), label=label, first=first, note=page.note(line.kpi.id))
    return Cell(ref=page.kpi_ref(line, "contribution"), graphic=step)


def _team_mean(sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    return Cell(value=line.team_mean, format=figures.figure(scale, line.kpi.unit))


def _baseline(sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    return Cell(value=line.baseline, format=figures.figure(scale, line.kpi.unit), ref=sheet.page.kpi_ref(line, "baseline"))


def _owner(_sheet: _Sheet, line: Line, _scale: ColumnScale) -> Cell:
    return figures.words(line.kpi.owner)


def _year_to_date(_sheet: _Sheet, line: Line, scale: ColumnScale) -> Cell:
    format_ = figures.figure(scale, line.kpi.unit)
    return Cell(value=line.ytd_actual, format=format_, second=Cell(value=line.ytd_target, format=format_, style="muted"))


_CELLS: dict[str, Callable[[_Sheet, Line, ColumnScale], Cell]] = {
    "kpi": _kpi, "weight": _weight, "plan": _plan, "actual": _actual, "delta": _delta, "attainment": _attainment,
    "score": _score, "weighted": _weighted, "team_mean": _team_mean, "baseline": _baseline, "owner": _owner,
    "year_to_date": _year_to_date,
}


# ------------------------------------------------------------------ the lines that close the table
def _closing_rows(sheet: _Sheet, run: Decimal) -> list[Row]:
    page, card = sheet.page, sheet.card
    rows = [_subtotal(sheet, run)]
    for step in closing_steps(page, card):
        rows.append(_point(sheet, step, run))
        run += step.value
    final = card.final
    total = None if final is None else final - HUNDRED
    bar = WaterfallStep(start=Decimal(0), value=total, effect=effect_of(total), role="total", last=True,
                        label="" if total is None else shown(total, SCORE_DELTA, page.locale))
    rows.append(Row(role="total", cells=sheet.build({
        "kpi": figures.words(page.words("scorecard.total"), "bold"),
        "weighted": figures.score(final, page.card_ref("final"), "bold"),
        "contribution": Cell(graphic=bar),
    })))
    return rows


def _subtotal(sheet: _Sheet, run: Decimal) -> Row:
    page, total = sheet.page, sheet.card.total
    weights = [line.weight for line in page.view.lines if line.weight is not None]
    shift = None if total is None else run
    bar = WaterfallStep(start=Decimal(0), value=shift, effect="neutral", role="subtotal",
                        label="" if shift is None else shown(shift, SCORE_DELTA, page.locale))
    return Row(role="subtotal", cells=sheet.build({
        "kpi": figures.words(page.words("scorecard.subtotal"), "bold"),
        "weight": Cell(value=sum(weights, Decimal(0)), format=Format("number", sheet.weight_places, "%"), style="bold"),
        "weighted": figures.score(total, page.card_ref("total"), "bold"),
        "contribution": Cell(graphic=bar),
    }))


def _point(sheet: _Sheet, step: Closing, run: Decimal) -> Row:
    page, names = sheet.page, sheet.options.columns
    reach = names.index("weighted") if "weighted" in names else len(names)
    label = shown(step.value, SCORE_DELTA, page.locale)
    bar = WaterfallStep(start=run, value=step.value, effect=effect_of(step.value), label=label)
    return Row(role="point", cells=sheet.build({
        "kpi": figures.words(step.label).model_copy(update={"span": max(1, reach)}),
        "weighted": figures.points(step.value, page.card_ref(step.column)),
        "contribution": Cell(graphic=bar),
    }))
