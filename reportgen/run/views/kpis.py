"""KPI definition cards as of the period end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.formatting.amounts import default_decimals
from reportgen.model.dataset import Dataset, Locale
from reportgen.model.period import Period
from reportgen.model.view import Kpi, Name
from reportgen.run.views.organisation import valid_rows

_DIRECTIONS = ("higher", "lower", "range", "target", "none")


def definitions(dataset: Dataset, period: Period) -> dict[str, Mapping[str, Any]]:
    """KPI id -> the definition row valid at the period end."""
    return valid_rows(dataset["kpis"].iter_rows(named=True), "kpi_id", period.end)


def card(row: Mapping[str, Any], owner: str = "", locale: Locale = "zh-CN") -> Kpi:
    """A definition card; ``owner`` is the accountable person, post or unit as the page may name them (contract rule 14).

    Extra columns ``definition_en``, ``formula_en`` and ``data_source_en`` serve English pages where a dataset has them.
    """
    words: dict[str, Any] = {key: row.get(key) or "" for key in (
        "kind", "agg_time", "agg_org", "perspective", "review_frequency", "process_or_result", "hard_or_soft",
        "controllability", "relevance",
    )}
    for key in ("definition", "formula", "data_source"):
        words[key] = (row.get(f"x:{key}_en") if locale == "en" else None) or row.get(key) or ""
    unit, decimals = row["unit"] or "", row.get("decimals")
    return Kpi(
        id=row["kpi_id"],
        name=Name(row["name"] or row["kpi_id"], row.get("name_en") or ""),
        unit=unit,
        direction=row["direction"] if row["direction"] in _DIRECTIONS else "none",
        decimals=int(decimals) if decimals is not None and row.get("decimals_given", True) else default_decimals(unit),
        additive=words["agg_org"] == "sum",
        owner=owner,
        version=str(row.get("version") or ""),
        **words,
    )
