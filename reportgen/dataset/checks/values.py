"""Actuals and given scores that contradict what they claim to be."""

from __future__ import annotations

import polars as pl

from reportgen.dataset.draft import Draft, plain
from reportgen.model.finding import Finding

#: Fractions look like this beside targets in percent (domain 2.2).
FRACTION_LIMIT = 1.5
#: Different actuals that must all equal their plan before they are said to be copies of it.
FEWEST_COPIED = 3


def check_values(draft: Draft) -> None:
    """W-PCT-SCALE, E-SCENARIO-MIX, E-SCORE-RANGE."""
    if draft.ready("actuals", "targets", "kpis"):
        _check_percent(draft)
    if draft.ready("actuals"):
        _check_scenarios(draft)
    if draft.ready("scores", "kpis", "scorecards"):
        _check_scores(draft)


def _check_percent(draft: Draft) -> None:
    percent = sorted(draft["kpis"].filter(pl.col("unit") == "%")["kpi_id"].unique().to_list())
    if not percent:
        return
    own = pl.col("kpi_id").is_in(percent)
    values = draft["actuals"].filter(own & pl.col("value").is_not_null() & (pl.col("scenario") == "AC"))
    highs = values.group_by("kpi_id").agg(
        high=pl.col("value").abs().max(), top=pl.col("value").max(), row_nr=pl.col("row_nr").min()
    )
    lows = draft["targets"].filter(own & pl.col("target").is_not_null()).group_by("kpi_id").agg(low=pl.col("target").min())
    odd = highs.join(lows, on="kpi_id").filter(
        (pl.col("high") <= FRACTION_LIMIT) & (pl.col("low") > FRACTION_LIMIT) & (pl.col("top") > 0)
    )
    rows = odd.sort("kpi_id").with_columns(high=plain("high"))
    draft.log.add_rows(Finding("W-PCT-SCALE", "actuals", column="value"), rows, ("high",))


def _check_scenarios(draft: Draft) -> None:
    """An actual that comes from the same source as a plan or forecast of the same cell, with the same value.

    Where no source is told: every actual of a subject and period that has a plan, three different ones at least.
    """
    _check_copied(draft)
    rows = draft["actuals"].filter(pl.col("source_ref").is_not_null() & pl.col("value").is_not_null())
    keys = ["kpi_id", "subject_id", "period", "source_ref", "value"]
    planned = rows.filter(pl.col("scenario").is_in(["PL", "FC"])).select(*keys, other="scenario")
    if planned.height == 0:
        return
    mixed = rows.filter(pl.col("scenario") == "AC").join(planned, on=keys, how="inner", maintain_order="left")
    shown = mixed.with_columns(plain("value"), scenario="other", source="source_ref")
    draft.log.add_rows(Finding("E-SCENARIO-MIX", "actuals", column="scenario"), shown, ("period", "value", "source", "scenario"))


def _check_copied(draft: Draft) -> None:
    keys = ["subject_id", "period"]
    rows = draft["actuals"].filter(pl.col("source_ref").is_null() & pl.col("value").is_not_null())
    planned = rows.filter(pl.col("scenario") == "PL").select(*keys, "kpi_id", "assignment_id", plan="value")
    if planned.height < FEWEST_COPIED:
        return
    own = rows.filter(pl.col("scenario") == "AC")
    pairs = own.join(planned, on=[*keys, "kpi_id", "assignment_id"], how="inner", nulls_equal=True, maintain_order="left")
    groups = pairs.group_by(keys, maintain_order=True).agg(
        row_nr=pl.col("row_nr").min(), count=pl.len(), kinds=pl.col("value").n_unique(),
        same=(pl.col("value") == pl.col("plan")).all(),
    )
    copied = groups.filter(pl.col("same") & (pl.col("kinds") >= FEWEST_COPIED))
    finding = Finding("E-SCENARIO-MIX", "actuals", column="scenario", params={"case": "copied"})
    draft.log.add_rows(finding, copied, ("period", "count"))


def _check_scores(draft: Draft) -> None:
    """A given score, on the 100 scale, lies between floor and cap of its line or KPI, else 0 and 120."""
    scores = draft["scores"].filter(pl.col("score").is_not_null())
    limits = draft["kpis"].select("kpi_id", kpi_cap="cap", kpi_floor="floor").unique("kpi_id", keep="last")
    lines = draft["scorecards"].group_by("subject_id", "kpi_id").agg(cap=pl.col("cap").max(), floor=pl.col("floor").min())
    rows = scores.join(lines, on=["subject_id", "kpi_id"], how="left", maintain_order="left")
    rows = (
        rows.join(limits, on="kpi_id", how="left", maintain_order="left")
        .with_columns(
            high=pl.coalesce("cap", "kpi_cap", pl.lit(draft.score_cap)),
            low=pl.coalesce("floor", "kpi_floor", pl.lit(draft.score_floor)),
            scale=pl.col("scale_max").fill_null(100.0) / 100,
        )
        .with_columns(high=pl.col("high") * pl.col("scale"), low=pl.col("low") * pl.col("scale"))
    )
    odd = rows.filter((pl.col("score") > pl.col("high") + 1e-9) | (pl.col("score") < pl.col("low") - 1e-9))
    shown = odd.with_columns(plain("score"), plain("low"), plain("high"))
    draft.log.add_rows(Finding("E-SCORE-RANGE", "scores", column="score"), shown, ("period", "score", "low", "high"))
