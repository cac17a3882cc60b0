"""The facts of a view: what commentary may say is made from what the view may show, so nothing else can be said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.model.fact import (
    Contribution,
    Coverage,
    Fact,
    Incentives,
    KnockOutFact,
    LevelFact,
    LineScore,
    Missing,
    NextGrade,
    OutlookFact,
    PointsFact,
    RankFact,
    ScoreFact,
    Share,
    Streak,
    TargetChangeFact,
    UnitSpread,
    VsPy,
    VsRange,
    VsTarget,
)
from reportgen.model.rounding import half_up
from reportgen.model.view import Line, Member, Name, Scorecard, View

_ABSENT = ("not_reported", "not_applicable", "suspended")
FULL = Decimal(100)


def facts(view: View, names: dict[str, Name]) -> tuple[Fact, ...]:
    """Every fact that the view's numbers make; notes, actions and payouts come beside (``people_facts``, rewards)."""
    found: list[Fact] = []
    if view.scorecard is not None:
        found += _totals(view, view.scorecard)
    for line in view.lines:
        found += _line(view, line, names)
    found += _changes(view)
    found += _spread(view)
    found += _incentives(view)
    return tuple(found)


def _totals(view: View, card: Scorecard) -> Iterator[Fact]:
    who, when = view.subject.id, view.period
    if card.final is not None:
        yield ScoreFact(
            subject_id=who, period=when, level=view.subject.level, final=card.final, grade=card.grade,
            prior=card.prior_final, change=card.change, provisional=card.provisional,
        )
    if card.coverage is not None and card.coverage < FULL:
        short = card.coverage < view.rules.scoring.min_coverage
        yield Coverage(subject_id=who, period=when, coverage=card.coverage,
                       limit=view.rules.scoring.min_coverage if short else None)
    if card.rank is not None and card.peers and (view.subject.level != "individual" or card.peers > 5):
        yield RankFact(subject_id=who, period=when, rank=card.rank, peers=card.peers, level=view.subject.level)
    if card.next_grade and card.next_grade_min is not None and card.next_gap is not None:
        yield NextGrade(subject_id=who, period=when, grade=card.next_grade, minimum=card.next_grade_min, gap=card.next_gap)
    for number, points in enumerate(card.points):
        if points.counted:
            yield PointsFact(subject_id=who, period=when, key=points.event_id or str(number), kind=points.kind,
                             points=points.counted, reason=points.reason, rule=points.rule)
    for kind, events in (("knock_out", card.knock_outs), ("gate", card.gates)):
        for event in events:
            yield KnockOutFact(
                subject_id=who, period=when, key=event, event=event, kind="gate" if kind == "gate" else "knock_out",
                grade_before=card.grade_before_adjustment, grade_after=card.grade,
            )


def _line(view: View, line: Line, names: dict[str, Name]) -> Iterator[Fact]:
    who, when, kpi = view.subject.id, view.period, line.kpi
    plan = line.deltas.get("plan")
    material = plan is not None and plan.material
    streak = line.red_streak >= view.rules.status.escalate_after
    yield LineScore(
        subject_id=who, period=when, kpi=kpi, score=line.score, contribution=line.contribution, status=line.status,
        material=material or streak or kpi.id in view.rules.materiality.always, score_uncapped=line.score_uncapped,
    )
    if line.actual is None:
        if line.weight and line.state in _ABSENT:
            yield _missing(view, line)
        return
    yield from _against_target(view, line)
    last_year = line.deltas.get("last_year")
    if last_year is not None and last_year.reference is not None and last_year.absolute is not None:
        yield VsPy(subject_id=who, period=when, kpi=kpi, actual=line.actual, reference=last_year.reference,
                   difference=last_year.absolute, percent=last_year.percent, nm_reason=last_year.nm_reason,
                   effect=last_year.effect)
    if line.outlook is not None and line.outlook.fy_target:
        yield OutlookFact(subject_id=who, period=when, kpi=kpi, outlook=line.outlook)
    if line.unit_contributions and plan is not None and plan.absolute is not None:
        items = tuple(
            Share(names.get(part.subject_id, Name(part.subject_id)), part.variance)
            for part in line.unit_contributions if part.variance
        )
        if items:
            yield Contribution(subject_id=who, period=when, kpi=kpi, total=plan.absolute, items=items)
    if line.red_streak > 1:
        values = tuple(
            point.attainment for point in line.series[-line.red_streak:] if point.attainment is not None
        )
        if len(values) == line.red_streak:
            yield Streak(subject_id=who, period=when, kpi=kpi, values=values, limit=view.rules.status.amber,
                         measure="attainment", escalated=streak, owner=kpi.owner)


