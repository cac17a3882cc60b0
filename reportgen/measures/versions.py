"""Which version of a target row is valid (docs/method/scoring.md, "Targets")."""

from __future__ import annotations

import polars as pl

from reportgen.measures.intime import KEY


def valid_versions(rows: pl.DataFrame) -> pl.DataFrame:
    """Of several versions of one key and period the one valid at the end of that period, else the first.

    ``rows`` carries ``end``, the last day of the row's own period.
    """
    key = [*KEY, "period"]
    undated = rows["valid_from"].null_count() == rows.height == rows["version"].null_count()
    if undated or not rows.select(key).is_duplicated().any():
        return rows
    late = pl.col("valid_from").is_not_null() & (pl.col("valid_from") > pl.col("end"))
    age = pl.when(late).then(-pl.col("valid_from").cast(pl.Int64)).otherwise(pl.col("valid_from").cast(pl.Int64))
    number = pl.col("version").cast(pl.String).cast(pl.Float64, strict=False)
    return (
        rows.with_columns(late.alias("late"), age.alias("age"), number.alias("number"))
        .sort("late", "age", "number", descending=[False, True, True], nulls_last=True, maintain_order=True)
        .unique(key, keep="first", maintain_order=True)
        .sort("row_nr", maintain_order=True)
        .drop("late", "age", "number")
    )
