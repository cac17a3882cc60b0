"""Facts around the lines that findings name: who below is missing, sums of the children's targets, data of other grain."""

from __future__ import annotations

import polars as pl

from reportgen.measures.exactsum import exact_sums
from reportgen.measures.joins import attached
from reportgen.model.dataset import Dataset
from reportgen.model.period import FiscalCalendar, Period, parse_period, period_or_none, previous, year_earlier

_MOST_NAMES = 5
_KEY = ["subject_id", "kpi_id", "line_period"]


def with_missing_names(lines: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """Add ``missing_names`` to partial lines: up to five subjects below that have not reported."""
    partial = set(lines.filter("partial").select(*_KEY).iter_rows())
    names: dict[tuple[str, str, str], list[str]] = {}
    if partial:
        columns = subjects.select("subject_id", "parent_id", "name")
        places = {subject: (parent, name) for subject, parent, name in columns.iter_rows()}
        silent = lines.filter((pl.col("state") == "not_reported") & pl.col("actual").is_null())
        for subject, kpi, period in silent.select(*_KEY).iter_rows():
            above, steps = places.get(subject, (None, ""))[0], 0
            while above is not None and steps <= len(places):
                if (above, kpi, period) in partial:
                    names.setdefault((above, kpi, period), []).append(places[subject][1])
                above, steps = places.get(above, (None, ""))[0], steps + 1
    rows = [(*key, _listed(found)) for key, found in names.items()]
    frame = pl.DataFrame(rows, schema={**dict.fromkeys(_KEY, pl.String), "missing_names": pl.String}, orient="row")
    return attached(lines, frame, _KEY)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (" \u2026" if len(names) > _MOST_NAMES else "")


def children_targets(lines: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """subject_id, kpi_id, line_period, children_target: for additive KPIs the targets below, up to the next unit that has one.

    ``lines`` are those of KPIs that nobody shares: shared targets do not add up.
    """
    held = lines.select(*_KEY, "assignment_id", "agg_org", "target", "parent_id")
    held = held.filter((pl.col("agg_org") == "sum") & pl.col("target").is_not_null())
    held = held.unique([*_KEY, "assignment_id"], maintain_order=True)
    parents, place = subjects.select("subject_id", "parent_id"), ["above", "kpi_id", "line_period"]
    rows = held.select(*_KEY, "target", pl.col("parent_id").alias("above"))
    owners = held.select(pl.col("subject_id").alias("above"), "kpi_id", "line_period").unique()
    found = []
    for _ in range(len(subjects["depth"].unique()) + 1):
        rows = rows.filter(pl.col("above").is_not_null())
        if rows.is_empty():
            break
        found.append(rows.join(owners, on=place, how="semi"))
        rows = rows.join(owners, on=place, how="anti").join(
            parents, left_on="above", right_on="subject_id", how="left"
        ).select(*_KEY, "target", pl.col("parent_id").alias("above"))
    if not found:
        return pl.DataFrame(schema={**dict.fromkeys(_KEY, pl.String), "children_target": pl.Float64})
    sums = exact_sums(pl.concat(found), place, ["target"])
    return sums.rename({"above": "subject_id", "target": "children_target"})


def with_other_grain(lines: pl.DataFrame, dataset: Dataset) -> pl.DataFrame:
    """Add ``other_grain``: periods of rows that belong to the line's time but cannot be turned into its period."""
    several = lines["line_period"].n_unique() > 1
    groups = lines.partition_by("line_period", maintain_order=True) if several else [lines] if lines.height else []
    parts = [_other_grain(part, dataset, parse_period(part["line_period"][0], dataset.settings.fiscal)) for part in groups]
    return pl.concat(parts) if parts else lines.with_columns(pl.lit(None, dtype=pl.String).alias("other_grain"))


def _other_grain(lines: pl.DataFrame, dataset: Dataset, period: Period) -> pl.DataFrame:
    key = ["subject_id", "kpi_id"]
    silent = lines.select(*key, "flag", "actual", "scored").filter(pl.col("actual").is_null() & pl.col("scored")).unique(key)
    given = dataset["actuals"].lazy().filter((pl.col("scenario") == "AC") & pl.col("value").is_not_null())
    rows = given.join(silent.lazy().drop("actual", "scored"), on=key).select(*key, "period", "flag").collect()
    kinds = {label: _foreign(label, period, dataset.settings.fiscal) for label in rows["period"].unique().to_list()}
    foreign = pl.col("period").replace_strict(kinds, default=None, return_dtype=pl.String)
    rows = rows.with_columns(foreign.alias("foreign")).filter(
        (pl.col("foreign") == "other") | ((pl.col("foreign") == "finer") & (pl.col("flag") == "grain"))
    )
    found = rows.group_by(key).agg(pl.col("period").min().alias("first"), pl.col("period").max().alias("last"))
    span = pl.when(pl.col("first") == pl.col("last")).then("first").otherwise(pl.col("first") + " \u2013 " + pl.col("last"))
    return attached(lines, found.select(*key, span.alias("other_grain")), key)


def _foreign(label: str, period: Period, fiscal: FiscalCalendar) -> str | None:
    """``finer`` inside the period, ``other`` for longer periods around it and weeks that touch it, else nothing."""
    span = period_or_none(label, fiscal)
    if span is None:
        return None
    if label == period.label or span.end < period.start or span.start > period.end:
        return None
    inside = period.start <= span.start and span.end <= period.end
    return "finer" if inside and span.kind != "week" else "other"


def unapproved_assumptions(lines: pl.DataFrame, dataset: Dataset, period: Period) -> pl.DataFrame:
    """The lines that count 100 by a ``missing_policy`` of their own and that nobody has approved.

    Approved is what names ``approved_by``: the scorecard's line, the target of the line's time, or a note of the period (or
    without one) about the KPI.
    """
    key = ["subject_id", "kpi_id"]
    assumed = lines.filter((pl.col("assumed") == "target") & (pl.col("missing_policy") == "target"))
    if assumed.is_empty():
        return assumed
    cards = _signed(dataset["scorecards"]).select("row_nr")
    assumed = assumed.join(cards, on="row_nr", how="anti", maintain_order="left")
    goals = _signed(dataset["targets"]).select(pl.col("row_nr").alias("target_row"))
    assumed = assumed.join(goals, on="target_row", how="anti", maintain_order="left")
    notes = _signed(dataset["notes"])
    if notes.is_empty():
        return assumed
    told = pl.col("period").is_null() | (pl.col("period") == period.label)
    return assumed.join(notes.filter(told).select(key).drop_nulls(), on=key, how="anti", maintain_order="left")


def _signed(table: pl.DataFrame) -> pl.DataFrame:
    if "approved_by" not in table.columns:
        return table.clear()
    return table.filter(pl.col("approved_by").fill_null("").str.strip_chars() != "")


def changed_definitions(dataset: Dataset, period: Period) -> list[tuple[str, int | None, object]]:
    """KPIs with a version that began inside the compared time (a year back): kpi_id, row, date, the latest change of each."""
    fiscal = dataset.settings.fiscal
    since = min(previous(period, fiscal).start, year_earlier(period, fiscal).start)
    versions = dataset["kpis"].filter(pl.len().over("kpi_id") > 1)
    oldest = pl.col("valid_from") == pl.col("valid_from").min().over("kpi_id")
    undated = pl.col("valid_from").null_count().over("kpi_id") > 0
    newer = versions.filter(pl.col("valid_from").is_not_null() & (~oldest | undated))
    inside = newer.filter((pl.col("valid_from") > since) & (pl.col("valid_from") <= period.end)).sort("valid_from")
    latest = inside.unique("kpi_id", keep="last", maintain_order=True).sort("kpi_id")
    return list(latest.select("kpi_id", "row_nr", "valid_from").iter_rows())
