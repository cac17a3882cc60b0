"""What the parts of a unit add to its variance, for KPIs that add up (docs/method/variance.md, "Contribution of units")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.analysis import ContributionSide, UnitContribution
from reportgen.model.rounding import EXACT, half_up, largest_remainder

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Part:
    """Actual and target of one part; a part with neither is left out."""

    subject_id: str
    actual: Decimal | None
    target: Decimal | None


def unit_contributions(
    parts: Sequence[Part], actual: Decimal | None = None, target: Decimal | None = None
) -> tuple[UnitContribution, ...]:
    """Contribution of each part, in the order given; they add up to ``actual - target`` of the unit.

    Without the unit's own values the parts are the whole. What the parts leave of them is a last row of side ``rest``.
    The pp column has one decimal and adds up; it needs a positive target of the unit.
    """
    rows = [_row(part) for part in parts if part.actual is not None or part.target is not None]
    total_actual = _total([row.actual for row in rows]) if actual is None else actual
    total_target = _total([row.target for row in rows]) if target is None else target
    rows += _rest(rows, total_actual, total_target)
    gap = EXACT.subtract(total_actual, total_target)
    points, adjusted = _points(rows, total_actual, total_target)
    shares = _shares(rows, gap)
    return tuple(
        UnitContribution(
            row.subject_id, row.actual, row.target, row.variance, points.get(row.subject_id), shares.get(row.subject_id),
            row.side, row.subject_id in adjusted,
        )
        for row in rows
    )


def total_percent(actual: Decimal, target: Decimal) -> Decimal | None:
    """The unit's relative variance with the one decimal to which the pp column adds up; None without positive target."""
    if target <= 0:
        return None
    return half_up(EXACT.divide(EXACT.multiply(Decimal(100), EXACT.subtract(actual, target)), target), 1)


def _row(part: Part) -> UnitContribution:
    side: ContributionSide = "unplanned" if part.target is None else "absent" if part.actual is None else "both"
    variance = EXACT.subtract(part.actual or Decimal(0), part.target or Decimal(0))
    return UnitContribution(part.subject_id, part.actual, part.target, variance, side=side)


def _rest(rows: Sequence[UnitContribution], actual: Decimal, target: Decimal) -> list[UnitContribution]:
    left = EXACT.subtract(actual, _total([row.actual for row in rows]))
    left_target = EXACT.subtract(target, _total([row.target for row in rows]))
    if left == 0 and left_target == 0:
        return []
    return [UnitContribution("", left, left_target, EXACT.subtract(left, left_target), side="rest")]


def _points(
    rows: Sequence[UnitContribution], actual: Decimal, target: Decimal
) -> tuple[dict[str, Decimal], set[str]]:
    total = total_percent(actual, target)
    if total is None:
        return {}, set()
    exact = {row.subject_id: EXACT.divide(EXACT.multiply(Decimal(100), row.variance), target) for row in rows}
    footed = largest_remainder(exact, _TENTH, total)
    return footed, {key for key, value in exact.items() if half_up(value, 1) != footed[key]}


def _shares(rows: Sequence[UnitContribution], gap: Decimal) -> dict[str, Decimal]:
    """Shares of the gap in percent, only where none of them would mislead (beyond 100 percent)."""
    if gap == 0:
        return {}
    exact = {row.subject_id: EXACT.divide(EXACT.multiply(Decimal(100), row.variance), gap) for row in rows}
    misleading = any(abs(share) > 100 for share in exact.values())
    return {} if misleading else largest_remainder(exact, _TENTH, Decimal(100))


def _total(values: Sequence[Decimal | None]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value or Decimal(0))
    return total
