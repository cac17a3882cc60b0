"""KPI cards: direction, unit, one accountable owner, a source."""

from __future__ import annotations

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
