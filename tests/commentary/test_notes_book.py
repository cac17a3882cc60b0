"""Notes through a workbook: two people, different rows, nothing lost."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from reportgen.commentary.notes_book import BookRow, ImportResult, NoteRow, export_book, import_book

ROWS = (
    BookRow("D-SALES", "销售部", "sales", "销售额", "2025-06", "2025年6月销售额实际967.7万元。", "abc123"),
    BookRow("D-SALES", "销售部", "pass", "合格率", "2025-06", "=1+1", "def456"),
)


def filled(data: bytes, **cells: str) -> bytes:
    """The workbook with cells written, as a spreadsheet program would save it; ``D3`` names a cell."""
    book = load_workbook(BytesIO(data))
    for place, value in cells.items():
        book.worksheets[0][place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def outcomes(result: ImportResult) -> list[tuple[int, str]]:
    return [(found.row, found.outcome) for found in result.results]


def test_the_workbook_has_heads_keys_and_text_only() -> None:
    sheet = load_workbook(BytesIO(export_book(ROWS, (), "zh-CN"))).worksheets[0]
    assert sheet.title == "差异说明"
    assert [sheet["A1"].value, sheet["A2"].value, sheet["G2"].value] == ["subject_id", "对象编号", "原因（请填写）"]
    assert (sheet["F4"].value, sheet["F4"].data_type) == ("=1+1", "s")
    assert sheet.row_dimensions[1].hidden
    assert sheet.freeze_panes == "E3"


def test_same_input_same_bytes() -> None:
    assert export_book(ROWS, (), "en") == export_book(ROWS, (), "en")


def test_two_people_fill_different_rows() -> None:
    book = export_book(ROWS, (), "zh-CN")
    first = import_book(filled(book, G3="两家客户推迟验收"), (), "李四", date(2025, 7, 3))
    second = import_book(filled(book, G4="更换供应商", H4="加强来料检验", I4="质量部", J4="2025/07/31"), first.notes, "王五")
    assert [(note.kpi_id, note.type, note.text, note.author) for note in second.notes] == [
        ("sales", "cause", "两家客户推迟验收", "李四"),
        ("pass", "cause", "更换供应商", "王五"),
        ("pass", "action", "加强来料检验", "王五"),
    ]
    assert second.notes[2].due_date == "2025-07-31"
    assert second.notes[0].date == "2025-07-03"
    assert outcomes(second) == [(3, "unchanged"), (4, "added")]


def test_importing_twice_changes_nothing() -> None:
    data = filled(export_book(ROWS, (), "en"), G3="Two accounts postponed acceptance.")
    once = import_book(data, (), "Li Si")
    again = import_book(data, once.notes, "Li Si")
    assert again.notes == once.notes
    assert outcomes(again) == [(3, "unchanged"), (4, "unchanged")]


def test_an_edit_replaces_what_nobody_changed_and_keeps_what_somebody_did() -> None:
    notes = (NoteRow("D-SALES", "旧", kpi_id="sales", period="2025-06", author="李四"),)
    book = export_book(ROWS, notes, "zh-CN")
    first = import_book(filled(book, G3="新一"), notes, "王五")
    assert ([note.text for note in first.notes], outcomes(first)[0]) == (["新一"], (3, "updated"))
    second = import_book(filled(book, G3="新二"), first.notes, "赵六")
    assert [(note.text, note.seq) for note in second.notes] == [("新一", 1), ("新二", 2)]
    assert outcomes(second)[0] == (3, "kept_both")


def test_an_untouched_or_emptied_cell_takes_nothing_away() -> None:
    notes = (NoteRow("D-SALES", "旧", kpi_id="sales", period="2025-06"),)
    book = export_book(ROWS, notes, "zh-CN")
    newer = (NoteRow("D-SALES", "别人的新说明", kpi_id="sales", period="2025-06"),)
    assert import_book(book, newer).notes == newer
    assert import_book(filled(book, G3=""), newer).notes == newer


def test_a_bad_row_is_refused_and_the_others_are_taken() -> None:
    data = filled(export_book(ROWS, (), "zh-CN"), G3="原因一", J3="下周五", G4="原因二")
    result = import_book(data, ())
    assert [note.text for note in result.notes] == ["原因二"]
    assert [(found.row, found.column, found.value) for found in result.refused] == [(3, "due_date", "下周五")]


def test_an_owner_without_action_and_a_row_without_key_are_refused() -> None:
    book = export_book(ROWS, (), "zh-CN")
    result = import_book(filled(book, I3="李四", A4="", G4="无主"), ())
    assert [(found.column, found.value) for found in result.refused] == [("action", "李四"), ("subject_id", "")]
    assert result.notes == ()
