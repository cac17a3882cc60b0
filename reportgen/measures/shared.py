"""KPIs that several subjects share: one actual, counted once at its home (docs/method/scoring.md, "Shared KPIs")."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from reportgen.measures.kpis import kpis_at
from reportgen.measures.org import subjects_in
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period


def has_shared(dataset: Dataset) -> bool:
    """True where a KPI is marked as shared."""
    kpis = dataset["kpis"]
    return "shared" in kpis.columns and bool((kpis["shared"] == "yes").any())


def homes_of(
    dataset: Dataset, period: Period, holders: pl.DataFrame, subjects: pl.DataFrame | None = None
) -> dict[str, list[str]]:
    """Shared KPI -> the subject that it counts for, followed by those above it; ``holders``: subject_id, kpi_id.

    The home is the owner, else the nearest holder above the owner, else the holder with the smallest id.
    """
    if not has_shared(dataset):
        return {}
    shared = kpis_at(dataset, period.end).filter(pl.col("shared") == "yes").select("kpi_id", "owner_id")
    held: dict[str, set[str]] = {}
    for subject, kpi in holders.join(shared, on="kpi_id", how="semi").select("subject_id", "kpi_id").iter_rows():
        held.setdefault(kpi, set()).add(subject)
    places = subjects if subjects is not None else subjects_in(dataset, period)
    above = dict(places.select("subject_id", "parent_id").iter_rows())
    return {
        kpi: _path(_home(owner, held[kpi], above), above) for kpi, owner in shared.sort("kpi_id").iter_rows() if kpi in held
    }


def _home(owner: str | None, holders: set[str], above: Mapping[str, str | None]) -> str:
    return next((subject for subject in _path(owner, above) if subject in holders), min(holders))


def _path(subject: str | None, above: Mapping[str, str | None]) -> list[str]:
    found: list[str] = []
    while subject is not None and subject not in found:
        found.append(subject)
        subject = above.get(subject)
    return found


def counted_once(rows: pl.DataFrame, homes: Mapping[str, list[str]]) -> pl.DataFrame:
    """``rows`` (subject_id, kpi_id, …) without those that repeat a shared KPI's actual."""
    if not homes:
        return rows
    kept = [(kpi, subject) for kpi, path in homes.items() for subject in path]
    counted = pl.DataFrame(kept, schema={"kpi_id": pl.String, "subject_id": pl.String}, orient="row")
    shared = pl.col("kpi_id").is_in(list(homes))
    return pl.concat([
        rows.filter(~shared), rows.filter(shared).join(counted, on=["kpi_id", "subject_id"], how="semi", maintain_order="left"),
    ])
