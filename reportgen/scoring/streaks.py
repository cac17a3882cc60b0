"""How many periods in a row a line has been red (docs/method/scoring.md, "Status")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from reportgen.measures.spans import spans_within
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, previous
from reportgen.model.policy import Rules
from reportgen.scoring.assess import present_in, scored_lines

LINE = ["subject_id", "kpi_id", "assignment_id"]
#: Streaks are counted this many periods back at most.
LONGEST = 12


def red_streaks(
    dataset: Dataset, rules: Rules, period: Period, as_of: date, reds: tuple[pl.DataFrame, pl.DataFrame]
) -> pl.DataFrame:
    """subject_id, kpi_id, assignment_id, red_streak, red_scores (oldest first) of the lines that are red in ``period``.

    ``reds`` holds the lines that are red in the period and in the one before. Only lines that stay red are scored further
    back, at most twelve periods in all; a period without a status ends the streak. Of KPIs whose colour comes from
    percentage points ``red_scores`` are points better than the target.
    """
    now, before = (frame.select(*LINE, _measured()).unique(LINE, keep="first", maintain_order=True) for frame in reds)
    streak = now.select(*LINE, pl.lit(1, dtype=pl.Int64).alias("red_streak"), pl.concat_list("score").alias("red_scores"))
    alive = before.join(now, on=LINE, how="semi")
    step = previous(period, dataset.settings.fiscal)
    for length in range(2, LONGEST + 1):
        if alive.is_empty():
            break
        streak = _longer(streak, alive, length)
        step = previous(step, dataset.settings.fiscal)
        if length == LONGEST:
            break
        alive = _red(dataset, rules, step, as_of, alive).join(alive, on=LINE, how="semi")
    return streak


def _longer(streak: pl.DataFrame, alive: pl.DataFrame, length: int) -> pl.DataFrame:
    """The streaks of the lines in ``alive`` one period longer, with the score of that period in front."""
    streak = streak.join(alive.rename({"score": "earlier"}), on=LINE, how="left")
    goes_on = pl.col("earlier").is_not_null()
    return streak.select(
        *LINE, pl.when(goes_on).then(pl.lit(length, dtype=pl.Int64)).otherwise("red_streak").alias("red_streak"),
        pl.when(goes_on).then(pl.concat_list("earlier", "red_scores")).otherwise("red_scores").alias("red_scores"),
    )


def _red(dataset: Dataset, rules: Rules, period: Period, as_of: date, alive: pl.DataFrame) -> pl.DataFrame:
    """The lines of ``alive`` that are red in an earlier period, with their scores."""
    part = _concerning(dataset, alive, period)
    present = present_in(part, period)
    present = present.join(alive.select("subject_id").unique(), on="subject_id", how="semi")
    if present.is_empty() or part["actuals"].is_empty():
        return alive.clear()
    lines = scored_lines(part, rules, period, as_of, present)[0].filter(pl.col("status") == "red")
    return lines.select(*LINE, _measured()).unique(LINE, keep="first", maintain_order=True)


def _measured() -> pl.Expr:
    """What the colour was looked up with: the percentage points better than the target, else the score."""
    return pl.coalesce("status_gain", "score").alias("score")


def _concerning(dataset: Dataset, alive: pl.DataFrame, period: Period) -> Dataset:
    """The dataset cut down to what these lines need: rows of the period, of their subjects and of KPIs rolled up to them."""
    subjects = alive.select("subject_id").unique()
    units = subjects.filter(~pl.col("subject_id").is_in(dataset["people"]["person_id"].implode()))
    rolled = alive.join(units, on="subject_id", how="semi")["kpi_id"].unique().to_list()
    parts = dataset["kpis"].filter(pl.col("kpi_id").is_in(rolled)).select("numerator_kpi", "denominator_kpi")
    kpis = [*rolled, *parts["numerator_kpi"].drop_nulls(), *parts["denominator_kpi"].drop_nulls()]
    own = pl.col("subject_id").is_in(subjects["subject_id"].implode())
    labels = pl.col("period").is_in(spans_within(period, dataset.settings.fiscal)["period"].implode())
    wanted = {"scorecards": pl.lit(True), "actuals": labels, "targets": labels, "scores": labels}
    tables = {
        name: dataset[name].filter(inside).filter(own | pl.col("kpi_id").is_in(kpis)) for name, inside in wanted.items()
    }
    return replace(dataset, tables={**dataset.tables, **tables})
