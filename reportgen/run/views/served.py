"""Whose period was not a whole one: what a joiner or a leaver achieved in part of a period is no yardstick for a whole one."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from reportgen.measures.org import assignments_of
from reportgen.measures.service import service_in
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.view import PartServed

Key = tuple[str, str]


@dataclass
class Served:
    """Days in post of persons and of single assignments, by period; a period is looked up once."""

    dataset: Dataset
    _days: dict[Period, dict[Key, int]] = field(default_factory=dict)

    def partly(self, subject: str, assignment: str, now: Period, then: Period) -> PartServed | None:
        """The one of two periods, the earlier first, of which a person served some days but not all; None for units.

        Nobody served at all in the earlier one: what stands there was loaded as a yardstick, so the present decides.
        """
        for period in (then, now):
            days = self._in(period).get((subject, assignment), self._in(period).get((subject, "")))
            if days is not None and 0 < days < period.days:
                return PartServed(period, days)
        return None

    def _in(self, period: Period) -> dict[Key, int]:
        """(person, assignment or "") -> calendar days in the period, both ends included."""
        if period not in self._days:
            found = {(person, ""): days for person, days in service_in(self.dataset, period).iter_rows()}
            first = pl.max_horizontal("from", pl.lit(period.start))
            last = pl.min_horizontal("to", pl.lit(period.end))
            posts = assignments_of(self.dataset).filter(pl.col("assignment_id") != "").select(
                "person_id", "assignment_id", ((last - first).dt.total_days() + 1).clip(0).alias("days")
            )
            held = posts.group_by("person_id", "assignment_id").agg(pl.col("days").sum())
            self._days[period] = found | {(person, post): days for person, post, days in held.iter_rows()}
        return self._days[period]
