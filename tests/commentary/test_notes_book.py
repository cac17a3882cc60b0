"""Notes through a workbook: two people, different rows, nothing lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.commentary.notes_book import (
    BookRow,
    ImportResult,
    Known,
    NotABookError,
    NoteRow,
    export_book,
    import_book,
    read_day,
)

D = Decimal

ROWS = (
    BookRow("D-SALES", "销售部", "sales", "销售额", "2025-06", "2025年6月销售额实际967.7万元。", "abc123"),
    BookRow("D-SALES", "销售部", "pass", "合格率", "2025-06", "=1+1", "def456"),
)


def filled(data: bytes, **cells: object) -> bytes:
    """The workbook with cells written, as a spreadsheet program would save it; ``cause3`` is the cause in row 3."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    columns = {str(cell.value): int(cell.column or 0) for cell in sheet[1]}
    for place, value in cells.items():
        sheet.cell(int(place[-1]), columns[place[:-1]]).value = value  # type: ignore[assignment]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def outcomes(result: ImportResult) -> list[tuple[int, str]]:
    return [(found.row, found.outcome) for found in result.results]


def test_the_workbook_has_heads_keys_and_text_only() -> None:
    sheet = load_workbook(BytesIO(export_book(ROWS, (), "zh-CN"))).worksheets[0]
    assert sheet.title == "差异说明"
    assert [sheet["A1"].value, sheet["A2"].value, sheet["M2"].value] == ["subject_id", "对象编号", "原因（请填写）"]
    assert (sheet["L4"].value, sheet["L4"].data_type) == ("=1+1", "s")
    assert sheet.row_dimensions[1].hidden
    assert sheet.freeze_panes == "E3"


def test_same_input_same_bytes() -> None:
    assert export_book(ROWS, (), "en") == export_book(ROWS, (), "en")


def test_two_people_fill_different_rows() -> None:
    book = export_book(ROWS, (), "zh-CN")
    first = import_book(filled(book, cause3="两家客户推迟验收"), (), "李四", date(2025, 7, 3))
    more = filled(book, cause4="更换供应商", action4="加强来料检验", action_owner4="质量部", due_date4="2025/07/31")
    second = import_book(more, first.notes, "王五")
    assert [(note.kpi_id, note.type, note.text, note.author) for note in second.notes] == [
        ("sales", "cause", "两家客户推迟验收", "李四"),
        ("pass", "cause", "更换供应商", "王五"),
        ("pass", "action", "加强来料检验", "王五"),
    ]
    assert second.notes[2].due_date == "2025-07-31"
    assert second.notes[0].date == "2025-07-03"
    assert outcomes(second) == [(3, "unchanged"), (4, "added")]


def test_importing_twice_changes_nothing() -> None:
    data = filled(export_book(ROWS, (), "en"), cause3="Two accounts postponed acceptance.")
    once = import_book(data, (), "Li Si")
    again = import_book(data, once.notes, "Li Si")
    assert again.notes == once.notes
    assert outcomes(again) == [(3, "unchanged"), (4, "unchanged")]


def test_an_edit_replaces_what_nobody_changed_and_keeps_what_somebody_did() -> None:
    notes = (NoteRow("D-SALES", "旧", kpi_id="sales", period="2025-06", author="李四"),)
    book = export_book(ROWS, notes, "zh-CN")
    first = import_book(filled(book, cause3="新一"), notes, "李四")
    assert ([note.text for note in first.notes], outcomes(first)[0]) == (["新一"], (3, "updated"))
    second = import_book(filled(book, cause3="新二"), first.notes, "李四")
    assert [(note.text, note.seq) for note in second.notes] == [("新一", 1), ("新二", 2)]
    assert outcomes(second)[0] == (3, "kept_both")
    again = import_book(filled(book, cause3="新二"), second.notes, "李四")
    assert again.notes == second.notes


