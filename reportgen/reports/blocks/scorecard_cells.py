"""The cells of a scorecard row: a fact on the first line, its context in small print on the second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.formatting import ColumnScale, word
from reportgen.model.chart import VariancePin, WaterfallStep
from reportgen.model.format import SCORE_DELTA, TEXT, Format
from reportgen.model.report import Cell
from reportgen.model.view import Line, Scorecard
from reportgen.reports import figures
from reportgen.reports.figures import DASH, EMPTY, HUNDRED, effect_of, shown
from reportgen.reports.footnotes import restated_name
from reportgen.reports.page import Page
from reportgen.reports.registry import Options
from reportgen.reports.tables import cells_in_order

ColumnName = Literal[
    "kpi", "weight", "plan", "actual", "delta", "attainment", "score", "weighted", "contribution", "team_mean", "baseline",
    "owner", "year_to_date",
]
Detail = Literal["method", "source", "owner", "frequency", "nature", "definition"]
DEFAULT: tuple[ColumnName, ...] = (
    "kpi", "weight", "plan", "actual", "delta", "attainment", "score", "weighted", "contribution",
)
_ONE_DECIMAL, _WHOLE = Format("number", 1), Format("number", 0)
#: An attainment of this size needs no decimals beside its pin.
_LARGE = Decimal(1000)


class ScorecardOptions(Options):
    """``columns`` in their order, and what the second line under a KPI's name tells."""

    columns: tuple[ColumnName, ...] = DEFAULT
    details: tuple[Detail, ...] = ("method", "source")


@dataclass(frozen=True)
class Sheet:
    """What every row of one scorecard shares."""

    page: Page
    options: ScorecardOptions
    card: Scorecard
    reweighted: bool
    weight_places: int

    def build(self, cells: Mapping[str, Cell]) -> tuple[Cell, ...]:
        return cells_in_order(self.options.columns, cells)


def line_cells(sheet: Sheet, line: Line, run: Decimal, *, first: bool) -> dict[str, Cell]:
    page = sheet.page
    scale = figures.kpi_scale(line, page.locale)
    cells: dict[str, Cell] = {name: build(sheet, line, scale) for name, build in _CELLS.items() if name in sheet.options.columns}
    cells["contribution"] = _contribution(page, line, run, first=first)
    if line.actual is None:
        cells["actual"], cells["delta"] = _missing(sheet, line, scale), EMPTY
    return cells


def _missing(sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
    """A word where a value should be; it takes the place of the variance too. A given score needs no value."""
    page, second = sheet.page, None
    state = "scored" if line.method == "prescored" and line.score is not None else line.state
    if line.py_actual is not None:
        value = shown(line.py_actual, figures.figure(scale, line.kpi.unit), page.locale)
        second = figures.words(page.words("scorecard.py", value=value), "muted")
    beside = "delta" in sheet.options.columns
    return Cell(
        value=word("state", state, page.locale), format=TEXT, style="muted", second=second,
        span=2 if beside else 1, ref=page.kpi_ref(line, "actual"),
    )


def kpi_cell(sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
    """The KPI's name with its unit, and below it what the options ask for."""
    page = sheet.page
    known = [_detail(page, line, name) for name in sheet.options.details]
    second = page.words("title.separator").join(part for part in known if part)
    name = figures.kpi_name(line, scale, page.locale, direction="method" not in sheet.options.details)
    name = restated_name(page, line, name)
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


def _weight(sheet: Sheet, line: Line, _scale: ColumnScale) -> Cell:
    page = sheet.page
    second = None
    if sheet.reweighted:
        counted = line.counted_weight if line.score is not None else None
        format_ = Format("number", 2, "%")
        second = Cell(value=counted, format=format_, style="muted", ref=page.kpi_ref(line, "counted_weight"))
    format_ = Format("number", sheet.weight_places, "%")
    return Cell(value=line.weight, format=format_, ref=page.kpi_ref(line, "weight"), second=second)


def _plan(sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
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


def _actual(sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
    page, format_ = sheet.page, figures.figure(scale, line.kpi.unit)
    second = None
    if line.py_actual is not None:
        second = Cell(value=line.py_actual, format=format_, style="muted", ref=page.kpi_ref(line, "py_actual"))
    return Cell(value=line.actual, format=format_, ref=page.kpi_ref(line, "actual"), second=second)


def _delta(sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
    page, value = sheet.page, line.deltas.get("plan")
    if value is None or value.absolute is None:
        return Cell(value=DASH, style="muted")
    relative = figures.relative(value, line.kpi, page.kpi_ref(line, "variance_pct"))
    second = relative.model_copy(update={"style": "muted", "effect": ""})
    absolute = figures.delta(value, scale, line.kpi.unit, page.kpi_ref(line, "variance"))
    return absolute.model_copy(update={"second": second})


def _attainment(sheet: Sheet, line: Line, _scale: ColumnScale) -> Cell:
    page, value = sheet.page, line.attainment
    distance = None if value is None else value - HUNDRED
    label = "" if value is None else shown(value, _ONE_DECIMAL if abs(value) < _LARGE else _WHOLE, page.locale)
    pin = VariancePin(value=distance, effect=effect_of(distance), label=label)
    return Cell(ref=page.kpi_ref(line, "attainment_pct"), graphic=pin)


def _score(sheet: Sheet, line: Line, _scale: ColumnScale) -> Cell:
    second = figures.status(line.status, figures.status_effect(line.status))
    if not line.weight:
        second = figures.words(sheet.page.words("scorecard.not_counted"), "muted")
    return figures.score(line.score, sheet.page.kpi_ref(line, "score")).model_copy(update={"second": second})


def _weighted(sheet: Sheet, line: Line, _scale: ColumnScale) -> Cell:
    cell = figures.score(line.weighted, sheet.page.kpi_ref(line, "weighted_score"))
    return cell.model_copy(update={"mark": "†" if line.weighted_adjusted or line.contribution_adjusted else ""})


def _contribution(page: Page, line: Line, run: Decimal, *, first: bool) -> Cell:
    value = line.contribution
    label = "" if value is None else shown(value, SCORE_DELTA, page.locale)
    step = WaterfallStep(start=run, value=value, effect=effect_of(value), label=label, first=first, note=page.note(line.kpi.id))
    return Cell(ref=page.kpi_ref(line, "contribution"), graphic=step)


def _team_mean(sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
    return Cell(value=line.team_mean, format=figures.figure(scale, line.kpi.unit))


def _baseline(sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
    return Cell(value=line.baseline, format=figures.figure(scale, line.kpi.unit), ref=sheet.page.kpi_ref(line, "baseline"))


def _owner(_sheet: Sheet, line: Line, _scale: ColumnScale) -> Cell:
    return figures.words(line.kpi.owner)


def _year_to_date(_sheet: Sheet, line: Line, scale: ColumnScale) -> Cell:
    format_ = figures.figure(scale, line.kpi.unit)
    return Cell(value=line.ytd_actual, format=format_, second=Cell(value=line.ytd_target, format=format_, style="muted"))


_CELLS: dict[str, Callable[[Sheet, Line, ColumnScale], Cell]] = {
    "kpi": kpi_cell, "weight": _weight, "plan": _plan, "actual": _actual, "delta": _delta, "attainment": _attainment,
    "score": _score, "weighted": _weighted, "team_mean": _team_mean, "baseline": _baseline, "owner": _owner,
    "year_to_date": _year_to_date,
}
