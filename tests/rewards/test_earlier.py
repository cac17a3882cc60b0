"""What earlier periods leave to a later one, through datasets: instalments, rests of deductions, versions of a policy."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from reportgen.dataset import load
from reportgen.findings import describe
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.policy.load import read_policy
from tests.rewards.company import company, pay
from tests.rewards.people import amounts
from tests.rewards.test_trace import check

YEARS = ("2023", "2024", "2025")
#: P1 reaches 110, 120 and 100 percent of 1,000.
ACTUALS = {"2023": 1100, "2024": 1200, "2025": 1000}
DEFERRED = """
id: chiefs
rewards:
  - id: bonus
    population: {unit: [S]}
    components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}]
    deferral: {pct: 40, periods: 2}
"""


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    values = [f"sales,P1,{year},{ACTUALS[year]}" for year in YEARS] + ["sales,P2,2023,1000", "sales,P2,2024,1000"]
    targets = [f"sales,{person},{year},1000" for person in ("P1", "P2") for year in YEARS]
    return company(
        tmp_path,
        people="person_id,name,unit_id,hire_date,leave_date\nP1,Zhou Lan,S,2020-01-01,\nP2,Li Si,S,2020-01-01,2024-12-31\n",
        scorecards="subject_id,kpi_id,weight\nP1,sales,100\nP2,sales,100\n",
        targets="\n".join(["kpi_id,subject_id,period,target", *targets]) + "\n",
        actuals="\n".join(["kpi_id,subject_id,period,value", *values]) + "\n",
        paybase="person_id,period,target_bonus\n" + "".join(f"{p},{y},10000\n" for p in ("P1", "P2") for y in YEARS),
        events="event_id,date,subject_id,type\n", payments="person_id,period,policy_id,amount,date,kind\n",
        absences="person_id,type,from,to\n",
    )


def test_each_instalment_falls_due_once(dataset: Dataset) -> None:
    """2023: 150 % of 10,000, 6,000 deferred. 2024: 20,000, 8,000 deferred. 2025: 10,000, 4,000 deferred."""
    first, second, third = (pay(dataset, year, DEFERRED).by_subject for year in YEARS)
    assert amounts(first["P1"][0]) == {"main": "15000.00", "deferral": "-6000.00"}
    assert amounts(second["P1"][0]) == {"main": "20000.00", "deferral": "-8000.00", "instalment.2023": "3000.00"}
    assert amounts(third["P1"][0]) == {
        "main": "10000.00", "deferral": "-4000.00", "instalment.2023": "3000.00", "instalment.2024": "4000.00",
    }
    # P2 left at the end of 2024 with 4,000 deferred from each year
    assert amounts(third["P2"][0]) == {"instalment.2023": "2000.00", "instalment.2024": "2000.00"}
    assert third["P2"][0].status == "payable"


def test_rows_and_payroll_hold_instalments(dataset: Dataset) -> None:
    run = pay(dataset, "2025", DEFERRED)
    rows = [row for row in run.rows() if row["subject_id"] == "P1"]
    assert [row["component_id"] for row in rows if row["kind"] == "instalment"] == ["instalment.2023", "instalment.2024"]
    assert {row["person_id"]: str(row["payable"]) for row in run.payroll("R")} == {"P1": "13000.00", "P2": "4000.00"}


VERSIONS = """
id: chiefs
rewards:
  - id: bonus
    version: 1
    effective: 2023-01-01..2024-12-31
    components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}]
    deferral: {pct: 40, periods: 2}
  - id: bonus
    version: 2
    effective: 2025-01-01..2025-12-31
    components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 80], [120, 100]]}]
