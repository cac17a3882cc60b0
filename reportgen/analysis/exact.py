"""Decimal arithmetic on float columns: differences as of decimals, percentages rounded half up, doubts flagged.

A Float64 stands for a decimal of at most 15 digits. Scaled by a power of ten it is a whole number, on which floats are
exact. numpy divides as IEEE 754 says; polars multiplies by the reciprocal of a scalar, which turns 9982 / 100 into
99.82000000000001.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_PLACES = 9
_WHOLE = float(2**50)
_TIE = 1e-6


def floats(frame: pl.DataFrame, column: str) -> Floats:
    """A column as an array, missing as NaN."""
    return frame[column].cast(pl.Float64).to_numpy()


def column(values: Floats) -> pl.Series:
    """An array as a column, NaN as missing and zero without a sign."""
    return pl.Series(values + 0.0, nan_to_null=True)


def number(value: float | None) -> Decimal | None:
    """The decimal that a Float64 cell stands for."""
    return None if value is None else Decimal(repr(value))


def difference(left: Floats, right: Floats) -> tuple[Floats, Flags]:
    """left - right as of decimals, and where a value has too many places for that (left to Decimal)."""
    one, other = _power(left), _power(right)
    power = np.maximum(one, other)
    known = ~np.isnan(left - right)
    large = np.maximum(np.abs(left), np.abs(right)) * power
    exact = (one > 0) & (other > 0) & known & (large < _WHOLE)
    scale = np.where(exact, power, 1.0)
    return np.where(exact, (np.rint(left * scale) - np.rint(right * scale)) / scale, left - right), known & ~exact


def ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, missing where the whole is zero."""
    return part / np.where(whole == 0, np.nan, whole)


def hundredths(value: Floats) -> tuple[Floats, Flags]:
    """``value`` (in hundredths of the printed unit) rounded half up and divided by 100, and where a tie is too near."""
    size = np.abs(value)
    near = np.abs(size - np.floor(size) - 0.5) < _TIE
    return np.copysign(np.floor(size + 0.5) / 100.0, value), near


def _power(values: Floats) -> Floats:
    """The least power of ten that makes a value whole, 0 where nine decimals do not or the value is missing."""
    found = np.zeros_like(values)
    for places in range(_PLACES, -1, -1):
        power = 10.0**places
        whole = np.rint(values * power)
        found[(whole / power == values) & (np.abs(whole) < _WHOLE)] = power
    return found
