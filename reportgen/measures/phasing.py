"""Parts of a year's target by its phasing (docs/method/scoring.md, "Targets")."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation, localcontext

import polars as pl

from reportgen.measures.intime import KEY
from reportgen.measures.versions import valid_versions
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, months_of, year_of
from reportgen.model.rounding import EXACT

FLOWS = ("target", "threshold", "stretch", "baseline")
_MONTHS = 12


def shares_of(phasing: str | None) -> tuple[Decimal, ...] | None:
    """Twelve numbers, one a month from the first of the fiscal year (amounts or a profile); None where it is no such list."""
    parts = [part for part in re.split(r"[,;|\s\[\]\uff0c\uff1b]+", phasing or "") if part]
    try:
        numbers = tuple(Decimal(part.rstrip("%")) for part in parts)
    except InvalidOperation:
        return None
    usable = len(numbers) == _MONTHS and all(number.is_finite() for number in numbers) and sum(numbers) != 0
    return numbers if usable else None


def phased(dataset: Dataset, period: Period, kpis: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Targets of flows for a part of a year, from the year's target x share of the months; only where ``found`` has none."""
    year = year_of(period, dataset.settings.fiscal)
    months = months_of(period)
    inside = year.start <= period.start and period.end <= year.end and 0 < len(months) < _MONTHS
    rows = dataset["targets"].filter((pl.col("period") == year.label) & pl.col("phasing").is_not_null())
    if rows.is_empty() or not inside:
        return found.clear()
    rows = rows.with_columns(pl.col("assignment_id").fill_null(""), pl.lit(year.end).alias("end"))
    rows = valid_versions(rows.join(kpis.filter(pl.col("agg_time") == "sum"), on="kpi_id", maintain_order="left"))
    rows = rows.join(found.select(KEY), on=KEY, how="anti", maintain_order="left")
    first = months_of(year).index(months[0])
    parts = [_part(row, first, len(months)) for row in rows.select(*FLOWS, "phasing").iter_rows(named=True)]
    values = pl.DataFrame(parts, schema=dict.fromkeys(FLOWS, pl.Float64), orient="row")
    return rows.with_columns(values).filter(pl.col("target").is_not_null()).select(found.columns)


def _part(row: dict[str, str | float | None], first: int, count: int) -> tuple[float | None, ...]:
    shares = shares_of(str(row["phasing"]))
    if shares is None:
        return (None,) * len(FLOWS)
    with localcontext(EXACT):
        chosen, whole = sum(shares[first:first + count], Decimal(0)), sum(shares, Decimal(0))
        return tuple(
            None if (value := row[name]) is None else float(Decimal(repr(value)) * chosen / whole) for name in FLOWS
        )
