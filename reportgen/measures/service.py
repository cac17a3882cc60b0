"""Time in service: days of each person in a period, and months in which a subject was there (docs/method/scoring.md, "Days")."""

from __future__ import annotations

import polars as pl

from reportgen.measures.org import assignments_of
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period


def service_in(dataset: Dataset, period: Period) -> pl.DataFrame:
    """person_id, days: calendar days of ``period`` on which the person holds a post, both ends included.

    With assignments these are the days that at least one covers, else those from hire to leave date.
    """
    people = dataset["people"].unique("person_id", keep="first", maintain_order=True)
    employed = people.select("person_id", *_days("hire_date", "leave_date", period)).select("person_id", "days")
    posts = assignments_of(dataset).join(people.select("person_id", "hire_date", "leave_date"), on="person_id", how="inner")
    if posts.is_empty():
        return employed
    start = pl.max_horizontal("from", "hire_date")
    end = pl.min_horizontal("to", "leave_date")
    spans = posts.select("person_id", start.alias("start"), end.alias("end"))
    covered = spans.select("person_id", *_days("start", "end", period)).filter(pl.col("days") > 0)
    held = covered.sort("person_id", "first", maintain_order=True).with_columns(
        pl.col("last").cum_max().shift(1).over("person_id").alias("before")
    )
    fresh = pl.max_horizontal("first", pl.col("before") + pl.duration(days=1))
    days = held.select("person_id", ((pl.col("last") - fresh).dt.total_days() + 1).clip(0).alias("held"))
    union = days.group_by("person_id").agg(pl.col("held").sum())
    posted = spans.select("person_id").unique().with_columns(pl.lit(True).alias("posted"))
    return (
        employed.join(posted, on="person_id", how="left").join(union, on="person_id", how="left")
        .select("person_id", pl.when(pl.col("posted")).then(pl.col("held").fill_null(0)).otherwise(pl.col("days")).alias("days"))
    )


def _days(start: str, end: str, period: Period) -> list[pl.Expr]:
    first = pl.max_horizontal(pl.col(start), pl.lit(period.start))
    last = pl.min_horizontal(pl.col(end), pl.lit(period.end))
    days = ((last - first).dt.total_days() + 1).clip(0)
    return [first.alias("first"), last.alias("last"), days.alias("days")]


def minimum_days(period: Period) -> int:
    """Fewer days than this are short service: 90 of a year, a third of a shorter period."""
    return 90 if period.days >= 360 else -(-period.days // 3)


def absent_in(dataset: Dataset, period: Period) -> dict[str, int]:
    """person_id -> calendar days of ``period`` on which the person is absent, days that several rows cover counted once."""
    rows = dataset["absences"]
    if rows.is_empty():
        return {}
    days = rows.select("person_id", *_days("from", "to", period)).filter(pl.col("days") > 0).select(
        "person_id", pl.date_ranges("first", "last").alias("day")
    )
    return dict(days.explode("day").group_by("person_id").agg(pl.col("day").n_unique()).iter_rows())


def months_in_service(dataset: Dataset, period: Period) -> pl.DataFrame:
    """subject_id, assignment_id, lo, hi: the whole months [lo, hi) of ``period`` (from 0) in which the subject was there.

    Persons from hire to leave date or over their assignments, assignments by their own dates ("" is the subject itself),
    units while they are valid. A month that is begun or left half-way is not asked for.
    """
    people = dataset["people"].unique("person_id", keep="first", maintain_order=True)
    posts = assignments_of(dataset).join(people.select("person_id", "hire_date", "leave_date"), on="person_id", how="inner")
    posts = posts.select(
        pl.col("person_id").alias("subject_id"), "assignment_id", pl.max_horizontal("from", "hire_date").alias("start"),
        pl.min_horizontal("to", "leave_date").alias("end"),
    )
    held = posts.group_by("subject_id", maintain_order=True).agg(_earliest("start"), _latest("end"))
    bare = people.select(subject_id="person_id", start="hire_date", end="leave_date")
    units = dataset["org"].group_by("unit_id", maintain_order=True).agg(_earliest("valid_from"), _latest("valid_to"))
    whole = pl.concat([
        units.rename({"unit_id": "subject_id", "valid_from": "start", "valid_to": "end"}), held,
        bare.join(held, on="subject_id", how="anti"),
    ]).with_columns(pl.lit("").alias("assignment_id"))
    own = posts.filter(pl.col("assignment_id") != "").unique(["subject_id", "assignment_id"], maintain_order=True)
    spans = pl.concat([whole, own.select(whole.columns)])
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    start, end = pl.col("start"), pl.col("end")
    first = pl.when(start.is_null()).then(0).otherwise(_index(start, period) + (start.dt.day() > 1).cast(pl.Int64))
    last = pl.when(end.is_null()).then(months).otherwise(_index(end, period) + (end == end.dt.month_end()).cast(pl.Int64))
    return spans.select("subject_id", "assignment_id", first.clip(0, months).alias("lo"), last.clip(0, months).alias("hi"))


def _earliest(column: str) -> pl.Expr:
    """The smallest date of a group; missing (open) where one is missing."""
    return pl.when(pl.col(column).null_count() == 0).then(pl.col(column).min()).alias(column)


def _latest(column: str) -> pl.Expr:
    return pl.when(pl.col(column).null_count() == 0).then(pl.col(column).max()).alias(column)


def _index(day: pl.Expr, period: Period) -> pl.Expr:
    return (day.dt.year().cast(pl.Int64) - period.start.year) * 12 + day.dt.month().cast(pl.Int64) - period.start.month


def with_cover(rows: pl.DataFrame, dataset: Dataset, period: Period) -> pl.DataFrame:
    """Add ``within`` (months of the row inside the subject's service) and ``asked`` (months that must be there)."""
    rows = rows.join(months_in_service(dataset, period), on=["subject_id", "assignment_id"], how="left", maintain_order="left")
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    lo, hi = pl.col("lo").fill_null(0), pl.col("hi").fill_null(months)
    inside = pl.min_horizontal(pl.col("first") + pl.col("months"), hi) - pl.max_horizontal(pl.col("first"), lo)
    return rows.with_columns(inside.clip(0).alias("within"), (hi - lo).clip(0).alias("asked")).drop("lo", "hi")
