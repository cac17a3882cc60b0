"""The target of every KPI and subject in a period, from the version that is valid (docs/method/scoring.md, "Targets")."""

from __future__ import annotations

import polars as pl

from reportgen.measures.exactsum import exact_sums
from reportgen.measures.intime import KEY
from reportgen.measures.kpis import kpis_at
from reportgen.measures.phasing import FLOWS, phased
from reportgen.measures.service import with_cover
from reportgen.measures.spans import spans_within, uncovered, whole_labels
from reportgen.measures.versions import valid_versions
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period

_BAND = ("range_lo", "range_hi", "zero_distance")
_WORDS = ("comparator", "window", "target_basis")
TARGETS = [*KEY, *FLOWS, *_BAND, *_WORDS, "row_nr"]


def targets(dataset: Dataset, period: Period) -> pl.DataFrame:
    """One row per subject, KPI and assignment ("" for none) that has a target in the period (columns ``TARGETS``).

    A row of the period itself counts, else the finer ones inside it: flows (``agg_time`` sum) are added and all of them
    must be there, rates and stocks take the last. Of several versions of a row the one valid at its period end counts.
    Without any, a phased target of the year gives its part, then a PL row of ``actuals`` is the target.
    """
    kpis = kpis_at(dataset, period.end).select("kpi_id", "agg_time", "direction")
    spans = spans_within(period, dataset.settings.fiscal)
    rows = dataset["targets"].filter(pl.col("period").is_in(spans["period"].to_list()))
    rows = rows.with_columns(pl.col("assignment_id").fill_null("")).join(spans, on="period").join(kpis, on="kpi_id")
    rows = valid_versions(rows)
    whole = whole_labels(spans)
    own = rows.filter(pl.col("period").is_in(whole))
    if len(whole) > 1:
        own = own.sort("order", maintain_order=True).unique(KEY, keep="first", maintain_order=True)
    parts = rows.filter(~pl.col("period").is_in(whole))
    found = own.select(TARGETS)
    if not parts.is_empty():
        parts = uncovered(parts.join(own.select(KEY), on=KEY, how="anti"), KEY)
        found = pl.concat([found, _flows(with_cover(parts, dataset, period)), _last(parts)])
    found = pl.concat([found, phased(dataset, period, kpis, found)])
    return pl.concat([found, _planned(dataset, period, found)])


def _flows(parts: pl.DataFrame) -> pl.DataFrame:
    """Targets of flows: the sum of the parts where every month in service is there; the band is that of the last part."""
    parts = parts.filter(pl.col("agg_time") == "sum").sort("first", maintain_order=True)
    whole = parts.group_by(KEY, maintain_order=True).agg(
        (pl.col("within").sum() >= pl.col("asked").first()).alias("whole"), pl.len().alias("n"),
        *(pl.col(name).count().alias(f"n:{name}") for name in FLOWS),
        *(pl.col(name).last() for name in (*_BAND, *_WORDS, "row_nr")),
    )
    sums = exact_sums(parts, KEY, FLOWS)
    joined = whole.filter("whole").join(sums, on=KEY)
    return joined.with_columns(
        *(pl.when(pl.col(f"n:{name}") == pl.col("n")).then(pl.col(name)).alias(name) for name in FLOWS)
    ).select(TARGETS)


def _last(parts: pl.DataFrame) -> pl.DataFrame:
    parts = parts.filter(pl.col("agg_time") != "sum").sort("first", maintain_order=True)
    return parts.unique(KEY, keep="last", maintain_order=True).select(TARGETS)


def _planned(dataset: Dataset, period: Period, found: pl.DataFrame) -> pl.DataFrame:
    """PL rows of the actuals as targets where there is none."""
    from reportgen.measures.actuals import actuals

    if not dataset["actuals"].filter(pl.col("scenario") == "PL").height:
        return found.clear()
    plans = actuals(dataset, period, "PL").filter(pl.col("given") & pl.col("value").is_not_null())
    fresh = plans.join(found.select(KEY), on=KEY, how="anti")
    empty = {name: pl.String if name in _WORDS else pl.Float64 for name in (*FLOWS, *_BAND, *_WORDS)}
    return fresh.select(
        *KEY, pl.col("value").alias("target"),
        *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in empty.items() if name != "target"),
        "row_nr",
    ).select(TARGETS)
