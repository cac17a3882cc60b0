"""Findings as they are gathered while a dataset is read, and the subjects and KPIs that they stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from reportgen.dataset.schema import TABLES
from reportgen.model.dataset import Place
from reportgen.model.finding import Finding

if TYPE_CHECKING:
    import polars as pl

#: Rows named one by one for the same code, table, column and case; one more finding counts the rest.
MOST_ROWS = 500
_SEVERITIES = {"error": 0, "warning": 1, "info": 2}


#: The days that an error is about: a period's label, first and last day, or None for an error of no period.
When = str | tuple[date, date] | None


@dataclass(slots=True)
class FindingLog:
    """Collects findings of all stages. An error about a subject excludes it; one about a KPI whoever carries the KPI.

    ``subjects`` and ``kpis``: id -> code -> the periods of its errors.
    """

    places: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    subjects: dict[str, dict[str, set[When]]] = field(default_factory=dict)
    kpis: dict[str, dict[str, set[When]]] = field(default_factory=dict)

    def add(self, finding: Finding, when: When = None) -> None:
        """Keep a finding; file, sheet and header come from the table's place where the finding leaves them open."""
        place = self.places.get(finding.table)
        self.findings.append(finding if place is None else place.of(finding))
        if finding.severity == "error" and not finding.fatal:
            self.stop(finding.code, finding.subject_id, finding.kpi_id, when)

    def add_rows(self, finding: Finding, rows: pl.DataFrame, params: Sequence[str] = ()) -> None:
        """One finding per row, at most ``MOST_ROWS`` of them, and one that counts the rest.

        ``rows`` may hold row_nr, subject_id, kpi_id, period or day (which an error stops), and the columns named in
        ``params``, as text.
        """
        for row in rows.head(MOST_ROWS).iter_rows(named=True):
            own = {name: "" if row[name] is None else str(row[name]) for name in params}
            self.add(
                replace(
                    finding,
                    row=row.get("row_nr"),
                    subject_id=row.get("subject_id") or finding.subject_id,
                    kpi_id=row.get("kpi_id") or finding.kpi_id,
                    params={**finding.params, **own},
                ),
                _when(row),
            )
        left = rows.height - MOST_ROWS
        if left > 0:
            more = {"case": "more", "count": str(left)}
            self.findings.append(replace(self.findings[-1], row=None, subject_id="", kpi_id="", params=more))
            self._stop_rows(finding, rows)

    def _stop_rows(self, finding: Finding, rows: pl.DataFrame) -> None:
        if finding.severity != "error" or finding.fatal:
            return
        ids = [name for name in ("subject_id", "kpi_id", "period", "day") if name in rows.columns]
        for row in rows.select(ids).unique(maintain_order=True).iter_rows(named=True):
            subject, kpi = row.get("subject_id") or finding.subject_id, row.get("kpi_id") or finding.kpi_id
            self.stop(finding.code, subject, kpi, _when(row))

    def stop(self, code: str, subject_id: str, kpi_id: str = "", when: When = None) -> None:
        """Leave a subject, or whoever carries a KPI, without a total in the days of an error."""
        if subject_id:
            self.subjects.setdefault(subject_id, {}).setdefault(code, set()).add(when)
        elif kpi_id:
            self.kpis.setdefault(kpi_id, {}).setdefault(code, set()).add(when)

    @property
    def fatal(self) -> bool:
        return any(finding.fatal for finding in self.findings)

    def sorted(self) -> tuple[Finding, ...]:
        """Errors that stop the run, then other errors, warnings, infos; inside them by table, row and code."""
        tables = {name: index for index, name in enumerate(TABLES)}

        def key(finding: Finding) -> tuple[bool, int, int, bool, int, str, str, str, str]:
            row = finding.row
            return (
                not finding.fatal,
                _SEVERITIES[finding.severity],
                tables.get(finding.table, -1),
                row is None,
                row or 0,
                finding.code,
                finding.column,
                finding.subject_id,
                finding.kpi_id,
            )

        return tuple(sorted(self.findings, key=key))


def _when(row: Mapping[str, object]) -> When:
    day, label = row.get("day"), row.get("period")
    if isinstance(day, date):
        return day, day
    return label if isinstance(label, str) else None
