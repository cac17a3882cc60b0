"""How well each KPI works as a measure (docs/method/variance.md, "KPI quality")."""

from __future__ import annotations

import polars as pl

from reportgen.analysis.columns import with_columns_of
from reportgen.analysis.exact import number
from reportgen.model.analysis import KpiQuality

#: Scored lines that must all be green before a KPI is said not to tell subjects apart.
MIN_SCORED = 5
WEAK = ("weak", "弱")


def kpi_quality(kpi_scores: pl.DataFrame, kpis: pl.DataFrame) -> tuple[KpiQuality, ...]:
    """One entry per KPI that stands on a scorecard, by id.

    kpi_scores (of one or several periods): kpi_id, level, weight, actual, score, status; lines without a weight are shown
    only and do not count. kpis: kpi_id, [controllability]. ``weak_control`` counts the lines of persons on a KPI that they
    can hardly influence. A line counts as reported when it has an actual, or a score that came with the dataset.
    """
    cards = with_columns_of(kpis, {"controllability": pl.String()}).select("kpi_id", "controllability")
    lines = kpi_scores.filter(pl.col("weight") > 0).join(cards, on="kpi_id", how="left", maintain_order="left")
    reported = pl.col("actual").is_not_null()
    if "method" in lines.columns:
        reported = reported | ((pl.col("method") == "prescored") & pl.col("score").is_not_null())
    weak = pl.col("controllability").str.strip_chars().str.to_lowercase().is_in(list(WEAK)) & (pl.col("level") == "individual")
    found = lines.group_by("kpi_id").agg(
        pl.len().alias("lines"),
        reported.sum().alias("reported"),
        (pl.col("status") == "green").sum().alias("green"),
        (reported & pl.col("score").is_not_null()).sum().alias("scored"),
        pl.col("weight").min().alias("low"),
        pl.col("weight").max().alias("high"),
        weak.sum().alias("weak"),
    ).sort("kpi_id")
    return tuple(
        KpiQuality(
            row["kpi_id"], row["lines"], row["reported"], row["green"], number(row["low"]), number(row["high"]),
            always_green=row["scored"] >= MIN_SCORED and row["green"] == row["scored"],
            never_reported=row["reported"] == 0,
            weak_control=row["weak"],
        )
        for row in found.iter_rows(named=True)
    )
