"""The company's scorecard on a landscape page: dense rows by perspective with subtotals, bars and sparklines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.formatting import ColumnScale, period_name, word
from reportgen.model.chart import GraphicScale, Sparkline, VarianceBar, VariancePin
from reportgen.model.format import SCORE_DELTA, TEXT, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.rounding import half_up
from reportgen.model.view import Delta, Line, Scorecard
from reportgen.reports import figures
from reportgen.reports.closing import closing_steps
from reportgen.reports.figures import DASH, HUNDRED, effect_of, shown
from reportgen.reports.footnotes import restated_name, scorecard_footnotes
from reportgen.reports.headings import footnotes
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import Plan, around_zero, cells_in_order, column, fit

ColumnName = Literal[
    "kpi", "weight", "actual", "plan", "delta", "delta_pct", "py", "delta_py", "score", "distance", "weighted", "months",
    "ytd_actual", "ytd_plan", "outlook", "contribution", "status",
]
DEFAULT: tuple[ColumnName, ...] = (
    "kpi", "weight", "actual", "plan", "delta", "delta_pct", "py", "delta_py", "score", "distance", "weighted", "months",
)
_ONE = Format("number", 1, signed=True)
#: Points around 100 that a sparkline shows at least: less is noise.
SPARK_LEAST = Decimal(3)
#: A relative variance beyond this many percent becomes a triangle.
PIN_LIMIT = Decimal(25)


class BoardOptions(Options):
    """``columns`` in their order; ``subtotals`` per perspective."""

    columns: tuple[ColumnName, ...] = DEFAULT
    subtotals: bool = True


@dataclass(frozen=True)
class _Board:
    page: Page
    options: BoardOptions
    card: Scorecard
    weight_places: int

    def row(self, cells: dict[str, Cell], role: Literal["body", "subtotal", "total", "point"] = "body") -> Row:
        return Row(cells=cells_in_order(self.options.columns, cells), role=role)


@block("board_scorecard", BoardOptions)
def board_scorecard(page: Page, options: BoardOptions) -> tuple[Block, ...]:
    """The scorecard in dense rows, grouped by perspective with subtotals, on a page where one scale serves every score bar."""
    card, lines = page.view.scorecard, page.view.lines
    if card is None or not lines:
        plans = [column("kpi", page.words("board.kpi"), 62, "left")]
        return (Table(id=page.id("scorecard"), columns=fit(plans, page.width), rows=(), empty=page.words("scorecard.empty")),)
    board = _Board(page, options, card, figures.weight_places(lines))
    groups = perspectives(lines) if options.subtotals else {}
    rows: list[Row] = []
    if len(groups) > 1:
        for name, members in groups.items():
            rows += [_line_row(board, line) for line in members]
            rows.append(_group_row(board, name, members))
    else:
        rows += [_line_row(board, line) for line in lines]
    rows += _closing(board)
    return (Table(
        id=page.id("scorecard"), columns=fit(_plans(board), page.width), rows=tuple(rows), density="dense",
        footnotes=_footnotes(page),
    ),)


def _footnotes(page: Page) -> tuple[str, ...]:
    """The scorecard's own, and where its numbers lead to."""
    notes = scorecard_footnotes(page, attainment=False)
    numbered = page.notes.ranked and any(page.note(line.kpi.id) for line in page.view.lines)
    return footnotes(page, [*notes, page.words("board.see_variances")]) if numbered else notes


