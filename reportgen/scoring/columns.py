"""The scoring methods over whole columns. Rows that floats cannot decide are marked ``unsafe`` and scored exactly.

Each entry of ``COLUMNS`` takes the method's parameters and returns the score before cap and floor and the rows to hand
over. A method without an entry is scored line by line (``scoring/exact``): an entry is only for speed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import polars as pl

from reportgen.scoring.exact.bands import pairs_of
from reportgen.scoring.exact.line import DomainError

Columns = tuple[pl.Expr, pl.Expr]
actual, target = pl.col("actual"), pl.col("target")
SIGN = pl.when(pl.col("direction") == "lower").then(-1.0).otherwise(1.0)
#: Relative distance within which a reading and the edge of a band are left to exact arithmetic.
_EDGE = 1e-9


def unified() -> pl.Expr:
    """Attainment in percent by direction; missing where the target is (docs/method/scoring.md, "Attainment")."""
    met = pl.when(SIGN * actual >= 0).then(100.0).otherwise(0.0)
    both = pl.when(target == 0).then(met).otherwise(100.0 + SIGN * (actual - target) * 100.0 / target.abs())
    return (
        pl.when(pl.col("direction").is_in(["higher", "lower"])).then(both)
        .when(pl.col("direction") == "target").then(_aimed())
    )


def _aimed() -> pl.Expr:
    hit = pl.when(actual == 0).then(100.0).otherwise(0.0)
    return pl.when(target == 0).then(hit).otherwise(100.0 - (actual - target).abs() * 100.0 / target.abs())


def _near(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return (left - right).abs() <= _EDGE * pl.max_horizontal(left.abs(), right.abs(), pl.lit(1.0))


def ratio(params: Mapping[str, Any]) -> Columns:
    usable = pl.col("direction").is_in(["higher", "lower"]) & target.is_not_null()
    return unified(), ~usable | pl.lit("min_attainment" in params)


def inverse(params: Mapping[str, Any]) -> Columns:
    return target * 100.0 / actual, (pl.col("direction") != "lower") | target.is_null() | (target <= 0) | (actual <= 0)


def on_target(params: Mapping[str, Any]) -> Columns:
    return _aimed(), target.is_null()


def in_range(params: Mapping[str, Any]) -> Columns:
    lo, hi, zero = pl.col("range_lo"), pl.col("range_hi"), pl.col("zero_distance")
    away = pl.when(actual < lo).then(lo - actual).when(actual > hi).then(actual - hi).otherwise(0.0)
    odd = (lo.is_null() & hi.is_null()) | (lo > hi).fill_null(False) | zero.is_null() | (zero <= 0)
    own = bool(set(params) & {"zero_distance", "zero_distance_lo", "zero_distance_hi"})
    return 100.0 - 100.0 * away / zero, odd | pl.lit(own)


def efficacy(params: Mapping[str, Any]) -> Columns:
    refused = pl.col("threshold")
    return 60.0 + 40.0 * (actual - refused) / (target - refused), target.is_null() | refused.is_null() | (target == refused)


def progress(params: Mapping[str, Any]) -> Columns:
    baseline = pl.col("baseline")
    return (actual - baseline) * 100.0 / (target - baseline), target.is_null() | baseline.is_null() | (target == baseline)


def binary(params: Mapping[str, Any]) -> Columns:
    met = pl.when(pl.col("direction") == "lower").then(actual <= target).otherwise(actual >= target)
    plain = pl.col("comparator").is_null() & pl.col("direction").is_in(["higher", "lower"]) & target.is_not_null()
    return pl.when(met).then(100.0).otherwise(0.0), ~plain | _near(actual, target) | pl.lit(bool(set(params) & {"full", "base"}))


def step(params: Mapping[str, Any]) -> Columns:
    on = str(params.get("on", "attainment"))
    value = actual if on == "actual" else unified()
    lower = pl.col("direction").first() == "lower" if on == "actual" else pl.lit(False)
    bands = sorted(pairs_of(params.get("bands"), "bands"), reverse=True)
    if on not in ("actual", "attainment") or len({edge for edge, _ in bands}) != len(bands):
        raise DomainError("bands")
    up, down, near = pl.lit(0.0), pl.lit(0.0), pl.lit(False)
    for edge, score in reversed(bands):
        up = pl.when(value >= float(edge)).then(float(score)).otherwise(up)
    for edge, score in bands:
        down = pl.when(value <= float(edge)).then(float(score)).otherwise(down)
    for edge, _ in bands:
        near = near | _near(value, pl.lit(float(edge)))
    mixed = pl.col("direction").n_unique() > 1
    return pl.when(lower).then(down).otherwise(up), near | value.is_null() | mixed


def interpolation(params: Mapping[str, Any]) -> Columns:
    """Points of the parameters on the actual of a rising KPI; everything else line by line."""
    if params.get("points") is None or str(params.get("on", "actual")) != "actual":
        return pl.lit(None, dtype=pl.Float64), pl.lit(True)
    points = sorted(pairs_of(params["points"], "points"))
    lower = pl.col("direction") == "lower"
    scores = [float(score) for _, score in points]
    plain = params.get("below") in (None, 0, "0") and len(points) > 1 and len({x for x, _ in points}) == len(points)
    if not plain or not (scores == sorted(scores) or scores == sorted(scores, reverse=True)):
        return pl.lit(None, dtype=pl.Float64), pl.lit(True)
    falling = scores[0] > scores[-1]
    worst, best = (points[-1], points[0]) if falling else (points[0], points[-1])
    value: pl.Expr = pl.lit(float(best[1]))
    for (x0, s0), (x1, s1) in pairwise(points):
        inside = (actual >= float(x0)) & (actual <= float(x1))
        line = float(s0) + (actual - float(x0)) * float(s1 - s0) / float(x1 - x0)
        value = pl.when(inside).then(line).otherwise(value)
    outside = actual > float(worst[0]) if falling else actual < float(worst[0])
    value = pl.when(outside).then(0.0).otherwise(value)
    return value, _near(actual, pl.lit(float(worst[0]))) | (lower if not falling else ~lower)


def deduction(params: Mapping[str, Any]) -> Columns:
    """Full mark 100 only; other scales line by line."""
    if set(params) - {"per_event", "full", "floor", "free_events"} or float(str(params.get("full", 100))) != 100:
        return pl.lit(None, dtype=pl.Float64), pl.lit(True)
    each, free = float(str(params["per_event"])), float(str(params.get("free_events", 0)))
    points = 100.0 - each * (actual - free).clip(0.0)
    odd = (actual < 0) | (actual != actual.round(0))
    return (points.clip(float(str(params["floor"]))) if params.get("floor") is not None else points), odd


COLUMNS: Mapping[str, Callable[[Mapping[str, Any]], Columns]] = {
    "ratio": ratio,
    "inverse": inverse,
    "on_target": on_target,
    "range": in_range,
    "efficacy": efficacy,
    "progress": progress,
    "binary": binary,
    "step": step,
    "interpolation": interpolation,
    "deduction": deduction,
}
