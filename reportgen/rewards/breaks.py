"""Where a payout turns: the payout just below, at and just above every break of a policy (docs/method/rewards.md, "Simulation").

Every kind with breaks has some: curves, tiers, commissions, matrices, pay lines, and whatever a condition or a grade switches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from reportgen.model.policy import Gate, GradeBand, Rules
from reportgen.model.reward import LineKind, Words
from reportgen.model.reward_policy import Curve, Fixed, GradeFactor, Matrix, Multiplier, Rate, RewardPolicy, SoePay, Tier
from reportgen.model.rounding import half_up
from reportgen.policy.conditions import Expression, parse
from reportgen.policy.syntax import Both, Comparison, Either, Negative, Not, Number, Read
from reportgen.rewards.money import ONE, percent_of, round_money
from reportgen.rewards.payout import commission, commission_amount, curve_payout, matrix_cell, soe_multiple, tier_of
from reportgen.rewards.wording import label_of

STEP = Decimal("0.01")
_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Break:
    """A point where a payout turns: the payout just below, at and just above it.

    ``payout`` is in percent of the base, for commissions, awards and money tiers in money. A cliff is a jump from below to
    the point that is larger than the step at the same slope on either side would make. ``grades`` are those on both sides.
    """

    policy_id: str
    component_id: str
    kind: LineKind
    label: Words
    measure: str
    at: Decimal
    below: Decimal
    on: Decimal
    above: Decimal
    in_money: bool
    cliff: bool
    grades: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """What has breaks: a component, a gate or a multiplier of a policy."""

    policy: RewardPolicy
    id: str
    kind: LineKind
    label: Words

    def at(self, measure: str, at: Decimal, payouts: Sequence[Decimal], in_money: bool = False) -> Break:
        """A break between steps: every change from below to the point is a cliff."""
        below, on, above = (half_up(value) for value in payouts)
        return Break(
            self.policy.id, self.id, self.kind, self.label, measure, at, below, on, above, in_money, below != on,
        )


def breaks(policy: RewardPolicy, rules: Rules = _RULES) -> tuple[Break, ...]:
    """Every break of the policy, each with the payout 0.01 below, at and 0.01 above it; ``rules`` give grades and gates."""
    found: list[Break] = []
    for component in policy.components:
        kind: LineKind = component.type
        found += _of_component(component, _Part(policy, component.id, kind, label_of(kind, component.label)), rules)
    for text in policy.multipliers:
        found += _of_factor(text, _Part(policy, text, "multiplier", label_of("multiplier")), rules)
    for gate in (*policy.gates, *rules.gates):
        found += _of_gate(gate, _Part(policy, gate.id, "gate", label_of("gate")), rules)
    return tuple(found)


def _of_component(component: object, part: _Part, rules: Rules) -> Iterator[Break]:
    measure = getattr(component, "measure", None) or part.policy.measure or ""
    match component:
        case Curve():
            yield from (_break(component, part, measure, x) for x, _ in component.points)
        case Tier():
            yield from (_break(component, part, measure, x) for x in sorted(step.min_pct for step in component.tiers))
        case Rate():
            yield from (_break(component, part, measure, x) for x, _ in component.bands)
        case SoePay(starts=starts):
            yield from (_break(component, part, measure, x) for x in (starts.D, starts.C, starts.B, starts.A, starts.cap))
        case Matrix():
            yield from _of_matrix(component, part)
        case GradeFactor():
            yield from _of_grades(part, "person.final", rules.grades, lambda band: component.map.get(band.grade, Decimal(0)))
        case Multiplier():
            yield from _of_factor(component.measure, part, rules)
        case Fixed(when=str() as when, amount=amount):
            for name, at, payouts in _switches(when, amount, Decimal(0)):
                yield part.at(name, at, payouts, in_money=True)
        case _:
            pass


def payout_at(component: object, x: Decimal) -> tuple[Decimal, bool]:
    """The payout of a component at a measure: percent of the base, or money (second value true)."""
    match component:
        case Curve():
            step = component.interpolation == "step"
            return curve_payout(component.points, component.below, x, step=step).percent, False
        case Tier():
            return _tier_payout(component, x)
        case Rate():
            return commission_amount(commission(component.bands, x, component.mode)), True
        case SoePay():
            starts = component.starts
            edges = {"D": starts.D, "C": starts.C, "B": starts.B, "A": starts.A, "cap": starts.cap}
            return 100 * soe_multiple(edges, x).multiple, False
        case _:
            raise TypeError(f"{type(component).__name__} has no payout by one measure")


def _tier_payout(component: Tier, x: Decimal) -> tuple[Decimal, bool]:
    position = tier_of([step.min_pct for step in component.tiers], x)
    in_money = any(step.amount is not None for step in component.tiers)
    if position is None:
        return Decimal(0), in_money
    step = component.tiers[position]
    if in_money:
        return (step.amount or Decimal(0)) + (step.extra_amount or Decimal(0)), True
    return 100 * ((step.factor or Decimal(0)) + (step.extra_factor or Decimal(0))), False


def _break(component: Curve | Tier | Rate | SoePay, part: _Part, measure: str, at: Decimal) -> Break:
    (below, in_money), (on, _), (above, _) = (payout_at(component, x) for x in (at - STEP, at, at + STEP))
    before = abs(below - payout_at(component, at - 2 * STEP)[0])
    jump = abs(on - below)
    slope = max(before, abs(above - on))
    cliff = half_up(jump - slope, 6) > 0
    return replace(part.at(measure, at, (below, on, above), in_money), cliff=cliff)


def _of_matrix(matrix: Matrix, part: _Part) -> Iterator[Break]:
    """Row breaks in the best column and column breaks in the best row: the largest step that one measure can make."""
    best = (max(matrix.row_breaks), max(matrix.column_breaks))
    for position, (measure, edges) in enumerate(((matrix.rows, matrix.row_breaks), (matrix.columns, matrix.column_breaks))):
        for at in sorted(edges):
            places = [(x, best[1]) if position == 0 else (best[0], x) for x in (at - STEP, at, at + STEP)]
            cells = [matrix_cell(matrix.row_breaks, matrix.column_breaks, matrix.factors, place) for place in places]
            yield part.at(measure, at, [100 * cell for cell in cells])


def _of_grades(
    part: _Part, measure: str, grades: Sequence[GradeBand], factor: Callable[[GradeBand], Decimal]
) -> Iterator[Break]:
    """From grade to grade; below the lowest band nothing changes any more."""
    for low, high in pairwise(sorted(grades, key=lambda band: band.min)):
        found = part.at(measure, high.min, [100 * factor(low), 100 * factor(high), 100 * factor(high)])
        yield replace(found, grades=(low.grade, high.grade))


def _of_factor(text: str, part: _Part, rules: Rules) -> Iterator[Break]:
    """A multiplier that is a grade's coefficient turns where the grade does."""
    tree = parse(text)
    if isinstance(tree, Read) and tree.measure.field in ("factor", "coefficient"):
        yield from _of_grades(part, f"{tree.measure.scope}.final", rules.grades, lambda band: band.coefficient)


