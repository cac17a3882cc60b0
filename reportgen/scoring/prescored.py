"""Scores that were given: they count, are checked against their scale, and compared with the computed ones."""

from __future__ import annotations

from decimal import Decimal, localcontext

import polars as pl

from reportgen.measures.joins import attached
from reportgen.measures.spans import spans_within, whole_labels
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.rounding import EXACT
from reportgen.scoring.exact.ratings import prescored
from reportgen.scoring.rounding import near_tie, printed, rounded

_KEY = ["subject_id", "kpi_id"]
_GIVEN = ("given_score", "given_scale", "given_target", "given_actual", "given_row")


def with_given(lines: pl.DataFrame, dataset: Dataset, period: Period) -> pl.DataFrame:
    """Join the given scores of a period; those with a weight but without a scorecard line become lines of their own.

    Adds given_score, given_scale (100), given_row; fills target and actual that only ``scores`` has.
    """
    labels = whole_labels(spans_within(period, dataset.settings.fiscal))
    rows = dataset["scores"].filter(pl.col("period").is_in(labels)).unique(_KEY, keep="first", maintain_order=True)
    given = rows.select(
        *_KEY, pl.col("score").alias("given_score"), pl.col("scale_max").fill_null(100.0).alias("given_scale"),
        pl.col("target").alias("given_target"), pl.col("actual").alias("given_actual"), pl.col("row_nr").alias("given_row"),
    )
    if given.is_empty():
        return lines.with_columns(
            pl.lit(None, dtype=pl.Float64).alias("given_score"), pl.lit(None, dtype=pl.Float64).alias("given_scale"),
            pl.lit(None, dtype=pl.Int64).alias("given_row"),
        )
    lines = attached(lines, given, _KEY)
    known = pl.col("given_score").is_not_null()
    return lines.with_columns(
        pl.coalesce("target", "given_target").alias("target"), pl.coalesce("actual", "given_actual").alias("actual"),
        pl.when(known).then(pl.lit("reported")).otherwise(pl.col("state")).alias("state"),
    ).drop("given_target", "given_actual")


def unlisted_lines(dataset: Dataset, period: Period, lines: pl.DataFrame) -> pl.DataFrame:
    """Given scores with a weight whose subject has no scorecard line for the KPI, as lines."""
    labels = whole_labels(spans_within(period, dataset.settings.fiscal))
    rows = dataset["scores"].filter(pl.col("period").is_in(labels) & pl.col("weight").is_not_null())
    if rows.is_empty():
        return lines.clear()
    fresh = rows.unique(_KEY, keep="first", maintain_order=True).join(lines, on=_KEY, how="anti")
    chosen = fresh.select(*_KEY, "weight", "row_nr", pl.lit("").alias("assignment_id"))
    return pl.concat([lines.clear(), chosen], how="diagonal")


def with_given_scores(lines: pl.DataFrame) -> pl.DataFrame:
    """Let given scores count. Adds ``computed_score`` where a computed one was there and differs."""
    lines = lines.with_columns(pl.lit(None, dtype=pl.Float64).alias("computed_score"))
    given = pl.col("given_score").is_not_null() & pl.col("scored")
    if lines["given_score"].null_count() == lines.height:
        return lines
    own = pl.when(pl.col("problem").is_null() & (pl.col("method") != "prescored")).then(pl.col("score"))
    raw = pl.col("given_score") * 100.0 / pl.col("given_scale")
    lines = lines.with_columns(own.alias("own"), raw.alias("raw"), near_tie(raw).alias("tie"), rounded(raw).alias("shown"))
    lines = _settled(lines)
    outside = (pl.col("raw") < pl.col("floor") - 1e-9) | (pl.col("raw") > pl.col("cap") + 1e-9)
    problem = (
        pl.when(pl.col("given_scale") <= 0).then(pl.lit("E-METHOD-DOMAIN|scale_max"))
        .when(outside).then(pl.lit("E-SCORE-RANGE|score"))
    )
    lines = lines.with_columns(pl.when(given).then(problem).otherwise(pl.col("problem")).alias("problem"))
    counts = given & pl.col("problem").is_null()
    return lines.with_columns(
        pl.when(counts & (pl.col("own") != pl.col("shown"))).then(pl.col("own")).alias("computed_score"),
        *(pl.when(given).then(pl.when(counts).then(pl.col("shown"))).otherwise(pl.col(name)).alias(name)
          for name in ("score", "score_uncapped")),
        pl.when(given).then(pl.when(counts).then(pl.col("raw"))).otherwise(pl.col("score_raw")).alias("score_raw"),
        pl.when(given).then(pl.lit("prescored")).otherwise(pl.col("method")).alias("method"),
    ).drop("own", "raw", "tie", "shown")


def _settled(lines: pl.DataFrame) -> pl.DataFrame:
    if not lines["tie"].any():
        return lines
    rows = lines.with_row_index("place").filter(pl.col("tie") & (pl.col("given_scale") > 0))
    with localcontext(EXACT):
        shown = [
            printed(prescored(Decimal(repr(score)), Decimal(repr(scale))))
            for score, scale in rows.select("given_score", "given_scale").iter_rows()
        ]
    return lines.with_columns(lines["shown"].scatter(rows["place"], shown).alias("shown"))
