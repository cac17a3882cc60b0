"""Cells that reading refused: what they leave empty is not said a second time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period, parse_period

#: Finding of scoring -> the table that lacks a value, and the columns that hold it.
_VALUES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "E-TARGET-MISSING": ("targets", ("target", "range_lo", "range_hi")),
    "W-MISSING-ACTUAL": ("actuals", ("value", "numerator", "denominator")),
}


def unsaid(findings: Iterable[Finding], dataset: Dataset) -> Iterator[Finding]:
    """The findings without those of a line whose value is missing because its cell could not be read (E-CELL)."""
    fiscal = dataset.settings.fiscal
    unread = {code: _unread(dataset, table, columns) for code, (table, columns) in _VALUES.items()}
    for finding in findings:
        spans = unread.get(finding.code, {}).get((finding.subject_id, finding.kpi_id), ())
        line = parse_period(finding.params["period"], fiscal) if spans else None
        if line is None or not any(span.start <= line.end and line.start <= span.end for span in spans):
            yield finding


def _unread(dataset: Dataset, table: str, columns: tuple[str, ...]) -> dict[tuple[str, str], list[Period]]:
    """Subject and KPI -> periods of the rows of a table with an unreadable cell in one of the columns."""
    place = dataset.places.get(table)
    written = {name if place is None else place.headers.get(name, name) for name in columns}
    rows = [
        finding.row for finding in dataset.findings
        if finding.code == "E-CELL" and finding.table == table and finding.column in written and finding.row is not None
    ]
    found: dict[tuple[str, str], list[Period]] = {}
    if rows:
        concerned = dataset[table].filter(pl.col("row_nr").is_in(rows)).select("subject_id", "kpi_id", "period")
        for subject, kpi, label in concerned.drop_nulls().iter_rows():
            found.setdefault((subject, kpi), []).append(parse_period(label, dataset.settings.fiscal))
    return found
