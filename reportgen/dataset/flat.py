"""The flat form: one sheet of subject, kpi, target and actual as the tables of a dataset (contract rule 18)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from reportgen.dataset.draft import empty_table
from reportgen.dataset.findings_log import FindingLog
from reportgen.dataset.schema import FLAT, REQUIRED_TABLES
from reportgen.model.dataset import Place
from reportgen.model.finding import Finding

#: Column of a table -> column of the flat file, for findings that name the header.
_HEADERS: Mapping[str, Mapping[str, str]] = {
    "org": {},
    "people": {"person_id": "subject", "name": "subject"},
    "kpis": {
        "kpi_id": "kpi",
        "name": "kpi",
        "unit": "unit",
        "direction": "direction",
        "owner_id": "owner",
        "data_source": "source",
    },
    "scorecards": {"subject_id": "subject", "kpi_id": "kpi", "weight": "weight", "period": "period"},
    "targets": {"subject_id": "subject", "kpi_id": "kpi", "target": "target", "period": "period"},
    "actuals": {"subject_id": "subject", "kpi_id": "kpi", "value": "actual", "period": "period"},
}


def tables_of(flat: pl.DataFrame, company: str, period: str | None, log: FindingLog) -> dict[str, pl.DataFrame]:
    """The six required tables. Subjects are persons under one company; a KPI's id is its name; the period labels all rows."""
    place = log.places[FLAT]
    for table in REQUIRED_TABLES:
        written = {column: place.headers.get(own, own) for column, own in _HEADERS[table].items()}
        log.places[table] = Place(place.file, place.sheet, written)
    rows = flat.with_columns(subject_id="subject", kpi_id="kpi", period=pl.coalesce("period", pl.lit(period, dtype=pl.String)))
    if rows["period"].null_count():
        log.add(Finding("E-PERIOD", FLAT, column="period", params={"case": "flat", "file": place.file}))
        for subject in rows.filter(pl.col("period").is_null())["subject_id"].unique().to_list():
            log.stop("E-PERIOD", subject)
    dated = rows.filter(pl.col("period").is_not_null())
    tables = {
        "org": pl.DataFrame({"unit_id": [company], "name": [company], "type": ["company"], "row_nr": [1]}),
        "people": rows.unique("subject_id", keep="first", maintain_order=True).select(
            "row_nr", person_id="subject_id", name="subject_id", unit_id=pl.lit(company)
        ),
        "kpis": _kpis(rows, log),
        "scorecards": dated.select("row_nr", "subject_id", "kpi_id", "weight", "period"),
        "targets": dated.select("row_nr", "subject_id", "kpi_id", "period", "target"),
        "actuals": _actuals(dated, [name for name in flat.columns if name.startswith("x:")]),
    }
    return {name: _complete(name, frame) for name, frame in tables.items()}


def _kpis(rows: pl.DataFrame, log: FindingLog) -> pl.DataFrame:
    """One card per KPI name; cards that contradict each other stop whoever carries the KPI."""
    cards = rows.select("row_nr", "kpi_id", "unit", "direction", "owner", "source")
    for column in ("unit", "direction"):
        other = cards.filter(pl.col(column).is_not_null()).with_columns(value=pl.col(column).first().over("kpi_id"))
        odd = other.filter(pl.col(column) != pl.col("value")).unique("kpi_id", keep="first", maintain_order=True)
        shown = odd.select("row_nr", "kpi_id", "value", other=column)
        log.add_rows(Finding("E-VALUE", "kpis", column=column, params={"case": "differs"}), shown, ("value", "other"))
    columns = ("unit", "direction", "owner", "source")
    grouped = cards.group_by("kpi_id", maintain_order=True).agg(
        pl.col("row_nr").first(), *(pl.col(column).drop_nulls().first() for column in columns)
    )
    return grouped.rename({"owner": "owner_id", "source": "data_source"}).with_columns(name="kpi_id")


def _actuals(rows: pl.DataFrame, extra: list[str]) -> pl.DataFrame:
    own = rows.select("row_nr", "subject_id", "kpi_id", "period", *extra, value="actual", scenario=pl.lit("AC"))
    earlier = rows.filter(pl.col("py_actual").is_not_null())
    prior = earlier.select("row_nr", "subject_id", "kpi_id", "period", *extra, value="py_actual", scenario=pl.lit("PY"))
    reported = pl.when(pl.col("value").is_not_null()).then(pl.lit("reported")).otherwise(pl.lit("not_reported"))
    return pl.concat([own, prior]).with_columns(state=reported)


def _complete(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of the table, in order."""
    return pl.concat([empty_table(table), frame.with_columns(pl.col("row_nr").cast(pl.Int64))], how="diagonal")
