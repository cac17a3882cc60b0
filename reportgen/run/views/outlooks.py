"""The full-year outlook of every flow: year to date, plan by months, last year, loaded forecast."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reportgen.analysis.outlook import YearPlan, has_outlook, outlook
from reportgen.model.analysis import Outlook
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, months_of, year_earlier, year_of, year_to_date
from reportgen.run.index import decimal
from reportgen.run.inputs import Inputs

Key = tuple[str, str]
_KEY = ["subject_id", "kpi_id", "assignment_id"]
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def outlooks(inputs: Inputs, kpis: pl.DataFrame) -> dict[Key, Outlook]:
    """Subject and KPI -> outlook, for flows with a year to date (docs/method/variance.md, "Outlook").

    Time is counted in the periods of the KPI's actuals. ``kpis``: kpi_id, agg_time, kind, unit, decimals.
    """
    from reportgen.measures.series import grains

    flows = [row["kpi_id"] for row in kpis.iter_rows(named=True)
             if has_outlook(row["agg_time"], row["kind"] or "", row["unit"] or "")]
    if not flows or inputs.period.kind == "week":
        return {}
    dataset, fiscal = _only(inputs.dataset, flows), inputs.dataset.settings.fiscal
    year, to_date = year_of(inputs.period, fiscal), year_to_date(inputs.period, fiscal)
    kinds = {kpi: kind for kind, names in grains(dataset, inputs.period).items() for kpi in names}
    passed = len(months_of(to_date))
    found = {}
    for row in _values(dataset, year, to_date).iter_rows(named=True):
        step = _MONTHS.get(kinds.get(row["kpi_id"], "month"), 1)
        whole, done = decimal(row["fy_target"]), decimal(row["plan_to_date"])
        plan = YearPlan(
            whole, done, None if whole is None or done is None else whole - done, decimal(row["py_to_date"]),
            decimal(row["py_year"]), decimal(row["forecast"]),
        )
        ytd = decimal(row["ytd"])
        if ytd is not None:
            found[row["subject_id"], row["kpi_id"]] = outlook(ytd, passed // step, 12 // step, plan)
    return found


def _only(dataset: Dataset, kpis: list[str]) -> Dataset:
    """The dataset with the rows of some KPIs alone."""
    chosen = {name: dataset[name].filter(pl.col("kpi_id").is_in(kpis)) for name in ("actuals", "targets", "kpis", "scorecards")}
    return replace(dataset, tables={**dataset.tables, **chosen})


def _values(dataset: Dataset, year: Period, to_date: Period) -> pl.DataFrame:
    """One row per line with a year to date; a line of an assignment stands behind that of the whole subject."""
    from reportgen import measures

    fiscal = dataset.settings.fiscal

    def actual(period: Period, name: str, scenario: str = "AC") -> pl.DataFrame:
        return measures.actuals(dataset, period, scenario).select(*_KEY, pl.col("value").alias(name))

    def target(period: Period, name: str) -> pl.DataFrame:
        return measures.targets(dataset, period).select(*_KEY, pl.col("target").alias(name))

    rows = actual(to_date, "ytd").filter(pl.col("ytd").is_not_null())
    parts = [
        target(year, "fy_target"), target(to_date, "plan_to_date"),
        actual(year_earlier(to_date, fiscal), "py_to_date"), actual(year_earlier(year, fiscal), "py_year"),
    ]
    if (dataset["actuals"]["scenario"] == "FC").any():
        parts.append(actual(year, "forecast", "FC"))
    else:
        rows = rows.with_columns(pl.lit(None, dtype=pl.Float64).alias("forecast"))
    for part in parts:
        rows = rows.join(part.unique(_KEY, keep="first"), on=_KEY, how="left", maintain_order="left")
    return rows.sort("assignment_id", maintain_order=True).unique(["subject_id", "kpi_id"], keep="first", maintain_order=True)
