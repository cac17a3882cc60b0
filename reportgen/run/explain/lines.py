"""Where the values of a line stand in the files, each period walked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, parse_period, previous, year_earlier
from reportgen.run.views.kpis import definitions
from reportgen.scoring.origin_rows import Origin
from reportgen.scoring.origins import Origins
from reportgen.scoring.trace import LineOrigins, references_of
from reportgen.scoring.trace_steps import exact, same
from reportgen.scoring.trace_variance import Reference
from reportgen.scoring.trace_words import Pair

Row = Mapping[str, Any]
Key = tuple[str, str, str]
#: Columns of a scorecard line or a KPI that choose how it is scored.
_CHOICES = ("method", "params", "cap", "floor")


@dataclass
class LineSources:
    """The origins of every value of a line. ``names``: units and persons in both languages."""

    dataset: Dataset
    names: Mapping[str, Pair]
    _known: dict[str, Origins] = field(default_factory=dict)
    _versions: dict[str, dict[str, int]] = field(default_factory=dict)

    def at(self, period: Period) -> Origins:
        """The origins of a period."""
        if period.label not in self._known:
            self._known[period.label] = Origins(self.dataset, period, self.names)
        return self._known[period.label]

    def period_of(self, row: Row) -> Period:
        """The period in which a line is scored: the asked one, or a finer one inside it."""
        return parse_period(row["line_period"], self.dataset.settings.fiscal)

    def of_line(self, row: Row, team: Reference | None = None) -> LineOrigins:
        """Where the actual, the target and the values compared with came from; ``team`` is the mean of the others."""
        period = self.period_of(row)
        key: Key = (row["subject_id"], row["kpi_id"], row["assignment_id"] or "")
        now = self.at(period)
        references = self._references(row, key, period)
        at = next((place for place, one in enumerate(references) if one.name == "baseline"), len(references))
        others = references if team is None else (*references[:at], team, *references[at:])
        return LineOrigins(now.actual(*key), now.target(*key), others, self._method(row))

    def _references(self, row: Row, key: Key, period: Period) -> tuple[Reference, ...]:
        fiscal = self.dataset.settings.fiscal
        before, year_ago, now = previous(period, fiscal), year_earlier(period, fiscal), self.at(period)
        found: dict[str, Origin | None] = {}
        if row.get("prior_actual") is not None:
            before = self._before(row, key, period) or before
            found["previous"] = self.at(before).actual(*key)
        if row.get("py_actual") is not None:
            found["last_year"] = now.actual(*key, "PY") or self.at(year_ago).actual(*key)
        for name, scenario in (("forecast", "FC"), ("benchmark", "BM")):
            if row.get(name) is not None:
                found[name] = now.actual(*key, scenario)
        if row.get("baseline") is not None:
            found["baseline"] = now.target(*key)
        changed = [
            name for name, then in (("previous", before), ("last_year", year_ago)) if self._changed(row["kpi_id"], period, then)
        ]
        labels = {"previous": before.label, "last_year": year_ago.label}
        listed = references_of(row, found, labels, changed)
        return tuple(one for one in listed if one.name != "previous" or before != period)

    def _before(self, row: Row, key: Key, period: Period) -> Period | None:
        """The period whose value the line is compared with. Part of a longer period, it is the like part of that before.

        A year to date is compared with that of a month ago: its earlier quarters are then the same, and no comparison.
        """
        fiscal, value = self.dataset.settings.fiscal, exact(row["prior_actual"])
        for then in (previous(period, fiscal), year_earlier(period, fiscal), period):
            origin = self.at(then).actual(*key)
            if origin is not None and same(origin.figure.value, value):
                return then
        return None

    def _changed(self, kpi: str, now: Period, then: Period) -> bool:
        """True where the KPI was defined otherwise at the end of the other period."""
        new, old = self._version_rows(now).get(kpi), self._version_rows(then).get(kpi)
        return new is not None and old is not None and new != old

    def _version_rows(self, period: Period) -> dict[str, int]:
        if period.label not in self._versions:
            found = definitions(self.dataset, period)
            self._versions[period.label] = {kpi: row["row_nr"] for kpi, row in found.items()}
        return self._versions[period.label]

    # ------------------------------------------------------------------ how it is scored
    def _method(self, row: Row) -> tuple[str, ...]:
        """The rows that chose method, parameters, cap or floor; none where the defaults hold."""
        line, kpi = row.get("row_nr"), self._version_rows(self.period_of(row)).get(row["kpi_id"])
        return (
            *((f"scorecards!{line}",) if line in self._choosing["scorecards"] and not row.get("unlisted") else ()),
            *((f"kpis!{kpi}",) if kpi in self._choosing["kpis"] else ()),
        )

    @cached_property
    def _choosing(self) -> Mapping[str, frozenset[int]]:
        """Rows of scorecards and of kpis that choose how a line is scored."""
        import polars as pl

        return {
            name: frozenset(
                self.dataset[name].filter(pl.any_horizontal(pl.col(column).is_not_null() for column in _CHOICES))["row_nr"]
            )
            for name in ("scorecards", "kpis")
        }
