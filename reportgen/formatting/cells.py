"""A value and its format as the text of a cell."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from reportgen.formatting.numbers import Number, digits, sign_of, to_decimal
from reportgen.formatting.periods import date_text, period_name
from reportgen.formatting.units import is_currency, spaced, unit_name
from reportgen.formatting.words import word
from reportgen.model.dataset import Locale
from reportgen.model.format import Format

Value = Decimal | int | float | str | date | None
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_PERIOD = re.compile(r"\d{4}(?:-.+)?")


def text(value: Value, format: Format, locale: Locale) -> str:  # noqa: A002 - the format of the cell is its format
    """The text of a cell: ``1,286.4``, ``+7.2%``, ``−1.8pp`` (``−1.8 pp``), ``×1.0000``, ``2025年6月``, ``▲ 达标``.

    Nothing (None, an empty text) is the format's ``missing`` sign. A text in a number format is printed as it stands
    (未上报, n.m.) unless it is a plain decimal such as ``"98.0"``, which is how a report model keeps numbers in JSON.
    """
    if value is None or value == "":
        return word("status", "", locale) if format.kind == "status" and value == "" else format.missing
    if format.numeric:
        number = plain_number(value)
        return str(value) if number is None else _numeric(number, format, locale)
    if format.kind == "date":
        return date_text(value, locale) if isinstance(value, date) else str(value)
    if format.kind == "period":
        return period_name(str(value), locale) if _PERIOD.fullmatch(str(value)) else str(value)
    if format.kind == "status":
        return word("status", str(value), locale)
    return str(value)


def plain_number(value: Decimal | float | str | date) -> Decimal | None:
    """The number that a value holds: a plain decimal in text counts, a word or a date does not."""
    if isinstance(value, str):
        return Decimal(value) if _PLAIN_NUMBER.fullmatch(value) else None
    return None if isinstance(value, date) else to_decimal(value)


def scaled(value: Number, format: Format) -> Decimal:  # noqa: A002
    """The number in the unit of the column's head: divided by the column's scale, exactly."""
    exact = to_decimal(value)
    return exact if format.scale == 1 else exact.scaleb(1 - len(str(format.scale)))


def _numeric(value: Decimal, format: Format, locale: Locale) -> str:  # noqa: A002
    number = scaled(value, format)
    places = format.decimals
    sign = sign_of(number, places, format.signed)
    shown = digits(number, places, format.grouping)
    space = "" if locale == "zh-CN" else " "
    if format.kind == "percent":
        return f"{sign}{shown}%"
    if format.kind == "pp":
        return f"{sign}{shown}{space}pp"
    if format.kind == "factor":
        return f"×{sign}{shown}"
    if format.kind == "days":
        return f"{sign}{shown}{spaced(unit_name('days', 1, locale, shown == '1'), locale)}"
    if not format.show_unit or not format.unit:
        return sign + shown
    if locale == "en" and is_currency(format.unit):
        return f"{format.unit} {sign}{shown}{scale_suffix(format)}"
    return f"{sign}{shown}{spaced(unit_name(format.unit, format.scale, locale), locale)}"


def scale_suffix(format: Format) -> str:  # noqa: A002
    """What follows an English amount of money: K, M, B, or `` × 10K`` for a scale that is no English word."""
    suffix = unit_name(format.unit, format.scale, "en")[len(format.unit) + 1:]
    return f" × {suffix}" if suffix[:1].isdigit() else suffix
