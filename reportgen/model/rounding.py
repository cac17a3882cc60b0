"""Rounding that prints: half up, and largest remainder so that printed parts add up (docs/method/scoring.md, "Rounding")."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

#: Precision of every Decimal computation of the product (domain: at least 34 digits).
EXACT = Context(prec=50, rounding=ROUND_HALF_UP)


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """``value`` with ``places`` decimals, ties away from zero. Zero never carries a minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-places), context=EXACT)
    return abs(rounded) if rounded.is_zero() else rounded


def largest_remainder(
    values: Mapping[str, Decimal], unit: Decimal = Decimal("0.01"), total: Decimal | None = None
) -> dict[str, Decimal]:
    """Multiples of ``unit`` that add up to ``total`` (default: the half-up sum), each within one unit of its value.

    Each value is floored toward minus infinity; the missing units go to the largest fractions, ties to the larger
    absolute value, then to the smaller key. Exact zeros never change.
    """
    if not values:
        return {}
    whole = EXACT.divide(sum(values.values(), Decimal(0)) if total is None else total, unit)
    wanted = int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP, context=EXACT))
    scaled = {key: EXACT.divide(value, unit) for key, value in values.items()}
    floors = {key: int(value.to_integral_value(rounding=ROUND_FLOOR)) for key, value in scaled.items()}
    left = wanted - sum(floors.values())
    order = sorted(
        (key for key, value in scaled.items() if not value.is_zero()),
        key=lambda key: (floors[key] - scaled[key], -abs(values[key]), key),
    )
    for index in range(left if order else 0):
        floors[order[index % len(order)]] += 1
    for index in range(-left if order else 0):
        floors[order[-1 - index % len(order)]] -= 1
    return {key: EXACT.multiply(Decimal(count), unit) for key, count in floors.items()}
