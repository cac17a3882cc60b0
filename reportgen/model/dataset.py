"""A dataset after reading: settings and one normalised polars frame per table, as every computing room takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportgen.model.finding import Finding
from reportgen.model.period import FiscalCalendar, Period, previous, year_earlier

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
    ``excluded`` names the subjects that an error stops in some period, with the codes that stopped them; ``stops`` says in
    which days, ``excluded_in`` who is stopped in a period.
    """

    settings: Settings
    tables: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    excluded: Mapping[str, tuple[str, ...]]
    input_hash: str
    files: tuple[SourceFile, ...] = ()
    stops: Mapping[str, tuple[Stop, ...]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    @property
    def fatal(self) -> bool:
        return any(finding.fatal for finding in self.findings)

    def excluded_in(self, period: Period) -> dict[str, tuple[str, ...]]:
        """Subjects stopped in ``period`` and the codes: by errors of no period, of this one, or of one it is compared with."""
        fiscal = self.settings.fiscal
        spans = (period, previous(period, fiscal), year_earlier(period, fiscal))
        found: dict[str, tuple[str, ...]] = {}
        for subject, codes in self.excluded.items():
            own = self.stops.get(subject, tuple(Stop(code) for code in codes))
            here = {stop.code for stop in own if any(stop.touches(span) for span in spans)}
            if here:
                found[subject] = tuple(sorted(here))
        return found

    def placed(self, finding: Finding) -> Finding:
        """The finding with file, sheet and header as written, as far as they were open and its table was read from a file."""
        place = self.places.get(finding.table)
        return finding if place is None else place.of(finding)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table was read from, and its headers as written there."""

    file: str
    sheet: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def of(self, finding: Finding) -> Finding:
        """The finding with this place where it names no file of its own."""
        if finding.file:
            return finding
        column = self.headers.get(finding.column, finding.column)
        return replace(finding, file=self.file, sheet=self.sheet, column=column)


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops a subject: the code of an error, and the days that it is about (both missing: all of them)."""

    code: str
    start: date | None = None
    end: date | None = None

    def touches(self, period: Period) -> bool:
        """True where the error is of no days, or of days inside the period."""
        return self.start is None or self.end is None or (self.start <= period.end and self.end >= period.start)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read: name, table, rows and sha256 of its bytes."""

    name: str
    table: str
    rows: int
    sha256: str
