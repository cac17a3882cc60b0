"""Methods that count points: add_subtract with the negative-target rule, deduction, milestone, binary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from reportgen.scoring.exact.attainment import meets
from reportgen.scoring.exact.line import HUNDRED, ONE, ZERO, DomainError, Line, decimal_of

_WHOLE = {"whole": ROUND_FLOOR, "started": ROUND_CEILING}


def steps_of(deviation: Decimal, step: Decimal, mode: str) -> Decimal:
    """How many steps lie in |deviation|: whole ones, every one begun, or the proportion."""
    if step <= 0:
        raise DomainError("step")
    count = abs(deviation) / step
    if mode == "proportional":
        return count
    if mode not in _WHOLE:
        raise DomainError(f"mode {mode}")
    return count.to_integral_value(rounding=_WHOLE[mode])


def deviation_of(line: Line) -> tuple[Decimal, Decimal]:
    """(deviation in the direction of better, step): in percent of |target|, or in units where ``step`` is given."""
    target = line.need_target()
    assert line.actual is not None
    gap = line.sign * (line.actual - target)
    if line.params.get("step") is not None:
        return gap, line.number("step")
    if target == 0:
        raise DomainError("target 0")
    return gap * HUNDRED / abs(target), line.number("step_pct")


def add_subtract_delta(line: Line) -> Decimal:
    """Points above (+) or below (-) the base, each side within its maximum (M4)."""
    deviation, step = deviation_of(line)
    count = steps_of(deviation, step, str(line.params.get("mode", "whole")))
    up = deviation >= 0
    points = count * line.number("points_up" if up else "points_down", 1)
    limit = line.params.get("max_up" if up else "max_down")
    counted = points if limit is None else min(points, decimal_of(limit, "max_up"))
    return counted if up else -counted


def add_subtract(line: Line) -> Decimal:
    """100 x points / base, where points = base + delta (M4)."""
    base = line.number("base", 100)
    if base <= 0:
        raise DomainError("base")
    return HUNDRED * (base + add_subtract_delta(line)) / base


def negative_target(line: Line) -> tuple[Decimal, Decimal, str]:
    """Rule for a planned loss (G4): (effective excess in percent, points above the base, grade allowed at most).

    The part that reduces the loss counts half, profit counts in full; a result that is still a loss allows C at most,
    a turn to profit B.
    """
    target = line.need_target()
    assert line.actual is not None
    if target >= 0:
        raise DomainError("target")
    if line.actual < 0:
        over, grade = (line.actual - target) / 2, "C"
    else:
        over, grade = -target / 2 + line.actual, "B"
    excess = over * HUNDRED / abs(target)
    if excess < 0:
        return excess, add_subtract_delta(line), grade
    count = steps_of(excess, line.number("step_pct"), str(line.params.get("mode", "whole")))
    return excess, min(count * line.number("points_up", 1), line.number("max_up", 3)), grade


def deduction(line: Line) -> Decimal:
    """(full - per_event x events beyond the free ones) on the scale of ``base`` (M8); the actual counts the events."""
    assert line.actual is not None
    if line.actual < 0 or line.actual != line.actual.to_integral_value():
        raise DomainError("events")
    full = line.number("full", 100)
    counted = max(ZERO, line.actual - line.number("free_events", 0))
    points = full - line.number("per_event") * counted
    least = line.params.get("floor")
    return on_hundred(line, points if least is None else max(points, decimal_of(least, "floor")), full)


def binary(line: Line) -> Decimal:
    """``full`` when the target is met, else 0 (M2)."""
    assert line.actual is not None
    full = line.number("full", 100)
    return on_hundred(line, full if meets(line, line.actual) else ZERO, full)


def on_hundred(line: Line, points: Decimal, full: Decimal) -> Decimal:
    """Points on the 100 scale: 100 x points / base, the base being the full mark unless ``params.base`` says else."""
    base = line.number("base", full)
    if base <= 0:
        raise DomainError("base")
    return HUNDRED * points / base


def milestone(line: Line) -> Decimal:
    """Sum of weight x completion less late days (M9). Without completions the actual counts milestones in order."""
    milestones = _milestones(line)
    done = [_completion(item, index, line.actual) for index, item in enumerate(milestones)]
    if any(not ZERO <= share <= ONE for share in done):
        raise DomainError("completion")
    reached = sum((_weight(item) * share for item, share in zip(milestones, done, strict=True)), ZERO)
    return reached - line.number("late_days", 0) * line.number("late_points_per_day", 0)


def milestones_known(line: Line) -> bool:
    """True when the parameters tell every completion, so that no actual is needed."""
    milestones = line.params.get("milestones")
    return isinstance(milestones, Sequence) and all(
        isinstance(item, Mapping) and item.get("completion") is not None for item in milestones
    )


def _milestones(line: Line) -> Sequence[Mapping[str, Any]]:
    milestones = line.params.get("milestones")
    if not isinstance(milestones, Sequence) or not milestones or not all(isinstance(m, Mapping) for m in milestones):
        raise DomainError("milestones")
    if sum((_weight(item) for item in milestones), ZERO) != HUNDRED:
        raise DomainError("milestones")
    return milestones


def _weight(milestone: Mapping[str, Any]) -> Decimal:
    return decimal_of(milestone.get("weight"), "milestones")


def _completion(milestone: Mapping[str, Any], index: int, actual: Decimal | None) -> Decimal:
    given = milestone.get("completion")
    if given is not None:
        return decimal_of(given, "completion")
    if actual is None:
        raise DomainError("completion")
    return min(ONE, max(ZERO, actual - index))
