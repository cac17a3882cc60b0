"""What the parts add to a unit's variance, for KPIs whose values add up over units."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import column_scale
from reportgen.model.analysis import UnitContribution
from reportgen.model.chart import GraphicScale, VarianceBar
from reportgen.model.format import PP_DELTA, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.view import Effect, Line
from reportgen.reports import figures
from reportgen.reports.figures import effect_of, shown
from reportgen.reports.headings import detail_of, footnotes, table, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import around_zero, column


class PartsOptions(Options):
    """``most`` KPIs, in the scorecard's order."""

    most: int = 3


@block("unit_contributions", PartsOptions)
def unit_contributions(page: Page, options: PartsOptions) -> tuple[Block, ...]:
    """Per additive KPI what each part adds to the variance: AC, PL, ΔPL, points of the target; it foots to the unit's own."""
    lines = [line for line in page.view.lines if line.unit_contributions][: options.most]
    return tuple(_contributions(page, options, line) for line in lines)


def directed(line: Line, value: Decimal | None) -> Effect:
    """Effect of a variance of this KPI: by direction, not by sign."""
    effect = effect_of(value)
    if line.kpi.direction != "lower" or effect in ("", "neutral"):
        return effect
    return "unfavourable" if effect == "favourable" else "favourable"


def _contributions(page: Page, options: PartsOptions, line: Line) -> Table:
    words, parts = page.words, line.unit_contributions
    scale = column_scale(
        [value for part in parts for value in (part.actual, part.target)], line.kpi.unit, page.locale, line.kpi.decimals,
    )
    lo, hi = around_zero([part.variance for part in parts])
    plans = [
        column("part", words("parts.part"), 40, "left", stretch=True),
        column("actual", words("board.actual"), 20, decimals=scale.decimals, total=True),
        column("plan", words("board.plan"), 20, decimals=scale.decimals, total=True),
        column("delta", words("board.delta"), 44, "left", total=True, scale=GraphicScale(lo=lo, hi=hi, axis="pl")),
        column("share", words("parts.pp_of_target"), 24, total=True, decimals=1),
    ]
    ordered = sorted(parts, key=lambda part: (part.side == "rest", -abs(part.variance), part.subject_id))
    rows = [_part(page, line, part, figures.figure(scale, line.kpi.unit)) for part in ordered]
    rows.append(_part_total(page, line, parts, figures.figure(scale, line.kpi.unit)))
    notes = [words("footnote.adjusted")] if any(part.adjusted for part in parts) else []
    name = line.kpi.name.of(page.locale)
    return table(
        page, options, "parts", (plans, rows), id=f"parts-{line.kpi.id}", title=title_of(page, options, "parts.title", kpi=name),
        detail=detail_of(page, options) or scale.unit, density="dense", footnotes=footnotes(page, notes),
    )


def part_name(page: Page, subject_id: str) -> str:
    """A part's name where the recipient may see it, otherwise what it is."""
    known = page.view.names.get(subject_id)
    if known is None:
        known = next((member.name for member in (*page.view.units, *page.view.people) if member.id == subject_id), None)
    return page.words("parts.unnamed") if known is None else known.of(page.locale)


def _bar(page: Page, line: Line, value: Decimal, format_: Format, *, bold: bool = False) -> Cell:
    signed = Format("number", format_.decimals, format_.unit, format_.scale, signed=True)
    return Cell(
        graphic=VarianceBar(value=value, effect=directed(line, value), label=shown(value, signed, page.locale), bold=bold),
    )


def _part(page: Page, line: Line, part: UnitContribution, format_: Format) -> Row:
    label = page.words("parts.rest") if part.side == "rest" else part_name(page, part.subject_id)
    note = {"unplanned": page.words("parts.unplanned"), "absent": page.words("parts.absent")}.get(part.side, "")
    share = Cell(
        value=part.pp_of_target, format=PP_DELTA, effect=directed(line, part.pp_of_target), mark="†" if part.adjusted else "",
    )
    return Row(link=part.subject_id, cells=(
        Cell(value=label, suffix=f" {note}".rstrip()), Cell(value=part.actual, format=format_),
        Cell(value=part.target, format=format_),
        _bar(page, line, part.variance, format_), share,
    ))


def _part_total(page: Page, line: Line, parts: tuple[UnitContribution, ...], format_: Format) -> Row:
    def total(values: list[Decimal | None]) -> Decimal | None:
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known else None

    variance = total([part.variance for part in parts]) or Decimal(0)
    share = total([part.pp_of_target for part in parts])
    return Row(role="total", cells=(
        figures.words(page.words("incentive.total"), "bold"),
        Cell(value=total([part.actual for part in parts]), format=format_, style="bold"),
        Cell(value=total([part.target for part in parts]), format=format_, style="bold"),
        _bar(page, line, variance, format_, bold=True),
        Cell(value=share, format=PP_DELTA, style="bold", effect=directed(line, share)),
    ))
