"""Findings as text for a terminal, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding
from reportgen.run.findings import sorted_findings


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
    names = {"error": "error", "warning": "warning", "info": "hint"}
    counts = {name: sum(1 for finding in findings if finding.severity == name) for name in names}
    return ", ".join(f"{number} {names[name]}{'' if number == 1 else 's'}" for name, number in counts.items())
