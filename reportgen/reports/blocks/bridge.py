"""The score bridge: from plan 100 over the KPIs' contributions and points to the total."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.chart import Bridge, BridgeStep
from reportgen.model.format import SCORE, SCORE_DELTA
from reportgen.model.report import Block, Chart
from reportgen.model.view import Line
from reportgen.reports.closing import closing_steps
from reportgen.reports.figures import HUNDRED, effect_of, shown
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block


class BridgeOptions(Options):
    """``most`` KPIs with a step of their own, the largest first; the others share one. ``row`` is the height of a step in mm."""

    most: int = 15
    row: Decimal = Decimal(4)


@block("bridge", BridgeOptions)
def bridge(page: Page, options: BridgeOptions) -> tuple[Block, ...]:
    """A waterfall from 100 to the total: KPIs by contribution, then points, caps, link and knock-outs; it closes exactly."""
    card = page.view.scorecard
    if card is None or card.final is None:
        return ()
    steps = _kpi_steps(page, options.most)
    closing: dict[str, Decimal] = {}
    for step in closing_steps(page, card):
        closing[step.short] = closing.get(step.short, Decimal(0)) + step.value
    steps += [_step(page, label, value) for label, value in closing.items()]
    total = card.final - HUNDRED
    spec = Bridge(
        base_label=page.words("bridge.plan"), base_value_label="100", steps=tuple(steps),
        total_label=page.words("scorecard.total"), total_value=total, total_value_label=shown(total, SCORE_DELTA, page.locale),
        total_level_label=shown(card.final, SCORE, page.locale), total_effect=effect_of(total),
    )
    return (Chart(
        id=page.id("bridge"), title=title_of(page, options, "bridge.title"), detail=detail_of(page, options, "bridge.detail"),
        spec=spec, width=page.width, height=options.row * (len(steps) + 2),
        alt=page.words("bridge.alt", total=shown(card.final, SCORE, page.locale)),
    ),)


def _kpi_steps(page: Page, most: int) -> list[BridgeStep]:
    """Contributions from the most positive to the most negative; small ones beyond ``most`` are one step, "Other"."""
    known = [line for line in page.view.lines if line.contribution is not None]
    large = sorted(known, key=lambda line: (-abs(_moved(line)), line.kpi.id))
    kept, rest = large[:most], large[most:]
    kept.sort(key=lambda line: (-_moved(line), line.kpi.id))
    steps = [_step(page, line.kpi.name.of(page.locale), _moved(line), page.note(line.kpi.id)) for line in kept]
    if rest:
        other = sum((_moved(line) for line in rest), Decimal(0))
        steps.append(_step(page, page.words("bridge.other", count=len(rest)), other))
    return steps


def _moved(line: Line) -> Decimal:
    return line.contribution or Decimal(0)


def _step(page: Page, label: str, value: Decimal, note: int | None = None) -> BridgeStep:
    return BridgeStep(
        label=label, value=value, value_label=shown(value, SCORE_DELTA, page.locale), effect=effect_of(value), note=note,
    )
