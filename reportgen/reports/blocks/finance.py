"""A finance pack's own blocks: the variance table of KPIs, accruals of bonus, the control sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.formatting import ColumnScale, period_name, unit_name, word
from reportgen.model.chart import GraphicScale, VariancePin
from reportgen.model.format import COUNT, TEXT, Format
from reportgen.model.report import Block, Cell, Row
from reportgen.model.view import Delta, Line
from reportgen.reports import figures
from reportgen.reports.figures import DASH, shown
from reportgen.reports.footnotes import nm_footnotes, restated_footnotes, restated_name
from reportgen.reports.headings import detail_of, footnotes, table
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import Plan, around_zero, cells_in_order, column

Part = Literal["plan", "last_year", "previous", "ytd"]
Extra = Literal["outlook", "contribution", "status"]
PIN_LIMIT = Decimal(25)
#: Word key of each comparison's heads.
_HEAD = {"plan": "pl", "last_year": "py", "previous": "pp", "ytd": "pl"}


class VarianceTableOptions(Options):
    """``parts``: comparisons in their order; ``most`` KPIs; ● marks what is material.

    ``extra`` columns behind them: the year as expected (forecast, else run rate), the effect on the score, the status.
    """

    parts: tuple[Part, ...] = ("plan", "last_year", "ytd")
    extra: tuple[Extra, ...] = ()
    most: int = 60


@block("variance_table", VarianceTableOptions)
def variance_table(page: Page, options: VarianceTableOptions) -> tuple[Block, ...]:
    """KPIs against plan, last year, the period before and year to date: values, absolute variance, relative variance as a pin."""
    lines = page.view.lines[: options.most]
    if not lines:
        return ()
    words = page.words
    places = max(figures.kpi_scale(line, page.locale).decimals for line in lines)
    plans = [column("kpi", words("board.kpi"), 50, "left", stretch=True)]
    marked = "plan" in options.parts and any(_material(line) for line in lines)
    if marked:
        plans.append(column("material", "●", 5, "centre"))
    parts: tuple[Part, ...] = tuple(part for part in options.parts if _compared(page, part, lines))
    if not parts:
        return ()
    for part in parts:
        own = _part_plans(page, part, lines, places)
        if part == parts[0] and part not in ("plan", "ytd"):
            own.insert(0, column(f"{part}:actual", words("board.actual"), 15, decimals=places, group=own[0].group))
        if part == "ytd" and part != parts[0]:
            own.insert(0, column("gap", "", 4))
        plans += own
    plans += [_extra_plan(page, name, places) for name in options.extra]
    names = [plan.key for plan in plans]
    rows = [Row(cells=cells_in_order(names, _cells(page, line, parts) | _extras(page, line))) for line in lines]
    notes = [words("variance_table.material")] if marked else []
    if "plan" in options.parts:
        notes = [words("variance_table.note"), *notes]
    return (table(
        page, options, "variance_table", (plans, rows), density="dense", id="-".join(["variance_table", *options.parts]),
        footnotes=footnotes(page, [*notes, *nm_footnotes(page), *restated_footnotes(page)]),
    ),)


def _compared(page: Page, part: Part, lines: tuple[Line, ...]) -> bool:
    """The plan always; another reference where a line has it, and the year to date where it is not the period itself."""
    if part == "ytd" and page.period.kind in ("ytd", "year"):
        return False
    return part in ("plan", "ytd") or any(part in line.deltas and line.deltas[part].reference is not None for line in lines)


def _material(line: Line) -> bool:
    return "plan" in line.deltas and line.deltas["plan"].material


def _part_plans(page: Page, part: Part, lines: tuple[Line, ...], places: int) -> list[Plan]:
    """AC and reference (AC only where it differs from the column before), absolute and relative variance."""
    words = page.words
    lo, hi = around_zero((_relative(line, line.deltas.get(part)) for line in lines), Decimal(5))
    axis: Literal["pl", "py", "zero"] = "py" if part == "last_year" else "pl" if part in ("plan", "ytd") else "zero"
    scale = GraphicScale(lo=max(lo, -PIN_LIMIT), hi=min(hi, PIN_LIMIT), axis=axis, limit=PIN_LIMIT)
    group = words("variance_table.ytd") if part == "ytd" else _named(page)
    key = _HEAD[part]
    plans = []
    if part in ("plan", "ytd"):
        plans.append(column(f"{part}:actual", words("board.actual"), 15, decimals=places, group=group))
    plans += [
        column(f"{part}:reference", words(f"variance_table.{key}"), 15, decimals=places, group=group),
        column(f"{part}:delta", words(f"variance_table.delta_{key}"), 14, decimals=places, group=group),
        column(f"{part}:relative", words(f"variance_table.relative_{key}"), 28, "left", scale=scale, group=group),
    ]
    return plans


def _named(page: Page) -> str:
    """The period as the head of its columns: a month by its short name, others in full."""
    return period_name(page.period, page.locale, short=page.period.kind == "month")


def _relative(line: Line, delta: Delta | None) -> Decimal | None:
    if delta is None:
        return None
    return delta.absolute if line.kpi.unit in ("%", "pp") else delta.percent


def _cells(page: Page, line: Line, parts: tuple[Part, ...]) -> dict[str, Cell]:
    scale = figures.kpi_scale(line, page.locale)
    plain = figures.kpi_name(line, scale, page.locale, direction=True)
    name = restated_name(page, line, plain).model_copy(update={"note": page.note(line.kpi.id)})
    cells = {"kpi": name, "material": figures.words("●" if _material(line) else "")}
    for part in parts:
        cells |= _part_cells(page, line, part, scale)
    return cells


def _part_cells(page: Page, line: Line, part: Part, scale: ColumnScale) -> dict[str, Cell]:
    format_, delta = figures.figure(scale, line.kpi.unit), line.deltas.get(part)
    actual = line.ytd_actual if part == "ytd" else line.actual
    shown_actual = Cell(value=actual, format=format_, ref=page.kpi_ref(line, "actual"))
    if actual is None:
        shown_actual = Cell(value=word("state_short", line.state, page.locale) or DASH, format=TEXT, style="muted")
    reference = None if delta is None else delta.reference
    absolute = Cell(value=DASH, style="muted")
    pin = VariancePin(value=None, effect="", label="")
    if delta is not None and delta.absolute is not None:
        absolute = figures.delta(delta, scale, line.kpi.unit, page.kpi_ref(line, "variance") if part == "plan" else "")
        value, cell = _relative(line, delta), figures.relative(delta, line.kpi)
        pin = VariancePin(
            value=value, effect=delta.effect if value is not None else "", label=shown(cell.value, cell.format, page.locale),
        )
    return {
        f"{part}:actual": shown_actual, f"{part}:reference": Cell(value=reference, format=format_), f"{part}:delta": absolute,
        f"{part}:relative": Cell(graphic=pin),
    }


def _extra_plan(page: Page, name: Extra, places: int) -> Plan:
    head = page.words(f"variance_table.{name}")
    if name == "status":
        return column(name, head, 25, "left")
    return column(name, head, 15, decimals=places if name == "outlook" else 2)


def _extras(page: Page, line: Line) -> dict[str, Cell]:
    """The year as expected, what the KPI adds to the distance of the score from 100, and its status."""
    scale = figures.kpi_scale(line, page.locale)
    points = figures.points(line.contribution, page.kpi_ref(line, "contribution"))
    return {
        "outlook": Cell(value=figures.expected_year(line), format=figures.figure(scale, line.kpi.unit)),
        "contribution": points.model_copy(update={"effect": figures.effect_of(line.contribution)}),
        "status": figures.status(line.status, figures.status_effect(line.status)),
    }


@block("accruals")
def accruals(page: Page, options: Options) -> tuple[Block, ...]:
    """Bonus earned to date, paid, accrued before and now, the change, and what five points more or less would mean."""
    found = page.view.accruals
    if not found:
        return ()
    words, currency = page.words, page.view.currency
    places = figures.paid(None, currency).format.decimals
    names = ("earned", "paid", "before", "accrued", "change", "minus", "plus")
    plans = [column("name", words("members.name"), 40, "left", stretch=True)]
    plans += [column(name, words(f"accruals.{name}"), 26, decimals=places, total=True) for name in names]
    parts = [
        (one.earned, one.paid, one.accrued_before, one.accrued,
         None if one.accrued_before is None else one.accrued - one.accrued_before, one.minus_five, one.plus_five)
        for one in found
    ]
    rows = [
        Row(cells=(figures.words(one.name), *(figures.paid(value, currency) for value in values)))
        for one, values in zip(found, parts, strict=True)
    ]
    sums = [_sum([values[index] for values in parts]) for index in range(len(names))]
    rows.append(Row(role="total", cells=(
        figures.words(words("incentive.total"), "bold"), *(figures.paid(value, currency, style="bold") for value in sums),
    )))
    return (table(page, options, "accruals", (plans, rows), detail=unit_name(currency, 1, page.locale),
                  footnotes=(words("accruals.note"),)),)


def _sum(values: list[Decimal | None]) -> Decimal | None:
    """The sum, or nothing where one part is unknown: a total that lacks a part would mislead."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


