"""Where an actual or a target came from: the rows of the dataset that count, and how they were put together.

The values are those of ``measures``; here they are traced back, row by row, for the few lines that somebody asks about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from reportgen.measures.intime import KEY
from reportgen.measures.kpis import kpis_at
from reportgen.measures.org import assignments_of, subjects_in
from reportgen.measures.shared import homes_of
from reportgen.measures.spans import spans_within, whole_labels
from reportgen.measures.versions import valid_versions
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.scoring.expression import number
from reportgen.scoring.origin_rollup import grouped, rolled
from reportgen.scoring.origin_rows import Leaf, Origin, added, chosen, factor_of, of_rows, of_targets, quotient, value_of
from reportgen.scoring.trace_words import STEPS, Pair, words

Row = Mapping[str, Any]


@dataclass
class Origins:
    """Origins of one period. ``names`` are those of units and persons, as the parts of a roll-up are to be called."""

    dataset: Dataset
    period: Period
    names: Mapping[str, Pair] = field(default_factory=dict)
    _used: dict[tuple[str, str], list[Leaf]] = field(default_factory=dict)
    _shared: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def _kpis(self) -> dict[str, Row]:
        return {row["kpi_id"]: row for row in kpis_at(self.dataset, self.period.end).iter_rows(named=True)}

    @cached_property
    def _spans(self) -> pl.DataFrame:
        return spans_within(self.period, self.dataset.settings.fiscal)

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return dict(subjects_in(self.dataset, self.period).select("subject_id", "parent_id").iter_rows())

    @cached_property
    def _posts(self) -> dict[tuple[str, str], str]:
        rows = assignments_of(self.dataset).select("person_id", "assignment_id", "unit_id").iter_rows()
        return {(person, post): unit for person, post, unit in rows}

    # ------------------------------------------------------------------ actuals
    def actual(self, subject: str, kpi: str, assignment: str = "", scenario: str = "AC") -> Origin | None:
        """The origin of a subject's value of a KPI; None where nothing leads to one."""
        rule = self._kpis.get(kpi)
        if rule is None:
            return None
        rows = self._rows_of(subject, kpi, assignment, scenario)
        if rows:
            return of_rows(rows, rule)
        if rule["numerator_kpi"] and rule["denominator_kpi"]:
            found = self._of_kpis(subject, rule, assignment, scenario)
            if found is not None:
                return found
        found = self._rolled(subject, rule, scenario) if rule["agg_org"] != "none" else None
        return found if found is not None or scenario != "AC" else self._lent(subject, kpi)

    def _lent(self, subject: str, kpi: str) -> Origin | None:
        """A shared KPI of who has no row of it: the actual of the subject that it counts for."""
        home = next(iter(self._homes(kpi)), subject)
        found = self.actual(home, kpi) if home != subject else None
        if found is None:
            return None
        how = words(STEPS[found.key][1], found.params)
        name = self.names.get(home, (home, home))
        return Origin("actual_shared", found.figure, {"home": name, "how": (how["zh-CN"], how["en"])}, found.sources)

    def _homes(self, kpi: str) -> list[str]:
        """The subject that a shared KPI counts for, then those above it; none where it is not shared."""
        if (self._kpis.get(kpi) or {}).get("shared") != "yes":
            return []
        if kpi not in self._shared:
            rows = [(row["subject_id"], kpi) for row in self._used_rows(kpi, "AC", pl.lit(True))]
            holders = pl.DataFrame(rows, schema={"subject_id": pl.String, "kpi_id": pl.String}, orient="row")
            self._shared[kpi] = homes_of(self.dataset, self.period, holders).get(kpi, [])
        return self._shared[kpi]

    def _rows_of(self, subject: str, kpi: str, assignment: str, scenario: str) -> tuple[Row, ...]:
        mine = self._used_rows(kpi, scenario, pl.col("subject_id") == subject)
        own = tuple(row for row in mine if row["assignment_id"] == assignment)
        return own or tuple(row for row in mine if row["assignment_id"] == "")

    def _used_rows(self, kpi: str, scenario: str, only: pl.Expr) -> list[Row]:
        """Rows of a KPI that count in the period: that of the period itself, else the finer ones inside it."""
        spans = self._spans
        wanted = only & (pl.col("kpi_id") == kpi) & (pl.col("scenario") == scenario)
        rows = self.dataset["actuals"].filter(wanted & pl.col("period").is_in(spans["period"].to_list()))
        if rows.is_empty():
            return []
        columns = [*KEY, "period", "value", "numerator", "denominator", "state", "row_nr"]
        rows = rows.with_columns(pl.col("assignment_id").fill_null("")).select(columns).join(spans, on="period")
        return chosen(rows, whole_labels(spans))

    def _of_kpis(self, subject: str, rule: Row, assignment: str, scenario: str) -> Origin | None:
        """A ratio of two other KPIs."""
        parts = [self.actual(subject, rule[name], assignment, scenario) for name in ("numerator_kpi", "denominator_kpi")]
        if parts[0] is None or parts[1] is None or not parts[1].figure.value:
            return None
        said = {"numerator": rule["numerator_kpi"], "denominator": rule["denominator_kpi"], "factor": factor_of(rule).text}
        figure = quotient(number(parts[0].figure.value), number(parts[1].figure.value), rule)
        return Origin("actual_kpis", figure, said, (*parts[0].sources, *parts[1].sources))

    # ------------------------------------------------------------------ roll-up
    def _leaves(self, unit: str, kpi: str, scenario: str) -> list[Leaf]:
        """Subjects below a unit whose own rows make up its value: an own row wins over everything below it."""
        if (kpi, scenario) not in self._used:
            grouped: dict[tuple[str, str], list[Row]] = {}
            for row in self._used_rows(kpi, scenario, pl.lit(True)):
                grouped.setdefault((row["subject_id"], row["assignment_id"]), []).append(row)
            self._used[kpi, scenario] = [
                Leaf(subject, self._posts.get((subject, post)) or self._parents.get(subject) or "", tuple(rows))
                for (subject, post), rows in grouped.items()
            ]
        homes = self._homes(kpi)
        every = [leaf for leaf in self._used[kpi, scenario] if not homes or leaf.subject in homes]
        owners = {leaf.subject for leaf in every}
        return [leaf for leaf in every if leaf.subject != unit and self._reaches(leaf.parent, unit, owners)]

    def _reaches(self, start: str, unit: str, owners: set[str]) -> bool:
        step: str | None = start
        for _ in range(len(self._parents) + 1):
            if step == unit:
                return True
            if not step or step in owners:
                return False
            step = self._parents.get(step)
        return False

    def _rolled(self, unit: str, rule: Row, scenario: str) -> Origin | None:
        leaves = self._leaves(unit, rule["kpi_id"], scenario)
        if leaves:
            return rolled(leaves, grouped(unit, leaves, self._parents), rule, self.names)
        return self._rolled_parts(unit, rule, scenario) if rule["numerator_kpi"] and rule["denominator_kpi"] else None

    def _rolled_parts(self, unit: str, rule: Row, scenario: str) -> Origin | None:
        """Numerator and denominator KPI of everybody below, each added up."""
        sums, sources = [], []
        for name in ("numerator_kpi", "denominator_kpi"):
            part = self._kpis.get(rule[name])
            leaves = self._leaves(unit, rule[name], scenario) if part is not None else []
            values = [value for leaf in leaves if part is not None and (value := value_of(leaf.rows, part)) is not None]
            sums.append(added(values))
            sources += [f"actuals!{row['row_nr']}" for leaf in leaves for row in leaf.rows]
        if not sums[1].value:
            return None
        said = {"n": str(len(sources)), "factor": factor_of(rule).text}
        return Origin("actual_rolled_ratio_of_sums", quotient(sums[0], sums[1], rule), said, tuple(sources))

    # ------------------------------------------------------------------ targets
    def target(self, subject: str, kpi: str, assignment: str = "") -> Origin | None:
        """The origin of a target before proration: its rows, their versions, or a PL row of ``actuals``."""
        rule = self._kpis.get(kpi)
        labels = self._spans["period"].to_list()
        rows = self.dataset["targets"].filter(
            (pl.col("subject_id") == subject) & (pl.col("kpi_id") == kpi) & pl.col("period").is_in(labels)
        ).with_columns(pl.col("assignment_id").fill_null(""))
        mine = rows.filter(pl.col("assignment_id") == assignment)
        rows = rows.filter(pl.col("assignment_id") == "") if mine.is_empty() else mine
        if rows.is_empty() or rule is None:
            return self._planned(subject, kpi, assignment)
        valid = valid_versions(rows.join(self._spans, on="period"))
        used = chosen(valid, whole_labels(self._spans))
        return of_targets(used, rule, replaced=rows.height > valid.height)

    def _planned(self, subject: str, kpi: str, assignment: str) -> Origin | None:
        found = self.actual(subject, kpi, assignment, "PL")
        return None if found is None else Origin("target_plan", found.figure, {"note": ("", "")}, found.sources)
