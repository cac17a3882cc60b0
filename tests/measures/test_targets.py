"""Targets of a period: own rows, flows and rates, versions, plans, which scorecard lines hold, days and history."""

from __future__ import annotations

import pytest

from reportgen.measures import lines_in, series, service_in, targets
from reportgen.measures.kpis import kpis_at
from reportgen.measures.service import minimum_days
from tests.measures.world import PEOPLE, actual, by_subject, cell, company, day, kpi, line, months, period, target


def test_flows_add_up_and_rates_take_the_last() -> None:
    rows = [target("p1", month, number) for month, number in zip(months(1, 2, 3), (10.1, 20.2, 30.3), strict=True)]
    assert by_subject(targets(company(kpis=[kpi()], targets=rows), period("2025-Q1")), "target") == {"p1": 60.6}
    assert by_subject(targets(company(kpis=[kpi(agg_time="mean")], targets=rows), period("2025-Q1")), "target") == {"p1": 30.3}
    assert targets(company(kpis=[kpi()], targets=rows[1:]), period("2025-Q1")).is_empty()
    stock = company(kpis=[kpi(agg_time="last")], targets=rows[1:])
    assert by_subject(targets(stock, period("2025-Q1")), "target") == {"p1": 30.3}


def test_each_month_has_the_version_valid_in_it() -> None:
    """100 a month until June, 120 from July: 6 x 100 + 2 x 120 = 840 by August."""
    rows = [target("p1", month, 100.0, version="1", valid_from=day("2025-01-01")) for month in months(*range(1, 13))]
    rows += [target("p1", month, 120.0, version="2", valid_from=day("2025-07-01")) for month in months(*range(1, 13))]
    data = company(kpis=[kpi()], targets=rows)
    assert by_subject(targets(data, period("2025-08-YTD")), "target") == {"p1": 840.0}
    assert by_subject(targets(data, period("2025-06")), "target") == {"p1": 100.0}


def test_a_version_from_after_the_period_counts_only_when_there_is_no_other() -> None:
    late = target("p1", "2025-06", 5.0, valid_from=day("2025-08-01"))
    assert by_subject(targets(company(kpis=[kpi()], targets=[late]), period("2025-06")), "target") == {"p1": 5.0}
    both = [late, target("p1", "2025-06", 7.0)]
    assert by_subject(targets(company(kpis=[kpi()], targets=both), period("2025-06")), "target") == {"p1": 7.0}


def test_a_plan_row_is_the_target_where_there_is_no_other() -> None:
    plans = [actual(person, "2025-06", 50.0, scenario="PL") for person in ("p1", "p2")]
    data = company(kpis=[kpi()], targets=[target("p1", "2025-06", 40.0)], actuals=plans)
    assert by_subject(targets(data, period("2025-06")), "target") == {"p1": 40.0, "p2": 50.0}


def test_the_scorecard_of_the_narrowest_period_counts_and_lines_without_period_fill_it_up() -> None:
    lines = [line("p1", 60.0, "a"), line("p1", 30.0, "b", period="2025"), line("p1", 70.0, "c", period="2025"),
             line("p1", 40.0, "d", period="2025-Q2"), line("p1", 9.0, "e", period="2025-Q3"), line("p1", 9.0, "f", period="2024")]
    data = company(scorecards=lines)
    found = {label: dict(lines_in(data, period(label)).select("kpi_id", "weight").iter_rows())
             for label in ("2025-05", "2025-Q2", "2025-09-YTD", "2025", "2023")}
    assert found["2025-05"] == found["2025-Q2"] == {"a": 60.0, "d": 40.0}
    assert found["2025-09-YTD"] == found["2025"] == {"b": 30.0, "c": 70.0}
    assert found["2023"] == {"a": 60.0}


def test_the_definition_valid_at_the_end_counts_with_its_defaults() -> None:
    kpis = [kpi(version="1", valid_to=day("2025-06-30")), kpi(version="2", valid_from=day("2025-07-01"), unit="%", kind="index"),
            kpi("t", direction="target"), kpi("r", direction="range", decimals=0)]
    data = company(kpis=kpis)
    june, july = kpis_at(data, day("2025-06-30")), kpis_at(data, day("2025-07-31"))
    columns = ("kpi_id", "version", "method", "agg_time", "agg_org", "decimals", "factor")
    assert june.select(columns).rows() == [
        ("k", "1", "ratio", "sum", "none", 2, 1.0), ("r", None, "range", "sum", "none", 0, 1.0),
        ("t", None, "on_target", "sum", "none", 2, 1.0),
    ]
    assert july.select(columns).row(0) == ("k", "2", "ratio", "last", "none", 2, 100.0)


