"""dataset.yaml, or the ``dataset`` sheet of a workbook, as Settings; every slip with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from reportgen.dataset.cells import read_date, read_period
from reportgen.dataset.findings_log import FindingLog
from reportgen.dataset.sources import RawTable
from reportgen.dataset.synonyms import fold, headers, setting_names, words
from reportgen.findings import suggestion
from reportgen.model.dataset import Settings
from reportgen.model.finding import Finding
from reportgen.model.period import FiscalCalendar, parse_period

KEYS = (
    "name",
    "company",
    "company_en",
    "currency",
    "locale",
    "fiscal_year_start_month",
    "fiscal_year_named_by",
    "as_of",
    "due_days",
    "missing_values",
    "confidentiality",
    "confidentiality_en",
    "jurisdiction",
    "appeal_days",
    "control_totals",
    "policy",
    "tables",
)


@dataclass(frozen=True, slots=True)
class RawSettings:
    """Keys with their values as written and the line (or row) of each."""

    file: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def read_settings_file(path: Path, log: FindingLog) -> RawSettings:
    """The keys of a dataset.yaml; syntax errors and repeated keys become findings."""
    try:
        loaded = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        log.add(Finding("E-ENCODING", file=path.name))
        return RawSettings(path.name)
    except DuplicateKeyError as error:
        line, key = _line(error), str(error.problem).split('"')[1] if '"' in str(error.problem) else ""
        log.add(Finding("E-KEY", row=line, file=path.name, params={"case": "twice", "line": str(line), "key": key}))
        return RawSettings(path.name)
    except YAMLError as error:
        line = _line(error)
        reason = str(getattr(error, "problem", "") or "").strip() or "syntax"
        log.add(Finding("E-FILE", row=line, file=path.name, params={"case": "yaml", "line": str(line), "reason": reason}))
        return RawSettings(path.name)
    if loaded is None:
        return RawSettings(path.name)
    if not isinstance(loaded, Mapping):
        log.add(Finding("E-FILE", row=1, file=path.name, params={"case": "yaml", "line": "1", "reason": "key: value"}))
        return RawSettings(path.name)
    lines = {str(key): int(loaded.lc.key(key)[0]) + 1 for key in loaded}  # type: ignore[attr-defined]
    return RawSettings(path.name, {str(key): value for key, value in loaded.items()}, lines)


def _line(error: YAMLError) -> int:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return int(mark.line) + 1 if mark is not None else 1


def read_settings_sheet(table: RawTable) -> RawSettings:
    """The key/value rows of the ``dataset`` sheet; the head may be missing."""
    rows = [tuple(row) for row in table.sheet.frame.drop("row_nr").iter_rows()]
    numbers = table.sheet.frame["row_nr"].to_list()
    if fold(table.sheet.headers[0]) not in headers("dataset"):
        rows, numbers = [table.sheet.headers, *rows], [numbers[0] - 1 if numbers else 1, *numbers]
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for number, row in zip(numbers, rows, strict=True):
        if row[0] and len(row) > 1 and row[1] is not None:
            key = setting_names().get(fold(str(row[0])), str(row[0]).strip())
            values[key], lines[key] = str(row[1]).strip(), number
    return RawSettings(table.file, values, lines)


def _text(value: Any) -> str:
    if isinstance(value, Mapping | list):
        raise ValueError("text")
    return "" if value is None else str(value).strip()


def _whole(value: Any, low: int, high: int) -> int:
    number = int(str(value))
    if isinstance(value, bool) or not low <= number <= high:
        raise ValueError(f"{low}-{high}")
    return number


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        raise ValueError("list")
    items = value if isinstance(value, list) else str(value).replace("，", ",").split(",")
    return tuple(str(item).strip() for item in items if str(item).strip())


def _totals(value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise ValueError("list")
    return tuple({str(key): item for key, item in entry.items()} for entry in value)


def _named_by(value: Any) -> str:
    if value not in ("start", "end"):
        raise ValueError("start, end")
    return str(value)


def _locale(value: Any) -> str:
    return words("locale")[fold(str(value))]


def _as_of(value: Any) -> date | str:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return read_date(str(value)) or read_period(str(value))


_READ: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "name": (_text, "text"),
    "company": (_text, "text"),
    "company_en": (_text, "text"),
    "currency": (lambda value: _text(value).upper(), "CNY"),
    "locale": (_locale, "zh-CN / en"),
    "fiscal_year_start_month": (lambda value: _whole(value, 1, 12), "1-12"),
    "fiscal_year_named_by": (_named_by, "start / end"),
    "as_of": (_as_of, "2025-06-30 / 2025-Q2"),
    "due_days": (lambda value: _whole(value, 0, 3660), "0-3660"),
    "missing_values": (_words, "[n.a., tbd]"),
    "confidentiality": (_text, "text"),
    "confidentiality_en": (_text, "text"),
    "jurisdiction": (_text, "text"),
    "appeal_days": (lambda value: _whole(value, 0, 3660), "0-3660"),
    "control_totals": (_totals, "- {…}"),
    "policy": (_text, "policy.yaml"),
    "tables": (lambda value: dict(value.items()), "org: org.csv"),
}


def settings_from(raw: RawSettings, folder: Path, name: str, log: FindingLog) -> Settings:
    """Settings with the defaults of the contract; unknown keys and values that cannot be used are E-KEY."""
    values: dict[str, Any] = {}
    for key, value in raw.values.items():
        if key not in _READ:
            _slip(raw, key, suggestion(key, KEYS), log)
        elif value is not None:
            read, expected = _READ[key]
            try:
                values[key] = read(value)
            except (ValueError, KeyError, AttributeError):
                _slip(raw, key, {"case": "value", "value": str(value), "expected": expected}, log)
    fiscal = FiscalCalendar(values.get("fiscal_year_start_month", 1), values.get("fiscal_year_named_by", "start"))
    policy = folder / values["policy"] if values.get("policy") else folder / "policy.yaml"
    return Settings(
        name=values.get("name") or name,
        company=values.get("company", ""),
        company_en=values.get("company_en", ""),
        currency=values.get("currency") or "CNY",
        locale=values.get("locale", "zh-CN"),
        fiscal=fiscal,
        as_of=_end_of(raw, values.get("as_of"), fiscal, log),
        due_days=values.get("due_days", 0),
        missing_values=values.get("missing_values", ()),
        confidentiality=values.get("confidentiality", ""),
        confidentiality_en=values.get("confidentiality_en", ""),
        jurisdiction=values.get("jurisdiction", ""),
        appeal_days=values.get("appeal_days"),
        control_totals=values.get("control_totals", ()),
        policy=policy if values.get("policy") or policy.is_file() else None,
    )


def _end_of(raw: RawSettings, value: date | str | None, fiscal: FiscalCalendar, log: FindingLog) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return parse_period(value, fiscal).end
    except ValueError:
        _slip(raw, "as_of", {"case": "value", "value": value, "expected": _READ["as_of"][1]}, log)
        return None


def _slip(raw: RawSettings, key: str, params: Mapping[str, str], log: FindingLog) -> None:
    line = raw.lines.get(key, 1)
    log.add(Finding("E-KEY", row=line, file=raw.file, params={"key": key, "line": str(line), **params}))
