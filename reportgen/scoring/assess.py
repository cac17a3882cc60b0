"""One period scored for all subjects: lines and scorecards, without comparisons to other periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from reportgen.measures.org import subjects_in
from reportgen.measures.service import service_in
from reportgen.measures.steps import Step, finer_scorecards, target_changes
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.policy import Rules
from reportgen.scoring.cross_caps import with_cross_caps
from reportgen.scoring.derived import with_derived
from reportgen.scoring.finals import Scope, with_finals
from reportgen.scoring.grades import with_status
from reportgen.scoring.line_scores import with_scores
from reportgen.scoring.lines import lines_of
from reportgen.scoring.points import point_sums, points_in
from reportgen.scoring.prescored import with_given_scores
from reportgen.scoring.ranks import with_peer_ranks
from reportgen.scoring.totals import totals, with_counted_weights, with_missing
from reportgen.scoring.unplanned import LeftOut, with_covered, without_unplanned


@dataclass(frozen=True, slots=True)
class Assessment:
    """Lines with scores (not yet footed), one card per subject, the points that count, who is there, and what is not scored."""

    lines: pl.DataFrame
    cards: pl.DataFrame
    points: pl.DataFrame
    subjects: pl.DataFrame
    left_out: tuple[LeftOut, ...] = ()


def scored_lines(
    dataset: Dataset, rules: Rules, period: Period, as_of: date, present: pl.DataFrame
) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """The lines of a period with attainment, score and status, before totals; by sub-period where scorecards are finer.

    ``assumed`` and ``counts`` say what stands for a missing score, ``held_by`` which KPI holds a score at its base. Also what
    is left out at the end of a period because its months have no targets.
    """
    present = present.with_row_index("subject_nr")
    finer = finer_scorecards(dataset, period)
    steps = [*finer, *_changed(dataset, rules, period, as_of, present, finer)]
    apart = sorted({subject for step in steps for subject in step.subjects})
    here = present.filter(~pl.col("subject_id").is_in(apart)) if apart else present
    parts = [lines_of(dataset, rules, period, as_of, here).with_columns(pl.lit(0, dtype=pl.Int64).alias("tile"))]
    parts += [_step_lines(dataset, rules, as_of, present, step) for step in steps]
    lines = with_given_scores(with_scores(with_peer_ranks(pl.concat(parts) if len(parts) > 1 else parts[0])))
    negative = pl.col("scored") & (pl.col("flag") == "den_negative") & pl.col("given_score").is_null()
    problem = pl.when(negative).then(pl.lit("E-RATIO-DEN|denominator")).otherwise(pl.col("problem"))
    lines = with_missing(lines.with_columns(problem.alias("problem")), rules.scoring)
    lines, left = without_unplanned(lines, dataset, period) if steps else (lines, ())
    lines = with_cross_caps(lines, rules.scoring.cross_kpi_cap)
    return with_status(lines, rules.status), left


def _step_lines(dataset: Dataset, rules: Rules, as_of: date, present: pl.DataFrame, step: Step) -> pl.DataFrame:
    """The lines of the subjects of a step, its label before the segment."""
    numbers = present.select("subject_id", "subject_nr").filter(pl.col("subject_id").is_in(step.subjects))
    there = present_in(dataset, step.period).join(numbers, on="subject_id", maintain_order="left")
    return lines_of(dataset, rules, step.period, as_of, there).with_columns(
        (pl.lit(f"{step.period.label}/") + pl.col("segment")).alias("segment"), pl.lit(step.place, dtype=pl.Int64).alias("tile")
    )


def _changed(
    dataset: Dataset, rules: Rules, period: Period, as_of: date, present: pl.DataFrame, finer: Sequence[Step]
) -> list[Step]:
    """Steps around changes of targets, where the policy scores by segment and every reported line has its parts."""
    if not rules.scoring.score_by_segment:
        return []
    known = {subject for step in finer for subject in step.subjects}
    steps = [_without(step, known) for step in target_changes(dataset, period)]
    subjects = sorted({subject for step in steps for subject in step.subjects})
    if not subjects:
        return []
    whole = lines_of(dataset, rules, period, as_of, present.filter(pl.col("subject_id").is_in(subjects)))
    parts = pl.concat([_step_lines(dataset, rules, as_of, present, step) for step in steps])
    goal = pl.coalesce("target", "range_lo", "range_hi")
    bare = parts.filter(pl.col("scored") & (pl.col("actual").is_null() | goal.is_null()))
    complete = whole.filter(pl.col("scored") & pl.col("actual").is_not_null() & goal.is_not_null())
    lacking = set(bare.join(complete, on=["subject_id", "kpi_id"], how="semi")["subject_id"])
    return [_without(step, lacking) for step in steps]


def _without(step: Step, subjects: set[str]) -> Step:
    return replace(step, subjects=tuple(subject for subject in step.subjects if subject not in subjects))


def present_in(dataset: Dataset, period: Period) -> pl.DataFrame:
    """Subjects of the period (persons with at least one day): subject_id, parent_id, level, name, name_en, depth, days."""
    days = service_in(dataset, period).rename({"person_id": "subject_id"})
    subjects = subjects_in(dataset, period).join(days, on="subject_id", how="left", maintain_order="left")
    return subjects.filter((pl.col("level") != "individual") | (pl.col("days") > 0))


def assess(dataset: Dataset, rules: Rules, period: Period, as_of: date) -> Assessment:
    """Score every line and subject of ``period`` as known at ``as_of``."""
    present = present_in(dataset, period)
    lines, left = scored_lines(dataset, rules, period, as_of, present)
    lines = with_counted_weights(lines)
    cards = totals(lines)
    stopped = pl.col("subject_id").is_in(list(dataset.excluded_in(period)))
    cards = cards.with_columns(
        *(pl.when(~stopped).then(pl.col(name)).alias(name) for name in ("total", "total_raw")),
        (pl.col("failed") | stopped).alias("failed"),
    )
    points = points_in(dataset, period, rules.scoring)
    cards = present.join(cards, on="subject_id", how="inner", maintain_order="left")
    cards = with_covered(with_derived(cards, present, rules.scoring, dataset, period), left)
    cards = cards.join(point_sums(points), on="subject_id", how="left", maintain_order="left")
    cards = cards.with_columns(pl.col("bonus_points", "penalty_points").fill_null(0.0))
    return Assessment(lines, with_finals(cards, lines, Scope(dataset, rules, period, present)), points, present, left)
