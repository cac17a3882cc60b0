"""From tables to statements: what the frames give each person, and what a whole period pays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.model.dataset import Dataset
from reportgen.model.period import FiscalCalendar, parse_period
from reportgen.model.policy import Rules
from reportgen.policy.conditions import Measure
from reportgen.rewards.inputs import pay_inputs
from reportgen.rewards.paybase import paybase_of
from reportgen.rewards.rows import totals_of
from reportgen.scoring import score
from tests.rewards.company import TABLES, company, pay
from tests.rewards.people import amounts

YEAR = parse_period("2025")
AS_OF = date(2026, 3, 1)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return company(tmp_path)


def test_what_the_frames_give_a_person(dataset: Dataset) -> None:
    people = {one.subject_id: one for one in pay_inputs(dataset, score(dataset, Rules(), YEAR, AS_OF), Rules(), YEAR, AS_OF)}
    assert sorted(people) == ["P1", "P2", "P3", "P5"], "who left before the period is not there"
    first = people["P1"]
    assert (first.total, first.grade, first.coefficient) == (Decimal("106.00"), "A", Decimal("1.2"))
    assert (first.unit_id, first.department_id, first.path) == ("S1", "S", ("S1", "S", "C"))
    assert first.groups == {"company": "C", "unit": "S1", "team": "S1", "department": "S"}
    assert (first.job_family, first.employment, first.jurisdiction) == ("business", "regular", "CN")
    assert first.absences == {"unpaid_leave": 10, "sick": 5}
    assert [event.event_id for event in first.events] == ["E2"] and [event.event_id for event in first.later] == ["E3"]
    assert [payment.amount for payment in first.payments] == [Decimal(20000)]
    assert (people["P2"].days, people["P2"].start) == (92, date(2025, 10, 1))
    assert people["P3"].withheld == "" and people["P3"].final == Decimal("0.00")
    assert people["P5"].withheld == "no_scorecard"


def test_a_team_without_a_scorecard_reads_the_departments(dataset: Dataset) -> None:
    one = pay_inputs(dataset, score(dataset, Rules(), YEAR, AS_OF), Rules(), YEAR, AS_OF)[0]
    assert one.measures(Measure("unit", "factor")) == Decimal("1.2")
    assert one.measures(Measure("unit", "final")) == Decimal("103.00")
    assert one.measures(Measure("unit", "attainment", kpi="sales")) == Decimal("103.00")
    assert one.measures(Measure("company", "grade")) == "S"
    assert one.measures(Measure("person", "actual", kpi="sales")) == Decimal(550)
    assert one.measures(Measure("person", "actual", kpi="none")) is None


def test_a_period_is_paid(dataset: Dataset) -> None:
    run = pay(dataset)
    first, second, third = run.by_subject["P1"], run.by_subject["P2"], run.by_subject["P3"]
    # 48,000 x 130 % x 1.5 x 1.2, less the advance
    assert amounts(first[0]) == {"result": "112320.00", "advance": "-20000.00"}
    assert amounts(first[1]) == {"loss": "-1600.00"} and first[1].carried_forward == Decimal("900.00")
    assert second[0].status == "held" and second[0].missing == ("target_bonus",), "a fourth of a year's bonus is not the year's"
    assert third[0].payable is None and third[0].missing == ("unit.kpi('sales').attainment", "unit.factor")
    assert amounts(run.by_subject["P5"][0]) == {"r": "1000.00"}
    assert [(finding.subject_id, finding.params["measure"]) for finding in run.findings] == [
        ("P2", "target_bonus"), ("R", "unit.kpi('sales').attainment"), ("R", "unit.factor"),
    ]
    assert totals_of(run.statements) == {
        "bonus": Decimal("92320.00"), "referral": Decimal("1000.00"), "losses": Decimal("-1600.00"),
    }


def test_rows_of_the_results(dataset: Dataset) -> None:
    run = pay(dataset)
    rows = [row for row in run.rows() if row["subject_id"] == "P1" and row["policy_id"] == "bonus"]
    assert [row["component_id"] for row in rows] == [
        "proration", "main", "company.factor", "unit.factor", "sales", "result", "advance",
    ]
    assert sum(row["amount"] for row in rows if row["amount"] is not None) == Decimal("92320.00")
    result = next(row for row in rows if row["component_id"] == "result")
    assert (result["kind"], result["base"], result["factor"]) == ("result", Decimal(48000), Decimal("2.34"))
    assert result["currency"] == "CNY"
    trace = [row for row in run.trace_rows() if row["subject_id"] == "P1"]
    assert [row["step"] for row in trace] == list(range(1, len(trace) + 1))
    assert (trace[0]["numbers"], trace[0]["rule_id"]) == ("48,000.00", "BASE@bonus/4")
    assert run.trace_rows("zh-CN")[0]["text"] == "奖金基数"
    payroll = {row["person_id"]: row for row in run.payroll("R-1")}
    assert (payroll["P1"]["payable"], payroll["P1"]["deductions"]) == (Decimal("92320.00"), Decimal("-1600.00"))
    assert list(payroll) == ["P1", "P5"] and payroll["P5"]["run_id"] == "R-1"


def test_a_late_value_makes_an_estimate(tmp_path: Path) -> None:
    yaml = TABLES["dataset.yaml"].replace("2026-01-31", "2026-01-05") + "due_days: 15\n"
    (tmp_path / "x").mkdir()
    dataset = company(tmp_path / "x")
    (tmp_path / "x" / "dataset.yaml").write_text(yaml, encoding="utf-8")
    (tmp_path / "x" / "actuals.csv").write_text(TABLES["actuals.csv"].replace("quality,P1,2025,90\n", ""), encoding="utf-8")
    from reportgen.dataset import load

    dataset = load(tmp_path / "x")
    run = pay(dataset)
    statement = run.by_subject["P1"][0]
    assert statement.estimate and statement.payable is not None and statement.due == 0
    assert [row["policies"] for row in run.payroll("R") if row["person_id"] == "P1"] == ["losses"]


def test_too_little_coverage_gives_no_amount(tmp_path: Path) -> None:
    actuals = TABLES["actuals.csv"].replace("sales,P1,2025,550", "sales,P1,2025,N/A")
    run = pay(company(tmp_path, actuals=actuals))
    assert (run.by_subject["P1"][0].status, run.by_subject["P1"][0].reason) == ("held", "coverage")
    assert "P1" not in {finding.subject_id for finding in run.findings if finding.params.get("policy") == "bonus"}


def test_policies_without_rewards_pay_nothing(dataset: Dataset) -> None:
    run = pay(dataset, policy="{id: x, effective: 2024-01-01..2024-12-31}")
    assert run.statements == () and [finding.code for finding in run.findings] == ["W-POLICY-INCOMPLETE"]


ROW = {
    "target_bonus": 12000.0, "base_salary": None, "bonus_pct": None, "monthly_wage": 8000.0, "local_minimum_wage": 2420.0,
    "currency": "",
}


@pytest.mark.parametrize(("rows", "label", "columns", "share"), [
    (["2025"], "2025", "12000", (1, 1)), (["2025"], "2025-Q2", "12000", (3, 12)), (["2025"], "2025-05", "12000", (1, 12)),
    (["2025", "2025-Q2"], "2025-Q2", "12000", (1, 1)), (["2025", "2025-H1"], "2025-Q2", "12000", (3, 6)),
    (["2025-H1", "2025-H2"], "2025", "24000", (1, 1)), (["2025-H1"], "2025", None, (1, 1)), (["2024"], "2025", None, (1, 1)),
    (["2025"], "2025-09-YTD", "12000", (9, 12)), (["bad"], "2025", None, (1, 1)),
])
def test_pay_base_of_a_period(rows: list[str], label: str, columns: str | None, share: tuple[int, int]) -> None:
    found = paybase_of([ROW | {"period": period} for period in rows], parse_period(label), FiscalCalendar())
    assert found.columns.get("target_bonus") == (None if columns is None else Decimal(columns))
    assert found.share == share


def test_wages_are_those_of_the_month() -> None:
    rows = [ROW | {"period": "2025"}, ROW | {"period": "2025-05", "monthly_wage": 9000.0}]
    wages = paybase_of(rows, parse_period("2025-Q2"), FiscalCalendar()).wages
    assert wages == {
        "2025-04": (Decimal(8000), Decimal(2420)), "2025-05": (Decimal(9000), Decimal(2420)),
        "2025-06": (Decimal(8000), Decimal(2420)),
    }
