"""Given scores and what scoring has to say about its input."""

from __future__ import annotations

from typing import Any

import pytest

from tests.measures.world import actual, company, day, kpi, line, target
from tests.scoring.world import card, codes, found, kpi_cell, one, row, scored


def given(subject: str, score: float, kpi_id: str = "k", label: str = "2025-06", **more: Any) -> dict[str, Any]:
    return {"subject_id": subject, "kpi_id": kpi_id, "period": label, "score": score, **more}


def test_a_given_score_counts_on_the_100_scale() -> None:
    data = company(kpis=[kpi(method="prescored")], scorecards=[line("p1")], scores=[given("p1", 4.5, scale_max=5.0)])
    result = scored(data)
    shown = row(result.kpi_scores, "score", "method", "state", "target", "attainment_pct")
    assert shown == (90.0, "prescored", "reported", None, None)
    assert (card(result, "total"), codes(result)) == (90.0, [])


def test_a_given_score_that_differs_from_the_computed_one_counts_and_is_a_finding() -> None:
    data = one(90.0, scores=[given("p1", 95.0)])
    result = scored(data)
    assert row(result.kpi_scores, "score", "attainment_pct", "method") == (95.0, 90.0, "prescored")
    assert found(result, "W-SCORE-DIFF").params == {"kpi_id": "k", "period": "2025-06", "given": "95", "computed": "90"}
    assert codes(scored(one(95.0, scores=[given("p1", 95.0)]))) == []


def test_a_given_score_brings_its_own_target_actual_and_weight() -> None:
    data = company(kpis=[kpi("a"), kpi("b")], scores=[
        given("p1", 90.0, "a", weight=60.0, target=100.0, actual=90.0), given("p1", 80.0, "b", weight=40.0)
    ])
    result = scored(data)
    assert card(result, "total") == 86.0
    assert row(result.kpi_scores, "target", "actual", "variance_pct", kpi_id="a") == (100.0, 90.0, -10.0)


def test_a_given_score_outside_its_range_stops_the_subject() -> None:
    result = scored(one(90.0, scores=[given("p1", 130.0)]))
    assert card(result, "total") is None
    assert found(result, "E-SCORE-RANGE").params == {
        "kpi_id": "k", "period": "2025-06", "score": "130", "low": "0", "high": "120"
    }


@pytest.mark.parametrize(
    ("definition", "goal", "value", "code"),
    [
        ({}, {"target": 0.0}, 5.0, "W-ZERO-TARGET"), ({}, {"target": -5.0}, 5.0, "W-NEG-TARGET"),
        ({"direction": "range"}, {"range_lo": 3.0, "range_hi": 2.0, "zero_distance": 1.0}, 1.0, "E-RANGE"),
        ({"direction": "range"}, {"range_lo": 1.0, "range_hi": 2.0}, 1.0, "E-RANGE"),
        ({"method": "milestone"}, {"target": 1.0}, 1.0, "E-METHOD-DOMAIN"),
        ({"method": "step"}, {"target": 1.0}, 1.0, "E-METHOD-DOMAIN"),
        ({"method": "progress"}, {"target": 1.0, "baseline": 1.0}, 1.0, "E-METHOD-DOMAIN"),
        ({"method": "efficacy"}, {"target": 1.0}, 1.0, "E-METHOD-DOMAIN"),
        ({"params": "{"}, {"target": 1.0}, 1.0, "E-METHOD-DOMAIN"),
        ({"method": "magic"}, {"target": 1.0}, 1.0, "E-METHOD-DOMAIN"),
        ({"method": "inverse"}, {"target": 1.0}, 1.0, "E-METHOD-DOMAIN"),
    ],
)
def test_targets_and_methods_that_do_not_fit(definition: dict[str, Any], goal: dict[str, Any], value: float, code: str) -> None:
    data = company(
        kpis=[kpi(**definition)], scorecards=[line("p1")], actuals=[actual("p1", "2025-06", value)],
        targets=[{"subject_id": "p1", "kpi_id": "k", "period": "2025-06", **goal}],
    )
    result = scored(data)
    assert codes(result) == [code]
    assert (card(result, "total") is None) is code.startswith("E")


@pytest.mark.parametrize(("denominator", "code", "total"), [(0.0, "W-RATIO-DEN", None), (-2.0, "E-RATIO-DEN", None)])
def test_denominators(denominator: float, code: str, total: float | None) -> None:
    data = company(
        kpis=[kpi(unit="%")], scorecards=[line("p1")], targets=[target("p1", "2025-06", 50.0)],
        actuals=[actual("p1", "2025-06", None, numerator=1.0, denominator=denominator)],
    )
    result = scored(data)
    finding = found(result, code)
    assert (finding.table, finding.row, finding.column, card(result, "total")) == ("actuals", 2, "denominator", total)


