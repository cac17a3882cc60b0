"""Bonus and penalty points from events (docs/method/scoring.md, "Points")."""

from __future__ import annotations

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.policy import ScoringRules

POINTS = ("subject_id", "event_id", "kind", "rule", "points", "counted", "reason")
_BONUS, _PENALTY = ["bonus_points", "bonus"], ["penalty_points", "penalty"]


def points_in(dataset: Dataset, period: Period, rules: ScoringRules) -> pl.DataFrame:
    """Every event of the period that gives or takes points; ``counted`` stops at the cap of bonus points, by date and id."""
    events = dataset["events"].filter(pl.col("date").is_between(period.start, period.end) & pl.col("points").is_not_null())
    bonus, penalty = (pl.col("type").is_in(names) for names in (_BONUS, _PENALTY))
    kind = pl.when(bonus).then(pl.lit("bonus")).when(penalty).then(pl.lit("penalty"))
    lines = events.with_columns(
        kind.alias("kind"), (pl.col("points").abs() * pl.col("count").fill_null(1.0)).round(9).alias("points"),
        pl.coalesce("rule", "type").alias("rule"),
    ).filter(pl.col("kind").is_not_null()).sort("subject_id", "date", "event_id", maintain_order=True)
    before = pl.col("points").cum_sum().over("subject_id", "kind") - pl.col("points")
    room = (float(rules.bonus_points_cap) - before).clip(0.0)
    counted = pl.when(pl.col("kind") == "bonus").then(pl.min_horizontal("points", room)).otherwise(pl.col("points"))
    return lines.with_columns(counted.round(9).alias("counted")).select(POINTS)


def point_sums(points: pl.DataFrame) -> pl.DataFrame:
    """subject_id, bonus_points, penalty_points: what counts."""
    of_kind = pl.col("counted").filter
    return points.group_by("subject_id").agg(
        of_kind(pl.col("kind") == "bonus").sum().round(9).alias("bonus_points"),
        of_kind(pl.col("kind") == "penalty").sum().round(9).alias("penalty_points"),
    )