def _against_target(view: View, line: Line) -> Iterator[Fact]:
    who, when, kpi, actual = view.subject.id, view.period, line.kpi, line.actual
    assert actual is not None
    plan = line.deltas.get("plan")
    if line.range_lo is not None and line.range_hi is not None and kpi.direction == "range":
        yield VsRange(subject_id=who, period=when, kpi=kpi, actual=actual, low=line.range_lo, high=line.range_hi)
    elif plan is not None and plan.reference is not None and plan.absolute is not None:
        yield VsTarget(subject_id=who, period=when, kpi=kpi, actual=actual, reference=plan.reference,
                       difference=plan.absolute, percent=plan.percent, nm_reason=plan.nm_reason, effect=plan.effect)
    else:
        yield LevelFact(subject_id=who, period=when, kpi=kpi, actual=actual)


def _missing(view: View, line: Line) -> Missing:
    card = view.scorecard
    renormalised = line.score is None
    rest = card.coverage if card is not None and renormalised else None
    total = card.total if card is not None and renormalised else None
    return Missing(
        subject_id=view.subject.id, period=view.period, kpi=line.kpi, state=line.state,
        policy="renormalise" if renormalised else "target" if line.assumed == "target" else "zero",
        weight=line.weight, rest=rest, total=total, total_if_full=_if_full(view, line) if renormalised else None,
    )


def _if_full(view: View, line: Line) -> Decimal | None:
    """The total if the missing value came in at 100 points: its weight joins the others (docs/method.md, "Missing")."""
    card = view.scorecard
    if card is None or card.total is None or card.coverage is None or line.weight is None:
        return None
    known = [(item.weight, item.score) for item in view.lines if item.score is not None and item.weight is not None]
    weight = sum((weight for weight, _ in known), Decimal(0)) + line.weight
    if not weight:
        return None
    points = sum((weight * score for weight, score in known if score is not None), Decimal(0)) + line.weight * FULL
    plus = card.bonus_points - card.penalty_points
    return half_up(points / weight + plus)


def _changes(view: View) -> Iterator[Fact]:
    kpis = {line.kpi.id: line.kpi for line in view.lines}
    for number, change in enumerate(view.target_changes):
        if change.kpi_id in kpis and change.old is not None and change.new is not None:
            yield TargetChangeFact(
                subject_id=view.subject.id, period=view.period, kpi=kpis[change.kpi_id], key=str(number), old=change.old,
                new=change.new, valid_from=change.valid_from, reason=change.reason, approved_by=change.approved_by,
                retroactive=change.retroactive,
            )


def _spread(view: View) -> Iterator[Fact]:
    rated = [unit for unit in view.units if unit.scorecard is not None and unit.scorecard.final is not None]
    if len(rated) < 2:
        return

    def final(member: Member) -> Decimal:
        assert member.scorecard is not None and member.scorecard.final is not None
        return member.scorecard.final

    best = max(rated, key=lambda member: (final(member), member.id))
    worst = min(rated, key=lambda member: (final(member), member.id))
    yield UnitSpread(
        subject_id=view.subject.id, period=view.period, highest=best.name, highest_value=final(best),
        lowest=worst.name, lowest_value=final(worst), count=len(rated),
    )


def _incentives(view: View) -> Iterator[Fact]:
    if view.subject.level == "individual" or not view.reward_totals:
        return
    people = sum(total.people for total in view.reward_totals)
    payable = sum((total.payable for total in view.reward_totals), Decimal(0))
    targets = [total.target for total in view.reward_totals if total.target is not None]
    target = sum(targets, Decimal(0)) if targets else None
    if people:
        yield Incentives(
            subject_id=view.subject.id, period=view.period, currency=view.currency, people=people, payable=payable,
            target=target, percent=half_up(100 * payable / target) if target else None,
        )
