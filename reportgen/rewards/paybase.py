"""What ``paybase`` gives a person for a period: the row of the period, its share of a longer one, or the sum of shorter ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.model.period import FiscalCalendar, Period, months_of, parse_period, period_or_none
from reportgen.rewards.facts import exact
from reportgen.rewards.money import total
from reportgen.rewards.wages import Wage

Row = Mapping[str, Any]
#: Columns that are amounts of their row's period: they divide over time. A monthly wage does not.
OF_PERIOD = ("target_bonus", "base_salary")
COLUMNS = (*OF_PERIOD, "bonus_pct", "monthly_wage", "local_minimum_wage")


@dataclass(frozen=True, slots=True)
class PayBase:
    """Columns as in the table, the part of them that falls to the period (months over months), wages per month."""

    columns: Mapping[str, Decimal] = field(default_factory=dict)
    share: tuple[int, int] = (1, 1)
    wages: Mapping[str, Wage] = field(default_factory=dict)
    currency: str = ""


def paybase_of(rows: Sequence[Row], period: Period, fiscal: FiscalCalendar) -> PayBase:
    """The pay base of a person's rows (docs/method/rewards.md, "Base"). A yearly row serves a quarter with 3/12."""
    dated = [(span, row) for row in rows if (span := period_or_none(row["period"], fiscal)) is not None]
    wages = _wages(dated, period)
    around = [(span, row) for span, row in dated if span.start <= period.start and period.end <= span.end]
    if around:
        span, row = min(around, key=lambda pair: pair[0].days)
        share = (1, 1) if span.days == period.days else (len(months_of(period)), len(months_of(span)))
        return PayBase(_columns(row), share if all(share) else (period.days, span.days), wages, row["currency"] or "")
    inside = [(span, row) for span, row in dated if period.start <= span.start and span.end <= period.end]
    if not inside:
        return PayBase(wages=wages)
    last = _columns(max(inside, key=lambda pair: pair[0].end)[1])
    columns = {name: value for name, value in last.items() if name not in OF_PERIOD}
    for name in OF_PERIOD:
        given = [value for _, row in inside if (value := exact(row[name])) is not None]
        if len(given) == len(inside) and sum(span.days for span, _ in inside) == period.days:
            columns[name] = total(given)
    return PayBase(columns, (1, 1), wages, inside[0][1]["currency"] or "")


def _columns(row: Row) -> dict[str, Decimal]:
    return {name: value for name in COLUMNS if (value := exact(row[name])) is not None}


def _wages(dated: Sequence[tuple[Period, Row]], period: Period) -> dict[str, Wage]:
    """Monthly wage and minimum wage per month of the period, each from the shortest row that holds the month."""
    found: dict[str, Wage] = {}
    for label in months_of(period) or (f"{period.start:%Y-%m}",):
        month = parse_period(label)
        holding = [(span, row) for span, row in dated if span.start <= month.start and month.end <= span.end]
        for _, row in sorted(holding, key=lambda pair: pair[0].days):
            wage, minimum = found.get(label, (None, None))
            wage = exact(row["monthly_wage"]) if wage is None else wage
            found[label] = (wage, exact(row["local_minimum_wage"]) if minimum is None else minimum)
    return found
