"""What the past says of a scorecard: absurd targets, KPIs that tell nobody apart, values far from their own history.

Hints for whoever writes the scorecards (docs/method/variance.md, "Lint by history").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import polars as pl

from reportgen.analysis.exact import number
from reportgen.analysis.quality import MIN_SCORED
from reportgen.model.analysis import Anomaly
from reportgen.model.finding import Finding
from reportgen.model.rounding import half_up

#: Earlier values that must be there, and how many of the latest are looked at.
MIN_HISTORY, WINDOW = 6, 12
#: A target this far from the nearest value of the past is beyond doubt another number: share of that value, or pp.
_FAR, _FAR_POINTS = 0.5, 10.0
_LINE = ["subject_id", "kpi_id", "assignment_id"]


def lint_history(kpi_scores: pl.DataFrame, earlier: pl.DataFrame) -> Iterator[Finding]:
    """W-TARGET-HISTORY and W-NO-SPREAD of one scored period.

    kpi_scores: the columns of the results, and ``steps``: how many of the history's periods the scored one has (missing where
    they do not fit). earlier: the keys, end, actual of the periods before the scored one, of one grain per KPI.
    """
    yield from _absurd_targets(kpi_scores, earlier)
    yield from _no_spread(kpi_scores)


def lint_values(
    period: str, anomalies: Iterable[Anomaly], latest: pl.DataFrame, earlier: pl.DataFrame, year_ago: pl.DataFrame
) -> Iterator[Finding]:
    """W-OUTLIER of the values of one period: rule A1, and values below 0 of lines that never were before.

    latest: the keys, actual of that period. earlier: the same and end of the periods before it. year_ago: of the period a year
    before. A value like that of a year ago is a season. Where the past hardly moved (MAD 0) it must also leave it far behind.
    """
    before = _spans(earlier)
    past = {tuple(key): (number(low), number(high)) for *key, low, high in before.select(*_LINE, "low", "high").iter_rows()}
    season = {tuple(key): number(value) for *key, value in year_ago.select(*_LINE, "actual").iter_rows()}
    for item in anomalies:
        key = (item.subject_id, item.kpi_id, item.assignment_id)
        low, high = past.get(key, (None, None))
        if item.rule != "A1" or item.value is None or low is None or high is None or _seasonal(item, season.get(key)):
            continue
        if item.numbers["mad"] == 0 and not _beyond(item.value, low, high):
            continue
        numbers = {"value": _text(item.value), "median": _text(item.numbers["median"])}
        yield _outlier(item.subject_id, item.kpi_id, {"period": period, **numbers})
    found = latest.filter(pl.col("actual") < 0).join(before.filter(pl.col("low") >= 0), on=_LINE, maintain_order="left")
    for subject, kpi, value, count in found.select("subject_id", "kpi_id", "actual", "count").iter_rows():
        numbers = {"value": _text(number(value)), "case": "sign", "count": str(count)}
        yield _outlier(subject, kpi, {"period": period, **numbers})


def _seasonal(item: Anomaly, year_ago: Decimal | None) -> bool:
    return year_ago is not None and item.value is not None and abs(item.value - year_ago) <= (item.limit or 0)


def _beyond(value: Decimal, low: Decimal, high: Decimal) -> bool:
    """Outside the span of the past by more than that span, and by more than half of its nearest end."""
    gap, near = (value - high, high) if value > high else (low - value, low)
    return gap > high - low and gap > abs(near) / 2


def _spans(earlier: pl.DataFrame) -> pl.DataFrame:
    """Keys, low, high, count of the last values of each line that has enough of them."""
    last = earlier.filter(pl.col("actual").is_not_null()).sort("end").group_by(_LINE).tail(WINDOW)
    return last.group_by(_LINE).agg(
        pl.col("actual").min().alias("low"), pl.col("actual").max().alias("high"), pl.len().alias("count")
    ).filter(pl.col("count") >= MIN_HISTORY).sort(_LINE)


def _absurd_targets(lines: pl.DataFrame, earlier: pl.DataFrame) -> Iterator[Finding]:
    """Targets outside the span of the last values by more than that span, and far from the nearest of them.

    A target of 0, and of 100 percent, is an aim that nobody takes from the past.
    """
    rows = lines.filter((pl.col("weight") > 0) & pl.col("direction").is_in(["higher", "lower"])).join(
        _spans(earlier), on=_LINE, maintain_order="left"
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
    """At most four decimals."""
    if value is None:
        return ""
    exponent = value.as_tuple().exponent
    shown = value if isinstance(exponent, int) and exponent >= -4 else half_up(value, 4)
    return f"{shown.normalize():f}"
