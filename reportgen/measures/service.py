"""Days in service: inclusive days of each person in a period (docs/method.md, "Days")."""

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
