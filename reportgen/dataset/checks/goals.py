"""Goals and the people who carry them: nothing orphaned, nothing that people cannot move."""

from __future__ import annotations

import polars as pl

from reportgen.dataset.draft import Draft
from reportgen.model.finding import Finding


def check_goals(draft: Draft) -> None:
    """W-UNCONTROLLABLE, W-ORPHAN-GOAL."""
    if not draft.ready("scorecards", "kpis", "org", "people") or draft.flat:
        return
    lines, kpis = draft["scorecards"], draft["kpis"]
    weak = kpis.filter(pl.col("controllability").is_in(["weak", "low"]))["kpi_id"].unique().to_list()
    own = lines.filter(pl.col("kpi_id").is_in(weak) & pl.col("subject_id").is_in(sorted(draft.people)) & (pl.col("weight") > 0))
    rows = own.unique(["subject_id", "kpi_id"], keep="first", maintain_order=True).select("row_nr", "subject_id", "kpi_id")
    draft.log.add_rows(Finding("W-UNCONTROLLABLE", "scorecards", column="kpi_id"), rows)
    _check_orphans(draft)


def _check_orphans(draft: Draft) -> None:
    """A KPI of the company that no scorecard below carries, itself or through the numerator or denominator that feeds it."""
    lines, kpis = draft["scorecards"], draft["kpis"]
    tops = draft["org"].filter(pl.col("parent_id").is_null())["unit_id"].unique().to_list()
    at_top = pl.col("subject_id").is_in(tops)
    below = set(lines.filter(~at_top)["kpi_id"].unique().to_list())
    if not below:
        return
    parts = kpis.select("kpi_id", "numerator_kpi", "denominator_kpi").iter_rows()
    fed = {kpi for kpi, numerator, denominator in parts if {numerator, denominator} & below}
    rows = lines.filter(at_top & (pl.col("weight") > 0) & ~pl.col("kpi_id").is_in(sorted(below | fed)))
    rows = rows.unique(["subject_id", "kpi_id"], keep="first", maintain_order=True).select("row_nr", "subject_id", "kpi_id")
    draft.log.add_rows(Finding("W-ORPHAN-GOAL", "scorecards", column="kpi_id"), rows)
