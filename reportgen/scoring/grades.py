"""Grade, coefficient and status by the printed figure (docs/method/scoring.md, "Grades")."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reportgen.model.policy import GradeBand, Rules, StatusRules


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


def status_by(score: pl.Expr, rules: StatusRules) -> pl.Expr:
    """green, amber or red by the printed score; missing where the score is."""
    return (
        pl.when(score >= float(rules.green)).then(pl.lit("green"))
        .when(score >= float(rules.amber)).then(pl.lit("amber"))
        .when(score.is_not_null()).then(pl.lit("red"))
    )
