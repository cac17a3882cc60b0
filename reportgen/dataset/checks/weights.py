"""Scorecards: weights that sum to exactly 100, on every layer; a sensible number of KPIs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl

from reportgen.dataset.draft import Draft, plain
from reportgen.model.finding import Finding
from reportgen.model.period import FiscalCalendar, parse_period

#: A single weight outside these limits, or a number of scored KPIs outside these, is unusual (domain defaults).
WEIGHT_RANGE = (5, 60)
PERSON_KPIS = (3, 5)
UNIT_KPIS = (3, 12)
_CARD = ["subject_id", "assignment_id", "period"]


def check_weights(draft: Draft) -> None:
    """E-WEIGHT-SIGN, E-WEIGHT-SUM, W-WEIGHT-RANGE, W-KPI-COUNT."""
    if not draft.ready("scorecards", "kpis"):
        return
    directions = draft["kpis"].select("kpi_id", "direction").unique("kpi_id", keep="last", maintain_order=True)
    lines = draft["scorecards"].join(directions, on="kpi_id", how="left", maintain_order="left")
    _check_signs(draft, lines)
    scored = lines.filter((pl.col("direction") != "none").fill_null(True) & (pl.col("weight") > 0))
    cards = _cards(scored, draft.settings.fiscal)
    if draft["scorecards"]["perspective_weight"].null_count() < draft["scorecards"].height:
        _check_layers(draft, cards)
    else:
        _check_sums(draft, cards)
    _check_range(draft, lines)
    _check_counts(draft, cards)


def _check_signs(draft: Draft, lines: pl.DataFrame) -> None:
    shown_only = (pl.col("direction") == "none").fill_null(False)
    rows = lines.select("row_nr", "subject_id", "kpi_id", "period", "direction", value="weight", weight=plain("weight"))
    finding = Finding("E-WEIGHT-SIGN", "scorecards", column="weight")
    unread = {row.row for row in draft.log.findings if row.table == "scorecards" and row.code == "E-CELL"}
    blank = rows.filter(~shown_only & pl.col("value").is_null() & ~pl.col("row_nr").is_in(sorted(r for r in unread if r)))
    draft.log.add_rows(replace(finding, params={"case": "empty"}), blank)
    draft.log.add_rows(finding, rows.filter(~shown_only & (pl.col("value") <= 0)), ("weight",))
    odd = rows.filter(shown_only & (pl.col("value") != 0))
    draft.log.add_rows(replace(finding, params={"case": "shown_only"}), odd, ("weight",))


def _cards(scored: pl.DataFrame, fiscal: FiscalCalendar) -> pl.DataFrame:
    """Lines of every scorecard: the narrowest of those written for its period and for longer ones, as a whole, filled up
    to 100 by lines that hold in all periods (docs/method/scoring.md, "Which lines hold")."""
    cards = scored.select(_CARD).unique(maintain_order=True)
    dated = cards.filter(pl.col("period").is_not_null())
    if dated.height == 0:
        return scored
    own = ["subject_id", "assignment_id"]
    only_always = scored.join(dated, on=own, how="anti", nulls_equal=True)
    around = _around(dated["period"].unique().to_list(), fiscal)
    held = dated.join(around, on="period", how="left", maintain_order="left")
    lines = scored.rename({"period": "named"})
    found = held.join(lines, on=[*own, "named"], how="inner", nulls_equal=True, maintain_order="left")
    in_force = found.filter(pl.col("named").is_not_null() & (pl.col("rank") == pl.col("rank").min().over(_CARD)))
    complete = in_force.group_by(_CARD).agg(pl.col("weight").sum()).filter((pl.col("weight") - 100).abs() < 1e-9)
    filling = found.filter(pl.col("named").is_null()).join(complete, on=_CARD, how="anti", nulls_equal=True)
    filling = filling.join(in_force, on=[*_CARD, "kpi_id"], how="anti", nulls_equal=True)
    kept = pl.concat([in_force.select(scored.columns), filling.select(scored.columns)])
    return pl.concat([kept, only_always]).sort("row_nr", maintain_order=True)


def _around(labels: list[str], fiscal: FiscalCalendar) -> pl.DataFrame:
    """period, named, rank: whose lines hold in a period; null, for all periods, comes last."""
    periods = [parse_period(label, fiscal) for label in sorted(labels)]
    rows: list[tuple[str, str | None, int]] = []
    for inner in periods:
        holding = [
            outer
            for outer in periods
            if outer.start <= inner.start and inner.end <= outer.end and (outer.label == inner.label or inner.kind != "week")
        ]
        holding.sort(key=lambda period: (period.days, period.label))
        rows += [(inner.label, outer.label, rank) for rank, outer in enumerate(holding)]
        rows.append((inner.label, None, len(holding)))
    return pl.DataFrame(rows, schema={"period": pl.String, "named": pl.String, "rank": pl.Int64}, orient="row")


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
    """Inner weights of each perspective and the perspective weights sum to 100 (the effective weight is their product)."""
    named = draft["kpis"].select("kpi_id", "perspective").unique("kpi_id", keep="last", maintain_order=True)
    lines = cards.join(named, on="kpi_id", how="left", maintain_order="left")
    finding = Finding("E-WEIGHT-SUM", "scorecards", column="weight", params={"case": "inner"})
    inner = _with_scope(_odd_groups(lines, [*_CARD, "perspective"]))
    draft.log.add_rows(finding, inner.sort("row_nr"), ("scope", "perspective", "sum", "missing"))
    layer = lines.unique([*_CARD, "perspective"], keep="first", maintain_order=True)
    outer = _with_scope(_odd_groups(layer.with_columns(pl.col("perspective_weight").fill_null(0.0)), _CARD, "perspective_weight"))
    finding = Finding("E-WEIGHT-SUM", "scorecards", column="perspective_weight", params={"case": "outer"})
    draft.log.add_rows(finding, outer.sort("row_nr"), ("scope", "sum", "missing"))


def _check_range(draft: Draft, lines: pl.DataFrame) -> None:
    low, high = WEIGHT_RANGE
    odd = (pl.col("weight") > 0) & ((pl.col("weight") < low) | (pl.col("weight") > high))
    rows = lines.filter(odd & (pl.col("direction") != "none")).select("row_nr", "subject_id", "kpi_id", weight=plain("weight"))
    rows = rows.unique(["subject_id", "kpi_id", "weight"], keep="first", maintain_order=True)
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
