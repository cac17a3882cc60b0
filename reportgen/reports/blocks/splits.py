"""Why a ratio or a value moved since a year ago, as a bridge beside a table that foots: rate and mix; volume, mix, price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.formatting import ColumnScale, column_scale
from reportgen.model.analysis import PriceVolumeMix, PriceVolumePart, RateMix, RateMixPart
from reportgen.model.chart import Bridge, BridgeStep
from reportgen.model.format import Format
from reportgen.model.report import Block, Cell, Chart, Row, Table
from reportgen.model.rounding import half_up, largest_remainder
from reportgen.model.view import Line
from reportgen.reports import figures
from reportgen.reports.blocks.parts import PartsOptions, directed, part_name
from reportgen.reports.figures import DASH, shown
from reportgen.reports.headings import detail_of, table, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import block
from reportgen.reports.tables import column

#: A bridge of a few steps is read better on half a landscape page.
BRIDGE_WIDTH = Decimal(130)
#: Beyond so many parts the bridge shows the two sums alone; the table has every part.
MOST_STEPS = 8
#: Millimetres of a dense row; a bridge with higher steps stands beside a table with higher rows.
_DENSE = 4
_COUNT = Format("number", 0)
_EFFECTS = ("volume", "mix", "price", "new", "discontinued")


class SplitOptions(PartsOptions):
    """``most`` KPIs from the ``first`` on, in the scorecard's order; ``only`` the bridges or the tables.

    ``row`` is the height of a step of the bridge in mm.
    """

    first: int = 1
    row: Decimal = Decimal(4)
    only: Literal["", "bridges", "tables"] = ""


def _chosen(lines: list[Line], options: SplitOptions) -> list[Line]:
    return lines[options.first - 1 : options.first - 1 + options.most]


def _density(options: SplitOptions) -> Literal["dense", "normal"]:
    return "normal" if options.row > _DENSE else "dense"


@block("rate_mix", SplitOptions)
def rate_mix(page: Page, options: SplitOptions) -> tuple[Block, ...]:
    """A ratio's change as bridge and table: the change of the parts' rates and of their weights; both add up to the change."""
    lines = _chosen([line for line in page.view.lines if line.rate_mix is not None], options)
    found: list[Block] = []
    for line in lines:
        assert line.rate_mix is not None
        found += [_rate_bridge(page, options, line, line.rate_mix)] if options.only != "tables" else []
        found += [_rate_table(page, options, line, line.rate_mix)] if options.only != "bridges" else []
    return tuple(found)


def _rate_bridge(page: Page, options: SplitOptions, line: Line, mix: RateMix) -> Chart:
    words, unit = page.words, line.kpi.unit
    points = points_of(line)
    steps = [(part_name(page, part.key) if part.key else words("parts.rest"), part.rate_effect) for part in mix.parts]
    if len(steps) > MOST_STEPS:
        steps = [(words("mix.rate"), mix.rate_effect)]
    steps.append((words("mix.mix_all"), mix.mix_effect))
    bars = tuple(_step(page, line, (label, value, value), points) for label, value in steps)
    name, plain = line.kpi.name.of(page.locale), _plain(line)
    before, after = shown(mix.before, plain, page.locale), shown(mix.after, plain, page.locale)
    spec = Bridge(
        base_label=words("mix.before"), base_value_label=before, steps=bars, total_label=words("mix.after"),
        total_value=mix.change, total_effect=directed(line, mix.change),
        total_value_label=shown(mix.change, points, page.locale), total_level_label=after,
    )
    return Chart(
        id=page.id(f"mix-{line.kpi.id}-bridge"), title=title_of(page, options, "mix.title", kpi=name),
        detail=detail_of(page, options, "mix.bridge_detail", unit=unit), spec=spec, width=min(page.width, BRIDGE_WIDTH),
        height=options.row * (len(bars) + 2), alt=words("pvm.alt", kpi=name, before=before, after=after, unit=unit),
    )


def _step(page: Page, line: Line, step: tuple[str, Decimal, Decimal], format_: Format) -> BridgeStep:
    """A step by label, length and amount."""
    label, value, amount = step
    return BridgeStep(label=label, value=value, effect=directed(line, amount), value_label=shown(amount, format_, page.locale))


def _plain(line: Line) -> Format:
    return Format("percent" if line.kpi.unit == "%" else "number", line.kpi.decimals, line.kpi.unit)


def points_of(line: Line) -> Format:
    """Effects in the places of the KPI itself, so that they add up to the change as printed."""
    return Format("pp" if line.kpi.unit == "%" else "number", line.kpi.decimals, line.kpi.unit, signed=True)


def _rate_table(page: Page, options: SplitOptions, line: Line, mix: RateMix) -> Table:
    words, places = page.words, line.kpi.decimals
    plans = [
        column("part", words("parts.part"), 40, "left", stretch=True), column("before", words("mix.before"), 20),
        column("after", words("mix.after"), 20), column("rate", words("mix.rate"), 24, total=True, decimals=places),
        column("mix", words("mix.mix"), 24, total=True, decimals=places),
        column("change", words("mix.change"), 24, total=True, decimals=places),
    ]
    rows = [_rate_part(page, line, part) for part in mix.parts]
    rows.append(Row(role="total", cells=(
        figures.words(words("incentive.total"), "bold"), Cell(value=mix.before, format=_plain(line), style="bold"),
        Cell(value=mix.after, format=_plain(line), style="bold"), *_effects(line, mix, bold=True),
        _moved(line, mix.change, bold=True),
    )))
    name = line.kpi.name.of(page.locale)
    footed = any(cell.mark for row in rows for cell in row.cells)
    return table(page, options, "mix", (plans, rows), id=f"mix-{line.kpi.id}", density=_density(options),
                 title=title_of(page, options, "mix.parts_title", kpi=name),
                 footnotes=(words("footnote.adjusted"),) if footed else ())


def _effects(line: Line, split: RateMix | RateMixPart, *, bold: bool = False) -> tuple[Cell, ...]:
    """The effects of rate and of mix, each with † where it was moved to foot."""
    return tuple(
        _moved(line, value, bold=bold, mark="†" if adjusted else "")
        for value, adjusted in zip((split.rate_effect, split.mix_effect), split.adjusted, strict=True)
    )


def _moved(line: Line, value: Decimal, *, bold: bool = False, mark: str = "") -> Cell:
    return Cell(value=value, format=points_of(line), effect=directed(line, value), style="bold" if bold else "", mark=mark)


def _rate_part(page: Page, line: Line, part: RateMixPart) -> Row:
    label = part_name(page, part.key) if part.key else page.words("parts.rest")
    return Row(cells=(
        figures.words(label), Cell(value=part.rate_before, format=_plain(line)), Cell(value=part.rate_after, format=_plain(line)),
        *_effects(line, part), _moved(line, part.rate_effect + part.mix_effect),
    ))


@block("price_volume", SplitOptions)
def price_volume(page: Page, options: SplitOptions) -> tuple[Block, ...]:
    """A change of value as bridge and table: volume, mix, price at actual volume, new and discontinued products."""
    lines = _chosen([line for line in page.view.lines if line.price_volume is not None], options)
    found: list[Block] = []
    for line in lines:
        assert line.price_volume is not None
        amounts = amounts_of(page, line, line.price_volume)
        found += [_value_bridge(page, options, amounts)] if options.only != "tables" else []
        found += [_value_table(page, options, amounts)] if options.only != "bridges" and line.price_volume.parts else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Amounts:
    """The effects of one value by kind and part, rounded to the figures of the page so that all of them add up there."""

    line: Line
    split: PriceVolumeMix
    scale: ColumnScale
    kinds: dict[str, Decimal]
    parts: dict[str, dict[str, Decimal]]

    @property
    def step(self) -> Decimal:
        """The smallest difference that the figures of the page show."""
        return Decimal(self.scale.scale).scaleb(-self.scale.decimals)

    @property
    def change(self) -> Decimal:
        return sum(self.kinds.values(), Decimal(0))

    def shown_kinds(self) -> list[str]:
        """Volume, mix and price always; new and discontinued products where there are any."""
        return [kind for kind in _EFFECTS if self.kinds[kind] or kind in _EFFECTS[:3]]

    def signed(self) -> Format:
        return figures.figure(self.scale, self.line.kpi.unit, signed=True)


def amounts_of(page: Page, line: Line, split: PriceVolumeMix) -> Amounts:
    """The effects in the one scale of the value's page, kinds and parts by largest remainder."""
    sums: dict[str, Decimal] = {kind: getattr(split, kind) for kind in _EFFECTS}
    scale = column_scale([split.before, split.after, *sums.values()], line.kpi.unit, page.locale, line.kpi.decimals)
    step = Decimal(scale.scale).scaleb(-scale.decimals)
    change = half_up(split.change / step, 0) * step
    kinds = largest_remainder(sums, step, change)
    parts = {
        kind: largest_remainder({part.key: getattr(part, kind) for part in split.parts}, step, kinds[kind])
        for kind in _EFFECTS
    }
    return Amounts(line, split, scale, kinds, parts)


