"""Targets: thresholds in order, ranges the right way up, changes made in time."""

from __future__ import annotations

import polars as pl

from reportgen.dataset.draft import Draft, plain
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period

_IDS = ("row_nr", "subject_id", "kpi_id", "period")


_APPROVED = pl.col("approver").is_not_null()


def check_targets(draft: Draft) -> None:
    """E-TARGET-CHAIN, E-RANGE, W-LATE-RETRO."""
    if not draft.ready("targets", "kpis"):
        return
    own = draft["kpis"].select("kpi_id", "direction", "method", "params").unique("kpi_id", keep="last", maintain_order=True)
    targets = draft["targets"].join(own, on="kpi_id", how="left", maintain_order="left")
    _check_chain(draft, targets)
    _check_range(draft, targets)
    _check_late(draft)


def _check_chain(draft: Draft, targets: pl.DataFrame) -> None:
    for direction, case, sign in (("higher", "rising", 1), ("lower", "falling", -1)):
        steps = [
            (pl.col(low) * sign, pl.col(high) * sign)
            for low, high in (("threshold", "target"), ("target", "stretch"), ("threshold", "stretch"))
        ]
        odd = pl.any_horizontal((low >= high).fill_null(False) for low, high in steps)
        names = ("threshold", "target", "stretch")
        rows = targets.filter((pl.col("direction") == direction) & odd).select(
            *_IDS, *(plain(name).fill_null("—").alias(name) for name in names)
        )
        finding = Finding("E-TARGET-CHAIN", "targets", column="target", params={"case": case})
        draft.log.add_rows(finding, rows, ("period", *names))


def _check_range(draft: Draft, targets: pl.DataFrame) -> None:
    rows = targets.with_columns(lo="range_lo", hi="range_hi", far="zero_distance").with_columns(
        plain("range_lo"), plain("range_hi"), plain("zero_distance")
    )
    finding = Finding("E-RANGE", "targets", column="range_lo")
    draft.log.add_rows(finding, rows.filter(pl.col("lo") > pl.col("hi")), ("period", "range_lo", "range_hi"))
    finding = Finding("E-RANGE", "targets", column="zero_distance", params={"case": "distance"})
    draft.log.add_rows(finding, rows.filter(pl.col("far") <= 0), ("period", "zero_distance"))
    by_range = (pl.col("direction") == "range") & (pl.col("method").fill_null("range") == "range")
    elsewhere = pl.col("params").fill_null("").str.contains("zero_distance", literal=True)
    given = pl.col("lo").is_not_null() | pl.col("hi").is_not_null()
    odd = rows.filter(by_range & given & pl.col("far").is_null() & ~elsewhere)
    if draft.ready("scorecards"):
        lines = draft["scorecards"]
        other = lines.filter(
            (pl.col("method").is_not_null() & (pl.col("method") != "range"))
            | pl.col("params").fill_null("").str.contains("zero_distance", literal=True)
        )
        odd = odd.join(other.select("subject_id", "kpi_id"), on=["subject_id", "kpi_id"], how="anti")
    finding = Finding("E-RANGE", "targets", column="zero_distance", params={"case": "no_distance"})
    draft.log.add_rows(finding, odd, ("period",))


def _check_late(draft: Draft) -> None:
    """Targets and, where scorecards date them, weights that were set after their period had ended."""
    for table, cases in (("targets", ("", "unapproved")), ("scorecards", ("weight", "weight_unapproved"))):
        if not draft.ready(table):
            continue
        dated = draft[table].filter(pl.col("valid_from").is_not_null() & pl.col("period").is_not_null())
        labels = dated["period"].unique().to_list()
        ends = pl.Series([parse_period(label, draft.settings.fiscal).end for label in labels], dtype=pl.Date)
        end = pl.col("period").replace_strict(labels, ends, default=None, return_dtype=pl.Date)
        late = dated.filter(pl.col("valid_from") > end).with_columns(date="valid_from", approver="approved_by")
        finding = Finding("W-LATE-RETRO", table, column="valid_from", params={"case": cases[0]} if cases[0] else {})
        draft.log.add_rows(finding, late.filter(_APPROVED), ("period", "date", "approver"))
        finding = Finding("W-LATE-RETRO", table, column="valid_from", params={"case": cases[1]})
        draft.log.add_rows(finding, late.filter(~_APPROVED), ("period", "date"))
