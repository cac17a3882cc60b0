"""Amounts in views: whose, for whom, and when a group is too small to be shown."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.model.view import Recipient
from reportgen.run.views.accruals import shifted
from reportgen.run.views.build import Views
from reportgen.run.views.rewards import standing_together
from tests.run.world import POLICY, company, demo, demo_views

D = Decimal
# 107.20 -> 136 % of 10,000; 92.00 -> 80 %; 109.38 -> 146.90 % of 5,000; 95.00 -> 87.5 %
PAY = {"P2": D("13600.00"), "P3": D("8000.00"), "P5": D("7345.00"), "P6": D("4375.00")}


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Views:
    payments = "person_id,period,policy_id,amount,date,kind\nP2,2025-Q2,bonus,1000,2025-06-20,advance\n"
    return Views(company(tmp_path_factory.mktemp("pay"), payments=payments), "zh-CN")


def test_finance_sees_what_everybody_is_awarded(views: Views) -> None:
    view = views.view("C", "finance")
    assert {one.subject_id: one.award for one in view.statements} == PAY
    people = {one.id: (one.payable, one.target_bonus) for one in view.people if one.payable is not None}
    assert people["P2"] == (D("12600.00"), D("10000")) and people["P6"] == (D("4375.00"), D("5000"))
    assert len(view.people) == 6
    assert all(one.scores == {} and one.worst_kpi == "" for one in view.people)
    totals = {one.subject_id: (one.people, one.target, one.gross, one.payable) for one in view.reward_totals}
    assert totals == {
        "D1": (2, D(20000), D("21600.00"), D("20600.00")), "D2": (2, D(10000), D("11720.00"), D("11720.00")),
    }


def test_accruals_with_five_points_less_and_more(views: Views) -> None:
    accrual, = views.view("C", "finance").accruals
    assert accrual.name == "\u5b63\u5ea6\u5956"
    assert (accrual.earned, accrual.paid, accrual.accrued) == (D("33320.00"), D("1000.00"), D("32320.00"))
    # 102.20 -> 111 %, 87.00 -> 67.5 %, 104.38 -> 121.9 %, 90.00 -> 75 %
    assert accrual.minus_five == D("11100.00") + D("6750.00") + D("6095.00") + D("3750.00")
    # 112.20 -> 161 %, 97.00 -> 92.5 %, 114.38 -> 171.9 %, 100.00 -> 100 %
    assert accrual.plus_five == D("16100.00") + D("9250.00") + D("8595.00") + D("5000.00")
    only, = views.view("D2", "finance").accruals
    assert only.earned == D("11720.00")


def test_scores_are_shifted_within_their_limits_and_graded_anew(tmp_path: Path) -> None:
    events = "event_id,date,subject_id,type,rule,reason\nE1,2025-05-02,P2,knock_out,safety,unlocked\n"
    results = company(tmp_path, events=events)
    up = {row["subject_id"]: row for row in shifted(results.scores, D(15), results.inputs.policy.rules).scorecards.to_dicts()}
    # 107.20 + 15 stops at 120; the knock-out holds the grade at C; 92.00 + 15 is an A
    assert (up["P2"]["final"], up["P2"]["grade"], up["P2"]["coefficient"]) == (120.0, "C", 0.6)
    assert (up["P3"]["final"], up["P3"]["grade"], up["P3"]["coefficient"]) == (107.0, "A", 1.2)
    down = {row["subject_id"]: row for row in shifted(results.scores, D(-200), results.inputs.policy.rules).scorecards.to_dicts()}
    assert (down["P3"]["final"], down["P3"]["grade"]) == (0.0, "D")


def test_pay_so_far_inside_a_period(tmp_path: Path) -> None:
    from reportgen.run.inputs import read
    from reportgen.run.results import compute
    from tests.company import PERIOD, write
    from tests.run.world import SETTINGS

    settings = SETTINGS.replace("as_of: 2025-07-10", "as_of: 2025-04-30")
    results = compute(read(write(tmp_path, **{"dataset.yaml": settings, "policy.yaml": POLICY}), PERIOD))
    accrual, = Views(results, "en").view("D2", "finance").accruals
    # 30 of 91 days: 7,345.00 and 4,375.00 are 2,421.43 and 1,442.31 by now
    assert accrual.earned == D("2421.43") + D("1442.31")


@pytest.mark.parametrize(("people", "together"), [
    ({"A": 9, "B": 8}, set()),
    ({"A": 9, "B": 8, "C": 1}, {"B", "C"}),
    ({"A": 9, "B": 3, "C": 2}, {"B", "C"}),
    ({"A": 9, "B": 2, "C": 2}, {"A", "B", "C"}),
    ({"A": 4}, None),
    ({"A": 1, "B": 2}, None),
    ({}, set()),
])
def test_groups_too_small_to_stand_alone(people: dict[str, int], together: set[str] | None) -> None:
    assert standing_together(people) == together


@pytest.mark.parametrize("recipient", ["board", "manager"])
def test_four_people_have_no_group_amounts(views: Views, recipient: Recipient) -> None:
    assert views.view("C", recipient).reward_totals == ()
    assert views.view("D1", recipient).reward_totals == ()


def test_combined_rows_keep_the_total_of_the_demo() -> None:
    views = demo_views("zh-CN")
    shown, whole = views.view("LT", "board").reward_totals, views.view("LT", "finance").reward_totals
    assert min(one.people for one in shown) >= 5 > min(one.people for one in whole)
    for name in ("people", "target", "gross", "payable"):
        assert sum(getattr(one, name) for one in shown) == sum(getattr(one, name) for one in whole)


def test_every_control_of_the_demo_reads_zero() -> None:
    lines = demo_views("en").view("LT", "finance").controls
    assert len(lines) > 25
    assert [one for one in lines if one.expected != one.found] == []


def test_payables_of_the_demo_are_those_of_the_results() -> None:
    view = demo_views("en").view("LT", "finance")
    everybody = sum((one.payable for one in demo().rewards.statements if one.payable is not None), D(0))
    assert sum((one.payable for one in view.statements if one.payable is not None), D(0)) == everybody
    assert sum((one.payable for one in view.people if one.payable is not None), D(0)) == everybody
    assert sum((one.payable for one in view.reward_totals), D(0)) == everybody
