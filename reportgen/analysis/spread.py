"""Mean, median, spread and quartiles of literal numbers (docs/method/variance.md, "Statistics"). Results are unrounded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.model.rounding import EXACT

TWO = Decimal(2)


def total(values: Sequence[Decimal]) -> Decimal:
    """The exact sum."""
    found = Decimal(0)
    for value in values:
        found = EXACT.add(found, value)
    return found


def mean(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean. Raises ValueError without values, as do all functions here."""
    _need(values)
    return EXACT.divide(total(values), Decimal(len(values)))


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value, or the mean of the two middle ones."""
    return quantile(values, Decimal("0.5"))


def quantile(values: Sequence[Decimal], share: Decimal) -> Decimal:
    """Linear interpolation between the neighbours of rank share x (n - 1), as spreadsheets do (QUARTILE.INC)."""
    _need(values)
    ordered = sorted(values)
    rank = EXACT.multiply(share, Decimal(len(ordered) - 1))
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    step = EXACT.multiply(EXACT.subtract(ordered[above], ordered[below]), EXACT.subtract(rank, Decimal(below)))
    return EXACT.add(ordered[below], step)


def deviation(values: Sequence[Decimal]) -> Decimal:
    """The standard deviation of a whole population (divided by n)."""
    centre = mean(values)
    squares = [EXACT.power(EXACT.subtract(value, centre), TWO) for value in values]
    return EXACT.sqrt(mean(squares))


def median_deviation(values: Sequence[Decimal]) -> Decimal:
    """MAD: the median distance from the median."""
    centre = median(values)
    return median([abs(EXACT.subtract(value, centre)) for value in values])


def _need(values: Sequence[Decimal]) -> None:
    if not values:
        raise ValueError("no values")
