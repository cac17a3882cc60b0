"""Every kind of reward policy through the whole pipeline, from files to rows, on numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.rewards.period import PeriodRewards
from tests.rewards.company import company, pay
from tests.rewards.test_trace import check

#: Sales, collection and innovation of each subject; sales weigh 60, the others 20.
VALUES = {
    "C": ("1100", 95, 100), "S": ("1030", 95, 100), "R": ("1000", 95, 100),
    "P1": ("550000", 92, 100), "P2": ("450000", 85, 100), "P3": ("600000", 96, 80),
}
POLICY = """
id: acme
version: 2
grades: [{grade: S, min: 110, coefficient: 1.5}, {grade: A, min: 100, coefficient: 1.2}, {grade: B, min: 90, coefficient: 1.0},
         {grade: D, min: 0, coefficient: 0}]
link: [{level: individual, mode: additive, organisation: department, weight: 30}]
gates: [{id: innovation, when: "kpi('innovation').score < 100", max_grade: B}]
knock_outs: [{event: safety_fatality, max_grade: D, payout_factor: 0}]
rewards:
  - id: sales-bonus
    population: {job_family: [business], min_days: 90}
    components:
      - {id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]], below: 0}
      - {id: grade, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, D: 0}}
    combine: multiply
    multipliers: [company.factor]
    penalties: [{id: complaint, type: per_event, event: complaint, amount: 200, max_pct_of_bonus: 10}]
    limits: {person_max_pct: 200, pool: 1000000.00, pool_mode: scale_down}
    actions: [{when: "final < 100", do: [coaching, watch_next_quarter]}]
  - {id: award-table, components: [{id: t, type: tier, measure: person.final, tiers: [
      {min_pct: 120, factor: 1, extra_factor: 0.2, actions: [annual_honour]},
      {min_pct: 100, factor: 1, actions: [promotion_priority]},
      {min_pct: 0, factor: 0.8, actions: [coaching]}]}]}
  - {id: referral, components: [{id: r, type: per_unit, event: referral, rate: 500.00},
      {id: star, type: fixed, event: performance_star, amount: 2000.00},
      {id: correction, type: manual, event: manual_adjustment}]}
  - {id: executives, components: [{id: e, type: soe_pay, measure: person.final, starts: {D: 60, C: 80, B: 95, A: 110, cap: 120}}],
     deferral: {pct: 40, periods: 3}, clawback: {years: 3, events: [restatement]}}
  - {id: losses, deductions: [{id: loss, class: P3, event: loss_compensation, limit_pct: 20, legal_basis: required}]}
  - {id: two-stage, components: [{id: p, type: pool_share, stages: [
      {pool: 1000000.00, per: department, weight: "payroll * unit.factor"},
      {per: person, weight: "base * coefficient * proration"}]}]}
  - {id: commission, components: [{id: c, type: rate, measure: "kpi('sales').actual", mode: marginal,
      bands: [[0, 5], [100000, 7], [250000, 9]]}]}
  - {id: collection, components: [{id: m, type: matrix, rows: "kpi('sales').attainment", columns: "kpi('collection').actual",
      row_breaks: [0, 90, 100], column_breaks: [0, 85, 95], factors: [[0, 0.5, 0.8], [0.5, 1, 1.2], [1, 1.35, 1.5]]}]}
  - {id: department-pool, components: [{id: p, type: pool_share, pool: {amount: 500000.00, per: department},
      weight: "base * coefficient * proration", caps: {person_max_pct: 200}}]}
