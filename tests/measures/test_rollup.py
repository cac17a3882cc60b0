"""Values of units from below: agg_org, own rows, what is missing, assignments, reorganisation."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.measures import actuals
from reportgen.measures.lineage import inherited
from tests.measures.world import ORG, PEOPLE, actual, by_subject, cell, company, day, kpi, line, months, period

ROWS = [actual("p1", "2025-01", 10.0), actual("p2", "2025-01", 5.5), actual("p3", "2025-01", 1.0)]
ALL = [line(subject) for subject in ("C", "D1", "D2", "p1", "p2", "p3")]


def rolled(rows: list[dict[str, Any]], label: str = "2025-01", column: str = "value", **definition: Any) -> dict[str, Any]:
    data = company(kpis=[kpi(**{"agg_org": "sum", **definition})], scorecards=ALL, actuals=rows)
    return dict(by_subject(actuals(data, period(label)), column))


@pytest.mark.parametrize(
    ("rule", "company_value", "east"),
    [("sum", 16.5, 15.5), ("mean", 5.5, 7.75), ("max", 10.0, 10.0), ("min", 1.0, 5.5), ("weighted_mean", 5.5, 7.75)],
)
def test_units_add_up_what_is_below(rule: str, company_value: float, east: float) -> None:
    found = rolled(ROWS, agg_org=rule)
    assert (found["C"], found["D1"], found["D2"]) == (company_value, east, 1.0)


def test_without_a_rule_a_unit_has_no_value() -> None:
    assert set(rolled(ROWS, agg_org="none")) == {"p1", "p2", "p3"}


def test_an_own_row_wins_and_nothing_is_added() -> None:
    found = rolled([*ROWS, actual("D1", "2025-01", 100.0)])
    assert (found["D1"], found["C"]) == (100.0, 101.0)


def test_a_child_without_an_actual_leaves_the_value_partial() -> None:
    rows = [ROWS[0], ROWS[2]]
    assert rolled(rows) == {"p1": 10.0, "p3": 1.0, "D1": 10.0, "D2": 1.0, "C": 11.0}
    assert rolled(rows, column="partial") == {"p1": False, "p3": False, "D1": True, "D2": False, "C": True}
    assert rolled(rows, column="missing")["C"] == 1 and rolled(rows, column="children")["C"] == 3


def test_nothing_below_is_missing_and_what_does_not_apply_is_not_partial() -> None:
    rows = [actual("p1", "2025-01", None), actual("p2", "2025-01", None, state="not_applicable"), ROWS[2]]
    assert rolled(rows)["D1"] is None
    assert rolled(rows, column="state")["D1"] == "not_reported"
    rows = [ROWS[0], actual("p2", "2025-01", None, state="not_applicable"), ROWS[2]]
    assert rolled(rows, column="partial")["D1"] is False


def test_ratios_roll_up_by_their_parts() -> None:
    """1/10 and 30/100 make 31/110 = 28.18 %, not 20 %."""
    rows = [actual("p1", "2025-01", None, numerator=1.0, denominator=10.0),
            actual("p2", "2025-01", None, numerator=30.0, denominator=100.0)]
    assert round(rolled(rows, unit="%", agg_org="ratio_of_sums")["D1"], 4) == 28.1818


def test_ratios_of_other_kpis_roll_up_by_those() -> None:
    rate = kpi("rate", unit="%", numerator_kpi="won", denominator_kpi="sent", agg_org="ratio_of_sums")
    rows = [actual(person, "2025-01", number, name) for person, pair in (("p1", (1.0, 10.0)), ("p2", (30.0, 100.0)))
            for name, number in zip(("won", "sent"), pair, strict=True)]
    data = company(kpis=[rate, kpi("won", agg_org="sum"), kpi("sent", agg_org="sum")], actuals=rows)
    found = actuals(data, period("2025-01"))
    assert round(cell(found, "value", subject_id="D1", kpi_id="rate"), 4) == 28.1818
    assert cell(found, "given", subject_id="D1", kpi_id="rate") is False


def test_a_leaver_still_counts_with_the_months_worked() -> None:
    """Ann leaves on 28 February: her two months stay in the sum and nothing is missing."""
    people = [PEOPLE[0] | {"leave_date": day("2025-02-28")}, *PEOPLE[1:]]
    rows = [actual("p1", month, 1.0) for month in months(1, 2)] + [actual("p2", month, 10.0) for month in months(1, 2, 3)]
    data = company(people=people, kpis=[kpi(agg_org="sum")], scorecards=ALL[:2] + ALL[3:5], actuals=rows)
    found = actuals(data, period("2025-Q1"))
    assert (cell(found, "value", subject_id="D1"), cell(found, "partial", subject_id="D1")) == (32.0, False)


def test_months_reported_count_even_where_one_is_missing() -> None:
    rows = [actual("p1", month, 1.0) for month in months(1, 2)] + [actual("p2", month, 10.0) for month in months(1, 2, 3)]
    found = rolled(rows, "2025-Q1")
    assert (found["p1"], found["D1"]) == (None, 32.0)
    assert rolled(rows, "2025-Q1", "partial")["D1"] is True


def test_a_row_of_an_assignment_counts_in_the_unit_of_the_assignment() -> None:
    posts = [
        {"person_id": "p1", "unit_id": "D1", "assignment_id": "a1", "from": day("2024-01-01"), "to": day("2025-01-15")},
        {"person_id": "p1", "unit_id": "D2", "assignment_id": "a2", "from": day("2025-01-16")},
    ]
    rows = [actual("p1", "2025-01", 7.0, assignment_id="a1"), actual("p1", "2025-01", 2.0, assignment_id="a2")]
    data = company(kpis=[kpi(agg_org="sum")], assignments=posts, actuals=rows)
    found = by_subject(actuals(data, period("2025-01")))
    assert (found["D1"], found["D2"], found["C"]) == (7.0, 2.0, 9.0)


def test_history_follows_the_lineage_of_units() -> None:
    """East hands 40 % of its 200 to New; a rate goes over only where the whole unit does."""
    data = company(
        kpis=[kpi(agg_org="sum"), kpi("rate", agg_org="mean")],
        lineage=[{"old_unit": "D1", "new_unit": "N", "share": 0.4, "date": day("2025-01-01")},
                 {"old_unit": "D2", "new_unit": "N", "share": 1.0, "date": day("2025-01-01")}],
        actuals=[actual("D1", "2024-06", 200.0), actual("D2", "2024-06", 0.5), actual("D2", "2024-06", 4.0, "rate")],
    )
    past, now = period("2024-06"), period("2025-06")
    found = inherited(data, actuals(data, past).select("subject_id", "kpi_id", "value"), past, now)
    assert cell(found, "value", subject_id="N", kpi_id="k") == 80.5
    assert found.filter(found["kpi_id"] == "rate").is_empty()
    assert inherited(data, actuals(data, past).select("subject_id", "kpi_id", "value"), period("2025-05"), now).is_empty()


def test_dated_rows_of_a_unit_move_it_in_the_tree() -> None:
    org = [ORG[0], ORG[1] | {"valid_to": day("2025-06-30")}, ORG[2],
           {"unit_id": "D1", "name": "East again", "type": "team", "parent_id": "D2", "valid_from": day("2025-07-01")}]
    data = company(org=org, kpis=[kpi(agg_org="sum")], actuals=[actual("p1", m, 3.0) for m in months(6, 7)])
    assert "D2" not in by_subject(actuals(data, period("2025-06")))
    assert by_subject(actuals(data, period("2025-07")))["D2"] == 3.0
