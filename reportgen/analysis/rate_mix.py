"""Why a ratio moved: rate and mix over its parts, or numerator and denominator of one part.

Computed in fractions, so nothing is left over (docs/method/variance.md, "Rate and mix", "Numerator and denominator").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from reportgen.analysis.footing import foot, printed
from reportgen.model.analysis import RateMix, RateMixPart, RatioSplit

PERCENT = Decimal(100)
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class RatioPart:
    """Numerator and denominator of one part before and after; a part that is not there has denominator 0."""

    key: str
    numerator_before: Decimal
    denominator_before: Decimal
    numerator_after: Decimal
    denominator_after: Decimal


@dataclass(frozen=True, slots=True)
class ExactRateMix:
    """Ratios and effects times the factor, unrounded; effects by key of the part."""

    before: Fraction
    after: Fraction
    rate: Mapping[str, Fraction]
    mix: Mapping[str, Fraction]


def exact_rate_mix(parts: Sequence[RatioPart], factor: Decimal = PERCENT) -> ExactRateMix | None:
    """Kitagawa's midpoint split: the effects of all parts add up to the change, without residual.

    rate = (r1 - r0)(w0 + w1)/2, mix = (w1 - w0)((r0 + r1)/2 - (R0 + R1)/2), w the share of the denominator. A part that
    is there on one side only takes that side's rate on the other, so that all of it is mix; a part with no denominator
    at all is left out. None where a side has no positive denominator.
    """
    used = [part for part in parts if part.denominator_before or part.denominator_after]
    below = sum((Fraction(part.denominator_before) for part in used), Fraction(0))
    above = sum((Fraction(part.denominator_after) for part in used), Fraction(0))
    if below <= 0 or above <= 0:
        return None
    scale = Fraction(factor)
    before = scale * sum((_numerator(part, False) for part in used), Fraction(0)) / below
    after = scale * sum((_numerator(part, True) for part in used), Fraction(0)) / above
    rate: dict[str, Fraction] = {}
    mix: dict[str, Fraction] = {}
    for part in used:
        first, second = _rates(part, scale)
        share0, share1 = Fraction(part.denominator_before) / below, Fraction(part.denominator_after) / above
        rate[part.key] = (second - first) * (share0 + share1) * _HALF
        mix[part.key] = (share1 - share0) * (first + second - before - after) * _HALF
    return ExactRateMix(before, after, rate, mix)


def rate_mix(parts: Sequence[RatioPart], places: int = 2, factor: Decimal = PERCENT) -> RateMix | None:
    """The split as printed: part effects add up to the two totals, and these to the printed change."""
    exact = exact_rate_mix(parts, factor)
    if exact is None:
        return None
    change = printed(exact.after - exact.before, places)
    sums = {"rate": sum(exact.rate.values(), Fraction(0)), "mix": sum(exact.mix.values(), Fraction(0))}
    totals = foot(sums, places, change)
    rates, mixes = foot(exact.rate, places, totals["rate"]), foot(exact.mix, places, totals["mix"])
    shown = tuple(
        replace(_shown(part, rates, mixes, (factor, places)), adjusted=(
            printed(exact.rate[part.key], places) != rates[part.key], printed(exact.mix[part.key], places) != mixes[part.key],
        )) for part in parts if part.key in exact.rate
    )
    before, after = printed(exact.before, places), printed(exact.after, places)
    moved = printed(sums["rate"], places) != totals["rate"], printed(sums["mix"], places) != totals["mix"]
    return RateMix(before, after, change, totals["rate"], totals["mix"], shown, moved)


def ratio_split(part: RatioPart, places: int = 2, factor: Decimal = PERCENT) -> RatioSplit | None:
    """The change of one ratio by numerator and by denominator; None unless both denominators are positive."""
    if part.denominator_before <= 0 or part.denominator_after <= 0:
        return None
    n0, n1 = Fraction(part.numerator_before) * Fraction(factor), Fraction(part.numerator_after) * Fraction(factor)
    i0, i1 = 1 / Fraction(part.denominator_before), 1 / Fraction(part.denominator_after)
    change = printed(n1 * i1 - n0 * i0, places)
    effects = foot({"n": (n1 - n0) * (i0 + i1) * _HALF, "d": (i1 - i0) * (n0 + n1) * _HALF}, places, change)
    return RatioSplit(printed(n0 * i0, places), printed(n1 * i1, places), change, effects["n"], effects["d"])


def _numerator(part: RatioPart, after: bool) -> Fraction:
    return Fraction(part.numerator_after if after else part.numerator_before)


def _rates(part: RatioPart, scale: Fraction) -> tuple[Fraction, Fraction]:
    first = scale * _numerator(part, False) / Fraction(part.denominator_before) if part.denominator_before else None
    second = scale * _numerator(part, True) / Fraction(part.denominator_after) if part.denominator_after else None
    one, other = first if first is not None else second, second if second is not None else first
    return one or Fraction(0), other or Fraction(0)


def _shown(
    part: RatioPart, rates: Mapping[str, Decimal], mixes: Mapping[str, Decimal], scale: tuple[Decimal, int]
) -> RateMixPart:
    before = _rate(part.numerator_before, part.denominator_before, *scale)
    after = _rate(part.numerator_after, part.denominator_after, *scale)
    return RateMixPart(part.key, before, after, rates[part.key], mixes[part.key])


def _rate(numerator: Decimal, denominator: Decimal, factor: Decimal, places: int) -> Decimal | None:
    if not denominator:
        return None
    return printed(Fraction(numerator) * Fraction(factor) / Fraction(denominator), places)
