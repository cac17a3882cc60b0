"""A raw table as a typed one: headers matched, every cell read, and what cannot be read turned into findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from reportgen.dataset import columns as read
from reportgen.dataset.cells import MISSING_WORDS
from reportgen.dataset.columns import Read, clean
from reportgen.dataset.draft import dtype_of
from reportgen.dataset.findings_log import FindingLog
from reportgen.dataset.schema import FLAT_TABLE, OPEN_WORDS, REQUIRED_TABLES, TABLES, Column, Table
from reportgen.dataset.sources import RawTable
from reportgen.dataset.synonyms import allowed_words, fold, headers
from reportgen.findings import suggestion
from reportgen.model.dataset import Place
from reportgen.model.finding import Finding
from reportgen.model.period import FiscalCalendar

#: Columns whose empty cells have a finding of their own in the checks, or are simply missing.
_EMPTY_ELSEWHERE = {
    ("kpis", "unit"),
    ("kpis", "direction"),
    ("scorecards", "weight"),
    ("scores", "score"),
    ("flat", "weight"),
    ("flat", "target"),
    ("flat", "actual"),
    ("flat", "unit"),
    ("flat", "direction"),
}
#: Tables about reports and their outcome, which may be of a year to date.
_OF_REPORTS = frozenset({"notes", "adjustments", "payments"})
_WORD_CODES = {"direction": "E-DIRECTION", "aggregation": "E-AGG"}
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+\-]?[\d.,]*\d[\d.,]*%?$"
#: Tables whose ids are checked against others anyway, so that their text is looked at only where it is free.
_FREE_TEXT_KINDS = {"id", "ref", "text"}


@dataclass(frozen=True, slots=True)
class Rules:
    """What reading a table depends on beside its cells. ``units`` maps kpi_id to the unit of measure."""

    fiscal: FiscalCalendar
    missing: frozenset[str] = MISSING_WORDS
    units: Mapping[str, str] = field(default_factory=dict)


def missing_words(more: tuple[str, ...]) -> frozenset[str]:
    """The words of the contract and those of ``missing_values``, in lower case."""
    return MISSING_WORDS | {word.casefold() for word in more}


def normalise(raw: RawTable, rules: Rules, log: FindingLog) -> pl.DataFrame | None:
    """The typed table, or None when a required column or row is not there (the findings say which)."""
    table = FLAT_TABLE if raw.name == FLAT_TABLE.name else TABLES[raw.name]
    matched = _match(raw, table, log)
    missing = [column for column in table.columns.values() if column.required and column.name not in matched]
    if missing or raw.sheet.frame.height == 0:
        _refuse(raw, table, matched, missing, log)
        return None
    return _Reading(table, raw.sheet.frame, matched, rules, log).run()


def _match(raw: RawTable, table: Table, log: FindingLog) -> dict[str, str]:
    """Column of the contract, or ``x:<header>``, -> column of the raw frame."""
    known = headers(table.name)
    claims: dict[str, list[str]] = {}
    for header in raw.sheet.headers:
        claims.setdefault(known.get(fold(header), ""), []).append(header)
    chosen = {name: _best(name, own) for name, own in claims.items() if name}
    for name, own in claims.items():
        if name and not chosen[name]:
            twice = {"case": "twice", "headers": ", ".join(own)}
            log.add(Finding("E-COLUMN", table.name, 1, name, file=raw.file, sheet=raw.sheet.name, params=twice))
    matched: dict[str, str] = {}
    for index, header in enumerate(raw.sheet.headers):
        name = known.get(fold(header), "")
        if name and header == (chosen[name] or claims[name][0]) and name not in matched:
            matched[name] = f"c{index}"
            continue
        extra = f"x:{header.strip()}"
        matched[extra if extra not in matched else f"{extra} ({index + 1})"] = f"c{index}"
    written = {name: raw.sheet.headers[int(own[1:])] for name, own in matched.items()}
    log.places[table.name] = Place(raw.file, raw.sheet.name, written)
    return matched


def _best(name: str, own: list[str]) -> str:
    """The header that a column is read from: the contract's own name, or the one that says id; empty where none stands out."""
    for fits in (lambda header: fold(header) == fold(name), _says_id):
        fitting = [header for header in own if fits(header)]
        if len(fitting) == 1:
            return fitting[0]
    return own[0] if len(own) == 1 else ""


def _says_id(header: str) -> bool:
    return fold(header).endswith(("id", "编号", "编码", "工号"))


