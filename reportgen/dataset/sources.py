"""Where the tables of a dataset lie: a folder, a workbook or a flat file, read into raw tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.dataset.findings_log import FindingLog
from reportgen.dataset.readers import READERS, Sheet
from reportgen.dataset.schema import FLAT, TABLES
from reportgen.dataset.synonyms import fold, headers, table_names
from reportgen.findings import suggestion
from reportgen.model.dataset import SourceFile
from reportgen.model.finding import Finding

SETTINGS_FILES = ("dataset.yaml", "dataset.yml")
#: A flat file shows at least these columns.
_FLAT_MARKS = frozenset({"subject", "kpi", "target", "actual"})


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as its reader saw it."""

    name: str
    file: str
    sheet: Sheet
    sha256: str

    @property
    def source(self) -> SourceFile:
        return SourceFile(self.file, self.name, self.sheet.frame.height, self.sha256)


@dataclass(frozen=True, slots=True)
class Sources:
    """The raw tables by name (``flat`` for a flat file, ``dataset`` for the settings sheet) and where they lie."""

    folder: Path
    name: str
    tables: Mapping[str, RawTable]
    settings_file: Path | None = None


def find_sources(path: Path, settings: Mapping[str, Any], log: FindingLog) -> Sources:
    """Read every table file of a dataset. ``settings`` is the content of dataset.yaml, for its ``tables``."""
    folder = path.parent if path.name in SETTINGS_FILES else path
    if not path.exists():
        log.add(Finding("E-FILE", file=path.name, params={"case": "missing"}))
    elif folder.is_dir():
        try:
            return _folder(folder, settings, log)
        except OSError as error:
            log.add(Finding("E-FILE", file=path.name, params={"reason": error.strerror or str(error)}))
    if not path.is_file() or folder != path:
        return Sources(path.parent, path.stem, {})
    return Sources(path.parent, path.stem, _one_file(path, log))


def settings_file(path: Path) -> Path | None:
    """The dataset.yaml of a dataset, if it has one."""
    if path.name in SETTINGS_FILES:
        return path if path.exists() else None
    return next((path / name for name in SETTINGS_FILES if (path / name).is_file()), None) if path.is_dir() else None


def _read(path: Path, shown: str, log: FindingLog) -> tuple[tuple[Sheet, ...], str]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        log.add(Finding("E-FILE", file=shown, params={"case": "kind"}))
        return (), ""
    try:
        data = path.read_bytes()
    except OSError as error:
        log.add(Finding("E-FILE", file=shown, params={"reason": error.strerror or str(error)}))
        return (), ""
    sheets = reader(shown, data)
    if isinstance(sheets, Finding):
        log.add(sheets)
        return (), ""
    return sheets, hashlib.sha256(data).hexdigest()


def _folder(folder: Path, settings: Mapping[str, Any], log: FindingLog) -> Sources:
    named = _named(folder, settings, log)
    tables: dict[str, RawTable] = {}
    wanted = {path.resolve() for path, _ in named.values()}
    for table, (path, sheet_name) in sorted(named.items()):
        _take(tables, table, path, folder, sheet_name, log)
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in READERS or path.name.startswith((".", "~$")) or path.resolve() in wanted:
            continue
        found = table_names().get(fold(path.stem))
        if found is None or found == "dataset":
            log.add(Finding("I-UNREAD", file=path.name, params=suggestion(path.stem, TABLES)))
        elif found in tables:
            if found not in named:
                log.add(Finding("E-FILE", found, file=tables[found].file, params={"case": "twice", "other": path.name}))
        else:
            _take(tables, found, path, folder, "", log)
    return Sources(folder, folder.resolve().name, tables, settings_file(folder))


def _named(folder: Path, settings: Mapping[str, Any], log: FindingLog) -> dict[str, tuple[Path, str]]:
    """Table -> file and sheet, from ``tables`` of dataset.yaml (``file.xlsx#sheet`` names a sheet)."""
    result: dict[str, tuple[Path, str]] = {}
    tables = settings.get("tables")
    for key, source in tables.items() if isinstance(tables, Mapping) else ():
        name = table_names().get(fold(str(key)), "")
        if not isinstance(source, str) or name not in TABLES:
            reason = f"{source}" if name in TABLES else str(key)
            log.add(Finding("E-FILE", str(key), file=SETTINGS_FILES[0], params={"case": "source", "reason": reason}))
            continue
        file, _, sheet_name = source.partition("#")
        if (folder / file).is_file():
            result[name] = (folder / file, sheet_name)
        else:
            log.add(Finding("E-FILE", name, file=file, params={"case": "missing"}))
    return result


def _take(tables: dict[str, RawTable], table: str, path: Path, folder: Path, sheet_name: str, log: FindingLog) -> None:
    shown = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    sheets, digest = _read(path, shown, log)
    wanted = fold(sheet_name)
    fitting = [sheet for sheet in sheets if not wanted or fold(sheet.name) == wanted]
    same_name = [sheet for sheet in fitting if table_names().get(fold(sheet.name)) == table]
    if fitting:
        tables[table] = RawTable(table, shown, (same_name or fitting)[0], digest)
    elif sheets:
        log.add(Finding("E-FILE", table, file=f"{shown}#{sheet_name}", params={"case": "missing"}))


def is_flat(sheet: Sheet) -> bool:
    """True when the headers are those of a flat file."""
    known = headers(FLAT)
    return {known.get(fold(header)) for header in sheet.headers} >= _FLAT_MARKS


def _one_file(path: Path, log: FindingLog) -> dict[str, RawTable]:
    sheets, digest = _read(path, path.name, log)
    tables: dict[str, RawTable] = {}
    for sheet in sheets if any(sheet.name for sheet in sheets) else ():
        found = table_names().get(fold(sheet.name))
        if found is None:
            continue
        if found in tables:
            params = {"case": "twice", "other": sheet.name}
            log.add(Finding("E-FILE", found, file=tables[found].sheet.name, params=params))
        tables.setdefault(found, RawTable(found, path.name, sheet, digest))
    if not set(tables) - {"dataset"}:
        flat = next((sheet for sheet in sheets if is_flat(sheet)), None)
        if flat is not None:
            return {FLAT: RawTable(FLAT, path.name, replace(flat, name=flat.name), digest)}
        if sheets:
            log.add(Finding("E-FILE", file=path.name, params={"case": "flat"}))
        return {}
    for sheet in sheets:
        if table_names().get(fold(sheet.name)) is None:
            log.add(Finding("I-UNREAD", file=f"{path.name}#{sheet.name}", params=suggestion(sheet.name, TABLES)))
    return tables


def input_hash(tables: Mapping[str, RawTable], settings_path: Path | None) -> str:
    """sha256 over table names with the sha256 of their files, and dataset.yaml; the same wherever the dataset lies."""
    lines = [f"{name} {table.sha256}" for name, table in sorted(tables.items())]
    if settings_path is not None:
        lines.append(f"dataset.yaml {hashlib.sha256(settings_path.read_bytes()).hexdigest()}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
