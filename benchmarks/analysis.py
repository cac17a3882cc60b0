"""Seconds of each analysis of a company: variances, anomalies, team means, contributions, statistics.

    python -m benchmarks.analysis [people]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from reportgen.analysis.columns import variances
from reportgen.analysis.history import anomalies
from reportgen.analysis.parts import contributions
from reportgen.analysis.statistics import statistics
from reportgen.analysis.team import team_means
from reportgen.model.policy import Rules

KPIS = pl.DataFrame({
    "kpi_id": ["sales", "cost", "hours", "rate"], "direction": ["higher", "lower", "higher", "higher"],
    "unit": ["CNY", "CNY", "h", "%"], "agg_org": ["sum", "sum", "sum", "none"], "decimals": [2, 2, 1, 1],
})
PERIODS = 13
TEAM = 10


def lines(people: int) -> pl.DataFrame:
    """Thirteen periods of four KPIs of each person, drawn with a fixed seed."""
    draw = np.random.default_rng(7)
    subjects = pl.DataFrame({"subject_id": [f"P{index:06d}" for index in range(people)]})
    grid = subjects.join(KPIS.select("kpi_id"), how="cross").join(pl.DataFrame({"order": range(PERIODS)}), how="cross")
    value, target = (np.rint(draw.normal(1e5, 1e4, grid.height) * 100) / 100 for _ in range(2))
    return grid.with_columns(pl.Series("value", value), pl.Series("target", target), threshold=pl.lit(9e4))


def main(people: int) -> None:
    """Print the seconds of each step."""
    history = lines(people)
    now = history.filter(pl.col("order") == PERIODS - 1)
    plan = now.select("subject_id", "kpi_id", value="target")
    parents = {subject: f"T{index // TEAM}" for index, subject in enumerate(now["subject_id"].unique(maintain_order=True))}
    units = pl.Series(list(parents.values()))
    cards = pl.DataFrame({"subject_id": list(parents)}).with_columns(
        unit_id=units, level=pl.lit("individual"), final=pl.Series(np.linspace(60, 119, people)).round(2),
        grade=pl.lit("B"), rated=pl.lit(True),
    )
    scores = now.select("subject_id", "kpi_id", actual="value").with_columns(score=pl.lit(100.0))
    values = now.select("subject_id", "kpi_id", "target", actual="value")
    totals = values.with_columns(pl.col("subject_id").replace_strict(parents)).group_by("subject_id", "kpi_id").agg(
        pl.col("actual", "target").sum().round(2)
    )
    steps: dict[str, Callable[[], object]] = {
        "variances": lambda: variances(now, plan, KPIS),
        "anomalies": lambda: anomalies(history, KPIS),
        "team means": lambda: team_means(scores, cards, KPIS),
        "contributions": lambda: contributions(pl.concat([values, totals.select(values.columns)]), parents, KPIS),
        "statistics": lambda: statistics(cards, Rules()),
    }
    for name, step in steps.items():
        began = time.perf_counter()
        step()
        print(f"{name:14} {time.perf_counter() - began:6.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
