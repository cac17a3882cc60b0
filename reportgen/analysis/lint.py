"""What the past says of a scorecard: absurd targets, KPIs that tell nobody apart, values far from their own history.

Hints for whoever writes the scorecards (docs/method/variance.md, "Lint by history").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from reportgen.analysis.exact import number
from reportgen.analysis.quality import MIN_SCORED
from reportgen.model.analysis import Anomaly
from reportgen.model.finding import Finding

#: Earlier values that must be there, and how many of the latest are looked at.
MIN_HISTORY, WINDOW = 6, 12
#: A target this far from the nearest value of the past is beyond doubt another number: share of that value, or pp.
_FAR, _FAR_POINTS = 0.25, 10.0
_LINE = ["subject_id", "kpi_id", "assignment_id"]
Row = Mapping[str, Any]


def lint_history(
    kpi_scores: pl.DataFrame, earlier: pl.DataFrame, anomalies: Iterable[Anomaly], negative: Iterable[Row] = ()
) -> Iterator[Finding]:
    """W-TARGET-HISTORY, W-NO-SPREAD and W-OUTLIER of one scored period.

    kpi_scores: the columns of the results, agg_time and ``steps`` (how many of the history's periods the scored one has).
    earlier: the keys, end, actual of periods before the scored one, one grain per KPI. anomalies: rule A1 of the period.
    negative: rows of ``turned_negative``.
    """
    yield from _absurd_targets(kpi_scores, earlier)
    yield from _no_spread(kpi_scores)
    for item in anomalies:
        numbers = {"value": _text(item.value), "median": _text(item.numbers.get("median"))}
        yield _outlier(item.subject_id, item.kpi_id, numbers)
    for row in negative:
        numbers = {"value": _text(number(row["actual"])), "case": "sign", "count": str(row["count"])}
        yield _outlier(row["subject_id"], row["kpi_id"], numbers)


def turned_negative(latest: pl.DataFrame, earlier: pl.DataFrame) -> list[dict[str, Any]]:
    """Lines below 0 whose history never was: subject_id, kpi_id, actual, count of earlier values. Both frames: keys, actual."""
    before = earlier.group_by(_LINE).agg(pl.col("actual").min().alias("low"), pl.col("actual").count().alias("count"))
    found = latest.filter(pl.col("actual") < 0).join(before, on=_LINE, maintain_order="left")
    found = found.filter((pl.col("low") >= 0) & (pl.col("count") >= MIN_HISTORY))
    return found.select("subject_id", "kpi_id", "actual", "count").to_dicts()


def _absurd_targets(lines: pl.DataFrame, earlier: pl.DataFrame) -> Iterator[Finding]:
    """Targets outside the span of the last values by more than that span, and far from the nearest of them.

    A target of 0, and of 100 percent, is an aim that nobody takes from the past.
    """
    last = earlier.filter(pl.col("actual").is_not_null()).sort("end").group_by(_LINE).tail(WINDOW)
    span = last.group_by(_LINE).agg(
        pl.col("actual").min().alias("low"), pl.col("actual").max().alias("high"), pl.len().alias("count")
    ).filter(pl.col("count") >= MIN_HISTORY)
    rows = lines.filter((pl.col("weight") > 0) & pl.col("direction").is_in(["higher", "lower"])).join(
        span, on=_LINE, maintain_order="left"
    )
    steps = pl.when(pl.col("agg_time") == "sum").then(pl.col("steps")).otherwise(1)
    rows = rows.with_columns((pl.col("target") / steps).alias("part"))
    natural = (pl.col("target") == 0) | ((pl.col("unit") == "%") & (pl.col("target") == 100))
    over, under = pl.col("part") - pl.col("high"), pl.col("low") - pl.col("part")
    near = pl.when(over > 0).then(pl.col("high")).otherwise(pl.col("low")).abs()
    far = pl.when(pl.col("unit") == "%").then(_FAR_POINTS).otherwise(near * _FAR)
    gap = pl.max_horizontal(over, under)
    odd = rows.filter(~natural & (gap > pl.col("high") - pl.col("low")) & (gap > far))
    hard = (pl.col("direction") == "higher") == (over > 0)
    for row in odd.with_columns(hard.alias("hard")).sort("kpi_id", "subject_id", maintain_order=True).iter_rows(named=True):
        numbers = {name: _text(number(row[name])) for name in ("target", "low", "high")}
        params = {"period": row["period"], "count": str(row["count"]), "case": "hard" if row["hard"] else "easy", **numbers}
        if row["steps"] != 1 and row["agg_time"] == "sum":
            params["case"] += "_flow"
            params |= {"steps": str(row["steps"])}
        yield Finding(
            "W-TARGET-HISTORY", "targets", row.get("target_row"), "target", row["subject_id"], row["kpi_id"], params=params
        )


def _no_spread(lines: pl.DataFrame) -> Iterator[Finding]:
    """KPIs on which all persons have the same score, in this period and, where there was one, in the period before."""
    people = lines.filter((pl.col("weight") > 0) & (pl.col("level") == "individual") & pl.col("score").is_not_null())
    found = people.group_by("kpi_id").agg(
        pl.col("subject_id").n_unique().alias("count"), pl.col("score").n_unique().alias("kinds"), pl.col("score").first(),
        pl.col("prior_score").drop_nulls().n_unique().alias("before"), pl.col("prior_score").drop_nulls().first().alias("prior"),
        pl.col("period").first(),
    ).sort("kpi_id")
    same = found.filter(
        (pl.col("count") >= MIN_SCORED) & (pl.col("kinds") == 1)
        & ((pl.col("before") == 0) | ((pl.col("before") == 1) & (pl.col("prior") == pl.col("score"))))
    )
    for row in same.iter_rows(named=True):
        params = {"period": row["period"], "count": str(row["count"]), "score": f"{row['score']:.2f}"}
        yield Finding("W-NO-SPREAD", "kpis", kpi_id=row["kpi_id"], params=params)


def _outlier(subject: str, kpi: str, params: Mapping[str, str]) -> Finding:
    return Finding("W-OUTLIER", "actuals", column="value", subject_id=subject, kpi_id=kpi, params=dict(params))


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
