"""People whose pay base names their posts: each post is paid on its own base, days and, where it has one, score.

docs/method/rewards.md, "Proration".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.policy import Rules
from reportgen.model.results import Scores
from reportgen.model.rounding import EXACT, half_up
from reportgen.rewards.facts import exact
from reportgen.rewards.money import ZERO
from reportgen.rewards.paybase import paybase_of
from reportgen.rewards.subject import Segment

Row = Mapping[str, Any]


def general_rows(rows: Sequence[Row], home: str | None) -> Sequence[Row]:
    """The rows of ``paybase`` that name no post; without any, those of the home assignment."""
    return [row for row in rows if not row.get("assignment_id")] or [row for row in rows if row["assignment_id"] == home]


@dataclass
class Posts:
    """The posts of a period's people; frames are walked once, and only where somebody's pay names a post."""

    dataset: Dataset
    scores: Scores
    rules: Rules
    period: Period

    def segments(self, subject: str, rows: Sequence[Row], span: tuple[date, date], points: Decimal) -> tuple[Segment, ...]:
        """Every post that the person held, the first one first; ``points`` lie between total and final of the whole."""
        found = []
        for post in self._held.get(subject, []):
            first, last = max(post["from"] or span[0], span[0]), min(post["to"] or span[1], span[1])
            if first <= last:
                found.append(self._segment(subject, post["assignment_id"] or "", rows, (first, last), points))
        return tuple(found)

    def _segment(
        self, subject: str, post: str, rows: Sequence[Row], span: tuple[date, date], points: Decimal
    ) -> Segment:
        own = [row for row in rows if post and row["assignment_id"] == post]
        pay = paybase_of(own, self.period, self.dataset.settings.fiscal) if own else None
        columns, share = (pay.columns, pay.share) if pay else (None, (1, 1))
        total = self._totals.get((subject, post))
        if total is None:
            return Segment(*span, columns, share)
        band = self.rules.grade_of(total + points)
        return Segment(*span, columns, share, total + points, total, band.grade, band.coefficient)

    @cached_property
    def _held(self) -> dict[str, list[Row]]:
        rows = sorted(
            self.dataset["assignments"].iter_rows(named=True),
            key=lambda row: (row["from"] or date.min, row["assignment_id"] or ""),
        )
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(row["person_id"], []).append(row)
        return found

    @cached_property
    def _totals(self) -> dict[tuple[str, str], Decimal]:
        """Printed weighted score of the lines of each person and assignment."""
        sums: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
        frame = self.scores.kpi_scores
        for row in frame.filter(frame["assignment_id"].is_not_null()).iter_rows(named=True):
            weight, value = exact(row["weight"]), exact(row["score_raw"])
            if weight and value is not None:
                whole, over = sums.get((row["subject_id"], row["assignment_id"]), (ZERO, ZERO))
                sums[row["subject_id"], row["assignment_id"]] = (whole + weight, over + weight * value)
        return {key: half_up(EXACT.divide(over, whole)) for key, (whole, over) in sums.items()}
