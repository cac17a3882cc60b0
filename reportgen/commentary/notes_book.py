"""Commentary through a workbook: what was computed goes out, what people write comes back, and nothing is lost.

One row per KPI that wants a word. People fill cause, action, owner, due date, or reword the text; two people may fill two
copies. A copy that comes back only ever adds: an empty cell takes nothing away, people replace only their own words, and a
text that was changed meanwhile is kept beside the new one (docs/commentary.md, "Notes through Excel").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal
from zipfile import BadZipFile

from reportgen.model.dataset import Locale

Outcome = Literal["added", "updated", "unchanged", "kept_both", "refused"]
NoteType = Literal["cause", "action", "override"]

#: Column key -> head per locale, width in characters; the keys stand in a hidden first row.
_COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("subject_id", "对象编号", "Subject id", 12),
    ("subject", "对象", "Subject", 18),
    ("kpi_id", "指标编号", "KPI id", 14),
    ("kpi", "指标", "KPI", 18),
    ("period", "期间", "Period", 10),
    ("unit", "单位", "Unit", 7),
    ("actual", "实际", "Actual", 13),
    ("target", "目标", "Target", 13),
    ("delta", "差异", "Variance", 12),
    ("delta_pct", "差异%", "Variance %", 9),
    ("effect", "影响", "Effect", 11),
    ("generated", "系统生成的说明", "Generated text", 60),
    ("cause", "原因（请填写）", "Cause (please fill in)", 40),
    ("action", "措施（请填写）", "Action (please fill in)", 40),
    ("action_owner", "措施责任人", "Action owner", 14),
    ("due_date", "期限（年-月-日）", "Due date (yyyy-mm-dd)", 14),
    ("override", "改写的说明（可不填）", "Reworded text (optional)", 40),
    ("author", "填写人", "Author", 12),
    ("facts_hash", "事实校验码", "Facts hash", 14),
    ("base", "导出校验码", "Export hash", 14),
)
_SHEET: dict[Locale, str] = {"zh-CN": "差异说明", "en": "Commentary"}
_KINDS: tuple[NoteType, ...] = ("cause", "action", "override")
_FILLED = ("cause", "action", "action_owner", "due_date", "override", "author")
_KEYS = frozenset({"subject_id", "kpi_id", "period", "cause", "action", "base"})
_FIXED_TIME = datetime(2000, 1, 1)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class NotABookError(ValueError):
    """The file is no workbook that ``export_book`` wrote."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A row of the table ``notes``. Dates are ISO text; ``row`` is its row in the file, None for a new one."""

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
    row: int | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, ...]:
        """Whose note on what: an edited text is one per language."""
        return self.subject_id, self.kpi_id, self.period, self.type, self.language if self.type == "override" else ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the workbook: a KPI of a subject with its variance and what the product wrote about it.

    ``delta`` is in the KPI's unit (percentage points for percentages), ``delta_pct`` in percent.
    """

    subject_id: str
    subject: str
    kpi_id: str
    kpi: str
    period: str
    generated: str
    facts_hash: str = ""
    unit: str = ""
    decimals: int = 2
    actual: Decimal | None = None
    target: Decimal | None = None
    delta: Decimal | None = None
    delta_pct: Decimal | None = None
    effect: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row: ``row`` as the spreadsheet counts it, ``column`` and ``value`` where something was refused.

    ``parts`` tells it for each text of the row.
    """

    row: int
    subject_id: str
    kpi_id: str
    outcome: Outcome
    column: str = ""
    value: str = ""
    parts: tuple[tuple[NoteType, Outcome], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """All notes after the import (the old ones included) and the result of every row."""

    notes: tuple[NoteRow, ...]
    results: tuple[RowResult, ...]

    @property
    def refused(self) -> tuple[RowResult, ...]:
        return tuple(result for result in self.results if result.outcome == "refused")


# ---------------------------------------------------------------------- export
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
    figures: dict[str, Any] = {}
    for index, row in enumerate(rows, start=2):
        cells = _cells(row, notes, locale)
        for column, (key, *_) in enumerate(_COLUMNS):
            value = cells[key]
            if isinstance(value, Decimal):
                code = _code(row, key)
                if code not in figures:
                    figures[code] = book.add_format({**font, "font_color": "#4C5561", "num_format": code})
                sheet.write_number(index, column, float(value), figures[code])
            else:
                sheet.write_string(index, column, _plain(value), open_ if key in _FILLED else shown)
    sheet.freeze_panes(2, 4)
    sheet.autofilter(1, 0, max(len(rows), 1) + 1, len(_COLUMNS) - 1)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()


def _code(row: BookRow, key: str) -> str:
    """The number format of a figure: signed variances, as many places as the KPI has."""
    places = 1 if key == "delta_pct" else row.decimals
    plain = "#,##0" + (f".{'0' * places}" if places else "")
    return f"+{plain};\u2212{plain};{plain}" if key.startswith("delta") else plain


def _cells(row: BookRow, notes: Sequence[NoteRow], locale: Locale) -> dict[str, str | Decimal]:
    key = (row.subject_id, row.kpi_id, row.period)
    cause, action, edit = (_latest(notes, (*key, kind, locale if kind == "override" else ""), locale) for kind in _KINDS)
    filled: dict[str, str | Decimal] = {
        "cause": cause.text if cause else "",
        "action": action.text if action else "",
        "action_owner": action.action_owner if action else "",
        "due_date": action.due_date if action else "",
        "override": edit.text if edit else "",
        "author": "",
    }
    figures: dict[str, str | Decimal] = {
        name: "" if value is None else value
        for name, value in (("actual", row.actual), ("target", row.target), ("delta", row.delta), ("delta_pct", row.delta_pct))
    }
    return {
        "subject_id": row.subject_id, "subject": row.subject, "kpi_id": row.kpi_id, "kpi": row.kpi, "period": row.period,
        "unit": row.unit, "effect": row.effect, "generated": row.generated, **figures, **filled,
        "facts_hash": row.facts_hash, "base": "-".join(map(_mark, (cause, action, edit))),
    }


def _plain(text: str) -> str:
    """A text as a cell holds it: line feeds alone, no space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _latest(notes: Sequence[NoteRow], key: tuple[str, ...], language: str) -> NoteRow | None:
    """The newest note of a key; where it stands there in two languages, the one in ``language``."""
    found = [note for note in notes if note.key == key]
    return max(found, key=lambda note: (note.seq, note.language == language)) if found else None


def _mark(note: NoteRow | None) -> str:
    """What a note says, in twelve hex digits: tells an untouched cell from a changed one."""
    said = ("", "", "") if note is None else (_plain(note.text), note.action_owner, note.due_date)
    return sha256("\x1f".join(said).encode()).hexdigest()[:12]


# ---------------------------------------------------------------------- import
@dataclass(frozen=True, slots=True)
class Known:
    """What a row is checked against: ids of subjects and KPIs, and how an owner is told. Empty: nothing is checked."""

    subjects: frozenset[str] = frozenset()
    kpis: frozenset[str] = frozenset()
    owners: Mapping[str, str] = field(default_factory=dict)


_NOTHING = Known()


def import_book(
    data: bytes, notes: Sequence[NoteRow], author: str = "", on: date | None = None, known: Known = _NOTHING
) -> ImportResult:
    """The notes with those of the workbook added or brought up to date, and a result per row.

    ``author`` and ``on`` stand in where a row names none. A row whose keys are not those of the export, whose due date is no
    date or whose owner nobody knows is refused as a whole; the others are taken. Raises NotABookError.
    """
    held = list(notes)
    stand_in = NoteRow("", "", author=author, date=on.isoformat() if on else "")
    locale, rows = _rows(data)
    results = [_take(number, cells, held, replace(stand_in, language=locale), known) for number, cells in rows]
    return ImportResult(tuple(held), tuple(results))


def _rows(data: bytes) -> tuple[str, list[tuple[int, dict[str, str]]]]:
    """Language and rows of the workbook. The keys may have been sorted or filtered, they stay in the first row."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise NotABookError(str(error)) from error
    for sheet in book.worksheets:
        lines = sheet.iter_rows(values_only=True)
        keys = [_text(value) for value in next(lines, ())]
        if set(keys) >= _KEYS:
            heads = dict(zip(keys, map(_text, next(lines, ())), strict=False))
            found = list(_filled(lines, keys))
            book.close()
            return "en" if heads.get("cause") == _COLUMNS[12][2] else "zh-CN", found
    book.close()
    raise NotABookError("no sheet with the keys of an export in its first row")


def _filled(lines: Iterator[tuple[Any, ...]], keys: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, start=3):
        texts = [_text(value) for value in line]
        if any(texts):
            yield number, {key: text for key, text in zip(keys, texts, strict=False) if key}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return _plain(str(value).replace("_x000D_", ""))


def read_day(text: str) -> str | None:
    """An ISO date from the ways in which people write one; None where it is none, empty for empty."""
    if not text:
        return ""
    match = _DATE.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _take(number: int, cells: Mapping[str, str], held: list[NoteRow], stand_in: NoteRow, known: Known) -> RowResult:
    subject, kpi, period = (cells.get(key, "") for key in ("subject_id", "kpi_id", "period"))
    owner = cells.get("action_owner", "")
    due = read_day(cells.get("due_date", ""))
    wrong = _wrong(cells, known, due)
    if wrong:
        value = owner or cells.get("due_date", "") if wrong == "action" else cells.get(wrong, "")
        return RowResult(number, subject, kpi, "refused", wrong, value)
    author = cells.get("author") or stand_in.author
    common = replace(
        stand_in, subject_id=subject, kpi_id=kpi, period=period, author=known.owners.get(author, author),
        facts_hash=cells.get("facts_hash", ""),
    )
    texts = {
        "cause": common, "override": replace(common, status="edited"),
        "action": replace(common, action_owner=known.owners.get(owner, owner), due_date=due or "", status="open"),
    }
    marks = [*cells.get("base", "").split("-"), "", "", ""][:3]
    parts = [
        (kind, _take_note(replace(texts[kind], type=kind, text=cells.get(kind, "")), exported, held))
        for kind, exported in zip(_KINDS, marks, strict=True) if cells.get(kind)
    ]
    outcomes = [outcome for _, outcome in parts]
    for outcome in ("kept_both", "updated", "added"):
        if outcome in outcomes:
            return RowResult(number, subject, kpi, outcome, parts=tuple(parts))
    return RowResult(number, subject, kpi, "unchanged", parts=tuple(parts))


def _wrong(cells: Mapping[str, str], known: Known, due: str | None) -> str:
    """The column that a row is refused for; empty where it can be taken."""
    for column, allowed in (("subject_id", known.subjects), ("kpi_id", known.kpis), ("period", frozenset())):
        if not cells.get(column) or (allowed and cells[column] not in allowed):
            return column
    if due is None:
        return "due_date"
    owner = cells.get("action_owner", "")
    if (owner or due) and not cells.get("action"):
        return "action"
    return "action_owner" if owner and known.owners and owner not in known.owners else ""


def _take_note(note: NoteRow, exported: str, held: list[NoteRow]) -> Outcome:
    """Add, replace or keep both: people replace only their own words, and only those unchanged since the export."""
    latest = _latest(held, note.key, note.language)
    if latest is None:
        held.append(replace(note, seq=_next(note, held)))
        return "added"
    if _mark(note) in (_mark(latest), exported) or any(_mark(note) == _mark(other) for other in held if other.key == note.key):
        return "unchanged"
    if _mark(latest) == exported and latest.author in ("", note.author):
        held[held.index(latest)] = replace(
            note, seq=latest.seq, status=note.status if note.type == "override" else latest.status or note.status,
            author=note.author or latest.author, row=latest.row,
        )
        return "updated"
    held.append(replace(note, seq=_next(note, held)))
    return "kept_both"


def _next(note: NoteRow, held: Sequence[NoteRow]) -> int:
    """The next number among the notes on the same subject, KPI and period."""
    return max((other.seq for other in held if other.key[:3] == note.key[:3]), default=0) + 1
