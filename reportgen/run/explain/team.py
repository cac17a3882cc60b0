"""The mean of the others in one's unit, as a step: a sum and a number of people, never who has what (contract rule 14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from reportgen.analysis.team import MIN_OTHERS, team_means
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.results import Scores
from reportgen.model.rounding import half_up
from reportgen.run.index import decimal, first_by, rows_by
from reportgen.scoring.expression import Figure, number
from reportgen.scoring.origin_rows import Origin
from reportgen.scoring.trace_steps import Draft
from reportgen.scoring.trace_variance import Reference

Row = Mapping[str, Any]


@dataclass
class Team:
    """Team means of one period, with the sums behind them."""

    dataset: Dataset
    period: Period
    scores: Scores

    @cached_property
    def _means(self) -> dict[tuple[str, str], Row]:
        frame = team_means(self.scores.kpi_scores, self.scores.scorecards, self._definitions)
        return {(row["subject_id"], row["kpi_id"]): row for row in frame.iter_rows(named=True)}

    @cached_property
    def _definitions(self) -> Any:
        from reportgen.measures import kpis_at

        return kpis_at(self.dataset, self.period.end)

    @cached_property
    def _rules(self) -> dict[str, dict[str, Any]]:
        return first_by(self._definitions, "kpi_id")

    @cached_property
    def _units(self) -> dict[str, str]:
        cards = self.scores.scorecards.filter(self.scores.scorecards["level"] == "individual")
        return dict(cards.select("subject_id", "unit_id").iter_rows())

    @cached_property
    def _rows(self) -> Mapping[str, Sequence[Row]]:
        """KPI -> the lines of persons."""
        frame = self.scores.kpi_scores
        return rows_by(frame.filter(frame["level"] == "individual"), "kpi_id")

    def reference(self, row: Row) -> Reference | None:
        """The mean that the person's actual is compared with; None where fewer than five others have a value."""
        found = self._means.get((row["subject_id"], row["kpi_id"]))
        mean = None if found is None else decimal(found["team_mean"])
        if found is None or mean is None or int(found["team_count"] or 0) < MIN_OTHERS:
            return None
        rule = self._rules.get(row["kpi_id"], {})
        places = int(rule["decimals"]) if rule.get("decimals") is not None else 2
        return Reference("team_mean", mean, self._origin(row, mean, places, decimal(rule.get("factor")) or Decimal(1)))

    def _origin(self, row: Row, mean: Decimal, places: int, factor: Decimal) -> Origin:
        unit, subject = self._units.get(row["subject_id"]), row["subject_id"]
        rows = [one for one in self._rows.get(row["kpi_id"], ()) if self._units.get(one["subject_id"]) == unit]
        known = [one for one in rows if one["actual"] is not None]
        others = [one for one in known if one["subject_id"] != subject]
        words = {"n": str(len({one["subject_id"] for one in others})), "factor": number(factor).text}
        pooled = bool(others) and all(one.get("numerator") is not None and one.get("denominator") is not None for one in known)
        figure = _ratio(others, factor) if pooled else _mean(others)
        if figure is None or half_up(figure.value, places) != mean or len(others) != int(words["n"]):
            return Origin("team_given", number(mean), words)
        return Origin("team_ratio" if pooled else "team_mean", figure, words)


def _mean(rows: Sequence[Row]) -> Figure | None:
    return number(_total(rows, "actual")) / number(len(rows)) if rows else None


def _ratio(rows: Sequence[Row], factor: Decimal) -> Figure | None:
    above, below = number(_total(rows, "numerator")), number(_total(rows, "denominator"))
    if not below.value:
        return None
    return above / below if factor == 1 else above * number(factor) / below


def _total(rows: Sequence[Row], name: str) -> Decimal:
    return sum((decimal(row[name]) or Decimal(0) for row in rows), Decimal(0))


def team_step(reference: Reference) -> Draft | None:
    """The step of the mean itself, rounded as it is shown."""
    origin = reference.origin
    if origin is None:
        return None
    return Draft("REF-TM", origin.key, origin.figure, reference.value, "", origin.params)
