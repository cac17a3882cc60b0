"""What check and run say of a scored period by its history: absurd targets, KPIs without spread, values far from their past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from reportgen.analysis.history import anomalies
from reportgen.analysis.lint import lint_history, lint_values
from reportgen.measures import kpis_at, series
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period, parse_period, year_earlier
from reportgen.model.results import Scores

#: Months of a kind of period; weeks make no whole number of any other.
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
#: Periods looked at before the checked one: those of the longest window, and the one that a year ago is a season with.
_BEFORE = 13
_KEY = ["subject_id", "kpi_id", "assignment_id"]


@dataclass(frozen=True, slots=True)
class _Grain:
    """The values of the KPIs of one grain, oldest first, and the latest of its periods."""

    kind: str
    rows: pl.DataFrame
    label: str


def history(dataset: Dataset, period: Period) -> pl.DataFrame:
    """The series of every KPI (measures.series), as long as the hints look back."""
    return series(dataset, period, {kind: (_steps(period, kind) or 1) + _BEFORE for kind in ("week", *_MONTHS)})


def lint(dataset: Dataset, scores: Scores, period: Period, past: pl.DataFrame) -> tuple[Finding, ...]:
    """Hints on scored lines by their ``history``, with their rows (docs/method/variance.md, "Lint by history")."""
    return tuple(_with_rows(dataset, tuple(_hints(dataset, scores, period, past))))


def _with_rows(dataset: Dataset, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Findings about a value or target of one subject and period name its row, where it has one of its own."""
    subjects = sorted({finding.subject_id for finding in findings if finding.subject_id})
    rows: dict[tuple[str, ...], int] = {}
    for table in ("targets", "actuals"):
        own = dataset[table].filter(pl.col("subject_id").is_in(subjects))
        own = own.filter(pl.col("scenario").fill_null("AC") == "AC") if table == "actuals" else own
        keys = own.select("subject_id", "kpi_id", "period", "row_nr").iter_rows()
        rows |= {(table, *key): row for *key, row in keys}
    for finding in findings:
        place = (finding.table, finding.subject_id, finding.kpi_id, finding.params.get("period", ""))
        yield replace(finding, row=finding.row or rows.get(place))


def _hints(dataset: Dataset, scores: Scores, period: Period, past: pl.DataFrame) -> Iterator[Finding]:
    scored = scores.kpi_scores.filter(pl.col("weight") > 0)
    lines = scored.select("subject_id", "kpi_id").unique()
    past = past.join(lines, on=["subject_id", "kpi_id"], how="semi", maintain_order="left")
    grains = _grains(past, dataset)
    steps = {kpi: _steps(period, grain.kind) for grain in grains for kpi in grain.rows["kpi_id"].unique()}
    counted = pl.col("kpi_id").replace_strict(steps, default=None, return_dtype=pl.Int64).alias("steps")
    yield from lint_history(scored.with_columns(counted), past.filter(pl.col("end") < period.start))
    kpis = kpis_at(dataset, period.end).select("kpi_id", "direction", "unit")
    for grain in grains:
        latest, earlier = (grain.rows.filter((pl.col("period") == grain.label) == now) for now in (True, False))
        step = parse_period(grain.label, dataset.settings.fiscal)
        if step.end >= period.start:
            ago = earlier.filter(pl.col("period") == year_earlier(step, dataset.settings.fiscal).label)
            yield from lint_values(grain.label, anomalies(_ordered(grain.rows), kpis), latest, earlier, ago)


def _grains(past: pl.DataFrame, dataset: Dataset) -> list[_Grain]:
    fiscal = dataset.settings.fiscal
    kinds = {label: parse_period(label, fiscal).kind for label in past["period"].unique().sort()}
    rows = past.with_columns(pl.col("period").replace_strict(kinds, default=None, return_dtype=pl.String).alias("kind"))
    return [
        _Grain(part["kind"][0], part, part.sort("end", maintain_order=True)["period"][-1])
        for part in rows.partition_by("kind", maintain_order=True)
    ]


def _steps(period: Period, kind: str) -> int | None:
    whole, part = _MONTHS.get(period.kind), _MONTHS.get(kind)
    return whole // part if whole is not None and part is not None and whole % part == 0 else None


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    order = pl.col("end").rank("dense").cast(pl.Int64).alias("order")
    return rows.with_columns(order).select(
        *_KEY, "order", pl.col("actual").alias("value"), "target", "threshold", "range_lo", "range_hi"
    ).unique([*_KEY, "order"], keep="first", maintain_order=True)
