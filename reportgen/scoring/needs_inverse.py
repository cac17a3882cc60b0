"""From a score back to the actual that gives it, method by method: the start of the search in ``needs``.

A method without an entry, or one whose formula does not decide, is searched on the grid of the KPI's decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any

from reportgen.scoring.exact import bands
from reportgen.scoring.exact.line import HUNDRED, ONE, ZERO, Line, decimal_of


def way_of(line: Line) -> int:
    """+1 where the score rises with the actual, -1 where it falls; towards the target or band for those with an optimum."""
    if line.method in ("deduction",):
        return -1
    if line.method in ("milestone", "rating", "outcome", "prescored"):
        return 1
    if line.method == "efficacy" and line.target is not None and line.threshold is not None:
        return 1 if line.target > line.threshold else -1
    if line.method == "progress" and line.target is not None and line.baseline is not None:
        return 1 if line.target > line.baseline else -1
    if line.method in ("on_target", "range") or line.direction in ("target", "range"):
        edge = line.range_hi if line.direction == "range" else line.target
        return -1 if line.actual is not None and edge is not None and line.actual > edge else 1
    return -1 if line.direction == "lower" else 1


def inverse_of(line: Line, want: Decimal) -> Decimal | None:
    """The actual at which the uncapped score is ``want``; None where no formula says it."""
    found = _INVERSES.get(line.method)
    return None if found is None else found(line, want)


def _at_attainment(line: Line, percent: Decimal) -> Decimal | None:
    """The actual whose attainment is ``percent``."""
    if not line.target:
        return line.target
    if line.direction == "target":
        return line.target - way_of(line) * abs(line.target) * (HUNDRED - percent) / HUNDRED
    return line.target + line.sign * abs(line.target) * (percent - HUNDRED) / HUNDRED


def _ratio(line: Line, want: Decimal) -> Decimal | None:
    least = line.params.get("min_attainment")
    return _at_attainment(line, want if least is None else max(want, decimal_of(least)))


def _inverse(line: Line, want: Decimal) -> Decimal | None:
    return HUNDRED * line.target / want if line.target is not None and want > 0 else None


def _binary(line: Line, _: Decimal) -> Decimal | None:
    if line.direction == "range":
        return line.range_lo if way_of(line) > 0 else line.range_hi
    return line.target


def _step(line: Line, want: Decimal) -> Decimal | None:
    table = bands.pairs_of(line.params.get("bands"), "bands")
    good = [edge for edge, score in table if score >= want]
    if not good:
        return None
    if str(line.params.get("on", "attainment")) == "actual":
        return max(good) if line.direction == "lower" else min(good)
    return _at_attainment(line, min(good))


def _add_subtract(line: Line, want: Decimal) -> Decimal | None:
    if not line.target or line.params.get("negative_target"):
        return None
    base = line.number("base", 100)
    over = want * base / HUNDRED - base
    count = over / line.number("points_up" if over >= 0 else "points_down", 1)
    if str(line.params.get("mode", "whole")) != "proportional":
        count = count.to_integral_value(rounding=ROUND_CEILING)
    in_units = line.params.get("step") is not None
    gap = count * (line.number("step") if in_units else line.number("step_pct") * abs(line.target) / HUNDRED)
    return line.target + line.sign * gap


def _interpolation(line: Line, want: Decimal) -> Decimal | None:
    curve = bands.points_of(line)
    x: Decimal | None = curve[0][0] if want <= curve[0][1] else None
    if line.params.get("below") == "extrapolate" and x is not None:
        x = _between(curve[0], curve[1], want)
    for a, b in pairwise(curve):
        if x is None and a[1] < want <= b[1]:
            x = _between(a, b, want)
    if x is None:
        return None
    return x if str(line.params.get("on", "actual")) == "actual" else _at_attainment(line, x)


def _between(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal], score: Decimal) -> Decimal | None:
    return a[0] + (score - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) if a[1] != b[1] else None


def _efficacy(line: Line, want: Decimal) -> Decimal | None:
    if line.target is None or line.threshold is None:
        return None
    return line.threshold + (want - 60) * (line.target - line.threshold) / 40


def _on_target(line: Line, want: Decimal) -> Decimal | None:
    if line.target is None:
        return None
    return line.target - way_of(line) * abs(line.target) * (HUNDRED - want) / HUNDRED


def _range(line: Line, want: Decimal) -> Decimal | None:
    way = way_of(line)
    edge = line.range_lo if way > 0 else line.range_hi
    side: Any = line.params.get("zero_distance_lo" if way > 0 else "zero_distance_hi", line.params.get("zero_distance"))
    zero = line.zero_distance if side is None else decimal_of(side)
    if edge is None or zero is None:
        return None
    return edge - way * zero * (HUNDRED - want) / HUNDRED


def _deduction(line: Line, want: Decimal) -> Decimal | None:
    full, each = line.number("full", 100), line.number("per_event")
    points = want * line.number("base", full) / HUNDRED
    if each <= 0 or points > full:
        return None
    return max(ZERO, line.number("free_events", 0) + (full - points) / each).to_integral_value(rounding=ROUND_FLOOR)


def _progress(line: Line, want: Decimal) -> Decimal | None:
    if line.target is None or line.baseline is None:
        return None
    return line.baseline + want * (line.target - line.baseline) / HUNDRED


def _rating(line: Line, want: Decimal) -> Decimal | None:
    table = line.params.get("map")
    if line.params.get("raters") is not None:
        return None
    if table is None:
        return want
    return min((decimal_of(key) for key, score in table.items() if decimal_of(score) >= want), default=None)


def _prescored(line: Line, want: Decimal) -> Decimal | None:
    return want * line.number("scale_max", 100) / HUNDRED


def candidates(line: Line) -> list[Decimal] | None:
    """Where only certain actuals mean anything, these: ratings that are mapped, the places of described outcomes."""
    try:
        if line.method == "rating" and line.params.get("map") is not None:
            return [decimal_of(key) for key in line.params["map"]]
        if line.method == "outcome":
            listed = line.params.get("outcomes") or []
            return [decimal_of(item.get("id", place)) if isinstance(item, Mapping) else place * ONE
                    for place, item in enumerate(listed, start=1)]
    except ValueError:
        return []
    return None


_INVERSES: Mapping[str, Callable[[Line, Decimal], Decimal | None]] = {
    "ratio": _ratio, "inverse": _inverse, "binary": _binary, "step": _step, "add_subtract": _add_subtract,
    "interpolation": _interpolation, "efficacy": _efficacy, "on_target": _on_target, "range": _range, "deduction": _deduction,
    "progress": _progress, "rating": _rating, "prescored": _prescored,
}
