"""Targets: thresholds in order, ranges the right way up, stated growth that agrees, changes made in time."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from reportgen.dataset.draft import Draft, plain
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period

_IDS = ("row_nr", "subject_id", "kpi_id", "period")


def check_targets(draft: Draft) -> None:
    """E-TARGET-CHAIN, E-RANGE, W-GROWTH-MISMATCH, W-LATE-RETRO."""
    if not draft.ready("targets", "kpis"):
        return
    own = draft["kpis"].select("kpi_id", "direction", "method", "params").unique("kpi_id", keep="last", maintain_order=True)
    targets = draft["targets"].join(own, on="kpi_id", how="left", maintain_order="left")
    _check_chain(draft, targets)
    _check_range(draft, targets)
    _check_growth(draft)
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


def _number(value: float) -> Decimal:
    return Decimal(repr(value))


def _check_growth(draft: Draft) -> None:
    """Stated growth against target / baseline - 1, to the decimals in which it is stated (docs/method/scoring.md, "Growth")."""
    targets = draft["targets"]
    stated = targets.filter(
        pl.col("stated_growth_pct").is_not_null()
        & (pl.col("baseline") > 0)
        & pl.col("target").is_not_null()
        & (pl.col("target_basis").fill_null("level") == "level")
    )
    implied = (pl.col("target") / pl.col("baseline") - 1) * 100
    for row in stated.filter((implied - pl.col("stated_growth_pct")).abs() > 1e-9).iter_rows(named=True):
        growth, baseline = _number(row["stated_growth_pct"]), _number(row["baseline"])
        exact = (_number(row["target"]) / baseline - 1) * 100
        places = max(-int(growth.normalize().as_tuple().exponent), 0)
        if exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == growth:
            continue
        needed = baseline * (1 + growth / 100)
        params = {
            "period": row["period"],
            "stated": _shown(growth),
            "baseline": _shown(baseline),
            "target": _shown(_number(row["target"])),
            "implied": _shown(exact.quantize(Decimal("0.01"), ROUND_HALF_UP)),
            "needed": _shown(needed.quantize(Decimal("0.01"), ROUND_HALF_UP)),
        }
        draft.log.add(
            Finding(
                "W-GROWTH-MISMATCH",
                "targets",
                row["row_nr"],
                "stated_growth_pct",
                row["subject_id"],
                row["kpi_id"],
                params=params,
            )
        )


def _shown(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _check_late(draft: Draft) -> None:
    dated = draft["targets"].filter(pl.col("valid_from").is_not_null())
    labels = dated["period"].unique().to_list()
    ends = [parse_period(label, draft.settings.fiscal).end for label in labels]
    late = (
        dated.with_columns(
            end=pl.col("period").replace_strict(labels, pl.Series(ends, dtype=pl.Date), default=None, return_dtype=pl.Date)
        )
        .filter(pl.col("valid_from") > pl.col("end"))
        .with_columns(date="valid_from", approver="approved_by")
    )
    finding = Finding("W-LATE-RETRO", "targets", column="valid_from")
    draft.log.add_rows(finding, late.filter(pl.col("approver").is_not_null()), ("period", "date", "approver"))
    finding = Finding("W-LATE-RETRO", "targets", column="valid_from", params={"case": "unapproved"})
    draft.log.add_rows(finding, late.filter(pl.col("approver").is_null()), ("period", "date"))
