"""Actuals of units from the units and persons below them (docs/method/scoring.md, "Roll-up")."""

from __future__ import annotations

import polars as pl

from reportgen.measures.exactsum import exact_sums
from reportgen.measures.intime import SO_FAR, dividend, ratio

_SUMS = ("value", "numerator", "denominator", "weighed", "weight", "count")


def roll_up(own: pl.DataFrame, kpis: pl.DataFrame, subjects: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """Values of the units that have no row of their own, for the KPIs of ``own`` whose ``agg_org`` is not none.

    ``own``: subject_id, parent_id, kpi_id, state, value, numerator, denominator and their ``_so_far`` columns: what there is
    of an incomplete value counts too, and makes the sum partial. An own row wins over everything below it. ``expected``
    (subject_id, kpi_id) tells whose value is awaited: where it is missing, the units above are partial.
    Returns subject_id, kpi_id, value, numerator, denominator, state, flag, partial, missing, children, dividend, divisor.
    """
    rules = kpis.filter(pl.col("agg_org") != "none").select("kpi_id", "agg_org", "factor")
    places = subjects.select("subject_id", "depth", "parent_id")
    nodes = _leaves(own, rules, places, expected)
    deepest = nodes["depth"].max()
    results: list[pl.DataFrame] = []
    for depth in range(int(deepest) if isinstance(deepest, int) else 0, 0, -1):
        level = nodes.filter((pl.col("depth") == depth) & pl.col("parent_id").is_not_null())
        if level.is_empty():
            continue
        above = _combined(level, places)
        taken = nodes.filter(pl.col("own")).select("subject_id", "kpi_id")
        fresh = above.join(taken, on=["subject_id", "kpi_id"], how="anti")
        awaited = nodes.filter(~pl.col("own")).join(fresh, on=["subject_id", "kpi_id"], how="anti")
        nodes = pl.concat([nodes.filter(pl.col("own")), awaited, fresh.select(nodes.columns)])
        results.append(fresh)
    return _finished(pl.concat(results) if results else nodes.clear(), rules)


def _leaves(own: pl.DataFrame, rules: pl.DataFrame, places: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """Own rows and awaited subjects as tree nodes, with everything that is summed later."""
    key = ["subject_id", "kpi_id"]
    parts = [pl.coalesce(name, f"{name}_so_far").alias(name) for name in SO_FAR]
    rows = own.join(rules, on="kpi_id").select(*key, "agg_org", *parts, "state", "parent_id")
    above = places.select(pl.col("subject_id").alias("parent_id"), (pl.col("depth") + 1).alias("depth"))
    rows = rows.join(above, on="parent_id", how="left").with_columns(pl.col("depth").fill_null(0))
    awaited = expected.join(rules, on="kpi_id").join(places, on="subject_id").join(own, on=key, how="anti").select(
        *key, "agg_org", *(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("value", "numerator", "denominator")),
        pl.lit("not_reported").alias("state"), "parent_id", pl.col("depth").fill_null(0),
    )
    nodes = pl.concat([rows.with_columns(pl.lit(True).alias("own")), awaited.with_columns(pl.lit(False).alias("own"))])
    by_parts = pl.col("agg_org") == "ratio_of_sums"
    usable = pl.when(by_parts).then(pl.col("denominator").is_not_null() & pl.col("numerator").is_not_null()).otherwise(
        pl.col("value").is_not_null()
    )
    weight = pl.when(pl.col("value").is_not_null()).then(pl.col("denominator").fill_null(1.0))
    missing = (~usable | (pl.col("state") == "not_reported")) & ~pl.col("state").is_in(["not_applicable", "suspended"])
    return nodes.with_columns(
        pl.when(usable).then(pl.col("numerator")).alias("numerator"),
        pl.when(usable).then(pl.col("denominator")).alias("denominator"),
        weight.alias("weight"),
        (pl.col("value") * weight).round_sig_figs(15).alias("weighed"),
        pl.col("value").alias("least"), pl.col("value").alias("most"),
        pl.when(usable).then(1.0).otherwise(0.0).alias("count"),
        missing.cast(pl.Int64).alias("missing"), pl.lit(1, dtype=pl.Int64).alias("children"),
        missing.alias("partial"),
    )


def _combined(level: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The nodes of one depth added up to their parents."""
    key = ["parent_id", "kpi_id"]
    sums = exact_sums(level, key, _SUMS)
    ends = level.group_by(key, maintain_order=True).agg(
        pl.col("agg_org").first(), pl.col("least").min(), pl.col("most").max(),
        pl.col("partial").any(), pl.col("missing").sum(), pl.col("children").sum(),
        (pl.col("state").is_in(["not_applicable", "suspended"])).all().alias("excused"),
    )
    combined = ends.join(sums, on=key).rename({"parent_id": "subject_id"}).join(places, on="subject_id")
    state = pl.when(pl.col("count") > 0).then(pl.lit("reported")).when("excused").then(pl.lit("not_applicable"))
    return combined.with_columns(state.otherwise(pl.lit("not_reported")).alias("state"), pl.lit(False).alias("own"))


def _finished(units: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """The aggregate of each unit by the rule of its KPI."""
    by, one = pl.col("agg_org"), pl.lit(1.0)
    by_parts, weighed = by == "ratio_of_sums", by == "weighted_mean"
    quotient = ratio(pl.col("numerator"), pl.col("denominator"), pl.col("factor"))
    over = pl.when(by_parts).then(dividend(pl.col("numerator"), pl.col("factor"))).when(weighed).then(pl.col("weighed"))
    under = pl.when(by_parts).then(pl.col("denominator")).when(weighed).then(pl.col("weight"))
    value = (
        pl.when(by == "sum").then(pl.col("value"))
        .when(by == "mean").then(ratio(pl.col("value"), pl.col("count"), one))
        .when(by == "weighted_mean").then(pl.when(pl.col("weight") != 0).then(ratio(pl.col("weighed"), pl.col("weight"), one)))
        .when(by == "ratio_of_sums").then(pl.when(pl.col("denominator") > 0).then(quotient))
        .when(by == "max").then(pl.col("most"))
        .when(by == "min").then(pl.col("least"))
        .when(by == "last").then(pl.when(pl.col("count") == 1).then(pl.col("value")))
    )
    zero = (by == "ratio_of_sums") & (pl.col("denominator") == 0)
    return units.filter(pl.col("count") + pl.col("missing") > 0).join(
        rules.select("kpi_id", "factor"), on="kpi_id", how="left"
    ).with_columns(pl.when(pl.col("count") > 0).then(value).alias("result")).select(
        "subject_id", "kpi_id", pl.col("result").alias("value"),
        pl.when(by_parts).then(pl.col("numerator")).alias("numerator"),
        pl.when(by_parts).then(pl.col("denominator")).when(weighed).then(pl.col("weight")).alias("denominator"),
        pl.when(zero).then(pl.lit("not_applicable"))
        .when(pl.col("result").is_null() & (pl.col("state") == "reported")).then(pl.lit("not_reported"))
        .otherwise(pl.col("state")).alias("state"),
        (pl.col("partial") & pl.col("result").is_not_null()).alias("partial"), "missing", "children",
        pl.when(zero).then(pl.lit("den_zero")).alias("flag"),
        over.when(by == "mean").then(pl.col("value")).alias("dividend"),
        under.when(by == "mean").then(pl.col("count")).alias("divisor"),
    )
