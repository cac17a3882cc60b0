"""Which scorecard lines hold in a period (docs/method/scoring.md, "Which lines hold")."""

from __future__ import annotations

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import FiscalCalendar, Period, PeriodKind, label_of_month, months_of

LINE = ["subject_id", "kpi_id", "assignment_id"]


def labels_around(period: Period, fiscal: FiscalCalendar) -> dict[str, int]:
    """Labels that hold ``period``, the narrowest first: its own 0, then quarter, half and year (rank 1 to 3)."""
    labels = {period.label: 0}
    months = months_of(period)
    if not months:
        return labels
    kinds: tuple[PeriodKind, ...] = ("quarter", "half", "year")
    for rank, kind in enumerate(kinds, start=1):
        first, last = (label_of_month(month, kind, fiscal) for month in (months[0], months[-1]))
        if first == last:
            labels.setdefault(first, rank)
    return labels


def lines_in(dataset: Dataset, period: Period) -> pl.DataFrame:
    """The scorecard lines of a period, one per subject, KPI and assignment ("" for none).

    Of scorecards written for the period and for longer periods around it, the narrowest counts, as a whole. Lines without
    a period hold in all periods: they fill up a narrower scorecard whose weights do not yet add up to 100, by the KPIs that
    it does not name. Columns are those of ``scorecards``; ``weight`` is the effective one (two layers: perspective weight
    x inner weight / 100).
    """
    around = labels_around(period, dataset.settings.fiscal)
    lines = dataset["scorecards"].with_columns(pl.col("assignment_id").fill_null(""))
    lines = _effective(lines.filter(pl.col("period").is_null() | pl.col("period").is_in(list(around))))
    if lines["period"].null_count() == lines.height:
        return lines
    card = ["subject_id", "assignment_id"]
    rank = pl.col("period").replace_strict(around, default=None, return_dtype=pl.Int64)
    ranked = lines.with_columns(rank.alias("rank"))
    dated = ranked.filter(pl.col("rank").is_not_null() & (pl.col("rank") == pl.col("rank").min().over(card)))
    complete = dated.group_by(card).agg(pl.col("weight").sum()).filter((pl.col("weight") - 100).abs() < 1e-9)
    always = ranked.filter(pl.col("rank").is_null()).join(complete, on=card, how="anti").join(dated, on=LINE, how="anti")
    return pl.concat([dated, always]).sort("row_nr", maintain_order=True).drop("rank")


def _effective(lines: pl.DataFrame) -> pl.DataFrame:
    if "perspective_weight" not in lines.columns:
        return lines
    layered = (pl.col("perspective_weight") * pl.col("weight") / 100).round_sig_figs(15)
    return lines.with_columns(pl.coalesce(layered, pl.col("weight")).alias("weight"))
