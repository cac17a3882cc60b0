"""The dataset built from AdventureWorks against its golden attainments and the check figures of its source."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from datasets.adventureworks.build import MONTHS, QUARTERS, main, weights
from reportgen.dataset.load import load
from reportgen.policy.load import load_policy

pytestmark = pytest.mark.e2e

SOURCE = Path(os.environ["REPORTGEN_ADVENTUREWORKS"])
Rows = list[dict[str, str]]
Cells = dict[tuple[str, str, str], Decimal]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("adventureworks")
    assert main([str(SOURCE), str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def actual(built: Path) -> Cells:
    return {(row["kpi_id"], row["subject_id"], row["period"]): Decimal(row["value"]) for row in rows_of(built / "actuals.csv")}


@pytest.fixture(scope="module")
def target(built: Path) -> Cells:
    return {(row["kpi_id"], row["subject_id"], row["period"]): Decimal(row["target"]) for row in rows_of(built / "targets.csv")}


@pytest.fixture(scope="module")
def label() -> Mapping[str, str]:
    starts = sorted({row["period_start"] for row in rows_of(SOURCE / "golden_quota_attainment.csv")})
    return dict(zip(starts, QUARTERS, strict=True))


def attainment(value: Decimal, of: Decimal) -> Decimal:
    return (value * 100 / of).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def test_every_person_and_quarter_has_the_golden_attainment(actual: Cells, target: Cells, label: Mapping[str, str]) -> None:
    golden = rows_of(SOURCE / "golden_quota_attainment.csv")
    assert len(golden) == 163
    for row in golden:
        cell = ("sales", row["EmployeeKey"], label[row["period_start"]])
        assert (actual[cell], target[cell]) == (Decimal(row["actual"]), Decimal(row["quota"])), cell
        assert attainment(actual[cell], target[cell]) == Decimal(row["attainment_pct"]), cell
    assert sum(1 for kpi, subject, _ in actual if kpi == "sales" and subject.isdigit()) == 163


def test_teams_and_company_roll_up_to_the_golden_figures(
    built: Path, actual: Cells, target: Cells, label: Mapping[str, str]
) -> None:
    team = {row["person_id"]: row["unit_id"] for row in rows_of(built / "people.csv")}
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (kpi, subject, quarter), value in actual.items():
        if kpi == "sales":
            for unit in (team[subject], "AW"):
                sums[unit, quarter] += value
                sums[unit, "ALL"] += value
    golden = rows_of(SOURCE / "golden_manager_rollup.csv")
    assert len(golden) == 40
    for row in golden:
        unit = "AW" if row["manager_key"] == "277" else f"T-{row['manager_key']}"
        period = "ALL" if row["period_start"] == "ALL" else label[row["period_start"]]
        quarters = QUARTERS if period == "ALL" else (period,)
        quota = sum((target.get(("sales", unit, quarter), Decimal(0)) for quarter in quarters), Decimal(0))
        assert (quota, sums[unit, period]) == (Decimal(row["quota"]), Decimal(row["actual"])), row
        assert attainment(sums[unit, period], quota) == Decimal(row["attainment_pct"]), row


def test_figures_that_the_source_gives(actual: Cells, target: Cells) -> None:
    assert actual["sales", "282", "2013-Q1"] == Decimal("1300821.8137")
    assert target["sales", "286", "2012-Q1"] == Decimal("210000")
    sales = {key: value for key, value in actual.items() if key[0] == "sales"}
    assert sum(value >= target[key] for key, value in sales.items()) == 8
    expenses = [cells["operating_expenses", "G", month] for cells in (actual, target) for month in MONTHS]
    assert sum(expenses[:12], Decimal(0)) == Decimal("8329775.70")
    assert sum(expenses[12:], Decimal(0)) == Decimal("7507200.00")
    assert actual["account_60", "G-7", "2011-04"] == Decimal("6480")  # dated 2011-03-31, the fourth date
    assert target["account_60", "G-7", "2011-04"] == Decimal("8100")


def test_every_scorecard_adds_up_to_100_and_has_what_it_needs(built: Path, actual: Cells, target: Cells) -> None:
    total: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows_of(built / "scorecards.csv"):
        total[row["subject_id"], row["period"]] += Decimal(row["weight"])
        assert Decimal(row["weight"]) > 0
        for period in MONTHS if row["period"] == "2011" else (row["period"],):
            cell = (row["kpi_id"], row["subject_id"], period)
            assert cell in target
            assert cell in actual or row["subject_id"] in ("AW", "T-272", "T-290", "T-294")
    assert set(total.values()) == {Decimal(100)}


def test_it_loads_without_an_error_and_its_policy_without_a_finding(built: Path) -> None:
    dataset = load(built)
    codes = {finding.code for finding in dataset.findings}
    assert codes <= {"W-KPI-COUNT", "W-WEIGHT-RANGE", "I-NO-SCORECARD"}
    assert dataset.settings.policy is not None
    assert load_policy(dataset.settings.policy).findings == ()


def test_pay_terms_come_through_the_crosswalk(built: Path) -> None:
    pay = {(row["person_id"], row["period"]): row for row in rows_of(built / "paybase.csv")}
    assert (pay["281", "2011"]["target_bonus"], pay["281", "2011"]["commission_pct"]) == ("4100.0000", "1.2")
    assert Decimal(pay["272", "2013"]["target_bonus"]) == 0
    assert ("294", "2012") not in pay


def test_tiny_budgets_keep_a_weight_and_the_largest_gives_it_back() -> None:
    found = weights({"1": Decimal(999999), "2": Decimal(1), "3": Decimal(0)})
    assert found == {"1": Decimal("99.99"), "2": Decimal("0.01")}


def test_a_wrong_call_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["one"]) == 2
    assert main([str(tmp_path), str(tmp_path / "out")]) == 3
    assert "fact_sales_quota.csv" in capsys.readouterr().err
