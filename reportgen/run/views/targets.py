"""Target versions that replaced others inside the year of a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, year_of
from reportgen.model.view import TargetChange
from reportgen.run.index import decimal


def target_changes(dataset: Dataset, subject: str, period: Period) -> tuple[TargetChange, ...]:
    """Changes of the subject's targets that took effect in the fiscal year up to the period end, oldest first.

    Several periods of one change (a phased plan) are told once, by the first of them.
    """
    year = year_of(period, dataset.settings.fiscal)
    rows = dataset["targets"].filter(
        (pl.col("subject_id") == subject) & pl.col("valid_from").is_not_null()
        & pl.col("valid_from").is_between(year.start, period.end)
    )
    if rows.is_empty():
        return ()
    everything = dataset["targets"].filter(pl.col("subject_id") == subject).to_dicts()
    found: dict[tuple[str, Any, str], TargetChange] = {}
    for row in sorted(rows.to_dicts(), key=lambda item: (item["valid_from"], item["kpi_id"], item["period"])):
        old = _replaced(row, everything)
        if old is None or old["target"] == row["target"]:
            continue
        key = (row["kpi_id"], row["valid_from"], row["reason"] or "")
        if key not in found:
            found[key] = TargetChange(
                row["kpi_id"], row["valid_from"], decimal(old["target"]), decimal(row["target"]), row["reason"] or "",
                row["approved_by"] or "", row["valid_from"] > period.end,
            )
    return tuple(found.values())


def _replaced(row: Mapping[str, Any], everything: list[dict[str, Any]]) -> Mapping[str, Any] | None:
    """The version of the same key that was valid before."""
    same = [
        item for item in everything
        if item["kpi_id"] == row["kpi_id"] and item["period"] == row["period"] and item is not row
        and str(item["version"] or "") < str(row["version"] or "")
    ]
    return max(same, key=lambda item: str(item["version"] or ""), default=None)
