"""Totals of one scorecard in Decimal: weights, points, link, limits, parts, changes (docs/method/scoring.md, "Totals")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.scoring.exact.line import HUNDRED, ONE, ZERO, clamp, exactly

Missing = Literal["renormalise", "zero", "target", "block"]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weight in percent, its unrounded score, and what counts where the score is missing."""

    weight: Decimal
    score: Decimal | None
    missing: Missing = "zero"


@dataclass(frozen=True, slots=True)
class Total:
    """Unrounded total, weight of the lines that have a score, and weight that counts (both in percent)."""

    total: Decimal | None
    coverage: Decimal
    counted: Decimal


@exactly
def weighted_total(lines: Sequence[Weighted]) -> Total:
    """Sum of weight x score over the weight that counts. Missing lines renormalise, count 0 or 100, or block the total."""
    coverage = sum((line.weight for line in lines if line.score is not None), ZERO)
    counted = [line for line in lines if line.score is not None or line.missing in ("zero", "target")]
    weight = sum((line.weight for line in counted), ZERO)
    if weight == 0 or any(line.score is None and line.missing == "block" for line in lines):
        return Total(None, coverage, weight)
    points = sum((line.weight * counted_score(line) for line in counted), ZERO)
    return Total(points / weight, coverage, weight)


def counted_score(line: Weighted) -> Decimal:
    """The score that enters the total: the line's own, or 100 or 0 by its missing policy."""
    if line.score is not None:
        return line.score
    return HUNDRED if line.missing == "target" else ZERO


@exactly
def effective_weight(perspective: Decimal, inner: Decimal) -> Decimal:
    """Two layers: perspective weight x inner weight / 100."""
    return perspective * inner / HUNDRED


@exactly
def with_points(total: Decimal, bonus: Decimal, penalty: Decimal, bonus_cap: Decimal, total_cap: Decimal) -> Decimal:
    """clamp(total + min(bonus, cap) - penalty, 0, total cap)."""
    return clamp(total + min(bonus, bonus_cap) - penalty, ZERO, total_cap)


@exactly
def linked(organisation: Decimal, individual: Decimal, weight: Decimal) -> Decimal:
    """weight % of the organisation's score and the rest of the own one."""
    return (weight * organisation + (HUNDRED - weight) * individual) / HUNDRED


@exactly
def time_weighted(segments: Sequence[tuple[int, Decimal, Decimal]]) -> Decimal:
    """Mean of segment scores by days x share; segments are (days, share, score)."""
    weight = sum((days * share for days, share, _ in segments), ZERO)
    return sum((days * share * score for days, share, score in segments), ZERO) / weight


@exactly
def contributions(lines: Mapping[str, Weighted], reference: Decimal = HUNDRED) -> dict[str, Decimal]:
    """Distance of each counted line from the reference, by weight; the sum is total - reference exactly."""
    counted = {key: line for key, line in lines.items() if line.score is not None or line.missing in ("zero", "target")}
    weight = sum((line.weight for line in counted.values()), ZERO)
    return {key: line.weight * (counted_score(line) - reference) / weight for key, line in counted.items()}


@exactly
def change_effects(
    prior: Mapping[str, tuple[Decimal, Decimal]], current: Mapping[str, tuple[Decimal, Decimal]]
) -> dict[str, tuple[Decimal, Decimal]]:
    """Score effect and weight effect per KPI of a change of the total; values are (weight, score).

    The midpoint split leaves no residual. A KPI on one side only has weight 0 and the same score on the other.
    """
    before, after = _mean(prior), _mean(current)
    middle = (before + after) / 2
    effects = {}
    for key in sorted(prior.keys() | current.keys()):
        w0, s0 = prior.get(key, (ZERO, current.get(key, (ZERO, ZERO))[1]))
        w1, s1 = current.get(key, (ZERO, s0))
        score = (w0 + w1) / 2 * (s1 - s0) / HUNDRED
        weight = (w1 - w0) * ((s0 + s1) / 2 - middle) / HUNDRED
        effects[key] = (score, weight)
    return effects


def _mean(lines: Mapping[str, tuple[Decimal, Decimal]]) -> Decimal:
    return sum((weight * score for weight, score in lines.values()), ZERO) / HUNDRED


@dataclass(frozen=True, slots=True)
class Limit:
    """A knock-out or gate that was triggered."""

    id: str
    max_grade: str | None = None
    max_score: Decimal | None = None
    payout_factor: Decimal | None = None


def limited_grade(order: Sequence[str], grade: str, limits: Sequence[Limit]) -> str:
    """The worse of ``grade`` and the strictest ``max_grade``; ``order`` is best first."""
    ranks = {name: place for place, name in enumerate(order)}
    allowed = [ranks[limit.max_grade] for limit in limits if limit.max_grade in ranks]
    return order[max([ranks[grade], *allowed])] if grade in ranks else grade


def payout_factor(limits: Sequence[Limit]) -> Decimal:
    """The strictest factor of the triggered limits, not their product."""
    return min((limit.payout_factor for limit in limits if limit.payout_factor is not None), default=ONE)


def red_streak(statuses: Sequence[str]) -> int:
    """How many reds in a row end the sequence (oldest first)."""
    streak = 0
    for status in reversed(statuses):
        if status != "red":
            break
        streak += 1
    return streak


def status_of(score: Decimal | None, green: Decimal, amber: Decimal) -> str:
    """green, amber or red by the printed score; empty where it is missing."""
    if score is None:
        return ""
    return "green" if score >= green else "amber" if score >= amber else "red"
