"""Findings as text for a terminal, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding
from reportgen.run.findings import sorted_findings


def show(findings: Sequence[Finding], locale: Locale, *, err: bool = True, limit: int | None = None) -> None:
    """Print each cause: code and place, what is wrong, what to do, and where else it was found."""
    from reportgen.findings import listing

    for line in listing(sorted_findings(findings), locale, limit):
        click.echo(line, err=err)


def count_line(findings: Sequence[Finding], locale: Locale = "en") -> str:
    """``2 errors, 5 warnings, 1 hint``."""
    from reportgen.findings import counted

    return counted(findings, locale)
