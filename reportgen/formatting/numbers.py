"""Decimals as digits: half up, thousands commas, the true minus sign."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

MINUS = "\u2212"
#: Half up with more digits than any printed number has.
_PRINT = Context(prec=60, rounding=ROUND_HALF_UP)
_STEP = tuple(Decimal(1).scaleb(-places) for places in range(13))
_SPEC = tuple(f",.{places}f" for places in range(13))
_PLAIN = tuple(f".{places}f" for places in range(13))

Number = Decimal | int | float


def to_decimal(value: Number) -> Decimal:
    """The decimal that a number stands for; a float is read by its shortest text (0.1 is 0.1)."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else Decimal(repr(value))


@lru_cache(maxsize=65536)
def digits(value: Decimal, places: int, grouping: bool = True) -> str:
    """The unsigned digits of ``value`` with ``places`` decimals, half up, such as ``1,234.50``."""
    rounded = abs(value).quantize(_STEP[places], context=_PRINT)
    return format(rounded, _SPEC[places] if grouping else _PLAIN[places])


def sign_of(value: Decimal, places: int, signed: bool = False) -> str:
    """``−``, ``+`` (only when ``signed``) or nothing, as the number prints: −0.04 with one place has none."""
    rounded = value.quantize(_STEP[places], context=_PRINT)
    if rounded.is_zero():
        return ""
    return MINUS if rounded.is_signed() else "+" if signed else ""


def number_text(value: Number, places: int, *, signed: bool = False, grouping: bool = True) -> str:
    """A number with ``places`` decimals: ``1,234.5``, ``−0.3``, ``+2.0`` when ``signed``; zero never has a sign."""
    exact = to_decimal(value)
    return sign_of(exact, places, signed) + digits(exact, places, grouping)
