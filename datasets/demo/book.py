"""The book in which scorecard lines, targets and actuals are collected, each as the row that is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from datasets.demo.catalogue import KPI
from datasets.demo.goals import Goal
from datasets.demo.table import Row, text

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """Numerator and denominator of a ratio; the value is left to be computed."""

    numerator: float
    denominator: float

    @property
    def percent(self) -> float:
        return 100 * self.numerator / self.denominator if self.denominator else 0.0


@dataclass(frozen=True, slots=True)
class Book:
    """Rows by (kpi, subject, period, assignment), in the order in which they were entered."""

    lines: list[dict[str, str]] = field(default_factory=list)
    targets: dict[Key, dict[str, str]] = field(default_factory=dict)
    revised: list[Row] = field(default_factory=list)
    actuals: dict[Key, dict[str, str]] = field(default_factory=dict)
    others: list[Row] = field(default_factory=list)
    scores: list[Row] = field(default_factory=list)

    def line(self, subject: str, kpi: str, weight: int, period: str = "", assignment: str = "",
             method: str = "", params: str = "") -> None:
        self.lines.append({
            "subject_id": subject, "kpi_id": kpi, "weight": str(weight) if weight else "", "period": period,
            "assignment_id": assignment, "method": method, "params": params,
        })

    def target(self, kpi: str, subject: str, period: str, goal: Goal, assignment: str = "", **more: str) -> None:
        """A target row; numbers with the KPI's decimals where those are needed, as people type them."""
        self.targets[kpi, subject, period, assignment] = {
            "kpi_id": kpi, "subject_id": subject, "period": period, "target": typed(goal.target),
            "threshold": typed(goal.threshold), "stretch": typed(goal.stretch), "range_lo": "", "range_hi": "",
            "zero_distance": "", "baseline": "", "assignment_id": assignment, "version": "1",
            "valid_from": f"{period[:4]}-01-01", "reason": "", "approved_by": "", **more,
        }

    def actual(self, kpi: str, subject: str, period: str, value: float | Parts, assignment: str = "") -> None:
        if isinstance(value, Parts):
            cells = {"value": "", "numerator": text(value.numerator), "denominator": text(value.denominator)}
        else:
            cells = {"value": text(value, KPI[kpi].decimals), "numerator": "", "denominator": ""}
        self.actuals[kpi, subject, period, assignment] = {
            "kpi_id": kpi, "subject_id": subject, "period": period, **cells, "scenario": "AC", "status": "final",
            "assignment_id": assignment, "source_ref": "", "restated_from": "",
        }

    def scenario(self, kpi: str, subject: str, period: str, scenario: str, value: float, source: str) -> None:
        """A row of another scenario than AC."""
        self.others.append({
            "kpi_id": kpi, "subject_id": subject, "period": period, "value": text(value, KPI[kpi].decimals),
            "scenario": scenario, "status": "final", "source_ref": source,
        })

    def mark(self, keys: Iterable[Key], status: str, source: str = "") -> None:
        """Give rows another status; what is not reported, not applicable or suspended loses its value."""
        for key in keys:
            row = self.actuals[key]
            row |= {"status": status, "source_ref": source}
            if status in ("not_reported", "not_applicable", "suspended"):
                row |= {"value": "", "numerator": "", "denominator": ""}

    def value(self, kpi: str, subject: str, period: str, assignment: str = "") -> float:
        """The value of a row that is a plain number."""
        return float(self.actuals[kpi, subject, period, assignment]["value"])


def typed(number: float | None) -> str:
    """A target as people type it: no trailing zeros."""
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else f"{number:.4f}".rstrip("0")
