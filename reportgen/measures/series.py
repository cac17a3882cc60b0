"""The history of every KPI: its last periods of the finest grain that has actuals (contract rule 20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import polars as pl

from reportgen.measures.actuals import actuals
from reportgen.measures.intime import KEY
from reportgen.measures.targets import targets
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, period_or_none, previous

_FINEST_FIRST = {"week": 0, "month": 1, "quarter": 2, "half": 3, "year": 4}
_OF_TARGET = ("target", "threshold", "range_lo", "range_hi")
AHEAD = [*KEY, "period", "end", "forecast", "target", "range_lo", "range_hi"]
SERIES = [*KEY, "period", "end", "actual", "numerator", "denominator", "state", *_OF_TARGET]


def series(dataset: Dataset, period: Period, count: int | Mapping[str, int] = 12) -> pl.DataFrame:
    """Actual and target of the last ``count`` periods (of each kind, where it is a mapping) up to the end of ``period``.

    Oldest first. The grain is the finest that the KPI has actuals of. Columns: subject_id, kpi_id, assignment_id, period, end
    (Date), actual, numerator, denominator, state, target, threshold, range_lo, range_hi; rows only where there is an actual
    or target.
    """
    parts = []
    for kind, kpis in sorted(grains(dataset, period).items()):
        part = _only(dataset, kpis)
        for step in _steps(part, period, kind, count if isinstance(count, int) else count[kind]):
            parts.append(_values(part, step).filter(pl.col("kpi_id").is_in(kpis)))
    if not parts:
        return _values(_only(dataset, []), period).clear()
    return pl.concat(parts).sort(*KEY, "end", maintain_order=True)


def recent(rows: pl.DataFrame, dataset: Dataset, period: Period, count: int = 12) -> pl.DataFrame:
    """What ``series`` gives for ``count``, cut from a series of more periods."""
    labels = [
        step.label for kind, kpis in grains(dataset, period).items()
        for step in _steps(_only(dataset, kpis), period, kind, count)
    ]
    return rows.filter(pl.col("period").is_in(labels))


def ahead(dataset: Dataset, period: Period, count: int = 3) -> pl.DataFrame:
    """Loaded forecasts (scenario FC) of up to ``count`` periods that follow ``period`` without a gap, in the grain of ``series``.

    Columns: subject_id, kpi_id, assignment_id, period, end (Date), forecast, target, range_lo, range_hi.
    """
    parts, fiscal = [], dataset.settings.fiscal
    rows = dataset["actuals"].lazy().filter(pl.col("scenario") == "FC").select("kpi_id", "period").unique().collect()
    for kind, kpis in sorted(grains(dataset, period).items()):
        loaded = rows.filter(pl.col("kpi_id").is_in(kpis))
        labels = loaded["period"].unique().drop_nulls().to_list()
        spans = [span for label in labels if (span := period_or_none(label, fiscal)) is not None]
        part = _only(dataset, loaded["kpi_id"].unique().sort().to_list())
        for step in _following([span for span in spans if span.kind == kind], period)[:count]:
            found = actuals(part, step, "FC").filter(pl.col("value").is_not_null() & ~pl.col("partial"))
            goals = targets(part, step).select(*KEY, "target", "range_lo", "range_hi")
            parts.append(found.rename({"value": "forecast"}).join(goals, on=KEY, how="left").with_columns(
                pl.lit(step.label).alias("period"), pl.lit(step.end).alias("end")).select(AHEAD))
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(AHEAD, pl.String))
    return pl.concat(parts).sort(*KEY, "end", maintain_order=True)


def _following(spans: list[Period], period: Period) -> list[Period]:
    """The periods that stand one after the other behind ``period``, oldest first."""
    found: list[Period] = []
    day = period.end
    for span in sorted(spans):
        if span.start == day + timedelta(days=1):
            found.append(span)
            day = span.end
    return found


def grains(dataset: Dataset, period: Period) -> dict[str, list[str]]:
    """The finest kind of period of each KPI's actuals that begin by the end of ``period``: kind -> KPIs.

    A ratio without rows of its own has the grain of its numerator.
    """
    rows = dataset["actuals"].lazy().filter(pl.col("scenario") == "AC").select("kpi_id", "period").unique().collect()
    fiscal = dataset.settings.fiscal
    known = {label: period_or_none(label, fiscal) for label in rows["period"].unique().drop_nulls().to_list()}
    finest: dict[str, str] = {}
    for kpi, label in rows.iter_rows():
        span = known.get(label)
        if span is None or span.end > period.end or span.kind not in _FINEST_FIRST:
            continue
        if kpi not in finest or _FINEST_FIRST[span.kind] < _FINEST_FIRST[finest[kpi]]:
            finest[kpi] = span.kind
    for kpi, part in dataset["kpis"].select("kpi_id", "numerator_kpi").unique(maintain_order=True).iter_rows():
        if kpi not in finest and part in finest:
            finest[kpi] = finest[part]
    groups: dict[str, list[str]] = {}
    for kpi, kind in sorted(finest.items()):
        groups.setdefault(kind, []).append(kpi)
    return groups


def _steps(dataset: Dataset, period: Period, kind: str, count: int) -> list[Period]:
    """The last ``count`` periods of a kind that end with or before ``period``, oldest first."""
    fiscal = dataset.settings.fiscal
    labels = dataset["actuals"].select("period").unique()["period"].drop_nulls().to_list()
    spans = [span for label in labels if (span := period_or_none(label, fiscal)) is not None]
    ends = [span for span in spans if span.kind == kind and span.end <= period.end]
    if not ends:
        return []
    steps: list[Period] = []
    step = max(ends)
    first = min(ends)
    while len(steps) < count and step >= first:
        steps.append(step)
        step = previous(step, fiscal)
    return steps[::-1]


def _only(dataset: Dataset, kpis: list[str]) -> Dataset:
    """The dataset with the rows of some KPIs, and of those that their ratios are made of."""
    parts = dataset["kpis"].filter(pl.col("kpi_id").is_in(kpis)).select("numerator_kpi", "denominator_kpi")
    names = [*kpis, *parts["numerator_kpi"].drop_nulls(), *parts["denominator_kpi"].drop_nulls()]
    chosen = {name: dataset[name].filter(pl.col("kpi_id").is_in(names)) for name in ("actuals", "targets", "kpis", "scorecards")}
    return replace(dataset, tables={**dataset.tables, **chosen})


def _values(dataset: Dataset, step: Period) -> pl.DataFrame:
    found = actuals(dataset, step).rename({"value": "actual"})
    goals = targets(dataset, step).select(*KEY, *_OF_TARGET)
    rows = found.join(goals, on=KEY, how="full", coalesce=True)
    rows = rows.with_columns(
        pl.lit(step.label).alias("period"), pl.lit(step.end).alias("end"), pl.col("state").fill_null("not_reported")
    )
    return rows.select(SERIES)