def _refuse(raw: RawTable, table: Table, matched: Mapping[str, str], missing: list[Column], log: FindingLog) -> None:
    unmatched = [name.removeprefix("x:") for name in matched if name.startswith("x:")]
    for column in missing:
        log.add(Finding("E-COLUMN", table.name, 1, column.name, params=suggestion(column.name, unmatched)))
    if not missing:
        required = table.name in (*REQUIRED_TABLES, FLAT_TABLE.name)
        log.add(Finding("E-EMPTY" if required else "I-EMPTY", table.name))


@dataclass(slots=True)
class _Reading:
    """One table while its columns are read."""

    table: Table
    raw: pl.DataFrame
    matched: Mapping[str, str]
    rules: Rules
    log: FindingLog

    def run(self) -> pl.DataFrame:
        series = {name: self._column(column) for name, column in self.table.columns.items() if name in self.matched}
        result = pl.DataFrame({name: item.values for name, item in series.items()})
        absent = [column for name, column in self.table.columns.items() if name not in series]
        result = result.with_columns(
            *(pl.lit(None, dtype=dtype_of(column.kind)).alias(column.name) for column in absent), self.raw["row_nr"]
        ).select(*self.table.columns, "row_nr")
        states = series["value"].states if "value" in series else None
        extra = [clean(self.raw[own]).alias(name) for name, own in self.matched.items() if name.startswith("x:")]
        result = result.with_columns(extra)
        for name, item in series.items():
            self._report(self.table.columns[name], item.problems)
        self._formulas(result)
        if states is not None and self.table.name == "actuals":
            result = _with_state(result, states)
        return self._without_empty(result)

    def _column(self, column: Column) -> Read:
        cells = self.raw[self.matched[column.name]]
        match column.kind:
            case "number" | "percent" | "value":
                return read.numbers(cells, self._units(column), self.rules.missing)
            case "whole":
                return read.wholes(cells, self.rules.missing)
            case "date":
                return read.dates(cells)
            case "period":
                return read.periods(_whole_text(cells), self.rules.fiscal, self.table.name in _OF_REPORTS)
            case "word":
                return read.listed(cells, column.words, column.words in OPEN_WORDS)
            case "json":
                return read.objects(cells)
            case "ref":
                values = read.references(_whole_text(cells), ())
            case _:
                values = clean(_whole_text(cells))
                if not column.required:
                    values = read.references(values, ())
        return Read(values, read.no_problems(), read.no_states())

    def _units(self, column: Column) -> read.Units:
        if column.kind != "value":
            return "%" if column.kind == "percent" else ""
        if "unit" in self.table.columns:
            own = clean(self.raw[self.matched["unit"]])
            return own.gather
        kpis = clean(_whole_text(self.raw[self.matched["kpi_id"]]))
        names, units = list(self.rules.units), list(self.rules.units.values())
        return lambda index: kpis.gather(index).replace_strict(names, units, default="", return_dtype=pl.String)

    def _rows(self, index: pl.Series) -> pl.DataFrame:
        """row_nr, subject_id, kpi_id, period or day of raw rows, as far as the table has them."""
        subject = self.table.subject if self.table.name != FLAT_TABLE.name else "subject"
        names = {"subject_id": subject, "kpi_id": "kpi_id"}
        own = {name: self.matched[column] for name, column in names.items() if column in self.matched}
        rows = self.raw[index.cast(pl.Int64)]
        return rows.select("row_nr", *(clean(_whole_text(rows[raw])).alias(name) for name, raw in own.items()), *self._when(rows))

    def _when(self, rows: pl.DataFrame) -> list[pl.Series]:
        """The period of rows, or the day of events: an error in such a row says nothing of other periods."""
        if "period" in self.matched:
            cells = _whole_text(rows[self.matched["period"]])
            return [read.periods(cells, self.rules.fiscal, may_be_ytd=True).values.alias("period")]
        if "date" in self.matched and self.table.name == "events":
            return [read.dates(rows[self.matched["date"]]).values.alias("day")]
        return []

    def _report(self, column: Column, problems: pl.DataFrame) -> None:
        if problems.height == 0:
            return
        rows = self._rows(problems["index"]).with_columns(problems["value"], problems["case"])
        units = self._units(column) if column.kind in {"percent", "value"} else ""
        rows = (
            rows.with_columns(unit=pl.lit(units))
            if isinstance(units, str)
            else rows.with_columns(units(problems["index"]).alias("unit"))
        )
        rows = rows.with_columns(
            case=pl.when((pl.col("case") == "percent") & (pl.col("unit") == "")).then(pl.lit("text")).otherwise("case")
        )
        for (case,), group in rows.group_by("case", maintain_order=True):
            self._add(column, str(case), group)

    def _add(self, column: Column, case: str, rows: pl.DataFrame) -> None:
        base = Finding("E-CELL", self.table.name, column=column.name, params={"case": case})
        if case == "word":
            self._add_words(column, rows)
            return
        if case in {"period", "ytd"}:
            base = Finding("E-PERIOD", self.table.name, column=column.name, params={"case": case})
        elif case == "json":
            base = Finding("E-VALUE", self.table.name, column=column.name, params={"case": case})
        self.log.add_rows(base, rows, ("value", "unit"))

    def _add_words(self, column: Column, rows: pl.DataFrame) -> None:
        code = _WORD_CODES.get(column.words, "E-VALUE")
        known = allowed_words(column.words)
        for (value,), group in rows.group_by("value", maintain_order=True):
            params = {"value": str(value), "expected": known, **suggestion(str(value), known.split(", "))}
            self.log.add_rows(Finding(code, self.table.name, column=column.name, params=params), group)

    def _formulas(self, frame: pl.DataFrame) -> None:
        large = frame.height > 200_000
        kinds = {name: column.kind for name, column in self.table.columns.items() if name in self.matched}
        kinds.update((name, "text") for name in self.matched if name.startswith("x:"))
        for name, kind in kinds.items():
            if kind not in _FREE_TEXT_KINDS or (large and kind != "text"):
                continue
            cells = self.raw[self.matched[name]]
            text = (cells if cells.dtype == pl.String else cells.cast(pl.String)).str.strip_chars(" ")
            odd = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER) & ~text.is_in(["-", "--"])
            index = odd.fill_null(False).arg_true()
            if index.len():
                rows = self._rows(index).with_columns(value=text.gather(index).str.replace_all("\t", "\\t", literal=True))
                shown = name.removeprefix("x:")
                self.log.add_rows(Finding("W-FORMULA-TEXT", self.table.name, column=shown), rows, ("value",))

    def _without_empty(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Empty required cells become findings; rows without their ids or period go."""
        for name, column in self.table.columns.items():
            if not column.required or (self.table.name, name) in _EMPTY_ELSEWHERE or not frame[name].null_count():
                continue
            blank = clean(_whole_text(self.raw[self.matched[name]])).is_null()
            if blank.any():
                code = "E-PERIOD" if column.kind == "period" else "E-VALUE"
                finding = Finding(code, self.table.name, column=name, params={"case": "empty"})
                self.log.add_rows(finding, self._rows(blank.arg_true()))
        needed = [name for name, column in self.table.columns.items() if column.required and column.kind in {"id", "period"}]
        needed += [name for name in ("subject", "kpi") if self.table.name == FLAT_TABLE.name]
        return frame.drop_nulls(needed) if needed else frame


def _whole_text(cells: pl.Series) -> pl.Series:
    """Cells as text; whole numbers of a float column without their ``.0``."""
    if cells.dtype.is_float() and (cells.drop_nulls() == cells.drop_nulls().floor()).all():
        return cells.cast(pl.Int64, strict=False).cast(pl.String)
    return cells if cells.dtype == pl.String else cells.cast(pl.String)


def _with_state(frame: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """``state`` from status and cell: what is not reported, not applicable or suspended has no value."""
    said = pl.Series("said", [None], dtype=pl.String).new_from_index(0, frame.height)
    if states.height:
        said = said.scatter(states["index"], states["state"])
    own = pl.col("status").is_in(["not_applicable", "suspended", "not_reported"])
    given = pl.col("value").is_not_null() | (pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null())
    state = (
        pl.when(own)
        .then("status")
        .when(pl.col("said").is_not_null())
        .then("said")
        .when(given)
        .then(pl.lit("reported"))
        .otherwise(pl.lit("not_reported"))
    )
    frame = frame.with_columns(said.alias("said")).with_columns(state=state).drop("said")
    open_state = pl.col("state") == "reported"
    if (frame["state"] == "reported").all():
        return frame
    return frame.with_columns(pl.when(open_state).then(name).alias(name) for name in ("value", "numerator", "denominator"))
