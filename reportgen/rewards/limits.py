"""Gates, knock-outs and the limits of one person's award (docs/method/rewards.md, "Order of operations" 7 to 9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.model.reward import LimitResult
from reportgen.model.reward_policy import Limits, ShareLimits
from reportgen.policy.conditions import parse, substituted
from reportgen.policy.syntax import Comparison, Read
from reportgen.rewards.context import Context, shown
from reportgen.rewards.money import ONE, floor_money, percent_of, product, round_money

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def look_at(context: Context) -> tuple[LimitResult, ...]:
    """Every gate and knock-out of the policy, and those that scoring found to apply; strictest knock-out last."""
    policy, inputs = context.policy, context.inputs
    found = list(inputs.limits)
    for gate in policy.gates:
        applied = context.truth(gate.when)
        if applied is None:
            continue
        factor = ONE if gate.payout_factor is None else gate.payout_factor
        numbers = _numbers(gate.when, applied, context)
        found.append(LimitResult(gate.id, "gate", applied, factor, gate.max_grade, numbers, compared(gate.when)))
    for rule in policy.knock_outs:
        events = [event for event in inputs.events_called(rule.event) if event.times > 0]
        if events:
            factor = ONE if rule.payout_factor is None else rule.payout_factor
            found.append(LimitResult(rule.event, "knock_out", True, factor, rule.max_grade))
    return tuple(found)


def compared(when: str) -> str:
    """The measure that a plain condition compares, as it is written; empty for longer ones."""
    tree = parse(when)
    return str(tree.left.measure) if isinstance(tree, Comparison) and isinstance(tree.left, Read) else ""


def _numbers(when: str, applied: bool, context: Context) -> str:
    """The condition with its numbers; one that does not hold is printed as the opposite that does."""
    tree = parse(when)
    if isinstance(tree, Comparison) and not applied:
        tree = replace(tree, operator=_OPPOSITE[tree.operator])  # type: ignore[arg-type]
    return substituted(tree, lambda measure: shown(context(measure)))


def payout_factor(limits: Sequence[LimitResult]) -> Decimal:
    """Gates multiply; of knock-outs only the strictest counts. 1 where none applies."""
    gates = product(limit.factor for limit in limits if limit.applied and limit.kind == "gate")
    knock_outs = [limit.factor for limit in limits if limit.applied and limit.kind == "knock_out"]
    return product((gates, min(knock_outs, default=ONE)))


def with_would_have_been(limits: Iterable[LimitResult], amount: Decimal) -> tuple[LimitResult, ...]:
    """The limits that changed the amount remember what it would have been without any."""
    return tuple(
        replace(limit, would_have_been=amount) if limit.applied and limit.factor != 1 else limit for limit in limits
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and most that one person may get, in minor units."""

    least: Decimal | None = None
    most: Decimal | None = None


def bounds(limits: Limits | ShareLimits, base: Decimal | None, places: int) -> Bounds:
    """The person's bounds; percentages are of the prorated base. Caps round down, floors half up."""
    caps = [] if limits.person_max is None else [limits.person_max]
    floors = [] if limits.person_min is None else [limits.person_min]
    if base is not None and limits.person_max_pct is not None:
        caps.append(percent_of(limits.person_max_pct, base))
    if base is not None and limits.person_min_pct is not None:
        floors.append(percent_of(limits.person_min_pct, base))
    least = round_money(max(floors), places) if floors else None
    return Bounds(least, floor_money(min(caps), places) if caps else None)
