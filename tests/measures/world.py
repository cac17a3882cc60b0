"""A small company for tests: a company, two departments, three people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, parse_period
from tests.scoring.build import dataset

Row = dict[str, Any]
ORG: list[Row] = [
    {"unit_id": "C", "name": "Company", "type": "company"},
    {"unit_id": "D1", "name": "East", "type": "department", "parent_id": "C"},
    {"unit_id": "D2", "name": "West", "type": "department", "parent_id": "C"},
]
PEOPLE: list[Row] = [
    {"person_id": "p1", "name": "Ann", "unit_id": "D1"},
    {"person_id": "p2", "name": "Bo", "unit_id": "D1"},
    {"person_id": "p3", "name": "Cy", "unit_id": "D2"},
]


def kpi(kpi_id: str = "k", **more: Any) -> Row:
    """A KPI, higher is better, in CNY unless said otherwise."""
    return {"kpi_id": kpi_id, "name": kpi_id, "unit": "CNY", "direction": "higher", **more}


def actual(subject: str, period: str, value: float | None, kpi_id: str = "k", **more: Any) -> Row:
    return {"subject_id": subject, "period": period, "value": value, "kpi_id": kpi_id, **more}


def target(subject: str, period: str, value: float | None, kpi_id: str = "k", **more: Any) -> Row:
    return {"subject_id": subject, "period": period, "target": value, "kpi_id": kpi_id, **more}


def line(subject: str, weight: float | None = 100.0, kpi_id: str = "k", **more: Any) -> Row:
    return {"subject_id": subject, "weight": weight, "kpi_id": kpi_id, **more}


def months(*numbers: int, year: int = 2025) -> list[str]:
    return [f"{year}-{number:02d}" for number in numbers]


def company(**tables: list[Row]) -> Dataset:
    """The small company with the given tables; ``org`` and ``people`` may be replaced."""
    org, people = tables.pop("org", ORG), tables.pop("people", PEOPLE)
    return dataset(None, None, org=org, people=people, **tables)


def period(label: str) -> Period:
    return parse_period(label)


def day(text: str) -> date:
    return date.fromisoformat(text)


def cell(frame: pl.DataFrame, column: str, **where: str) -> Any:
    """The one cell of ``column`` in the row that fits."""
    rows = frame.filter(pl.lit(True), *(pl.col(name) == value for name, value in where.items()))
    assert rows.height == 1, rows
    return rows[column][0]


def by_subject(frame: pl.DataFrame, column: str = "value") -> Mapping[str, Any]:
    return dict(frame.select("subject_id", column).iter_rows())
