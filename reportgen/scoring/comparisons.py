"""Comparisons of a scored period: the previous period, the same one a year earlier, other scenarios, ranks."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from reportgen.measures.actuals import actuals
from reportgen.measures.joins import attached
from reportgen.measures.lineage import changes_between, inherited
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.scoring.assess import Assessment
from reportgen.scoring.rounding import difference

LINE = ["subject_id", "kpi_id", "assignment_id"]
#: ``tile`` counts the sub-periods of a period that is scored by them: a quarter is compared with the same one of the other year.
PLACE = [*LINE, "tile"]
_SCENARIOS = {"PY": "py_row", "FC": "forecast", "BM": "benchmark"}


def with_other_periods(
    lines: pl.DataFrame, dataset: Dataset, now: Period, others: Mapping[str, tuple[Period, Assessment]]
) -> pl.DataFrame:
    """Add prior_actual, prior_score, prior_status, py_actual, forecast and benchmark.

    ``others`` holds the assessments ``prior`` and ``py``. A PY row of the period itself wins over the AC of a year before.
    """
    for name, (period, assessment) in others.items():
        past = assessment.lines.select(
            *PLACE, pl.col("actual").alias(f"{name}_actual"), pl.col("score").alias(f"{name}_score"),
            pl.col("status").alias(f"{name}_status"),
        )
        lines = attached(lines, past, PLACE)
        lines = _with_lineage(lines, f"{name}_actual", dataset, period, now)
    loaded = set(dataset["actuals"]["scenario"].unique())
    for scenario, column in _SCENARIOS.items():
        if scenario in loaded:
            rows = actuals(dataset, now, scenario).select(*LINE, pl.col("value").alias(column))
            lines = attached(lines, rows, LINE)
        else:
            lines = lines.with_columns(pl.lit(None, dtype=pl.Float64).alias(column))
    return lines.with_columns(pl.coalesce("py_row", "py_actual").alias("py_actual")).drop("py_row")


def _with_lineage(lines: pl.DataFrame, column: str, dataset: Dataset, past: Period, now: Period) -> pl.DataFrame:
    if dataset["lineage"].is_empty() or changes_between(dataset, past, now).is_empty():
        return lines
    found = inherited(dataset, actuals(dataset, past).select("subject_id", "kpi_id", "value"), past, now)
    lines = attached(lines, found.rename({"value": "old"}), ["subject_id", "kpi_id"])
    return lines.with_columns(pl.coalesce(column, "old").alias(column)).drop("old")


def with_other_finals(cards: pl.DataFrame, prior: Assessment, py: Assessment) -> pl.DataFrame:
    """Add prior_final, py_final and change. A period in which nothing of a subject was reported is no comparison."""
    for name, assessment in (("prior_final", prior), ("py_final", py)):
        known = pl.when(pl.col("coverage_pct") > 0).then(pl.col("final")).alias(name)
        cards = cards.join(assessment.cards.select("subject_id", known), on="subject_id", how="left", maintain_order="left")
    return cards.with_columns(difference(pl.col("final"), pl.col("prior_final")).alias("change"))


def with_ranks(cards: pl.DataFrame) -> pl.DataFrame:
    """Rank 1 is best, ties share the better, among rated subjects of one level under one parent that have a final."""
    placed = pl.when("rated").then(pl.col("final"))
    group = ["level", "parent_id"]
    return cards.with_columns(
        placed.rank("min", descending=True).over(group).cast(pl.Int64).alias("rank"),
        pl.when(placed.is_not_null()).then(placed.count().over(group)).cast(pl.Int64).alias("peers"),
    )
