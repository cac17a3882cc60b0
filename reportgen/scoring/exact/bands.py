"""Methods that read a curve, steps or a band: interpolation, step, range, on_target, efficacy, progress."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from reportgen.scoring.exact.attainment import attainment, distance
from reportgen.scoring.exact.attainment import on_target as near_target
from reportgen.scoring.exact.attainment import progress as way
from reportgen.scoring.exact.line import HUNDRED, ZERO, DomainError, Line, decimal_of

Pairs = tuple[tuple[Decimal, Decimal], ...]
SIXTY = Decimal(60)


def pairs_of(raw: Any, what: str) -> Pairs:
    """``[[x, score], …]`` as Decimals; DomainError unless every item is a pair of numbers."""
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
        raise DomainError(what)
    pairs = []
    for item in raw:
        if not isinstance(item, Sequence) or isinstance(item, str) or len(item) != 2:
            raise DomainError(what)
        pairs.append((decimal_of(item[0], what), decimal_of(item[1], what)))
    return tuple(pairs)


def measured(line: Line, default: str) -> Decimal:
    """What bands and points are read with: the attainment in percent or the actual (``params.on``)."""
    on = str(line.params.get("on", default))
    if on == "actual":
        assert line.actual is not None
        return line.actual
    if on != "attainment":
        raise DomainError(f"on: {on}")
    line.need_target()
    value = attainment(line)
    if value is None:
        raise DomainError("on: attainment")
    return value


def reads_lower(line: Line, default: str) -> bool:
    """True where a smaller reading is better: actuals of a KPI with direction lower."""
    return line.direction == "lower" and str(line.params.get("on", default)) == "actual"


def step_score(bands: Pairs, value: Decimal, lower: bool = False) -> Decimal:
    """The score of the band that holds ``value``: [lo, hi) ascending, (lo, hi] where less is better; outside 0."""
    edges = sorted(bands, reverse=not lower)
    if len({edge for edge, _ in bands}) != len(bands):
        raise DomainError("bands")
    for edge, score in edges:
        if (value <= edge) if lower else (value >= edge):
            return score
    return ZERO


def step(line: Line) -> Decimal:
    """Layered scoring (M3)."""
    bands = pairs_of(line.params.get("bands"), "bands")
    return step_score(bands, measured(line, "attainment"), reads_lower(line, "attainment"))


def points_of(line: Line) -> Pairs:
    """The points of a curve, worst first: from ``params.points``, else threshold 60, target 100, stretch 120."""
    if line.params.get("points") is not None:
        points = pairs_of(line.params["points"], "points")
    else:
        given = ((line.threshold, SIXTY), (line.need_target(), HUNDRED), (line.stretch, Decimal(120)))
        points = tuple((x, score) for x, score in given if x is not None)
    ordered = tuple(sorted(points, reverse=reads_lower(line, "actual")))
    if len(ordered) < 2 or any(a[0] == b[0] or a[1] > b[1] for a, b in pairwise(ordered)):
        raise DomainError("points")
    return ordered


def interpolate(points: Pairs, value: Decimal, below: object = 0, lower: bool = False) -> Decimal:
    """Linear between neighbours (points worst first), the last score beyond the end; before the start ``below``.

    ``below`` is a score (default 0: a cliff), ``clamp`` (the first score) or ``extrapolate`` (the first line on, to 0).
    """
    sign = Decimal(-1) if lower else Decimal(1)
    first, last = points[0], points[-1]
    if sign * value >= sign * last[0]:
        return last[1]
    if sign * value < sign * first[0]:
        if below == "clamp":
            return first[1]
        if below != "extrapolate":
            return decimal_of(below, "below")
        return max(ZERO, _between(first, points[1], value))
    index = max(i for i, (x, _) in enumerate(points) if sign * x <= sign * value)
    return _between(points[index], points[index + 1], value)


def _between(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal], x: Decimal) -> Decimal:
    return a[1] + (x - a[0]) * (b[1] - a[1]) / (b[0] - a[0])


def interpolation(line: Line) -> Decimal:
    """Threshold, target, stretch (M5)."""
    value = measured(line, "actual")
    return interpolate(points_of(line), value, line.params.get("below", 0), reads_lower(line, "actual"))


def efficacy(line: Line) -> Decimal:
    """60 + 40 (A - N) / (Y - N), Y the target, N the threshold that is not allowed (M6)."""
    satisfactory = line.need_target()
    refused = line.threshold
    if refused is None or refused == satisfactory:
        raise DomainError("threshold")
    assert line.actual is not None
    return SIXTY + Decimal(40) * (line.actual - refused) / (satisfactory - refused)


def on_target(line: Line) -> Decimal:
    """100 less the relative distance to the target, on both sides alike (M7)."""
    assert line.actual is not None
    return near_target(line.need_target(), line.actual)


def range_score(line: Line) -> Decimal:
    """100 inside the band, else 100 (1 - distance / zero_distance) (M7b). Sides may differ: zero_distance_lo, _hi."""
    lo, hi = line.range_lo, line.range_hi
    if lo is None and hi is None:
        raise DomainError("range_lo", "E-TARGET-MISSING")
    if lo is not None and hi is not None and lo > hi:
        raise DomainError("range_lo", "E-RANGE")
    assert line.actual is not None
    away = distance(lo, hi, line.actual)
    side = line.params.get("zero_distance_lo" if away < 0 else "zero_distance_hi", line.params.get("zero_distance"))
    zero = line.zero_distance if side is None else decimal_of(side, "zero_distance")
    if zero is None or zero <= 0:
        raise DomainError("zero_distance", "E-RANGE")
    return HUNDRED - HUNDRED * abs(away) / zero


def progress(line: Line) -> Decimal:
    """The way made from the baseline to the target (M12)."""
    if line.baseline is None:
        raise DomainError("baseline")
    assert line.actual is not None
    return way(line.baseline, line.need_target(), line.actual)
