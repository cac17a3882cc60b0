"""The organisation as it stands in a period: units, persons, who is above whom, and the level of each."""

from __future__ import annotations

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period

SUBJECTS = ("subject_id", "parent_id", "level", "name", "name_en", "depth")


def subjects_in(dataset: Dataset, period: Period) -> pl.DataFrame:
    """Every unit and person of the period: subject_id, parent_id, level, name, name_en, depth (root 0).

    A unit has the dated row that is the last one valid in the period; a person stands under the home unit at its end.
    """
    units = _units(dataset, period)
    depths = _depths(units)
    units = units.with_columns(
        pl.col("subject_id").replace_strict(depths, default=None, return_dtype=pl.Int64).alias("depth")
    )
    homes = homes_in(dataset, period)
    people = dataset["people"].unique("person_id", keep="first", maintain_order=True).join(
        homes, on="person_id", how="left"
    ).select(
        pl.col("person_id").alias("subject_id"),
        pl.coalesce("home", "unit_id").alias("parent_id"),
        pl.lit("individual").alias("level"),
        "name",
        pl.lit(None, dtype=pl.String).alias("name_en"),
    )
    below = pl.col("parent_id").replace_strict(depths, default=None, return_dtype=pl.Int64) + 1
    return pl.concat([units, people.with_columns(below.fill_null(1).alias("depth"))])


def _units(dataset: Dataset, period: Period) -> pl.DataFrame:
    inside = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= period.end)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= period.start)
    )
    return (
        dataset["org"]
        .filter(inside)
        .sort("valid_from", descending=True, nulls_last=True, maintain_order=True)
        .unique("unit_id", keep="first", maintain_order=True)
        .sort("row_nr", maintain_order=True)
        .select(pl.col("unit_id").alias("subject_id"), "parent_id", pl.col("type").alias("level"), "name", "name_en")
    )


def _depths(units: pl.DataFrame) -> dict[str, int]:
    parents = dict(units.select("subject_id", "parent_id").iter_rows())
    depths: dict[str, int] = {}
    for unit in parents:
        path: list[str] = []
        current: str | None = unit
        while current is not None and current not in depths and current in parents and len(path) <= len(parents):
            path.append(current)
            current = parents[current]
        depth = depths.get(current, -1) if current is not None else -1
        for name in reversed(path):
            depth += 1
            depths[name] = depth
    return depths


def homes_in(dataset: Dataset, period: Period) -> pl.DataFrame:
    """The home unit of each person with assignments: the largest share at period end (tie: earlier from, then id).

    Who has none at the end has that of the last one before it. Columns person_id, home, assignment_id.
    """
    rows = assignments_of(dataset).filter(pl.col("from") <= period.end)
    open_at_end = pl.col("to").is_null() | (pl.col("to") >= period.end)
    return (
        rows.with_columns(open_at_end.alias("open"), pl.when(open_at_end).then(None).otherwise(pl.col("to")).alias("ended"))
        .sort(
            "person_id", "open", "ended", "share", "from", "assignment_id",
            descending=[False, True, True, True, False, False], nulls_last=True, maintain_order=True,
        )
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", pl.col("unit_id").alias("home"), "assignment_id")
    )


def assignments_of(dataset: Dataset) -> pl.DataFrame:
    """Assignments with ``share`` (scorecard_share, else fte, else 1) and an id ("" where none is given)."""
    return dataset["assignments"].with_columns(
        pl.coalesce("scorecard_share", "fte", pl.lit(1.0)).alias("share"), pl.col("assignment_id").fill_null("")
    )
