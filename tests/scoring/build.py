"""Build a Dataset for tests: every contract table with its columns, from rows written as dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from reportgen.model.dataset import Dataset, Settings

_TEXT, _NUMBER, _DATE, _COUNT = pl.String(), pl.Float64(), pl.Date(), pl.Int64()
_WORDS = {
    "org": "unit_id name type parent_id manager_id name_en",
    "people": "person_id name unit_id post job_family level email manager_id locale",
    "assignments": "person_id unit_id assignment_id post job_family level line_manager_id matrix_manager_id",
    "kpis": "kpi_id name unit direction name_en definition formula kind agg_time agg_org perspective process_or_result "
    "hard_or_soft data_source owner_id review_frequency method params numerator_kpi denominator_kpi relevance "
    "controllability version shared",
    "scorecards": "subject_id kpi_id period assignment_id missing_policy method params approved_by",
    "targets": "kpi_id subject_id period comparator target_basis phasing window assignment_id version reason approved_by",
    "actuals": "kpi_id subject_id period scenario status assignment_id source_ref state",
    "scores": "kpi_id subject_id period",
    "events": "event_id subject_id type rule reason evidence approver legal_basis jurisdiction",
    "notes": "subject_id text type kpi_id period author reason approved_by",
    "adjustments": "subject_id period from_grade to_grade reason decided_by",
    "lineage": "old_unit new_unit",
}
_NUMBERS = {
    "org": "org_weight",
    "assignments": "fte scorecard_share",
    "kpis": "cap floor multiplier",
    "scorecards": "weight cap floor",
    "targets": "target threshold stretch range_lo range_hi zero_distance baseline stated_growth_pct",
    "actuals": "value numerator denominator",
    "scores": "score scale_max weight target actual",
    "events": "points amount count",
    "lineage": "share",
}
_DATES = {
    "org": "valid_from valid_to", "people": "hire_date leave_date", "assignments": "from to", "kpis": "valid_from valid_to",
    "targets": "valid_from", "events": "date notice_date", "adjustments": "date", "lineage": "date",
}
_COUNTS = {"kpis": "decimals"}

Rows = Sequence[Mapping[str, Any]]


def schema(table: str) -> dict[str, pl.DataType]:
    """Column types of a table, as the dataset room hands it over."""
    columns: dict[str, pl.DataType] = {}
    for kinds, dtype in ((_WORDS, _TEXT), (_NUMBERS, _NUMBER), (_DATES, _DATE), (_COUNTS, _COUNT)):
        columns |= dict.fromkeys(kinds.get(table, "").split(), dtype)
    return columns | {"row_nr": _COUNT}


def frame(table: str, rows: Rows) -> pl.DataFrame:
    """Rows as a frame; a row without ``row_nr`` gets its place below a head in row 1."""
    columns = schema(table)
    numbered = [{"row_nr": place, **row} for place, row in enumerate(rows, start=2)]
    extra = {name for row in numbered for name in row} - set(columns)
    assert not extra, f"{table} has no column {sorted(extra)}"
    return pl.DataFrame(numbered, schema=columns)


def dataset(settings: Settings | None = None, excluded: Mapping[str, tuple[str, ...]] | None = None, **tables: Rows) -> Dataset:
    """A dataset of the given tables; the others are empty. Actuals default to AC and to a state by their value."""
    frames = {name: frame(name, tables.get(name, ())) for name in _WORDS}
    given = pl.any_horizontal(pl.col("value").is_not_null(), pl.col("denominator").is_not_null())
    state = pl.when(given).then(pl.lit("reported")).otherwise(pl.lit("not_reported"))
    frames["actuals"] = frames["actuals"].with_columns(
        pl.col("scenario").fill_null("AC"), pl.coalesce("state", state).alias("state")
    )
    return Dataset(settings or Settings(name="test"), frames, (), dict(excluded or {}), "0" * 64)
