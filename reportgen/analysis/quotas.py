"""Forced distribution: grades against quotas, group by group (docs/method/variance.md, "Quotas"). A check, never a re-grading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.analysis.distribution import Rated
from reportgen.model.analysis import GradeShare, QuotaCheck, QuotaCut, QuotaLimit
from reportgen.model.policy import Distribution, QuotaKind
from reportgen.model.rounding import EXACT, half_up, largest_remainder

HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")
#: Heads that no quota binds; an empty key, so that a tie of remainders goes to them and no bound grade gains.
_FREE = ""


@dataclass(frozen=True, slots=True)
class Units:
    """Where the units stand and how they were graded themselves: unit -> parent, unit -> grade."""

    parents: Mapping[str, str | None] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)


def quota_heads(heads: int, percents: Mapping[str, Decimal]) -> dict[str, int]:
    """Heads of each grade by largest remainder; they add up to ``heads`` where the percents add up to 100."""
    return _heads({grade: EXACT.divide(percent * heads, HUNDRED) for grade, percent in percents.items()}, heads)


def grade_shares(
    grades: Sequence[str], scale: Sequence[str], distribution: Distribution | None = None
) -> tuple[GradeShare, ...]:
    """Heads and percent of each grade of ``scale`` in its order (then any other grade), against the quota.

    Groups below ``min_group`` heads have no quota: it would be guidance only.
    """
    bound = distribution is not None and len(grades) >= distribution.min_group
    exact = _exact({_FREE: len(grades)}, distribution, {}) if bound and distribution is not None else {}
    return _shares(Counter(grades), scale, exact)


def population_shares(
    people: Sequence[Rated], scale: Sequence[str], distribution: Distribution | None, units: Units
) -> tuple[GradeShare, ...]:
    """``grade_shares`` of a whole population; each unit brings the quota of its own grade."""
    counts = Counter(person.grade for person in people)
    if distribution is None or len(people) < distribution.min_group:
        return _shares(counts, scale, {})
    return _shares(counts, scale, _exact(Counter(person.unit_id for person in people), distribution, units.grades))


def quota_checks(
    people: Sequence[Rated], scale: Sequence[str], distribution: Distribution | None, units: Units
) -> tuple[QuotaCheck, ...]:
    """Every group of rated people against its quota, by unit, then the pools of small units by parent (and family).

    A pool holds each unit's own quota, added up. What stays below ``min_group`` is reported for guidance only.
    """
    if distribution is None or not (distribution.quota or distribution.by_unit_grade):
        return ()
    rule = _Rule(tuple(scale), distribution, units.grades)
    members: dict[str, list[Rated]] = {}
    for person in sorted(people, key=lambda person: person.subject_id):
        members.setdefault(person.unit_id, []).append(person)
    large = [unit for unit in sorted(members) if len(members[unit]) >= distribution.min_group]
    checks = [rule.check(unit, members[unit]) for unit in large]
    pools: dict[tuple[str, str], list[Rated]] = {}
    for unit in sorted(members.keys() - set(large)):
        for person in members[unit]:
            family = person.job_family if distribution.pool_by == "job_family" else ""
            pools.setdefault((units.parents.get(unit) or unit, family), []).append(person)
    for (parent, family), pool in sorted(pools.items()):
        pooled = tuple(sorted({person.unit_id for person in pool}))
        checks.append(rule.check(pooled[0] if len(pooled) == 1 else parent, pool, pooled, family))
    return tuple(checks)


@dataclass(frozen=True, slots=True)
class _Rule:
    """The scale, best first, the quotas, and the units' own grades."""

    scale: tuple[str, ...]
    distribution: Distribution
    unit_grades: Mapping[str, str]

    def check(self, group: str, people: Sequence[Rated], pooled: tuple[str, ...] = (), family: str = "") -> QuotaCheck:
        exact = _exact(Counter(person.unit_id for person in people), self.distribution, self.unit_grades)
        shares = _shares(Counter(person.grade for person in people), self.scale, exact)
        return QuotaCheck(
            group, len(people), shares, tuple(_limits(shares, self.distribution.limits)), tuple(_cuts(people, shares)),
            pooled if len(pooled) > 1 else (), family, len(people) < self.distribution.min_group,
        )


