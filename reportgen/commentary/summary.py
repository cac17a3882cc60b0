"""The key messages of a subject: score, counts, what weighs most both ways, outlook, data."""

from __future__ import annotations

from decimal import Decimal

from reportgen.commentary.options import Options
from reportgen.commentary.plan import KpiFacts, Planned, counts
from reportgen.model.fact import Fact, LineScore, Missing, OutlookFact, ScoreFact

#: Sentences in reading order, and which go first where there are too many (the larger number).
_ORDER = (
    ("score", 0), ("knock_out", 0), ("grade_adjusted", 0), ("counts", 6), ("top_negative", 1), ("top_positive", 2),
    ("outlook_short", 4),
    ("not_reported", 3), ("coverage", 3), ("bonus_points", 7), ("rank", 7), ("next_grade", 6), ("best_worst", 7),
    ("incentives", 8), ("data_quality", 5),
)


def plan_summary(kpis: dict[str, KpiFacts], subject: dict[str, list[Fact]], options: Options) -> list[Planned]:
    """At most ``options.per_summary`` sentences, in reading order."""
    found: list[tuple[int, Planned]] = []
    for rule, priority in _ORDER:
        found += [(priority, planned) for planned in _candidates(rule, kpis, subject)]
    keep = sorted(range(len(found)), key=lambda index: (found[index][0], index))[: options.per_summary]
    return [found[index][1] for index in sorted(keep)]


def _candidates(rule: str, kpis: dict[str, KpiFacts], subject: dict[str, list[Fact]]) -> list[Planned]:
    if rule == "counts":
        counted = counts(kpis)
        return [Planned("counts", (counted,))] if counted is not None and counted.total > 1 else []
    if rule in ("top_negative", "top_positive"):
        if sum(held.line is not None and held.line.score is not None for held in kpis.values()) < 2:
            return []
        lines = _top(kpis, negative=rule == "top_negative")
        return [Planned(rule, lines)] if lines else []
    if rule == "outlook_short":
        return _outlook(kpis)
    if rule == "not_reported":
        absent = [fact for held in kpis.values() for fact in held.by_type.get("missing", ())]
        named = tuple(fact for fact in absent if isinstance(fact, Missing) and fact.state == "not_reported")
        return [Planned(rule, named)] if named and not _person(subject) else []
    facts = subject.get(rule, [])
    return [Planned(rule, (fact,)) for fact in facts]


def _person(subject: dict[str, list[Fact]]) -> bool:
    """A person's page has few KPIs: the comment on the missing one says it all."""
    return any(isinstance(fact, ScoreFact) and fact.level == "individual" for fact in subject.get("score", ()))


def _top(kpis: dict[str, KpiFacts], *, negative: bool) -> tuple[LineScore, ...]:
    """Up to three contributions below zero, or two above it, largest first."""
    lines = [held.line for held in kpis.values() if held.line is not None and held.line.contribution is not None]
    sign = -1 if negative else 1
    chosen = [line for line in lines if (line.contribution or Decimal(0)) * sign > 0]
    chosen.sort(key=lambda line: (-abs(line.contribution or Decimal(0)), line.kpi.id))
    return tuple(chosen[: 3 if negative else 2])


def _outlook(kpis: dict[str, KpiFacts]) -> list[Planned]:
    """The outlook of the KPI that weighs most among those that have one."""
    held = [(kpi, kpi.first("outlook")) for kpi in kpis.values()]
    having = [
        (kpi, fact) for kpi, fact in held
        if isinstance(fact, OutlookFact) and fact.outlook.by("run_rate") is not None
        and (fact.outlook.elapsed < fact.outlook.periods or _worth_closing(kpi, fact))
    ]
    if not having:
        return []
    having.sort(key=_outlook_rank)
    return [Planned("outlook_short", (having[0][1],))]


def _worth_closing(kpi: KpiFacts, fact: OutlookFact) -> bool:
    """A year that is over is told where the period is a part of it; a period that is the year has said so itself."""
    target = kpi.first("vs_target")
    return getattr(target, "actual", None) != fact.outlook.ytd


def _outlook_rank(pair: tuple[KpiFacts, OutlookFact]) -> tuple[bool, Decimal, str]:
    """Short of the year's target first, then by weight in the score."""
    held, fact = pair
    rate = fact.outlook.by("run_rate")
    ahead = rate is None or rate.gap is None or rate.gap >= 0
    weight = held.line.contribution if held.line is not None and held.line.contribution is not None else Decimal(0)
    return ahead, -abs(weight), held.kpi.id