def _of_gate(gate: Gate, part: _Part, rules: Rules) -> Iterator[Break]:
    """A gate's factor on either side of its limits; a gate on the grade takes the best grade's factor down to its own."""
    best, held = ONE, ONE if gate.payout_factor is None else gate.payout_factor
    maps = [component.map for component in part.policy.components if isinstance(component, GradeFactor)]
    if gate.max_grade is not None and maps:
        top = max(rules.grades, key=lambda band: band.min).grade
        best, held = maps[0].get(top, ONE), held * maps[0].get(gate.max_grade, ONE)
    if best == held:
        return
    for measure, at, payouts in _switches(gate.when, held, best):
        yield part.at(measure, at, [100 * value for value in payouts])


def _switches(when: str, met: Decimal, otherwise: Decimal) -> Iterator[tuple[str, Decimal, list[Decimal]]]:
    """The comparisons of a condition with a number: measure, number, and the value below, at and above it."""
    for node, opposite in _comparisons(parse(when), False):
        limit = _number(node.right)
        if not isinstance(node.left, Read) or limit is None or node.operator in ("==", "!="):
            continue
        truths = [
            {"<": x < limit, "<=": x <= limit, ">": x > limit, ">=": x >= limit}[node.operator] is not opposite
            for x in (limit - STEP, limit, limit + STEP)
        ]
        yield str(node.left.measure), limit, [met if truth else otherwise for truth in truths]


def _comparisons(node: Expression, opposite: bool) -> Iterator[tuple[Comparison, bool]]:
    match node:
        case Comparison():
            yield node, opposite
        case Not(operand):
            yield from _comparisons(operand, not opposite)
        case Both(left, right) | Either(left, right):
            yield from _comparisons(left, opposite)
            yield from _comparisons(right, opposite)
        case _:
            return


def _number(node: Expression) -> Decimal | None:
    if isinstance(node, Negative):
        value = _number(node.operand)
        return None if value is None else -value
    return node.value if isinstance(node, Number) else None


def money_at(item: Break, base: Decimal) -> Break:
    """A break with its payouts as money on a base: 79.99 gives 0.00, 80 gives 20,000.00."""
    if item.in_money:
        return item
    below, on, above = (round_money(percent_of(value, base)) for value in (item.below, item.on, item.above))
    return replace(item, below=below, on=on, above=above, in_money=True)
