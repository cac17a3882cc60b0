"""Status colours, red streaks and counts (docs/method/variance.md, "Status and streaks")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from reportgen.analysis.columns import KEYS, with_columns_of
from reportgen.model.analysis import Status
from reportgen.model.policy import StatusRules

STATUSES: tuple[Status, ...] = ("green", "amber", "red")


def status_of(printed: Decimal | None, rules: StatusRules) -> Status:
    """The colour of a printed (2-decimal) score; empty where there is none."""
    if printed is None:
        return ""
    if printed >= rules.green:
        return "green"
    return "amber" if printed >= rules.amber else "red"


def red_streak(statuses: Sequence[Status]) -> int:
    """Reds in a row up to the last period (oldest first). A period without a status ends a streak."""
    count = 0
    for status in reversed(statuses):
        if status != "red":
            break
        count += 1
    return count


def escalates(statuses: Sequence[Status], rules: StatusRules) -> bool:
    """True when the red streak has reached the number of periods that calls for escalation."""
    return red_streak(statuses) >= rules.escalate_after


def streaks(history: pl.DataFrame) -> pl.DataFrame:
    """The red streak of each line up to the latest period of ``history``.

    history: subject_id, kpi_id, [assignment_id], order (Int64, later is greater, one step per period), status. A line
    without a row in the latest period, or in one between, has no streak across it. Returns the keys and red_streak.
    """
    rows = with_columns_of(history, {"assignment_id": pl.String()})
    if rows.is_empty():
        return rows.select(*KEYS, pl.lit(0, pl.Int64).alias("red_streak"))
    latest = pl.lit(rows["order"].max(), pl.Int64)
    rows = rows.sort("order", descending=True, maintain_order=True)
    unbroken = (pl.col("status") == "red").fill_null(False) & (latest - pl.col("order") == pl.int_range(pl.len()))
    count = unbroken.cast(pl.Int64).cum_prod().sum().alias("red_streak")
    return rows.group_by(KEYS, maintain_order=True).agg(count).sort(KEYS, nulls_last=False)


def status_counts(kpi_scores: pl.DataFrame, by: Sequence[str] = ("subject_id",)) -> pl.DataFrame:
    """Scorecard lines per colour: the ``by`` columns, green, amber, red, unscored (lines with a weight and no status)."""
    status = pl.col("status").fill_null("")
    counted = kpi_scores.filter(pl.col("weight").is_not_null()) if "weight" in kpi_scores.columns else kpi_scores
    colours = [(status == name).sum().cast(pl.Int64).alias(name) for name in STATUSES]
    unscored = (status == "").sum().cast(pl.Int64).alias("unscored")
    return counted.group_by(list(by), maintain_order=True).agg(*colours, unscored)
