"""Scored small companies for tests, on the rows of tests/measures/world.py."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period
from reportgen.model.policy import Rules
from reportgen.model.results import Scores
from reportgen.scoring import score
from tests.measures.world import actual, cell, company, kpi, line, target

LATER = date(2027, 1, 1)


def scored(dataset: Dataset, label: str = "2025-06", rules: Rules | None = None, as_of: date = LATER) -> Scores:
    """Score a period long after its due date unless said otherwise."""
    return score(dataset, rules or Rules(), parse_period(label, dataset.settings.fiscal), as_of)


def one(score_or_actual: float, subject: str = "p1", label: str = "2025-06", **tables: Any) -> Dataset:
    """A company in which one subject has one KPI with target 100."""
    return company(
        kpis=tables.pop("kpis", [kpi()]), scorecards=[line(subject)], targets=[target(subject, label, 100.0)],
        actuals=[actual(subject, label, score_or_actual)], **tables,
    )


def card(scores: Scores, column: str, subject: str = "p1") -> Any:
    return cell(scores.scorecards, column, subject_id=subject)


def kpi_cell(scores: Scores, column: str, subject: str = "p1", kpi_id: str = "k") -> Any:
    return cell(scores.kpi_scores, column, subject_id=subject, kpi_id=kpi_id)


def row(frame: pl.DataFrame, *columns: str, **where: str) -> tuple[Any, ...]:
    rows = frame.filter(pl.lit(True), *(pl.col(name) == value for name, value in where.items())).select(columns)
    assert rows.height == 1, rows
    return rows.row(0)


def codes(scores: Scores) -> list[str]:
    return sorted(finding.code for finding in scores.findings)


def found(scores: Scores, code: str) -> Finding:
    (finding,) = [finding for finding in scores.findings if finding.code == code]
    return finding
