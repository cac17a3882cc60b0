"""Left joins that keep the rows as they are."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def attached(rows: pl.DataFrame, values: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """``rows`` with the other columns of ``values``; of several values for one key the first counts.

    Only the key columns go through the join, so that a wide frame is not copied.
    """
    key = rows.select(on)
    found = key.join(values, on=list(on), how="left", maintain_order="left")
    if found.height != rows.height:
        values = values.unique(list(on), keep="first", maintain_order=True)
        found = key.join(values, on=list(on), how="left", maintain_order="left")
    return rows.hstack(found.drop(on))
