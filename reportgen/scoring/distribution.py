"""Forced distribution: a check of grades against quotas, never a re-grading (docs/method/scoring.md, "Distribution")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from reportgen.model.policy import Distribution, GradeBand
from reportgen.model.rounding import EXACT, largest_remainder
from reportgen.scoring.grades import best_first


@dataclass(frozen=True, slots=True)
class Rated:
    """A rated person: where counted, printed final and grade."""

    subject_id: str
    group: str
    final: Decimal
    grade: str


@dataclass(frozen=True, slots=True)
class GradeCount:
    """A grade in a group: heads, share in percent of heads (unrounded), quota and heads over (+) or under (-) it."""

    grade: str
    heads: int
    share: Decimal
    quota: int
    over_under: int


@dataclass(frozen=True, slots=True)
class GroupCheck:
    """Grades of a group against its quota. ``guidance``: too small even pooled, the quota is for orientation only.

    ``pooled`` names the groups that were put together; ``ties`` finals shared on both sides of a quota's cut.
    """

    group: str
    heads: int
    grades: tuple[GradeCount, ...]
    guidance: bool = False
    pooled: tuple[str, ...] = ()
    ties: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class NearCut:
    """A person whose final lies close to a grade's lower limit: the limit and the signed distance to it."""

    subject_id: str
    grade: str
    limit: Decimal
    distance: Decimal


def quota_heads(headcount: int, percent: Mapping[str, Decimal]) -> dict[str, int]:
    """Heads per grade by largest remainder; they add up to the headcount where the percentages add up to 100."""
    with localcontext(EXACT):
        exact = {grade: headcount * share / 100 for grade, share in percent.items()}
    return {grade: int(heads) for grade, heads in largest_remainder(exact, Decimal(1)).items()}


def over_under(actual: Mapping[str, int], quota: Mapping[str, int]) -> dict[str, int]:
    """Heads above (+) or below (-) the quota, grade by grade."""
    return {grade: actual.get(grade, 0) - heads for grade, heads in quota.items()}


def check_distribution(
    people: Sequence[Rated], rule: Distribution, bands: Sequence[GradeBand], parents: Mapping[str, str | None]
) -> tuple[GroupCheck, ...]:
    """Check every group of rated persons. Groups below ``min_group`` are pooled with small siblings under one parent.

    ``parents`` gives the parent of each group. What stays too small is reported for guidance only.
    """
    members: dict[str, list[Rated]] = {}
    for person in sorted(people, key=lambda person: person.subject_id):
        members.setdefault(person.group, []).append(person)
    small: dict[str, list[str]] = {}
    checks = []
    for group in sorted(members):
        if len(members[group]) >= rule.min_group:
            checks.append(_check(group, members[group], rule, bands))
        else:
            small.setdefault(parents.get(group) or "", []).append(group)
    for parent, groups in sorted(small.items()):
        pool = [person for group in groups for person in members[group]]
        checks.append(_check(parent or groups[0], pool, rule, bands, tuple(groups)))
    return tuple(checks)


def _check(
    group: str, people: Sequence[Rated], rule: Distribution, bands: Sequence[GradeBand], pooled: tuple[str, ...] = ()
) -> GroupCheck:
    order = [band.grade for band in best_first(bands)]
    quota = quota_heads(len(people), {grade: rule.quota.get(grade, Decimal(0)) for grade in order})
    heads = {grade: sum(person.grade == grade for person in people) for grade in order}
    gap = over_under(heads, quota)
    with localcontext(EXACT):
        share = {grade: Decimal(heads[grade] * 100) / len(people) for grade in order}
    grades = tuple(GradeCount(grade, heads[grade], share[grade], quota[grade], gap[grade]) for grade in order)
    ties = cut_ties([person.final for person in people], quota, order)
    return GroupCheck(group, len(people), grades, len(people) < rule.min_group, pooled, ties)


def cut_ties(finals: Sequence[Decimal], quota: Mapping[str, int], order: Sequence[str]) -> tuple[Decimal, ...]:
    """Finals that stand on both sides of a cut between quotas; a tie is never split automatically."""
    ranked = sorted(finals, reverse=True)
    ties, place = [], 0
    for grade in order[:-1]:
        place += quota[grade]
        if 0 < place < len(ranked) and ranked[place - 1] == ranked[place]:
            ties.append(ranked[place])
    return tuple(dict.fromkeys(ties))


def near_cut(people: Sequence[Rated], bands: Sequence[GradeBand], within: Decimal = Decimal(1)) -> tuple[NearCut, ...]:
    """Persons whose final lies less than ``within`` points from a grade's lower limit, nearest first."""
    limits = best_first(bands)[:-1]
    found = [
        NearCut(person.subject_id, band.grade, band.min, person.final - band.min)
        for person in people for band in limits if abs(person.final - band.min) < within
    ]
    return tuple(sorted(found, key=lambda near: (abs(near.distance), near.subject_id, near.grade)))
