"""A large synthetic dataset with a seed, as Parquet files: people below teams and departments, five KPIs each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

KPIS = ("sales", "complaints", "projects", "quality", "training")
WEIGHTS = (40.0, 20.0, 15.0, 15.0, 10.0)
LOWER = "complaints"
PERIOD, PRIOR, LAST_YEAR = "2025-06", "2025-05", "2024-06"
MONTHS = tuple(f"{2024 + (5 + i) // 12}-{(5 + i) % 12 + 1:02d}" for i in range(13))
_TEAM, _TEAMS = 12, 10


def generate(folder: Path, people: int, seed: int = 20250630) -> int:
    """Write org, people, kpis, scorecards, targets, actuals and paybase for ``people`` persons; returns the number of actuals.

    Thirteen months of actuals end with the scored one; about 1 % of them are missing, some are zero or negative.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    persons = pl.Series("person_id", [f"P{i:06d}" for i in range(people)])
    teams = -(-people // _TEAM)
    _org(teams).write_parquet(folder / "org.parquet")
    pl.DataFrame({
        "person_id": persons, "name": persons, "unit_id": [f"T{i // _TEAM:05d}" for i in range(people)],
    }).write_parquet(folder / "people.parquet")
    pl.DataFrame({
        "kpi_id": KPIS, "name": KPIS, "unit": ["CNY", "cases", "points", "%", "h"],
        "direction": ["lower" if kpi == LOWER else "higher" for kpi in KPIS],
    }).write_parquet(folder / "kpis.parquet")
    lines = persons.to_frame("subject_id").join(pl.DataFrame({"kpi_id": KPIS, "weight": WEIGHTS}), how="cross")
    lines.write_parquet(folder / "scorecards.parquet")
    _targets(lines.select("subject_id", "kpi_id"), random).write_parquet(folder / "targets.parquet")
    rows = _actuals(lines.select("subject_id", "kpi_id"), random)
    rows.write_parquet(folder / "actuals.parquet")
    _paybase(persons, random).write_parquet(folder / "paybase.parquet")
    return rows.height


def _org(teams: int) -> pl.DataFrame:
    departments = -(-teams // _TEAMS)
    return pl.concat([
        pl.DataFrame({"unit_id": ["C"], "name": ["Company"], "type": ["company"], "parent_id": [None]},
                     schema_overrides={"parent_id": pl.String}),
        pl.DataFrame({"unit_id": [f"D{i:04d}" for i in range(departments)]}).with_columns(
            name="unit_id", type=pl.lit("department"), parent_id=pl.lit("C")),
        pl.DataFrame({"unit_id": [f"T{i:05d}" for i in range(teams)]}).with_columns(
            name="unit_id", type=pl.lit("team"), parent_id=pl.Series([f"D{i // _TEAMS:04d}" for i in range(teams)])),
    ])


def _targets(lines: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    parts = []
    for period in (PERIOD, PRIOR, LAST_YEAR):
        amount = random.integers(5_000, 2_000_000, lines.height) / 100
        amount[random.random(lines.height) < 0.002] *= -1
        parts.append(lines.with_columns(period=pl.lit(period), target=amount))
    return pl.concat(parts)


def _actuals(lines: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    parts = []
    for month in MONTHS:
        value = random.integers(4_000, 2_200_000, lines.height) / 100
        value[random.random(lines.height) < 0.002] = 0.0
        missing = random.random(lines.height) < 0.01
        parts.append(lines.with_columns(period=pl.lit(month), value=pl.Series(value)).filter(pl.Series(~missing)))
    return pl.concat(parts)


def _paybase(persons: pl.Series, random: np.random.Generator) -> pl.DataFrame:
    """A yearly target bonus for everybody; the other columns stay empty."""
    empty = {name: pl.lit(None, dtype=pl.Float64) for name in ("base_salary", "bonus_pct", "monthly_wage", "local_minimum_wage")}
    bonus = random.integers(1_000_000, 9_000_000, persons.len()) / 100
    rows = pl.DataFrame({"person_id": persons, "period": [PERIOD[:4]] * persons.len(), "target_bonus": bonus})
    return rows.with_columns(**empty, currency=pl.lit(None, dtype=pl.String))
