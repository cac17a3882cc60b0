"""Parquet files: typed columns stay typed."""

from __future__ import annotations

import io

from reportgen.dataset.readers.sheet import Sheet, sheet_of
from reportgen.model.finding import Finding


def read_parquet(name: str, data: bytes) -> tuple[Sheet, ...] | Finding:
    """One sheet; numbers and dates keep their types, every other column becomes text."""
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(data))
        typed = frame.with_columns(
            pl.col(column).cast(pl.String)
            for column, dtype in frame.schema.items()
            if not (dtype.is_numeric() or dtype in (pl.Date, pl.String, pl.Null))
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        return Finding("E-FILE", file=name, params={"reason": str(error).split("\n", 1)[0]})
    return (sheet_of("", list(frame.columns), typed),)
