"""What the next grade needs, put on the lines of a view (docs/explain.md, "What the next grade needs")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reportgen.model.policy import Rules
from reportgen.model.view import Line, Scorecard
from reportgen.scoring.needs import needs

Row = Mapping[str, Any]


def with_needs(
    lines: tuple[Line, ...], rows: Sequence[Row], card: Row | None, scorecard: Scorecard | None, rules: Rules
) -> tuple[Line, ...]:
    """Lines with ``needed_for_next`` and ``needed_reachable``; as they are where there is no next grade.

    ``rows`` are the subject's rows of ``kpi_scores``, ``card`` its row of ``scorecards``.
    """
    if card is None or scorecard is None or scorecard.next_grade_min is None:
        return lines
    shown = {line.kpi.id for line in lines}
    found = [need for row, need in zip(rows, needs(rows, card, scorecard.next_grade_min, rules), strict=True)
             if row["kpi_id"] in shown]
    if len(found) != len(lines):
        return lines
    return tuple(
        line if need is None else replace(line, needed_for_next=need.actual, needed_reachable=need.reachable)
        for line, need in zip(lines, found, strict=True)
    )
