"""Values of several periods as one, by the KPI's own aggregation over time (docs/method/variance.md, "Year to date")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from reportgen.model.rounding import EXACT

TimeAggregation = Literal["sum", "last", "mean", "max", "min"]


def to_date(values: Sequence[Decimal | None], agg_time: TimeAggregation) -> Decimal | None:
    """The value over all periods, oldest first; None where one is missing (a part is no total) or there is none.

    Ratios have no place here: a mean of ratios is wrong, see ``ratio_to_date``.
    """
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    match agg_time:
        case "last":
            return known[-1]
        case "max":
            return max(known)
        case "min":
            return min(known)
    total = _sum(known)
    return total if agg_time == "sum" else EXACT.divide(total, Decimal(len(known)))


def ratio_to_date(
    parts: Sequence[tuple[Decimal | None, Decimal | None]], factor: Decimal = Decimal(100)
) -> Decimal | None:
    """Sum of numerators over sum of denominators, times ``factor`` (100 gives percent).

    None where a part is missing or the denominators do not add up to more than zero.
    """
    pairs = [(top, bottom) for top, bottom in parts if top is not None and bottom is not None]
    bottom = _sum([pair[1] for pair in pairs])
    if not pairs or len(pairs) < len(parts) or bottom <= 0:
        return None
    return EXACT.divide(EXACT.multiply(factor, _sum([pair[0] for pair in pairs])), bottom)


def _sum(values: Sequence[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total
