"""The score of each post that a person held, where there were several scorecards in the period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportgen.model.rounding import EXACT, half_up
from reportgen.model.view import Segment
from reportgen.run.index import decimal

Row = Mapping[str, Any]


def with_scores(segments: tuple[Segment, ...], rows: Sequence[Row]) -> tuple[Segment, ...]:
    """Segments with the weighted score of their own lines; none where one scorecard serves the whole period."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        weight, score = decimal(row["weight"]), decimal(row.get("score_raw"))
        if row.get("segment") and weight is not None and score is not None:
            whole, points = sums.get(row["segment"], (Decimal(0), Decimal(0)))
            sums[row["segment"]] = (whole + weight, points + EXACT.multiply(weight, score))
    found = {name: half_up(EXACT.divide(points, whole)) for name, (whole, points) in sums.items() if whole}
    return tuple(replace(item, score=found.get(item.assignment_id)) if item.assignment_id else item for item in segments)