class ControlOptions(Options):
    """``only`` the counts of rows read, or only the sums; both where it is empty."""

    only: Literal["", "rows", "sums"] = ""


@block("control_sheet", ControlOptions)
def control_sheet(page: Page, options: ControlOptions) -> tuple[Block, ...]:
    """What was reconciled: expected, found, difference (0.00 is in order), and who signed off where somebody did."""
    found = [one for one in page.view.controls if not options.only or (one.places == 0) == (options.only == "rows")]
    odd = sum(one.expected is None or one.expected != one.found for one in found)
    if not found:
        return ()
    words = page.words
    signed, figure = any(one.signed_off_by for one in found), 13 if options.only == "rows" else 23
    plans = [
        column("text", words("controls.text"), 50, "left", stretch=True), column("expected", words("controls.expected"), figure),
        column("found", words("controls.found"), figure), column("difference", words("controls.difference"), 15),
    ]
    if signed:
        plans.append(column("by", words("controls.by"), 30, "left"))
    rows = []
    for one in found:
        difference = None if one.expected is None or one.found is None else one.found - one.expected
        plain = Format("number", one.places)
        rows.append(Row(cells=(
            figures.words(one.text), Cell(value=one.expected, format=plain), Cell(value=one.found, format=plain),
            Cell(value=difference, format=Format("number", 2), effect="unfavourable" if difference else ""),
            *((figures.words(one.signed_off_by or DASH),) if signed else ()),
        )))
    state = words("controls.odd", count=len(found), odd=odd) if odd else words("controls.in_order", count=len(found))
    return (table(page, options, "controls", (plans, rows), density="dense", detail=detail_of(page, options) or state),)


@block("rows_read")
def rows_read(page: Page, options: Options) -> tuple[Block, ...]:
    """Rows of each file against the rows read, and rows and control sum of those that belong to the period."""
    found = page.view.files_read
    if not found:
        return ()
    words = page.words
    plans = [
        column("file", words("rows_read.file"), 28, "left", stretch=True), column("rows", words("rows_read.rows"), 14),
        column("read", words("rows_read.read"), 14), column("difference", words("controls.difference"), 13),
        column("period", words("rows_read.period"), 14), column("sum", words("rows_read.sum"), 28),
    ]
    rows = [Row(cells=(
        figures.words(one.file), Cell(value=one.rows, format=COUNT), Cell(value=one.read, format=COUNT),
        Cell(value=one.read - one.rows, format=COUNT, effect="unfavourable" if one.read != one.rows else ""),
        Cell(value=one.period_rows, format=COUNT), Cell(value=one.period_sum, format=Format("number", 2)),
    )) for one in found]
    return (table(page, options, "rows_read", (plans, rows), density="dense", footnotes=(words("rows_read.note"),)),)
