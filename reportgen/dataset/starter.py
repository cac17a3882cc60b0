"""A small dataset to begin with: a company, two departments, six people, five KPIs, two quarters. It runs as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

from reportgen.dataset import starter_numbers as numbers
from reportgen.dataset.schema import TABLES
from reportgen.dataset.synonyms import synonyms
from reportgen.model.dataset import Locale
from reportgen.model.errors import WrongCallError

Kind = Literal["folder", "xlsx"]
Cell = str | int | float | None
#: A table of the starter: its columns by their names in the contract, and its rows.
StarterTable = tuple[tuple[str, ...], list[tuple[Cell, ...]]]


def write_starter(path: Path, locale: Locale, kind: Kind = "folder") -> list[Path]:
    """Write the starter dataset and return its files.

    ``folder``: dataset.yaml, policy.yaml and a CSV per table in ``path``, which must be new or empty. ``xlsx``: one workbook at
    ``path`` and a policy beside it. Raises WrongCallError rather than overwrite anything.
    """
    words = _words(locale)
    tables = starter_tables(locale)
    if kind == "xlsx":
        return _write_workbook(
            path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"), tables, words, locale
        )
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise WrongCallError(f"{path} is not empty; nothing was written.", "Choose a new or an empty folder.")
    path.mkdir(parents=True, exist_ok=True)
    files = {f"{name}.csv": _csv(name, table, locale) for name, table in tables.items()}
    files |= {"dataset.yaml": _settings(words, locale), "policy.yaml": _policy(words)}
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8", newline="")
    return [path / name for name in sorted(files)]


def _words(locale: Locale) -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("starter.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = YAML(typ="safe", pure=True).load(text)[locale]
    return loaded


def starter_tables(locale: Locale) -> dict[str, StarterTable]:
    """The tables with the columns of the contract; money in ten thousand (Chinese) or in whole units (English)."""
    words = _words(locale)
    scale = 1 if locale == "zh-CN" else 10_000
    return {
        **_people_tables(words),
        **_kpi_tables(words, scale),
        **_event_tables(words),
    }


def _people_tables(words: Mapping[str, Any]) -> dict[str, StarterTable]:
    units = [("C", "company", None, "P001"), ("D-SALES", "department", "C", "P001"), ("D-SERVICE", "department", "C", "P004")]
    org: list[tuple[Cell, ...]] = [
        (unit, words["units"][unit], kind, parent, manager, words["units_en"][unit]) for unit, kind, parent, manager in units
    ]
    people: list[tuple[Cell, ...]] = []
    for unit, team in numbers.TEAMS.items():
        for index, person in enumerate(team):
            manager = team[0] if index else (None if person == "P001" else "P001")
            family = "management" if index == 0 else "business" if unit == "D-SALES" else "service"
            hired = f"202{index}-03-01"
            people.append((person, words["people"][person], unit, words["posts"][person], family, hired, manager))
    bonus: list[tuple[Cell, ...]] = [
        (person, quarter, amount, words["currency"])
        for quarter in numbers.QUARTERS
        for person, amount in numbers.TARGET_BONUS.items()
    ]
    return {
        "org": (("unit_id", "name", "type", "parent_id", "manager_id", "name_en"), org),
        "people": (("person_id", "name", "unit_id", "post", "job_family", "hire_date", "manager_id"), people),
        "paybase": (("person_id", "period", "target_bonus", "currency"), bonus),
    }


def _kpi_tables(words: Mapping[str, Any], scale: int) -> dict[str, StarterTable]:
    kpis: list[tuple[Cell, ...]] = []
    for kpi, (direction, by_time, by_unit, decimals, kind, process, hard, perspective, owner) in numbers.KPIS.items():
        own = words["kpis"][kpi]
        shown = 0 if kpi == "sales" and scale > 1 else decimals
        kpis.append(
            (
                kpi,
                own["name"],
                own["unit"],
                direction,
                own["name_en"],
                own["definition"],
                shown,
                kind,
                by_time,
                by_unit,
                perspective,
                process,
                hard,
                own["source"],
                owner,
                "month",
            )
        )
    cards: list[tuple[Cell, ...]] = [("C", kpi, weight) for kpi, weight in numbers.COMPANY_CARD.items()]
    for unit, team in numbers.TEAMS.items():
        cards += [(subject, kpi, weight) for subject in (unit, *team) for kpi, weight in numbers.CARDS[unit].items()]
    targets: list[tuple[Cell, ...]] = [
        (kpi, subject, month, _scaled(kpi, value, scale)) for kpi, subject, month, value in numbers.target_rows()
    ]
    actuals: list[tuple[Cell, ...]] = [
        (kpi, subject, month, _scaled(kpi, value, scale), scenario, top, bottom)
        for kpi, subject, month, value, scenario, top, bottom in numbers.actual_rows()
    ]
    head = (
        "kpi_id",
        "name",
        "unit",
        "direction",
        "name_en",
        "definition",
        "decimals",
        "kind",
        "agg_time",
        "agg_org",
        "perspective",
        "process_or_result",
        "hard_or_soft",
        "data_source",
        "owner_id",
        "review_frequency",
    )
    return {
        "kpis": (head, kpis),
        "scorecards": (("subject_id", "kpi_id", "weight"), cards),
        "targets": (("kpi_id", "subject_id", "period", "target"), targets),
        "actuals": (("kpi_id", "subject_id", "period", "value", "scenario", "numerator", "denominator"), actuals),
    }


def _scaled(kpi: str, value: float | None, scale: int) -> float | None:
    """A value in the language's unit of sales, as people type it: 825000, not 825000.0."""
    scaled = round(value * scale, 2) if kpi == "sales" and value is not None else value
    return int(scaled) if scaled is not None and scaled == int(scaled) else scaled