def test_a_given_ratio_that_differs_from_its_parts() -> None:
    data = company(
        kpis=[kpi(unit="%")], scorecards=[line("p1")], targets=[target("p1", "2025-06", 50.0)],
        actuals=[actual("p1", "2025-06", 34.0, numerator=1.0, denominator=3.0)],
    )
    params = found(scored(data), "W-RATIO-MISMATCH").params
    assert (params["given"], params["computed"]) == ("34", "33.3333")


@pytest.mark.parametrize(
    ("label", "rows", "definition", "grain"),
    [
        ("2025-06", ["2025-W23", "2025-W24"], {}, "2025-W23 \u2013 2025-W24"), ("2025-06", ["2025-Q2"], {}, "2025-Q2"),
        ("2025-Q2", ["2025-04", "2025-05", "2025-06"], {"agg_time": "none"}, "2025-04 \u2013 2025-06"),
    ],
)
def test_data_of_another_grain(label: str, rows: list[str], definition: dict[str, Any], grain: str) -> None:
    data = company(
        kpis=[kpi(**definition)], scorecards=[line("p1")], targets=[target("p1", label, 50.0)],
        actuals=[actual("p1", name, 1.0) for name in rows],
    )
    result = scored(data, label)
    assert found(result, "W-PERIOD-GRAIN").params["found"] == grain
    assert row(result.kpi_scores, "actual", "state", "assumed") == (None, "not_reported", "zero")


def test_a_missing_part_is_a_missing_actual_and_no_matter_of_grain() -> None:
    data = company(kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-Q2", 50.0)],
                   actuals=[actual("p1", "2025-04", 1.0)])
    assert codes(scored(data, "2025-Q2")) == ["W-MISSING-ACTUAL"]


def test_a_definition_that_changed_in_the_compared_time() -> None:
    kpis = [kpi(version="1", valid_to=day("2025-03-31")), kpi(version="2", valid_from=day("2025-04-01"))]
    result = scored(one(90.0, kpis=kpis))
    finding = found(result, "W-DEF-CHANGE")
    assert (finding.kpi_id, finding.row, finding.params["date"]) == ("k", 3, "2025-04-01")
    assert kpi_cell(result, "definition_changed") is True
    old = [kpi(version="1", valid_to=day("2023-03-31")), kpi(version="2", valid_from=day("2023-04-01"))]
    assert codes(scored(one(90.0, kpis=old))) == []


def test_what_reading_said_is_not_said_twice() -> None:
    from dataclasses import replace

    from reportgen.model.finding import Finding

    data = one(90.0, scores=[given("p1", 130.0)])
    known = Finding("E-SCORE-RANGE", "scores", 2, subject_id="p1", kpi_id="k")
    assert codes(scored(replace(data, findings=(known,)))) == []


def test_an_empty_dataset_has_no_scores() -> None:
    result = scored(company())
    assert result.kpi_scores.is_empty() and result.scorecards.is_empty() and result.findings == ()


def crowd(count: int, **tables: Any) -> Any:
    """As many persons, each with the KPI of the small company."""
    people = [{"person_id": f"p{number}", "name": f"P{number}", "unit_id": "D1"} for number in range(count)]
    return company(kpis=[kpi()], people=people, scorecards=[line(one["person_id"]) for one in people], **tables)


def test_a_period_without_any_target_or_actual_is_said_once_with_the_first_lines() -> None:
    result = scored(crowd(30))
    for code, table in (("E-TARGET-MISSING", "targets"), ("W-MISSING-ACTUAL", "actuals")):
        about = [finding for finding in result.findings if finding.code == code]
        assert (len(about), about[0].table, about[0].subject_id) == (21, table, "")
        assert about[0].params == {"case": "all", "count": "30", "period": "2025-06"}
    assert len(result.stopped) == 30 and set(result.stopped.values()) == {("E-TARGET-MISSING",)}


def test_where_one_line_has_a_target_each_of_the_others_is_named() -> None:
    result = scored(crowd(30, targets=[target("p0", "2025-06", 100.0)]))
    assert sum(finding.code == "E-TARGET-MISSING" for finding in result.findings) == 29


@pytest.mark.parametrize(
    ("card", "goal", "note", "told"),
    [({}, {}, {}, True), ({"approved_by": "CFO"}, {}, {}, False), ({}, {"approved_by": "CFO"}, {}, False),
     ({}, {}, {"approved_by": "CFO"}, False), ({}, {}, {"approved_by": "CFO", "period": "2025-05"}, True),
     ({}, {}, {"kpi_id": "k"}, True)],
)
def test_a_target_that_is_assumed_needs_an_approval(
    card: dict[str, Any], goal: dict[str, Any], note: dict[str, Any], told: bool
) -> None:
    notes = [{"subject_id": "p1", "text": "agreed", "type": "comment", "kpi_id": "k", **note}] if note else []
    data = company(
        kpis=[kpi()], scorecards=[line("p1", missing_policy="target", **card)], targets=[target("p1", "2025-06", 100.0, **goal)],
        actuals=[], notes=notes,
    )
    result = scored(data)
    assert result.scorecards["total"].to_list() == [100.0]
    assert ("W-ASSUMED" in codes(result)) is told
