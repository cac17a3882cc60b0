"""Variances of many rows at once: columns where that is exact, the single-value rule where rounding could tip.

Values are Float64 that hold decimals of at most 15 digits. A difference is taken between scaled whole numbers, so
0.3 - 0.1 is 0.2; a percentage within a millionth of a rounding tie is recomputed by ``variance`` in Decimal.
"""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import polars as pl

from reportgen.analysis.variance import OVER_PERCENT, PERCENT_UNITS, Band, variance
from reportgen.model.analysis import Direction, Variance

KEYS = ("subject_id", "kpi_id", "assignment_id")
RESULT = (*KEYS, "value", "reference", "variance", "variance_pct", "nm_reason", "effect")
_OPTIONAL: dict[str, pl.DataType] = {
    "assignment_id": pl.String(), "target": pl.Float64(), "range_lo": pl.Float64(), "range_hi": pl.Float64(),
}
_PLACES = 9
_WHOLE = float(2**50)
_TIE = 1e-6


def variances(values: pl.DataFrame, reference: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    """Variance of each row of ``values`` against the row of ``reference`` with the same keys.

    values: subject_id, kpi_id, [assignment_id], value, [target, range_lo, range_hi] (the band of range and target KPIs).
    reference: the keys and value (plan, forecast, previous period, last year, year to date, benchmark, team mean,
    baseline: the caller's choice), [definition_changed]. kpis: kpi_id, direction, unit.
    Returns subject_id, kpi_id, assignment_id, value, reference, variance, variance_pct, nm_reason, effect.
    """
    rows = _joined(values, reference, kpis)
    rows = rows.with_columns(places_apart("value", "reference").alias("_k"))
    rows = rows.with_columns(_difference().alias("variance"))
    rows = rows.with_columns((pl.col("variance").abs() * 10_000 / pl.col("reference").abs()).alias("_bp"))
    rows = rows.with_columns(_reason().alias("nm_reason"), _gain().alias("_gain"))
    rows = rows.with_columns(_percent().alias("variance_pct"), _effect().alias("effect"), _doubtful().alias("_doubt"))
    return _settled(rows).select(RESULT)


def places_apart(left: str, right: str) -> pl.Expr:
    """The decimals at which both columns are whole; null where one is missing or needs more than nine."""
    one, other = _places(left), _places(right)
    return pl.when(one.is_not_null() & other.is_not_null()).then(pl.max_horizontal(one, other))


def number(value: float | None) -> Decimal | None:
    """The decimal that a Float64 cell stands for."""
    return None if value is None else Decimal(repr(value))


def _joined(values: pl.DataFrame, reference: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    values = _with(values, _OPTIONAL)
    reference = _with(reference, {"assignment_id": pl.String(), "definition_changed": pl.Boolean()})
    base = reference.select(*KEYS, pl.col("value").alias("reference"), "definition_changed")
    rows = values.select(*KEYS, "value", "target", "range_lo", "range_hi").join(
        base, on=KEYS, how="left", nulls_equal=True, maintain_order="left", validate="m:1"
    )
    cards = kpis.select("kpi_id", "direction", pl.col("unit").fill_null(""))
    rows = rows.join(cards, on="kpi_id", how="left", maintain_order="left", validate="m:1")
    point = pl.when(pl.col("direction") == "target").then(pl.coalesce("target", "reference"))
    return rows.with_columns(
        pl.coalesce(point, "range_lo").alias("_low"),
        pl.coalesce(point, "range_hi").alias("_high"),
        pl.col("definition_changed").fill_null(False),
    )


def _with(frame: pl.DataFrame, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in columns.items() if name not in frame.columns]
    return frame.with_columns(absent)


def _places(column: str) -> pl.Expr:
    found: pl.Expr = pl.lit(None, dtype=pl.Int32)
    value = pl.col(column)
    for places in range(_PLACES, -1, -1):
        power = 10.0**places
        whole = (value * power).round(0)
        found = pl.when((whole / power == value) & (whole.abs() < _WHOLE)).then(pl.lit(places, pl.Int32)).otherwise(found)
    return found


def _difference() -> pl.Expr:
    power = pl.lit(10.0).pow(pl.col("_k"))
    whole = (pl.col("value") * power).round(0) - (pl.col("reference") * power).round(0)
    return pl.when(pl.col("_k").is_not_null()).then(whole / power + 0.0).otherwise(pl.col("value") - pl.col("reference"))


def _reason() -> pl.Expr:
    actual, base = pl.col("value"), pl.col("reference")
    return (
        pl.when(actual.is_null() | base.is_null()).then(pl.lit("missing"))
        .when(pl.col("unit").is_in(sorted(PERCENT_UNITS))).then(pl.lit("pp"))
        .when(base == 0).then(pl.lit("zero_base"))
        .when((base < 0) & (actual < 0)).then(pl.lit("negative_base"))
        .when((base < 0) | (actual < 0)).then(pl.lit("sign_change"))
        .when(pl.col("_bp") > float(OVER_PERCENT) * 100).then(pl.lit("over_999"))
        .when(pl.col("definition_changed")).then(pl.lit("definition_changed"))
        .otherwise(pl.lit(""))
    )


def _percent() -> pl.Expr:
    rounded = (pl.col("_bp") + 0.5).floor() / 100 * pl.col("variance").sign() + 0.0
    return pl.when(pl.col("nm_reason") == "").then(rounded)


def _gain() -> pl.Expr:
    def distance(column: str) -> pl.Expr:
        value = pl.col(column)
        return pl.max_horizontal(pl.col("_low") - value, value - pl.col("_high"), pl.lit(0.0))

    known = pl.col("variance").is_not_null() & pl.col("_low").is_not_null() & pl.col("_high").is_not_null()
    nearer = pl.when(known).then(distance("reference") - distance("value"))
    return (
        pl.when(pl.col("direction") == "higher").then(pl.col("variance"))
        .when(pl.col("direction") == "lower").then(-pl.col("variance"))
        .when(pl.col("direction").is_in(["range", "target"])).then(nearer)
    )


def _doubtful() -> pl.Expr:
    """Rows whose rounding, limit or sign of effect a float could miss."""
    basis_points = pl.col("_bp")
    tie = (basis_points - basis_points.floor() - 0.5).abs() < _TIE
    limit = (basis_points - float(OVER_PERCENT) * 100).abs() < 1e-3
    size = pl.max_horizontal(pl.col("value").abs(), pl.col("reference").abs(), pl.lit(1.0))
    equal_distance = pl.col("direction").is_in(["range", "target"]) & (pl.col("_gain").abs() < size * 1e-9)
    both = pl.col("value").is_not_null() & pl.col("reference").is_not_null()
    return both & (tie.fill_null(False) | limit.fill_null(False) | equal_distance.fill_null(False) | pl.col("_k").is_null())


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
    doubt = rows.filter(pl.col("_doubt"))
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
    band: Band | None = None if low is None or high is None else (low, high)
    return variance(
        _cell(row, "value"), _cell(row, "reference"), cast(Direction, row["direction"]),
        cast(str, row["unit"]), band, bool(row["definition_changed"]),
    )


def _cell(row: dict[str, object], name: str) -> Decimal | None:
    return number(cast("float | None", row[name]))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
