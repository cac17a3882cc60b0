"""A period as a table: the same rows, to the cent, as when everybody is paid one by one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.model.dataset import Dataset
from reportgen.model.period import parse_period
from reportgen.model.results import REWARDS
from reportgen.policy.load import read_policy
from reportgen.rewards.period import pay_period, pay_table_of
from reportgen.run.tables import from_rows
from reportgen.scoring import Scorer
from tests.rewards.company import company

CURVE = "{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200.5]], below: 3.3}"
GRADE = "{id: grade, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0.1}}"
SHARE = (
    "{id: share, type: pool_share, pool: {amount: \"headcount * 1234.56\", per: department},"
    " weight: \"base * coefficient * proration\"}"
)
POLICIES = {
    "chain": f"""components: [{CURVE}, {GRADE}], multipliers: [company.factor, unit.factor], currency: CNY,
        gates: [{{id: g, when: "kpi('sales').attainment < 90", payout_factor: 0.8}},
                {{id: h, when: "company.final < 20 or unit.final < 95", payout_factor: 0.95}}],
        limits: {{person_max_pct: 150, person_min: 500, pool: 300000}}, deferral: {{pct: 33.3, periods: 2}},
        penalties: [{{id: x, event: complaint, amount: 99.99, max_pct_of_bonus: 10}}],
        knock_outs: [{{event: accident, payout_factor: 0}}],
        actions: [{{when: "final < 100", do: [coaching]}}, {{when: "grade == 'S'", do: [honour, coaching]}}]""",
    "sum": f"components: [{CURVE}, {GRADE}], combine: add, limits: {{person_max_pct: 180, person_max: 20000}}",
    "alone": f"components: [{CURVE}], limits: {{person_max_pct: 120}}, proration: {{basis: months}}",
    "tier": """components: [{id: t, type: tier, measure: final, tiers: [
        {min_pct: 110, factor: 1, extra_factor: 0.333, actions: [honour, promotion]}, {min_pct: 90, factor: 0.9},
        {min_pct: 50, factor: 0.5, actions: [coaching]}]}], combine: add,
        actions: [{when: "final < 100", do: [coaching, watch]}]""",
    "tiers_times": """components: [{id: t, type: tier, measure: final, tiers: [
        {min_pct: 110, factor: 1, extra_factor: 0.333}, {min_pct: 0, factor: 0.9}]},
        {id: k, type: multiplier, measure: "coefficient / 7 + 0.5"}], base: {field: base_salary}""",
    "money": """components: [{id: t, type: tier, measure: final, tiers: [{min_pct: 100, amount: 1000, extra_amount: 55.5},
        {min_pct: 0, amount: 0}]}, {id: f, type: fixed, amount: 12.34, when: "final > 95"},
        {id: u, type: per_unit, measure: "kpi('sales').actual", rate: 0.0125}, {id: e, type: per_event, event: award, amount: 7}],
        multipliers: [coefficient], limits: {person_max: 1200}""",
    "commission": """components: [{id: c, type: rate, measure: "kpi('sales').actual", bands: [[0, 5], [500, 7.25], [900, 9]]},
        {id: r, type: rate, measure: "kpi('sales').actual", mode: retroactive, bands: [[100, 1.5], [800, 3]]}]""",
    "matrix": """components: [{id: m, type: matrix, rows: "kpi('sales').attainment", columns: final, row_breaks: [0, 90, 110],
        column_breaks: [80, 100], factors: [[0, 0.5], [0.5, 1.05], [1, 1.5]]}], proration: {basis: none}""",
    "soe": "components: [{id: s, type: soe_pay, measure: final, starts: {D: 60, C: 80, B: 95, A: 110, cap: 120}}]",
    "pool": f"components: [{SHARE}], gates: [{{id: g, when: \"final < 85\", payout_factor: 0.5}}]",
    "capped_pool": f"components: [{SHARE.replace(', weight', ', caps: {person_max_pct: 30, person_min: 10}, weight')}]",
    "stages": """components: [{id: p, type: pool_share, stages: [{pool: 99999.99, per: department,
        weight: "payroll * unit.factor"}, {per: person, weight: "base * coefficient"}]}]""",
    "by_group": """components: [{id: p, type: pool_share, pool: 5000, weight: "base * company.factor"}]""",
    "events": "components: [{id: r, type: per_unit, event: award, rate: 500}, {id: h, type: manual, event: hand}]",
    "losses": "deductions: [{id: loss, class: P3, event: loss, limit_pct: 20}]",
    "talk": "actions: [{when: \"days < 200\", do: [settle_in]}]",
    "some": f"population: {{job_family: [business], unit: [S], min_days: 100, level: [P5]}}, components: [{CURVE}]",
    "lowered": f"components: [{GRADE}], gates: [{{id: g, when: \"final > 100\", max_grade: B}}]",
    "away": f"components: [{GRADE}], proration: {{excluded_absences: [unpaid]}}",
}
FILE = "id: all\nrewards:\n" + "".join(f"  - {{id: {name}, {text}}}\n" for name, text in POLICIES.items())


def people_of(folder: Path, seed: int, count: int = 40) -> Dataset:
    """Random people: joiners, leavers, missing values, second currencies, events, payments, absences, several pay rows."""
    random = Random(seed)
    units = ("S1", "S2", "S", "R")
    tables: dict[str, list[str]] = {
        "people": ["person_id,name,unit_id,job_family,level,hire_date,leave_date"], "scorecards": ["subject_id,kpi_id,weight"],
        "targets": ["kpi_id,subject_id,period,target"], "actuals": ["kpi_id,subject_id,period,value"],
        "paybase": ["person_id,period,target_bonus,base_salary,bonus_pct,monthly_wage,local_minimum_wage,currency,assignment_id"],
        "assignments": ["person_id,unit_id,from,to,assignment_id"],
        "events": ["event_id,date,subject_id,type,amount,reason,approver,legal_basis,notice_date"],
        "payments": ["person_id,period,policy_id,amount,date,kind"], "absences": ["person_id,type,from,to"],
    }
    for unit in ("C", "S", "R"):
        tables["scorecards"].append(f"{unit},sales,100")
        tables["targets"].append(f"sales,{unit},2025,100")
        tables["actuals"].append(f"sales,{unit},2025,{random.randint(70, 125)}")
    for number in range(count):
        one = f"P{number:03d}"
        hired = random.choice(("2020-01-01", "2020-01-01", f"2025-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"))
        left = random.choice(("", "", "", "2025-10-15"))
        tables["people"].append(
            f"{one},N{number},{random.choice(units)},{random.choice(('business', 'technical'))},P{random.randint(4, 6)},"
            f"{hired},{left if left > hired else ''}",
        )
        if random.random() < 0.95:
            tables["scorecards"] += [f"{one},sales,60", f"{one},quality,40"]
        for kpi, target in (("sales", 800), ("quality", 90)):
            tables["targets"].append(f"{kpi},{one},2025,{target}")
            tables["targets"].append(f"{kpi},{one},2024,{target}")
            tables["actuals"].append(f"{kpi},{one},2024,{target}")
            value = random.choice(("N/A", "")) if random.random() < 0.08 else f"{target * random.uniform(0.6, 1.3):.2f}"
            tables["actuals"].append(f"{kpi},{one},2025,{value}")
        period, share = random.choice((("2025", 1), ("2025", 1), ("2025-H1", 2)))
        bonus, salary = f"{random.uniform(1000, 60000):.2f}", f"{random.uniform(50000, 90000):.0f}"
        currency = random.choice(("", "", "", "", "CNY", "HKD", "USD"))
        if random.random() < 0.95:
            tables["paybase"] += [
                f"{one},{label},{bonus},{salary},{random.choice((10, 12.5))},8000,2420,{currency},"
                for label in (period, "2025-H2")[:share]
            ] + [f"{one},2024,10000,50000,10,8000,2420,{currency},"]
        if random.random() < 0.3:
            kind = random.choice(("complaint", "accident", "award", "hand", "loss"))
            day = random.choice(("2025-04-03", "2025-04-03", "2024-11-05"))
            tables["events"].append(f"E{number},{day},{one},{kind},2500,why,boss,contract,2024-10-01")
        if random.random() < 0.1:
            tables["payments"].append(f"{one},2025,{random.choice(('chain', 'pool'))},1500,2025-07-01,advance")
        if random.random() < 0.15:
            tables["absences"].append(f"{one},unpaid,2025-03-01,2025-03-20")
        if number % 9 == 0 and hired == "2020-01-01" and not left:
            tables["assignments"] += [f"{one},S1,2020-01-01,2025-04-30,A", f"{one},R,2025-05-01,,B"]
            tables["paybase"].append(f"{one},2025,24000,60000,10,8000,2420,,B")
    files = {name: "\n".join(rows) + "\n" for name, rows in tables.items()}
    return company(
        folder, **files,
        org="unit_id,name,type,parent_id\nC,A,company,\nS,S,department,C\nS1,S1,team,S\nS2,S2,team,S\nR,R,department,C\n",
        rates="from,to,date,rate\nHKD,CNY,2025-12-01,0.9123\nCNY,USD,2025-12-01,0.1401\n",
    )


def both(dataset: Dataset, text: str, label: str = "2025") -> None:
    """Pay one by one and as a table, and compare everything."""
    policy = read_policy(text.encode(), "policy.yaml")
    assert not policy.fatal, policy.findings
    period, as_of = parse_period(label), dataset.settings.as_of
    assert as_of is not None
    scorer = Scorer(dataset, policy.rules, as_of)
    scores = scorer.score(period)
    run = pay_period(dataset, scores, policy, period, as_of, scorer.score)
    table = pay_table_of(dataset, scores, policy, period, as_of, scorer.score)
    expected, found = from_rows(run.rows(), REWARDS).rows(), table.frame.rows()
    for one, other in zip(expected, found, strict=False):
        assert one == other
    assert len(expected) == len(found)
    assert table.pools == run.pools
    assert sorted(map(str, table.findings)) == sorted(map(str, run.findings))


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000))
@example(261)
def test_both_ways_give_the_same_rows(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dataset = people_of(tmp_path_factory.mktemp("people"), seed)
    both(dataset, FILE)
    both(dataset, FILE, "2025-H1")


def test_gates_and_knock_outs_of_the_rules(tmp_path: Path) -> None:
    rules = """
