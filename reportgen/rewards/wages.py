"""Deductions from wages within their legal limits; what exceeds them is carried forward (docs/method/rewards.md, "Deductions").

The limits are examples to be confirmed by counsel. They are about deductions from wages; a lower bonus is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.rewards.money import ZERO, floor_money, percent_of

WageClass = Literal["P3", "P4"]
#: Monthly wage and local minimum wage of a month.
Wage = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Percent of the month's wage that each class may take (absent: not allowed), and the rule it comes from."""

    limits: Mapping[WageClass, Decimal]
    source: str


#: Examples by place; a place inherits from the longest prefix that is listed.
JURISDICTIONS: dict[str, Jurisdiction] = {
    "CN": Jurisdiction({"P3": Decimal(20)}, "工资支付暂行规定第十六条"),
    "CN-44": Jurisdiction({"P3": Decimal(20)}, "广东省工资支付条例第十五条"),
    "CN-44-SZ": Jurisdiction({"P3": Decimal(20), "P4": Decimal(30)}, "深圳经济特区和谐劳动关系促进条例第十六条"),
}


def jurisdiction_of(code: str) -> Jurisdiction | None:
    """The profile of a place such as ``CN-44-SZ``; None where none is known."""
    parts = code.split("-") if code else []
    for count in range(len(parts), 0, -1):
        profile = JURISDICTIONS.get("-".join(parts[:count]))
        if profile is not None:
            return profile
    return None


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
