"""From the total to the final and its grade: points, cap, link, limits, calibration (docs/method/scoring.md, "Final")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from reportgen.measures.org import assignments_of, homes_in
from reportgen.measures.service import minimum_days
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.policy import Link, Rules
from reportgen.scoring.exact.totals import Limit
from reportgen.scoring.grades import best_first, coefficient_by, grade_by, worse_of
from reportgen.scoring.limits import Facts, closed_gates, events_in, knocked_out
from reportgen.scoring.rounding import rounded

LEVELS = ("company", "division", "department", "team", "individual")


@dataclass(frozen=True, slots=True)
class Scope:
    """What finals depend on besides the totals; ``subjects`` holds every unit, with a scorecard or not."""

    dataset: Dataset
    rules: Rules
    period: Period
    subjects: pl.DataFrame


def with_finals(cards: pl.DataFrame, lines: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Add final, grade and everything between: see the extra columns of ``scorecards`` in ``model/results.py``.

    ``cards`` is joined with points and has total, graded_pct, days, level, parent_id.
    """
    dataset, rules, period = scope.dataset, scope.rules, scope.period
    cards = _before_link(cards, rules, period)
    events = events_in(dataset, period)
    out = knocked_out(events, rules.knock_outs)
    cards = _with_limits(cards, out, "knock_outs")
    cards = _linked(cards, rules.link, scope)
    enough = pl.col("graded_pct") >= float(rules.scoring.min_coverage)
    graded = pl.when(enough & pl.col("rated")).then(pl.col("final"))
    open_result = (pl.col("provisional") | ~enough) & pl.col("total").is_not_null()
    cards = cards.with_columns(
        grade_by(graded, rules.grades).alias("grade_before_gates"), open_result.alias("provisional"),
    )
    cards = cards.with_columns(pl.col("grade_before_gates").alias("grade"))
    cards = cards.with_columns(coefficient_by(pl.col("grade"), rules).alias("coefficient"))
    closed = closed_gates(Facts(cards, lines, events), rules.gates)
    cards = _with_limits(cards, _with_line_limits(closed, lines), "gates")
    return _graded(cards, dataset, rules, period)


def _before_link(cards: pl.DataFrame, rules: Rules, period: Period) -> pl.DataFrame:
    """Rated or not, and total with points, from 0 to the total cap."""
    short = (pl.col("level") == "individual") & (pl.col("days") < minimum_days(period))
    raw = pl.col("total") + pl.col("bonus_points") - pl.col("penalty_points")
    return cards.with_columns(
        (~short).fill_null(True).alias("rated"), pl.when(short).then(pl.lit("short_service")).alias("not_rated_reason"),
        pl.lit(period.days, dtype=pl.Int64).alias("period_days"),
        rounded(raw.clip(0.0, float(rules.scoring.total_cap))).alias("final_before_link"),
    )


