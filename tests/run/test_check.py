"""reportgen check: everything at once, of the dataset, its policy, the period's scores, pay, hygiene and edited texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model.finding import Finding
from reportgen.run.check import CheckReport, check_dataset, latest_period
from reportgen.run.inputs import read, read_dataset
from reportgen.run.results import compute
from tests.cli.call import call
from tests.dataset.small import SMALL, write


def _check(folder: Path, period: str | None = None, **changes: str | None) -> CheckReport:
    return check_dataset(write(folder, **changes), period)


def _of(report: CheckReport, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


def _complete(folder: Path, **changes: str | None) -> dict[str, str | None]:
    """The small dataset with targets and actuals of the company, so that nothing is missing."""
    targets = SMALL["targets"] + "sales,C,2025-Q2,200\nsat,C,2025-Q2,98\ncost,C,2025-Q2,100\n"
    actuals = SMALL["actuals"] + "sales,C,2025-Q2,200\nsat,C,2025-Q2,98\ncost,C,2025-Q2,98\n"
    return {"targets": targets, "actuals": actuals, **changes}


def test_a_dataset_without_a_fault(tmp_path: Path) -> None:
    report = _check(tmp_path / "acme", **_complete(tmp_path))
    assert (report.findings, report.exit_code) == ((), 0)


def test_what_scoring_finds_names_its_file(tmp_path: Path) -> None:
    changes = _complete(tmp_path)
    changes["targets"] = str(changes["targets"]).replace("sales,P2,2025-Q2,100\n", "")
    report = _check(tmp_path / "acme", **changes)
    (finding,) = _of(report, "E-TARGET-MISSING")
    assert (finding.file, finding.row, finding.subject_id, report.exit_code) == ("scorecards.csv", 5, "P2", 1)


def test_a_cell_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    """The target and the actual are missing because of the cell: E-CELL says it; another period's cell excuses nothing."""
    changes = _complete(tmp_path)
    changes["targets"] = str(changes["targets"]).replace("sales,P2,2025-Q2,100\n", "sales,P2,2025-Q2,abc\n")
    report = _check(tmp_path / "one", **changes)
    (cell,) = _of(report, "E-CELL")
    assert (cell.file, cell.column, cell.subject_id) == ("targets.csv", "target", "P2") and not _of(report, "E-TARGET-MISSING")
    changes["targets"] = str(changes["targets"]).replace("sales,P2,2025-Q2,abc\n", "sales,P2,2025-Q3,abc\n")
    assert len(_of(_check(tmp_path / "two", **changes), "E-TARGET-MISSING")) == 1


def test_a_refused_dataset_and_a_refused_policy_are_told_together(tmp_path: Path) -> None:
    folder = write(tmp_path / "acme", org="unit_id,name,type,parent_id\nC,Acme,company,D1\nD1,Sales,department,C\n")
    (folder / "policy.yaml").write_text("id: a\nscorring: {cap: 120}\n", encoding="utf-8")
    report = check_dataset(folder, None)
    assert {"E-CYCLE", "E-POLICY"} <= {finding.code for finding in report.findings} and report.exit_code == 3


def test_a_period_ahead_of_all_actuals(tmp_path: Path) -> None:
    changes = _complete(tmp_path)
    changes["targets"] = str(changes["targets"]).replace("2025-Q2", "2026-Q3")
    report = _check(tmp_path / "acme", "2026-Q3", **changes)
    (finding,) = _of(report, "W-FUTURE-PERIOD")
    assert finding.params == {"period": "2026-Q3", "count": "9", "latest": "2025-Q2"} and report.exit_code == 0
    changes["actuals"] = "kpi_id,subject_id,period,value\nsales,P1,2026-Q3,\n"
    assert _of(_check(tmp_path / "acme", "2026-Q3", **changes), "W-FUTURE-PERIOD")[0].params["case"] == "none"


