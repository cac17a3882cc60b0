"""The one large figure of a personal page: the score, beside the grade scale."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import money_text
from reportgen.model.chart import Band, ScoreBullet
from reportgen.model.format import SCORE
from reportgen.model.report import Block, Card, Cards, Cell, Chart, ColumnBlocks, Columns, Run
from reportgen.model.view import Scorecard, View
from reportgen.reports.blocks.next_grade import limited
from reportgen.reports.figures import HUNDRED, shown
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block

FIGURE_WIDTH = Decimal(48)
GAP = Decimal(0)


@block("hero")
def hero(page: Page, options: Options) -> tuple[Block, ...]:
    """The total as a large figure with grade and distance to the next, beside a bullet on the grade scale."""
    card = page.view.scorecard
    if card is None or card.final is None:
        return ()
    figure = Card(
        cell=Cell(value=card.final, format=SCORE, ref=page.card_ref("final"), style="bold"),
        unit=page.words("hero.unit"), lines=tuple(_lines(page, card)), hero=True,
    )
    width = page.width - FIGURE_WIDTH - GAP
    bullet = Chart(
        id=page.id("score"), spec=score_bullet(page, card), width=width, height=Decimal(20), alt=_alt(page, card),
    )
    return (Columns(gap=GAP, items=(
        ColumnBlocks(width=FIGURE_WIDTH, blocks=(Cards(items=(figure,)),)),
        ColumnBlocks(width=width, blocks=(bullet,)),
    )),)


def _lines(page: Page, card: Scorecard) -> list[tuple[Run, ...]]:
    grade = page.words("hero.grade", grade=card.grade) if card.grade else page.words("hero.no_grade")
    rest = page.words("hero.provisional") if card.provisional and not uncovered(page.view) else ""
    rest += _changed(page, card)
    if card.next_grade and card.next_gap is not None and not limited(card):
        rest += page.words("hero.next", grade=card.next_grade, gap=shown(card.next_gap, SCORE, page.locale))
    lines: list[tuple[Run, ...]] = [tuple(run for run in (Run(text=grade, style="bold"), Run(text=rest)) if run.text)]
    pay = _pay(page)
    return [*lines, (Run(text=pay, style="muted"),)] if pay else lines


def uncovered(view: View) -> bool:
    """True where too little weight has a score for a grade, and no report that is still to come would change that."""
    card = view.scorecard
    awaited = any(line.state == "not_reported" and line.weight for line in view.lines)
    return card is not None and card.provisional and not card.grade and not awaited


def _changed(page: Page, card: Scorecard) -> str:
    """The grade that the score alone would give, where a gate, a knock-out or calibration changed it."""
    if limited(card):
        return page.words("hero.knocked_out" if card.knock_outs else "hero.gated", before=card.grade_before_limits)
    if card.grade_before_adjustment and card.grade_before_adjustment != card.grade:
        return page.words("hero.calibrated", before=card.grade_before_adjustment)
    return ""


def _pay(page: Page) -> str:
    """What the reward policies award together, before penalties and advances; an estimate is called one."""
    awards = [one.award for one in page.view.statements if one.award is not None]
    if not awards:
        return ""
    key = "hero.pay_provisional" if any(one.estimate for one in page.view.statements) else "hero.pay"
    return page.words(key, amount=money_text(sum(awards, Decimal(0)), page.view.currency, page.locale))


def score_bullet(page: Page, card: Scorecard) -> ScoreBullet:
    """Own score on the grade scale from 0 to the cap, with the team's mean where it may be shown."""
    rules = page.view.rules
    grades = sorted(rules.grades, key=lambda band: band.min)
    bands = tuple(Band(start=max(band.min, Decimal(0)), label=band.grade, own=band.grade == card.grade) for band in grades)
    team = card.team_mean
    label = "" if team is None else page.words("hero.team", score=shown(team, SCORE, page.locale), count=card.team_count)
    top = max(rules.scoring.total_cap, card.final or HUNDRED, *(band.min for band in grades))
    return ScoreBullet(
        value=card.final, value_label=shown(card.final, SCORE, page.locale), target=HUNDRED,
        target_label=page.words("hero.target"), bands=bands, maximum=top, comparison=team, comparison_label=label,
    )


def _alt(page: Page, card: Scorecard) -> str:
    return page.words("hero.alt", score=shown(card.final, SCORE, page.locale), grade=card.grade or "—")
