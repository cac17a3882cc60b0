"""Scorecards: weights that sum to exactly 100, on every layer; a sensible number of KPIs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl

from reportgen.dataset.draft import Draft, plain
from reportgen.model.finding import Finding

#: A single weight outside these limits, or a number of scored KPIs outside these, is unusual (domain defaults).
WEIGHT_RANGE = (5, 60)
PERSON_KPIS = (3, 5)
UNIT_KPIS = (3, 12)
_CARD = ["subject_id", "assignment_id", "period"]


def check_weights(draft: Draft) -> None:
    """E-WEIGHT-SIGN, E-WEIGHT-SUM, W-WEIGHT-RANGE, W-KPI-COUNT. Effective weights replace two-layer ones."""
    if not draft.ready("scorecards", "kpis"):
        return
    directions = draft["kpis"].select("kpi_id", "direction").unique("kpi_id", keep="last", maintain_order=True)
    lines = draft["scorecards"].join(directions, on="kpi_id", how="left", maintain_order="left")
    _check_signs(draft, lines)
    scored = lines.filter((pl.col("direction") != "none").fill_null(True) & (pl.col("weight") > 0))
    cards = _cards(scored)
    if draft["scorecards"]["perspective_weight"].null_count() < draft["scorecards"].height:
        _check_layers(draft, cards)
    else:
        _check_sums(draft, cards)
    _check_range(draft, lines)
    _check_counts(draft, cards)


def _check_signs(draft: Draft, lines: pl.DataFrame) -> None:
    shown_only = (pl.col("direction") == "none").fill_null(False)
    rows = lines.select("row_nr", "subject_id", "kpi_id", "direction", value="weight", weight=plain("weight"))
    finding = Finding("E-WEIGHT-SIGN", "scorecards", column="weight")
    unread = {row.row for row in draft.log.findings if row.table == "scorecards" and row.code == "E-CELL"}
    blank = rows.filter(~shown_only & pl.col("value").is_null() & ~pl.col("row_nr").is_in(sorted(r for r in unread if r)))
    draft.log.add_rows(replace(finding, params={"case": "empty"}), blank)
    draft.log.add_rows(finding, rows.filter(~shown_only & (pl.col("value") <= 0)), ("weight",))
    odd = rows.filter(shown_only & (pl.col("value") != 0))
    draft.log.add_rows(replace(finding, params={"case": "shown_only"}), odd, ("weight",))


def _cards(scored: pl.DataFrame) -> pl.DataFrame:
    """Lines of every scorecard. Lines without a period belong to all periods; a line of a period replaces its like."""
    dated = scored.filter(pl.col("period").is_not_null())
    always = scored.filter(pl.col("period").is_null())
    cards = dated.select(_CARD).unique(maintain_order=True)
    if cards.height == 0 or always.height == 0:
        return scored
    own = ["subject_id", "assignment_id"]
    filled = always.drop("period").join(cards, on=own, how="inner", nulls_equal=True, maintain_order="left")
    filled = filled.join(dated.select(*_CARD, "kpi_id"), on=[*_CARD, "kpi_id"], how="anti", nulls_equal=True)
    complete = _sums(dated, _CARD).filter((pl.col("sum") - 100).abs() < 1e-9)
    filled = filled.join(complete, on=_CARD, how="anti", nulls_equal=True)
    only_always = always.join(cards, on=own, how="anti", nulls_equal=True)
    return pl.concat([dated, filled.select(dated.columns), only_always])


def _sums(lines: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    return lines.group_by(by, maintain_order=True).agg(sum=pl.col("weight").sum())


def _exact(weights: list[float]) -> Decimal:
    return sum((Decimal(repr(weight)) for weight in weights), Decimal(0))


def _odd_groups(lines: pl.DataFrame, by: list[str], column: str = "weight") -> pl.DataFrame:
    """Groups whose weights do not sum to exactly 100, with the exact sum, what is missing and the wording to use."""
    groups = lines.group_by(by, maintain_order=True).agg(weights=pl.col(column), row_nr=pl.col("row_nr").min())
    total = pl.col("weights").list.sum()
    near = groups.filter((total - 100).abs() > 1e-12)
    sums = [_exact(weights.to_list()) for weights in near["weights"]]
    near = near.with_columns(
        pl.Series("sum", [f"{total.normalize():f}" for total in sums], dtype=pl.String),
        pl.Series("missing", [f"{abs(100 - total).normalize():f}" for total in sums], dtype=pl.String),
        pl.Series("case", [_case(total) for total in sums], dtype=pl.String),
    )
    return near.filter(pl.col("case") != "")


def _case(total: Decimal) -> str:
    if total == 100:
        return ""
    if total == 1:
        return "fraction"
    return "over" if total > 100 else "short"


def _with_scope(groups: pl.DataFrame) -> pl.DataFrame:
    named = pl.concat_str("period", "assignment_id", separator=" ", ignore_nulls=True)
    return groups.with_columns(scope=pl.when(named != "").then(pl.lit(" ") + named).otherwise(pl.lit("")))


def _check_sums(draft: Draft, cards: pl.DataFrame) -> None:
    odd = _with_scope(_odd_groups(cards, _CARD))
    finding = Finding("E-WEIGHT-SUM", "scorecards", column="weight")
    draft.log.add_rows(finding, odd.sort("row_nr"), ("scope", "sum", "missing", "case"))


def _check_layers(draft: Draft, cards: pl.DataFrame) -> None:
    """Inner weights of each perspective and the perspective weights sum to 100; the product becomes the weight."""
    named = draft["kpis"].select("kpi_id", "perspective").unique("kpi_id", keep="last", maintain_order=True)
    lines = cards.join(named, on="kpi_id", how="left", maintain_order="left")
    finding = Finding("E-WEIGHT-SUM", "scorecards", column="weight", params={"case": "inner"})
    inner = _with_scope(_odd_groups(lines, [*_CARD, "perspective"]))
    draft.log.add_rows(finding, inner.sort("row_nr"), ("scope", "perspective", "sum", "missing"))
    layer = lines.unique([*_CARD, "perspective"], keep="first", maintain_order=True)
    outer = _with_scope(_odd_groups(layer.with_columns(pl.col("perspective_weight").fill_null(0.0)), _CARD, "perspective_weight"))
    finding = Finding("E-WEIGHT-SUM", "scorecards", column="perspective_weight", params={"case": "outer"})
    draft.log.add_rows(finding, outer.sort("row_nr"), ("scope", "sum", "missing"))
    product = (pl.col("weight") * pl.col("perspective_weight") / 100).round(12)
    draft["scorecards"] = draft["scorecards"].with_columns(weight=pl.coalesce(product, "weight"))


def _check_range(draft: Draft, lines: pl.DataFrame) -> None:
    low, high = WEIGHT_RANGE
    odd = (pl.col("weight") > 0) & ((pl.col("weight") < low) | (pl.col("weight") > high))
    rows = lines.filter(odd & (pl.col("direction") != "none")).select("row_nr", "subject_id", "kpi_id", weight=plain("weight"))
    params = {"low": str(low), "high": str(high)}
    draft.log.add_rows(Finding("W-WEIGHT-RANGE", "scorecards", column="weight", params=params), rows, ("weight",))


def _check_counts(draft: Draft, cards: pl.DataFrame) -> None:
    counts = cards.group_by(_CARD, maintain_order=True).agg(count=pl.col("kpi_id").n_unique(), row_nr=pl.col("row_nr").min())
    person = pl.col("subject_id").is_in(sorted(draft.people))
    low = pl.when(person).then(PERSON_KPIS[0]).otherwise(UNIT_KPIS[0])
    high = pl.when(person).then(PERSON_KPIS[1]).otherwise(UNIT_KPIS[1])
    counts = counts.with_columns(low=low, high=high)
    odd = counts.filter((pl.col("count") < pl.col("low")) | (pl.col("count") > pl.col("high")))
    odd = odd.unique("subject_id", keep="first", maintain_order=True).sort("row_nr")
    draft.log.add_rows(Finding("W-KPI-COUNT", "scorecards"), odd, ("count", "low", "high"))
