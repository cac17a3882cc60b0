"""A sheet of raw cells under its headers, as every reader returns it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headers as written, and a frame with columns ``c0``, ``c1`` … (text; typed when from Parquet) and ``row_nr``.

    ``row_nr`` is the row as the reader of the file counts it: the head is row 1. Rows without any cell are left out.
    """

    name: str
    headers: tuple[str, ...]
    frame: pl.DataFrame


def sheet_of(name: str, headers: Sequence[str], frame: pl.DataFrame, first_row: int = 2) -> Sheet:
    """A sheet from a frame whose columns stand in the order of ``headers``; rows and nameless columns without cells go."""
    import polars as pl

    frame = frame.rename({old: f"c{index}" for index, old in enumerate(frame.columns)})
    cells = list(frame.columns)
    frame = frame.with_row_index("row_nr", first_row).with_columns(pl.col("row_nr").cast(pl.Int64))
    frame = frame.filter(~pl.all_horizontal(_empty(frame, column) for column in cells)) if cells else frame
    nameless = [column for column, header in zip(cells, headers, strict=True) if not header.strip()]
    unused = {column for column in nameless if frame.select(_empty(frame, column).all()).item()}
    kept = [header for column, header in zip(cells, headers, strict=True) if column not in unused]
    frame = frame.drop(unused)
    named = [column for column in frame.columns if column != "row_nr"]
    return Sheet(name, tuple(kept), frame.rename({old: f"c{index}" for index, old in enumerate(named)}))


def _empty(frame: pl.DataFrame, column: str) -> pl.Expr:
    import polars as pl

    cell = pl.col(column)
    return cell.is_null() | (cell.str.strip_chars() == "") if frame.schema[column] == pl.String else cell.is_null()
