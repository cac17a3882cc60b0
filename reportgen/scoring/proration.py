"""Targets set for a whole period, cut to the days in post (docs/method/scoring.md, "Proration")."""

from __future__ import annotations

import polars as pl

from reportgen.model.period import Period

PRORATED = ("target", "threshold", "stretch", "baseline")


def with_proration(lines: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Prorate targets of flows whose ``window`` is ``period`` by days in post over days of the period, both ends counted.

    Adds days_in_post, and ``full:`` columns with the targets as they were set (exact arithmetic starts from them).
    """
    in_post = pl.coalesce("segment_days", "days")
    cut = (pl.col("window") == "period") & (pl.col("agg_time") == "sum") & (in_post < period.days)
    lines = lines.with_columns(pl.when(cut).then(in_post).alias("prorated_days"))
    if lines["prorated_days"].null_count() == lines.height:
        return lines.with_columns(*(pl.lit(None, dtype=pl.Float64).alias(f"full:{name}") for name in PRORATED),
                                  pl.lit(period.days, dtype=pl.Int64).alias("window_days"))
    part = pl.col("prorated_days") / period.days
    return lines.with_columns(
        *(pl.when(pl.col("prorated_days").is_not_null()).then(pl.col(name)).alias(f"full:{name}") for name in PRORATED),
        *(pl.coalesce((pl.col(name) * part).round_sig_figs(15), pl.col(name)).alias(name) for name in PRORATED),
        pl.lit(period.days, dtype=pl.Int64).alias("window_days"),
    )
