"""Half-up rounding of columns, and which cells lie too near a tie for floats to decide (docs/method/scoring.md, "Arithmetic")."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from reportgen.model.rounding import half_up

#: Distance from a half, in hundredths, below which a float does not decide: far above the error of a few operations.
_SLACK = 1e-9


def rounded(value: pl.Expr) -> pl.Expr:
    """Two decimals, ties away from zero; zero has no sign.

    Right for short decimals up to 10,000, and wherever ``near_tie`` is false.
    """
    return cents(value.sign() * ((value.abs() * 100).round(9) + 0.5).floor())


def cents(units: pl.Expr) -> pl.Expr:
    """Whole hundredths as the nearest floats. Polars divides by a constant with its reciprocal; ``round`` mends the last bit."""
    return (units / 100).round(2) + 0.0


def near_tie(value: pl.Expr) -> pl.Expr:
    """True where the third decimal is so near 5 that the error of a few float operations could turn the rounding."""
    scaled = value.abs() * 100
    return (((scaled - scaled.floor()) - 0.5).abs() <= _SLACK + scaled * 1e-14).fill_null(False)


def sure_tie(actual: pl.Expr, target: pl.Expr) -> pl.Expr:
    """True where 100 A / T near a tie can only be the tie itself, so that ``rounded`` is right.

    With A and T in whole units of their last decimal, 10,000 A / T lies on a half or at least 1 / 2T away from it.
    """
    sure = pl.lit(False)
    for scale in (1.0, 100.0, 10000.0):
        whole = (actual * scale == (actual * scale).round(0)) & (target * scale == (target * scale).round(0))
        sure = sure | (whole & (target.abs() * scale < 1 / (4 * _SLACK)))
    return sure.fill_null(False)


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
