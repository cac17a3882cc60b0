"""Which values of a period replaced others: of a subject's own rows, and of what is rolled up from them (domain 2.4, item 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from reportgen.measures import kpis_at
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, parse_period
from reportgen.model.view import Restated
from reportgen.run.index import decimal

Key = tuple[str, str]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Restatement:
    """Periods of the rows, and by how much the value before lay above the present one (None where nobody can tell)."""

    periods: frozenset[Period]
    excess: Decimal | None


def restatements(dataset: Dataset, period: Period, parents: Mapping[str, str | None]) -> dict[Key, Restatement]:
    """Line -> restatement: rows with ``restated_from`` or the status restated, and units whose value is rolled up from them.

    ``parents``: the unit above each unit and person.
    """
    marked = (pl.col("status") == "restated").fill_null(False) | pl.col("restated_from").is_not_null()
    actuals = dataset["actuals"].filter(pl.col("scenario").fill_null("AC") == "AC")
    rows = _counting(dataset, actuals, actuals.filter(marked), period)
    cards = kpis_at(dataset, period.end).select("kpi_id", "agg_time", "agg_org")
    rules = {kpi: (time, org) for kpi, time, org in cards.iter_rows()}
    found: dict[Key, list[tuple[Period, Decimal | None]]] = {}
    own = {(subject, kpi) for subject, kpi in _inside(dataset, actuals, period).select("subject_id", "kpi_id").iter_rows()}
    for label, row in rows:
        subject, kpi = row["subject_id"], row["kpi_id"]
        time, org = rules.get(kpi, ("", ""))
        excess = _excess(row) if label.label == period.label or time == "sum" else None
        found.setdefault((subject, kpi), []).append((label, excess))
        unit = parents.get(subject)
        while unit is not None and org not in (None, "", "none") and (unit, kpi) not in own:
            found.setdefault((unit, kpi), []).append((label, excess if org == "sum" else None))
            unit = parents.get(unit)
    return {
        key: Restatement(frozenset(label for label, _ in items), _sum(item for _, item in items)) for key, items in found.items()
    }


def before_restating(found: Restatement | None, actual: Decimal | None) -> Restated | None:
    """The fact of a line whose value is ``actual``."""
    if found is None:
        return None
    before = actual + found.excess if actual is not None and found.excess is not None else None
    return Restated(tuple(sorted(found.periods)), before)


def _inside(dataset: Dataset, rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    labels = [label for label in rows["period"].unique() if _lies_in(dataset, label, period)]
    return rows.filter(pl.col("period").is_in(labels))


def _lies_in(dataset: Dataset, label: str, period: Period) -> bool:
    span = parse_period(label, dataset.settings.fiscal)
    return period.start <= span.start and span.end <= period.end


def _counting(dataset: Dataset, actuals: pl.DataFrame, marked: pl.DataFrame, period: Period) -> list[tuple[Period, Row]]:
    """The marked rows that count: of the period itself, or finer ones where it has no row of its own."""
    whole = set(actuals.filter(pl.col("period") == period.label).select("subject_id", "kpi_id").iter_rows())
    return [
        (parse_period(row["period"], dataset.settings.fiscal), row)
        for row in _inside(dataset, marked, period).iter_rows(named=True)
        if row["period"] == period.label or (row["subject_id"], row["kpi_id"]) not in whole
    ]


def _excess(row: Row) -> Decimal | None:
    before, now = decimal(row["restated_from"]), decimal(row["value"])
    return before - now if before is not None and now is not None else None


def _sum(items: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for item in items:
        if item is None:
            return None
        total += item
    return total