"""


def test_the_version_of_each_period_counts(dataset: Dataset) -> None:
    """2025 pays by version 2; what version 1 deferred still falls due by version 1."""
    run = pay(dataset, "2025", VERSIONS)
    statement = run.by_subject["P1"][0]
    assert statement.policy_version == "2"
    assert amounts(statement) == {"main": "8000.00", "instalment.2023": "3000.00", "instalment.2024": "4000.00"}
    assert pay(dataset, "2024", VERSIONS).by_subject["P1"][0].policy_version == "1"
    assert not [item for item in run.findings if item.code == "W-POLICY-INCOMPLETE"]


def test_between_versions_nothing_is_paid_but_what_is_owed(dataset: Dataset) -> None:
    ended = VERSIONS.replace("2025-01-01..2025-12-31", "2026-01-01..2026-12-31")
    run = pay(dataset, "2025", ended)
    assert amounts(run.by_subject["P1"][0]) == {"instalment.2023": "3000.00", "instalment.2024": "4000.00"}
    assert [item.code for item in run.findings] == ["W-POLICY-INCOMPLETE"]


def faults(text: str) -> list[Finding]:
    return [item for item in read_policy(text.encode(), "policy.yaml").findings if item.code == "E-POLICY"]


def test_versions_may_not_overlap() -> None:
    overlap = faults(VERSIONS.replace("effective: 2025-01-01", "effective: 2024-12-31"))
    assert [(item.row, item.params["problem"]) for item in overlap] == [
        (11, "two versions of 'bonus' are in force on the same day"),
    ]
    undated = faults(VERSIONS.replace("    effective: 2025-01-01..2025-12-31\n", ""))
    assert [item.params["problem"] for item in undated] == ["the reward policy 'bonus' is given twice"]


LOSSES = "rewards: [{id: losses, deductions: [{id: loss, class: P3, event: loss, limit_pct: 20}]}]"


def test_the_rest_of_a_deduction_is_asked_again_month_by_month(tmp_path: Path) -> None:
    """8,000 a month, a fifth is 1,600; the wage of May is 5,000: 1,000. 4,000 asked in April are gone in July."""
    wages = "person_id,period,monthly_wage,local_minimum_wage\nP1,2025,8000,2420\nP1,2025-05,5000,2420\n"
    event = "event_id,date,subject_id,type,amount,legal_basis,notice_date\nL1,2025-04-10,P1,loss,4000,contract 7,2025-04-01\n"
    actuals = "kpi_id,subject_id,period,value\n" + "".join(f"sales,P1,2025-{month:02d},50\n" for month in range(1, 13))
    dataset = company(tmp_path, paybase=wages, events=event, actuals=actuals)
    found = {}
    for month in ("2025-03", "2025-04", "2025-05", "2025-06", "2025-07"):
        statement = next(iter(pay(dataset, month, LOSSES).by_subject.get("P1", ())), None)
        found[month] = None if statement is None else (str(statement.payable), str(statement.carried_forward))
    assert found == {
        "2025-03": None, "2025-04": ("-1600.00", "2400.00"), "2025-05": ("-1000.00", "1400.00"),
        "2025-06": ("-1400.00", "0.00"), "2025-07": None,
    }
    year = pay(dataset, "2025", LOSSES).by_subject["P1"][0]
    assert (year.payable, year.carried_forward) == (Decimal("-1600.00"), Decimal("2400.00"))


def test_a_transfer_is_paid_by_post(tmp_path: Path) -> None:
    """A to the end of June, B from July: 24,000 x 181/365 x 1.1 + 30,000 x 184/365 x 0.9, each post on its own score."""
    dataset = company(
        tmp_path,
        assignments="person_id,unit_id,from,to,assignment_id\nP1,S1,2020-01-01,2025-06-30,A\nP1,R,2025-07-01,,B\n",
        scorecards="subject_id,kpi_id,weight,assignment_id\nP1,sales,100,A\nP1,quality,100,B\n",
        targets="kpi_id,subject_id,period,target,assignment_id\nsales,P1,2025,500,A\nquality,P1,2025,90,B\n",
        actuals="kpi_id,subject_id,period,value,assignment_id\nsales,P1,2025,550,A\nquality,P1,2025,81,B\n",
        paybase="person_id,period,target_bonus,assignment_id\nP1,2025,24000,A\nP1,2025,30000,B\n",
        payments="person_id,period,policy_id,amount,date,kind\n",
    )
    policy = "rewards: [{id: p, components: [{id: m, type: curve, measure: final, points: [[80, 80], [120, 120]]}]}]"
    assert not dataset.excluded, dataset.findings
    statement = pay(dataset, "2025", policy).by_subject["P1"][0]
    assert amounts(statement) == {"m.1": "13091.51", "m.2": "13610.96"}
    assert statement.payable == Decimal("26702.47")
    check(statement)


def test_restated_data_recover_under_the_version_of_the_period(dataset: Dataset, tmp_path: Path) -> None:
    """2024 was paid 20,000 x 60 % = 12,000 and 3,000 of 2023; restated to 1,100 of 1,000 it is 9,000 and 3,000."""
    text = VERSIONS.replace("periods: 2}", "periods: 2}\n    clawback: {years: 3, events: [restatement]}")
    folder = tmp_path / "restated"
    folder.mkdir()
    for file in tmp_path.glob("*.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    actuals = (folder / "actuals.csv").read_text(encoding="utf-8")
    (folder / "actuals.csv").write_text(actuals.replace("sales,P1,2024,1200", "sales,P1,2024,1100"), encoding="utf-8")
    (folder / "payments.csv").write_text(
        "person_id,period,policy_id,amount,date,kind\nP1,2024,bonus,15000,2025-03-01,paid\n", encoding="utf-8",
    )
    (folder / "events.csv").write_text("event_id,date,subject_id,type\nR,2025-11-01,P1,restatement\n", encoding="utf-8")
    statement = pay(load(folder), "2024", text).by_subject["P1"][0]
    assert amounts(statement) == {
        "main": "15000.00", "deferral": "-6000.00", "instalment.2023": "3000.00", "paid": "-12000.00", "clawback": "-3000.00",
    }
    assert (statement.policy_version, statement.clawback, statement.payable) == ("1", Decimal("3000.00"), Decimal("-3000.00"))


def test_payments_of_a_policy_that_left_the_file_are_named(dataset: Dataset) -> None:
    """9,000.00 and 500.00 were paid for 2023 under "chiefs-old": what it deferred cannot be derived again."""
    rows = [("P1", "2023", "chiefs-old", 9000.0), ("P2", "2023", "chiefs-old", 500.0), ("P1", "2024", "bonus", 1.0)]
    frame = dataset["payments"].clear()
    columns = ("person_id", "period", "policy_id", "amount")
    given = pl.DataFrame(rows, schema={name: frame.schema[name] for name in columns}, orient="row")
    later = replace(dataset, tables={**dataset.tables, "payments": pl.concat([frame, given], how="diagonal")})
    (found,) = [item for item in pay(later, "2024", DEFERRED).findings if item.params.get("case") == "gone"]
    assert (found.code, dict(found.params)) == (
        "W-POLICY-INCOMPLETE", {"case": "gone", "policy": "chiefs-old", "period": "2023", "amount": "9,500.00"},
    )
    assert "chiefs-old (9,500.00 in all)" in describe(found, "en").text
    assert pay(dataset, "2024", DEFERRED).findings == ()
