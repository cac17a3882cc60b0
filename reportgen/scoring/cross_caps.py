"""The cap across KPIs: below the base score of one, the others get theirs at most (docs/method/scoring.md, "Caps")."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reportgen.measures.joins import attached
from reportgen.model.policy import CrossKpiCap

#: The base score of every method on the 100 scale.
BASE = 100.0
_CARD = ["subject_nr", "segment"]


def with_cross_caps(lines: pl.DataFrame, rules: Sequence[CrossKpiCap]) -> pl.DataFrame:
    """Hold scores at the base where the policy's KPI is below it; ``held_by`` names that KPI.

    ``lines`` has score, score_raw, cap, floor and assumed. The printed score is compared; a KPI that counts zero is below
    its base, one that does not apply holds nobody. A held line carries the base as its cap. Given scores stay as given.
    """
    lines = lines.with_columns(pl.lit(None, dtype=pl.String).alias("held_by"))
    assumed = pl.when(pl.col("assumed") == "zero").then(0.0).when(pl.col("assumed") == "target").then(BASE)
    for rule in rules:
        counted = pl.coalesce(pl.col("score"), assumed)
        low = lines.filter((pl.col("kpi_id") == rule.kpi) & pl.col("scored") & (counted < BASE))
        if low.is_empty():
            continue
        lines = attached(lines, low.select(*_CARD, pl.lit(rule.kpi).alias("low")).unique(_CARD), _CARD)
        other = pl.col("kpi_id").is_in(list(rule.others)) if rule.others else pl.lit(True)
        held = pl.col("low").is_not_null() & other & (pl.col("kpi_id") != rule.kpi) & pl.col("given_score").is_null()
        above = held & pl.col("scored") & (pl.col("score_raw") > BASE)
        lines = lines.with_columns(
            *(pl.when(above).then(BASE).otherwise(pl.col(name)).alias(name) for name in ("score", "score_raw", "cap")),
            pl.when(above).then("low").otherwise("held_by").alias("held_by"),
        ).drop("low")
    return lines
