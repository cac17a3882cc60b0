"""Money and exact arithmetic: minor units per currency, half up, and products that keep every digit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from reportgen.model.rounding import EXACT, half_up

HUNDRED = Decimal(100)
ONE = Decimal(1)
ZERO = Decimal(0)

#: Currencies whose minor unit is not a hundredth (ISO 4217).
_MINOR_UNITS: dict[str, int] = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def minor_units(currency: str) -> int:
    """Decimals of a currency's amounts; 2 where nothing else is known."""
    return _MINOR_UNITS.get(currency, 2)


def round_money(amount: Decimal, places: int = 2) -> Decimal:
    """Half up to the minor unit: 2953.125 is 2953.13 (docs/method/rewards.md, "Rounding")."""
    return half_up(amount, places)


def floor_money(amount: Decimal, places: int = 2) -> Decimal:
    """Down to the minor unit; for limits that must not be passed by a cent."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR, context=EXACT)


def product(factors: Iterable[Decimal]) -> Decimal:
    """The unrounded product; 1 for none."""
    result = ONE
    for factor in factors:
        result = EXACT.multiply(result, factor)
    return result


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The unrounded sum."""
    result = ZERO
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result


def percent_of(percent: Decimal, amount: Decimal) -> Decimal:
    """``percent`` percent of an amount, unrounded."""
    return EXACT.divide(EXACT.multiply(percent, amount), HUNDRED)
