"""A format as the number code of a spreadsheet cell, and the number that such a cell holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reportgen.formatting.cells import Value, plain_number, scale_suffix, scaled
from reportgen.formatting.numbers import MINUS
from reportgen.formatting.units import is_currency, spaced, unit_name
from reportgen.model.dataset import Locale
from reportgen.model.format import Format


def excel_code(format: Format, locale: Locale) -> str:  # noqa: A002 - the format of the cell is its format
    """The number code: ``#,##0.0;"−"#,##0.0``, signed ``+0.0%;"−"0.0%;0.0%``, ``"×"0.0000``, ``@`` for text.

    The minus is quoted: a spreadsheet program takes a bare U+2212 in a code only by luck.
    """
    if format.kind == "date":
        return "yyyy-mm-dd"
    if not format.numeric:
        return "@"
    before, after = _marks(format, locale)
    grouped = format.grouping and format.kind not in ("percent", "pp", "factor")
    body = ("#,##0" if grouped else "0") + (f".{'0' * format.decimals}" if format.decimals else "")
    number = f"{body}{after}"
    if format.signed:
        return f'{before}+{number};{before}"{MINUS}"{number};{before}{number}'
    return f'{before}{number};{before}"{MINUS}"{number}'


def _marks(format: Format, locale: Locale) -> tuple[str, str]:  # noqa: A002
    space = "" if locale == "zh-CN" else " "
    if format.kind == "percent":
        return "", "%"
    if format.kind == "pp":
        return "", f'"{space}pp"'
    if format.kind == "factor":
        return '"×"', ""
    if format.kind == "days":
        return "", f'"{space}{unit_name("days", 1, locale)}"'
    if not format.show_unit or not format.unit:
        return "", ""
    if locale == "en" and is_currency(format.unit):
        word = scale_suffix(format)
        return f'"{format.unit} "', f'"{word}"' if word else ""
    name = unit_name(format.unit, format.scale, locale)
    return "", f'"{spaced(name, locale)}"' if name else ""


def excel_value(value: Value, format: Format) -> Decimal | date | str | None:  # noqa: A002
    """What the cell holds: the number in the unit of the head, a percentage as its fraction, a date, or text."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    number = plain_number(value) if format.numeric else None
    if number is None:
        return value if isinstance(value, str) else str(value)
    number = scaled(number, format)
    return number.scaleb(-2) if format.kind == "percent" else number
