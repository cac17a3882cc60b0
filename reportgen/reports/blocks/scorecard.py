"""The scorecard of a person or unit: two-line rows whose contributions run down into the total."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.chart import GraphicScale, WaterfallStep
from reportgen.model.format import PERCENT, SCORE, SCORE_DELTA, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.view import Line
from reportgen.reports import figures
from reportgen.reports.blocks.scorecard_cells import ScorecardOptions, Sheet, kpi_cell, line_cells
from reportgen.reports.closing import Closing, closing_steps
from reportgen.reports.figures import HUNDRED, effect_of, shown
from reportgen.reports.footnotes import scorecard_footnotes
from reportgen.reports.page import Page
from reportgen.reports.registry import block
from reportgen.reports.tables import Plan, around_zero, column, fit

#: Millimetres that each graphic column gives to long names; the room for a name; ems of a name and of small print.
_GIVES_WAY, _NAME_ROOM, _NAME_EM, _SMALL_EM = Decimal(4), 33.0, 3.0, 2.5
#: A pin beyond this distance from 100 becomes a triangle.
PIN_LIMIT = Decimal(50)


@block("scorecard_table", ScorecardOptions)
def scorecard_table(page: Page, options: ScorecardOptions) -> tuple[Block, ...]:
    """The scorecard in two-line rows: weights, target, actual, variance, attainment, score, contribution. It foots."""
    view, card = page.view, page.view.scorecard
    if card is None or not view.lines:
        return (Table(id=page.id("scorecard"), columns=fit([column("kpi", page.words("scorecard.kpi"), 35, "left")], page.width),
                      rows=(), empty=page.words("scorecard.empty")),)
    sheet = Sheet(page, options, card, _reweighted(view.lines), figures.weight_places(view.lines))
    rows, run, weighted = [], Decimal(0), Decimal(0)
    for index, line in enumerate(view.lines):
        if line.assignment_id and (index == 0 or view.lines[index - 1].assignment_id != line.assignment_id):
            rows += _assignment_head(sheet, line.assignment_id)
        weighted += line.weighted or Decimal(0)
        cells = sheet.build(line_cells(sheet, line, run, first=index == 0))
        rows.append(Row(cells=cells, carry=shown(weighted, SCORE, page.locale)))
        run += line.contribution or Decimal(0)
    rows += _closing_rows(sheet, run)
    table = Table(
        id=page.id("scorecard"), columns=fit(_plans(sheet, run), page.width), rows=tuple(rows), density="two",
        footnotes=scorecard_footnotes(page), carried_forward=page.words("table.carried_forward"),
        brought_forward=page.words("table.brought_forward"),
    )
    return (table,)


def _assignment_head(sheet: Sheet, assignment_id: str) -> list[Row]:
    """The post that the following lines belong to, where a person held several."""
    held = sheet.page.view.subject.segments
    ids = list(dict.fromkeys(line.assignment_id for line in sheet.page.view.lines))
    if len(ids) < 2:
        return []
    segment = next((one for one in held if one.assignment_id == assignment_id), None)
    if segment is None and len(ids) == len(held):
        segment = held[ids.index(assignment_id)]
    if segment is None:
        return []
    share = shown(segment.share * HUNDRED, PERCENT, sheet.page.locale)
    label = sheet.page.words("scorecard.assignment", post=segment.post, unit=segment.unit, share=share)
    return [Row(role="group", cells=(figures.words(label, "bold").model_copy(update={"span": len(sheet.options.columns)}),))]


def _reweighted(lines: tuple[Line, ...]) -> bool:
    return any(line.counted_weight != line.weight for line in lines if line.weight)


# ------------------------------------------------------------------ columns
def _plans(sheet: Sheet, run: Decimal) -> list[Plan]:
    words, lines = sheet.page.words, sheet.page.view.lines

    def head(key: str, second: bool = True) -> str:
        return words(f"scorecard.{key}") + ("\n" + words(f"scorecard.{key}_second") if second else "")

    places = max(figures.kpi_scale(line, sheet.page.locale).decimals for line in lines)
    has_notes = any(sheet.page.note(line.kpi.id) for line in lines)
    waterfall = _waterfall_scale(sheet, run)
    given = _GIVES_WAY if _long(sheet) else Decimal(0)
    if -waterfall.lo * 3 > waterfall.hi - waterfall.lo:
        has_notes = False
    contribution = head("contribution") + (words("scorecard.contribution_notes") if has_notes else "")
    every = {
        "kpi": column("kpi", words("scorecard.kpi") + "\n" + _details_head(sheet), 35 + 2 * float(given), "left", stretch=True),
        "weight": column("weight", head("weight", sheet.reweighted), 11),
        "plan": column("plan", head("plan"), 17, decimals=places),
        "actual": column("actual", head("actual"), 15, decimals=places),
        "delta": column("delta", head("delta"), 13, decimals=places),
        "attainment": column("attainment", head("attainment"), 25 - float(given), "left", scale=_pin_scale(lines)),
        "score": column("score", head("score"), 14),
        "weighted": column("weighted", head("weighted"), 13, total=True),
        "contribution": column("contribution", contribution, 31 - float(given), "left", total=True, scale=waterfall),
        "team_mean": column("team_mean", head("team_mean"), 15, decimals=places),
        "baseline": column("baseline", head("baseline", second=False), 15, decimals=places),
        "owner": column("owner", head("owner"), 18, "left"),
        "year_to_date": column("year_to_date", head("year_to_date"), 17, decimals=places),
    }
    return [every[name] for name in sheet.options.columns]


def _long(sheet: Sheet) -> bool:
    """True where a name or what stands below it would not fit its usual column in one line."""
    page = sheet.page
    for line in sheet.page.view.lines:
        name = kpi_cell(sheet, line, figures.kpi_scale(line, page.locale))
        second = "" if name.second is None else str(name.second.value or "")
        if _millimetres(f"{name.value}{name.suffix}", _NAME_EM) > _NAME_ROOM or _millimetres(second, _SMALL_EM) > _NAME_ROOM:
            return True
    return False


def _millimetres(text: str, em: float) -> float:
    return em * sum(1.0 if char > "\u2e7f" else 0.53 for char in text)


def _details_head(sheet: Sheet) -> str:
    return sheet.page.words("title.separator").join(sheet.page.words(f"detail.{name}") for name in sheet.options.details)


def _pin_scale(lines: tuple[Line, ...]) -> GraphicScale:
    lo, hi = around_zero((line.attainment - HUNDRED for line in lines if line.attainment is not None), Decimal(10))
    return GraphicScale(lo=max(lo, -PIN_LIMIT), hi=min(hi, PIN_LIMIT), axis="pl", limit=PIN_LIMIT)


def _waterfall_scale(sheet: Sheet, run: Decimal) -> GraphicScale:
    reached, values = Decimal(0), []
    for line in sheet.page.view.lines:
        reached += line.contribution or Decimal(0)
        values.append(reached)
    for step in closing_steps(sheet.page, sheet.card):
        reached += step.value
        values.append(reached)
    lo, hi = around_zero([*values, run], Decimal(2))
    return GraphicScale(lo=lo, hi=hi, axis="pl")


# ------------------------------------------------------------------ the lines that close the table
def _closing_rows(sheet: Sheet, run: Decimal) -> list[Row]:
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


def _subtotal(sheet: Sheet, run: Decimal) -> Row:
    page, total = sheet.page, sheet.card.total
    single = len({line.assignment_id for line in page.view.lines}) == 1
    weights = [line.weight for line in page.view.lines if line.weight is not None]
    shift = None if total is None else run
    bar = WaterfallStep(start=Decimal(0), value=shift, effect="neutral", role="subtotal",
                        label="" if shift is None else shown(shift, SCORE_DELTA, page.locale))
    return Row(role="subtotal", cells=sheet.build({
        "kpi": figures.words(page.words("scorecard.subtotal"), "bold"),
        "weight": _weights(sheet, weights) if single else Cell(),
        "weighted": figures.score(total, page.card_ref("total"), "bold"),
        "contribution": Cell(graphic=bar),
    }))


def _weights(sheet: Sheet, weights: list[Decimal]) -> Cell:
    return Cell(value=sum(weights, Decimal(0)), format=Format("number", sheet.weight_places, "%"), style="bold")


def _point(sheet: Sheet, step: Closing, run: Decimal) -> Row:
    page, names = sheet.page, sheet.options.columns
    reach = names.index("weighted") if "weighted" in names else len(names)
    label = shown(step.value, SCORE_DELTA, page.locale)
    bar = WaterfallStep(start=run, value=step.value, effect=effect_of(step.value), label=label)
    return Row(role="point", cells=sheet.build({
        "kpi": figures.words(step.label).model_copy(update={"span": max(1, reach)}),
        "weighted": figures.points(step.value, page.card_ref(step.column)),
        "contribution": Cell(graphic=bar),
    }))
