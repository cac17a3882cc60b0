"""reportgen policy: simulate, check, payroll."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests import company
from tests.cli.call import call

POLICY = """id: small
version: 4
rewards:
  - id: bonus
    base: {field: target_bonus}
    components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}]
"""
#: The threshold at 95: P3 (92.00) loses everything, P2 (107.20) nothing.
STRICT = POLICY.replace("version: 4", "version: 5").replace("[[80, 50],", "[[95, 50],")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = company.TABLES["dataset.yaml"] + "policy: policy.yaml\n"
    return company.write(tmp_path_factory.mktemp("data") / "small", **{"dataset.yaml": settings, "policy.yaml": POLICY})


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("policy") / "strict.yaml"
    file.write_text(STRICT, encoding="utf-8")
    return file


def test_breaks_and_cost_of_the_datasets_own_policy(dataset: Path) -> None:
    """79.99 pays 0, 80 pays 50 %: the only cliff. P2 10,000 x 136 %, P3 x 80 %, P5 5,000 x 146.9 %, P6 x 87.5 %."""
    said = call("policy", "simulate", dataset, "--period", company.PERIOD, "--json")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    (policy,) = found["policies"]
    assert (found["period"], found["currency"], policy["policy"], found["comparisons"]) == ("2025-Q2", "CNY", "small/4", [])
    assert [(item["at"], item["below"], item["on"], item["above"], item["cliff"]) for item in policy["breaks"]] == [
        ("80", "0.00", "50.00", "50.03", True), ("100", "99.98", "100.00", "100.05", False),
        ("120", "199.95", "200.00", "200.00", False),
    ]
    assert {item["unit"] for item in policy["breaks"]} == {"%"}
    (cost,) = policy["cost"]
    assert (cost["people"], cost["base"], cost["held"]) == (4, "30000.00", 0)
    # P2 13,600.00 + P3 8,000.00 + P5 5,000 x 146.90 % = 7,345.00 + P6 (90 + 100) / 2 = 95.00: 87.50 % = 4,375.00
    assert (cost["payable"], policy["payable"], cost["payout_pct"]) == ("33320.00", "33320.00", "111.07")


def test_payouts_as_money_on_a_base(dataset: Path) -> None:
    said = call("policy", "simulate", dataset, "--period", company.PERIOD, "--json", "--base", "40,000")
    first = json.loads(said.out)["policies"][0]["breaks"][0]
    assert (first["below"], first["on"], first["above"], first["unit"]) == ("0.00", "20000.00", "20012.00", "money")


def test_two_policies_side_by_side(dataset: Path, strict: Path) -> None:
    own = dataset / "policy.yaml"
    said = call("policy", "simulate", dataset, "--period", company.PERIOD, "--policy", own, "--policy", strict, "--json")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert [item["policy"] for item in found["policies"]] == ["small/4", "small/5"]
    (comparison,) = found["comparisons"]
    assert (comparison["before"], comparison["after"]) == ("small/4", "small/5")
    assert [(one["subject_id"], one["before"], one["after"], one["change"]) for one in comparison["lose"]] == [
        ("P3", "8000.00", "0.00", "-8000.00"), ("P6", "4375.00", "2500.00", "-1875.00"),
    ]
    assert (comparison["gain"], comparison["difference"], comparison["unchanged"]) == ([], "-9875.00", 2)


def test_one_file_takes_the_place_of_the_datasets_own(dataset: Path, strict: Path) -> None:
    said = call("policy", "simulate", dataset, "--period", company.PERIOD, "--policy", strict, "--json")
    found = json.loads(said.out)
    assert [(item["file"], item["policy"]) for item in found["policies"]] == [("strict.yaml", "small/5")]


def test_the_text_of_a_simulation(dataset: Path, strict: Path) -> None:
    own = dataset / "policy.yaml"
    asked = ("policy", "simulate", dataset, "--period", company.PERIOD, "--policy", own, "--policy", strict)
    chinese = call(*asked).out.splitlines()
    assert any("断崖：+50.00个百分点" in line and "最终得分" in line and " 80 " in line for line in chinese)
    assert "  差额−9,875.00：33,320.00 → 23,445.00" in chinese and "  增加0人，减少2人，不变2人" in chinese
    said = call(*asked, "--locale", "en")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert any("cliff: +50.00 points" in line and " 80 " in line for line in lines)
    assert any(line.split() == ["total", "33,320.00"] for line in lines)
    assert "  difference −9,875.00: 33,320.00 → 23,445.00" in lines
    assert "  0 gain, 2 lose, 2 unchanged" in lines
    assert any(line.split() == ["P3", "王五", "8,000.00", "0.00", "−8,000.00"] for line in lines)
    assert not any(line.rstrip() != line for line in lines)


def test_a_faulty_policy_is_refused(dataset: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: x\nrewardz: []\n", encoding="utf-8")
    said = call("policy", "simulate", dataset, "--period", company.PERIOD, "--policy", wrong)
    assert (said.code, said.out) == (3, "") and "rewardz" in said.err
    assert call("policy", "simulate", dataset, "--period", company.PERIOD, "--policy", tmp_path / "none.yaml").code == 2
    assert call("policy", "simulate", dataset, "--period", company.PERIOD, "--base", "much").code == 2
    assert call("policy", "simulate", dataset, "--period", "2031").code == 2


def test_check_a_policy_file(dataset: Path, tmp_path: Path) -> None:
    said = call("policy", "check", dataset / "policy.yaml")
    assert (said.code, said.out) == (0, "") and "small/4: 0 errors" in said.err and "bonus" in said.err
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: x\nrewardz: []\n", encoding="utf-8")
    said = call("policy", "check", wrong)
    assert said.code == 3 and "wrong.yaml, line 2" in said.out and "rewards" in said.out
    said = call("policy", "check", wrong, "--json")
    assert said.code == 3 and json.loads(said.out)["findings"][0]["code"] == "E-POLICY"
    assert call("policy", "check", tmp_path / "none.yaml").code == 2


def test_the_payroll_list(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "pay" / "payroll.csv"
    said = call("policy", "payroll", dataset, "--period", company.PERIOD, "--out", out)
    assert said.code == 0 and "4人，应发CNY 33,320.00。" in said.err, said.err
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["person_id"], row["payable"], row["currency"]) for row in rows] == [
        ("P2", "13600.00", "CNY"), ("P3", "8000.00", "CNY"), ("P5", "7345.00", "CNY"), ("P6", "4375.00", "CNY"),
    ]
    assert len({row["run_id"] for row in rows}) == 1 and rows[0]["run_id"].startswith("R-20250710-")


def test_an_estimate_is_not_on_the_list(dataset: Path, tmp_path: Path) -> None:
    """Before the due date P3's satisfaction is open: an estimate, nothing is due."""
    actuals = company.edited("actuals", "csat,P3,2025-Q2,85.5\n", "")
    settings = company.TABLES["dataset.yaml"].replace("2025-07-10", "2025-06-30") + "policy: policy.yaml\n"
    data = company.write(tmp_path / "open", **{"dataset.yaml": settings, "policy.yaml": POLICY, "actuals": actuals})
    out = tmp_path / "payroll.csv"
    said = call("policy", "payroll", data, "--period", company.PERIOD, "--out", out, "--json")
    assert json.loads(said.out) == {"file": str(out), "people": 3, "left_out": 1}
    assert "P3" not in out.read_text(encoding="utf-8")


