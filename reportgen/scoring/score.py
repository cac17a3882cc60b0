"""Scores of a period with its comparisons: the previous period, the same one a year earlier, ranks and findings."""

from __future__ import annotations

from datetime import date

import polars as pl

from reportgen.measures.actuals import actuals
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, previous, year_earlier
from reportgen.model.policy import Rules
from reportgen.model.results import KPI_SCORES, SCORECARDS, Scores
from reportgen.scoring.assess import Assessment, assess
from reportgen.scoring.rounding import difference
from reportgen.scoring.variance import with_variance

_LINE = ["subject_id", "kpi_id", "assignment_id"]


def score(dataset: Dataset, rules: Rules, period: Period, as_of: date) -> Scores:
    """Score ``period`` as known at ``as_of``. Frames are documented in ``model/results.py``."""
    fiscal = dataset.settings.fiscal
    now = assess(dataset, rules, period, as_of)
    before = assess(dataset, rules, previous(period, fiscal), as_of)
    last_year = assess(dataset, rules, year_earlier(period, fiscal), as_of)
    lines = with_variance(_compared_lines(dataset, now, before, last_year, period))
    cards = _ranked(_compared_cards(now, before, last_year))
    return Scores(_kpi_scores(lines, period), _scorecards(cards, period), now.points, ())


def _compared_lines(dataset: Dataset, now: Assessment, before: Assessment, last_year: Assessment, period: Period) -> pl.DataFrame:
    prior = before.lines.select(*_LINE, pl.col("actual").alias("prior_actual"), pl.col("score").alias("prior_score"))
    earlier = last_year.lines.select(*_LINE, pl.col("actual").alias("ac_earlier"))
    loaded = actuals(dataset, period, "PY").select(*_LINE, pl.col("value").alias("py_row"))
    lines = now.lines
    for other in (prior, earlier, loaded):
        lines = lines.join(other.unique(_LINE, keep="first"), on=_LINE, how="left", maintain_order="left")
    return lines.with_columns(
        pl.coalesce("py_row", "ac_earlier").alias("py_actual"),
        (pl.col("status") == "red").fill_null(False).cast(pl.Int64).alias("red_streak"),
    )


def _compared_cards(now: Assessment, before: Assessment, last_year: Assessment) -> pl.DataFrame:
    cards = now.cards.join(before.cards.select("subject_id", pl.col("final").alias("prior_final")), on="subject_id", how="left",
                           maintain_order="left")
    cards = cards.join(last_year.cards.select("subject_id", pl.col("final").alias("py_final")), on="subject_id", how="left",
                       maintain_order="left")
    return cards.with_columns(difference(pl.col("final"), pl.col("prior_final")).alias("change"))


def _ranked(cards: pl.DataFrame) -> pl.DataFrame:
    """Rank 1 is best, ties share the better, among rated subjects of one level under one parent that have a final."""
    placed = pl.when("rated").then(pl.col("final"))
    group = ["level", "parent_id"]
    return cards.with_columns(
        placed.rank("min", descending=True).over(group).cast(pl.Int64).alias("rank"),
        pl.when(placed.is_not_null()).then(placed.count().over(group)).cast(pl.Int64).alias("peers"),
    )


def _kpi_scores(lines: pl.DataFrame, period: Period) -> pl.DataFrame:
    state = pl.when(pl.col("partial") & (pl.col("state") == "reported")).then(pl.lit("partial")).otherwise(pl.col("state"))
    lines = lines.with_columns(pl.lit(period.label).alias("period"), pl.lit("AC").alias("scenario"), state.alias("state"))
    return lines.select(*KPI_SCORES, *(name for name in lines.columns if name not in KPI_SCORES))


def _scorecards(cards: pl.DataFrame, period: Period) -> pl.DataFrame:
    cards = cards.with_columns(
        pl.lit(period.label).alias("period"), pl.col("grade").alias("grade_before_adjustment"),
        pl.when(pl.col("level") == "individual").then(pl.col("parent_id")).otherwise(pl.col("subject_id")).alias("unit_id"),
    )
    return cards.select(*SCORECARDS, *(name for name in cards.columns if name not in SCORECARDS))
