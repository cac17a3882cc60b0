"""Why a value moved: volume, mix and price of its products (docs/method/variance.md, "Volume, mix and price").

The order is part of the definition: volume at the average old price, mix at old prices, price at actual volume.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.analysis.footing import foot, printed
from reportgen.model.analysis import PriceVolumeMix, PriceVolumePart

_KINDS = ("volume", "mix", "price", "new", "discontinued")
_ZERO = Fraction(0)
Number = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class ProductPart:
    """Quantity and price of one product before and after; None where it was not sold (new or discontinued)."""

    key: str
    quantity_before: Number | None
    price_before: Number | None
    quantity_after: Number | None
    price_after: Number | None

    @property
    def before(self) -> tuple[Fraction, Fraction] | None:
        """Quantity and price before, where both are known."""
        if self.quantity_before is None or self.price_before is None:
            return None
        return Fraction(self.quantity_before), Fraction(self.price_before)

    @property
    def after(self) -> tuple[Fraction, Fraction] | None:
        """Quantity and price after, where both are known."""
        if self.quantity_after is None or self.price_after is None:
            return None
        return Fraction(self.quantity_after), Fraction(self.price_after)


@dataclass(frozen=True, slots=True)
class ExactPriceVolumeMix:
    """Amounts by kind and product, unrounded; they add up to after minus before. ``volume`` is the sum of that kind."""

    before: Fraction
    after: Fraction
    volume: Fraction
    amounts: dict[str, dict[str, Fraction]]


def exact_price_volume_mix(parts: Sequence[ProductPart]) -> ExactPriceVolumeMix | None:
    """volume = (Q1 - Q0) P0; mix = (q1 - Q1 q0/Q0) p0; price = (p1 - p0) q1, over the products sold on both sides.

    A product's own volume is (Q1/Q0 - 1) q0 p0, what it would have gained had all grown alike: together (Q1 - Q0) P0.
    A product without an old price is new with its whole value, one without a new price discontinued. None where the
    products sold on both sides had no quantity before.
    """
    both = {part.key: (*part.before, *part.after) for part in parts if part.before and part.after}
    old = sum((q0 for q0, _, _, _ in both.values()), _ZERO)
    now = sum((q1 for _, _, q1, _ in both.values()), _ZERO)
    if both and old <= 0:
        return None
    amounts: dict[str, dict[str, Fraction]] = {kind: {} for kind in _KINDS}
    for part in parts:
        if part.key in both:
            q0, p0, q1, p1 = both[part.key]
            amounts["volume"][part.key] = (now / old - 1) * q0 * p0
            amounts["mix"][part.key] = (q1 - now * q0 / old) * p0
            amounts["price"][part.key] = (p1 - p0) * q1
        elif part.after:
            amounts["new"][part.key] = part.after[0] * part.after[1]
        elif part.before:
            amounts["discontinued"][part.key] = -part.before[0] * part.before[1]
    before = sum((part.before[0] * part.before[1] for part in parts if part.before), _ZERO)
    after = sum((part.after[0] * part.after[1] for part in parts if part.after), _ZERO)
    return ExactPriceVolumeMix(before, after, sum(amounts["volume"].values(), _ZERO), amounts)


def price_volume_mix(parts: Sequence[ProductPart], places: int = 2) -> PriceVolumeMix | None:
    """The split as printed: products add up to their kind, the five kinds to the printed change."""
    exact = exact_price_volume_mix(parts)
    if exact is None:
        return None
    change = printed(exact.after - exact.before, places)
    sums = {kind: sum(exact.amounts[kind].values(), _ZERO) for kind in _KINDS}
    totals = foot(sums, places, change)
    by_kind = {kind: foot(exact.amounts[kind], places, totals[kind]) for kind in _KINDS}
    rows = tuple(_part(part, by_kind, places) for part in parts if part.before or part.after)
    return PriceVolumeMix(
        before=printed(exact.before, places),
        after=printed(exact.after, places),
        volume=totals["volume"],
        mix=totals["mix"],
        price=totals["price"],
        new=totals["new"],
        discontinued=totals["discontinued"],
        change=change,
        parts=rows,
    )


def _part(part: ProductPart, by_kind: dict[str, dict[str, Decimal]], places: int) -> PriceVolumePart:
    volume, mix, price, new, discontinued = (by_kind[kind].get(part.key, Decimal(0)) for kind in _KINDS)
    (quantity0, price0), (quantity1, price1) = (_shown(side, places) for side in (part.before, part.after))
    return PriceVolumePart(part.key, mix, price, new, discontinued, volume, quantity0, quantity1, price0, price1)


def _shown(side: tuple[Fraction, Fraction] | None, places: int) -> tuple[Decimal | None, Decimal | None]:
    return (printed(side[0], places), printed(side[1], places)) if side else (None, None)
