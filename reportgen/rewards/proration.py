"""Which part of a period counts: inclusive days, or full months by the 15/16 rule (docs/method/rewards.md, "Proration")."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.model.rounding import EXACT, half_up


@dataclass(frozen=True, slots=True)
class Share:
    """Counted over whole, in days or months: the factor keeps this fraction so that a reader can recompute it."""

    part: int
    whole: int
    places: int | None = None

    @property
    def factor(self) -> Decimal:
        """The fraction, unrounded or with ``places`` decimals."""
        exact = EXACT.divide(Decimal(self.part), Decimal(self.whole))
        return exact if self.places is None else half_up(exact, self.places)


def inclusive_days(first: date, last: date) -> int:
    """Days with both ends; 0 where the range is empty."""
    return max(0, (last - first).days + 1)


def day_share(start: date, end: date, period: tuple[date, date], places: int | None = None) -> Share:
    """Days of ``start..end`` inside the period over the period's days."""
    days = inclusive_days(max(start, period[0]), min(end, period[1]))
    return Share(days, inclusive_days(*period), places)


def month_share(start: date, end: date, period: tuple[date, date], places: int | None = None) -> Share:
    """Months that count over the period's months: joining by the 15th, or leaving on the 16th or later, counts the month."""
    first, last = max(start, period[0]), min(end, period[1])
    whole = _months(period[0], period[1])
    if last < first:
        return Share(0, whole, places)
    months = _months(first, last)
    if first.day > 15:
        months -= 1
    if last.day < 16 and last.day < calendar.monthrange(last.year, last.month)[1]:
        months -= 1
    return Share(max(0, months), whole, places)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
