"""A reporting period: a label such as ``2025-Q2`` with its first and last day under a company's fiscal calendar."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

PeriodKind = Literal["year", "half", "quarter", "month", "week", "ytd"]

_PATTERN = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<half>H[12])|(?P<quarter>Q[1-4])|(?P<month>0[1-9]|1[0-2])(?P<ytd>-YTD)?|W(?P<week>\d{2})))?",
    re.ASCII,
)
_MONTHS: dict[str, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """First month of the fiscal year, and whether a fiscal year carries the calendar year in which it starts or ends.

    Month labels are calendar months; quarters, halves and years are fiscal (docs/method/scoring.md, "Periods").
    """

    start_month: int = 1
    named_by: Literal["start", "end"] = "start"

    def first_month_of(self, year: int) -> tuple[int, int]:
        """The calendar (year, month) in which fiscal year ``year`` begins."""
        shift = 1 if self.named_by == "end" and self.start_month > 1 else 0
        return year - shift, self.start_month

    def fiscal_year_of(self, year: int, month: int) -> int:
        """The label year of the fiscal year that holds a calendar month."""
        begins = year if month >= self.start_month else year - 1
        return begins + (1 if self.named_by == "end" and self.start_month > 1 else 0)


def _add_months(year: int, month: int, count: int) -> tuple[int, int]:
    index = year * 12 + (month - 1) + count
    return index // 12, index % 12 + 1


def _month_label(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period with inclusive first and last day; periods order by start, then end."""

    start: date
    end: date
    label: str
    kind: PeriodKind

    @property
    def days(self) -> int:
        """Inclusive days of the period."""
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        return self.label


def parse_period(label: str, fiscal: FiscalCalendar = FiscalCalendar()) -> Period:
    """Read ``2025``, ``2025-H1``, ``2025-Q2``, ``2025-06``, ``2025-W23`` or ``2025-09-YTD``.

    Raises ValueError with the accepted forms when the label is none of them.
    """
    match = _PATTERN.fullmatch(label)
    if match is None:
        raise ValueError(f"{label!r} is not a period; write 2025, 2025-H1, 2025-Q2, 2025-06, 2025-W23 or 2025-09-YTD")
    year = int(match["year"])
    if match["week"]:
        try:
            monday = date.fromisocalendar(year, int(match["week"]), 1)
        except ValueError:
            raise ValueError(f"{label!r} is not a period; {year} has no week {match['week']}") from None
        return Period(monday, monday + timedelta(days=6), label, "week")
    if match["month"]:
        month = int(match["month"])
        if match["ytd"]:
            first = fiscal.first_month_of(fiscal.fiscal_year_of(year, month))
            return Period(date(*first, 1), _last_day(year, month), label, "ytd")
        return Period(date(year, month, 1), _last_day(year, month), label, "month")
    kind: PeriodKind
    if match["half"]:
        kind, offset = "half", (int(match["half"][1]) - 1) * 6
    elif match["quarter"]:
        kind, offset = "quarter", (int(match["quarter"][1]) - 1) * 3
    else:
        kind, offset = "year", 0
    first = _add_months(*fiscal.first_month_of(year), offset)
    last = _add_months(*first, _MONTHS[kind] - 1)
    return Period(date(*first, 1), _last_day(*last), label, kind)


def months_of(period: Period) -> tuple[str, ...]:
    """Labels of the calendar months inside a period, oldest first. A week holds none."""
    if period.kind == "week":
        return ()
    first = (period.start.year, period.start.month)
    count = (period.end.year - first[0]) * 12 + period.end.month - first[1] + 1
    return tuple(_month_label(*_add_months(*first, i)) for i in range(count))


def finer_periods(period: Period, kind: PeriodKind, fiscal: FiscalCalendar = FiscalCalendar()) -> tuple[str, ...]:
    """Labels of the periods of a finer kind that tile ``period`` exactly, oldest first; empty when they do not tile it."""
    months = months_of(period)
    size = _MONTHS.get(kind, 0)
    if not months or not size or len(months) % size or len(months) == size:
        return ()
    if kind == "month":
        return months
    labels = [label_of_month(months[i], kind, fiscal) for i in range(0, len(months), size)]
    aligned = parse_period(labels[0], fiscal).start == period.start
    return tuple(labels) if aligned else ()


def label_of_month(month: str, kind: PeriodKind, fiscal: FiscalCalendar = FiscalCalendar()) -> str:
    """The label of the fiscal period of ``kind`` that holds a calendar month, for example ``2025-06`` -> ``2025-Q2``."""
    year, number = int(month[:4]), int(month[5:7])
    fiscal_year = fiscal.fiscal_year_of(year, number)
    position = (number - fiscal.start_month) % 12
    if kind == "year":
        return f"{fiscal_year:04d}"
    if kind == "half":
        return f"{fiscal_year:04d}-H{position // 6 + 1}"
    if kind == "quarter":
        return f"{fiscal_year:04d}-Q{position // 3 + 1}"
    if kind == "ytd":
        return f"{month}-YTD"
    return month


def previous(period: Period, fiscal: FiscalCalendar = FiscalCalendar()) -> Period:
    """The period of the same kind just before. The one before a year to date is that to the month before.

    The first month of a fiscal year has no earlier year to date; its predecessor is the full fiscal year before, as YTD.
    """
    if period.kind == "week":
        monday = period.start - timedelta(days=7)
        iso = monday.isocalendar()
        return parse_period(f"{iso.year:04d}-W{iso.week:02d}", fiscal)
    if period.kind == "ytd":
        month = _add_months(period.end.year, period.end.month, -1)
        return parse_period(f"{_month_label(*month)}-YTD", fiscal)
    month = _add_months(period.start.year, period.start.month, -1)
    return parse_period(label_of_month(_month_label(*month), period.kind, fiscal), fiscal)


def period_or_none(label: str | None, fiscal: FiscalCalendar = FiscalCalendar()) -> Period | None:
    """The period of a label in the data; None where the label is empty or none."""
    try:
        return parse_period(label or "", fiscal)
    except ValueError:
        return None


def year_earlier(period: Period, fiscal: FiscalCalendar = FiscalCalendar()) -> Period:
    """The same period one year before (week: the same ISO week number, or week 52 where that year has no week 53)."""
    year, rest = int(period.label[:4]) - 1, period.label[4:]
    try:
        return parse_period(f"{year:04d}{rest}", fiscal)
    except ValueError:
        return parse_period(f"{year:04d}-W52", fiscal)


def year_of(period: Period, fiscal: FiscalCalendar = FiscalCalendar()) -> Period:
    """The fiscal year that holds the period's last day (a week: that of its Thursday)."""
    day = period.start + timedelta(days=3) if period.kind == "week" else period.end
    return parse_period(f"{fiscal.fiscal_year_of(day.year, day.month):04d}", fiscal)


def year_to_date(period: Period, fiscal: FiscalCalendar = FiscalCalendar()) -> Period:
    """The year to date that ends with the period's last month."""
    return parse_period(f"{period.end.year:04d}-{period.end.month:02d}-YTD", fiscal)
