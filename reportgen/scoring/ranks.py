"""Ranks of actuals among peers, for the rank method (docs/method/scoring.md, "Methods")."""

from __future__ import annotations

import polars as pl

#: Fewer peers than this are not ranked (domain.md 3.3, M13).
FEWEST_PEERS = 5


def with_peer_ranks(lines: pl.DataFrame) -> pl.DataFrame:
    """Add ``peer_rank`` and ``peer_count`` to lines scored by rank: 1 is best, ties share the better.

    Peers are the lines of one KPI on one level that have an actual; with fewer than five of them there is no rank.
    """
    if not (lines["method"] == "rank").any():
        return lines.with_columns(*(pl.lit(None, dtype=pl.Int64).alias(name) for name in ("peer_rank", "peer_count")))
    ranked = pl.col("scored") & (pl.col("method") == "rank") & pl.col("actual").is_not_null()
    good = pl.when(ranked).then(pl.when(pl.col("direction") == "lower").then(-pl.col("actual")).otherwise(pl.col("actual")))
    group = ["kpi_id", "level"]
    lines = lines.with_columns(
        good.rank("min", descending=True).over(group).cast(pl.Int64).alias("peer_rank"),
        good.count().over(group).cast(pl.Int64).alias("peer_count"),
    )
    enough = pl.col("peer_count") >= FEWEST_PEERS
    return lines.with_columns(pl.when(enough).then(pl.col("peer_rank")).alias("peer_rank"))
