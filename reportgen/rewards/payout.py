"""From a measure to a payout: curves, tiers, commissions, matrices, the pay line of state-owned enterprises.

Pure functions on numbers; percent in, percent or money out, unrounded (docs/method/rewards.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from reportgen.model.rounding import EXACT
from reportgen.rewards.money import ONE, ZERO, percent_of

Point = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class CurvePayout:
    """Payout in percent, and the two points between which it lies; one point where it is that point's, none below."""

    percent: Decimal
    between: tuple[Point, ...] = ()


def curve_payout(points: Sequence[Point], below: Decimal, x: Decimal, *, step: bool = False) -> CurvePayout:
    """Straight lines between points; under the first ``below``, over the last its payout. ``step`` keeps each point's payout."""
    if x < points[0][0]:
        return CurvePayout(below)
    reached = [point for point in points if point[0] <= x][-1]
    if step or reached[0] == x or reached == points[-1]:
        return CurvePayout(reached[1], (reached,))
    (x0, y0), (x1, y1) = reached, points[points.index(reached) + 1]
    share = EXACT.divide(EXACT.multiply(x - x0, y1 - y0), x1 - x0)
    return CurvePayout(EXACT.add(y0, share), ((x0, y0), (x1, y1)))


def tier_of(edges: Sequence[Decimal], x: Decimal) -> int | None:
    """Position of the highest edge that ``x`` reaches (inclusive), in any order of edges; None below all."""
    reached = [index for index, edge in enumerate(edges) if edge <= x]
    return max(reached, key=lambda index: edges[index], default=None)


@dataclass(frozen=True, slots=True)
class BandPart:
    """The part of an amount that lies in one band, and the band's percent."""

    part: Decimal
    percent: Decimal


def commission(bands: Sequence[Point], amount: Decimal, mode: Literal["marginal", "retroactive"]) -> tuple[BandPart, ...]:
    """The parts of an amount and their rates; marginal: each band's on the part inside it, retroactive: the last's on all."""
    reached = [band for band in bands if band[0] < amount or (band[0] == amount and mode == "retroactive")]
    if not reached:
        return ()
    if mode == "retroactive":
        return (BandPart(amount, reached[-1][1]),)
    edges = [start for start, _ in reached] + [amount]
    return tuple(
        BandPart(high - low, percent) for (low, high), (_, percent) in zip(pairwise(edges), reached, strict=True)
    )


def commission_amount(parts: Sequence[BandPart]) -> Decimal:
    """Sum of part times rate, unrounded."""
    result = ZERO
    for part in parts:
        result = EXACT.add(result, percent_of(part.percent, part.part))
    return result


def matrix_cell(
    row_breaks: Sequence[Decimal], column_breaks: Sequence[Decimal], factors: Sequence[Sequence[Decimal]], at: Point
) -> Decimal:
    """The cell of two measures; breaks are inclusive lower edges in either order. Under the lowest break the factor is 0."""
    row, column = tier_of(row_breaks, at[0]), tier_of(column_breaks, at[1])
    return ZERO if row is None or column is None else factors[row][column]


@dataclass(frozen=True, slots=True)
class SoeMultiple:
    """Grade E to A, the multiple of basic pay, and the segment (start, end, multiple at start, width) that gave it."""

    grade: str
    multiple: Decimal
    segment: tuple[Decimal, Decimal, Decimal, Decimal] | None = None


def soe_multiple(starts: Mapping[str, Decimal], score: Decimal) -> SoeMultiple:
    """0 in E, up to 1 in D, 1 to 1.5 in C, 1.5 to 2 in B, 2 to 3 in A, where it ends at ``cap``."""
    half = Decimal("0.5")
    segments = (
        ("A", "cap", Decimal(2), ONE), ("B", "A", Decimal("1.5"), half), ("C", "B", ONE, half), ("D", "C", ZERO, ONE),
    )
    for grade, following, base, width in segments:
        start, end = starts[grade], starts[following]
        if score >= start:
            share = EXACT.divide(min(score, end) - start, end - start)
            multiple = EXACT.add(base, EXACT.multiply(width, share))
            return SoeMultiple(grade, multiple, (start, end, base, width))
    return SoeMultiple("E", ZERO)