def _with_limits(cards: pl.DataFrame, limits: Mapping[str, Sequence[Limit]], column: str) -> pl.DataFrame:
    """Add ``column`` (ids joined by ","), and per column the strictest grade, score and payout factor."""
    rows = [
        (
            subject, ",".join(limit.id for limit in found), [limit.max_grade for limit in found if limit.max_grade],
            min((float(limit.max_score) for limit in found if limit.max_score is not None), default=None),
            [float(limit.payout_factor) for limit in found if limit.payout_factor is not None],
        )
        for subject, found in sorted(limits.items())
    ]
    schema: dict[str, pl.DataType] = {
        "subject_id": pl.String(), column: pl.String(), f"{column}:grades": pl.List(pl.String()),
        f"{column}:score": pl.Float64(), f"{column}:factors": pl.List(pl.Float64()),
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return cards.join(frame, on="subject_id", how="left", maintain_order="left")


def _with_line_limits(closed: dict[str, list[Limit]], lines: pl.DataFrame) -> dict[str, list[Limit]]:
    """Grades that a scoring rule allows at most (negative targets) count like gates named by the KPI."""
    for subject, kpi, grade in lines.filter(pl.col("max_grade").is_not_null()).select(
        "subject_id", "kpi_id", "max_grade"
    ).iter_rows():
        closed.setdefault(subject, []).append(Limit(kpi, grade))
    return closed


def _linked(cards: pl.DataFrame, links: Sequence[Link], scope: Scope) -> pl.DataFrame:
    """Mix in the organisation's final from the top level down, then hold the result at the knock-outs' score."""
    held = pl.min_horizontal("final_before_link", "knock_outs:score")
    cards = cards.with_columns(
        pl.when(pl.col("final_before_link").is_not_null()).then(held).alias("final"),
        pl.lit(None, dtype=pl.String).alias("link_unit_id"), pl.lit(None, dtype=pl.Float64).alias("link_score"),
        pl.lit(None, dtype=pl.Float64).alias("link_weight"),
    )
    taken: set[str] = set()
    for link in sorted(links, key=lambda link: LEVELS.index(link.level)):
        fit = _fitting(cards, link, scope) - taken
        taken |= fit
        above = _organisation_of(cards, scope.subjects, link.level, link.organisation)
        finals = cards.select(pl.col("subject_id").alias("unit"), pl.col("final").alias("unit_final"))
        cards = cards.join(above, on="subject_id", how="left", maintain_order="left")
        cards = cards.join(finals, on="unit", how="left", maintain_order="left")
        weight = float(link.weight)
        mixed = (weight * pl.col("unit_final") + (100.0 - weight) * pl.col("final_before_link")) / 100.0
        applies = pl.col("subject_id").is_in(sorted(fit)) & mixed.is_not_null()
        final = pl.min_horizontal(rounded(mixed), "knock_outs:score")
        cards = cards.with_columns(
            pl.when(applies).then(final).otherwise(pl.col("final")).alias("final"),
            pl.when(applies).then(pl.col("unit")).otherwise(pl.col("link_unit_id")).alias("link_unit_id"),
            pl.when(applies).then(pl.col("unit_final")).otherwise(pl.col("link_score")).alias("link_score"),
            pl.when(applies).then(weight).otherwise(pl.col("link_weight")).alias("link_weight"),
        ).drop("unit", "unit_final")
    return cards


def _fitting(cards: pl.DataFrame, link: Link, scope: Scope) -> set[str]:
    """The subjects of the link's level whom it means."""
    found = set(cards.filter(pl.col("level") == link.level)["subject_id"])
    if link.role == "head":
        present = scope.subjects.select(unit_id="subject_id")
        found &= set(scope.dataset["org"].join(present, on="unit_id", how="semi")["manager_id"].drop_nulls())
    if link.post_level:
        levels = _post_levels(scope.dataset, scope.period)
        found = {subject for subject in found if levels.get(subject) in link.post_level}
    return found


def _post_levels(dataset: Dataset, period: Period) -> dict[str, str | None]:
    """The level of each person's home post, else of the person."""
    levels = dict(dataset["people"].select("person_id", "level").iter_rows())
    posts = assignments_of(dataset).select("person_id", "assignment_id", "level")
    homes = homes_in(dataset, period).join(posts, on=["person_id", "assignment_id"])
    return levels | {person: level for person, level in homes.select("person_id", "level").iter_rows() if level}


def _organisation_of(cards: pl.DataFrame, subjects: pl.DataFrame, level: str, organisation: str) -> pl.DataFrame:
    """subject_id, unit: the nearest unit of the linked level above each subject of ``level``."""
    units = subjects.filter(pl.col("level") != "individual").select("subject_id", "parent_id", "level")
    found = {subject: (parent, kind) for subject, parent, kind in units.iter_rows()}
    nearest: dict[str, str | None] = {}
    for start in cards.filter(pl.col("level") == level)["parent_id"].drop_nulls().unique():
        unit: str | None = start
        steps = 0
        while unit in found and found[unit][1] != organisation and steps <= len(found):
            unit, steps = found[unit][0], steps + 1
        nearest[start] = unit if unit in found and found[unit][1] == organisation else None
    rows = cards.filter(pl.col("level") == level).select("subject_id", "parent_id")
    return rows.select(
        "subject_id", pl.col("parent_id").replace_strict(nearest, default=None, return_dtype=pl.String).alias("unit")
    )


def _graded(cards: pl.DataFrame, dataset: Dataset, rules: Rules, period: Period) -> pl.DataFrame:
    """Grade held at the strictest limit, then as calibrated; coefficient of the grade that stands; payout factor."""
    order = [band.grade for band in reversed(best_first(rules.grades))]
    place = {grade: number for number, grade in enumerate(order)}
    grade = pl.col("grade_before_gates")
    for column in ("knock_outs", "gates"):
        worst = pl.col(f"{column}:grades").list.eval(
            pl.element().replace_strict(place, default=None, return_dtype=pl.Int64)
        ).list.min().replace_strict(dict(enumerate(order)), default=None, return_dtype=pl.String)
        grade = worse_of(grade, worst, rules.grades)
    factor = pl.col("gates:factors").list.eval(pl.element().product()).list.first().fill_null(1.0) * (
        pl.col("knock_outs:factors").list.min().fill_null(1.0)
    )
    cards = cards.with_columns(grade.alias("grade_before_adjustment"), factor.round_sig_figs(12).alias("payout_factor"))
    cards = cards.join(calibrated(dataset, period), on="subject_id", how="left", maintain_order="left")
    stands = pl.when(pl.col("grade_before_adjustment").is_not_null()).then(pl.coalesce("to_grade", "grade_before_adjustment"))
    cards = cards.with_columns(stands.alias("grade"))
    cards = cards.with_columns(coefficient_by(pl.col("grade"), rules).alias("coefficient"))
    parts = [f"{column}:{part}" for column in ("gates", "knock_outs") for part in ("grades", "score", "factors")]
    return cards.drop("to_grade", *parts)


def calibrated(dataset: Dataset, period: Period) -> pl.DataFrame:
    """subject_id, to_grade: the last calibration of each subject in the period."""
    rows = dataset["adjustments"].filter(pl.col("period") == period.label).sort("date", maintain_order=True)
    return rows.unique("subject_id", keep="last", maintain_order=True).select("subject_id", "to_grade")
