"""Scores of units from those of their people or of the units below."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.model.policy import Rules, ScoringRules
from reportgen.policy.load import read_policy
from reportgen.scoring.trace_total import Parts, trace_total
from tests.measures.world import ORG, actual, company, day, kpi, line, target
from tests.scoring.world import card, codes, found, row, scored

MEMBERS = Rules(scoring=ScoringRules(unit_score="members"))
UNITS = Rules(scoring=ScoringRules(unit_score="units"))


def world(values: dict[str, float | None], **more: Any) -> Any:
    return company(
        kpis=[kpi()], scorecards=[line(subject) for subject in values],
        targets=[target(subject, "2025", 100.0) for subject in values],
        actuals=[actual(subject, "2025", value) for subject, value in values.items()], **more,
    )


def totals(data: Any, rules: Rules) -> dict[str, float | None]:
    return dict(scored(data, "2025", rules).scorecards.select("subject_id", "total").iter_rows())


def test_a_units_score_is_its_own_scorecard_unless_the_policy_says_else() -> None:
    data = world({"p1": 90.0, "p2": 110.0, "p3": 80.0})
    assert set(totals(data, Rules())) == {"p1", "p2", "p3"}
    # C: (90 + 110 + 80) / 3
    assert totals(data, MEMBERS) == {"p1": 90.0, "p2": 110.0, "p3": 80.0, "D1": 100.0, "D2": 80.0, "C": 93.33}


def test_members_weigh_by_days_and_share() -> None:
    """p1 in D1 for 181 days, then in D2; p2 half a post in each all year."""
    posts = [
        {"person_id": "p1", "unit_id": "D1", "assignment_id": "a", "from": day("2025-01-01"), "to": day("2025-06-30")},
        {"person_id": "p1", "unit_id": "D2", "assignment_id": "b", "from": day("2025-07-01")},
        {"person_id": "p2", "unit_id": "D1", "assignment_id": "c", "from": day("2024-01-01"), "fte": 0.5},
        {"person_id": "p2", "unit_id": "D2", "assignment_id": "d", "from": day("2024-01-01"), "fte": 0.5},
    ]
    result = totals(world({"p1": 90.0, "p2": 110.0}, assignments=posts), MEMBERS)
    # D1: (181 x 90 + 182.5 x 110) / 363.5; D2: (184 x 90 + 182.5 x 110) / 366.5; C: (365 x 90 + 365 x 110) / 730
    assert (result["D1"], result["D2"], result["C"]) == (100.04, 99.96, 100.0)


def test_an_own_scorecard_wins_and_the_basis_is_told() -> None:
    result = scored(world({"p1": 90.0, "p3": 80.0, "D1": 105.0}), "2025", MEMBERS)
    assert row(result.scorecards, "total", "score_basis", subject_id="D1") == (105.0, "own")
    derived = row(result.scorecards, "total", "score_basis", "coverage_pct", "grade", subject_id="D2")
    assert derived == (80.0, "members", 100.0, "C")
    assert found(result, "I-UNIT-SCORE").params == {"period": "2025", "own": "1", "derived": "1", "names": "West"}
    assert "I-UNIT-SCORE" not in codes(scored(world({"p1": 90.0, "p3": 80.0}), "2025", MEMBERS))


def test_units_weigh_by_their_weight() -> None:
    org = [ORG[0], {**ORG[1], "org_weight": 3.0}, {**ORG[2], "org_weight": 1.0}]
    assert totals(world({"D1": 90.0, "D2": 110.0, "p1": 50.0}, org=org), UNITS)["C"] == 95.0
    assert "C" not in totals(world({"D1": 90.0, "D2": 110.0}), UNITS)


def test_who_has_no_total_lowers_the_coverage() -> None:
    rules = Rules(scoring=ScoringRules(unit_score="members", not_reported="block"))
    scores = scored(world({"p1": 90.0, "p2": None}), "2025", rules)
    assert row(scores.scorecards, "total", "coverage_pct", "grade", subject_id="D1") == (90.0, 50.0, None)
    assert card(scores, "provisional", "D1") is True


@pytest.mark.parametrize("text", ["unit_score: members", "unit_score: units", "matrix_weight: 20", "score_by_segment: true"])
def test_the_policy_reads_the_keys(text: str) -> None:
    assert read_policy(f"scoring: {{{text}}}".encode(), "p.yaml").findings == ()


def test_the_trace_says_that_the_score_is_derived() -> None:
    result = scored(world({"p1": 90.0, "p2": 110.0}), "2025", MEMBERS)
    (unit,) = result.scorecards.filter(result.scorecards["subject_id"] == "D1").to_dicts()
    steps = {step.rule_id: step for step in trace_total(Parts(unit, [], MEMBERS))}
    assert (steps["AGG-7"].text["en"], str(steps["AGG-7"].rounded)) == ("Score of the unit, from its people", "100.00")
