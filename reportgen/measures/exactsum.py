"""Exact sums of decimals that are stored as floats (docs/method/scoring.md, "Arithmetic").

A column of decimals is scaled to whole numbers, added as integers and scaled back: the result is the float whose shortest
text is the exact sum. Where 2^53 does not hold the scaled number, the group is added with Decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

import polars as pl

from reportgen.model.rounding import EXACT

_LIMIT = float(2**53)
_MOST_PLACES = 12


def places_by(frame: pl.DataFrame, column: str, by: str) -> dict[str, int]:
    """The largest number of decimals that occurs in ``column`` for each value of ``by`` (at most 12)."""
    left = frame.select(by, column).drop_nulls().filter(pl.col(column) != pl.col(column).round(0))
    places: dict[str, int] = {}
    for count in range(1, _MOST_PLACES + 1):
        if left.is_empty():
            break
        places |= dict.fromkeys(left[by].unique().to_list(), count)
        scale = 10.0**count
        left = left.filter((pl.col(column) * scale).round(0) / scale != pl.col(column))
    return places


def exact_sums(frame: pl.DataFrame, keys: Sequence[str], columns: Sequence[str], by: str = "kpi_id") -> pl.DataFrame:
    """One row per ``keys`` with the exact sum of each column; missing values add nothing, all missing is missing."""
    if frame.is_empty():
        return frame.select(*keys, *columns).clear()
    scaled, scales, unsafe = [], [], pl.lit(False)
    broken = frame.select((pl.col(column) != pl.col(column).round(0)).any() for column in columns).row(0)
    for column, fractions in zip(columns, broken, strict=True):
        places = places_by(frame, column, by) if fractions else {}
        scale = pl.lit(1.0) if not places else pl.col(by).replace_strict(
            {key: 10.0**count for key, count in places.items()}, default=1.0, return_dtype=pl.Float64
        )
        scales.append(scale)
        product = pl.col(column) * scale
        unsafe = unsafe | (product.abs().sum() >= _LIMIT).fill_null(False)
        scaled.append(
            pl.when(pl.col(column).count() > 0)
            .then(pl.when(product.abs() < _LIMIT).then(product).round(0).cast(pl.Int64).sum())
            .alias(column)
        )
    sums = frame.group_by(keys, maintain_order=True).agg(*scaled, unsafe.alias("unsafe"))
    sums = sums.select(
        *keys, *((pl.col(column).cast(pl.Float64) / scale).alias(column) for column, scale in zip(columns, scales, strict=True)),
        "unsafe",
    )
    if sums["unsafe"].any():
        sums = _with_decimal_sums(frame, sums, keys, columns)
    return sums.drop("unsafe")


def _with_decimal_sums(frame: pl.DataFrame, sums: pl.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pl.DataFrame:
    large = sums.filter("unsafe").select(*keys)
    rows = frame.join(large, on=keys, how="semi", nulls_equal=True).group_by(keys, maintain_order=True).agg(*columns)
    corrected = rows.with_columns(
        *(pl.Series(column, [decimal_sum(values) for values in rows[column]], dtype=pl.Float64) for column in columns)
    )
    return pl.concat([sums.filter(~pl.col("unsafe")).select(*keys, *columns), corrected.select(*keys, *columns)]).with_columns(
        pl.lit(False).alias("unsafe")
    )


def decimal_sum(values: Sequence[float | None]) -> float | None:
    """The float nearest to the exact sum of decimals written as floats; ``None`` without values."""
    with localcontext(EXACT):
        given = [Decimal(repr(value)) for value in values if value is not None]
        return float(sum(given, Decimal(0))) if given else None
