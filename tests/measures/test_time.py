"""Values of a period from finer ones: agg_time, completeness, fiscal years, what never converts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportgen.measures import actuals
from reportgen.model.period import FiscalCalendar
from tests.measures.world import actual, by_subject, cell, company, day, kpi, months, period


def value(rows: list[dict[str, Any]], label: str, column: str = "value", **definition: Any) -> Any:
    frame = actuals(company(kpis=[kpi(**definition)], actuals=rows), period(label))
    return cell(frame, column, subject_id="p1")


MONTHS = [actual("p1", month, number) for month, number in zip(months(1, 2, 3), (10.1, 20.2, 0.3), strict=True)]


@pytest.mark.parametrize(("rule", "expected"), [("sum", 30.6), ("last", 0.3), ("mean", 10.2), ("max", 20.2), ("min", 0.3)])
def test_months_become_a_quarter_by_agg_time(rule: str, expected: float) -> None:
    assert value(MONTHS, "2025-Q1", agg_time=rule) == expected


def test_a_row_of_the_period_wins_over_the_finer_ones() -> None:
    assert value([*MONTHS, actual("p1", "2025-Q1", 31.0)], "2025-Q1") == 31.0


def test_a_part_that_is_missing_leaves_no_value() -> None:
    rows = MONTHS[:2]
    assert (value(rows, "2025-Q1"), value(rows, "2025-Q1", "state")) == (None, "not_reported")
    assert value([*rows, actual("p1", "2025-03", None)], "2025-Q1") is None


def test_quarters_and_months_together_make_a_year() -> None:
    rows = [actual("p1", f"2025-Q{quarter}", 100.0) for quarter in (1, 2, 3)]
    rows += [actual("p1", month, 1.5) for month in months(10, 11, 12)]
    rows += [actual("p1", "2025-01", 999.0)]
    assert value(rows, "2025") == 304.5


def test_year_to_date_takes_quarters_and_single_months() -> None:
    rows = [actual("p1", "2025-Q1", 100.0), *(actual("p1", month, 1.0) for month in months(1, 2, 3, 4, 5))]
    assert value(rows, "2025-05-YTD") == 102.0
    assert value(rows, "2025-05-YTD", agg_time="last") == 1.0


def test_a_week_is_never_turned_into_a_month() -> None:
    frame = actuals(company(kpis=[kpi()], actuals=[actual("p1", "2025-W23", 5.0)]), period("2025-06"))
    assert frame.is_empty()
    assert value([actual("p1", "2025-W23", 5.0)], "2025-W23") == 5.0


def test_without_agg_time_nothing_converts_and_the_flag_says_so() -> None:
    assert value(MONTHS, "2025-Q1", "flag", agg_time="none") == "grain"


def test_ratios_add_numerators_and_denominators() -> None:
    """50/100 and 30/200 make 80/300, not the mean of the ratios (32.50)."""
    rows = [actual("p1", "2025-01", None, numerator=50.0, denominator=100.0),
            actual("p1", "2025-02", None, numerator=30.0, denominator=200.0)]
    assert value(rows, "2025-02-YTD", unit="%") == 26.6666666666667
    assert value(rows, "2025-01", unit="%") == 50.0
    assert value(rows, "2025-01", unit="x", multiplier=10.0) == 5.0


def test_a_ratio_without_parts_cannot_be_added_up() -> None:
    assert value(MONTHS, "2025-Q1", "flag", agg_time="ratio_of_sums") == "grain"


@pytest.mark.parametrize(
    ("denominator", "state", "flag"), [(0.0, "not_applicable", "den_zero"), (-1.0, "not_reported", "den_negative")]
)
def test_denominators_that_are_not_positive(denominator: float, state: str, flag: str) -> None:
    rows = [actual("p1", "2025-01", None, numerator=50.0, denominator=denominator)]
    assert (value(rows, "2025-01", "state"), value(rows, "2025-01", "flag"), value(rows, "2025-01")) == (state, flag, None)


def test_a_given_ratio_counts_and_is_compared() -> None:
    rows = [actual("p1", "2025-01", 33.3, numerator=1.0, denominator=3.0)]
    assert (value(rows, "2025-01", unit="%"), value(rows, "2025-01", "flag", unit="%")) == (33.3, None)
    rows = [actual("p1", "2025-01", 33.4, numerator=1.0, denominator=3.0)]
    assert (value(rows, "2025-01", unit="%"), value(rows, "2025-01", "flag", unit="%")) == (33.4, "mismatch")


def test_a_ratio_of_other_kpis() -> None:
    rate = kpi("rate", unit="%", numerator_kpi="won", denominator_kpi="sent")
    rows = [actual("p1", month, number, name) for name, number in (("won", 1.0), ("sent", 8.0)) for month in months(1, 2)]
    data = company(kpis=[rate, kpi("won"), kpi("sent")], actuals=rows)
    assert cell(actuals(data, period("2025-02-YTD")), "value", kpi_id="rate") == 12.5
    own = actual("p1", "2025-01", 99.0, "rate")
    data = company(kpis=[rate, kpi("won"), kpi("sent")], actuals=[*rows, own])
    assert cell(actuals(data, period("2025-01")), "value", kpi_id="rate") == 99.0


def test_weighted_means_weigh_with_the_denominator() -> None:
    """(4.5 x 10 + 3 x 30) / 40 = 3.375."""
    rows = [actual("p1", "2025-01", 4.5, denominator=10.0), actual("p1", "2025-02", 3.0, denominator=30.0)]
    assert value(rows, "2025-02-YTD", agg_time="weighted_mean") == 3.375


def test_the_fiscal_year_decides_quarters_and_years() -> None:
    rows = [actual("p1", month, 1.0) for month in [*months(4, 5, 6, 7, 8, 9, 10, 11, 12), *months(1, 2, 3, year=2026)]]
    data = company(kpis=[kpi()], actuals=rows)
    data = replace(data, settings=replace(data.settings, fiscal=FiscalCalendar(4)))
    from reportgen.model.period import parse_period

    year = parse_period("2025", data.settings.fiscal)
    assert (year.start, year.end) == (day("2025-04-01"), day("2026-03-31"))
    assert by_subject(actuals(data, year)) == {"p1": 12.0}


def test_a_joiner_has_a_year_from_the_day_of_joining() -> None:
    people = [{"person_id": "p1", "name": "Ann", "unit_id": "D1", "hire_date": day("2025-04-16")}]
    rows = [actual("p1", month, 1.0) for month in months(5, 6, 7, 8, 9, 10, 11, 12)]
    data = company(people=people, kpis=[kpi()], actuals=rows)
    assert by_subject(actuals(data, period("2025"))) == {"p1": 8.0}
    data = company(people=people, kpis=[kpi()], actuals=rows[1:])
    assert by_subject(actuals(data, period("2025"))) == {"p1": None}


def test_what_does_not_apply_is_left_out_of_rates_but_not_of_flows() -> None:
    rows = [actual("p1", "2025-01", 10.0), actual("p1", "2025-02", None, state="not_applicable"), actual("p1", "2025-03", 20.0)]
    assert value(rows, "2025-Q1", agg_time="mean") == 15.0
    assert (value(rows, "2025-Q1"), value(rows, "2025-Q1", "state")) == (None, "not_applicable")


def test_sums_are_exact_whatever_the_size() -> None:
    rows = [actual("p1", month, 900719925474.1) for month in months(*range(1, 13))]
    assert value(rows, "2025") == 10808639105689.2
    rows = [actual("p1", month, number) for month, number in zip(months(1, 2, 3), (1e15, 0.001, 0.001), strict=True)]
    assert value(rows, "2025-Q1") == 1000000000000000.002
