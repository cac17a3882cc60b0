"""Each key once: equal rows are counted once, rows that contradict each other stop their subject."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from reportgen.dataset.draft import Draft, plain
from reportgen.dataset.schema import TABLES
from reportgen.model.finding import Finding

#: What makes a row of a table the same row. Tables left out may hold equal rows that are meant.
KEYS: Mapping[str, tuple[str, ...]] = {
    "org": ("unit_id", "valid_from"),
    "people": ("person_id",),
    "assignments": ("person_id", "unit_id", "post", "from", "assignment_id"),
    "kpis": ("kpi_id", "version", "valid_from"),
    "scorecards": ("subject_id", "kpi_id", "period", "assignment_id"),
    "targets": ("kpi_id", "subject_id", "period", "assignment_id", "version", "valid_from"),
    "actuals": ("kpi_id", "subject_id", "period", "scenario", "assignment_id"),
    "scores": ("kpi_id", "subject_id", "period"),
    "events": ("event_id",),
    "paybase": ("person_id", "period", "assignment_id"),
    "adjustments": ("subject_id", "period"),
    "lineage": ("old_unit", "new_unit", "date"),
    "rates": ("from", "to", "date"),
}
_ACTUAL_CONTENT = ("value", "numerator", "denominator", "state")


def check_keys(draft: Draft) -> None:
    """E-DUP-KEY, E-DUP-ACTUAL and W-DUP-SAME; one row of each key stays."""
    for table, keys in KEYS.items():
        if draft.ready(table) and draft[table].height > 1:
            _check_table(draft, table, keys)
    both = sorted(draft.people & draft.units)
    if both:
        rows = draft["people"].filter(pl.col("person_id").is_in(both)).select("row_nr", subject_id="person_id")
        draft.log.add_rows(Finding("E-DUP-KEY", "people", column="person_id", params={"case": "both"}), rows)


def _repeated(frame: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Rows whose key occurs again. Hashes first: they are quick to compare and never miss a repetition."""
    hashes = frame.select(pl.struct(keys).hash()).to_series()
    if hashes.n_unique() == frame.height:
        return frame.clear()
    candidates = frame.filter(hashes.is_duplicated())
    return candidates.filter(pl.struct(keys).is_duplicated())


def _check_table(draft: Draft, table: str, keys: tuple[str, ...]) -> None:
    frame = draft[table]
    repeated = _repeated(frame, keys)
    if repeated.height == 0:
        return
    groups = _groups(repeated, table, keys)
    same, different = groups.filter("same"), groups.filter(~pl.col("same"))
    draft.log.add_rows(Finding("W-DUP-SAME", table), same, ("rows", "key"))
    if table == "actuals":
        draft.log.add_rows(Finding("E-DUP-ACTUAL", table), different, ("rows", "key", "period", "scenario", "values"))
    else:
        draft.log.add_rows(Finding("E-DUP-KEY", table), different, ("rows", "key"))
    gone = groups["all_rows"].explode()
    first = groups["row_nr"]
    frame = frame.filter(~pl.col("row_nr").is_in(gone.implode()) | pl.col("row_nr").is_in(first.implode()))
    if table == "actuals" and different.height:
        frame = _without_value(frame, different["row_nr"])
    draft[table] = frame


def _groups(repeated: pl.DataFrame, table: str, keys: tuple[str, ...]) -> pl.DataFrame:
    """One row per repeated key: row_nr of its first row, subject_id, kpi_id, period or day, rows, key, same, all_rows, values."""
    content = _ACTUAL_CONTENT if table == "actuals" else tuple(name for name in repeated.columns if name != "row_nr")
    subject = TABLES[table].subject
    own = {"subject_id": subject, "kpi_id": "kpi_id"}
    own |= {"period": "period"} | ({"day": "date"} if table == "events" else {})
    ids = {name: pl.col(column).first() for name, column in own.items() if column in repeated.columns}
    names = {
        **ids,
        "all_rows": pl.col("row_nr"),
        "kinds": pl.struct(content).n_unique(),
        "rows": pl.col("row_nr").cast(pl.String).str.join(", "),
        "key": pl.concat_str([pl.col(key).cast(pl.String).first() for key in keys], separator=" ", ignore_nulls=True),
    }
    if table == "actuals":
        value = pl.coalesce(plain("value"), pl.concat_str(plain("numerator"), pl.lit("/"), plain("denominator")), "state")
        names |= {"values": value.str.join(", "), "scenario": pl.col("scenario").first()}
    key = [pl.col(name).alias(f"_{name}") for name in keys]
    result = repeated.group_by(key, maintain_order=True).agg(pl.col("row_nr").first(), **names)
    return result.with_columns(same=pl.col("kinds") == 1)


def _without_value(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Where actuals contradict each other there is none: a unit above shows a partial value instead of a guess."""
    odd = pl.col("row_nr").is_in(rows.implode())
    return frame.with_columns(
        *(pl.when(~odd).then(name).alias(name) for name in ("value", "numerator", "denominator")),
        pl.when(odd).then(pl.lit("not_reported")).otherwise("state").alias("state"),
    )
