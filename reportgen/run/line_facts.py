"""The facts of one scorecard line: score, comparisons, parts, outlook, streak, anomalies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from reportgen.analysis.alerts import status_of
from reportgen.model.analysis import Anomaly
from reportgen.model.fact import (
    AnomalyFact,
    Contribution,
    DefinitionChange,
    Fact,
    LevelFact,
    LineScore,
    Missing,
    OutlookFact,
    PvmFact,
    RateMixFact,
    Share,
    StatusChange,
    Streak,
    TargetChangeFact,
    VsBenchmark,
    VsForecast,
    VsPrior,
    VsPy,
    VsRange,
    VsTarget,
    VsTeamMean,
    Ytd,
)
from reportgen.model.period import FiscalCalendar, year_to_date
from reportgen.model.rounding import half_up
from reportgen.model.view import Delta, Line, Name, View

FULL = Decimal(100)
_POLICIES: dict[str, Literal["renormalise", "zero", "target", "block"]] = {
    "renormalise": "renormalise", "zero": "zero", "target": "target", "block": "block",
}
_ABSENT = ("not_reported", "not_applicable", "suspended")
#: The part of a unit's own target or actual that its parts do not add up to.
_NOT_BROKEN_DOWN = Name("未分解部分", "the part not broken down")
#: A year to date is told of what adds up over the year.
_ADDED_UP = ("sum", "ratio_of_sums")


def line_facts(view: View, line: Line, names: Mapping[str, Name], fiscal: FiscalCalendar) -> Iterator[Fact]:
    """Everything a line says. ``names``: the parts that the recipient may see named."""
    at = _at(view, line)
    yield _place(view, line, at)
    if line.kpi.definition_changed:
        yield DefinitionChange(**at)
    for anomaly in line.anomalies:
        seen = anomaly.subject_id in ("", view.subject.id) or anomaly.subject_id in view.names
        if seen and not anomaly.hr_only:
            yield _anomaly(view, line, anomaly, at)
    if line.actual is None:
        if line.weight and line.state in _ABSENT:
            yield _missing(view, line, at)
        return
    yield from _against_target(line, at)
    yield from _against_earlier(line, at)
    yield from _beside(line, at)
    yield from _year(view, line, at, fiscal)
    yield from _parts(view, line, at, names)
    yield from _standing(view, line, at)


def _at(view: View, line: Line) -> dict[str, Any]:
    """What every fact of a line shares, with the largest figure of its row in the tables."""
    row = (line.actual, line.target, line.threshold, line.stretch, line.py_actual, line.range_lo, line.range_hi)
    largest = max((abs(value) for value in row if value is not None), default=None)
    return {
        "subject_id": view.subject.id, "period": view.period, "kpi": line.kpi, "key": line.assignment_id, "scale_by": largest,
        "part": _part(view, line),
    }


def _part(view: View, line: Line) -> Name | None:
    """The unit of the assignment, where the same KPI stands on several scorecards of a person."""
    if sum(item.kpi.id == line.kpi.id for item in view.lines) < 2:
        return None
    segment = next((item for item in view.subject.segments if item.assignment_id == line.assignment_id), None)
    return Name(segment.unit) if segment is not None else None


def _place(view: View, line: Line, at: dict[str, Any]) -> LineScore:
    plan = line.deltas.get("plan")
    moved = plan is not None and plan.material
    escalated = line.red_streak >= view.rules.status.escalate_after
    return LineScore(
        **at, score=line.score, contribution=line.contribution, status=line.status,
        material=moved or escalated or line.kpi.id in view.rules.materiality.always, score_uncapped=line.score_uncapped,
    )


def _against_target(line: Line, at: dict[str, Any]) -> Iterator[Fact]:
    plan, actual = line.deltas.get("plan"), line.actual
    assert actual is not None
    if line.kpi.direction == "range" and (line.range_lo is not None or line.range_hi is not None):
        yield VsRange(**at, actual=actual, low=line.range_lo, high=line.range_hi)
    elif plan is not None and plan.reference is not None and plan.absolute is not None:
        yield VsTarget(**at, **_compared(line, plan))
    else:
        yield LevelFact(**at, actual=actual)


def _compared(line: Line, delta: Delta) -> dict[str, Any]:
    """A variance as the tables print it: nothing is computed again."""
    return {
        "actual": line.actual, "reference": delta.reference, "difference": delta.absolute, "percent": delta.percent,
        "nm_reason": delta.nm_reason, "effect": delta.effect,
    }


def _against_earlier(line: Line, at: dict[str, Any]) -> Iterator[Fact]:
    """Last year; the period before only where there is no last year, since most measures have seasons.

    What was made in part of a period says nothing beside a whole one (docs/method/commentary.md, "Stages").
    """
    for name, kind in (("last_year", VsPy), ("previous", VsPrior)):
        delta = line.deltas.get(name) if name not in line.part_served else None
        if delta is not None and delta.reference is not None and delta.absolute is not None:
            yield kind(**at, **_compared(line, delta))
            return


def _beside(line: Line, at: dict[str, Any]) -> Iterator[Fact]:
    """A loaded forecast or benchmark from which the value is materially away."""
    for name, kind in (("forecast", VsForecast), ("benchmark", VsBenchmark)):
        delta = line.deltas.get(name)
        if delta is not None and delta.material and delta.absolute and line.kpi.direction in ("higher", "lower"):
            yield kind(**at, **_compared(line, delta))


def _year(view: View, line: Line, at: dict[str, Any], fiscal: FiscalCalendar) -> Iterator[Fact]:
    to_date = at | {"period": year_to_date(view.period, fiscal)}
    if line.outlook is not None and line.outlook.fy_target:
        yield OutlookFact(**to_date, outlook=line.outlook)
        return
    delta = line.deltas.get("ytd")
    longer = to_date["period"].days > view.period.days and line.kpi.agg_time in _ADDED_UP
    if longer and delta is not None and delta.reference is not None and line.ytd_actual is not None:
        yield Ytd(**to_date, **_compared(line, delta) | {"actual": line.ytd_actual})


def _parts(view: View, line: Line, at: dict[str, Any], names: Mapping[str, Name]) -> Iterator[Fact]:
    """Where a variance sits. A part that the recipient may not see named stays in the sum of the rest.

    What the parts leave of the unit's own variance has a name where no hidden person is in it.
    """
    plan = line.deltas.get("plan")
    if len(line.unit_contributions) > 1 and plan is not None and plan.absolute is not None:
        known = dict(names) if view.recipient == "finance" else {**names, "": _NOT_BROKEN_DOWN}
        items = tuple(
            Share(known[part.subject_id], part.variance) for part in line.unit_contributions
            if part.variance and part.subject_id in known
        )
        if items:
            yield Contribution(**at, total=plan.absolute, items=items)
    if line.rate_mix is not None and len(line.rate_mix.parts) > 1:
        keys = [part.key for part in line.rate_mix.parts]
        yield RateMixFact(**at, result=line.rate_mix, against="last_year", names=tuple(
            (key, names[key]) for key in keys if key in names
        ))
    if line.price_volume is not None:
        yield PvmFact(**at, result=line.price_volume, against="last_year")


def _standing(view: View, line: Line, at: dict[str, Any]) -> Iterator[Fact]:
    """Streak, change of status, place beside the team."""
    rules = view.rules.status
    if line.red_streak > 1 and len(line.red_scores) == line.red_streak:
        at_end: dict[str, Any] = {"escalated": line.red_streak >= rules.escalate_after, "owner": line.kpi.owner}
        if line.status_gain is None:
            yield Streak(**at, values=line.red_scores, limit=rules.amber, measure="score", **at_end)
        elif rules.pp is not None and rules.pp.amber <= 0:
            missed = tuple(-points for points in line.red_scores)
            yield Streak(**at, values=missed, limit=-rules.pp.amber, measure="points", **at_end)
    before = line.prior_status or ("" if line.status_gain is not None else status_of(line.prior_score, rules))
    if before and line.status and before != line.status:
        yield StatusChange(**at, before=before, after=line.status)
    if line.team_mean is not None and line.team_count >= 5 and line.actual is not None:
        yield VsTeamMean(**at, actual=line.actual, reference=line.team_mean, others=line.team_count, level=view.subject.level)


def _anomaly(view: View, line: Line, found: Anomaly, at: dict[str, Any]) -> AnomalyFact:
    numbers, other = found.numbers, found.subject_id not in ("", view.subject.id)
    latest = line.series[-1].period if line.series and not other else view.period
    return AnomalyFact(
        **at | {"key": f"{found.rule}-{found.subject_id}" if other else found.rule},
        whose=view.names.get(found.subject_id) if other else None, latest=latest if latest != view.period else None,
        rule=found.rule, value=found.value, limit=found.limit, count=found.count,
        base=numbers.get("median", numbers.get("before")), distance=numbers.get("distance"),
    )


def _missing(view: View, line: Line, at: dict[str, Any]) -> Missing:
    card = view.scorecard
    policy = _POLICIES.get(line.assumed, "renormalise" if line.score is None else "zero")
    renormalised = policy == "renormalise"
    rest = card.coverage if card is not None and renormalised else None
    total = card.total if card is not None and renormalised else None
    final = card is not None and card.total == card.final
    return Missing(
        **at, state=line.state, policy=policy, weight=line.weight, rest=rest, total=total,
        total_if_full=_if_full(view, line) if renormalised else None,
        total_is_final=final,
    )


def _if_full(view: View, line: Line) -> Decimal | None:
    """The KPI total if the missing value came in at 100 (docs/method/scoring.md, "Totals"); None over several scorecards."""
    card = view.scorecard
    if card is None or card.total is None or line.weight is None or any(item.assignment_id for item in view.lines):
        return None
    weight, points = line.weight, line.weight * FULL
    for item in view.lines:
        score = {"zero": Decimal(0), "target": FULL}.get(item.assumed) if item.score is None else item.score
        if item.weight is not None and score is not None:
            weight, points = weight + item.weight, points + item.weight * score
    return half_up(points / weight) if weight else None


def target_changes(view: View) -> Iterator[Fact]:
    """Targets that were replaced within the year, with date, approver and recorded reason."""
    lines = {line.kpi.id: line for line in view.lines}
    for number, change in enumerate(view.target_changes):
        line = lines.get(change.kpi_id)
        if line is not None and change.old is not None and change.new is not None:
            old, new = change.whole or (change.old, change.new)
            yield TargetChangeFact(
                **_at(view, line) | {"key": str(number)}, old=old, new=new, valid_from=change.valid_from,
                reason=change.reason, approved_by=change.approved_by, retroactive=change.retroactive,
                of=change.period if change.whole is None and change.period != view.period else None,
            )
