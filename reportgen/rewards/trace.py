"""How a statement came about: one row per step, each an arithmetic expression that gives its result (docs/method/rewards.md).

The first steps show the score (weighted KPI scores, points, link with the organisation) where its rows are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.model.reward import ScoreParts, Statement, TraceStep, Working
from reportgen.model.rounding import half_up
from reportgen.rewards.score_trace import Row, score_workings
from reportgen.rewards.wording import STEPS, Names, words


def trace(statement: Statement, kpi_rows: Sequence[Row] = ()) -> tuple[TraceStep, ...]:
    """Every step of a statement. ``kpi_rows`` are the person's rows of ``kpi_scores``, for the first steps."""
    reads_score = statement.measure in ("person.final", "person.score", "final", "score")
    parts = statement.score or ScoreParts()
    before = score_workings(parts, kpi_rows, statement.subject_id) if reads_score else []
    return steps((*before, *statement.workings), statement.kpi_names)


def steps(workings: Iterable[Working], names: Names) -> tuple[TraceStep, ...]:
    """Workings as numbered rows in both languages."""
    return tuple(
        TraceStep(
            number, item.rule_id, words(STEPS[item.key][0], item.params, names), words(STEPS[item.key][1], item.params, names),
            item.numbers, item.value, half_up(item.value, item.places), item.sources, item.unit,
        )
        for number, item in enumerate(workings, start=1)
    )
