"""One variance: absolute, relative or the reason why not, and the effect by the KPI's direction.

docs/method/variance.md, "Variance" and "When there is no percentage".
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.model.analysis import Direction, Effect, NmReason, ProfitWord, Variance
from reportgen.model.rounding import EXACT, half_up

#: A relative variance beyond this many percent is printed as ">999%" and has no number.
OVER_PERCENT = Decimal("999.9")
PERCENT_UNITS = frozenset({"%", "pp"})
Band = tuple[Decimal | None, Decimal | None]


def variance(
    actual: Decimal | None,
    reference: Decimal | None,
    direction: Direction,
    unit: str = "",
    band: Band | None = None,
    definition_changed: bool = False,
) -> Variance:
    """Actual minus reference.

    ``band`` is the good range of a range KPI, either end may be open (for direction target: target, target).
    """
    pp = unit in PERCENT_UNITS
    if actual is None or reference is None:
        return Variance(None, None, "missing", "", pp)
    absolute = EXACT.subtract(actual, reference)
    reason = nm_reason(actual, reference, unit, definition_changed)
    percent = None if reason else half_up(_relative(actual, reference))
    if direction == "target" and band is None:
        band = (reference, reference)
    return Variance(absolute, percent, reason, effect(actual, reference, direction, band), pp)


def tolerated(found: Variance, tolerance: Decimal) -> Variance:
    """The variance with a neutral effect where it is not larger than the tolerance, given in the KPI's unit (points for %)."""
    if found.absolute is None or not found.effect or abs(found.absolute) > tolerance:
        return found
    return replace(found, effect="neutral")


def nm_reason(actual: Decimal, reference: Decimal, unit: str = "", definition_changed: bool = False) -> NmReason:
    """Why there is no relative variance; empty where there is one. The first rule that matches wins."""
    if unit in PERCENT_UNITS:
        return "pp"
    if reference == 0:
        return "zero_base"
    if reference < 0:
        return "negative_base" if actual < 0 else "sign_change"
    if actual < 0:
        return "sign_change"
    if abs(_relative(actual, reference)) > OVER_PERCENT:
        return "over_999"
    return "definition_changed" if definition_changed else ""


def effect(actual: Decimal, reference: Decimal, direction: Direction, band: Band | None = None) -> Effect:
    """Favourable where the move from reference to actual is good; for a range, where it comes nearer to the band."""
    if direction == "none":
        return ""
    if direction in ("higher", "lower"):
        gain = EXACT.subtract(actual, reference)
        return _effect_of(gain if direction == "higher" else -gain)
    if band is None or band == (None, None):
        return ""
    return _effect_of(EXACT.subtract(_distance(reference, band), _distance(actual, band)))


def plan_reference(actual: Decimal | None, target: Decimal | None, band: Band | None = None) -> Decimal | None:
    """What an actual is compared with against the plan: of a band its point nearest to the actual, else the target."""
    if band is None or band == (None, None) or actual is None:
        return target
    low, high = band
    if low is not None and actual < low:
        return low
    return high if high is not None and actual > high else actual


def relative_change(actual: Decimal, reference: Decimal, places: int = 2) -> Decimal | None:
    """Change in percent of a positive reference whatever the unit; of a percentage it must be labelled as relative."""
    return half_up(_relative(actual, reference), places) if reference > 0 and actual >= 0 else None


def profit_word(actual: Decimal, reference: Decimal) -> ProfitWord:
    """The word for a result that can be negative, empty where both are profits or nothing moved."""
    if reference < 0 < actual:
        return "turned_to_profit"
    if actual < 0 < reference:
        return "turned_to_loss"
    if reference < actual < 0:
        return "loss_narrowed"
    if actual < reference < 0:
        return "loss_widened"
    return ""


def _relative(actual: Decimal, reference: Decimal) -> Decimal:
    return EXACT.divide(EXACT.multiply(Decimal(100), EXACT.subtract(actual, reference)), reference)


def _distance(value: Decimal, band: Band) -> Decimal:
    low, high = band
    short = Decimal(0) if low is None else EXACT.subtract(low, value)
    beyond = Decimal(0) if high is None else EXACT.subtract(value, high)
    return max(short, beyond, Decimal(0))


def _effect_of(gain: Decimal) -> Effect:
    if gain == 0:
        return "neutral"
    return "favourable" if gain > 0 else "unfavourable"