def test_the_latest_period_is_one_with_actuals(tmp_path: Path) -> None:
    targets = SMALL["targets"] + "sales,P1,2026-Q1,100\nsales,P1,2025,400\n"
    actuals = SMALL["actuals"] + "cost,P1,2025,3\n"
    dataset = read_dataset(write(tmp_path / "acme", targets=SMALL["targets"] + "sales,P1,2026-Q1,100\n", actuals=actuals))
    assert latest_period(dataset) == "2025-Q2"
    assert latest_period(read_dataset(write(tmp_path / "acme", targets=targets, actuals=actuals))) == "2025"


def test_an_edited_text_whose_facts_changed(tmp_path: Path) -> None:
    head = "subject_id,text,type,kpi_id,period,author,facts_hash,status\n"
    notes = head + "P1,Sales rose.,override,sales,2025-Q2,P1,0000,approved\n"
    report = _check(tmp_path / "acme", **_complete(tmp_path, notes=notes))
    (finding,) = _of(report, "W-TEXT-STALE")
    assert (finding.file, finding.row, finding.column, finding.subject_id) == ("notes.csv", 2, "text", "P1")


def test_the_listing_speaks_the_dataset_s_language(tmp_path: Path) -> None:
    changes = _complete(tmp_path, dataset_yaml="locale: zh-CN\n")
    changes["kpis"] = SMALL["kpis"].replace("P1,ERP", ",ERP")
    said = call("check", write(tmp_path / "acme", **changes))
    assert said.code == 0
    head, first, *_ = said.out.splitlines()
    assert head == "W-OWNER  kpis.csv\uff0c\u201cowner_id\u201d\u5217  \uff08\u51712\u5904\uff09"
    assert first.startswith("    \u7b2c2\u884c\uff1a")
    assert said.err == "0\u4e2a\u9519\u8bef\uff0c2\u4e2a\u8b66\u544a\uff0c0\u4e2a\u63d0\u793a\n"


def test_an_owner_who_was_not_there_in_the_period(tmp_path: Path) -> None:
    people = "person_id,name,unit_id,hire_date,leave_date\nP1,Zhang San,D1,2020-01-01,\nP2,Li Si,D1,2021-05-01,\n"
    people += "P3,Wang Wu,D1,2020-01-01,2024-12-31\nP4,Zhao Liu,D1,2025-08-01,\n"
    changes = _complete(tmp_path, people=people)
    changes["kpis"] = SMALL["kpis"].replace("CNY,higher,P1", "CNY,higher,P3").replace("%,higher,P1", "%,higher,P4")
    found = _of(_check(tmp_path / "acme", **changes), "W-OWNER")
    assert [(one.row, one.kpi_id, one.params["case"], one.params["date"]) for one in found] == [
        (2, "sales", "left", "2024-12-31"), (3, "sat", "later", "2025-08-01"),
    ]


def test_a_gate_that_divides_by_zero(tmp_path: Path) -> None:
    folder = write(tmp_path / "acme", **_complete(tmp_path))
    gate = "{id: strict, when: \"final / (kpi('sales').actual - 105) < 1\", max_grade: B}"
    (folder / "policy.yaml").write_text(f"id: a\ngates: [{gate}]\n", encoding="utf-8")
    (finding,) = _of(check_dataset(folder, None), "W-MEASURE-MISSING")
    assert (finding.subject_id, finding.params["gate"]) == ("P1", "strict")  # 105 is P1's actual


def test_the_results_of_a_run_hold_the_hints_of_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports print what check names; the quick way without traces leaves history alone."""
    hint = Finding("W-OUTLIER", "actuals", 2, "value", "P1", "sales", params={"period": "2025-Q2"})
    monkeypatch.setattr("reportgen.run.lint.lint", lambda *_: (hint,))
    inputs = read(write(tmp_path / "acme", **_complete(tmp_path)), "2025-Q2")
    assert [(one.code, one.file) for one in compute(inputs).findings if one.code == "W-OUTLIER"] == [("W-OUTLIER", "actuals.csv")]
    assert not [one for one in compute(inputs, trace=False).findings if one.code == "W-OUTLIER"]
