"""What each component gives everybody, as columns: the values of ``components``, without words and without a trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.model.reward import LineKind
from reportgen.model.reward_policy import (
    Curve,
    Fixed,
    GradeFactor,
    Matrix,
    Multiplier,
    PerUnit,
    PoolShare,
    Rate,
    RewardPolicy,
    SoePay,
    Tier,
    TierStep,
)
from reportgen.model.rounding import EXACT
from reportgen.policy.conditions import names, parse
from reportgen.rewards.column_formulas import Columns
from reportgen.rewards.columns import Numbers, mapped
from reportgen.rewards.money import HUNDRED, ONE, ZERO
from reportgen.rewards.payout import commission, curve_payout, matrix_cell, soe_multiple, tier_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PartColumn:
    """One component for everybody: ``factor`` on the prorated base or ``amount`` by itself (None: paid person by person).

    ``extra`` is the extra of a tier, None where there is none; ``actions`` are those of the tier, joined by commas.
    """

    id: str
    kind: LineKind
    factor: Numbers | None = None
    amount: Numbers | None = None
    extra: Numbers | None = None
    scaled: bool = True
    actions: list[str] | None = None

    @property
    def value(self) -> Numbers:
        return self.factor if self.factor is not None else self.amount or []


def expressible(policy: RewardPolicy) -> bool:
    """True where columns can hold the policy: they know its components, and its pools weigh people by what is their own."""
    for component in policy.components:
        if event_of(component) is None and type(component) not in (*_REGISTRY, PoolShare):
            return False
        if isinstance(component, PoolShare):
            text = component.weight or component.stages[-1].weight
            if any(measure.scope != "person" or measure.event for measure in names(parse(text))):
                return False
    return True


def event_of(component: object) -> str | None:
    """The event that a component rests on: whoever has none gets nothing of it."""
    return getattr(component, "event", None)


def part_columns(policy: RewardPolicy, columns: Columns, shares: Mapping[str, Mapping[str, Decimal]]) -> list[PartColumn]:
    """The components that do not rest on events; ``shares`` are those of pools: component -> person -> amount."""
    found = []
    for component in policy.components:
        if event_of(component) is not None:
            continue
        if isinstance(component, PoolShare):
            own = shares.get(component.id, {})
            given: Numbers = [own.get(subject) for subject in columns.people.subjects]
            found.append(PartColumn(id=component.id, kind="pool_share", amount=given, scaled=False))
        else:
            found.append(_REGISTRY[type(component)](component, columns))
    return found


def _looked_up(values: Numbers, turn: Callable[[Decimal], Decimal]) -> Numbers:
    return mapped(values, lambda value: None if value is None else turn(value))


def _measured(component: Tier | Curve | SoePay, columns: Columns) -> Numbers:
    return columns.numbers(component.measure or columns.policy.measure or "")


def _curve(component: Curve, columns: Columns) -> PartColumn:
    step = component.interpolation == "step"

    def payout(x: Decimal) -> Decimal:
        return EXACT.divide(curve_payout(component.points, component.below, x, step=step).percent, HUNDRED)

    return PartColumn(id=component.id, kind="curve", factor=_looked_up(_measured(component, columns), payout))


def _grade_factor(component: GradeFactor, columns: Columns) -> PartColumn:
    factors = [None if grade is None else component.map.get(grade) for grade in columns.people.grades]
    return PartColumn(id=component.id, kind="grade_factor", factor=factors)


def _tier(component: Tier, columns: Columns) -> PartColumn:
    edges = [step.min_pct for step in component.tiers]
    in_money = any(step.amount is not None for step in component.tiers)

    def reached(x: Decimal | None) -> tuple[Decimal | None, Decimal | None, str]:
        position = None if x is None else tier_of(edges, x)
        if x is None or position is None:
            return None if x is None else ZERO, None, ""
        step = component.tiers[position]
        main, extra = _of_step(step, in_money)
        return main, extra, ",".join(step.actions)

    found = mapped(_measured(component, columns), reached)
    values: Numbers = [main for main, _, _ in found]
    return PartColumn(
        id=component.id, kind="tier", factor=None if in_money else values, amount=values if in_money else None,
        extra=[extra for _, extra, _ in found], actions=[actions for _, _, actions in found],
    )


def _of_step(step: TierStep, in_money: bool) -> tuple[Decimal | None, Decimal | None]:
    """Main value and extra of a tier; a tier without either pays nothing that could be computed here."""
    if step.factor is None and step.amount is None:
        return None, None
    if in_money:
        return step.amount or ZERO, step.extra_amount or None
    return step.factor or ZERO, step.extra_factor or None


def _rate(component: Rate, columns: Columns) -> PartColumn:
    def earned(value: Decimal) -> Decimal:
        result = ZERO
        for part in commission(component.bands, value, component.mode):
            result = EXACT.add(result, EXACT.multiply(part.part, EXACT.divide(part.percent, HUNDRED)))
        return result

    return PartColumn(id=component.id, kind="rate", amount=_looked_up(columns.numbers(component.measure), earned))


def _per_unit(component: PerUnit, columns: Columns) -> PartColumn:
    counts = columns.numbers(component.measure or "")
    amounts = _looked_up(counts, lambda count: EXACT.multiply(count, component.rate))
    return PartColumn(id=component.id, kind="per_unit", amount=amounts, scaled=False)


def _matrix(component: Matrix, columns: Columns) -> PartColumn:
    def cell(at: tuple[Decimal | None, Decimal | None]) -> Decimal | None:
        row, column = at
        if row is None or column is None:
            return None
        return matrix_cell(component.row_breaks, component.column_breaks, component.factors, (row, column))

    pairs = zip(columns.numbers(component.rows), columns.numbers(component.columns), strict=True)
    return PartColumn(id=component.id, kind="matrix", factor=mapped(pairs, cell))


def _fixed(component: Fixed, columns: Columns) -> PartColumn:
    due = columns.truths(component.when or "")
    amounts: Numbers = [None if truth is None else component.amount if truth else ZERO for truth in due]
    return PartColumn(id=component.id, kind="fixed", amount=amounts, scaled=False)


def _multiplier(component: Multiplier, columns: Columns) -> PartColumn:
    return PartColumn(id=component.id, kind="multiplier", factor=columns.numbers(component.measure))


def _soe_pay(component: SoePay, columns: Columns) -> PartColumn:
    starts = component.starts
    edges = {"D": starts.D, "C": starts.C, "B": starts.B, "A": starts.A, "cap": starts.cap}
    multiples = _looked_up(_measured(component, columns), lambda score: soe_multiple(edges, score).multiple)
    return PartColumn(id=component.id, kind="soe_pay", factor=multiples)


def gate_factors(policy: RewardPolicy, columns: Columns) -> tuple[list[list[bool | None]], Numbers]:
    """Whether each gate applies, and the product of the factors of those that do; missing where a condition is."""
    applied = [columns.truths(gate.when) for gate in policy.gates]
    factors = [ONE if gate.payout_factor is None else gate.payout_factor for gate in policy.gates]

    def product_of(truths: Sequence[bool | None]) -> Decimal | None:
        result = ONE
        for truth, factor in zip(truths, factors, strict=True):
            if truth is None:
                return None
            result = EXACT.multiply(result, factor) if truth else result
        return result

    return applied, mapped(zip(*applied, strict=True), product_of)


_REGISTRY: dict[type, Callable[[Any, Columns], PartColumn]] = {
    Curve: _curve, GradeFactor: _grade_factor, Tier: _tier, Rate: _rate, PerUnit: _per_unit, Matrix: _matrix, Fixed: _fixed,
    Multiplier: _multiplier, SoePay: _soe_pay,
}
