"""Dates in order and numbers inside their limits."""

from __future__ import annotations

import polars as pl

from reportgen.dataset.draft import Draft, plain
from reportgen.dataset.schema import TABLES
from reportgen.model.finding import Finding

_SPANS = (
    ("org", "valid_from", "valid_to"),
    ("people", "hire_date", "leave_date"),
    ("assignments", "from", "to"),
    ("kpis", "valid_from", "valid_to"),
    ("absences", "from", "to"),
)
#: table, column, least (exclusive where the flag says so), most, as shown.
_LIMITS = (
    ("assignments", "fte", 0.0, True, 1.0, "0 < fte <= 1"),
    ("assignments", "scorecard_share", 0.0, False, 1.0, "0 … 1"),
    ("kpis", "decimals", 0.0, False, 9.0, "0 … 9"),
    ("scores", "scale_max", 0.0, True, 1e15, "> 0"),
    ("events", "count", 0.0, False, 1e15, ">= 0"),
    ("lineage", "share", 0.0, True, 1.0, "0 < share <= 1"),
    ("rates", "rate", 0.0, True, 1e15, "> 0"),
    ("paybase", "target_bonus", 0.0, False, 1e15, ">= 0"),
    ("paybase", "base_salary", 0.0, False, 1e15, ">= 0"),
    ("paybase", "monthly_wage", 0.0, False, 1e15, ">= 0"),
)


def _ids(table: str) -> list[pl.Expr]:
    subject = TABLES[table].subject
    ids = [pl.col(subject).alias("subject_id")] if subject else []
    named = [pl.col(name) for name in ("kpi_id", "period") if name in TABLES[table].columns]
    return [pl.col("row_nr"), *ids, *named, *([pl.col("date").alias("day")] if table == "events" else [])]


def check_spans(draft: Draft) -> None:
    """E-VALUE: an end before its beginning; a share, count or amount outside its limits."""
    for table, start, end in _SPANS:
        if draft.ready(table):
            rows = (
                draft[table]
                .filter(pl.col(end) < pl.col(start))
                .select(*_ids(table), value=pl.col(end).cast(pl.String), other=pl.col(start).cast(pl.String))
            )
            draft.log.add_rows(Finding("E-VALUE", table, column=end, params={"case": "order"}), rows, ("value", "other"))
    for table, column, low, exclusive, high, shown in _LIMITS:
        if draft.ready(table):
            value = pl.col(column)
            odd = (value <= low if exclusive else value < low) | (value > high)
            rows = draft[table].filter(odd).select(*_ids(table), value=plain(column))
            params = {"case": "limit", "expected": shown}
            draft.log.add_rows(Finding("E-VALUE", table, column=column, params=params), rows, ("value",))
