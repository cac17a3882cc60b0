"""Actuals of a period from rows of that period or of the finer ones inside it (docs/method/scoring.md, "Periods")."""

from __future__ import annotations

import polars as pl

from reportgen.measures.exactsum import exact_sums
from reportgen.measures.service import with_cover
from reportgen.measures.spans import spans_within, uncovered, whole_labels
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period

KEY = ["subject_id", "kpi_id", "assignment_id"]
#: Columns of the frames in this room. ``flag``: why a value is missing (den_zero, den_negative, grain) or doubtful (mismatch).
#: A computed value is ``dividend`` / ``divisor`` (both missing where the value is given or a plain sum).
#: ``…_so_far`` adds up what there is of a value that is missing because parts of its period are (for the roll-up).
SO_FAR = ("value", "numerator", "denominator")
_SO_FAR = tuple(f"{name}_so_far" for name in SO_FAR)
VALUES = [
    *KEY, "value", "numerator", "denominator", "state", "flag", "row_nr", "dividend", "divisor",
    *_SO_FAR,
]


def ratio(numerator: pl.Expr, denominator: pl.Expr, factor: pl.Expr) -> pl.Expr:
    """numerator x factor / denominator to 15 digits, so that a short decimal comes out as itself."""
    return (numerator * factor / denominator).round_sig_figs(15)


def dividend(numerator: pl.Expr, factor: pl.Expr) -> pl.Expr:
    """numerator x factor, to be divided exactly where the 15 digits of ``ratio`` do not decide a rounding."""
    return (numerator * factor).round_sig_figs(15)


def own_values(dataset: Dataset, period: Period, scenario: str, kpis: pl.DataFrame) -> pl.DataFrame:
    """The value of each key that has rows of its own in ``period`` (columns ``VALUES``); nothing is rolled up."""
    spans = spans_within(period, dataset.settings.fiscal)
    rows = dataset["actuals"].filter(pl.col("period").is_in(spans["period"].to_list()) & (pl.col("scenario") == scenario))
    rows = rows.select(
        "subject_id", "kpi_id", pl.col("assignment_id").fill_null(""), "period", "value", "numerator", "denominator",
        "state", "row_nr",
    ).join(kpis.select("kpi_id", "factor", "agg_time"), on="kpi_id", how="inner")
    rows = computed(rows)
    whole = whole_labels(spans)
    own = rows.filter(pl.col("period").is_in(whole)) if spans.height > 1 else rows
    if len(whole) > 1 and own["period"].n_unique() > 1:
        own = own.join(spans.select("period", "order"), on="period").sort("order").unique(KEY, keep="first", maintain_order=True)
    if own.height == rows.height:
        return own.select(VALUES)
    parts = rows.filter(~pl.col("period").is_in(whole)).join(own.select(KEY), on=KEY, how="anti")
    parts = with_cover(uncovered(parts.join(spans, on="period"), KEY), dataset, period)
    return pl.concat([own.select(VALUES), _aggregated(parts)])


