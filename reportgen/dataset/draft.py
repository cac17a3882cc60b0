"""A dataset in the making: typed tables, the settings, the findings so far, and which tables cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from reportgen.dataset.findings_log import FindingLog
from reportgen.dataset.schema import TABLES
from reportgen.model.dataset import Settings

_TYPES: dict[str, pl.DataType] = {
    "number": pl.Float64(),
    "percent": pl.Float64(),
    "value": pl.Float64(),
    "whole": pl.Int64(),
    "date": pl.Date(),
}


def dtype_of(kind: str) -> pl.DataType:
    """The dtype of a column of that kind."""
    return _TYPES.get(kind, pl.String())


def empty_table(name: str) -> pl.DataFrame:
    """The table without rows, every contract column and ``row_nr`` in place."""
    schema: dict[str, pl.DataType] = {column.name: dtype_of(column.kind) for column in TABLES[name].columns.values()}
    extra: dict[str, pl.DataType] = {"state": pl.String()} if name == "actuals" else {}
    return pl.DataFrame(schema={**schema, **extra, "row_nr": pl.Int64()})


def plain(column: str) -> pl.Expr:
    """A number as text without a needless ``.0``."""
    return pl.col(column).cast(pl.String).str.strip_suffix(".0")


@dataclass(slots=True)
class Draft:
    """What the checks read and, where a row cannot stand, correct. A broken table had an error that stops the run."""

    settings: Settings
    log: FindingLog
    tables: dict[str, pl.DataFrame]
    broken: set[str] = field(default_factory=set)
    currency_stated: bool = True
    flat: bool = False
    score_cap: float = 120.0
    score_floor: float = 0.0

    def ready(self, *names: str) -> bool:
        """True when a check that needs these tables makes sense."""
        return not self.broken & set(names)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    def __setitem__(self, table: str, frame: pl.DataFrame) -> None:
        self.tables[table] = frame

    def ids(self, table: str, column: str) -> set[str]:
        """The distinct values of an id column."""
        return set(self.tables[table][column].drop_nulls().unique().to_list())

    @property
    def people(self) -> set[str]:
        return self.ids("people", "person_id")

    @property
    def units(self) -> set[str]:
        return self.ids("org", "unit_id")
