"""KPI cards: direction, unit, one accountable owner, a source."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from reportgen.dataset.draft import Draft
from reportgen.model.finding import Finding

#: Marks between several owners in one cell.
_SEVERAL = r"[,;/、，；]"


def check_kpis(draft: Draft) -> None:
    """E-DIRECTION, E-UNIT, E-OWNER, W-OWNER, W-SOURCE. Unknown directions and ways to add up were found when reading."""
    if not draft.ready("kpis"):
        return
    kpis, log = draft["kpis"], draft.log
    found = [kpi for kpi, codes in log.kpis.items() if "E-DIRECTION" in codes]
    blank = pl.col("direction").is_null() & ~pl.col("kpi_id").is_in(found)
    log.add_rows(
        Finding("E-DIRECTION", "kpis", column="direction", params={"case": "empty"}),
        kpis.filter(blank).select("row_nr", "kpi_id"),
    )
    log.add_rows(Finding("E-UNIT", "kpis", column="unit"), kpis.filter(pl.col("unit").is_null()).select("row_nr", "kpi_id"))
    log.add_rows(
        Finding("W-SOURCE", "kpis", column="data_source"), kpis.filter(pl.col("data_source").is_null()).select("row_nr", "kpi_id")
    )
    _check_owners(draft)
    _check_circles(draft)


def _check_circles(draft: Draft) -> None:
    """A ratio whose numerator or denominator is made of itself has no value: whoever carries such a KPI is stopped."""
    rows = draft["kpis"].select("kpi_id", "numerator_kpi", "denominator_kpi", "row_nr")
    parts: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    for kpi, numerator, denominator, row in rows.iter_rows():
        parts.setdefault(kpi, []).extend(part for part in (numerator, denominator) if part is not None)
        places[kpi] = row
    for kpi in parts:
        circle = _circle(kpi, parts)
        if circle:
            params = {"case": "circle", "value": " \u2192 ".join(circle)}
            draft.log.add(Finding("E-VALUE", "kpis", places[kpi], "numerator_kpi", kpi_id=kpi, params=params))


def _circle(start: str, parts: Mapping[str, list[str]]) -> list[str]:
    """The way from a KPI through its parts back to itself; empty where there is none."""
    ways = [[start, part] for part in parts[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, part] for part in parts.get(way[-1], ())]
    return []


def _check_owners(draft: Draft) -> None:
    kpis, log = draft["kpis"].with_columns(owner=pl.col("owner_id")), draft.log
    known = sorted(draft.people | draft.units)
    log.add_rows(Finding("W-OWNER", "kpis", column="owner_id"), kpis.filter(pl.col("owner").is_null()).select("row_nr", "kpi_id"))
    if draft.flat or not draft.ready("people", "org"):
        return
    strange = kpis.filter(pl.col("owner").is_not_null() & ~pl.col("owner").is_in(known))
    several = pl.col("owner").str.contains(_SEVERAL)
    rows = strange.filter(several).select("row_nr", "kpi_id", owners="owner")
    log.add_rows(Finding("E-OWNER", "kpis", column="owner_id"), rows, ("owners",))
    rows = strange.filter(~several).select("row_nr", "kpi_id", "owner")
    log.add_rows(Finding("W-OWNER", "kpis", column="owner_id", params={"case": "unknown"}), rows, ("owner",))
    if draft.settings.as_of is not None:
        left = draft["people"].filter(pl.col("leave_date") < draft.settings.as_of)
        rows = kpis.join(left.select(owner="person_id", date="leave_date"), on="owner", how="inner")
        rows = rows.select("row_nr", "kpi_id", "owner", "date")
        log.add_rows(Finding("W-OWNER", "kpis", column="owner_id", params={"case": "left"}), rows, ("owner", "date"))
