"""Rows, months and rounding: what every part of the demo writes with."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SEED = 20260112
Row = Mapping[str, str]
MONTHS = tuple(f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13))
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4))


def months_of(quarter: str) -> tuple[str, ...]:
    first = (int(quarter[-1]) - 1) * 3
    return tuple(f"{quarter[:4]}-{first + step:02d}" for step in (1, 2, 3))


def quarter_of(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def days_of(period: str) -> tuple[date, date]:
    """First and last day of a month or quarter."""
    months = (period, period) if "Q" not in period else (months_of(period)[0], months_of(period)[-1])
    first = date(int(months[0][:4]), int(months[0][5:7]), 1)
    after = date(int(months[1][:4]) + int(months[1][5:7]) // 12, int(months[1][5:7]) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def rounded(value: float, step: float = 1.0) -> float:
    """``value`` to the nearest multiple of ``step``, halves away from zero."""
    unit = Decimal(repr(step))
    return float((Decimal(repr(value)) / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit)


def text(value: float, decimals: int = 0) -> str:
    """A number as a system exports it: fixed places, no thousands separators."""
    quantum = Decimal(1).scaleb(-decimals)
    number = Decimal(repr(value)).quantize(quantum, rounding=ROUND_HALF_UP)
    return f"{number if number else abs(number):f}"


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """A CSV (UTF-8, LF) with the columns of the rows, in the order in which they first appear."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
