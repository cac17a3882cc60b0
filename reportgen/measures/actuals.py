"""The actual of every KPI and subject in a period: own rows, finer periods, ratios of other KPIs, and roll-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from reportgen.measures.intime import KEY, VALUES, computed, own_values
from reportgen.measures.joins import attached
from reportgen.measures.kpis import kpis_at
from reportgen.measures.org import assignments_of, subjects_in
from reportgen.measures.rollup import roll_up
from reportgen.measures.scorecards import lines_in
from reportgen.measures.service import service_in
from reportgen.measures.shared import counted_once, has_shared, homes_of
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period

ACTUALS = [*(name for name in VALUES if not name.endswith("_so_far")), "partial", "given", "missing", "children"]


def actuals(dataset: Dataset, period: Period, scenario: str = "AC") -> pl.DataFrame:
    """One row per subject, KPI and assignment ("" for none) that has a value or a row in the period.

    Columns: subject_id, kpi_id, assignment_id, value, numerator, denominator, state, flag, row_nr, partial (something below
    is missing), given (has rows of its own), missing and children (how many below).
    See docs/method/scoring.md, "Periods" and "Roll-up".
    """
    kpis = kpis_at(dataset, period.end)
    own = own_values(dataset, period, scenario, kpis)
    done = _own_columns(own.clear()).select(ACTUALS)
    below = _Below(dataset, period)
    homes = below.homes(own)
    for batch in _batches(kpis):
        rows = _with_parts(own.filter(pl.col("kpi_id").is_in(batch["kpi_id"].implode())), done, batch)
        done = pl.concat([done, rows.select(ACTUALS), *below.rolled(rows, batch, homes)])
    return pl.concat([done, below.lent(done, homes)]) if homes else done


@dataclass(frozen=True)
class _Below:
    """Who stands below whom in a period, looked up once a KPI is rolled up at all."""

    dataset: Dataset
    period: Period

    @cached_property
    def subjects(self) -> pl.DataFrame:
        return subjects_in(self.dataset, self.period)

    @cached_property
    def expected(self) -> pl.DataFrame:
        """subject_id, kpi_id of the lines of those who are there."""
        gone = service_in(self.dataset, self.period).filter(pl.col("days") == 0).select(subject_id="person_id")
        lines = lines_in(self.dataset, self.period).select("subject_id", "kpi_id").unique(maintain_order=True)
        return lines.join(gone, on="subject_id", how="anti")

    def homes(self, own: pl.DataFrame) -> dict[str, list[str]]:
        """Where each shared KPI counts: among the subjects that have rows of it."""
        return homes_of(self.dataset, self.period, own, self.subjects) if has_shared(self.dataset) else {}

    def lent(self, done: pl.DataFrame, homes: Mapping[str, list[str]]) -> pl.DataFrame:
        """The home's row of a shared KPI for each subject that is scored on it and has none."""
        sources = pl.DataFrame(
            [(kpi, path[0]) for kpi, path in homes.items()], schema={"kpi_id": pl.String, "subject_id": pl.String}, orient="row"
        )
        rows = done.join(sources, on=["kpi_id", "subject_id"], how="semi").filter(pl.col("assignment_id") == "")
        bare = self.expected.join(done, on=["subject_id", "kpi_id"], how="anti")
        lent = bare.join(rows.drop("subject_id"), on="kpi_id", maintain_order="left")
        return lent.with_columns(pl.lit(False).alias("given")).select(ACTUALS)

    def rolled(self, rows: pl.DataFrame, kpis: pl.DataFrame, homes: Mapping[str, list[str]]) -> list[pl.DataFrame]:
        """Rolled-up rows of the KPIs that have a rule for it."""
        rolling = kpis.filter(pl.col("agg_org") != "none")
        if rolling.is_empty():
            return []
        ids = pl.col("kpi_id").is_in(rolling["kpi_id"].implode())
        counted, awaited = (counted_once(frame.filter(ids), homes) for frame in (rows, self.expected))
        found = roll_up(self._placed(counted), rolling, self.subjects, awaited)
        return [found.with_columns(
            pl.lit("").alias("assignment_id"), pl.lit(None, dtype=pl.Int64).alias("row_nr"), pl.lit(False).alias("given")
        ).select(ACTUALS)]

    def _placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows under the unit where they count: an assignment's row under its unit, others under the subject's own parent."""
        rows = rows.join(self.subjects.select("subject_id", "parent_id"), on="subject_id")
        if (rows["assignment_id"] == "").all():
            return rows
        units = assignments_of(self.dataset).select("assignment_id", subject_id="person_id", at="unit_id")
        rows = attached(rows, units, ["assignment_id", "subject_id"])
        return rows.with_columns(pl.coalesce("at", "parent_id").alias("parent_id"))


def _own_columns(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit(False).alias("partial"), pl.lit(True).alias("given"),
        pl.lit(0, dtype=pl.Int64).alias("missing"), pl.lit(0, dtype=pl.Int64).alias("children"),
    )


def _batches(kpis: pl.DataFrame) -> list[pl.DataFrame]:
    """KPIs in the order in which they can be computed: numerators and denominators first."""
    left, known, batches = kpis, set[str](), list[pl.DataFrame]()
    names = set(kpis["kpi_id"])
    while not left.is_empty():
        ready = [
            num is None or den is None or ({num, den} & names) <= known
            for num, den in left.select("numerator_kpi", "denominator_kpi").iter_rows()
        ]
        if not any(ready):
            ready = [True] * left.height
        mask = pl.Series(ready)
        batches.append(left.filter(mask))
        known |= set(batches[-1]["kpi_id"])
        left = left.filter(~mask)
    return batches


def _with_parts(own: pl.DataFrame, done: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    """Own rows completed by numerator_kpi and denominator_kpi, which also give a value where there is no row."""
    plain = _own_columns(own)
    rules = kpis.filter(pl.col("numerator_kpi").is_not_null() & pl.col("denominator_kpi").is_not_null())
    if rules.is_empty() or done.is_empty():
        return plain
    rules = rules.select("kpi_id", "numerator_kpi", "denominator_kpi", "factor")
    parts = done.filter(pl.col("value").is_not_null()).select(
        "subject_id", "assignment_id", pl.col("kpi_id").alias("part"), "value", pl.col("partial").alias("some"),
        pl.col("given").alias("own"),
    )
    found = (
        rules.join(parts.rename({"value": "num", "part": "numerator_kpi"}), on="numerator_kpi")
        .join(parts.rename({"value": "den", "part": "denominator_kpi"}), on=["denominator_kpi", "subject_id", "assignment_id"])
        .select(*KEY, "num", "den", pl.col("some") | pl.col("some_right"), pl.col("own") & pl.col("own_right"))
    )
    rows = plain.join(found, on=KEY, how="full", coalesce=True).join(rules.select("kpi_id", "factor"), on="kpi_id", how="left")
    fresh = pl.col("given").is_null()
    filled = computed(rows.with_columns(
        pl.coalesce("numerator", "num").alias("numerator"), pl.coalesce("denominator", "den").alias("denominator"),
        pl.col("state").fill_null("not_reported"), pl.col("factor").fill_null(1.0),
    ))
    keep_flag = pl.coalesce(pl.col("flag"), pl.lit(None, dtype=pl.String))
    return filled.with_columns(
        keep_flag.alias("flag"),
        pl.when(fresh).then(pl.col("some")).otherwise(pl.col("partial")).fill_null(False).alias("partial"),
        pl.when(fresh).then(pl.col("own")).otherwise(pl.col("given")).fill_null(False).alias("given"),
        pl.col("missing", "children").fill_null(0),
        *(pl.col(name) for name in plain.columns if name.endswith("_so_far")),
    ).select(plain.columns)
