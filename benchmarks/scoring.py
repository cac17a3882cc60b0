"""Time and memory of scoring a period, against one DuckDB script that computes the same figures from the same Parquet files.

    python -m benchmarks.scoring [people …]

Both ways read the files, check for duplicates, score three periods (the one asked for, the one before, the same one a year
earlier), and give totals, grades, ranks, lines that foot, and variances against target and both other periods. The product
also finds streaks and findings. Each way runs in a process of its own; differing figures are counted and named.

A third way pays everybody on top of it: a curve times a grade factor with a gate and a cap, and a pool for each department. The
script pays nobody, so the ratio compares scores, comparisons, ranks and rewards with scores alone.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.scoring_data import LAST_YEAR, PERIOD, PRIOR, generate

SIZES = (1_000, 10_000, 100_000)
AS_OF = date(2025, 7, 31)
_SQL = Path(__file__).with_name("scoring.sql")
_COMPARED = {
    "kpi_scores": ("attainment_pct", "score", "weighted_score", "variance_pct"), "scorecards": ("total", "rank", "change"),
}
_TABLES = (
    "org", "people", "assignments", "kpis", "scorecards", "targets", "actuals", "scores", "events", "adjustments", "lineage",
    "paybase", "payments", "absences", "rates",
)
_POLICY = b"""
id: benchmark
rewards:
  - id: bonus
    components:
      - {id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}
      - {id: grade, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0.2}}
    combine: multiply
    gates: [{id: sales, when: "kpi('sales').attainment < 50", payout_factor: 0.8}]
    limits: {person_max_pct: 200}
  - id: department-pool
    components:
      - id: share
        type: pool_share
        pool: {amount: "headcount * 3000", per: department}
        weight: "base * coefficient * proration"
"""


def columns(folder: Path) -> None:
    """Score with reportgen; results go to ``folder``."""
    scored(folder, read(folder))


def rewards(folder: Path) -> None:
    """Score with reportgen and pay everybody, without traces."""
    from reportgen.model.period import parse_period
    from reportgen.policy.load import read_policy
    from reportgen.rewards import pay_table_of

    dataset, policy = read(folder), read_policy(_POLICY, "benchmark.yaml")
    assert not policy.findings
    scores = scored(folder, dataset)
    table = pay_table_of(dataset, scores, policy, parse_period(PERIOD), AS_OF)
    assert all(pool.difference == 0 for pool in table.pools)
    table.frame.write_parquet(folder / "rewards.parquet")


def scored(folder: Path, dataset: Any) -> Any:
    """The scores, with variances against all references; they go to ``folder``."""
    from reportgen.analysis.columns import variances
    from reportgen.model.period import parse_period
    from reportgen.model.policy import Rules
    from reportgen.scoring import score

    key = ["subject_id", "kpi_id", "period", "scenario"]
    assert not dataset["actuals"].select(key).is_duplicated().any()
    scores = score(dataset, Rules(), parse_period(PERIOD), AS_OF)
    lines, kpis = scores.kpi_scores, dataset["kpis"]
    values = lines.select("subject_id", "kpi_id", "assignment_id", "target", value="actual")
    for name in ("prior_actual", "py_actual"):
        past = lines.select("subject_id", "kpi_id", "assignment_id", value=name)
        variances(values, past, kpis)
    lines.write_parquet(folder / "kpi_scores.parquet")
    scores.scorecards.write_parquet(folder / "scorecards_scored.parquet")
    return scores


def read(folder: Path) -> Any:
    """The files as a Dataset, without the checks of the reader."""
    from reportgen.model.dataset import Dataset, Settings
    from tests.scoring.build import frame, schema

    tables = {}
    for name in _TABLES:
        file = folder / f"{name}.parquet"
        if not file.exists():
            tables[name] = frame(name, ())
            continue
        table = pl.read_parquet(file).with_row_index("row_nr", offset=2).with_columns(pl.col("row_nr").cast(pl.Int64))
        if name == "actuals":
            table = table.with_columns(pl.lit("AC").alias("scenario"), pl.lit("reported").alias("state"))
        missing = {column: dtype for column, dtype in schema(name).items() if column not in table.columns}
        tables[name] = table.with_columns(pl.lit(None, dtype=dtype).alias(column) for column, dtype in missing.items())
    return Dataset(Settings(name="benchmark"), tables, (), {}, "0" * 64)


def sql(folder: Path) -> None:
    """Score with the DuckDB script; results go to ``folder``."""
    import duckdb

    script = _SQL.read_text(encoding="utf-8").format(folder=folder, period=PERIOD, prior=PRIOR, last_year=LAST_YEAR)
    with duckdb.connect() as connection:
        connection.execute(script)
        assert connection.execute("SELECT count(*) FROM duplicates").fetchall() == [(0,)]
        connection.execute(f"COPY kpi_scores TO '{folder}/kpi_scores_sql.parquet'")
        connection.execute(f"COPY scorecards TO '{folder}/scorecards_scored_sql.parquet'")


WAYS = {"columns": columns, "rewards": rewards, "sql": sql}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Seconds of processor and wall time and peak memory (MB) of one way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scoring", "--way", way, str(folder)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(output)
    return figures


def run_way(way: str, folder: Path) -> None:
    """Run one way and print its figures as JSON."""
    began, cpu = time.perf_counter(), time.process_time()
    WAYS[way](folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - began, "peak": peak}))


def differences(folder: Path) -> dict[str, int]:
    """How many cells differ between the two ways, per column (SQL rounds binary floats, the product exact decimals)."""
    found = {}
    for table, names in _COMPARED.items():
        file = table if table == "kpi_scores" else "scorecards_scored"
        key = ["subject_id", "kpi_id"] if table == "kpi_scores" else ["subject_id"]
        ours, theirs = pl.read_parquet(folder / f"{file}.parquet"), pl.read_parquet(folder / f"{file}_sql.parquet")
        both = ours.select(*key, *names).join(theirs.select(*key, *names), on=key, suffix="_sql")
        assert both.height == ours.height == theirs.height
        for name in names:
            other = pl.col(f"{name}_sql").cast(pl.Float64)
            found[name] = both.filter(pl.col(name).cast(pl.Float64).ne_missing(other)).height
    return found


def main(sizes: tuple[int, ...]) -> None:
    """Generate, run both ways, print figures, ratios and differing cells."""
    print(f"{'people':>8} {'actuals':>10} {'way':>8} {'cpu s':>7} {'wall s':>7} {'peak MB':>8}")
    for people in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows = generate(folder, people)
            figures = {way: measured(way, folder) for way in WAYS}
            for way, found in figures.items():
                print(f"{people:8} {rows:10} {way:>8} {found['cpu']:7.2f} {found['wall']:7.2f} {found['peak']:8.0f}")
            for way in ("columns", "rewards"):
                ratio = {key: figures[way][key] / figures["sql"][key] for key in ("cpu", "wall", "peak")}
                print(f"{way:>20} of sql:  {ratio['cpu']:7.2f} {ratio['wall']:7.2f} {ratio['peak']:8.2f}")
            print(f"{'':20} cells that differ: {differences(folder)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        run_way(sys.argv[2], Path(sys.argv[3]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
