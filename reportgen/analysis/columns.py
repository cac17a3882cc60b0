"""Variances of many rows at once: in columns where that is exact, by the single-value rule where rounding could tip."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import numpy as np
import polars as pl

from reportgen.analysis.exact import Flags, Floats, column, difference, floats, hundredths, number, ratio
from reportgen.analysis.variance import OVER_PERCENT, PERCENT_UNITS, Band, variance
from reportgen.model.analysis import Direction, Variance

KEYS = ("subject_id", "kpi_id", "assignment_id")
RESULT = (*KEYS, "value", "reference", "variance", "variance_pct", "nm_reason", "effect")
_LIMIT = float(OVER_PERCENT) * 100
_OPTIONAL: dict[str, pl.DataType] = {
    "assignment_id": pl.String(), "target": pl.Float64(), "range_lo": pl.Float64(), "range_hi": pl.Float64(),
}


def variances(values: pl.DataFrame, reference: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    """Variance of each row of ``values`` against the row of ``reference`` with the same keys.

    values: subject_id, kpi_id, [assignment_id], value, [target, range_lo, range_hi] (the band of range and target KPIs).
    reference: the keys and value (plan, forecast, previous period, last year, year to date, benchmark, team mean,
    baseline: the caller's choice), [definition_changed]. kpis: kpi_id, direction, unit. A missing assignment_id is "".
    Returns subject_id, kpi_id, assignment_id, value, reference, variance, variance_pct, nm_reason, effect; rows as in
    ``values``. Keys must be unique in ``reference`` and ``kpis``.
    """
    rows = _joined(values, reference, kpis)
    actual, base = floats(rows, "value"), floats(rows, "reference")
    gap, many_places = difference(actual, base)
    basis_points = ratio(gap * 10_000.0, np.abs(base))
    percent, tie = hundredths(basis_points)
    gain, level = _gain(rows, gap)
    at_limit = np.abs(np.abs(basis_points) - _LIMIT) < 1e-3
    rows = rows.with_columns(
        column(gap).alias("variance"), column(percent).alias("_percent"), column(gain).alias("_gain"),
        column(np.abs(basis_points)).alias("_size"), pl.Series("_doubt", many_places | tie | at_limit | level),
    )
    rows = rows.with_columns(_reason().alias("nm_reason"), _effect().alias("effect"))
    rows = rows.with_columns(pl.when(pl.col("nm_reason") == "").then("_percent").alias("variance_pct"))
    return _settled(rows).select(RESULT)


def plan_reference(values: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    """The keys and what each value is compared with against the plan: a range's nearest point, else the target."""
    rows = with_columns_of(values, _OPTIONAL).join(
        kpis.select("kpi_id", "direction"), on="kpi_id", how="left", maintain_order="left", validate="m:1"
    )
    value, low, high = pl.col("value"), pl.col("range_lo"), pl.col("range_hi")
    banded = (pl.col("direction") == "range") & (low.is_not_null() | high.is_not_null()) & value.is_not_null()
    nearest = pl.when(value < low).then(low).when(value > high).then(high).otherwise(value)
    return rows.select(*KEYS, pl.when(banded).then(nearest).otherwise("target").alias("value"))


def with_columns_of(frame: pl.DataFrame, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    """``frame`` with the named columns, empty where it lacked them."""
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in columns.items() if name not in frame.columns]
    return frame.with_columns(absent)


def _joined(values: pl.DataFrame, reference: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    values = with_columns_of(values, _OPTIONAL)
    reference = with_columns_of(reference, {"assignment_id": pl.String(), "definition_changed": pl.Boolean()})
    base = reference.select(*KEYS, pl.col("value").alias("reference"), "definition_changed")
    met = [pl.col("subject_id"), pl.col("kpi_id"), pl.col("assignment_id").fill_null("").alias("_assignment")]
    names = ["subject_id", "kpi_id", "_assignment"]
    rows = values.select(*KEYS, "value", "target", "range_lo", "range_hi", met[-1]).join(
        base.select(*met, "reference", "definition_changed"), on=names, how="left", maintain_order="left", validate="m:1"
    )
    cards = kpis.select("kpi_id", "direction", pl.col("unit").fill_null(""))
    rows = rows.join(cards, on="kpi_id", how="left", maintain_order="left", validate="m:1")
    point = pl.when(pl.col("direction") == "target").then(pl.coalesce("target", "reference"))
    return rows.with_columns(
        pl.coalesce(point, "range_lo").alias("_low"),
        pl.coalesce(point, "range_hi").alias("_high"),
        pl.col("definition_changed").fill_null(False),
    )


def _reason() -> pl.Expr:
    actual, base = pl.col("value"), pl.col("reference")
    return (
        pl.when(actual.is_null() | base.is_null()).then(pl.lit("missing"))
        .when(pl.col("unit").is_in(sorted(PERCENT_UNITS))).then(pl.lit("pp"))
        .when(base == 0).then(pl.lit("zero_base"))
        .when((base < 0) & (actual < 0)).then(pl.lit("negative_base"))
        .when((base < 0) | (actual < 0)).then(pl.lit("sign_change"))
        .when(pl.col("_size") > _LIMIT).then(pl.lit("over_999"))
        .when(pl.col("definition_changed")).then(pl.lit("definition_changed"))
        .otherwise(pl.lit(""))
    )


def _gain(rows: pl.DataFrame, gap: Floats) -> tuple[Floats, Flags]:
    """How much better the value is than its reference, and where two distances from a band are too close to tell."""
    low, high = floats(rows, "_low"), floats(rows, "_high")
    actual, base = floats(rows, "value"), floats(rows, "reference")
    nearer = _distance(base, low, high) - _distance(actual, low, high)
    direction = rows["direction"].fill_null("none").to_numpy()
    banded = np.isin(direction, ["range", "target"])
    signed = np.where(direction == "higher", gap, np.where(direction == "lower", -gap, np.nan))
    return np.where(banded, nearer, signed), banded & (np.abs(nearer) < 1e-9 * np.maximum(np.abs(base), 1.0))


def _distance(value: Floats, low: Floats, high: Floats) -> Floats:
    """How far outside the band, which may be open at one end; missing without a band."""
    return np.maximum(np.fmax(low - value, value - high), 0.0)


def _effect() -> pl.Expr:
    gain = pl.col("_gain")
    return (
        pl.when(gain.is_null()).then(pl.lit(""))
        .when(gain > 0).then(pl.lit("favourable"))
        .when(gain < 0).then(pl.lit("unfavourable"))
        .otherwise(pl.lit("neutral"))
    )


def _settled(rows: pl.DataFrame) -> pl.DataFrame:
    """Doubtful rows replaced by the exact rule, in place."""
    rows = rows.with_row_index("_row")
    doubt = rows.filter("_doubt")
    if doubt.is_empty():
        return rows
    exact = [_exact(row) for row in doubt.iter_rows(named=True)]
    fixed = doubt.select("_row").with_columns(
        pl.Series("variance", [_float(item.absolute) for item in exact], pl.Float64),
        pl.Series("variance_pct", [_float(item.percent) for item in exact], pl.Float64),
        pl.Series("nm_reason", [item.nm_reason for item in exact], pl.String),
        pl.Series("effect", [item.effect for item in exact], pl.String),
    )
    return rows.update(fixed, on="_row", include_nulls=True)


def _exact(row: dict[str, object]) -> Variance:
    low, high = _cell(row, "_low"), _cell(row, "_high")
    band: Band = (low, high)
    return variance(
        _cell(row, "value"), _cell(row, "reference"), cast(Direction, row["direction"] or "none"),
        cast(str, row["unit"] or ""), band, bool(row["definition_changed"]),
    )


def _cell(row: dict[str, object], name: str) -> Decimal | None:
    return number(cast("float | None", row[name]))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