"""
EVENTS = """event_id,date,subject_id,type,rule,amount,count,reason,approver,legal_basis,notice_date
E1,2025-03-01,P3,award,referral,,2,,,,
E2,2025-04-01,P1,loss_compensation,,2500,,broken tool,P9,contract 7,2025-03-20
E3,2025-05-01,P2,complaint,,,3,,,,
E4,2025-06-01,P3,award,performance_star,,,,,,
E5,2025-06-01,P3,award,manual_adjustment,-100,,fix,boss,,
"""


@pytest.fixture
def run(tmp_path: Path) -> PeriodRewards:
    kpis = ("sales", "collection", "innovation")
    weights, usual = {"sales": 60, "collection": 20, "innovation": 20}, {"sales": 500000, "collection": 90, "innovation": 100}
    lines = [(one, kpi) for one in VALUES for kpi in kpis]
    targets = [f"{kpi},{one},2025,{1000 if kpi == 'sales' and one in 'CSR' else usual[kpi]}\n" for one, kpi in lines]
    actuals = [f"{kpi},{one},2025,{VALUES[one][kpis.index(kpi)]}\n" for one, kpi in lines]
    dataset = company(
        tmp_path,
        people="person_id,name,unit_id,post,job_family\nP1,Zhou Lan,S,seller,business\nP2,Li Si,S,seller,business\n"
        "P3,Wang Wu,R,engineer,technical\n",
        kpis="kpi_id,name,unit,direction\nsales,Sales,CNY,higher\ncollection,Collection,%,higher\ninnovation,Innovation,points,higher\n",
        scorecards="subject_id,kpi_id,weight\n" + "".join(f"{one},{kpi},{weights[kpi]}\n" for one, kpi in lines),
        targets="kpi_id,subject_id,period,target\n" + "".join(targets),
        actuals="kpi_id,subject_id,period,value\n" + "".join(actuals),
        paybase="person_id,period,target_bonus,monthly_wage,local_minimum_wage\nP1,2025,48000,8000,2420\nP2,2025,30000,8000,2420\n"
        "P3,2025,20000,9000,2420\n",
        events=EVENTS, payments="person_id,period,policy_id,amount,date,kind\n", absences="person_id,type,from,to\n",
    )
    return pay(dataset, "2025", POLICY)


def payables(run: PeriodRewards, policy: str) -> dict[str, str]:
    return {item.subject_id: str(item.payable) for item in run.statements if item.policy_id == policy}


@pytest.mark.parametrize(("policy", "expected"), [
    # 48,000 x 126.9 % x 1.2 x 1.2; 30,000 x 89.75 % x 1.0 x 1.2 less three complaints of 200
    ("sales-bonus", {"P1": "87713.28", "P2": "31710.00"}),
    ("award-table", {"P1": "48000.00", "P2": "24000.00", "P3": "20000.00"}),
    ("referral", {"P3": "2900.00"}),
    # B: 1.5 + 0.5 x (105.38 - 95) / 15 = 1.846 of 48,000, 60 % of it now
    ("executives", {"P1": "53164.80", "P2": "27540.00", "P3": "22744.00"}),
    ("losses", {"P1": "-1600.00"}),
    # 78,000 x 1.2 : 20,000 x 1.2 of a million; within sales 57,600 : 30,000
    ("two-stage", {"P1": "523343.59", "P2": "272574.78", "P3": "204081.63"}),
    ("commission", {"P1": "42500.00", "P2": "33500.00", "P3": "47000.00"}),
    ("collection", {"P1": "64800.00", "P2": "30000.00", "P3": "30000.00"}),
    ("department-pool", {"P1": "96000.00", "P2": "60000.00", "P3": "40000.00"}),
])
def test_every_policy_pays(run: PeriodRewards, policy: str, expected: dict[str, str]) -> None:
    assert payables(run, policy) == expected


def test_gates_actions_and_pools_of_the_run(run: PeriodRewards) -> None:
    """P3 misses innovation: an A (106.86) that pays as B. Both department pools keep what their caps left."""
    third = {item.policy_id: item for item in run.statements_of("P3")}
    assert (third["two-stage"].grade, third["award-table"].actions) == ("B", ("promotion_priority",))
    second = {item.policy_id: item for item in run.statements_of("P2")}
    assert second["sales-bonus"].actions == ("coaching", "watch_next_quarter")
    assert all(pool.difference == 0 for pool in run.pools)
    left = {pool.group_id: pool.undistributed for pool in run.pools if pool.policy_id == "department-pool"}
    assert left == {"S": Decimal("344000.00"), "R": Decimal("460000.00")}


def test_every_trace_of_the_run_recomputes(run: PeriodRewards) -> None:
    for statement in run.statements:
        check(statement)
