"""Anomaly rules over all lines of a run: each KPI in the periods of its own grain, outliers among the people of a department."""

from __future__ import annotations

import polars as pl

from reportgen.analysis import history
from reportgen.model.analysis import Anomaly
from reportgen.model.period import parse_period
from reportgen.run.results import Results
from reportgen.run.views.organisation import Organisation

_KEY = ["subject_id", "kpi_id", "assignment_id"]


def anomalies(
    series: pl.DataFrame, results: Results, kpis: pl.DataFrame, organisation: Organisation
) -> tuple[Anomaly, ...]:
    """A1, A2, A3, A5, A6 of every line on a scorecard, then A4 of persons (docs/method/variance.md, "Anomaly rules")."""
    scored = results.scores.kpi_scores.filter(pl.col("weight") > 0)
    watched = series.join(scored.select("subject_id", "kpi_id").unique(), on=["subject_id", "kpi_id"], how="semi")
    found = [item for part in _by_grain(watched, results) for item in history.anomalies(part, kpis)]
    people = scored.filter((pl.col("level") == "individual") & pl.col("actual").is_not_null())
    groups = {person: organisation.nearest(person, "department") for person in people["subject_id"].unique()}
    values = people.select(
        "subject_id", "kpi_id", pl.col("actual").alias("value"),
        pl.col("subject_id").replace_strict(groups, default=None, return_dtype=pl.String).alias("peer_group"),
    )
    return (*found, *history.outliers(values.unique(["subject_id", "kpi_id"], maintain_order=True), kpis))


def _by_grain(series: pl.DataFrame, results: Results) -> list[pl.DataFrame]:
    """The series of monthly KPIs, of quarterly ones and so on, each with its periods counted from the first on."""
    fiscal = results.inputs.dataset.settings.fiscal
    kinds = {label: parse_period(label, fiscal).kind for label in series["period"].unique()}
    rows = series.with_columns(pl.col("period").replace_strict(kinds, default=None, return_dtype=pl.String).alias("kind"))
    parts = []
    for part in rows.partition_by("kind", maintain_order=True):
        order = part["end"].rank("dense").cast(pl.Int64).alias("order")
        parts.append(part.with_columns(order).select(
            *_KEY, "order", pl.col("actual").alias("value"), "target", "threshold", "range_lo", "range_hi",
        ).unique([*_KEY, "order"], keep="first", maintain_order=True))
    return parts
