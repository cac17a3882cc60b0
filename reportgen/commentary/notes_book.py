"""Commentary through a workbook: what was computed goes out, what people write comes back, and nothing is lost.

One row per KPI that wants a word. People fill cause, action, owner, due date; two people may fill two copies. A copy
that comes back only ever adds: an empty cell takes nothing away, and a text that somebody else has changed meanwhile is
kept beside the new one (docs/commentary.md, "Notes through Excel").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal

from reportgen.model.dataset import Locale

Outcome = Literal["added", "updated", "unchanged", "kept_both", "refused"]
NoteType = Literal["cause", "action"]

#: Column key -> head per locale, width in characters; the keys stand in a hidden first row.
_COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("subject_id", "对象编号", "Subject id", 12),
    ("subject", "对象", "Subject", 18),
    ("kpi_id", "指标编号", "KPI id", 14),
    ("kpi", "指标", "KPI", 18),
    ("period", "期间", "Period", 10),
    ("generated", "系统生成的说明", "Generated text", 60),
    ("cause", "原因（请填写）", "Cause (please fill in)", 40),
    ("action", "措施（请填写）", "Action (please fill in)", 40),
    ("action_owner", "措施责任人", "Action owner", 14),
    ("due_date", "期限（年-月-日）", "Due date (yyyy-mm-dd)", 14),
    ("author", "填写人", "Author", 12),
    ("facts_hash", "事实校验码", "Facts hash", 14),
    ("base", "导出校验码", "Export hash", 14),
)
_SHEET: dict[Locale, str] = {"zh-CN": "差异说明", "en": "Commentary"}
_FIXED_TIME = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A row of the table ``notes``. Dates are ISO text, ``seq`` counts the notes of one subject, KPI, period and type."""

    subject_id: str
    text: str
    type: str = "cause"
    kpi_id: str = ""
    period: str = ""
    author: str = ""
    date: str = ""
    action_owner: str = ""
    due_date: str = ""
    status: str = ""
    language: str = ""
    seq: int = 1
    facts_hash: str = ""
    replaces: str = ""
    reason: str = ""
    approved_by: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.subject_id, self.kpi_id, self.period, self.type


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the workbook: a KPI of a subject with what the product wrote about it."""

    subject_id: str
    subject: str
    kpi_id: str
    kpi: str
    period: str
    generated: str
    facts_hash: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row: ``row`` as the spreadsheet counts it, ``column`` where something was refused."""

    row: int
    subject_id: str
    kpi_id: str
    outcome: Outcome
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """All notes after the import (the old ones included) and the result of every row."""

    notes: tuple[NoteRow, ...]
    results: tuple[RowResult, ...]

    @property
    def refused(self) -> tuple[RowResult, ...]:
        return tuple(result for result in self.results if result.outcome == "refused")


