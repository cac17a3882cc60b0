"""Sharing a pool to the cent: by weight, within each person's limits, and scaling awards down to a pool.

Sums are exact: shares and what stays undistributed add up to the pool (docs/method/rewards.md, "Pools").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from reportgen.model.rounding import EXACT, largest_remainder
from reportgen.rewards.money import ONE, ZERO, total


@dataclass(frozen=True, slots=True)
class Allocation:
    """Shares in minor units, what nobody may take, and what stopped the sharing, if anything did."""

    shares: Mapping[str, Decimal] = field(default_factory=dict)
    undistributed: Decimal = ZERO
    fault: Literal["", "no_weight", "floors_over_pool"] = ""


def allocate(
    pool: Decimal, weights: Mapping[str, Decimal], *, caps: Mapping[str, Decimal] | None = None,
    floors: Mapping[str, Decimal] | None = None, unit: Decimal = Decimal("0.01"),
) -> Allocation:
    """Share ``pool`` by weight; nobody gets more than the cap or less than the floor, the rest is shared by the others.

    Who has weight 0 gets 0, whatever the floor. Without any weight, or with floors above the pool, nothing is shared.
    """
    nothing = dict.fromkeys(weights, ZERO * unit)
    open_keys = [key for key, weight in weights.items() if weight > 0]
    least = {key: (floors or {}).get(key, ZERO) for key in open_keys}
    if not open_keys:
        return Allocation(nothing, pool, "no_weight")
    if total(least.values()) > pool:
        return Allocation(nothing, pool, "floors_over_pool")
    exact = _within_limits(pool, {key: weights[key] for key in open_keys}, caps or {}, least)
    given = min(pool, total(exact.values())) if _all_capped(exact, caps or {}) else pool
    shares = largest_remainder(exact, unit, given)
    return Allocation({**nothing, **shares}, pool - total(shares.values()))


def _all_capped(exact: Mapping[str, Decimal], caps: Mapping[str, Decimal]) -> bool:
    return all(key in caps and amount == caps[key] for key, amount in exact.items())


def _within_limits(
    pool: Decimal, weights: Mapping[str, Decimal], caps: Mapping[str, Decimal], floors: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """Unrounded shares: proportional, then whoever breaks a limit is held at it and the rest shared again, until stable.

    In each round the side that weighs more is held: floors where they ask for more than caps set free, else caps.
    """
    held: dict[str, Decimal] = {}
    while len(held) < len(weights):
        free = {key: weight for key, weight in weights.items() if key not in held}
        rest, whole = pool - total(held.values()), total(free.values())
        shares = {key: EXACT.divide(EXACT.multiply(rest, weight), whole) for key, weight in free.items()}
        low = {key: floors[key] for key, share in shares.items() if share < floors[key]}
        high = {key: caps[key] for key, share in shares.items() if key in caps and share > caps[key]}
        lacking = total(floors[key] - shares[key] for key in low)
        spare = total(shares[key] - caps[key] for key in high)
        if not low and not high:
            return {**held, **shares}
        held |= low if lacking > spare else high if spare > lacking else {**low, **high}
    return held


@dataclass(frozen=True, slots=True)
class Scaling:
    """Awards after scaling to the pool, and the factor (1 where the pool suffices)."""

    awards: Mapping[str, Decimal]
    factor: Decimal = ONE


def scale_down(pool: Decimal, awards: Mapping[str, Decimal], unit: Decimal = Decimal("0.01")) -> Scaling:
    """Awards above the pool are scaled by pool over their sum, exact to the cent; a larger pool is not shared out."""
    asked = total(awards.values())
    if asked <= pool:
        return Scaling(dict(awards))
    scaled = {key: EXACT.divide(EXACT.multiply(award, pool), asked) for key, award in awards.items()}
    return Scaling(largest_remainder(scaled, unit, pool), EXACT.divide(pool, asked))
