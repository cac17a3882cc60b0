"""The periods that tile a period: which labels of finer grain lie inside it, and where."""

from __future__ import annotations

from datetime import date

import polars as pl

from reportgen.model.period import FiscalCalendar, Period, PeriodKind, label_of_month, months_of, parse_period

Span = tuple[str, int, int, int, date, str | None, str | None]
_KINDS: tuple[PeriodKind, ...] = ("year", "half", "quarter", "month")


def spans_within(period: Period, fiscal: FiscalCalendar) -> pl.DataFrame:
    """One row per label whose span lies inside ``period``, itself first.

    Columns: period, first (months from the start of ``period``), months, order (0 is the period itself, then the coarser
    first), end (Date), and ``half``, ``quarter``: the label of that kind around a finer one. A week holds only itself.
    """
    months = months_of(period)
    own: Span = (period.label, 0, max(1, len(months)), 0, period.end, None, None)
    rows = [own]
    seen = {period.label}
    for order, kind in enumerate(_KINDS, start=1):
        for place, month in enumerate(months):
            label = label_of_month(month, kind, fiscal)
            if label in seen:
                continue
            span = parse_period(label, fiscal)
            if period.start <= span.start and span.end <= period.end:
                seen.add(label)
                half = label_of_month(month, "half", fiscal) if order > 2 else None
                quarter = label_of_month(month, "quarter", fiscal) if order > 3 else None
                rows.append((label, place, len(months_of(span)), order, span.end, half, quarter))
    schema = {
        "period": pl.String, "first": pl.Int64, "months": pl.Int64, "order": pl.Int64, "end": pl.Date,
        "half": pl.String, "quarter": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def whole_labels(spans: pl.DataFrame) -> list[str]:
    """Labels that cover the whole period: its own, and the same span under another name (2025-12-YTD and 2025)."""
    return spans.filter(pl.col("months") == spans["months"].max())["period"].to_list()


def uncovered(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Rows (joined with spans) less those that a coarser row of the same key covers already."""
    coarse = rows.filter(pl.col("order") <= 2)
    fine = rows.filter(pl.col("order") > 2)
    if fine.is_empty():
        return coarse
    if not coarse.is_empty():
        fine = _outside(fine, coarse, keys, "half")
    quarters = fine.filter(pl.col("order") == 3)
    months = fine.filter(pl.col("order") == 4)
    if not quarters.is_empty() and not months.is_empty():
        months = _outside(months, quarters, keys, "quarter")
    return pl.concat([coarse, quarters, months])


def _outside(fine: pl.DataFrame, coarse: pl.DataFrame, keys: list[str], kind: str) -> pl.DataFrame:
    return fine.join(coarse.select(*keys, pl.col("period").alias(kind)), on=[*keys, kind], how="anti")
