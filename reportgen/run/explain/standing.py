"""Where a subject's final stands: gap to 100, rank, change, and how far the next grades are (docs/explain.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.analysis.distribution import NEAR
from reportgen.analysis.team import MIN_OTHERS
from reportgen.model.policy import GradeBand
from reportgen.model.results import Scores
from reportgen.model.rounding import half_up
from reportgen.scoring.expression import number, total
from reportgen.scoring.grades import best_first
from reportgen.scoring.trace_steps import Draft, exact, printed

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """A card with its lines, the grade scale, and the label of the period before."""

    card: Row
    rows: Sequence[Row]
    grades: Sequence[GradeBand]
    before: str

    def steps(self, scores: Scores) -> Iterator[Draft]:
        """Gap, rank, change and distances, as far as the subject has them."""
        yield from self._gap()
        if self.card["final"] is None:
            return
        yield from self._rank(scores)
        if self.card["prior_final"] is not None:
            figure = number(printed(self.card["final"]), 2) - number(printed(self.card["prior_final"]), 2)
            yield Draft("CHG", "change", figure, half_up(figure.value), "score", {"label": self.before})
        if self.card["grade_before_gates"]:
            yield from self._cuts()

    def _gap(self) -> Iterator[Draft]:
        """The contributions as printed add up to the total less 100."""
        parts = [number(printed(row["contribution"]), 2) for row in self.rows if row["contribution"] is not None]
        if not parts or self.card["total"] is None:
            return
        figure = total(parts)
        if half_up(figure.value) == printed(self.card["total"]) - 100:
            yield Draft("GAP", "gap", figure, half_up(figure.value), "score")

    def _rank(self, scores: Scores) -> Iterator[Draft]:
        """1 and those with a better final; of few others a person's page says nothing (contract rule 14)."""
        card = self.card
        if card["rank"] is None:
            return
        peers, rank = int(card["peers"]), int(card["rank"])
        if card["level"] == "individual" and peers - 1 < MIN_OTHERS:
            yield Draft("RANK", "rank_few", number(peers), Decimal(peers), params={"few": str(MIN_OTHERS)})
            return
        frame = scores.scorecards
        level = frame.filter((frame["level"] == card["level"]) & frame["rated"])
        beside = level.filter(level["parent_id"].eq_missing(card["parent_id"]))
        better = int((beside["final"] > card["final"]).sum())
        figure = number(1) + number(better) if better + 1 == rank else number(rank)
        yield Draft("RANK", "rank", figure, Decimal(rank), params={"rank": str(rank), "n": str(peers)})

    def _cuts(self) -> Iterator[Draft]:
        """To the next grade above, and from the minimum of the own one; near the cut is said."""
        bands, final = best_first(self.grades), printed(self.card["final"])
        place = next((place for place, band in enumerate(bands) if band.grade == self.card["grade_before_gates"]), None)
        if place is None:
            return
        if place:
            above = bands[place - 1]
            yield _cut("cut_above", above, number(above.min, 2) - number(final, 2))
        if place < len(bands) - 1:
            yield _cut("cut_below", bands[place], number(final, 2) - number(bands[place].min, 2))


def _cut(key: str, band: GradeBand, figure: Any) -> Draft:
    near = abs(figure.value) <= NEAR
    params = {"grade": band.grade, "near": number(exact(NEAR)).text}
    return Draft("CUT", f"{key}_near" if near else key, figure, half_up(figure.value), "score", params)
