"""The subject's own figures as a file for archive PDFs: the scorecard lines that the report shows, and nothing more."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from reportgen.model.report import Attachment
from reportgen.model.view import View
from reportgen.reports.words import Words

COLUMNS = ("kpi_id", "name", "unit", "weight", "target", "actual", "attainment_pct", "score", "weighted_score", "contribution")


def own_data(view: View, words: Words) -> tuple[Attachment, ...]:
    """One CSV of the subject's lines in the units of the dataset, names of columns as in the results tables."""
    if not view.lines:
        return ()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in view.lines:
        figures = (line.weight, line.target, line.actual, line.attainment, line.score, line.weighted, line.contribution)
        writer.writerow([line.kpi.id, _safe(line.kpi.name.of(words.locale)), line.kpi.unit, *map(_plain, figures)])
    return (Attachment(name="scorecard.csv", text=out.getvalue(), description=words("report.attachment")),)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _safe(text: str) -> str:
    """Text that a spreadsheet will not read as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
