"""From total to final: points, caps, links, gates, knock-outs, calibration, streaks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.dataset import Dataset
from reportgen.model.policy import Gate, KnockOut, Link, Rules, ScoringRules, StatusRules
from reportgen.scoring import Scorer
from tests.measures.world import ORG, PEOPLE, actual, cell, company, day, kpi, line, months, period, target
from tests.scoring.world import LATER, card, codes, kpi_cell, one, row, scored

D = Decimal


def event(subject: str, kind: str, on: str = "2025-06-10", **more: Any) -> dict[str, Any]:
    return {"event_id": more.pop("event_id", "e1"), "subject_id": subject, "type": kind, "date": day(on), **more}


def test_bonus_points_stop_at_their_cap_and_penalties_do_not() -> None:
    """96.40 + 5 (of 8) - 2 = 99.40."""
    events = [event("p1", "bonus_points", points=3.0), event("p1", "bonus_points", "2025-06-11", event_id="e2", points=5.0),
              event("p1", "penalty", event_id="e3", points=1.0, count=2.0), event("p1", "penalty", event_id="e4", amount=200.0),
              event("p1", "bonus_points", "2025-07-01", event_id="e5", points=9.0)]
    result = scored(one(96.4, events=events))
    assert row(result.scorecards, "total", "bonus_points", "penalty_points", "final", "grade") == (96.4, 5.0, 2.0, 99.4, "B")
    assert result.points.select("event_id", "kind", "points", "counted").rows() == [
        ("e1", "bonus", 3.0, 3.0), ("e3", "penalty", 2.0, 2.0), ("e2", "bonus", 5.0, 2.0)
    ]


def test_the_final_stays_between_zero_and_the_total_cap() -> None:
    plenty = Rules(scoring=ScoringRules(bonus_points_cap=D(50)))
    assert card(scored(one(115.0, events=[event("p1", "bonus_points", points=20.0)]), rules=plenty), "final") == 120.0
    assert card(scored(one(15.0, events=[event("p1", "penalty", points=20.0)])), "final") == 0.0


def test_the_grade_reads_the_printed_final() -> None:
    """89.996 prints 90.00 and has the grade of 90.00."""
    assert row(scored(one(89.996)).scorecards, "final", "grade") == (90.0, "B")
    assert row(scored(one(89.994)).scorecards, "final", "grade") == (89.99, "C")


def linked_company(**more: Any) -> Dataset:
    """Company 110, East 105, Ann 92 below East."""
    values = {"C": 110.0, "D1": 105.0, "p1": 92.0}
    return company(
        kpis=[kpi()], scorecards=[line(subject) for subject in values], targets=[target(s, "2025-06", 100.0) for s in values],
        actuals=[actual(subject, "2025-06", value) for subject, value in values.items()], **more,
    )


def test_the_link_mixes_in_the_organisations_final() -> None:
    """40 % of 105 and 60 % of 92 make 97.20."""
    result = scored(linked_company(), rules=Rules(link=(Link("individual", weight=D(40)),)))
    assert row(
        result.scorecards, "final_before_link", "final", "link_unit_id", "link_score", "link_weight", subject_id="p1"
    ) == (92.0, 97.2, "D1", 105.0, 40.0)
    assert card(result, "final", "D1") == 105.0 and card(result, "link_unit_id", "D1") is None


def test_links_work_from_the_top_down() -> None:
    """East: 30 % of 110 + 70 % of 105 = 106.50; Ann: 30 % of 106.50 + 70 % of 92 = 96.35."""
    rules = Rules(link=(Link("individual"), Link("department", organisation="company")))
    result = scored(linked_company(), rules=rules)
    assert (card(result, "final", "D1"), card(result, "final")) == (106.5, 96.35)


def test_heads_deputies_and_staff_are_linked_by_weights_of_their_own() -> None:
    """Ann heads East: its 105 alone; Bo as a deputy 60 % of 105 and 40 % of 92 = 99.80; Cy of the West has nobody above."""
    org = [ORG[0], {**ORG[1], "manager_id": "p1"}, ORG[2]]
    people = [PEOPLE[0], {**PEOPLE[1], "level": "deputy"}, PEOPLE[2]]
    data = company(
        org=org, people=people, kpis=[kpi()], scorecards=[line(subject) for subject in ("D1", "p1", "p2", "p3")],
        targets=[target(subject, "2025-06", 100.0) for subject in ("D1", "p1", "p2", "p3")],
        actuals=[actual("D1", "2025-06", 105.0), *(actual(subject, "2025-06", 92.0) for subject in ("p1", "p2", "p3"))],
    )
    rules = Rules(link=(
        Link("individual", weight=D(100), role="head"), Link("individual", weight=D(60), post_level=("deputy",)),
        Link("individual", weight=D(30)),
    ))
    result = scored(data, rules=rules)
    assert [card(result, "final", subject) for subject in ("p1", "p2", "p3")] == [105.0, 99.8, 92.0]
    posts = [{"person_id": "p2", "unit_id": "D1", "assignment_id": "a", "from": day("2024-01-01"), "level": "staff"}]
    names = ("org", "people", "kpis", "scorecards", "targets", "actuals")
    tables = {name: data[name].drop("row_nr").to_dicts() for name in names}
    assert card(scored(company(**tables, assignments=posts), rules=rules), "final", "p2") == 95.9


def test_without_a_score_above_there_is_nothing_to_link() -> None:
    result = scored(one(92.0), rules=Rules(link=(Link("individual"),)))
    assert row(result.scorecards, "final", "link_unit_id") == (92.0, None)


def test_a_gate_limits_the_grade_and_the_score_stays() -> None:
    gate = Gate("innovation", "kpi('k').score < 115", max_grade="B", payout_factor=D("0.9"))
    result = scored(one(112.0), rules=Rules(gates=(gate,)))
    assert row(result.scorecards, "final", "grade_before_gates", "grade", "gates", "payout_factor", "coefficient") == (
        112.0, "S", "B", "innovation", 0.9, 1.0
    )
    assert row(scored(one(115.0), rules=Rules(gates=(gate,))).scorecards, "grade", "gates", "payout_factor") == ("S", None, 1.0)
    assert row(scored(one(80.0), rules=Rules(gates=(gate,))).scorecards, "grade_before_gates", "grade") == ("C", "C")


@pytest.mark.parametrize(
    ("when", "closed"),
    [("company.kpi('k').attainment < 115", True), ("unit.final < 105", False), ("unit.final < 105.01", True),
     ("final < 92", False), ("grade == 'B'", True), ("kpi('none').score < 100", False), ("days < 31", True)],
)
def test_gates_read_the_person_the_unit_and_the_company(when: str, closed: bool) -> None:
    result = scored(linked_company(), rules=Rules(gates=(Gate("g", when, max_grade="D"),)))
    assert (card(result, "grade") == "D") is closed


def test_a_knock_out_is_the_strictest_and_prints_both_grades() -> None:
    rules = Rules(knock_outs=(
        KnockOut("safety_fatality", max_grade="C", payout_factor=D(0)), KnockOut("audit_fail", max_grade="D"),
        KnockOut("warning", max_score=D(95), payout_factor=D("0.5")),
    ))
    hit = scored(one(105.0, events=[event("p1", "knock_out", rule="safety_fatality")]), rules=rules)
    assert row(hit.scorecards, "grade_before_gates", "grade", "knock_outs", "payout_factor", "final") == (
        "A", "C", "safety_fatality", 0.0, 105.0
    )
    both = [event("p1", "knock_out", rule="safety_fatality"), event("p1", "warning", event_id="e2")]
    result = scored(one(105.0, events=both), rules=rules)
    assert row(result.scorecards, "final", "grade", "payout_factor", "knock_outs") == (95.0, "C", 0.0, "safety_fatality,warning")
    away = scored(one(105.0, events=[event("p1", "knock_out", "2025-07-01", rule="safety_fatality")]), rules=rules)
    assert row(away.scorecards, "grade", "knock_outs", "payout_factor") == ("A", None, 1.0)


def test_calibration_changes_the_grade_and_never_the_score() -> None:
    moves = [{"subject_id": "p1", "period": "2025-06", "from_grade": "A", "to_grade": "B", "reason": "r", "decided_by": "HR",
              "date": day("2025-07-05")}]
    result = scored(one(105.0, adjustments=moves))
    assert row(result.scorecards, "final", "grade_before_adjustment", "grade", "coefficient") == (105.0, "A", "B", 1.0)


def history(values: list[float], as_of: str = "2026-01-01") -> Any:
    """Scores of months that end with 2025-06, oldest first."""
    labels = [*months(*range(1, 13), year=2024), *months(*range(1, 7))][-len(values):]
    data = company(
        kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", label, 100.0) for label in labels],
        actuals=[actual("p1", label, value) for label, value in zip(labels, values, strict=True)],
    )
    return scored(data, as_of=day(as_of))


@pytest.mark.parametrize(
    ("values", "status", "streak"),
    [([101.0, 94.0, 88.0, 85.0, 89.99], "red", 3), ([88.0, 90.0], "amber", 0), ([88.0, 95.0, 80.0], "red", 1),
     ([80.0] * 15, "red", 12), ([80.0, 80.0], "red", 2), ([80.0], "red", 1), ([100.0], "green", 0)],
)
def test_the_streak_counts_reds_in_a_row(values: list[float], status: str, streak: int) -> None:
    result = history(values)
    assert (kpi_cell(result, "status"), kpi_cell(result, "red_streak")) == (status, streak)


def test_limits_of_the_status_are_compared_with_the_printed_score() -> None:
    rules = Rules(status=StatusRules(green=D(105), amber=D("89.99")))
    assert kpi_cell(scored(one(89.985), rules=rules), "status") == "amber"
    assert kpi_cell(scored(one(104.994), rules=rules), "status") == "amber"
    assert kpi_cell(scored(one(104.995), rules=rules), "status") == "green"


def test_a_planned_loss_limits_the_grade() -> None:
    """Loss of 40 against a planned 100: 30 % effective, +3 points, 33 of 30 is 110.00; still a loss allows C at most."""
    rule = kpi(method="add_subtract", params='{"base": 30, "step_pct": 3, "max_up": 3, "negative_target": true}')
    data = company(kpis=[rule], scorecards=[line("p1")], targets=[target("p1", "2025-06", -100.0)],
                   actuals=[actual("p1", "2025-06", -40.0)])
    assert row(scored(data).scorecards, "final", "grade_before_gates", "grade", "gates") == (110.0, "S", "C", "k")


def test_a_scorer_gives_finals_of_other_periods() -> None:
    data = company(kpis=[kpi()], scorecards=[line("p1"), line("p2")], targets=[target("p1", "2025-05", 100.0)],
                   actuals=[actual("p1", "2025-05", 93.0)])
    scorer = Scorer(data, Rules(), LATER)
    finals = scorer.finals(period("2025-05"))
    assert cell(finals, "final", subject_id="p1") == 93.0 and cell(finals, "final", subject_id="p2") is None
    assert codes(scorer.score(period("2025-05"))) == ["E-TARGET-MISSING", "W-MISSING-ACTUAL"]
