"""Scores of a period with its comparisons, ranks, streaks and findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period, previous, year_earlier
from reportgen.model.policy import Rules
from reportgen.model.results import KPI_SCORES, SCORECARDS, Scores
from reportgen.scoring.assess import Assessment, assess, present_in
from reportgen.scoring.comparisons import with_other_finals, with_other_periods, with_ranks
from reportgen.scoring.findings import child_sums, definition_changes, line_findings, short_service
from reportgen.scoring.streaks import red_streaks
from reportgen.scoring.surroundings import changed_definitions, children_targets, with_missing_names, with_other_grain
from reportgen.scoring.variance import with_variance

_INTERNAL = (
    "scored", "problem", "counts", "awaited", "counted_score", "flag", "dividend", "divisor", "given", "missing", "children",
    "actual_row", "target_row", "given_row", "given_score", "given_scale", "computed_score", "max_grade", "prorated_days",
    "window_days", "full:target", "full:threshold", "full:stretch", "full:baseline", "other_grain", "missing_names", "days",
)


def score(dataset: Dataset, rules: Rules, period: Period, as_of: date) -> Scores:
    """Score ``period`` as known at ``as_of``; the frames are documented in ``model/results.py``."""
    fiscal = dataset.settings.fiscal
    past, earlier = previous(period, fiscal), year_earlier(period, fiscal)
    now = assess(dataset, rules, period, as_of)
    prior, py = assess(dataset, rules, past, as_of), assess(dataset, rules, earlier, as_of)
    lines = with_other_periods(now.lines, dataset, period, {"prior": (past, prior), "py": (earlier, py)})
    reds = tuple(assessment.lines.filter(pl.col("status") == "red") for assessment in (now, prior))
    streaks = red_streaks(dataset, rules, period, as_of, (reds[0], reds[1]))
    changes = changed_definitions(dataset, period)
    lines = with_variance(lines).join(streaks, on=["subject_id", "kpi_id", "assignment_id"], how="left", maintain_order="left")
    lines = lines.with_columns(
        pl.col("red_streak").fill_null(0), pl.col("kpi_id").is_in([kpi for kpi, _, _ in changes]).alias("definition_changed")
    )
    cards = with_ranks(with_other_finals(now.cards, prior, py))
    subjects = present_in(dataset, period)
    lines = with_other_grain(with_missing_names(lines, subjects), dataset, period)
    known = {(finding.code, finding.subject_id, finding.kpi_id) for finding in dataset.findings}
    fresh = _findings(lines, now, subjects, period)
    found = [finding for finding in fresh if (finding.code, finding.subject_id, finding.kpi_id) not in known]
    used = set(lines["kpi_id"].unique())
    found += definition_changes(change for change in changes if change[0] in used)
    return Scores(_kpi_scores(lines, period), _scorecards(cards, period), now.points, tuple(found))


def score_history(dataset: Dataset, rules: Rules, periods: list[Period], as_of: date) -> pl.DataFrame:
    """Finals of earlier periods, without comparisons: period, subject_id, final (missing where nothing was reported)."""
    parts = []
    for period in periods:
        known = pl.when(pl.col("coverage_pct") > 0).then(pl.col("final")).alias("final")
        cards = assess(dataset, rules, period, as_of).cards
        parts.append(cards.select(pl.lit(period.label).alias("period"), "subject_id", known))
    schema = {"period": pl.String, "subject_id": pl.String, "final": pl.Float64}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _findings(lines: pl.DataFrame, now: Assessment, subjects: pl.DataFrame, period: Period) -> Iterator[Finding]:
    yield from line_findings(lines)
    yield from child_sums(lines, children_targets(lines, subjects))
    yield from short_service(now.cards, period)


def _kpi_scores(lines: pl.DataFrame, period: Period) -> pl.DataFrame:
    state = pl.when(pl.col("partial") & (pl.col("state") == "reported")).then(pl.lit("partial")).otherwise(pl.col("state"))
    lines = lines.with_columns(pl.lit(period.label).alias("period"), pl.lit("AC").alias("scenario"), state.alias("state"))
    return lines.select(*KPI_SCORES, *(name for name in lines.columns if name not in (*KPI_SCORES, *_INTERNAL)))


def _scorecards(cards: pl.DataFrame, period: Period) -> pl.DataFrame:
    own_unit = pl.when(pl.col("level") == "individual").then(pl.col("parent_id")).otherwise(pl.col("subject_id"))
    cards = cards.with_columns(pl.lit(period.label).alias("period"), own_unit.alias("unit_id"))
    return cards.select(*SCORECARDS, *(name for name in cards.columns if name not in SCORECARDS))
