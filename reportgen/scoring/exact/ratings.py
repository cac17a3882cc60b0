"""Methods that read a judgement: rating, outcome, prescored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.scoring.exact.line import HUNDRED, ONE, ZERO, DomainError, Line, decimal_of


def rating(line: Line) -> Decimal:
    """The mapped rating (``map``), the mean of ``raters``, or the actual itself as a score (M10)."""
    if line.params.get("raters") is not None:
        return raters_mean(line.params["raters"])
    assert line.actual is not None
    table = line.params.get("map")
    if table is None:
        return line.actual
    if not isinstance(table, Mapping):
        raise DomainError("map")
    for key, score in table.items():
        if _same(key, line.actual):
            return decimal_of(score, "map")
    raise DomainError("map")


def raters_mean(raters: Any) -> Decimal:
    """Weighted mean of the raters' scores; from five raters on the highest and the lowest are dropped."""
    if not isinstance(raters, Sequence) or isinstance(raters, str) or not raters:
        raise DomainError("raters")
    given = sorted((_rater(item) for item in raters), key=lambda pair: pair[0])
    counted = given[1:-1] if len(given) >= 5 else given
    weights = sum((weight for _, weight in counted), ZERO)
    if weights <= 0:
        raise DomainError("raters")
    return sum((score * weight for score, weight in counted), ZERO) / weights


def _rater(item: Any) -> tuple[Decimal, Decimal]:
    if isinstance(item, Mapping):
        return decimal_of(item.get("score"), "raters"), decimal_of(item.get("weight", 1), "raters")
    return decimal_of(item, "raters"), ONE


def _same(key: object, value: Decimal) -> bool:
    try:
        return Decimal(str(key)) == value
    except ArithmeticError:
        return False


def outcome(line: Line) -> Decimal:
    """The score of the described outcome that the evaluator chose; the actual is its id or its place in the list (M11)."""
    outcomes = line.params.get("outcomes")
    if not isinstance(outcomes, Sequence) or isinstance(outcomes, str) or not outcomes:
        raise DomainError("outcomes")
    assert line.actual is not None
    for place, item in enumerate(outcomes, start=1):
        named = isinstance(item, Mapping) and item.get("id") is not None
        if _same(item["id"] if named else place, line.actual):
            return decimal_of(item.get("score") if isinstance(item, Mapping) else item, "outcomes")
    raise DomainError("outcomes")


def prescored(score: Decimal, scale_max: Decimal = HUNDRED) -> Decimal:
    """A given score on the 100 scale (M14)."""
    if scale_max <= 0:
        raise DomainError("scale_max")
    return score * HUNDRED / scale_max


def as_given(line: Line) -> Decimal:
    """Prescored lines without a row in ``scores``: the actual is the score, on ``params.scale_max`` (100)."""
    assert line.actual is not None
    return prescored(line.actual, line.number("scale_max", 100))
