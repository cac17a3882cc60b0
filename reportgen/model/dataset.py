"""A dataset after reading: settings and one normalised polars frame per table, as every computing room takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportgen.model.finding import Finding
from reportgen.model.period import FiscalCalendar

if TYPE_CHECKING:
    import polars as pl

Locale = Literal["zh-CN", "en"]
LOCALES: tuple[Locale, ...] = ("zh-CN", "en")


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``dataset.yaml`` says, defaults applied (contract: a folder without one runs)."""

    name: str
    company: str = ""
    company_en: str = ""
    currency: str = "CNY"
    locale: Locale = "zh-CN"
    fiscal: FiscalCalendar = field(default_factory=FiscalCalendar)
    as_of: date | None = None
    due_days: int = 0
    missing_values: tuple[str, ...] = ()
    confidentiality: str = ""
    confidentiality_en: str = ""
    jurisdiction: str = ""
    appeal_days: int | None = None
    control_totals: tuple[Mapping[str, Any], ...] = ()
    policy: Path | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A validated dataset.

    Every table of the contract is present in ``tables`` (optional ones may have no rows) with every contract column,
    dtypes: ids and words ``String`` (missing = null), numbers ``Float64``, dates ``Date``, counts ``Int64``.
    A Float64 holds a decimal of at most 15 significant digits: ``Decimal(repr(x))`` is the number in the file.
    ``row_nr`` (Int64) is the row in the source file. ``actuals.state`` (String) is ``reported``, ``not_reported``,
    ``not_applicable`` or ``suspended``. Columns that the contract does not name are kept as text, prefixed ``x:``.
    ``excluded`` names the subjects that an error stops, with the codes that stopped them.
    """

    settings: Settings
    tables: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    excluded: Mapping[str, tuple[str, ...]]
    input_hash: str
    files: tuple[SourceFile, ...] = ()

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    @property
    def fatal(self) -> bool:
        return any(finding.fatal for finding in self.findings)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read: name, table, rows and sha256 of its bytes."""

    name: str
    table: str
    rows: int
    sha256: str