def test_nobody_replaces_the_words_of_another() -> None:
    notes = (NoteRow("D-SALES", "旧", kpi_id="sales", period="2025-06", author="李四"),)
    result = import_book(filled(export_book(ROWS, notes, "zh-CN"), cause3="新"), notes, "王五")
    assert [(note.text, note.author, note.seq) for note in result.notes] == [("旧", "李四", 1), ("新", "王五", 2)]


def test_figures_are_numbers_with_their_places() -> None:
    row = BookRow(
        "D", "部", "k", "K", "2025", "", decimals=0, actual=D("120"), target=D("100"), delta=D(20), delta_pct=D("20.00"),
    )
    sheet = load_workbook(BytesIO(export_book((row,), (), "en"))).worksheets[0]
    assert [sheet[f"{column}3"].value for column in "GHIJ"] == [120, 100, 20, 20]
    assert sheet["I3"].number_format == "+#,##0;\u2212#,##0;#,##0"


def test_a_reworded_text_is_bound_to_its_facts_and_language() -> None:
    result = import_book(filled(export_book(ROWS, (), "en"), override3="Sales missed the target."), (), "E1")
    note = result.notes[0]
    assert (note.type, note.facts_hash, note.language, note.status) == ("override", "abc123", "en", "edited")
    assert result.results[0].parts == (("override", "added"),)


def test_rows_are_checked_against_the_dataset() -> None:
    known = Known(frozenset({"D-SALES"}), frozenset({"sales", "pass"}), {"E1": "E1", "李四": "E1"})
    book = export_book(ROWS, (), "zh-CN")
    data = filled(book, action3="重谈", action_owner3="李四", action4="加检", action_owner4="王五")
    result = import_book(data, (), "李四", known=known)
    assert [(note.text, note.action_owner, note.author) for note in result.notes] == [("重谈", "E1", "E1")]
    assert [(found.column, found.value) for found in result.refused] == [("action_owner", "王五")]
    assert import_book(filled(book, kpi_id3="other", cause3="x"), (), known=known).refused[0].column == "kpi_id"


@pytest.mark.parametrize(("text", "iso"), [
    ("2026-2-5", "2026-02-05"), ("2026/02/15", "2026-02-15"), ("2026年2月5日", "2026-02-05"), ("", ""),
    ("2026-02-30", None), ("next week", None),
])
def test_days(text: str, iso: str | None) -> None:
    assert read_day(text) == iso


def test_another_file_is_refused() -> None:
    other = Workbook()
    other.active["A1"] = "subject_id"  # type: ignore[index]
    out = BytesIO()
    other.save(out)
    for data in (out.getvalue(), b"no workbook at all"):
        with pytest.raises(NotABookError):
            import_book(data, ())


def test_an_untouched_or_emptied_cell_takes_nothing_away() -> None:
    notes = (NoteRow("D-SALES", "旧", kpi_id="sales", period="2025-06"),)
    book = export_book(ROWS, notes, "zh-CN")
    newer = (NoteRow("D-SALES", "别人的新说明", kpi_id="sales", period="2025-06"),)
    assert import_book(book, newer).notes == newer
    assert import_book(filled(book, cause3=""), newer).notes == newer


def test_a_bad_row_is_refused_and_the_others_are_taken() -> None:
    data = filled(export_book(ROWS, (), "zh-CN"), cause3="原因一", due_date3="下周五", cause4="原因二")
    result = import_book(data, ())
    assert [note.text for note in result.notes] == ["原因二"]
    assert [(found.row, found.column, found.value) for found in result.refused] == [(3, "due_date", "下周五")]


def test_an_owner_without_action_and_a_row_without_key_are_refused() -> None:
    book = export_book(ROWS, (), "zh-CN")
    result = import_book(filled(book, action_owner3="李四", subject_id4="", cause4="无主"), ())
    assert [(found.column, found.value) for found in result.refused] == [("action", "李四"), ("subject_id", "")]
    assert result.notes == ()
