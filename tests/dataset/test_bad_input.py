"""Every kind of bad input ends in findings that name the place; nothing raises."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.dataset import load
from reportgen.findings import describe
from reportgen.model.dataset import LOCALES
from tests.dataset.small import SMALL, codes, found, only, small, write


def test_an_empty_folder_lacks_every_required_table(tmp_path: Path) -> None:
    dataset = load(tmp_path)
    assert {finding.table for finding in found(dataset, "E-TABLE")} == {
        "org",
        "people",
        "kpis",
        "scorecards",
        "targets",
        "actuals",
    }
    assert dataset.fatal and codes(dataset) == {"E-TABLE"}


def test_nothing_at_the_path(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path / "nowhere" / "dataset.yaml", tmp_path / "dataset.yaml", tmp_path / "a.csv"):
        dataset = load(path)
        assert only(dataset, "E-FILE").params["case"] == "missing" and codes(dataset) == {"E-FILE"}


def test_a_missing_table_with_a_file_of_a_close_name(tmp_path: Path) -> None:
    folder = write(tmp_path / "acme", actuals=None)
    (folder / "actuels.csv").write_text(SMALL["actuals"])
    dataset = load(folder)
    assert only(dataset, "E-TABLE").params == {"suggestion": "actuels"}
    assert only(dataset, "I-UNREAD").params == {"suggestion": "actuals"}
    assert dataset.fatal


def test_a_missing_column_names_the_close_header(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", actuals=SMALL["actuals"].replace("period", "perriod"))
    finding = only(dataset, "E-COLUMN")
    assert (finding.table, finding.column, finding.params["suggestion"]) == ("actuals", "period", "perriod")
    assert dataset.fatal and codes(dataset) == {"E-COLUMN"}


def test_the_same_column_twice(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", org="unit_id,name,type,parent_id,Name\nC,Acme,company,,x\nD1,Sales,department,C,x\n")
    assert only(dataset, "E-COLUMN").params["headers"] == "name, Name"


@pytest.mark.parametrize("table", ["org", "people", "kpis", "scorecards", "targets", "actuals"])
def test_a_required_table_with_only_its_head(tmp_path: Path, table: str) -> None:
    dataset = small(tmp_path / "acme", **{table: SMALL[table].split("\n", 1)[0] + "\n"})
    assert only(dataset, "E-EMPTY").table == table
    assert dataset.fatal and codes(dataset) == {"E-EMPTY"}


def test_a_wholly_empty_file_and_an_optional_table_without_rows(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", org="", events="event_id,date,subject_id,type\n")
    assert {finding.column for finding in found(dataset, "E-COLUMN")} == {"unit_id", "name", "type"}
    assert only(dataset, "I-EMPTY").table == "events"


def test_unknown_ids_are_named_with_a_close_one(tmp_path: Path) -> None:
    dataset = small(
        tmp_path / "acme",
        actuals=SMALL["actuals"] + "sale,P1,2025-Q1,5\nsales,P9,2025-Q2,5\n",
        people=SMALL["people"].replace("Li Si,D1", "Li Si,D7"),
        org=SMALL["org"].replace("Sales,department,C,P1", "Sales,department,X,P5"),
    )
    findings = {(f.table, f.column, f.params["value"]): f for f in found(dataset, "E-UNKNOWN-ID")}
    assert set(findings) == {
        ("actuals", "kpi_id", "sale"),
        ("actuals", "subject_id", "P9"),
        ("people", "unit_id", "D7"),
        ("org", "parent_id", "X"),
        ("org", "manager_id", "P5"),
    }
    assert findings["actuals", "kpi_id", "sale"].params["suggestion"] == "sales"
    assert set(dataset.excluded) == {"P1", "P2", "P9", "D1"} and not dataset.fatal
    assert dataset["actuals"].height == 6 and dataset["org"]["parent_id"].to_list() == [None, "C"]


def test_weights_that_sum_to_99(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", scorecards=SMALL["scorecards"].replace("P2,sat,30", "P2,sat,29"))
    finding = only(dataset, "E-WEIGHT-SUM")
    assert (finding.subject_id, finding.params["sum"], finding.params["missing"]) == ("P2", "99", "1")
    assert describe(finding, "en").remedy == "Add 1 to the weights."
    assert dataset.excluded == {"P2": ("E-WEIGHT-SUM",)} and not dataset.fatal


def test_two_targets_for_one_key(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", targets=SMALL["targets"] + "sales,P1,2025-Q2,120\ncost,P2,2025-Q2,50\n")
    finding = only(dataset, "E-DUP-KEY")
    assert (finding.params["rows"], finding.subject_id, finding.kpi_id) == ("2, 8", "P1", "sales")
    assert only(dataset, "W-DUP-SAME").params["rows"] == "7, 9"
    assert list(dataset.excluded) == ["P1"] and dataset["targets"].height == 6


def test_two_actuals_that_differ_leave_no_value(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", actuals=SMALL["actuals"] + "sales,P1,2025-Q2,106\nsat,P1,2025-Q2,97\n")
    finding = only(dataset, "E-DUP-ACTUAL")
    assert (finding.params["rows"], finding.params["values"], finding.params["scenario"]) == ("2, 8", "105, 106", "AC")
    assert only(dataset, "W-DUP-SAME").params["rows"] == "3, 9"
    row = dataset["actuals"].row(0, named=True)
    assert (row["value"], row["state"]) == (None, "not_reported") and dataset["actuals"].height == 6


def test_units_in_a_circle(tmp_path: Path) -> None:
    org = "unit_id,name,type,parent_id\nC,Acme,company,\nD1,Sales,department,D2\nD2,East,team,D3\nD3,West,team,D1\n"
    dataset = small(tmp_path / "acme", org=org)
    assert only(dataset, "E-CYCLE").params["units"] == "D1 → D2 → D3 → D1" and dataset.fatal


def test_two_roots_and_none(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", org="unit_id,name,type,parent_id\nC,Acme,company,\nD1,Sales,department,\n")
    assert only(dataset, "E-ROOT").params == {"count": "2", "units": "C, D1"} and dataset.fatal


def test_a_person_in_no_unit(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", people=SMALL["people"].replace("Li Si,D1", "Li Si,"))
    assert (only(dataset, "E-ASSIGN-GAP").subject_id, dataset.excluded) == ("P2", {"P2": ("E-ASSIGN-GAP",)})


@pytest.mark.parametrize("cell", ["12abc", "1,23", '"1,2345"', "12.3.4", "NaN", "inf", "#DIV/0!", "98%", "=A1"])
def test_text_where_a_number_belongs(tmp_path: Path, cell: str) -> None:
    quoted = cell if cell.startswith('"') or "," not in cell else f'"{cell}"'
    dataset = small(tmp_path / "acme", actuals=SMALL["actuals"].replace("105", quoted))
    finding = only(dataset, "E-CELL")
    assert (finding.file, finding.row, finding.column, finding.subject_id, finding.kpi_id) == (
        "actuals.csv",
        2,
        "value",
        "P1",
        "sales",
    )
    assert dataset.excluded == {"P1": ("E-CELL",)} and dataset["actuals"]["value"][0] is None


@pytest.mark.parametrize(
    ("change", "code", "row"),
    [
        (("P2,sales,60", "P2,sales,sixty"), "E-CELL", 5),
        (("P2,cost,10", "P2,cost,"), "E-WEIGHT-SIGN", 7),
        (("P2,cost,10", "P2,cost,-10"), "E-WEIGHT-SIGN", 7),
    ],
)
def test_weights_that_are_no_weights(tmp_path: Path, change: tuple[str, str], code: str, row: int) -> None:
    dataset = small(tmp_path / "acme", scorecards=SMALL["scorecards"].replace(*change))
    assert only(dataset, code).row == row and "P2" in dataset.excluded


def test_gb18030_is_read_and_garbage_is_not(tmp_path: Path) -> None:
    people = SMALL["people"].replace("Zhang San", "张三").replace("Li Si", "李四")
    assert small(tmp_path / "one", people=people.encode("gb18030")).findings == ()
    for index, garbage in enumerate(
        (
            b"\xff\xfe\xfd\x00\x01",
            people.encode("utf-8")[:-2] + b"\xe5\x80\n",
            b"\x80\x81,\x9f\n\xa0\n",
            SMALL["people"].replace("Li", "S\u00e1nchez").encode("latin-1"),
        )
    ):
        dataset = small(tmp_path / f"bad{index}", people=garbage)
        assert only(dataset, "E-ENCODING").file == "people.csv" and dataset.fatal
        assert codes(dataset) == {"E-ENCODING"}


def test_more_cells_than_columns_name_the_row(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", people=SMALL["people"] + "P3,Wang, Wu,D1,2020-01-01\n")
    finding = only(dataset, "E-FILE")
    assert (finding.row, finding.params["found"], finding.params["expected"]) == (4, "5", "4")


def test_formulas_scripts_and_templates_stay_text(tmp_path: Path) -> None:
    people = SMALL["people"].replace("Li Si", '"=HYPERLINK(""http://x"",""y"")"')
    notes = "subject_id,text,type\nP1,{{ 7*7 }},comment\nP2,@SUM(A1),comment\n"
    dataset = small(tmp_path / "acme", people=people, notes=notes, kpis=SMALL["kpis"].replace("Cost", "<script>x</script>"))
    assert [(f.table, f.row) for f in found(dataset, "W-FORMULA-TEXT")] == [("people", 3), ("notes", 3)]
    assert codes(dataset) == {"W-FORMULA-TEXT"} and dataset.excluded == {}
    assert dataset["people"]["name"][1] == '=HYPERLINK("http://x","y")' and dataset["notes"]["text"][0] == "{{ 7*7 }}"


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("name: x\nlocal: en\n", "local", 2),
        ("name: x\n\nfiscal_year_start_month: 13\n", "fiscal_year_start_month", 3),
        ("as_of: soon\n", "as_of", 1),
        ("locale: fr\n", "locale", 1),
        ("due_days: -1\n", "due_days", 1),
        ("currency: {a: 1}\n", "currency", 1),
        ("name: a\nname: b\n", "name", 2),
    ],
)
def test_slips_in_dataset_yaml_have_a_line(tmp_path: Path, text: str, key: str, line: int) -> None:
    finding = only(dataset := small(tmp_path / "acme", dataset_yaml=text), "E-KEY")
    assert (finding.params["key"], finding.row, finding.file) == (key, line, "dataset.yaml") and dataset.fatal
    if key == "local":
        assert finding.params["suggestion"] == "locale"


@pytest.mark.parametrize("text", ["a: [1\n", "- 1\n", "a:\n\t- b\n", "\x00"])
def test_a_dataset_yaml_that_is_none(tmp_path: Path, text: str) -> None:
    dataset = small(tmp_path / "acme", dataset_yaml=text)
    assert dataset.fatal and codes(dataset) == {"E-FILE"}


def test_sources_that_cannot_be_used(tmp_path: Path) -> None:
    dataset = small(tmp_path / "acme", dataset_yaml="tables:\n  org: missing.csv\n  kpis: {url: x}\n  stuff: a.csv\n")
    assert {finding.table for finding in found(dataset, "E-FILE")} == {"org", "kpis", "stuff"} and dataset.fatal


def test_a_table_in_two_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "acme")
    (folder / "组织.csv").write_text(SMALL["org"])
    assert only(load(folder), "E-FILE").params["case"] == "twice"


@pytest.mark.parametrize("name", ["book.xlsx", "table.parquet", "notes.txt", "flat.csv"])
def test_files_that_are_not_what_they_say(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"hello, world\n1,2\n")
    dataset = load(path)
    assert dataset.fatal and "E-FILE" in codes(dataset)


@pytest.mark.parametrize("period", ["2025-13", "Q2 2025", "2025/06", "2025-06-YTD", ""])
def test_periods_that_are_none(tmp_path: Path, period: str) -> None:
    dataset = small(tmp_path / "acme", actuals=SMALL["actuals"].replace("sales,P1,2025-Q2", f"sales,P1,{period}"))
    finding = only(dataset, "E-PERIOD")
    assert (finding.row, finding.subject_id) == (2, "P1") and dataset["actuals"].height == 5


@pytest.mark.parametrize(
    ("table", "old", "new", "code"),
    [
        ("kpis", "higher,P1,ERP", "upwards,P1,ERP", "E-DIRECTION"),
        ("kpis", "CNY,higher", "CNY,", "E-DIRECTION"),
        ("kpis", "Sales,CNY", "Sales,", "E-UNIT"),
        ("org", "department", "squad", "E-VALUE"),
        ("org", "Sales,department", ",department", "E-VALUE"),
        ("people", "2021-05-01", "May 1", "E-CELL"),
        ("kpis", "lower,P1", "lower,P1;P2", "E-OWNER"),
    ],
)
def test_words_dates_and_owners(tmp_path: Path, table: str, old: str, new: str, code: str) -> None:
    dataset = small(tmp_path / "acme", **{table: SMALL[table].replace(old, new, 1)})
    assert codes(dataset) == {code} and dataset.excluded and not dataset.fatal


def test_every_finding_has_words_in_both_languages(tmp_path: Path) -> None:
    dataset = small(
        tmp_path / "acme",
        kpis=SMALL["kpis"].replace("CNY,lower", ",sideways"),
        org="unit_id,name,type\nC,,firm\n",
        people="person_id,name,unit_id\nP1,=x,\n",
        scorecards=SMALL["scorecards"].replace("60", "0.6"),
        dataset_yaml="nam: x\n",
    )
    assert len(dataset.findings) > 8
    for finding in dataset.findings:
        for locale in LOCALES:
            words = describe(finding, locale)
            assert "—" not in words.text + words.remedy and "{" not in words.text.replace('{"', ""), (finding, words)
    json.dumps([dict(finding.params) for finding in dataset.findings])


def _book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_errors_and_uncalculated_formulas_in_a_workbook(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        name: [list(line.split(",")) for line in text.splitlines()] for name, text in SMALL.items()
    }
    sheets["actuals"][1][3], sheets["actuals"][2][3], sheets["actuals"][3][3] = "#DIV/0!", "=1/2", "NaN"
    dataset = load(_book(tmp_path / "acme.xlsx", sheets))
    assert [(f.row, f.sheet, f.file, f.params["case"]) for f in found(dataset, "E-CELL")] == [
        (2, "actuals", "acme.xlsx", "not_finite"),
        (3, "actuals", "acme.xlsx", "formula"),
        (4, "actuals", "acme.xlsx", "not_finite"),
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode), table=st.sampled_from(sorted(SMALL)))
def test_no_bytes_make_it_raise(tmp_path: Path, content: bytes, table: str) -> None:
    dataset = small(tmp_path / "acme", **{table: content})
    assert all(describe(finding, "en").text for finding in dataset.findings)


_CELL = st.sampled_from(
    ["", "P1", "sales", "2025-Q2", "1", "-1", "1e400", "NaN", "N/A", "98%", "330万", "=x", "C", "{}", "[1]", "2025-01-01", "0"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(_CELL, min_size=6, max_size=6), max_size=4), table=st.sampled_from(sorted(SMALL)))
def test_no_cells_make_it_raise(tmp_path: Path, rows: list[list[str]], table: str) -> None:
    width = len(SMALL[table].split("\n", 1)[0].split(","))
    more = "".join(",".join(row[:width]) + "\n" for row in rows)
    dataset = small(tmp_path / "acme", **{table: SMALL[table] + more})
    assert set(dataset.excluded) <= {f.subject_id for f in dataset.findings} | {"P1", "P2", "C", "D1"}
