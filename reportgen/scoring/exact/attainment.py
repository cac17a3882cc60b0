"""Attainment in percent, and whether an actual meets its target (docs/method/scoring.md, "Attainment")."""

from __future__ import annotations

from decimal import Decimal

from reportgen.scoring.exact.line import HUNDRED, ZERO, DomainError, Line


def unified(sign: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """100 (1 + d (A - T) / |T|): right for every sign of the target; 100 or 0 on a zero target (met or not)."""
    if target == 0:
        return HUNDRED if sign * actual >= 0 else ZERO
    return HUNDRED + sign * (actual - target) * HUNDRED / abs(target)


def inverse(target: Decimal, actual: Decimal) -> Decimal | None:
    """100 T / A for positive values where less is better; ``None`` at A = 0, where the cap counts."""
    if target <= 0 or actual < 0:
        raise DomainError("inverse")
    return None if actual == 0 else target * HUNDRED / actual


def on_target(target: Decimal, actual: Decimal) -> Decimal:
    """100 - 100 |A - T| / |T|, negative when far away; on a zero target 100 or 0."""
    if target == 0:
        return HUNDRED if actual == 0 else ZERO
    return HUNDRED - abs(actual - target) * HUNDRED / abs(target)


def distance(lo: Decimal | None, hi: Decimal | None, actual: Decimal) -> Decimal:
    """How far ``actual`` lies outside [lo, hi]: negative below, positive above, 0 inside (edges are inside)."""
    if lo is not None and actual < lo:
        return actual - lo
    if hi is not None and actual > hi:
        return actual - hi
    return ZERO


def progress(baseline: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """100 (A - B) / (T - B): the way made from the baseline to the target."""
    if target == baseline:
        raise DomainError("baseline")
    return (actual - baseline) * HUNDRED / (target - baseline)


def attainment(line: Line) -> Decimal | None:
    """The line's attainment by its direction; ``None`` without actual, target or direction."""
    if line.actual is None or line.direction == "none":
        return None
    if line.direction == "range":
        return None
    if line.target is None:
        return None
    if line.direction == "target":
        return on_target(line.target, line.actual)
    return unified(line.sign, line.target, line.actual)


def meets(line: Line, actual: Decimal) -> bool:
    """True when ``actual`` meets the target by its comparator (default >= or <= by direction, the band for a range)."""
    if line.direction == "range":
        if line.range_lo is None and line.range_hi is None:
            raise DomainError("target", "E-TARGET-MISSING")
        return distance(line.range_lo, line.range_hi, actual) == 0
    target = line.need_target()
    default = {"lower": "<=", "target": "="}.get(line.direction, ">=")
    match (line.comparator or default).strip():
        case ">=" | "≥":
            return actual >= target
        case ">":
            return actual > target
        case "<=" | "≤":
            return actual <= target
        case "<":
            return actual < target
        case "=" | "==":
            return actual == target
        case other:
            raise DomainError(f"comparator {other}")
