"""Grade, coefficient and status by the printed figure (docs/method/scoring.md, "Grades")."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reportgen.model.policy import GradeBand, PointLimits, Rules, StatusRules
from reportgen.scoring.rounding import difference


def best_first(bands: Sequence[GradeBand]) -> list[GradeBand]:
    """Bands by their lower limit, the best first."""
    return sorted(bands, key=lambda band: band.min, reverse=True)


def grade_by(value: pl.Expr, bands: Sequence[GradeBand]) -> pl.Expr:
    """The grade of a printed figure; the lowest band holds everything below."""
    ordered = best_first(bands)
    grade = pl.when(value.is_not_null()).then(pl.lit(ordered[-1].grade))
    result: pl.Expr = grade
    for band in reversed(ordered[:-1]):
        result = pl.when(value >= float(band.min)).then(pl.lit(band.grade)).otherwise(result)
    return result


def coefficient_by(grade: pl.Expr, rules: Rules) -> pl.Expr:
    """The pay coefficient of a grade; missing without a grade."""
    table = {band.grade: float(band.coefficient) for band in rules.grades}
    return grade.replace_strict(table, default=None, return_dtype=pl.Float64)


def worse_of(grade: pl.Expr, limit: pl.Expr, bands: Sequence[GradeBand]) -> pl.Expr:
    """``grade`` held at ``limit`` where that is worse."""
    order = {band.grade: place for place, band in enumerate(best_first(bands))}
    places = [name.replace_strict(order, default=None, return_dtype=pl.Int64) for name in (grade, limit)]
    return pl.when(places[1] > places[0]).then(limit).otherwise(grade)


def status_by(score: pl.Expr, rules: StatusRules | PointLimits) -> pl.Expr:
    """green, amber or red by the printed score; missing where the score is."""
    return (
        pl.when(score >= float(rules.green)).then(pl.lit("green"))
        .when(score >= float(rules.amber)).then(pl.lit("amber"))
        .when(score.is_not_null()).then(pl.lit("red"))
    )


def with_status(lines: pl.DataFrame, rules: StatusRules) -> pl.DataFrame:
    """Add ``status`` and ``status_gain``: the percentage points better than the target, where the colour comes from them."""
    gain = pl.when(pl.lit(rules.pp is not None) & pl.col("unit").is_in(["%", "pp"]) & pl.col("score").is_not_null()).then(_gain())
    lines = lines.with_columns(gain.cast(pl.Float64).alias("status_gain"))
    points = status_by(pl.col("status_gain"), rules.pp or PointLimits())
    by_points = pl.col("status_gain").is_not_null()
    return lines.with_columns(
        pl.when(by_points).then(points).otherwise(status_by(pl.col("score"), rules)).alias("status")
    )


def _gain() -> pl.Expr:
    """How much better than its target the actual is; of a band the distance to it, never above 0."""
    actual, target, lo, hi = (pl.col(name) for name in ("actual", "target", "range_lo", "range_hi"))
    inside = actual.is_not_null() & (lo.is_not_null() | hi.is_not_null())
    banded = pl.when(actual < lo).then(difference(actual, lo)).when(actual > hi).then(difference(hi, actual))
    return (
        pl.when(pl.col("direction") == "higher").then(difference(actual, target))
        .when(pl.col("direction") == "lower").then(difference(target, actual))
        .when(pl.col("direction") == "target").then(-difference(actual, target).abs())
        .when((pl.col("direction") == "range") & inside).then(banded.otherwise(0.0))
    )
