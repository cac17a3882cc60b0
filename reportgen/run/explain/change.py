"""Why a total differs from the one before: effects of scores, of weights, of KPIs that came or went (docs/explain.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.model.rounding import half_up
from reportgen.scoring.exact.line import ZERO
from reportgen.scoring.exact.totals import change_effects
from reportgen.scoring.expression import Figure, number
from reportgen.scoring.trace_steps import Draft, exact, printed
from reportgen.scoring.trace_words import Pair

Row = Mapping[str, Any]
#: Weight that counts in percent and printed score of a KPI.
Side = tuple[Decimal, Decimal]
#: Why a KPI counts in one period only: the state of its line in the other; no entry where it had no line there.
Silent = Mapping[str, str]
#: States of a line that explain by themselves why it does not count.
WITHOUT = ("not_reported", "not_applicable", "suspended")
_TWO, _HUNDRED = number(2), number(100)


@dataclass(frozen=True, slots=True)
class Change:
    """The counted KPIs of two periods with the printed totals, and names of the KPIs.

    ``silent_before`` and ``silent_now`` tell of the KPIs that had a line in that period which did not count.
    """

    earlier: Mapping[str, Side]
    current: Mapping[str, Side]
    totals: tuple[Decimal, Decimal]
    names: Mapping[str, Pair]
    silent_before: Silent = field(default_factory=dict)
    silent_now: Silent = field(default_factory=dict)

    def steps(self) -> Iterator[Draft]:
        """The midpoint split, largest effect first; it leaves no residual but for the rounding of the scores."""
        effects = change_effects(self.earlier, self.current)
        for kpi in sorted(effects, key=lambda kpi: (-abs(effects[kpi][0] + effects[kpi][1]), kpi)):
            if kpi in self.earlier and kpi in self.current:
                yield from self._moved(kpi)
            else:
                yield self._came_or_went(kpi)

    def _moved(self, kpi: str) -> Iterator[Draft]:
        (w0, s0), (w1, s1) = self.earlier[kpi], self.current[kpi]
        if s0 != s1:
            figure = (number(w0) + number(w1)) / _TWO * (number(s1, 2) - number(s0, 2)) / _HUNDRED
            yield self._draft("change_score", kpi, figure)
        if w0 != w1:
            scores = (number(s0, 2) + number(s1, 2)) / _TWO
            yield self._draft("change_weight", kpi, (number(w1) - number(w0)) * (scores - self._middle) / _HUNDRED)

    def _came_or_went(self, kpi: str) -> Draft:
        """The whole effect is one of the portfolio: the missing score is that of the other side."""
        came = kpi in self.current
        weight, score = self.current.get(kpi) or self.earlier[kpi]
        counted = number(weight) if came else number(0) - number(weight)
        key, state = "change_new" if came else "change_gone", (self.silent_before if came else self.silent_now).get(kpi)
        if state is not None:
            key += f"_{state}" if state in WITHOUT else "_uncounted"
        return self._draft(key, kpi, counted * (number(score, 2) - self._middle) / _HUNDRED)

    @property
    def _middle(self) -> Figure:
        return (number(self.totals[0], 2) + number(self.totals[1], 2)) / _TWO

    def _draft(self, key: str, kpi: str, figure: Figure) -> Draft:
        return Draft("CHG-K", key, figure, half_up(figure.value), "score", {"kpi": self.names.get(kpi, (kpi, kpi))})


def sides(rows: Sequence[Row]) -> dict[str, Side]:
    """KPI -> weight that counts and score, over all segments; a missing score counts as its policy says."""
    parts: dict[str, list[Side]] = {}
    for row in rows:
        if row["counted_weight"] is None:
            continue
        assumed = Decimal(100) if row.get("assumed") == "target" else ZERO
        score = assumed if row["score"] is None else printed(row["score"])
        parts.setdefault(row["kpi_id"], []).append((exact(row["counted_weight"]), score))
    found = {}
    for kpi, items in parts.items():
        weight = sum((item[0] for item in items), ZERO)
        mean = sum((item[0] * item[1] for item in items), ZERO) / weight if weight else ZERO
        found[kpi] = (half_up(weight, 6), half_up(mean))
    return found


def silent(rows: Sequence[Row]) -> dict[str, str]:
    """KPI -> state of its line, for the KPIs whose lines did not count in the period."""
    counted = {row["kpi_id"] for row in rows if row["counted_weight"] is not None}
    return {row["kpi_id"]: row.get("state") or "" for row in rows if row["kpi_id"] not in counted}
