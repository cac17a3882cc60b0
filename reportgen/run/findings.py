"""Findings as rows of the results and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding

_ORDER = {"error": 0, "warning": 1, "info": 2}


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then hints; within each by code and place."""
    def key(finding: Finding) -> tuple[object, ...]:
        last = finding.params.get("case") == "more"  # what counts the rest stands behind what was named
        place = (finding.row or 0, finding.column, finding.subject_id, finding.kpi_id)
        return _ORDER[finding.severity], finding.code, finding.table, last, *place

    return sorted(findings, key=key)


def finding_rows(findings: Iterable[Finding], locale: Locale) -> Iterator[dict[str, Any]]:
    """The rows of the results table ``findings``, in order."""
    from reportgen.findings import describe

    for finding in sorted_findings(findings):
        words = describe(finding, locale)
        yield {
            "code": finding.code, "severity": finding.severity, "table": finding.table, "row": finding.row,
            "column": finding.column, "subject_id": finding.subject_id, "kpi_id": finding.kpi_id, "text": words.text,
            "remedy": words.remedy, "file": finding.file, "sheet": finding.sheet,
        }
