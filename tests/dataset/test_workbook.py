"""Excel workbooks: what the cells show is what is read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from reportgen.dataset import load
from tests.dataset.small import SMALL, codes, found, only

Rows = list[list[object]]


def sheets(**changes: Rows) -> dict[str, Rows]:
    """The small dataset as sheets, with changes."""
    small: dict[str, Rows] = {name: [list(line.split(",")) for line in text.splitlines()] for name, text in SMALL.items()}
    return small | changes


def save(path: Path, content: dict[str, Rows], formats: dict[tuple[str, str], str] | None = None) -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in content.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for (name, cell), number_format in (formats or {}).items():
        book[name][cell].number_format = number_format
    book.save(path)
    return path


def test_sheets_become_tables_and_settings(tmp_path: Path) -> None:
    settings: Rows = [
        ["key", "value"],
        ["公司", "Acme"],
        ["as_of", date(2025, 6, 30)],
        ["due_days", 5],
        ["missing_values", "x, y"],
    ]
    dataset = load(save(tmp_path / "acme.xlsx", sheets(dataset=settings)))
    assert dataset.findings == () and dataset.settings.company == "Acme" and dataset.settings.due_days == 5
    assert dataset.settings.as_of == date(2025, 6, 30) and dataset.settings.missing_values == ("x", "y")
    assert dataset.settings.name == "acme" and dataset["actuals"].height == 6
    assert {file.name for file in dataset.files} == {"acme.xlsx"}


def test_chinese_sheet_names_and_settings_without_a_head(tmp_path: Path) -> None:
    names = {"org": "组织", "people": "人员", "kpis": "指标", "scorecards": "计分卡", "targets": "目标", "actuals": "实际"}
    content = {names[name]: rows for name, rows in sheets().items()} | {"数据集": [["币种", "USD"], ["上报宽限天数", 3]]}
    dataset = load(save(tmp_path / "acme.xlsx", content))
    assert {f.code for f in dataset.findings} == {"E-CURRENCY"} and dataset.settings.due_days == 3


def test_an_unknown_key_of_the_settings_sheet_has_its_row(tmp_path: Path) -> None:
    dataset = load(save(tmp_path / "acme.xlsx", sheets(dataset=[["key", "value"], ["compny", "x"]])))
    finding = only(dataset, "E-KEY")
    assert (finding.row, finding.params["suggestion"]) == (2, "company") and dataset.fatal


def test_numbers_percents_and_dates_as_shown(tmp_path: Path) -> None:
    actuals: Rows = [
        ["kpi_id", "subject_id", "period", "value"],
        ["sales", "P1", datetime(2025, 6, 1), 0.1 + 0.2],
        ["sat", "P1", "2025-Q2", 0.97],
        ["cost", "P1", 2025, 1e15],
        ["sales", "P2", "2025-Q2", 1e-9],
        ["cost", "P2", "2025-Q2", 12],
    ]
    people: Rows = [
        ["person_id", "name", "unit_id", "hire_date"],
        ["P1", 2025, "D1", datetime(2020, 1, 1)],
        ["P2", "B", "D1", None],
    ]
    formats = {("actuals", "C2"): "yyyy-mm", ("actuals", "D3"): "0.0%", ("people", "D2"): "yyyy/m/d"}
    dataset = load(save(tmp_path / "acme.xlsx", sheets(actuals=actuals, people=people), formats))
    assert dataset.findings == ()
    assert dataset["actuals"]["value"].to_list() == [0.3, 97.0, 1e15, 1e-9, 12.0]
    assert dataset["actuals"]["period"].to_list() == ["2025-06", "2025-Q2", "2025", "2025-Q2", "2025-Q2"]
    assert dataset["people"]["name"].to_list() == ["2025", "B"] and dataset["people"]["hire_date"][0] == date(2020, 1, 1)


@pytest.mark.parametrize("blank", [0, 2])
def test_rows_are_those_of_the_sheet(tmp_path: Path, blank: int) -> None:
    content = sheets()
    content["actuals"] = [[] for _ in range(blank)] + content["actuals"][:2] + [[]] + [["sales", "P2", "2025-Q2", "oops"]]
    finding = only(load(save(tmp_path / "acme.xlsx", content)), "E-CELL")
    assert (finding.row, finding.sheet) == (4 + blank, "actuals")


def test_other_sheets_are_named(tmp_path: Path) -> None:
    dataset = load(save(tmp_path / "acme.xlsx", sheets(Pivot=[["a"], [1]])))
    assert codes(dataset) == {"I-UNREAD"} and found(dataset, "I-UNREAD")[0].file == "acme.xlsx#Pivot"


def test_one_flat_sheet(tmp_path: Path) -> None:
    rows: Rows = [
        ["姓名", "指标", "单位", "方向", "权重", "目标值", "实际值", "责任人", "数据来源"],
        ["张三", "销售额", "万元", "正向", 0.6, 330, "340万", "李四", "ERP"],
        ["张三", "满意度", "%", "正向", "40%", 0.98, 99, "李四", "CRM"],
    ]
    path = save(tmp_path / "team.xlsx", {"Sheet1": rows}, {("Sheet1", "E2"): "0%", ("Sheet1", "F3"): "0%"})
    dataset = load(path, "2025-Q2")
    assert codes(dataset) == {"W-KPI-COUNT"} and dataset.excluded == {}
    assert dataset["scorecards"]["weight"].to_list() == [60.0, 40.0]
    assert dataset["targets"]["target"].to_list() == [330.0, 98.0] and dataset["actuals"]["value"].to_list() == [340.0, 99.0]


def test_a_workbook_that_is_named_as_a_table_source(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    save(folder / "all.xlsx", sheets())
    tables = "".join(f"  {name}: all.xlsx#{name}\n" for name in SMALL)
    (folder / "dataset.yaml").write_text("tables:\n" + tables)
    assert load(folder).findings == ()
    assert load(folder / "dataset.yaml").input_hash == load(folder).input_hash