def computed(rows: pl.DataFrame) -> pl.DataFrame:
    """Fill empty values from numerator and denominator; say where that fails or differs from the given value."""
    parts = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    open_value = pl.col("value").is_null() & parts & ~pl.col("state").is_in(["not_applicable", "suspended"])
    fine = open_value & (pl.col("denominator") > 0)
    quotient = ratio(pl.col("numerator"), pl.col("denominator"), pl.col("factor"))
    state = (
        pl.when(fine).then(pl.lit("reported"))
        .when(open_value & (pl.col("denominator") == 0)).then(pl.lit("not_applicable"))
        .when(open_value).then(pl.lit("not_reported"))
        .when(pl.col("value").is_null() & (pl.col("state") == "reported")).then(pl.lit("not_reported"))
        .otherwise(pl.col("state").fill_null("not_reported"))
    )
    flag = (
        pl.when(open_value & (pl.col("denominator") == 0)).then(pl.lit("den_zero"))
        .when(parts & (pl.col("denominator") < 0)).then(pl.lit("den_negative"))
        .when(pl.col("value").is_not_null() & parts & (pl.col("denominator") > 0) & _differs(quotient)).then(pl.lit("mismatch"))
    )
    bad = pl.col("state").is_in(["not_applicable", "suspended"])
    value = pl.when(fine).then(quotient).when(~bad).then(pl.col("value"))
    if rows["denominator"].null_count() == rows.height:
        rows = rows.with_columns(
            pl.when(~bad).then(pl.col("value")).alias("value"),
            pl.when(pl.col("value").is_null() & (pl.col("state") == "reported")).then(pl.lit("not_reported"))
            .otherwise(pl.col("state").fill_null("not_reported")).alias("state"),
            pl.lit(None, dtype=pl.String).alias("flag"),
        )
        return rows.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("dividend", "divisor", *_SO_FAR))
    return rows.with_columns(
        value.alias("value"), state.alias("state"), flag.alias("flag"),
        pl.when(fine).then(dividend(pl.col("numerator"), pl.col("factor"))).alias("dividend"),
        pl.when(fine).then(pl.col("denominator")).alias("divisor"),
        *(pl.lit(None, dtype=pl.Float64).alias(name) for name in _SO_FAR),
    )


def _differs(quotient: pl.Expr) -> pl.Expr:
    """True where the quotient, rounded to the decimals of the given value, is another number."""
    value, same = pl.col("value"), pl.lit(False)
    for places in range(7):
        scale = 10.0**places
        short = (value * scale - (value * scale).round(0)).abs() < 1e-6
        same = same | (short & ((quotient - value).abs() * scale <= 0.5 + 1e-9))
    return ~same


def _aggregated(rows: pl.DataFrame) -> pl.DataFrame:
    """Finer rows to the whole period by ``agg_time``; a value only where every month in service is there."""
    facts = rows.group_by(KEY, maintain_order=True).agg(
        pl.col("agg_time").first(), pl.col("factor").first(), (pl.col("within").sum() < pl.col("asked").first()).alias("short"),
        (pl.col("state") == "not_reported").any().alias("gap"),
        (pl.col("state") != "reported").any().alias("open"),
        (pl.col("state") != "reported").all().alias("closed"),
        pl.col("state").filter(pl.col("state").is_in(["not_applicable", "suspended"])).first().alias("reason"),
        pl.col("row_nr").last(),
    )
    values = pl.concat([_sums(rows), _means(rows), _ratios(rows), _picked(rows)], how="diagonal")
    joined = facts.join(values, on=KEY, how="left")
    no_rule = ~pl.col("agg_time").is_in(["sum", "last", "mean", "ratio_of_sums", "max", "min", "weighted_mean"])
    missing = pl.col("short") | pl.col("gap")
    excused = pl.when(pl.col("agg_time") == "sum").then(pl.col("open")).otherwise(pl.col("closed") | pl.col("value").is_null())
    state = (
        pl.when(missing | no_rule).then(pl.lit("not_reported"))
        .when(excused & pl.col("reason").is_not_null()).then(pl.col("reason"))
        .when(pl.col("value").is_null()).then(pl.coalesce("part_state", pl.lit("not_reported")))
        .otherwise(pl.lit("reported"))
    )
    flag = pl.when(no_rule).then(pl.lit("grain")).when(~missing).then(pl.col("part_flag"))
    kept, shown = pl.col("state") == "reported", ("value", "numerator", "denominator", "dividend", "divisor")
    joined = joined.with_columns(state.alias("state"), flag.alias("flag"))
    adds = pl.col("agg_time").is_in(["sum", "ratio_of_sums"])
    return joined.with_columns(
        *(pl.when(~kept & adds).then(pl.col(name)).alias(f"{name}_so_far") for name in SO_FAR),
        *(pl.when(kept).then(pl.col(name)).alias(name) for name in shown),
    ).select(VALUES)


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    chosen = rows.filter(pl.col("agg_time") == "sum")
    return exact_sums(chosen, KEY, ["value"]).with_columns(
        *_empty("numerator", "denominator", "dividend", "divisor"), *_no_parts()
    )


