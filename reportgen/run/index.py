"""Rows of a frame by subject, as plain Python values that a view is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

#: Below this every whole float is exact.
_EXACT = 2**53
Rows = Mapping[str, tuple[Mapping[str, Any], ...]]


def decimal(value: float | int | str | Decimal | None) -> Decimal | None:
    """The decimal that a cell prints: a Float64 holds at most 15 significant digits, so its shortest text is exact."""
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return Decimal(value)
    if value == int(value) and -_EXACT < value < _EXACT:
        return Decimal(int(value))
    number = Decimal(repr(value))
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 20:
        return Decimal(int(number))
    return number


def places(value: float | int | None, count: int = 2) -> Decimal | None:
    """A value that prints with a fixed number of decimals, such as a score: 105.0 -> 105.00."""
    number = decimal(value)
    return None if number is None else number.quantize(Decimal(1).scaleb(-count))


def rows_by(frame: pl.DataFrame, key: str, only: Iterable[str] | None = None) -> dict[str, tuple[dict[str, Any], ...]]:
    """The rows of each value of ``key``, in the frame's order; ``only`` restricts to the subjects that are asked for."""
    import polars as pl

    if only is not None:
        frame = frame.filter(pl.col(key).is_in(list(only)))
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        if row[key] is not None:
            grouped.setdefault(row[key], []).append(row)
    return {name: tuple(rows) for name, rows in grouped.items()}


def first_by(frame: pl.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    """The first row of each value of ``key``."""
    found: dict[str, dict[str, Any]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row[key], row)
    return found
