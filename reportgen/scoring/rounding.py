"""Half-up rounding of columns, and which cells lie too near a tie for floats to decide (docs/method.md, "Arithmetic")."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from reportgen.model.rounding import half_up


def rounded(value: pl.Expr) -> pl.Expr:
    """Two decimals, ties away from zero; zero has no sign. Right for short decimals, and wherever ``near_tie`` is false."""
    return cents(value.sign() * ((value.abs() * 100).round(6) + 0.5).floor())


def cents(units: pl.Expr) -> pl.Expr:
    """Whole hundredths as the nearest floats. Polars divides by a constant with its reciprocal; ``round`` mends the last bit."""
    return (units / 100).round(2) + 0.0


def near_tie(value: pl.Expr) -> pl.Expr:
    """True where the third decimal is so near 5 that the error of a few float operations could turn the rounding."""
    scaled = value.abs() * 100
    slack = pl.max_horizontal(scaled * 1e-12, pl.lit(1e-6))
    return (((scaled - scaled.floor()) - 0.5).abs() <= slack).fill_null(False)


def exact_text(value: float | None) -> Decimal | None:
    """The decimal that a float cell stands for."""
    return None if value is None else Decimal(repr(value))


def printed(value: Decimal | None, places: int = 2) -> float | None:
    """A Decimal rounded half up, as a cell."""
    return None if value is None else float(half_up(value, places))


def difference(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """left - right of two decimals of at most 15 digits: as many decimals as their size allows, no float noise."""
    size = pl.max_horizontal(left.abs(), right.abs(), pl.lit(1.0)).log10().floor() + 1
    scale = pl.lit(10.0).pow((15 - size).clip(0, 12))
    raw = left - right
    return pl.when(raw == 0).then(0.0).otherwise((raw * scale).round(0) / scale) + 0.0