def _event_tables(words: Mapping[str, Any]) -> dict[str, StarterTable]:
    texts, reasons, evidence = words["notes"], words["events"], words["evidence"]
    return {
        "events": (
            ("event_id", "date", "subject_id", "type", "rule", "points", "count", "reason", "evidence", "approver"),
            [
                (
                    "E-001",
                    "2025-05-20",
                    "P005",
                    "bonus_points",
                    "innovation",
                    2,
                    None,
                    reasons["bonus"],
                    evidence["bonus"],
                    "P004",
                ),
                ("E-002", "2025-06-11", "P006", "penalty", "complaint", 1, 1, reasons["penalty"], evidence["penalty"], "P004"),
            ],
        ),
        "notes": (
            ("subject_id", "text", "type", "kpi_id", "period", "author", "date", "action_owner", "due_date", "status"),
            [
                ("D-SALES", texts["cause"], "cause", "sales", "2025-Q2", "P001", "2025-07-02", None, None, None),
                ("D-SALES", texts["action"], "action", "sales", "2025-Q2", "P001", "2025-07-02", "P001", "2025-07-15", "open"),
                ("D-SERVICE", texts["comment"], "comment", "response_time", "2025-Q2", "P004", "2025-07-03", None, None, None),
            ],
        ),
    }


def _header(table: str, column: str, locale: Locale) -> str:
    """The Chinese header where the locale is Chinese and there is one."""
    lists = synonyms()["columns"]
    own, common = lists.get(table, {}).get(column, ()), lists["*"].get(column, ())
    known = [*common, *own] if TABLES[table].columns[column].kind == "id" else [*own, *common]
    return next((name for name in known if not name.isascii()), column) if locale == "zh-CN" else column


def _word(table: str, column: str, cell: Cell, locale: Locale) -> Cell:
    name = TABLES[table].columns[column].words
    if locale != "zh-CN" or not name or name == "actual_status":
        return cell
    return next((word for word in synonyms()["words"][name].get(cell, ()) if not word.isascii()), cell)


def _rows(name: str, table: StarterTable, locale: Locale) -> Iterable[list[Cell]]:
    columns, rows = table
    yield [_header(name, column, locale) for column in columns]
    for row in rows:
        yield [_word(name, column, cell, locale) for column, cell in zip(columns, row, strict=True)]


def _csv(name: str, table: StarterTable, locale: Locale) -> str:
    """With a byte order mark, so that a double click opens it with the right characters."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(_rows(name, table, locale))
    return "\ufeff" + out.getvalue()


def _settings_of(words: Mapping[str, Any], locale: Locale, policy: str) -> dict[str, str]:
    return {
        "company": words["company"],
        "company_en": words["company_en"],
        "currency": words["currency"],
        "locale": locale,
        "as_of": "2025-07-10",
        "due_days": "10",
        "confidentiality": words["confidentiality"],
        "policy": policy,
    }


def _settings(words: Mapping[str, Any], locale: Locale) -> str:
    lines = [f"{key}: {value}" for key, value in _settings_of(words, locale, "policy.yaml").items()]
    return "\n".join([f"# {words['dataset']}", *lines, ""])


def _policy(words: Mapping[str, Any]) -> str:
    text = resources.files(__package__).joinpath("starter_policy.yaml").read_text(encoding="utf-8")
    return text.replace("<policy>", words["policy"])


def _write_workbook(path: Path, tables: Mapping[str, StarterTable], words: Mapping[str, Any], locale: Locale) -> list[Path]:
    from openpyxl import Workbook

    policy = path.with_name(f"{path.stem}.policy.yaml")
    for file in (path, policy):
        if file.exists():
            raise WrongCallError(f"{file} is there already; nothing was written.", "Choose another name.")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "dataset"
    for pair in (("key", "value"), *_settings_of(words, locale, policy.name).items()):
        sheet.append(pair)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        for row in _rows(name, table, locale):
            sheet.append(row)
        sheet.freeze_panes = "A2"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    policy.write_text(_policy(words), encoding="utf-8", newline="")
    return [path, policy]
