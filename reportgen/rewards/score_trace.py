"""The first steps of a trace: how the score came about that an amount rests on (docs/method/rewards.md, "Trace").

A step that the given rows do not explain to the last printed digit is shown as it was scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.model.reward import ScoreParts, Working
from reportgen.model.rounding import EXACT, half_up
from reportgen.rewards.figures import MINUS, OVER, TIMES, Figure, added, bracketed, plain
from reportgen.rewards.money import ONE

Row = Mapping[str, Any]
#: Columns of ``kpi_scores`` that these steps read.
COLUMNS = ("subject_id", "kpi_id", "weight", "counted_weight", "score", "score_raw", "segment", "share")


def score_workings(parts: ScoreParts, kpi_rows: Sequence[Row], subject: str) -> list[Working]:
    """Weighted KPI scores (per segment, then over segments), points, link with the organisation, the final."""
    if parts.total is None:
        return [] if parts.final is None else [_given("AGG-4", "final", parts.final, subject)]
    found = _weighted(parts.total, kpi_rows, subject)
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


def _weighted(total: Decimal, rows: Sequence[Row], subject: str) -> list[Working]:
    """The steps that give the total: one weighted mean; or one per segment, and their mean by days and shares."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row.get("segment") or ""), []).append(row)
    if len(groups) > 1:
        steps = _segments(groups, subject)
        if steps and half_up(steps[-1].value) == half_up(total):
            return steps
    for column in ("weight", "counted_weight"):
        mean = _mean([(_number(row.get(column)), _exact(row)) for row in rows])
        if mean is not None and half_up(mean.value) == half_up(total):
            return [_means(mean, rows, subject)]
    return [_given("AGG-1", "score_given", total, subject)]


def _segments(groups: Mapping[str, Sequence[Row]], subject: str) -> list[Working]:
    found: list[Working] = []
    shares: list[tuple[Decimal | None, Decimal | None]] = []
    for segment, rows in groups.items():
        mean = _mean([(_number(row.get("weight")), _exact(row)) for row in rows])
        if mean is not None:
            found.append(_means(mean, rows, subject, segment.strip("/")))
            shares.append((_number(rows[0].get("share")), half_up(mean.value, 12)))
    whole = _mean(shares)
    return [] if whole is None else [*found, Working("AGG-10", "segments", whole.numbers, whole.value, 2, "score")]


def _means(mean: Figure, rows: Sequence[Row], subject: str, segment: str = "") -> Working:
    keys = tuple(f"kpi_scores:{subject}:{row['kpi_id']}" for row in rows if _exact(row) is not None)
    key = "score_segment" if segment else "score"
    return Working("AGG-1", key, mean.numbers, mean.value, 2, "score", {"segment": segment}, keys)


def _mean(terms: Sequence[tuple[Decimal | None, Decimal | None]]) -> Figure | None:
    """The mean of (weight, value) pairs that have both; None without any weight."""
    known = [(weight, value) for weight, value in terms if weight and value is not None]
    whole = sum((weight for weight, _ in known), Decimal(0))
    if not whole:
        return None
    over = added(Figure(EXACT.multiply(weight, value), f"{plain(weight)}{TIMES}{_score(value)}") for weight, value in known)
    return Figure(EXACT.divide(over.value, whole), f"{bracketed(over.numbers)}{OVER}{plain(whole)}")


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
