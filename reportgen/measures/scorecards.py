"""Which scorecard lines hold in a period."""

from __future__ import annotations

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import FiscalCalendar, Period, PeriodKind, label_of_month, months_of

LINE = ("subject_id", "kpi_id", "assignment_id")


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

    A line without period holds in all periods, one of a longer period in the shorter ones inside it; of several for the
    same KPI the narrowest counts. Columns are those of ``scorecards``.
    """
    around = labels_around(period, dataset.settings.fiscal)
    rank = pl.col("period").replace_strict(around, default=None, return_dtype=pl.Int64)
    lines = dataset["scorecards"].with_columns(pl.col("assignment_id").fill_null(""))
    lines = lines.filter(pl.col("period").is_null() | pl.col("period").is_in(list(around)))
    if lines["period"].null_count() == lines.height:
        return lines
    return (
        lines.with_columns(rank.alias("rank"))
        .sort("rank", nulls_last=True, maintain_order=True)
        .unique(LINE, keep="first", maintain_order=True)
        .sort("row_nr", maintain_order=True)
        .drop("rank")
    )
