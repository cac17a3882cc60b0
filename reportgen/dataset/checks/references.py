"""Every id that a row names is defined; rows about unknown subjects or KPIs do not go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from reportgen.dataset.draft import Draft
from reportgen.dataset.schema import TABLES
from reportgen.findings import suggestion
from reportgen.model.finding import Finding

#: Above this many known ids only those that begin alike are compared for "did you mean".
_MANY = 3000


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of other tables. ``drop``: the row cannot stand without it; else the cell is emptied."""

    table: str
    column: str
    where: str
    drop: bool = False


_SUBJECT_TABLES = ("scorecards", "targets", "actuals", "scores", "events", "notes", "adjustments")
REFERENCES: tuple[Reference, ...] = (
    Reference("org", "manager_id", "people"),
    Reference("people", "unit_id", "org"),
    Reference("people", "manager_id", "people"),
    Reference("assignments", "person_id", "people", drop=True),
    Reference("assignments", "unit_id", "org", drop=True),
    Reference("assignments", "line_manager_id", "people"),
    Reference("assignments", "matrix_manager_id", "people"),
    Reference("kpis", "numerator_kpi", "kpis"),
    Reference("kpis", "denominator_kpi", "kpis"),
    *(Reference(table, "subject_id", "org / people", drop=True) for table in _SUBJECT_TABLES),
    *(Reference(table, "kpi_id", "kpis", drop=True) for table in ("scorecards", "targets", "actuals", "scores")),
    Reference("notes", "kpi_id", "kpis"),
    *(Reference(table, "assignment_id", "assignments") for table in ("scorecards", "targets", "actuals")),
    *(Reference(table, "person_id", "people", drop=True) for table in ("paybase", "payments", "absences")),
    Reference("lineage", "new_unit", "org", drop=True),
)
_DEFINED_BY = {
    "org": ("org", "unit_id"),
    "people": ("people", "person_id"),
    "kpis": ("kpis", "kpi_id"),
    "assignments": ("assignments", "assignment_id"),
}


def check_references(draft: Draft) -> None:
    """E-UNKNOWN-ID. References into a table that is missing or broken are not judged."""
    known = {where: _known(draft, where) for where in sorted({reference.where for reference in REFERENCES})}
    for reference in REFERENCES:
        wanted = reference.where.split(" / ")
        if draft.ready(reference.table, *wanted) and draft[reference.table].height:
            _check(draft, reference, known[reference.where])


def _known(draft: Draft, where: str) -> set[str]:
    return set[str]().union(*(draft.ids(*_DEFINED_BY[table]) for table in where.split(" / ")))


def _check(draft: Draft, reference: Reference, known: set[str]) -> None:
    frame = draft[reference.table]
    used = frame[reference.column].drop_nulls().unique()
    unknown = sorted(set(used.to_list()) - known)
    if not unknown:
        return
    odd = frame[reference.column].is_in(unknown).fill_null(False)
    subject = TABLES[reference.table].subject
    rows = frame.filter(odd).select(
        "row_nr",
        *([pl.col(subject).alias("subject_id")] if subject else []),
        *(name for name in ("kpi_id", "period") if name in frame.columns),
        *([pl.col("date").alias("day")] if reference.table == "events" else []),
        value=pl.col(reference.column),
    )
    close = {value: suggestion(value, _alike(value, known)).get("suggestion", "") for value in unknown[:20]}
    rows = rows.with_columns(
        suggestion=pl.col("value").replace_strict(list(close), list(close.values()), default="", return_dtype=pl.String)
    )
    finding = Finding("E-UNKNOWN-ID", reference.table, column=reference.column, params={"where": reference.where})
    draft.log.add_rows(finding, rows, ("value", "suggestion"))
    draft[reference.table] = frame.filter(~odd) if reference.drop else frame.with_columns(frame[reference.column].set(odd, None))


def _alike(value: str, known: Iterable[str]) -> list[str]:
    names = list(known)
    if len(names) <= _MANY:
        return names
    length = max(len(value) - 1, 1)
    return sorted(name for name in names if name[:length] == value[:length])[:_MANY]
