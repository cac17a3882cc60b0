"""Measures of units and KPIs as they are printed, looked up in the score frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.model.rounding import half_up
from reportgen.policy.conditions import Lookup, Measure, Value

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]
_CARD = {
    "score": "total", "final": "final", "grade": "grade", "coefficient": "coefficient", "factor": "coefficient", "days": "days",
}
KPI_FIELDS = {"attainment": "attainment_pct", "actual": "actual", "score": "score"}
PRINTED = ("total", "final", "attainment_pct", "score")


def exact(value: float | int | None) -> Decimal | None:
    """The decimal that a cell of a frame prints."""
    return None if value is None else Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def printed(value: float | None) -> Decimal | None:
    """A score with its two decimals."""
    number = exact(value)
    return None if number is None else half_up(number)


@dataclass(frozen=True)
class Facts:
    """Score frames of one period, and the units above each unit (``paths``: own unit first, root last)."""

    cards: Mapping[str, Row]
    kpi_scores: pl.DataFrame
    paths: Mapping[str, Sequence[str]]
    _kpis: dict[str, dict[str, Row]] = field(default_factory=dict)

    def of_person(self, subject: str, unit: str) -> Lookup:
        """The person's KPIs, the measures of the unit and of the company."""
        return self._lookup(subject, unit)

    def of_unit(self, unit: str) -> Lookup:
        """The measures of a unit and of the company."""
        return self._lookup(unit, unit)

    def _lookup(self, subject: str, unit: str) -> Callable[[Measure], Value | None]:
        path = self.paths.get(unit, (unit,))

        def look_up(measure: Measure) -> Value | None:
            if measure.scope == "person":
                return self._value((subject,), measure)
            if measure.scope == "company":
                return self._value(path[-1:], measure)
            return self._value([step for step in path if step != path[-1]] or path, measure)

        return look_up

    def _value(self, subjects: Sequence[str], measure: Measure) -> Value | None:
        """The measure of the first subject that has the scorecard, or the KPI, at all."""
        rows = self.cards if measure.kpi is None else self._rows_of(measure.kpi)
        name = (_CARD if measure.kpi is None else KPI_FIELDS).get(measure.field, "")
        row = next((rows[subject] for subject in subjects if subject in rows), None)
        value = row.get(name) if row is not None else None
        if value is None or isinstance(value, str):
            return value
        return printed(value) if name in PRINTED else exact(value)

    def _rows_of(self, kpi: str) -> Mapping[str, Row]:
        """The first line of a KPI on each scorecard."""
        if kpi not in self._kpis:
            frame = self.kpi_scores.filter(self.kpi_scores["kpi_id"] == kpi).select("subject_id", *KPI_FIELDS.values())
            rows: dict[str, Row] = {}
            for row in frame.iter_rows(named=True):
                rows.setdefault(row["subject_id"], row)
            self._kpis[kpi] = rows
        return self._kpis[kpi]
