"""reportgen explain: every step done again, down to file and row, as text and as JSON."""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.dataset import SourceFile
from reportgen.model.rounding import half_up
from reportgen.run.explain import Explainer, Explanation, as_data
from reportgen.run.inputs import read
from reportgen.run.sources import Places, ranges
from reportgen.scoring.origins import Origins
from tests import company
from tests.cli.call import call
from tests.scoring.evaluate import check, evaluate

DEMO = Path(__file__).parents[2] / "datasets" / "demo"
ADVENTUREWORKS = os.environ.get("REPORTGEN_ADVENTUREWORKS", "")
POLICY = """id: small
version: 4
rewards:
  - id: bonus
    base: {field: target_bonus}
    components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}]
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = company.TABLES["dataset.yaml"] + "policy: policy.yaml\n"
    return company.write(tmp_path_factory.mktemp("data") / "small", **{"dataset.yaml": settings, "policy.yaml": POLICY})


def data_of(dataset: Path, subject: str, *more: str) -> dict[str, Any]:
    said = call("explain", dataset, "--period", company.PERIOD, "--subject", subject, "--json", *more)
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def again(step: dict[str, Any]) -> None:
    """A step of the JSON, done again."""
    places = len(step["rounded"].partition(".")[2])
    exact = evaluate(step["numbers"])
    assert half_up(Decimal(exact.numerator) / Decimal(exact.denominator), places) == Decimal(step["rounded"]), step


def steps_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    lists = [item["steps"] for item in (*found["kpis"], *found["rewards"])]
    return [step for listed in (*lists, found["total"]) for step in listed]


def test_a_person_down_to_the_rows(dataset: Path) -> None:
    """P2: 330,000 of 300,000 is 110.00, 92.7 of 90 is 103.00; 107.20; 40,000 x 3/12 x 136 % = 13,600.00."""
    found = data_of(dataset, "P2", "--locale", "en")
    assert (found["subject_id"], found["period"], found["policy"], found["currency"]) == ("P2", "2025-Q2", "small/4", "CNY")
    assert found["run_id"].startswith("R-20250710-")
    sales = {step["rule_id"]: step for step in found["kpis"][0]["steps"]}
    assert sales["ACT@small/4"] == {
        "step": 1, "rule_id": "ACT@small/4", "text": "Actual", "formula": "Σ 3 periods",
        "numbers": "100,000 + 110,000 + 120,000", "unrounded": "330000", "rounded": "330000", "unit": "",
        "sources": ["actuals.csv row 2", "actuals.csv row 3", "actuals.csv row 4"],
    }
    assert sales["TGT@small/4"]["sources"] == ["targets.csv row 2"]
    assert (sales["ATT@small/4"]["numbers"], sales["ATT@small/4"]["rounded"]) == ("100×330,000÷300,000", "110.00")
    total = [(step["rule_id"].split("@")[0], step["numbers"], step["rounded"]) for step in found["total"]]
    assert total[:4] == [
        ("AGG-1", "(60×110.00 + 40×103.00)÷100", "107.20"), ("COV", "60 + 40", "100.00"), ("GRADE", "1.2", "1.2"),
        ("GAP", "6.00 + 1.20", "7.20"),
    ]
    assert total[-2:] == [("CUT", "110.00 − 107.20", "2.80"), ("CUT", "107.20 − 100.00", "7.20")]
    (paid,) = found["rewards"]
    assert (paid["policy_id"], paid["policy_version"], paid["status"], paid["payable"]) == ("bonus", "4", "payable", "13600.00")
    base = next(step for step in paid["steps"] if step["rule_id"].startswith("BASE"))
    assert base["sources"] == ["paybase.csv row 2"]
    assert paid["steps"][-1]["rounded"] == paid["payable"]
    for step in steps_of(found):
        again(step)


def test_the_tables_and_the_explanation_agree(dataset: Path, tmp_path: Path) -> None:
    """Whatever score writes, explain ends with."""
    assert call("score", dataset, "--period", company.PERIOD, "--out", tmp_path).code == 0
    with (tmp_path / "kpi_scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for subject in ("P2", "P3", "P5", "P6", "D1", "D2", "C"):
        found = data_of(dataset, subject)
        own = [row for row in rows if row["subject_id"] == subject]
        for row, item in zip(own, found["kpis"], strict=True):
            steps = {step["rule_id"].split("@")[0]: step["rounded"] for step in item["steps"]}
            wanted = (row["attainment_pct"], row["weighted_score"], row["contribution"])
            assert wanted == (steps["ATT"], steps["WSC"], steps["CON"])
            assert row["score"] == steps.get("CAP", steps["M1"])
            assert Decimal(row["variance"]) == Decimal(steps["VAR-PL"])
            assert row["variance_pct"] == steps.get("VAR-PL%", "")


def test_a_unit_names_the_rows_below(dataset: Path) -> None:
    found = data_of(dataset, "D1")
    first, second, step = found["kpis"][0]["steps"][:3]
    assert (first["numbers"], first["text"], first["sources"]) == (
        "100,000 + 110,000 + 120,000", "李四（P2）", [f"actuals.csv 第{row}行" for row in (2, 3, 4)],
    )
    assert (second["rounded"], second["sources"][0]) == ("270000", "actuals.csv 第5行")
    assert (step["numbers"], step["rounded"], step["text"]) == ("330,000 + 270,000", "600000", "实际（汇总）")
    assert step["sources"] == [f"actuals.csv 第{row}行" for row in range(2, 8)]
    assert found["rewards"] == []


def test_one_kpi(dataset: Path) -> None:
    found = data_of(dataset, "P2", "--kpi", "csat")
    assert [item["kpi_id"] for item in found["kpis"]] == ["csat"]
    assert found["total"] == found["rewards"] == []


def test_text_is_readable_in_both_languages(dataset: Path) -> None:
    chinese = call("explain", dataset, "--period", company.PERIOD, "--subject", "P2")
    english = call("explain", dataset, "--period", company.PERIOD, "--subject", "P2", "--locale", "en")
    assert chinese.code == english.code == 0
    assert "来源 actuals.csv 第2-4行" in chinese.out and "总分与等级" in chinese.out and "可发" in chinese.out
    assert "from actuals.csv row 2-4" in english.out and "Total and grade" in english.out
    line = next(line for line in english.out.splitlines() if " ATT " in line)
    assert line.split("  ")[-1].strip() == "100×330,000÷300,000 = 110.00 %"
    assert "small/4" in english.out and "bonus/4  CNY  payable" in english.out
    assert not any(line.rstrip() != line for line in english.out.splitlines())


def test_a_wrong_call_says_what_there_is(dataset: Path) -> None:
    for arguments, word in (
        (("--subject", "P9"), "Unknown subject: P9"), (("--subject", "P2", "--kpi", "sale"), "Did you mean sales?"),
    ):
        said = call("explain", dataset, "--period", company.PERIOD, *arguments)
        assert (said.code, said.out) == (2, "") and word in said.err
    assert call("explain", dataset, "--period", "2031", "--subject", "P2").code == 2
    assert call("explain", dataset, "--period", company.PERIOD).code == 2


def test_who_has_no_scorecard_and_who_was_left_out(dataset: Path, tmp_path: Path) -> None:
    said = call("explain", dataset, "--period", company.PERIOD, "--subject", "P1", "--locale", "en")
    assert said.code == 0 and "no scorecard in this period" in said.out
    wrong = company.write(tmp_path / "wrong", scorecards=company.edited("scorecards", "P2,csat,40", "P2,csat,30"))
    said = call("explain", wrong, "--period", company.PERIOD, "--subject", "P2", "--locale", "en")
    assert said.code == 1 and "not scored because of errors" in said.out and "E-WEIGHT-SUM" in said.out


def test_the_golden_figure(tmp_path: Path) -> None:
    """1,300,821.8137 of 1,525,000 is 85.2998 %, printed 85.30 %."""
    data = company.write(
        tmp_path / "golden",
        targets="kpi_id,subject_id,period,target\nsales,P2,2025-Q2,1525000\ncsat,P2,2025-Q2,90\n",
        actuals="kpi_id,subject_id,period,value\nsales,P2,2025-Q2,1300821.8137\ncsat,P2,2025-Q2,90\n",
        scorecards="subject_id,kpi_id,weight\nP2,sales,60\nP2,csat,40\n",
    )
    found = data_of(data, "P2", "--kpi", "sales")
    step = next(step for step in found["kpis"][0]["steps"] if step["rule_id"].startswith("ATT"))
    assert (step["numbers"], step["unrounded"][:7], step["rounded"]) == ("100×1,300,821.8137÷1,525,000", "85.2997", "85.30")


def test_places_of_sources() -> None:
    places = Places({"actuals": "actuals.csv", "events": "events.csv"}, {"P1": (3, 4)}, {"EV1": 7})
    assert places.of_source("actuals!12") == "actuals.csv row 12"
    assert places.of_source("events:EV1", "zh-CN") == "events.csv 第7行"
    assert places.of_source("paybase:P1:2025-Q2") == "paybase row 3-4"
    assert places.of_source("kpi_scores:P1:sales") == "scorecard of P1 (explain --subject P1 --kpi sales)"
    assert places.of_source("scorecards:U", "zh-CN") == "U的计分卡（explain --subject U）"
    assert places.of_source("FX:USD") == "FX:USD"
    assert places.listed(["actuals!2", "actuals!3", "actuals!9", "events:EV1"]) == ("actuals.csv row 2-3, 9", "events.csv row 7")
    assert ranges([5, 1, 2, 3, 5]) == "1-3, 5"
    assert ranges([5, 1, 2, 3, 5], "zh-CN") == "1-3\u30015"


def test_a_sheet_of_a_workbook_is_named(dataset: Path) -> None:
    inputs = read(dataset, company.PERIOD)
    files = tuple(SourceFile("book.xlsx", table, 1, "0") for table in ("actuals", "targets"))
    object.__setattr__(inputs.dataset, "files", files)
    assert Places.of(inputs.dataset, inputs.period).of_source("actuals!5") == "book.xlsx actuals row 5"


# ---------------------------------------------------------------------- every subject of the demo company
def every_step(found: Explanation) -> int:
    """Do every step of a subject again."""
    for item in found.kpis:
        check(item.steps)
    check(found.total)
    for paid in found.rewards:
        check(paid.steps)
        if paid.statement.payable is not None:
            assert paid.steps[-1].rounded == paid.statement.payable
    return sum(len(item.steps) for item in found.kpis) + len(found.total)


SAMPLE = ("LT", "MKT", "M-EAST", "E010", "E116", "E137", "E154", "E191", "E221", "E232")


def test_people_and_units_of_the_demo_company() -> None:
    """Those with something special: a roll-up, points, given scores, a near tie, two posts at once."""
    explainer = Explainer(read(DEMO, "2025-Q2"))
    assert set(SAMPLE) <= set(explainer.scores.scorecards["subject_id"])
    for subject in SAMPLE:
        assert every_step(explainer.explain(subject)) > 5
    found = as_data(explainer.explain("E137"), "en")
    assert any("events.csv row" in source for step in found["total"] for source in step["sources"])


@pytest.mark.e2e
@pytest.mark.parametrize("period", ["2025-Q2", "2025-Q4", "2024-11"])
def test_every_subject_of_the_demo_company(period: str) -> None:
    """All steps of everybody; and whatever is shown, the origin gives the value that was scored."""
    explainer = Explainer(read(DEMO, period))
    subjects = explainer.scores.scorecards["subject_id"].to_list()
    assert sum(every_step(explainer.explain(subject)) for subject in subjects) > 2000
    origins = Origins(explainer.inputs.dataset, explainer.inputs.period)
    for row in explainer.scorer.assessed(explainer.inputs.period).lines.to_dicts():
        if row["actual"] is not None and row["given_score"] is None and row["line_period"] == period:
            found = origins.actual(row["subject_id"], row["kpi_id"], row["assignment_id"])
            value = Fraction(repr(row["actual"]))
            assert found is not None and abs(Fraction(found.figure.value) - value) <= abs(value) / 10**12, row["kpi_id"]


@pytest.mark.e2e
@pytest.mark.skipif(not ADVENTUREWORKS, reason="REPORTGEN_ADVENTUREWORKS names no folder")
def test_linda_mitchell_of_adventureworks(tmp_path: Path) -> None:
    from datasets.adventureworks.build import main

    assert main([ADVENTUREWORKS, str(tmp_path)]) == 0
    explainer = Explainer(read(tmp_path, "2013-Q1", date(2013, 12, 31)))
    found = explainer.explain("282")
    attainment = next(step for step in found.kpis[0].steps if step.rule_id == "ATT")
    assert (f"{attainment.unrounded:.4f}", str(attainment.rounded)) == ("85.2998", "85.30")
    for subject in explainer.organisation.people:
        every_step(explainer.explain(subject))
