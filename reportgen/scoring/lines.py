"""The lines of a period before scoring: scorecard, definition, actual and target side by side."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from reportgen.measures.actuals import actuals
from reportgen.measures.joins import attached
from reportgen.measures.kpis import kpis_at
from reportgen.measures.scorecards import lines_in
from reportgen.measures.targets import targets
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.policy import Rules
from reportgen.scoring.prescored import unlisted_lines, with_given
from reportgen.scoring.proration import with_proration
from reportgen.scoring.raters import with_rater_weights
from reportgen.scoring.segments import segments_in, with_segments

KEY = ["subject_id", "kpi_id", "assignment_id"]
_FROM_KPI = ("direction", "unit", "decimals", "agg_time", "agg_org", "kind", "owner_id", "factor")
_OWN = ("cap", "floor", "method", "params")


def lines_of(dataset: Dataset, rules: Rules, period: Period, as_of: date, present: pl.DataFrame) -> pl.DataFrame:
    """One row per scorecard line of ``present`` (subject_id, subject_nr, level, parent_id, days), ready for scoring.

    Columns: those of ``Line``, weight, missing_policy, state, flag, partial, unit, …; ``scored`` (it has a direction and a
    weight), ``segment`` and ``share`` (weight of the segment), ``due``, given_score, card_period (label of the scorecard).
    """
    kpis = kpis_at(dataset, period.end).rename({name: f"kpi_{name}" for name in _OWN})
    lines = lines_in(dataset, period)
    given = unlisted_lines(dataset, period, lines)
    lines = lines if given.is_empty() else pl.concat([lines, given])
    who = present.select("subject_id", "subject_nr", "level", "parent_id", "days")
    lines = lines.join(who, on="subject_id", maintain_order="left")
    whole = pl.col("days").fill_null(period.days)
    lines = with_segments(lines, segments_in(dataset, period, lines), whole)
    lines = lines.join(
        kpis.select("kpi_id", *_FROM_KPI, *(f"kpi_{name}" for name in _OWN)), on="kpi_id", maintain_order="left"
    )
    lines = with_values(with_values(lines, actuals(dataset, period), "actual"), targets(dataset, period), "target")
    lines = with_given(with_proration(lines, period), dataset, period)
    due = as_of > period.end + timedelta(days=dataset.settings.due_days)
    lines = lines.with_columns(
        pl.coalesce("method", "kpi_method").alias("method"),
        pl.coalesce("params", "kpi_params").alias("params"),
        pl.coalesce("cap", "kpi_cap", pl.lit(float(rules.scoring.cap))).alias("cap"),
        pl.coalesce("floor", "kpi_floor", pl.lit(float(rules.scoring.floor))).alias("floor"),
        pl.col("state").fill_null("not_reported"), pl.col("partial").fill_null(False),
        ((pl.col("direction") != "none") & (pl.col("weight") > 0)).fill_null(False).alias("scored"),
        pl.lit(period.label).alias("line_period"), pl.lit(due).alias("due"),
    ).drop("kpi_cap", "kpi_floor", "kpi_method", "kpi_params").rename({"period": "card_period"})
    return with_rater_weights(lines, dataset, rules.scoring.matrix_weight)


def with_values(lines: pl.DataFrame, values: pl.DataFrame, what: str) -> pl.DataFrame:
    """Join actuals or targets; a line of an assignment takes the row without one where its own is not there."""
    values = values.rename({"row_nr": f"{what}_row"} | ({"value": "actual"} if what == "actual" else {}))
    lines = attached(lines, values, KEY)
    named = lines["assignment_id"] != ""
    if not named.any():
        return lines
    fallback = values.filter(pl.col("assignment_id") == "").drop("assignment_id")
    shared = [name for name in fallback.columns if name not in ("subject_id", "kpi_id")]
    both = attached(lines, fallback.rename({name: f"{name}:any" for name in shared}), ["subject_id", "kpi_id"])
    own = pl.col(f"{what}_row").is_not_null() | pl.col(what).is_not_null()
    return both.with_columns(
        *(pl.when(own).then(pl.col(name)).otherwise(pl.col(f"{name}:any")).alias(name) for name in shared)
    ).select(lines.columns)
