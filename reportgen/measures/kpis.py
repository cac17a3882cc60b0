"""The definition of each KPI that is valid at a day, with the defaults of docs/method/scoring.md, "Defaults", filled in."""

from __future__ import annotations

from datetime import date

import polars as pl

from reportgen.model.dataset import Dataset

_METHOD_BY_DIRECTION = {"higher": "ratio", "lower": "ratio", "range": "range", "target": "on_target", "none": "none"}


def kpis_at(dataset: Dataset, day: date) -> pl.DataFrame:
    """One row per kpi_id, the version valid at ``day`` (else the latest before it, else the first), defaults applied.

    Columns are those of the table, ``factor`` (what turns numerator / denominator into the value) added.
    """
    kpis = dataset["kpis"]
    began = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    ended = pl.col("valid_to").is_not_null() & (pl.col("valid_to") < day)
    chosen = (
        kpis.with_columns(began.alias("began"), ended.alias("ended"))
        .sort("kpi_id", "began", "ended", "valid_from", descending=[False, True, False, True], nulls_last=True,
              maintain_order=True)
        .unique("kpi_id", keep="first", maintain_order=True)
        .drop("began", "ended")
    )
    ratios = _with_parts(dataset)
    has_parts = (pl.col("numerator_kpi").is_not_null() & pl.col("denominator_kpi").is_not_null()) | pl.col("kpi_id").is_in(ratios)
    at_last = pl.col("kind").is_in(["index", "rating"])
    agg_time = pl.when(has_parts).then(pl.lit("ratio_of_sums")).when(at_last).then(pl.lit("last")).otherwise(pl.lit("sum"))
    method = pl.col("direction").replace_strict(_METHOD_BY_DIRECTION, default="ratio", return_dtype=pl.String)
    percent = pl.when(pl.col("unit") == "%").then(100.0).otherwise(1.0)
    return chosen.with_columns(
        pl.coalesce("agg_time", agg_time).alias("agg_time"),
        pl.col("agg_org").fill_null("none"),
        pl.coalesce("method", method).alias("method"),
        pl.col("decimals").fill_null(2),
        (percent * pl.col("multiplier").fill_null(1.0)).alias("factor"),
    )


def _with_parts(dataset: Dataset) -> list[str]:
    """KPIs that have a row with numerator and denominator; only looked for where agg_time is left open."""
    open_kpis = dataset["kpis"].filter(pl.col("agg_time").is_null())["kpi_id"].unique()
    if open_kpis.is_empty():
        return []
    rows = dataset["actuals"].lazy().filter(pl.col("denominator").is_not_null() & pl.col("numerator").is_not_null())
    found: list[str] = rows.select("kpi_id").unique().collect()["kpi_id"].to_list()
    return found
