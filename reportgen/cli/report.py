"""Findings as text for a terminal, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding

_ORDER = {"error": 0, "warning": 1, "info": 2}


def place(finding: Finding) -> str:
    """``targets.csv, row 12, column target`` as far as it is known."""
    parts = [finding.file or finding.table]
    if finding.sheet and finding.sheet != finding.table:
        parts.append(f"sheet {finding.sheet}")
    if finding.row is not None:
        parts.append(f"row {finding.row}")
    if finding.column:
        parts.append(f"column {finding.column}")
    return ", ".join(part for part in parts if part)


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then hints; within each by place."""
    return sorted(findings, key=lambda f: (_ORDER[f.severity], f.code, f.table, f.row or 0, f.subject_id, f.kpi_id))


def show(findings: Sequence[Finding], locale: Locale, *, err: bool = True, limit: int | None = None) -> None:
    """Print each finding on two or three lines: code and place, what is wrong, what to do."""
    from reportgen.findings import describe

    ordered = sorted_findings(findings)
    for finding in ordered[:limit]:
        words = describe(finding, locale)
        who = " ".join(part for part in (finding.subject_id, finding.kpi_id) if part)
        head = "  ".join(part for part in (finding.code, place(finding), who) if part)
        click.echo(f"{head}\n    {words.text}\n    {words.remedy}" if words.remedy else f"{head}\n    {words.text}", err=err)
    if limit is not None and len(ordered) > limit:
        click.echo(f"… {len(ordered) - limit} more; reportgen check lists all of them.", err=err)


def count_line(findings: Sequence[Finding]) -> str:
    """``2 errors, 5 warnings, 1 hint``."""
    counts = {name: sum(1 for finding in findings if finding.severity == name) for name in _ORDER}
    names = {"error": "error", "warning": "warning", "info": "hint"}
    return ", ".join(f"{number} {names[name]}{'' if number == 1 else 's'}" for name, number in counts.items())
