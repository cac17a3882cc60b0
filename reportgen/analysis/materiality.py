"""Which variances deserve a comment (docs/method/variance.md, "Materiality")."""

from __future__ import annotations

import polars as pl

from reportgen.model.analysis import Variance
from reportgen.model.policy import Materiality


def is_material(variance: Variance, rules: Materiality, always: bool = False) -> bool:
    """True when the variance passes the limits, or ``always`` (listed, escalated, knocked out) whatever its size.

    Without a percentage the absolute test decides alone; measures in percent are judged in points only; no variance and
    a variance of zero are never material.
    """
    if always:
        return True
    if not variance.absolute:
        return False
    size = abs(variance.absolute)
    if variance.pp:
        return size >= rules.pp
    if variance.percent is None:
        return size >= rules.abs
    large, steep = size >= rules.abs, abs(variance.percent) >= rules.pct
    return (large and steep) if rules.mode == "and" else (large or steep)


def material(frame: pl.DataFrame, rules: Materiality, escalate_after: int = 3) -> pl.DataFrame:
    """``frame`` with a Boolean ``material``, by the rules of ``is_material``.

    Reads kpi_id, variance, variance_pct, nm_reason and, where it is there, red_streak: a KPI that is red for
    ``escalate_after`` periods is always material, and so is one that the rules list.
    """
    size, percent = pl.col("variance").abs(), pl.col("variance_pct").abs()
    large, steep = size >= float(rules.abs), percent >= float(rules.pct)
    judged = (
        pl.when(size.is_null() | (size == 0)).then(False)
        .when(pl.col("nm_reason") == "pp").then(size >= float(rules.pp))
        .when(percent.is_null()).then(large)
        .otherwise((large & steep) if rules.mode == "and" else (large | steep))
    )
    always = pl.col("kpi_id").is_in(list(rules.always))
    if "red_streak" in frame.columns:
        always = always | (pl.col("red_streak").fill_null(0) >= escalate_after)
    return frame.with_columns((judged | always).alias("material"))