def perspectives(lines: tuple[Line, ...]) -> dict[str, list[Line]]:
    """Lines by perspective, in the order in which the perspectives first occur; without one they stand last."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.kpi.perspective, []).append(line)
    if "" in groups:
        groups[""] = groups.pop("")
    return groups


# ------------------------------------------------------------------ columns
def _plans(board: _Board) -> list[Plan]:
    words, lines, page = board.page.words, board.page.view.lines, board.page
    places = max(figures.kpi_scale(line, page.locale).decimals for line in lines)

    def figure(name: str, width: float, decimals: int | None = None, *, total: bool = False) -> Plan:
        return column(name, words(f"board.{name}"), width, decimals=decimals, total=total)

    relative = around_zero(
        (_relative_value(line, line.deltas.get("plan")) for line in lines), Decimal(5)
    )
    distances = around_zero([*(_distance(line) for line in lines), board.card.final and board.card.final - HUNDRED], Decimal(5))
    every = {
        "kpi": column("kpi", words("board.kpi"), 57, "left", stretch=True),
        "weight": figure("weight", 11), "actual": figure("actual", 16.5, places), "plan": figure("plan", 15.5, places),
        "delta": figure("delta", 14, places),
        "delta_pct": column("delta_pct", words("board.delta_pct"), 30, "left", scale=GraphicScale(
            lo=max(relative[0], -PIN_LIMIT), hi=min(relative[1], PIN_LIMIT), axis="pl", limit=PIN_LIMIT)),
        "py": figure("py", 15, places), "delta_py": figure("delta_py", 15), "score": figure("score", 13),
        "distance": column("distance", words("board.distance"), 33, "left",
                           scale=GraphicScale(lo=distances[0], hi=distances[1], axis="pl")),
        "weighted": figure("weighted", 14, total=True),
        "months": column("months", _months_head(page), 25, "left", scale=_spark_scale(lines)),
        "ytd_actual": figure("ytd_actual", 16, places), "ytd_plan": figure("ytd_plan", 16, places),
        "outlook": figure("outlook", 17, places), "contribution": figure("contribution", 14, total=True),
        "status": column("status", words("board.status"), 18, "left"),
    }
    return [every[name] for name in board.options.columns]


def _months_head(page: Page) -> str:
    series = max((line.series for line in page.view.lines), key=len, default=())
    if not series:
        return page.words("board.months", first="", last="").strip()
    first, last = (period_name(series[index].period, page.locale, short=True) for index in (0, -1))
    return page.words("board.months", first=first, last=last)


def _spark_scale(lines: tuple[Line, ...]) -> GraphicScale:
    lo, hi = around_zero((value for line in lines for value in _monthly(line)), Decimal(10))
    return GraphicScale(lo=lo, hi=hi, axis="zero")


def _monthly(line: Line) -> tuple[Decimal | None, ...]:
    return tuple(None if point.attainment is None else point.attainment - HUNDRED for point in line.series)


def _distance(line: Line) -> Decimal | None:
    return None if line.score is None else line.score - HUNDRED


def _relative_value(line: Line, delta: Delta | None) -> Decimal | None:
    """What the pin of a relative variance measures: points for percentages, percent for the rest."""
    if delta is None:
        return None
    return delta.absolute if line.kpi.unit in ("%", "pp") else delta.percent


# ------------------------------------------------------------------ rows
def _line_row(board: _Board, line: Line) -> Row:
    scale = figures.kpi_scale(line, board.page.locale)
    cells: dict[str, Cell] = {name: build(board, line, scale) for name, build in _CELLS.items() if name in board.options.columns}
    return board.row(cells)


def _kpi(board: _Board, line: Line, scale: ColumnScale) -> Cell:
    return restated_name(board.page, line, figures.kpi_name(line, scale, board.page.locale, direction=True))


def _value(name: str, column_: str) -> Callable[[_Board, Line, ColumnScale], Cell]:
    def build(board: _Board, line: Line, scale: ColumnScale) -> Cell:
        value = getattr(line, name)
        if value is None and name == "actual":
            return Cell(value=word("state_short", line.state, board.page.locale) or DASH, format=TEXT, style="muted",
                        ref=board.page.kpi_ref(line, column_))
        cell = Cell(value=value, format=figures.figure(scale, line.kpi.unit), ref=board.page.kpi_ref(line, column_))
        return cell if value is not None else cell.model_copy(update={"style": "muted"})

    return build


def _weight(board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    return Cell(value=line.weight, format=Format("number", board.weight_places, "%"), ref=board.page.kpi_ref(line, "weight"))


def _delta(board: _Board, line: Line, scale: ColumnScale) -> Cell:
    delta = line.deltas.get("plan")
    if delta is None or delta.absolute is None:
        return Cell(value=DASH, style="muted")
    return figures.delta(delta, scale, line.kpi.unit, board.page.kpi_ref(line, "variance"))


def _delta_pct(board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    delta = line.deltas.get("plan")
    if delta is None:
        return Cell(graphic=VariancePin(value=None, effect="", label=""))
    cell = figures.relative(delta, line.kpi, board.page.kpi_ref(line, "variance_pct"))
    value = _relative_value(line, delta)
    label = shown(cell.value, cell.format, board.page.locale)
    pin = VariancePin(value=value, effect=delta.effect if value is not None else "", label=label)
    return Cell(ref=cell.ref, graphic=pin)


def _delta_py(board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    delta = line.deltas.get("last_year")
    if delta is None or line.py_actual is None:
        return Cell(value=None, style="muted")
    cell = figures.relative(delta, line.kpi)
    if line.kpi.unit in ("%", "pp"):
        return cell.model_copy(update={"format": Format("number", 1, "pp", signed=True)})
    return cell if cell.style else cell.model_copy(update={"format": Format("number", 1, "%", signed=True)})


def _score(board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    return figures.score(line.score, board.page.kpi_ref(line, "score"))


def _distance_cell(board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    value = _distance(line)
    label = "" if value is None else shown(value, _ONE, board.page.locale)
    bar = VarianceBar(value=value, effect=effect_of(value), label=label, note=board.page.note(line.kpi.id))
    return Cell(ref=board.page.kpi_ref(line, "score"), graphic=bar)


def _weighted(board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    cell = figures.score(line.weighted, board.page.kpi_ref(line, "weighted_score"))
    return cell.model_copy(update={"mark": "†" if line.weighted_adjusted else ""})


def _months(_board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    values = _monthly(line)
    if all(value is None for value in values):
        return Cell()
    reach = max([SPARK_LEAST, *(abs(value) for value in values if value is not None)])
    return Cell(graphic=Sparkline(values=values, effects=tuple(effect_of(value) for value in values), reach=reach))


def _outlook(_board: _Board, line: Line, scale: ColumnScale) -> Cell:
    return Cell(value=figures.expected_year(line), format=figures.figure(scale, line.kpi.unit))


def _contribution(board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    cell = figures.points(line.contribution, board.page.kpi_ref(line, "contribution"))
    return cell.model_copy(update={"effect": effect_of(line.contribution)})


def _status(_board: _Board, line: Line, _scale: ColumnScale) -> Cell:
    return figures.status(line.status, figures.status_effect(line.status))


_CELLS: dict[str, Callable[[_Board, Line, ColumnScale], Cell]] = {
    "kpi": _kpi, "weight": _weight, "actual": _value("actual", "actual"), "plan": _value("target", "target"), "delta": _delta,
    "delta_pct": _delta_pct, "py": _value("py_actual", "py_actual"), "delta_py": _delta_py, "score": _score,
    "distance": _distance_cell, "weighted": _weighted, "months": _months, "ytd_actual": _value("ytd_actual", "actual"),
    "ytd_plan": _value("ytd_target", "target"), "outlook": _outlook, "contribution": _contribution, "status": _status,
}


# ------------------------------------------------------------------ subtotals and total
def _bar(board: _Board, value: Decimal | None, format_: Format, *, bold: bool) -> Cell:
    label = "" if value is None else shown(value, format_, board.page.locale)
    graphic = VarianceBar(value=value, effect=effect_of(value), label=label, bold=bold)
    return Cell(graphic=graphic)


def _axis() -> Cell:
    return Cell(graphic=VariancePin(value=None, effect="", label=""))


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _group_row(board: _Board, name: str, lines: list[Line]) -> Row:
    """Weight, score and weighted score of a perspective; its score is the weighted part over the weight that counted."""
    page = board.page
    weight = _sum([line.weight for line in lines])
    weighted = _sum([line.weighted for line in lines])
    counted = _sum([line.counted_weight for line in lines if line.score is not None])
    score = half_up(weighted * HUNDRED / counted) if weighted is not None and counted else None
    label = word("perspective", name, page.locale) if name else page.words("board.no_perspective")
    return board.row({
        "kpi": figures.words(label, "bold"),
        "weight": Cell(value=weight, format=Format("number", board.weight_places, "%"), style="bold"),
        "delta_pct": _axis(), "score": figures.score(score, style="bold"),
        "distance": _bar(board, None if score is None else score - HUNDRED, _ONE, bold=True),
        "weighted": figures.score(weighted, style="bold"),
        "contribution": figures.points(_sum([line.contribution for line in lines]), style="bold"),
    }, "subtotal")


def _closing(board: _Board) -> list[Row]:
    page, card, lines = board.page, board.card, board.page.view.lines
    weight = _sum([line.weight for line in lines])
    distance = None if card.total is None else card.total - HUNDRED
    rows = [board.row({
        "kpi": figures.words(page.words("scorecard.subtotal"), "bold"),
        "weight": Cell(value=weight, format=Format("number", board.weight_places, "%"), style="bold"),
        "score": figures.score(card.total, page.card_ref("total"), "bold"),
        "distance": _bar(board, distance, SCORE_DELTA, bold=True),
        "weighted": figures.score(card.total, page.card_ref("total"), "bold"),
        "contribution": figures.points(distance, style="bold"),
    }, "subtotal")]
    for step in closing_steps(page, card):
        rows.append(board.row({
            "kpi": figures.words(step.label).model_copy(update={"span": _reach(board)}),
            "distance": _bar(board, step.value, SCORE_DELTA, bold=False),
            "weighted": figures.points(step.value, page.card_ref(step.column)), "contribution": figures.points(step.value),
        }, "point"))
    final = None if card.final is None else card.final - HUNDRED
    grade = page.words("hero.grade", grade=card.grade) if card.grade else page.words("hero.no_grade")
    if card.provisional:
        grade += page.words("hero.provisional")
    score = figures.score(card.final, page.card_ref("final"), "bold")
    rows.append(board.row({
        "kpi": figures.words(page.words("scorecard.total"), "bold"), "score": score,
        "distance": _bar(board, final, SCORE_DELTA, bold=True), "weighted": score,
        "months": figures.words(grade, "bold"), "contribution": figures.points(final, style="bold"),
    }, "total"))
    return rows


def _reach(board: _Board) -> int:
    """How many columns the label of a points line may take: all up to the first that it fills."""
    filled = ("distance", "weighted", "contribution", "delta_pct")
    names = board.options.columns
    return max(1, min((index for index, name in enumerate(names) if name in filled), default=len(names)))
