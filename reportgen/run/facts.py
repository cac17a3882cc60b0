"""The facts of a view: what commentary may say is made from what the view may show, so nothing else can be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from reportgen.formatting import word
from reportgen.model.fact import (
    Coverage,
    DataQuality,
    Fact,
    GradeAdjusted,
    GroupFact,
    Incentives,
    KnockOutFact,
    NextGrade,
    PointsFact,
    RankFact,
    ScoreFact,
    UnitSpread,
)
from reportgen.model.period import FiscalCalendar
from reportgen.model.rounding import half_up
from reportgen.model.view import Kpi, Line, Member, Name, Scorecard, View
from reportgen.run.line_facts import FULL, line_facts, target_changes

#: Others a person must be ranked among before the rank is told (contract, rule 14).
_MIN_PEERS = 5
#: KPIs named as a way to the next grade.
_WAYS = 2
#: Beyond it the amounts hold what no target stands behind (commissions), so that a share of the targets says nothing.
_MOST_PERCENT = Decimal(200)
_CALENDAR = FiscalCalendar()
#: What stands for the rule of an event that names none.
_TYPES_OF_POINTS = ("bonus_points", "penalty")


def facts(view: View, names: Mapping[str, Name], fiscal: FiscalCalendar = _CALENDAR) -> tuple[Fact, ...]:
    """Every fact that the view's numbers make; notes, actions and payouts come beside (``words.note_facts``, ``pay_facts``).

    ``names``: the parts that the recipient may see named.
    """
    found: list[Fact] = []
    if view.scorecard is not None:
        found += _totals(view, view.scorecard)
        found += _limits(view, view.scorecard)
    found += _groups(view)
    for line in view.lines:
        found += line_facts(view, line, names, fiscal)
    found += target_changes(view)
    found += _spread(view)
    found += _incentives(view)
    found += _quality(view)
    return tuple(found)


def _at(view: View) -> dict[str, Any]:
    return {"subject_id": view.subject.id, "period": view.period}


def _totals(view: View, card: Scorecard) -> Iterator[Fact]:
    at, level = _at(view), view.subject.level
    if card.final is not None:
        yield ScoreFact(**at, level=level, final=card.final, grade=card.grade, prior=card.prior_final, change=card.change,
                        provisional=card.provisional)
    if card.coverage is not None and card.coverage < FULL:
        least = view.rules.scoring.min_coverage
        yield Coverage(**at, coverage=card.coverage, limit=least if card.coverage < least else None)
    if card.rank is not None and card.peers and card.peers > (_MIN_PEERS if level == "individual" else 1):
        yield RankFact(**at, rank=card.rank, peers=card.peers, level=level)
    calibrated = card.grade_before_adjustment not in ("", card.grade)
    if card.next_grade and card.next_grade_min is not None and card.next_gap is not None and not calibrated:
        yield NextGrade(**at, grade=card.next_grade, minimum=card.next_grade_min, gap=card.next_gap, ways=_ways(view),
                        others=sum(line.score is not None for line in view.lines) > 1)
    for number, points in enumerate(card.points):
        if points.counted:
            yield PointsFact(**at, key=points.event_id or str(number), kind=points.kind, points=points.counted,
                             reason=points.reason, rule="" if points.rule in _TYPES_OF_POINTS else points.rule)


def _ways(view: View) -> tuple[tuple[Kpi, Decimal], ...]:
    """Actuals that would reach the next grade, each with the others unchanged: the heaviest KPIs that can do it.

    What has happened (an accident) and shares above the whole are no ways.
    """
    able = [line for line in view.lines if line.needed_for_next is not None and line.needed_reachable and line.weight
            and line.kpi.kind != "event" and not (line.kpi.unit == "%" and line.needed_for_next > FULL)]
    able.sort(key=lambda line: (-(line.weight or Decimal(0)), line.kpi.id))
    return tuple((line.kpi, line.needed_for_next) for line in able[:_WAYS] if line.needed_for_next is not None)


def _limits(view: View, card: Scorecard) -> Iterator[Fact]:
    """Knock-outs and gates with what they left of the grade and of the pay, and a calibrated grade."""
    at, after = _at(view), card.grade_before_adjustment or card.grade
    outs = {rule.event: rule.payout_factor for rule in view.rules.knock_outs}
    labels = {limit: view.rules.name_of(limit, view.locale) for limit in (*card.knock_outs, *card.gates)}
    labels = {limit: "" if name == limit else name for limit, name in labels.items()}
    gates = {rule.id: rule.payout_factor for rule in view.rules.gates}
    for event in card.knock_outs:
        yield KnockOutFact(**at, key=event, event=event, grade_before=card.grade_before_limits, grade_after=after,
                           factor=outs.get(event), reason=card.limit_reasons.get(event, ""), label=labels[event])
    for gate in card.gates:
        yield KnockOutFact(**at, key=gate, event=gate, kind="gate", grade_before=card.grade_before_limits, grade_after=after,
                           factor=gates.get(gate), label=labels[gate])
    if card.grade_before_adjustment and card.grade and card.grade != card.grade_before_adjustment:
        yield GradeAdjusted(**at, before=card.grade_before_adjustment, after=card.grade)


def _groups(view: View) -> Iterator[Fact]:
    """The perspectives of a unit's scorecard: weighted score over counted weight, as the subtotals of the tables print it."""
    if view.subject.level == "individual":
        return
    groups: dict[str, list[Line]] = {}
    for line in view.lines:
        groups.setdefault(line.kpi.perspective, []).append(line)
    if len(groups) < 2 or "" in groups:
        return
    for key, lines in groups.items():
        scored = [line for line in lines if line.score is not None and line.weighted is not None]
        weight = sum((line.counted_weight or Decimal(0) for line in scored), Decimal(0))
        if weight:
            score = half_up(sum((line.weighted or Decimal(0) for line in scored), Decimal(0)) * FULL / weight)
            name = Name(word("perspective", key, "zh-CN"), word("perspective", key, "en"))
            yield GroupFact(**_at(view), key=key, name=name, score=score, gap=score - FULL)


