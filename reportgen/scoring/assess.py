"""One period scored for all subjects: lines and scorecards, without comparisons to other periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from reportgen.measures.org import subjects_in
from reportgen.measures.service import minimum_days, service_in
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.policy import Rules
from reportgen.scoring.footing import with_footing
from reportgen.scoring.grades import coefficient_by, grade_by, status_by
from reportgen.scoring.line_scores import with_scores
from reportgen.scoring.lines import lines_of
from reportgen.scoring.points import point_sums, points_in
from reportgen.scoring.rounding import rounded
from reportgen.scoring.totals import totals, with_counted_weights, with_missing


@dataclass(frozen=True, slots=True)
class Assessment:
    """Lines with scores, one card per subject, and the points that count."""

    lines: pl.DataFrame
    cards: pl.DataFrame
    points: pl.DataFrame


def scored_lines(dataset: Dataset, rules: Rules, period: Period, as_of: date, present: pl.DataFrame) -> pl.DataFrame:
    """The lines of a period with attainment, score and status, before totals."""
    lines = lines_of(dataset, rules, period, as_of, present)
    lines = lines.with_columns(*(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("given_score", "given_scale")))
    lines = with_scores(lines)
    return lines.with_columns(status_by(pl.col("score"), rules.status).alias("status"))


def present_in(dataset: Dataset, period: Period) -> pl.DataFrame:
    """Subjects of the period (persons with at least one day): subject_id, parent_id, level, name, name_en, depth, days."""
    days = service_in(dataset, period).rename({"person_id": "subject_id"})
    subjects = subjects_in(dataset, period).join(days, on="subject_id", how="left", maintain_order="left")
    return subjects.filter((pl.col("level") != "individual") | (pl.col("days") > 0))


def assess(dataset: Dataset, rules: Rules, period: Period, as_of: date) -> Assessment:
    """Score every line and subject of ``period`` as known at ``as_of``."""
    present = present_in(dataset, period)
    lines = with_missing(scored_lines(dataset, rules, period, as_of, present), rules.scoring)
    lines = with_counted_weights(lines)
    cards = totals(lines)
    stopped = pl.col("subject_id").is_in(list(dataset.excluded))
    cards = cards.with_columns(
        *(pl.when(~stopped).then(pl.col(name)).alias(name) for name in ("total", "total_raw")),
        (pl.col("failed") | stopped).alias("failed"),
    )
    lines = with_footing(lines, cards)
    points = points_in(dataset, period, rules.scoring)
    cards = present.join(cards, on="subject_id", how="inner", maintain_order="left")
    cards = cards.join(point_sums(points), on="subject_id", how="left", maintain_order="left")
    return Assessment(lines, _finals(cards, rules, period), points)


def _finals(cards: pl.DataFrame, rules: Rules, period: Period) -> pl.DataFrame:
    """Points, cap, grade and coefficient; who is not rated has a score but no grade."""
    short = (pl.col("level") == "individual") & (pl.col("days") < minimum_days(period))
    cards = cards.with_columns(
        pl.col("bonus_points", "penalty_points").fill_null(0.0), (~short).fill_null(True).alias("rated"),
        pl.when(short).then(pl.lit("short_service")).alias("not_rated_reason"),
    )
    raw = (pl.col("total") + pl.col("bonus_points") - pl.col("penalty_points")).clip(0.0, float(rules.scoring.total_cap))
    cards = cards.with_columns(rounded(raw).alias("final"))
    enough = pl.col("graded_pct") >= float(rules.scoring.min_coverage)
    graded = pl.when(enough & pl.col("rated")).then(pl.col("final"))
    cards = cards.with_columns(
        grade_by(graded, rules.grades).alias("grade"), (pl.col("provisional") | ~enough).alias("provisional"),
        pl.lit(period.days, dtype=pl.Int64).alias("period_days"),
    )
    return cards.with_columns(coefficient_by(pl.col("grade"), rules).alias("coefficient"))
