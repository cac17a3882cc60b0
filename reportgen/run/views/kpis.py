"""KPI definition cards as of the period end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.view import Kpi, Name
from reportgen.run.views.organisation import Organisation, valid_rows

_DIRECTIONS = ("higher", "lower", "range", "target", "none")


def definitions(dataset: Dataset, period: Period) -> dict[str, Mapping[str, Any]]:
    """KPI id -> the definition row valid at the period end."""
    return valid_rows(dataset["kpis"].iter_rows(named=True), "kpi_id", period.end)


def card(row: Mapping[str, Any], organisation: Organisation, *, named: bool) -> Kpi:
    """A definition card. ``named`` prints the owner's name; else the owner appears as post or unit (contract rule 14)."""
    words: dict[str, Any] = {key: row.get(key) or "" for key in (
        "kind", "agg_time", "agg_org", "perspective", "definition", "formula", "data_source", "review_frequency",
        "process_or_result", "hard_or_soft", "controllability", "relevance",
    )}
    decimals = row.get("decimals")
    return Kpi(
        id=row["kpi_id"],
        name=Name(row["name"] or row["kpi_id"], row.get("name_en") or ""),
        unit=row["unit"] or "",
        direction=row["direction"] if row["direction"] in _DIRECTIONS else "none",
        decimals=2 if decimals is None else int(decimals),
        additive=words["agg_org"] == "sum",
        owner=owner_label(row.get("owner_id") or "", organisation, named=named),
        version=str(row.get("version") or ""),
        **words,
    )


def owner_label(owner: str, organisation: Organisation, *, named: bool) -> str:
    """The owner as a page may name them: by name, or by post or unit."""
    if not owner:
        return ""
    if owner in organisation.units or named:
        return organisation.label(owner)
    if owner in organisation.people:
        return organisation.post(owner) or organisation.label(organisation.home(owner))
    return ""