def export_book(rows: Sequence[BookRow], notes: Sequence[NoteRow], locale: Locale) -> bytes:
    """The workbook: one row per KPI, the notes already there filled in, keys and hashes in hidden cells."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _FIXED_TIME})
    font = {"font_name": "Microsoft YaHei" if locale == "zh-CN" else "Arial", "font_size": 9, "valign": "top"}
    head = book.add_format({**font, "font_color": "#4C5561", "bottom": 1, "text_wrap": True, "valign": "bottom"})
    shown = book.add_format({**font, "font_color": "#4C5561", "text_wrap": True})
    open_ = book.add_format({**font, "text_wrap": True, "bg_color": "#F5F7F9", "locked": False, "num_format": "@"})
    sheet = book.add_worksheet(_SHEET[locale])
    for column, (key, zh, en, width) in enumerate(_COLUMNS):
        hidden = {"hidden": True} if key in ("facts_hash", "base") else {}
        sheet.set_column(column, column, width, None, hidden)
        sheet.write_string(0, column, key, head)
        sheet.write_string(1, column, zh if locale == "zh-CN" else en, head)
    sheet.set_row(0, None, None, {"hidden": True})
    for index, row in enumerate(rows, start=2):
        cells = _cells(row, notes)
        for column, (key, *_) in enumerate(_COLUMNS):
            sheet.write_string(index, column, cells[key], open_ if key in _FILLED else shown)
    sheet.freeze_panes(2, 4)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()


_FILLED = ("cause", "action", "action_owner", "due_date", "author")


def _cells(row: BookRow, notes: Sequence[NoteRow]) -> dict[str, str]:
    cause, action = (_latest(notes, row.subject_id, row.kpi_id, row.period, kind) for kind in ("cause", "action"))
    filled = {
        "cause": cause.text if cause else "",
        "action": action.text if action else "",
        "action_owner": action.action_owner if action else "",
        "due_date": action.due_date if action else "",
        "author": (cause or action or NoteRow("", "")).author,
    }
    return {
        "subject_id": row.subject_id, "subject": row.subject, "kpi_id": row.kpi_id, "kpi": row.kpi, "period": row.period,
        "generated": row.generated, **filled, "facts_hash": row.facts_hash,
        "base": f"{_mark(cause)}-{_mark(action)}",
    }


def _latest(notes: Sequence[NoteRow], *key: str) -> NoteRow | None:
    found = [note for note in notes if note.key == key]
    return max(found, key=lambda note: note.seq) if found else None


def _mark(note: NoteRow | None) -> str:
    """What a note says, in twelve hex digits: tells an untouched cell from a changed one."""
    said = ("", "", "") if note is None else (note.text, note.action_owner, note.due_date)
    return sha256("\x1f".join(said).encode()).hexdigest()[:12]


def import_book(data: bytes, notes: Sequence[NoteRow], author: str = "", on: date | None = None) -> ImportResult:
    """The notes with those of the workbook added or brought up to date, and a result per row.

    ``author`` and ``on`` stand in where a row names none. A row whose keys are not those of the export, or whose due date
    is no date, is refused as a whole; the others are taken.
    """
    held = list(notes)
    stand_in = NoteRow("", "", author=author, date=on.isoformat() if on else "")
    results: list[RowResult] = []
    for number, cells in _rows(data):
        results.append(_take(number, cells, held, stand_in))
    return ImportResult(tuple(held), tuple(results))


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=False)
    sheet = book.worksheets[0]
    keys: list[str] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(value) for value in row]
        if not keys:
            keys = texts
        elif number > 2 and any(texts):
            yield number, {key: text for key, text in zip(keys, texts, strict=False) if key}
    book.close()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()


def _take(number: int, cells: Mapping[str, str], held: list[NoteRow], stand_in: NoteRow) -> RowResult:
    subject, kpi, period = (cells.get(key, "") for key in ("subject_id", "kpi_id", "period"))
    if not subject or not period:
        column = "subject_id" if not subject else "period"
        return RowResult(number, subject, kpi, "refused", column, cells.get(column, ""))
    due = cells.get("due_date", "")
    try:
        due = date.fromisoformat(due.replace("/", "-")).isoformat() if due else ""
    except ValueError:
        return RowResult(number, subject, kpi, "refused", "due_date", due)
    if cells.get("action_owner") and not cells.get("action"):
        return RowResult(number, subject, kpi, "refused", "action", cells["action_owner"])
    common = replace(
        stand_in, subject_id=subject, kpi_id=kpi, period=period, facts_hash=cells.get("facts_hash", ""),
        author=cells.get("author") or stand_in.author,
    )
    action = replace(
        common, type="action", text=cells.get("action", ""), action_owner=cells.get("action_owner", ""), due_date=due,
        status="open",
    )
    marks = [*cells.get("base", "").split("-"), "", ""][:2]
    notes = (replace(common, text=cells.get("cause", "")), action)
    outcomes = [_take_note(note, exported, held) for note, exported in zip(notes, marks, strict=True) if note.text]
    for outcome in ("kept_both", "updated", "added"):
        if outcome in outcomes:
            return RowResult(number, subject, kpi, outcome)
    return RowResult(number, subject, kpi, "unchanged")


def _take_note(note: NoteRow, exported: str, held: list[NoteRow]) -> Outcome:
    """Add, replace or keep both: replace only what nobody has changed since the export."""
    latest = _latest(held, *note.key)
    if latest is None:
        held.append(note)
        return "added"
    if _mark(note) in (_mark(latest), exported):
        return "unchanged"
    if _mark(latest) == exported:
        held[held.index(latest)] = replace(
            note, seq=latest.seq, status=latest.status or note.status, author=note.author or latest.author
        )
        return "updated"
    held.append(replace(note, seq=latest.seq + 1))
    return "kept_both"
