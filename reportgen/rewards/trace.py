"""How a statement came about: one row per step, each an arithmetic expression that gives its result (docs/method/rewards.md).

The first steps show the score (weighted KPI scores, points, link with the organisation) where its rows are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.model.reward import ScoreParts, Statement, TraceStep, Working
from reportgen.model.rounding import EXACT, half_up
from reportgen.rewards.figures import MINUS, OVER, TIMES, Figure, added, bracketed, plain
from reportgen.rewards.money import ONE
from reportgen.rewards.wording import STEPS, Names, words

Row = Mapping[str, Any]


def trace(statement: Statement, kpi_rows: Sequence[Row] = ()) -> tuple[TraceStep, ...]:
    """Every step of a statement. ``kpi_rows`` are the person's rows of ``kpi_scores``, for the first step."""
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


def score_workings(parts: ScoreParts, kpi_rows: Sequence[Row], subject: str) -> list[Working]:
    """AGG-1 to AGG-4: weighted scores, points, link. A step that the parts do not explain is shown as it was scored."""
    if parts.total is None:
        return [] if parts.final is None else [_given("AGG-4", "final", parts.final, subject)]
    found = [_weighted(parts.total, kpi_rows, subject)]
    bonus, penalty = parts.bonus_points or Decimal(0), parts.penalty_points or Decimal(0)
    value = parts.total
    if bonus or penalty:
        numbers = f"{_score(value)} + {_score(bonus)} {MINUS} {_score(penalty)}"
        value = value + bonus - penalty
        found.append(Working("AGG-4", "points", numbers, value, 2, "score"))
    before = parts.before_link if parts.before_link is not None else value
    if half_up(before) != half_up(value):
        found.append(_given("AGG-4", "points_capped", before, subject))
    if parts.link_score is not None and parts.link_weight:
        found.append(_linked(before, parts.link_score, parts.link_weight))
        before = found[-1].value
    if parts.final is not None and half_up(before) != parts.final:
        found.append(_given("AGG-5", "final", parts.final, subject))
    return found


def _linked(own: Decimal, organisation: Decimal, weight: Decimal) -> Working:
    share = EXACT.divide(weight, Decimal(100))
    value = EXACT.add(EXACT.multiply(organisation, share), EXACT.multiply(own, ONE - share))
    text = f"{_score(organisation)}{TIMES}{plain(weight)}% + {_score(own)}{TIMES}(1 {MINUS} {plain(weight)}%)"
    return Working("LINK", "link", text, value, 2, "score")


def _weighted(total: Decimal, rows: Sequence[Row], subject: str) -> Working:
    """The weighted mean of the rows where it gives the total, else the total as it was scored.

    Scores of several posts count with the weights that remain after days and shares (``counted_weight``).
    """
    keys = tuple(f"kpi_scores:{subject}:{row['kpi_id']}" for row in rows)
    for column in ("weight", "counted_weight"):
        terms = [(weight, score) for row in rows if (weight := _number(row.get(column))) and (score := _exact(row)) is not None]
        reported = sum((weight for weight, _ in terms), Decimal(0))
        if not reported:
            continue
        whole = added(Figure(EXACT.multiply(weight, score), f"{plain(weight)}{TIMES}{_score(score)}") for weight, score in terms)
        value = EXACT.divide(whole.value, reported)
        if half_up(value) == half_up(total):
            numbers = f"{bracketed(whole.numbers)}{OVER}{plain(reported)}"
            return Working("AGG-1", "score", numbers, value, 2, "score", sources=keys)
    return _given("AGG-1", "score_given", total, subject)


def _exact(row: Row) -> Decimal | None:
    """The unrounded score of a row, to 12 places; the printed one where no other is kept."""
    value = _number(row.get("score_raw"))
    value = _number(row.get("score")) if value is None else value
    return None if value is None else half_up(value, 12)


def _number(value: Any) -> Decimal | None:
    """A cell of a frame or a number as it is written."""
    return None if value is None else half_up(Decimal(repr(value) if isinstance(value, float) else value), 12)


def _score(value: Decimal) -> str:
    return plain(value, 2)


def _given(rule: str, key: str, value: Decimal, subject: str) -> Working:
    return Working(rule, key, _score(value), value, 2, "score", sources=(f"scorecards:{subject}",))
