"""Variance of actual against target: absolute, relative, effect, or why no percentage (docs/method/scoring.md, "Variance")."""

from __future__ import annotations

from decimal import Decimal, localcontext

import polars as pl

from reportgen.measures.joins import attached
from reportgen.model.policy import Materiality
from reportgen.model.rounding import EXACT
from reportgen.scoring.line_scores import exact_actual, exact_target
from reportgen.scoring.rounding import difference, near_tie, printed, rounded, sure_tie

#: A relative variance beyond this has no meaning; the billionth absorbs the error of float division at the limit itself.
_OVER = 999.9 + 1e-9


def with_variance(lines: pl.DataFrame, materiality: Materiality) -> pl.DataFrame:
    """Add variance, variance_pct (percent, two decimals), effect, nm_reason and tolerance (in the KPI's unit).

    A band's reference is its point nearest to the actual: inside, the variance is 0. Up to the tolerance it is neutral.
    """
    lines = _with_tolerance(lines, materiality)
    actual, lo, hi = pl.col("actual"), pl.col("range_lo"), pl.col("range_hi")
    banded = (pl.col("direction") == "range") & (lo.is_not_null() | hi.is_not_null())
    nearest = pl.when(actual < lo).then(lo).when(actual > hi).then(hi).otherwise(actual)
    lines = lines.with_columns(pl.when(banded).then(nearest).otherwise(pl.col("target")).alias("reference"))
    reference = pl.col("reference")
    lines = lines.with_columns(difference(actual, reference).alias("variance"))
    change, percent = pl.col("variance"), pl.col("variance") * 100.0 / reference
    reason = (
        pl.when(change.is_null()).then(pl.lit("missing"))
        .when(pl.col("unit") == "%").then(pl.lit("pp"))
        .when(reference == 0).then(pl.lit("zero_base"))
        .when((reference < 0) & (actual < 0)).then(pl.lit("negative_base"))
        .when((reference < 0) | (actual < 0)).then(pl.lit("sign_change"))
        .when(percent.abs() > _OVER).then(pl.lit("over_999"))
    )
    sign = pl.when(pl.col("direction") == "lower").then(-change).when(pl.col("direction") == "higher").then(change)
    gain = sign.when(pl.col("direction").is_in(["range", "target"])).then(-change.abs())
    effect = (
        pl.when(gain.is_not_null() & (change.abs() <= pl.col("tolerance"))).then(pl.lit("neutral"))
        .when(gain > 0).then(pl.lit("favourable")).when(gain < 0).then(pl.lit("unfavourable"))
        .when(gain == 0).then(pl.lit("neutral"))
    )
    lines = lines.with_columns(reason.alias("nm_reason"), effect.alias("effect"))
    relative = pl.when(pl.col("nm_reason").is_null()).then(percent)
    lines = lines.with_columns(rounded(relative).alias("variance_pct"), _unsure(relative, reference).alias("tie"))
    return _settled(lines).drop("tie", "reference")


def _with_tolerance(lines: pl.DataFrame, materiality: Materiality) -> pl.DataFrame:
    place = ["kpi_id", "level"]
    found = lines.select(place).unique(maintain_order=True)
    limits = [float(materiality.of(kpi, level).tolerance) for kpi, level in found.iter_rows()]
    return attached(lines, found.with_columns(pl.Series("tolerance", limits, dtype=pl.Float64)), place)


def _unsure(relative: pl.Expr, reference: pl.Expr) -> pl.Expr:
    given = pl.col("divisor").is_null() & pl.col("prorated_days").is_null()
    return near_tie(relative) & ~(given & sure_tie(pl.col("actual"), reference))


def _settled(lines: pl.DataFrame) -> pl.DataFrame:
    """Relative variances that floats cannot round."""
    if not lines["tie"].any():
        return lines
    rows = lines.with_row_index("place").filter("tie")
    exact = []
    with localcontext(EXACT):
        for row in rows.iter_rows(named=True):
            actual, target = exact_actual(row), exact_target(row, "target")
            base = Decimal(repr(row["reference"])) if target is None else target
            assert actual is not None
            exact.append(printed((actual - base) * 100 / base))
    values = lines["variance_pct"].scatter(rows["place"], exact)
    return lines.with_columns(values.alias("variance_pct"))
