"""What the contract says where an optional cell is empty (contract 2, rule 1)."""

from __future__ import annotations

import polars as pl

from reportgen.dataset.draft import Draft

_METHODS = {"higher": "ratio", "lower": "ratio", "range": "range", "target": "on_target"}


def fill_defaults(draft: Draft) -> None:
    """Method by direction, ways to add up, decimals, scenario, window, fte and scale, where nothing else is said.

    ``kpis.decimals_given`` tells a declared number of decimals from the default, which pages may print otherwise.
    """
    kpis = draft["kpis"]
    if kpis.height:
        ratios = set(_kpis_with_parts(draft["actuals"]))
        has_parts = pl.col("numerator_kpi").is_not_null() & pl.col("denominator_kpi").is_not_null()
        by_kind = (
            pl.when(has_parts | pl.col("kpi_id").is_in(sorted(ratios)))
            .then(pl.lit("ratio_of_sums"))
            .when(pl.col("kind").is_in(["index", "rating"]))
            .then(pl.lit("last"))
            .otherwise(pl.lit("sum"))
        )
        draft["kpis"] = kpis.with_columns(
            pl.col("method").fill_null(pl.col("direction").replace_strict(_METHODS, default=None, return_dtype=pl.String)),
            pl.col("agg_time").fill_null(by_kind),
            pl.col("agg_org").fill_null("none"),
            pl.col("decimals").is_not_null().alias("decimals_given"),
            pl.col("decimals").fill_null(2),
        )
    _fill(draft, "actuals", "scenario", "AC")
    _fill(draft, "targets", "window", "own")
    _fill(draft, "assignments", "fte", 1.0)
    _fill(draft, "scores", "scale_max", 100.0)


def _kpis_with_parts(actuals: pl.DataFrame) -> list[str]:
    if actuals["denominator"].null_count() == actuals.height:
        return []
    parts = actuals.filter(pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null())
    return parts["kpi_id"].unique().to_list()


def _fill(draft: Draft, table: str, column: str, value: str | float) -> None:
    if draft[table][column].null_count():
        draft[table] = draft[table].with_columns(pl.col(column).fill_null(value))
