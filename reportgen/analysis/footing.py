"""Exact fractions as printed decimals that add up (docs/method/variance.md, "Rounding of decompositions")."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from reportgen.model.rounding import EXACT, half_up, largest_remainder


def decimal_of(value: Fraction) -> Decimal:
    """A fraction with fifty digits."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def printed(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half up."""
    return half_up(decimal_of(value), places)


def foot(values: Mapping[str, Fraction], places: int, total: Decimal | None = None) -> dict[str, Decimal]:
    """Each value with ``places`` decimals such that they add up to ``total`` (default: the rounded sum)."""
    whole = printed(sum(values.values(), Fraction(0)), places) if total is None else total
    exact = {key: decimal_of(value) for key, value in values.items()}
    return largest_remainder(exact, Decimal(1).scaleb(-places), whole)
