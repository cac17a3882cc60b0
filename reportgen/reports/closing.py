"""How a scorecard closes: the lines between the KPI score and the final score, so that tables and bridges add up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.format import SCORE
from reportgen.model.rounding import half_up
from reportgen.model.view import PointsLine, Scorecard
from reportgen.reports.figures import HUNDRED, shown
from reportgen.reports.page import Page


@dataclass(frozen=True, slots=True)
class Closing:
    """A signed step from the KPI score towards the final, with its label and the results column that it comes from."""

    label: str
    value: Decimal
    column: str
    short: str


def closing_steps(page: Page, card: Scorecard) -> tuple[Closing, ...]:
    """Points counted, then what caps, the link with the organisation and knock-outs change.

    The steps add up to ``final - total`` exactly; there are none where either is missing.
    """
    if card.total is None or card.final is None:
        return ()
    steps = [
        Closing(points_label(page, line), _signed(line), f"{line.kind}_points", page.words(f"scorecard.{line.kind}_plain"))
        for line in card.points if line.counted
    ]
    reached = card.total + sum((step.value for step in steps), Decimal(0))
    before = card.final if card.final_before_link is None else card.final_before_link
    linked = _linked(card, before)
    cap_here = before if linked is not None or not card.knock_outs else min(reached, before)
    steps += _step(page.words("scorecard.points_cap"), cap_here - reached)
    if linked is not None:
        steps += _step(_link_label(page, card), linked - before)
    rest = card.final - (cap_here if linked is None else linked)
    named = [page.view.rules.name_of(event, page.locale) for event in card.knock_outs]
    knocked = page.words("scorecard.knock_out", rules=page.words.list(named))
    steps += _step(knocked if card.knock_outs else page.words("scorecard.points_cap"), rest)
    return tuple(steps)


def _step(label: str, value: Decimal) -> list[Closing]:
    return [Closing(label, value, "final", label)] if value else []


def _signed(line: PointsLine) -> Decimal:
    return abs(line.counted) if line.kind == "bonus" else -abs(line.counted)


def points_label(page: Page, line: PointsLine) -> str:
    """The recorded reason and rule of bonus or penalty points."""
    key = f"scorecard.{line.kind}"
    label = page.words(key, reason=line.reason) if line.reason else page.words(f"{key}_plain")
    return label + (page.words("scorecard.rule", rule=line.rule) if line.rule else "")


def _linked(card: Scorecard, before: Decimal) -> Decimal | None:
    """The score after the additive link with the organisation (docs/method/scoring.md, "Final")."""
    if card.final_before_link is None or card.link_score is None or card.link_weight is None:
        return None
    share = card.link_weight / HUNDRED
    return half_up(share * card.link_score + (1 - share) * before)


def _link_label(page: Page, card: Scorecard) -> str:
    weight = shown(card.link_weight, SCORE, page.locale).removesuffix(".00")
    return page.words("scorecard.link", unit=card.link_unit, score=shown(card.link_score, SCORE, page.locale), weight=weight)