def _spread(view: View) -> Iterator[Fact]:
    rated = [unit for unit in view.units if unit.scorecard is not None and unit.scorecard.final is not None]
    if len(rated) < 2:
        return

    def final(member: Member) -> Decimal:
        assert member.scorecard is not None and member.scorecard.final is not None
        return member.scorecard.final

    best = max(rated, key=lambda member: (final(member), member.id))
    worst = min(rated, key=lambda member: (final(member), member.id))
    if final(best) > final(worst):
        yield UnitSpread(**_at(view), highest=best.name, highest_value=final(best), lowest=worst.name,
                         lowest_value=final(worst), count=len(rated))


def _incentives(view: View) -> Iterator[Fact]:
    if view.subject.level == "individual" or not view.reward_totals:
        return
    people = sum(total.people for total in view.reward_totals)
    payable = sum((total.payable for total in view.reward_totals), Decimal(0))
    targets = [total.target for total in view.reward_totals if total.target is not None]
    target = sum(targets, Decimal(0)) if targets else None
    percent = half_up(100 * payable / target) if target else None
    if percent is not None and percent > _MOST_PERCENT:
        target = percent = None
    if people:
        yield Incentives(**_at(view), currency=view.currency, people=people, payable=payable, target=target, percent=percent)


def _quality(view: View) -> Iterator[Fact]:
    """How many findings are about this very subject; the company answers for all."""
    mine = [
        finding for finding in view.findings
        if view.subject.level == "company" or finding.subject_id == view.subject.id
    ]
    errors = sum(finding.severity == "error" for finding in mine)
    warnings = sum(finding.severity == "warning" for finding in mine)
    if errors or warnings:
        yield DataQuality(**_at(view), warnings=warnings, errors=errors)
