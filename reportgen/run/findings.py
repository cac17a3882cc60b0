"""Findings as rows of the results and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding

_ORDER = {"error": 0, "warning": 1, "info": 2}


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then hints; within each by code and place."""
    return sorted(
        findings, key=lambda f: (_ORDER[f.severity], f.code, f.table, f.row or 0, f.column, f.subject_id, f.kpi_id)
    )


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
