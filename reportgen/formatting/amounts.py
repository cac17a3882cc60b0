"""Amounts inside sentences: compact money, money to the minor unit, and a KPI's value with its unit."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Literal

from reportgen.formatting.numbers import Number, digits, number_text, sign_of, to_decimal
from reportgen.formatting.units import SCALE_WORD, currency_places, is_currency, spaced, unit_name
from reportgen.model.dataset import Locale

#: The sign of an amount: a minus only, plus and minus, or none (a word carries it).
Sign = Literal["minus", "both", "none"]

_STEPS: dict[Locale, tuple[int, ...]] = {"zh-CN": (1, 10**4, 10**8, 10**12), "en": (1, 1000, 10**6, 10**9, 10**12)}
_PLACES: dict[Locale, dict[int, int]] = {"zh-CN": {10**4: 1, 10**8: 2, 10**12: 2}, "en": {}}


def _step(value: Decimal, places: int | None, locale: Locale) -> tuple[int, int]:
    """The scale of a compact number and its places; the number is rounded first, then promoted."""
    steps = _STEPS[locale]
    size = abs(value)
    index = max(i for i, step in enumerate(steps) if i == 0 or size >= step)
    while True:
        scale = steps[index]
        shown = places if places is not None else _PLACES[locale].get(scale, 2)
        if index + 1 == len(steps) or index == 0:
            return scale, shown
        rounded = Decimal(digits(value.scaleb(-_exponent(scale)), shown, False))
        if rounded * scale < steps[index + 1]:
            return scale, shown
        index += 1


def _exponent(scale: int) -> int:
    return len(str(scale)) - 1


def compact(value: Number, places: int, locale: Locale, *, signed: bool = False) -> str:
    """A number in 万, 亿, 万亿 or K, M, B, T, promoted after rounding: 99,999,999 with 2 places is ``1.00亿``."""
    exact = to_decimal(value)
    scale, shown = _step(exact, places, locale)
    scaled = exact.scaleb(-_exponent(scale))
    return number_text(scaled, shown, signed=signed) + SCALE_WORD[locale][scale]


@lru_cache(maxsize=65536)
def amount_text(
    value: Decimal, currency: str, locale: Locale, sign: Sign = "minus", beside: Decimal | None = None
) -> str:
    """A compact amount for a sentence: ``330.0万元``, ``1.23亿元``, ``3,456元``; ``CNY 9.50M``, ``CNY −273.00K``.

    Below 万 or K: whole units from 100 upwards, minor units below. Where a table prints the amount in a row whose largest
    figure is ``beside``, it takes the places of that row (``units.column_scale``): 万元 without decimals from 1亿 upwards, minor
    units where the row stays below 10,000.
    """
    scale, places = _step(value, None, locale)
    if beside is not None and scale == 10**4 and locale == "zh-CN" and 10**8 <= abs(beside) < 10**9:
        places = 0
    if scale == 1:
        whole = abs(value) >= 100 or value.is_zero() if beside is None or abs(beside) >= 10**5 else abs(beside) >= 10**4
        places = 0 if whole else currency_places(currency)
    scaled = value.scaleb(-_exponent(scale))
    mark = "" if sign == "none" else sign_of(scaled, places, sign == "both")
    number = digits(scaled, places)
    if locale == "zh-CN":
        return f"{mark}{number}{unit_name(currency, scale, locale)}"
    return f"{currency} {mark}{number}{SCALE_WORD['en'][scale]}"


def money_text(value: Number, currency: str, locale: Locale, *, signed: bool = False) -> str:
    """Money as it is paid, to the minor unit: ``64,000.00元``, ``CNY 64,000.00``."""
    number = number_text(value, currency_places(currency), signed=signed)
    return f"{number}{unit_name(currency, 1, locale)}" if locale == "zh-CN" else f"{currency} {number}"


def default_decimals(unit: str) -> int:
    """Places of a KPI value whose definition gives none: percentages and points of percent 1, others 2."""
    return 1 if unit in ("%", "pp") else 2


@lru_cache(maxsize=65536)
def kpi_text(
    value: Decimal, unit: str, decimals: int | None, locale: Locale, sign: Sign = "minus", beside: Decimal | None = None
) -> str:
    """A KPI value with its unit in a sentence: ``967.7万元``, ``99.2%``; ``CNY 9.68M``, ``18.2 hours``."""
    if is_currency(unit):
        return amount_text(value, unit, locale, sign, beside)
    places = default_decimals(unit) if decimals is None else decimals
    number = digits(value, places) if sign == "none" else number_text(value, places, signed=sign == "both")
    if unit == "%":
        return number + "%"
    return number + spaced(unit_name(unit, 1, locale, number in ("1", f"1.{'0' * places}")), locale)