def test_a_list_that_cannot_be_written(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    said = call("policy", "payroll", dataset, "--period", company.PERIOD, "--out", tmp_path / "file" / "payroll.csv")
    assert said.code == 2 and "Cannot write" in said.err


def test_check_prints_the_limits_of_deductions_as_examples(tmp_path: Path) -> None:
    file = tmp_path / "losses.yaml"
    file.write_text(
        "jurisdictions:\n  CN-31: {P3: 15, source: rule 7, checked_on: 2026-01-05, confirmed_by: counsel}\n"
        "rewards:\n  - {id: losses, deductions: [{id: loss, class: P3, event: loss, limit_pct: 20}]}\n", encoding="utf-8",
    )
    said = call("policy", "check", file)
    assert said.code == 0, said.err
    lines = {line.strip().partition(":")[0]: line for line in said.out.splitlines()}
    assert "CN-44-SZ" in lines and "fines (P4) at most 30%" in lines["CN-44-SZ"]
    assert lines["CN"].endswith("read on 2026-11-22; an example, to be confirmed by counsel")
    assert "losses (P3) at most 15%, fines (P4) not allowed" in lines["CN-31"] and "confirmed by counsel" in lines["CN-31"]
    found = {item["jurisdiction"]: item for item in json.loads(call("policy", "check", file, "--json").out)["jurisdictions"]}
    assert (found["CN-31"]["P3"], "P4" in found["CN-31"], found["CN"]["confirmed_by"]) == ("15", False, "")
    chinese = call("policy", "check", file, "--locale", "zh-CN").out
    assert "\u793a\u4f8b\uff0c\u987b\u7ecf\u6cd5\u5f8b\u987e\u95ee\u786e\u8ba4" in chinese
    assert call("policy", "check", Path("datasets/policies/sales-force.yaml")).out == ""
