"""History across a reorganisation: what the units of today were before (docs/method/scoring.md, "Reorganisation")."""

from __future__ import annotations

import polars as pl

from reportgen.measures.exactsum import exact_sums
from reportgen.measures.kpis import kpis_at
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period


def changes_between(dataset: Dataset, past: Period, now: Period) -> pl.DataFrame:
    """Rows of ``lineage`` dated after the end of ``past`` and up to the end of ``now``: old_unit, new_unit, share."""
    rows = dataset["lineage"]
    inside = (pl.col("date") > past.end) & (pl.col("date") <= now.end)
    return rows.filter(inside & (pl.col("old_unit") != pl.col("new_unit"))).select("old_unit", "new_unit", "share")


def inherited(dataset: Dataset, values: pl.DataFrame, past: Period, now: Period) -> pl.DataFrame:
    """Values of past units under the units that they became: subject_id, kpi_id, value.

    Additive KPIs (agg_org sum) are split and added by share; any other has a value only where one old unit went over whole.
    ``values``: subject_id, kpi_id, value of ``past``.
    """
    changes = changes_between(dataset, past, now)
    empty = values.select("subject_id", "kpi_id", "value").clear()
    if changes.is_empty():
        return empty
    rules = kpis_at(dataset, now.end).select("kpi_id", (pl.col("agg_org") == "sum").alias("adds"))
    rows = changes.join(values, left_on="old_unit", right_on="subject_id").join(rules, on="kpi_id")
    key = ["new_unit", "kpi_id"]
    rows = rows.with_columns((pl.col("value") * pl.col("share")).round_sig_figs(15).alias("part"))
    adding = exact_sums(rows.filter("adds"), key, ["part"]).rename({"part": "value"})
    heirs = changes.group_by("new_unit").agg(pl.len().alias("olds"), pl.col("share").min().alias("least"))
    single = rows.filter(~pl.col("adds")).join(heirs, on="new_unit").filter((pl.col("olds") == 1) & (pl.col("least") == 1.0))
    found = pl.concat([adding.select(*key, "value"), single.select(*key, "value")]).rename({"new_unit": "subject_id"})
    return found.filter(pl.col("value").is_not_null())