def _means(rows: pl.DataFrame) -> pl.DataFrame:
    """mean weighs with the months, weighted_mean with the denominator (1 where none is given)."""
    chosen = rows.filter(pl.col("agg_time").is_in(["mean", "weighted_mean"]) & pl.col("value").is_not_null())
    weight = pl.when(pl.col("agg_time") == "mean").then(pl.col("months").cast(pl.Float64)).otherwise(
        pl.col("denominator").fill_null(1.0)
    )
    chosen = chosen.with_columns(weight.alias("w")).with_columns((pl.col("value") * pl.col("w")).round_sig_figs(15).alias("vw"))
    sums = exact_sums(chosen, KEY, ["vw", "w"])
    weighed = chosen.group_by(KEY).agg((pl.col("agg_time") == "weighted_mean").first().alias("weighed"))
    return sums.join(weighed, on=KEY).select(
        *KEY,
        pl.when(pl.col("w") != 0).then(ratio(pl.col("vw"), pl.col("w"), pl.lit(1.0))).alias("value"),
        pl.lit(None, dtype=pl.Float64).alias("numerator"),
        pl.when("weighed").then(pl.col("w")).alias("denominator"),
        pl.col("vw").alias("dividend"), pl.col("w").alias("divisor"),
        *_no_parts(),
    )


def _ratios(rows: pl.DataFrame) -> pl.DataFrame:
    """Sum of numerators over sum of denominators; never the mean of ratios."""
    chosen = rows.filter((pl.col("agg_time") == "ratio_of_sums") & ~pl.col("state").is_in(["suspended"]))
    has_parts = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    chosen = chosen.with_columns(has_parts.alias("has_parts"))
    sums = exact_sums(chosen, KEY, ["numerator", "denominator"])
    facts = chosen.group_by(KEY).agg(
        pl.col("factor").first(),
        (pl.col("has_parts") | (pl.col("state") == "not_applicable")).all().alias("whole"),
        (pl.col("flag") == "den_negative").any().fill_null(False).alias("negative"),
    )
    fine = pl.col("whole") & (pl.col("denominator") > 0) & ~pl.col("negative")
    zero = pl.col("whole") & (pl.col("denominator") == 0)
    return sums.join(facts, on=KEY).select(
        *KEY,
        pl.when(fine).then(ratio(pl.col("numerator"), pl.col("denominator"), pl.col("factor"))).alias("value"),
        "numerator", "denominator",
        dividend(pl.col("numerator"), pl.col("factor")).alias("dividend"), pl.col("denominator").alias("divisor"),
        pl.when(zero).then(pl.lit("not_applicable")).alias("part_state"),
        pl.when(~pl.col("whole")).then(pl.lit("grain")).when(zero).then(pl.lit("den_zero"))
        .when(pl.col("negative") | (pl.col("denominator") < 0)).then(pl.lit("den_negative")).alias("part_flag"),
    )


def _picked(rows: pl.DataFrame) -> pl.DataFrame:
    last = rows.filter(pl.col("agg_time") == "last").sort("first").group_by(KEY, maintain_order=True).agg(
        pl.col("value", "numerator", "denominator", "dividend", "divisor").last()
    )
    ends = rows.filter(pl.col("agg_time").is_in(["max", "min"])).group_by(KEY, maintain_order=True).agg(
        pl.when(pl.col("agg_time").first() == "max").then(pl.col("value").max()).otherwise(pl.col("value").min()),
        *_empty("numerator", "denominator", "dividend", "divisor"),
    )
    return pl.concat([last, ends]).with_columns(*_no_parts())


def _empty(*names: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=pl.Float64).alias(name) for name in names]


def _no_parts() -> list[pl.Expr]:
    return [pl.lit(None, dtype=pl.String).alias(name) for name in ("part_state", "part_flag")]