gates: [{id: low, when: "kpi('sales').score < 95", payout_factor: 0.7, max_grade: B}]
knock_outs: [{event: accident, max_grade: D, payout_factor: 0}]
"""
    both(people_of(tmp_path, 7), FILE.replace("rewards:", f"{rules}rewards:", 1))


def test_a_period_in_which_nobody_is_paid(tmp_path: Path) -> None:
    dataset = people_of(tmp_path, 3, 5)
    both(dataset, "{id: none}")
    both(dataset, "rewards: [{id: nobody, population: {post: [king]}, components: [" + CURVE + "], limits: {pool: 100}}]")


def test_most_people_are_paid_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not out of the ordinary never becomes an object of one's own."""
    from reportgen.rewards import inputs

    made: list[str] = []
    original = inputs.Population._person

    def counted(self: inputs.Population, person: Any, days: int) -> Any:
        made.append(person["person_id"])
        return original(self, person, days)

    dataset = people_of(tmp_path, 11)
    policy = read_policy(f"rewards: [{{id: p, components: [{CURVE}, {GRADE}]}}]".encode(), "p.yaml")
    period, as_of = parse_period("2025"), dataset.settings.as_of
    assert as_of is not None
    scores = Scorer(dataset, policy.rules, as_of).score(period)
    monkeypatch.setattr(inputs.Population, "_person", counted)
    table = pay_table_of(dataset, scores, policy, period, as_of)
    paid = {row["subject_id"] for row in table.frame.filter(table.frame["kind"] == "result").iter_rows(named=True)}
    assert len(paid - set(made)) > 15 and sum(Decimal(text) for text in table.frame["amount"].drop_nulls()) > 0