def test_days_in_service_count_both_ends_and_no_day_twice() -> None:
    people = [PEOPLE[0] | {"hire_date": day("2025-10-01")}, PEOPLE[1] | {"leave_date": day("2025-06-30")}, PEOPLE[2]]
    posts = [
        {"person_id": "p3", "unit_id": "D1", "assignment_id": "a", "from": day("2025-01-01"), "to": day("2025-03-31")},
        {"person_id": "p3", "unit_id": "D2", "assignment_id": "b", "from": day("2025-03-01"), "to": day("2025-04-30")},
    ]
    found = service_in(company(people=people, assignments=posts), period("2025"))
    assert dict(found.iter_rows()) == {"p1": 92, "p2": 181, "p3": 120}


@pytest.mark.parametrize(("label", "least"), [("2025", 90), ("2024", 90), ("2025-H1", 61), ("2025-Q1", 30), ("2025-06", 10)])
def test_short_service_is_90_days_of_a_year_or_a_third(label: str, least: int) -> None:
    assert minimum_days(period(label)) == least


def test_the_series_has_the_last_twelve_of_the_finest_grain() -> None:
    rows = [actual("p1", month, 1.0) for year in (2024, 2025) for month in months(*range(1, 13), year=year)]
    rows += [actual("p1", f"2025-Q{quarter}", 5.0, "q") for quarter in (1, 2, 3)] + [actual("p1", "2025", 1.0, "q")]
    data = company(kpis=[kpi(), kpi("q")], actuals=rows, targets=[target("p1", "2025-06", 2.0)])
    found = series(data, period("2025-Q2"))
    monthly = found.filter(found["kpi_id"] == "k")
    assert monthly["period"].to_list() == [*months(*range(7, 13), year=2024), *months(*range(1, 7))]
    assert monthly["target"].to_list() == [None] * 11 + [2.0]
    assert found.filter(found["kpi_id"] == "q")["period"].to_list() == ["2025-Q1", "2025-Q2"]


def test_the_series_rolls_up_and_shows_targets_without_actuals() -> None:
    rows = [actual(person, month, 1.0) for person in ("p1", "p3") for month in months(1, 2)]
    data = company(kpis=[kpi(agg_org="sum")], actuals=rows, targets=[target("D1", "2025-01", 3.0), target("p2", "2025-02", 9.0)])
    found = series(data, period("2025-02"))
    assert found.filter(found["subject_id"] == "C")["actual"].to_list() == [2.0, 2.0]
    assert cell(found, "actual", subject_id="p2", period="2025-02") is None


@pytest.mark.parametrize(
    ("label", "expected"), [("2025-01", 60.0), ("2025-Q1", 240.0), ("2025-06-YTD", 600.0), ("2025", 1200.0)]
)
@pytest.mark.parametrize("phasing", ["5,5,10,10,10,10,10,10,10,10,5,5", "60; 60; 120; 120; 120; 120; 120; 120; 120; 120; 60; 60"])
def test_a_phased_target_of_the_year_gives_its_part(label: str, expected: float, phasing: str) -> None:
    """In percent of the year or in amounts."""
    data = company(kpis=[kpi()], targets=[target("p1", "2025", 1200.0, phasing=phasing)])
    assert by_subject(targets(data, period(label)), "target") == {"p1": expected}


def test_phasing_counts_only_for_flows_and_where_there_is_no_target() -> None:
    profile = ",".join(["1"] * 12)
    rows = [target("p1", "2025", 1200.0, phasing=profile), target("p1", "2025-02", 7.0),
            target("p1", "2025", 12.0, "r", phasing="a"), target("p1", "2025", 5.0, "s", phasing=profile)]
    data = company(kpis=[kpi(), kpi("r"), kpi("s", agg_time="last")], targets=rows)
    assert targets(data, period("2025-02")).select("kpi_id", "target").rows() == [("k", 7.0)]
    assert targets(data, period("2025-03")).select("kpi_id", "target").rows() == [("k", 100.0)]
