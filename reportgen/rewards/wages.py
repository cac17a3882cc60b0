"""Deductions from wages within their legal limits; what exceeds them is carried forward (docs/method/rewards.md, "Deductions").

The limits are examples to be confirmed by counsel. They are about deductions from wages; a lower bonus is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.rewards.money import ZERO, floor_money, percent_of

#: Monthly wage and local minimum wage of a month.
Wage = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class WageDeduction:
    """What may be deducted of what was asked: the percent cap, the room above the minimum wage, and which of them bound."""

    cap: Decimal
    headroom: Decimal
    deducted: Decimal
    carried_forward: Decimal
    net_wage: Decimal
    binding: Literal["", "percent_cap", "minimum_wage"]


def deduct(wage: Decimal, minimum: Decimal, asked: Decimal, percent: Decimal, used: Decimal = ZERO) -> WageDeduction:
    """min(asked, percent of the wage, wage above the minimum); ``used`` is what earlier deductions of the month took."""
    cap = max(ZERO, floor_money(percent_of(percent, wage)) - used)
    headroom = max(ZERO, wage - minimum - used)
    deducted = min(asked, cap, headroom)
    binding: Literal["", "percent_cap", "minimum_wage"] = ""
    if deducted < asked:
        binding = "percent_cap" if cap <= headroom else "minimum_wage"
    return WageDeduction(cap, headroom, deducted, asked - deducted, wage - used - deducted, binding)
