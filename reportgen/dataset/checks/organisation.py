"""The tree of units: one root, no circle, parents that exist, no two versions of a definition on one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from reportgen.dataset.draft import Draft
from reportgen.findings import suggestion
from reportgen.model.finding import Finding

_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


def check_organisation(draft: Draft) -> None:
    """E-CYCLE, E-ROOT, E-UNKNOWN-ID of parents and E-VERSION-OVERLAP of units and KPIs."""
    for table, key in (("org", "unit_id"), ("kpis", "kpi_id")):
        if draft.ready(table):
            _check_versions(draft, table, key)
    if not draft.ready("org"):
        return
    _check_parents(draft)
    circles = [circle for day in _days(draft["org"]) if (circle := _circle(_parents_on(draft["org"], day)))]
    if circles:
        draft.log.add(Finding("E-CYCLE", "org", column="parent_id", params={"units": " → ".join(circles[0])}))
    else:
        _check_root(draft)


def _valid_on(day: date) -> pl.Expr:
    return (pl.col("valid_from").fill_null(_FIRST) <= day) & (pl.col("valid_to").fill_null(_LAST) >= day)


def _days(org: pl.DataFrame) -> list[date]:
    """Days on which the tree may look different."""
    if org["unit_id"].n_unique() == org.height:
        return [_LAST] if org["valid_to"].null_count() == org.height else sorted({*org["valid_from"].drop_nulls(), _LAST})
    return sorted({*org["valid_from"].drop_nulls(), _LAST})


def _parents_on(org: pl.DataFrame, day: date) -> dict[str, str]:
    valid = org.filter(_valid_on(day) & pl.col("parent_id").is_not_null())
    return dict(zip(valid["unit_id"], valid["parent_id"], strict=True))


def _circle(parents: Mapping[str, str]) -> list[str]:
    """The first circle found, its first unit repeated at the end; empty where there is none."""
    settled: set[str] = set()
    for start in sorted(parents):
        path: list[str] = []
        unit: str | None = start
        while unit is not None and unit not in settled and unit not in path:
            path.append(unit)
            unit = parents.get(unit)
        if unit is not None and unit in path:
            circle = path[path.index(unit) :]
            return [*circle, circle[0]]
        settled.update(path)
    return []


def _reference_day(draft: Draft) -> date:
    """The day on which the tree is judged: as_of, else the latest beginning of a unit."""
    latest = draft["org"]["valid_from"].drop_nulls()
    return draft.settings.as_of or (max(latest) if latest.len() else _LAST)


def _check_root(draft: Draft) -> None:
    org = draft["org"]
    valid = org.filter(_valid_on(_reference_day(draft)))
    valid = valid if valid.height else org
    roots = valid.filter(pl.col("parent_id").is_null())["unit_id"].unique().sort().to_list()
    if not roots:
        draft.log.add(Finding("E-ROOT", "org", column="parent_id", params={"case": "none"}))
    elif len(roots) > 1:
        shown = ", ".join(roots[:10]) + (" …" if len(roots) > 10 else "")
        draft.log.add(Finding("E-ROOT", "org", column="parent_id", params={"count": str(len(roots)), "units": shown}))


def _check_parents(draft: Draft) -> None:
    """An unknown parent stops its unit; until it is corrected the unit hangs under the only root, if there is one."""
    org, known = draft["org"], draft.units
    odd = pl.col("parent_id").is_not_null() & ~pl.col("parent_id").is_in(sorted(known))
    rows = org.filter(odd)
    if rows.height == 0:
        return
    for row in rows.iter_rows(named=True):
        params = {"value": row["parent_id"], "where": "org", **suggestion(row["parent_id"], known)}
        draft.log.add(Finding("E-UNKNOWN-ID", "org", row["row_nr"], "parent_id", row["unit_id"], params=params))
    roots = org.filter(pl.col("parent_id").is_null())["unit_id"].unique()
    if roots.len() == 1:
        draft["org"] = org.with_columns(parent_id=pl.when(odd).then(pl.lit(roots[0])).otherwise("parent_id"))


def _check_versions(draft: Draft, table: str, key: str) -> None:
    frame = draft[table]
    versions = (
        frame.filter(pl.col(key).is_duplicated())
        .with_columns(start=pl.col("valid_from").fill_null(_FIRST), end=pl.col("valid_to").fill_null(_LAST))
        .sort(key, "start", "row_nr")
    )
    # A version without an end gives way to the one that begins after it.
    following = pl.col("start").shift(-1).over(key)
    gives_way = pl.col("valid_to").is_null() & (following > pl.col("start"))
    versions = versions.with_columns(end=pl.when(gives_way).then(following - timedelta(days=1)).otherwise("end"))
    before = pl.col("end").shift(1).over(key)
    overlaps = versions.with_columns(before=before, earlier=pl.col("row_nr").shift(1).over(key)).filter(
        pl.col("start") <= pl.col("before")
    )
    for row in overlaps.head(20).iter_rows(named=True):
        params = {"key": row[key], "date": str(max(row["start"], _FIRST)), "rows": f"{row['earlier']}, {row['row_nr']}"}
        subject = {"subject_id": row[key]} if table == "org" else {"kpi_id": row[key]}
        draft.log.add(Finding("E-VERSION-OVERLAP", table, row["row_nr"], "valid_from", params=params, **subject))