def _value_bridge(page: Page, options: SplitOptions, amounts: Amounts) -> Chart:
    line, split, scale = amounts.line, amounts.split, amounts.scale
    plain = figures.figure(scale, line.kpi.unit)
    bars = tuple(
        _step(page, line, (page.words(f"pvm.{kind}"), amounts.kinds[kind] / scale.scale, amounts.kinds[kind]), amounts.signed())
        for kind in amounts.shown_kinds()
    )
    before, after = shown(split.before, plain, page.locale), shown(split.after, plain, page.locale)
    spec = Bridge(
        base_label=page.words("pvm.before"), base_value_label=before, steps=bars, total_label=page.words("pvm.after"),
        total_value=amounts.change / scale.scale, total_effect=directed(line, amounts.change),
        total_value_label=shown(amounts.change, amounts.signed(), page.locale), total_level_label=after,
    )
    name = line.kpi.name.of(page.locale)
    return Chart(
        id=page.id(f"pvm-{line.kpi.id}-bridge"), title=title_of(page, options, "pvm.title", kpi=name),
        detail=detail_of(page, options, "pvm.detail", unit=scale.unit), spec=spec, width=min(page.width, BRIDGE_WIDTH),
        height=options.row * (len(bars) + 2),
        alt=page.words("pvm.alt", kpi=name, before=before, after=after, unit=scale.unit or DASH),
    )


