"""What the parts add to a unit's numbers: units of an additive KPI, rate and mix of a ratio, price and volume of a value."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import column_scale
from reportgen.model.analysis import PriceVolumeMix, RateMix, RateMixPart, UnitContribution
from reportgen.model.chart import Bridge, BridgeStep, GraphicScale, VarianceBar
from reportgen.model.format import PP_DELTA, Format
from reportgen.model.report import Block, Cell, Chart, Row, Table
from reportgen.model.view import Effect, Line
from reportgen.reports import figures
from reportgen.reports.figures import DASH, effect_of, shown
from reportgen.reports.headings import detail_of, footnotes, table, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import around_zero, column

_RATE = Format("percent", 1)
#: A bridge of a few steps is read better on half a landscape page.
BRIDGE_WIDTH = Decimal(130)


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


def _name(page: Page, subject_id: str) -> str:
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
    label = page.words("parts.rest") if part.side == "rest" else _name(page, part.subject_id)
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


@block("rate_mix", PartsOptions)
def rate_mix(page: Page, options: PartsOptions) -> tuple[Block, ...]:
    """A ratio's change split into the change of the parts' rates and of their weights; both add up to the change."""
    lines = [line for line in page.view.lines if line.rate_mix is not None][: options.most]
    return tuple(_rate_mix(page, options, line, line.rate_mix) for line in lines if line.rate_mix is not None)


def _rate_mix(page: Page, options: PartsOptions, line: Line, mix: RateMix) -> Table:
    words = page.words
    plans = [
        column("part", words("parts.part"), 40, "left", stretch=True), column("before", words("mix.before"), 20),
        column("after", words("mix.after"), 20), column("rate", words("mix.rate"), 24, total=True, decimals=1),
        column("mix", words("mix.mix"), 24, total=True, decimals=1),
        column("change", words("mix.change"), 24, total=True, decimals=1),
    ]
    rows = [_mix_part(page, line, part) for part in mix.parts]
    rows.append(Row(role="total", cells=(
        figures.words(words("incentive.total"), "bold"), Cell(value=mix.before, format=_RATE, style="bold"),
        Cell(value=mix.after, format=_RATE, style="bold"), _pp(line, mix.rate_effect, bold=True),
        _pp(line, mix.mix_effect, bold=True),
        _pp(line, mix.change, bold=True),
    )))
    name = line.kpi.name.of(page.locale)
    return table(page, options, "mix", (plans, rows), id=f"mix-{line.kpi.id}", density="dense",
                 title=title_of(page, options, "mix.title", kpi=name))


def _pp(line: Line, value: Decimal, *, bold: bool = False) -> Cell:
    return Cell(value=value, format=PP_DELTA, effect=directed(line, value), style="bold" if bold else "")


def _mix_part(page: Page, line: Line, part: RateMixPart) -> Row:
    return Row(cells=(
        figures.words(_name(page, part.key)), Cell(value=part.rate_before, format=_RATE),
        Cell(value=part.rate_after, format=_RATE),
        _pp(line, part.rate_effect), _pp(line, part.mix_effect), _pp(line, part.rate_effect + part.mix_effect),
    ))


@block("price_volume", PartsOptions)
def price_volume(page: Page, options: PartsOptions) -> tuple[Block, ...]:
    """A change of value as a bridge: volume, mix, price at actual volume, new and discontinued products."""
    lines = [line for line in page.view.lines if line.price_volume is not None][: options.most]
    return tuple(_price_volume(page, options, line, line.price_volume) for line in lines if line.price_volume is not None)


def _price_volume(page: Page, options: PartsOptions, line: Line, split: PriceVolumeMix) -> Chart:
    steps = {name: getattr(split, name) for name in ("volume", "mix", "price", "new", "discontinued")}
    scale = figures.chart_scale([split.before, split.after, *steps.values()], line.kpi.unit, page.locale, line.kpi.decimals)
    bars = tuple(
        BridgeStep(label=page.words(f"pvm.{name}"), value=value / scale.divisor, effect=directed(line, value),
                   value_label=scale.label(value, page.locale, signed=True))
        for name, value in steps.items() if value or name in ("volume", "mix", "price")
    )
    name = line.kpi.name.of(page.locale)
    spec = Bridge(
        base_label=page.words("pvm.before"), base_value_label=scale.label(split.before, page.locale), steps=bars,
        total_label=page.words("pvm.after"), total_value=split.change / scale.divisor, total_effect=directed(line, split.change),
        total_value_label=scale.label(split.change, page.locale, signed=True),
        total_level_label=scale.label(split.after, page.locale),
    )
    return Chart(
        id=page.id(f"pvm-{line.kpi.id}"), title=title_of(page, options, "pvm.title", kpi=name),
        detail=detail_of(page, options, "pvm.detail", unit=scale.unit), spec=spec, width=min(page.width, BRIDGE_WIDTH),
        height=Decimal(4) * (len(bars) + 2), alt=page.words("pvm.alt", kpi=name, before=scale.label(split.before, page.locale),
                                                            after=scale.label(split.after, page.locale), unit=scale.unit or DASH),
    )
