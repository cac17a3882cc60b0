"""Turn a value and a format, in a locale, into text or an Excel number code."""

from reportgen.formatting.amounts import amount_text, compact, kpi_text, money_text
from reportgen.formatting.cells import text
from reportgen.formatting.excel import excel_code, excel_value
from reportgen.formatting.numbers import MINUS, number_text, to_decimal
from reportgen.formatting.periods import date_text, month_name, month_short, period_name
from reportgen.formatting.units import ColumnScale, column_scale, currency_places, is_currency, unit_name
from reportgen.formatting.words import word

__all__ = [
    "MINUS", "ColumnScale", "amount_text", "column_scale", "compact", "currency_places", "date_text", "excel_code",
    "excel_value", "is_currency", "kpi_text", "money_text", "month_name", "month_short", "number_text", "period_name",
    "text", "to_decimal", "unit_name", "word",
]