def _value_table(page: Page, options: SplitOptions, amounts: Amounts) -> Table:
    words, kinds, places = page.words, amounts.shown_kinds(), amounts.scale.decimals
    effects = words("pvm.effects", unit=amounts.scale.unit)
    plans = [
        column("part", words("parts.part"), 34, "left", stretch=True),
        *(column(f"quantity_{side}", words(f"pvm.{side}"), 15, group=words("pvm.quantity")) for side in ("before", "after")),
        *(column(f"price_{side}", words(f"pvm.{side}"), 17, group=words("pvm.mean_price")) for side in ("before", "after")),
        *(column(kind, words(f"pvm.{kind}"), 17, group=effects, total=True, decimals=places) for kind in kinds),
        column("change", words("mix.change"), 19, group=effects, total=True, decimals=places),
    ]
    rows = [_value_part(page, amounts, part) for part in amounts.split.parts]
    rows.append(Row(role="total", cells=(
        figures.words(words("incentive.total"), "bold"), *_means(amounts), *(
            _amount(amounts, amounts.kinds[kind], getattr(amounts.split, kind), bold=True) for kind in kinds
        ), _amount(amounts, amounts.change, amounts.split.change, bold=True),
    )))
    adjusted = any(cell.mark for row in rows for cell in row.cells)
    name = amounts.line.kpi.name.of(page.locale)
    return table(page, options, "mix", (plans, rows), id=f"pvm-{amounts.line.kpi.id}", density=_density(options),
                 title=title_of(page, options, "pvm.parts_title", kpi=name), detail=detail_of(page, options),
                 footnotes=(words("footnote.adjusted"),) if adjusted else ())


def _value_part(page: Page, amounts: Amounts, part: PriceVolumePart) -> Row:
    own = {kind: amounts.parts[kind][part.key] for kind in _EFFECTS}
    label = part_name(page, part.key) if part.key else page.words("parts.rest")
    return Row(link=part.key, cells=(
        figures.words(label), *(Cell(value=value, format=_COUNT) for value in (
            part.quantity_before, part.quantity_after, part.price_before, part.price_after,
        )),
        *(_amount(amounts, own[kind], getattr(part, kind)) for kind in amounts.shown_kinds()),
        _amount(amounts, sum(own.values(), Decimal(0)), sum((getattr(part, kind) for kind in _EFFECTS), Decimal(0))),
    ))


def _means(amounts: Amounts) -> tuple[Cell, ...]:
    """Quantities together and their mean prices, where every part has one on that side."""
    split = amounts.split
    before = sum((part.quantity_before or Decimal(0) for part in split.parts), Decimal(0))
    after = sum((part.quantity_after or Decimal(0) for part in split.parts), Decimal(0))
    prices = (split.before / before if before else None, split.after / after if after else None)
    return tuple(Cell(value=value, format=_COUNT, style="bold") for value in (before, after, *prices))


def _amount(amounts: Amounts, value: Decimal, exact: Decimal, *, bold: bool = False) -> Cell:
    """An effect as it foots; † where plain rounding of the exact amount would print another figure."""
    mark = "" if half_up(exact / amounts.step, 0) * amounts.step == value else "†"
    effect = directed(amounts.line, value)
    return Cell(value=value, format=amounts.signed(), effect=effect, style="bold" if bold else "", mark=mark)
