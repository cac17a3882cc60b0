"""Notes through Excel on a company worked by hand: what goes out, what comes back, what the file looks like afterwards."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportgen.model.dataset import Dataset
from reportgen.run.csv_table import empty_csv_table, read_csv_table
from reportgen.run.inputs import read_dataset
from tests import company
from tests.cli.call import Said, call

HEAD = "subject_id,text,type,kpi_id,period,author,date,action_owner,due_date,status,language,seq\n"


def export(folder: Path, out: Path, *more: str) -> list[dict[str, object]]:
    """The rows of the workbook by key, after a call that must succeed."""
    said = call("notes", "export", folder, "--period", company.PERIOD, "--out", out, *more)
    assert said.code == 0, said.err
    return rows(out)


def rows(book: Path) -> list[dict[str, object]]:
    sheet = load_workbook(book).worksheets[0]
    keys, _, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, keys), line, strict=True)) for line in lines]


def fill(book: Path, out: Path, number: int, **cells: str) -> Path:
    """A copy of the workbook with cells of its ``number``-th row filled in."""
    found = load_workbook(BytesIO(book.read_bytes()))
    sheet = found.worksheets[0]
    columns = {str(cell.value): int(cell.column or 0) for cell in sheet[1]}
    for key, value in cells.items():
        sheet.cell(number + 2, columns[key]).value = value
    found.save(out)
    return out


def take(folder: Path, book: Path, author: str = "P1", *more: str) -> Said:
    return call("notes", "import", folder, book, "--author", author, "--date", "2025-07-20", *more)


def notes(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return company.write(tmp_path / "small")


def test_one_row_per_material_variance_with_facts_text_and_empty_cells(small: Path, tmp_path: Path) -> None:
    found = export(small, tmp_path / "n.xlsx", "--subject", "D2", "--subject", "P3")
    assert [(row["subject_id"], row["kpi_id"]) for row in found] == [("D2", "time"), ("P3", "sales"), ("P3", "csat")]
    sales = found[1]
    assert (sales["actual"], sales["target"], sales["delta"], sales["delta_pct"]) == (270000, 300000, -30000, -10)
    assert sales["effect"] == "不利"
    assert str(sales["generated"]).startswith("销售额实际27.0万元，")
    assert [sales[key] for key in ("cause", "action", "action_owner", "due_date", "override", "author")] == [""] * 6


def test_two_people_fill_different_rows_and_nothing_is_lost(small: Path, tmp_path: Path) -> None:
    book = tmp_path / "n.xlsx"
    export(small, book, "--level", "individual")
    mine = fill(book, tmp_path / "a.xlsx", 1, cause="原因一")
    other = fill(book, tmp_path / "b.xlsx", 2, cause="原因二", action="措施二",
                 action_owner="王五", due_date="2025/8/1")
    assert take(small, mine, "P1").code == 0
    said = take(small, other, "P4")
    assert "cause added, action added" in said.out
    held = notes(small / "notes.csv")
    assert [(row["text"], row["type"], row["author"], row["action_owner"], row["due_date"]) for row in held] == [
        ("原因一", "cause", "P1", "", ""), ("原因二", "cause", "P4", "", ""),
        ("措施二", "action", "P4", "P3", "2025-08-01"),
    ]
    assert {row["date"] for row in held} == {"2025-07-20"}


def test_the_same_file_twice_adds_nothing(small: Path, tmp_path: Path) -> None:
    export(small, tmp_path / "n.xlsx")
    book = fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="原因", override="改写")
    assert take(small, book).code == 0
    before = (small / "notes.csv").read_bytes()
    said = take(small, book)
    assert (said.code, (small / "notes.csv").read_bytes()) == (0, before)
    assert "nothing to write" in said.err


def test_the_notes_come_back_in_the_next_workbook_and_report(small: Path, tmp_path: Path) -> None:
    book = tmp_path / "n.xlsx"
    export(small, book, "--subject", "P3")
    take(small, fill(book, tmp_path / "a.xlsx", 1, cause="两家客户推迟验收。"))
    assert export(small, book, "--subject", "P3")[0]["cause"] == "两家客户推迟验收。"
    said = call("model", small, "--period", company.PERIOD, "--subject", "P3")
    assert "上级意见（周岚" in said.out


def test_a_reworded_text_is_printed_until_its_facts_change(small: Path, tmp_path: Path) -> None:
    book = tmp_path / "n.xlsx"
    export(small, book, "--subject", "P3")
    take(small, fill(book, tmp_path / "a.xlsx", 1, override="销售额27.0万元，差一成。"))
    said = call("model", small, "--period", company.PERIOD, "--subject", "P3")
    assert "差一成。（草稿，待审）" in said.out
    table = small / "actuals.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("sales,P3,2025-06,100000", "sales,P3,2025-06,101000"), "utf-8")
    out = tmp_path / "tables"
    call("score", small, "--period", company.PERIOD, "--out", out)
    with (out / "findings.csv").open(encoding="utf-8", newline="") as file:
        stale = [row for row in csv.DictReader(file) if row["code"] == "W-TEXT-STALE"]
    assert [(row["subject_id"], row["kpi_id"], row["row"]) for row in stale] == [("P3", "sales", "2")]
    with (out / "commentary.csv").open(encoding="utf-8", newline="") as file:
        marked = [row for row in csv.DictReader(file) if row["stale"] == "true"]
    assert {(row["subject_id"], row["kpi_id"], row["source"]) for row in marked} == {("P3", "sales", "generated")}


def test_rows_that_cannot_be_taken_are_named_and_the_others_are_taken(small: Path, tmp_path: Path) -> None:
    export(small, tmp_path / "n.xlsx")
    book = fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="一", due_date="下周")
    book = fill(book, book, 2, cause="二")
    said = take(small, book, "P1", "--json")
    assert said.code == 1
    found = json.loads(said.out)["rows"]
    assert (found[0]["outcome"], found[0]["column"], found[0]["value"]) == ("refused", "due_date", "下周")
    assert found[1]["texts"] == {"cause": "added"}
    assert [row["text"] for row in notes(small / "notes.csv")] == ["二"]


def test_a_file_keeps_encoding_columns_and_every_other_byte(tmp_path: Path) -> None:
    folder = company.write(tmp_path / "small")
    old = (
        "对象编号,内容,类型,指标编号,期间,填写人,部门\r\n"
        'P3,"旧的说明，\r\n两行",cause,csat,2025-Q2,P1,销售\r\n'
    )
    (folder / "notes.csv").write_bytes(old.encode("gb18030"))
    export(folder, tmp_path / "n.xlsx", "--subject", "P3")
    book = fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="新的")
    assert take(folder, book).code == 0
    new = (folder / "notes.csv").read_bytes().decode("gb18030")
    assert new.startswith(old)
    assert new[len(old):] == "P3,新的,cause,sales,2025-Q2,P1,\r\n"
    book = fill(tmp_path / "n.xlsx", tmp_path / "b.xlsx", 1, action="拜访", due_date="2025-08-01")
    assert take(folder, book).code == 0
    lines = (folder / "notes.csv").read_bytes().decode("gb18030").split("\r\n")
    assert lines[0].endswith("部门,due_date,status")
    assert lines[-2] == "P3,拜访,action,sales,2025-Q2,P1,,2025-08-01,open"


def test_a_changed_note_stays_in_its_place(tmp_path: Path) -> None:
    table = HEAD + "P3,old,cause,sales,2025-Q2,P1,2025-07-01,,,,zh-CN,1\nP2,other,comment,,,,,,,,,\n"
    folder = company.write(tmp_path / "small", notes=table)
    export(folder, tmp_path / "n.xlsx", "--subject", "P3")
    assert "cause changed" in take(folder, fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="new")).out
    assert [(row["text"], row["date"]) for row in notes(folder / "notes.csv")] == [("new", "2025-07-20"), ("other", "")]


def test_a_translation_left_behind_is_named(tmp_path: Path) -> None:
    table = HEAD + "P3,old,cause,sales,2025-Q2,P1,2025-07-01,,,,zh-CN,1\nP3,the old,cause,sales,2025-Q2,P1,2025-07-01,,,,en,1\n"
    folder = company.write(tmp_path / "small", notes=table)
    export(folder, tmp_path / "n.xlsx", "--subject", "P3", "--locale", "zh-CN")
    book = fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="new")
    said = take(folder, book)
    assert "notes.csv row 3  P3  sales: the cause was reworded; its en text still says" in said.err
    assert [row["text"] for row in notes(folder / "notes.csv")] == ["new", "the old"]
    again = take(folder, book, "P1", "--json")
    assert json.loads(again.out)["outdated_translations"] == []


def test_two_imports_do_not_write_at_once(small: Path, tmp_path: Path) -> None:
    export(small, tmp_path / "n.xlsx")
    book = fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="mine")
    lock = small / ".notes.csv.lock"
    lock.touch()
    said = take(small, book)
    assert (said.code, (small / "notes.csv").exists()) == (2, False)
    assert "Another import is writing" in said.err and "delete .notes.csv.lock" in said.err
    lock.unlink()
    assert take(small, book).code == 0
    assert not lock.exists()


def test_notes_written_since_they_were_read_are_not_overwritten(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(small, tmp_path / "n.xlsx")
    book = fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="mine")
    def and_meanwhile(path: Path) -> Dataset:
        found = read_dataset(path)
        (small / "notes.csv").write_text(HEAD + "P2,theirs,comment,,,,,,,,,\n", encoding="utf-8")
        return found

    monkeypatch.setattr("reportgen.run.notes.read_dataset", and_meanwhile)
    said = take(small, book)
    assert said.code == 2 and "was changed while this import read it" in said.err
    assert [row["text"] for row in notes(small / "notes.csv")] == ["theirs"]


def test_workbooks_are_not_written_but_a_table_to_put_into_them(tmp_path: Path) -> None:
    book = tmp_path / "start.xlsx"
    assert call("init", book, "--as", "xlsx").code == 0
    found = call("notes", "export", book, "--period", "2025-Q2", "--out", tmp_path / "n.xlsx")
    assert found.code == 0, found.err
    filled = fill(tmp_path / "n.xlsx", tmp_path / "a.xlsx", 1, cause="原因")
    said = take(book, filled)
    assert said.code == 2
    assert "--out notes.csv" in said.err
    before = book.read_bytes()
    assert take(book, filled, "E1", "--out", str(tmp_path / "notes.csv")).code == 0
    assert "原因" in [row["text"] for row in notes(tmp_path / "notes.csv")]
    assert book.read_bytes() == before


def test_another_workbook_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"nothing of the kind")
    said = take(small, tmp_path / "x.xlsx")
    assert (said.code, (small / "notes.csv").exists()) == (3, False)
    assert "notes export" in said.err


def test_an_unknown_subject_is_a_wrong_call(small: Path, tmp_path: Path) -> None:
    said = call("notes", "export", small, "--period", company.PERIOD, "--out", tmp_path / "n.xlsx", "--subject", "P33")
    assert (said.code, (tmp_path / "n.xlsx").exists()) == (2, False)
    assert "P3" in said.err


@pytest.mark.parametrize("data", [
    b"a,b\r\n1,\"x\r\ny\"\r\n\r\n2,z", "\ufeffa;b\n1;中\n".encode(), b"",
    "对象\t文字\nx\ty\n".encode("gb18030"),
    "\ufeffa,b\n1,2\n".encode("utf-16-le"),
])
def test_reading_and_writing_keeps_every_byte(data: bytes) -> None:
    table = read_csv_table(data)
    assert table.to_bytes() == data
    assert read_csv_table(table.with_columns(["c"]).to_bytes()).headers[-1:] == (["c"] if data else [])


def test_a_new_table_quotes_what_needs_it() -> None:
    table = empty_csv_table(["a", "b"]).with_row({"a": 'x,"y"', "b": "two\nlines"})
    assert read_csv_table(table.to_bytes()).cells(2) == ['x,"y"', "two\nlines"]