def _exact(heads: Mapping[str, int], rule: Distribution, grades: Mapping[str, str]) -> dict[str, Decimal]:
    """Unrounded heads of each grade that is bound in every unit of the group: the sum of the units' own quotas."""
    quotas = [(count, rule.by_unit_grade.get(grades.get(unit, ""), rule.quota)) for unit, count in heads.items()]
    bound = [grade for grade in (quotas[0][1] if quotas else ()) if all(grade in quota for _, quota in quotas)]
    return {
        grade: EXACT.divide(sum((count * quota[grade] for count, quota in quotas), Decimal(0)), HUNDRED) for grade in bound
    }


def _heads(exact: Mapping[str, Decimal], heads: int) -> dict[str, int]:
    """Whole heads by largest remainder; what no quota binds takes its part in the rounding."""
    free = heads - sum(exact.values(), Decimal(0))
    parts = {**exact, _FREE: free} if free > 0 else dict(exact)
    found = largest_remainder(parts, Decimal(1))
    return {grade: int(found[grade]) for grade in exact}


def _shares(counts: Mapping[str, int], scale: Sequence[str], exact: Mapping[str, Decimal]) -> tuple[GradeShare, ...]:
    heads = sum(counts.values())
    names = [*scale, *sorted(counts.keys() - set(scale))]
    parts = {name: EXACT.divide(Decimal(100 * counts.get(name, 0)), Decimal(heads)) for name in names} if heads else {}
    percents = largest_remainder(parts, _TENTH, HUNDRED)
    quota = _heads(exact, heads)
    wanted = {grade: _plain(EXACT.divide(value * HUNDRED, Decimal(heads))) for grade, value in exact.items()}
    return tuple(
        GradeShare(
            name, counts.get(name, 0), percents.get(name, Decimal(0)), wanted.get(name), quota.get(name),
            counts.get(name, 0) - quota[name] if name in quota else None,
        )
        for name in names
    )


def _plain(percent: Decimal) -> Decimal:
    """A percentage as it was written in the policy; a mean of several units' quotas with one decimal."""
    exact = next((half_up(percent, places) for places in range(5) if percent == half_up(percent, places)), None)
    return half_up(percent, 1) if exact is None else exact


def _limits(shares: Sequence[GradeShare], limits: Mapping[str, QuotaKind]) -> Iterator[QuotaLimit]:
    """The limits that hold here; without any every grade is bound exactly."""
    found = {share.grade: share for share in shares}
    for grades, kind in (limits or {share.grade: "exact" for share in shares}).items():
        parts = [found[grade.strip()] for grade in grades.split("+") if grade.strip() in found]
        quotas = [part.quota for part in parts if part.quota is not None]
        if not parts or len(quotas) < len(parts):
            continue
        count, quota = sum(part.count for part in parts), sum(quotas)
        over = count - quota
        breach = max(over, 0) if kind == "max" else max(-over, 0) if kind == "min" else abs(over)
        yield QuotaLimit(grades, kind, count, quota, breach)


def _cuts(people: Sequence[Rated], shares: Sequence[GradeShare]) -> Iterator[QuotaCut]:
    """Where the quotas, best grade first, end in the order of finals; grades without a quota end the list."""
    ranked = sorted(people, key=lambda person: (-person.final, person.subject_id))
    place = 0
    for share in shares[:-1]:
        if share.quota is None:
            return
        place += share.quota
        if share.quota and 0 < place < len(ranked):
            inside, outside = ranked[place - 1].final, ranked[place].final
            tied = tuple(person.subject_id for person in ranked if person.final == inside) if inside == outside else ()
            yield QuotaCut(share.grade, place, inside, outside, tied)
