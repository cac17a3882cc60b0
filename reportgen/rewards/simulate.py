"""Try a policy before it counts: payouts around every break, the cost of a period, who gains and who loses.

Data only; ``reportgen policy simulate`` prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.model.reward import RewardRun
from reportgen.model.reward_policy import Curve, Matrix, Rate, RewardPolicy, SoePay, Tier
from reportgen.model.rounding import half_up
from reportgen.rewards.figures import percentage
from reportgen.rewards.money import percent_of, product, round_money
from reportgen.rewards.payout import commission, commission_amount, curve_payout, matrix_cell, soe_multiple, tier_of

STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Break:
    """A point where a payout turns: the payout just below, at and just above it.

    ``payout`` is in percent of the base, for commissions and money tiers in money. A cliff is a jump from below to the
    point that is larger than the step at the same slope on either side would make.
    """

    policy_id: str
    component_id: str
    measure: str
    at: Decimal
    below: Decimal
    on: Decimal
    above: Decimal
    in_money: bool
    cliff: bool


def breaks(policy: RewardPolicy) -> tuple[Break, ...]:
    """Every break of the policy's components, each with the payout 0.01 below, at and 0.01 above it."""
    found: list[Break] = []
    for component in policy.components:
        measure = getattr(component, "measure", None) or policy.measure or ""
        match component:
            case Curve():
                found += [_break(policy, component, measure, x) for x, _ in component.points]
            case Tier():
                found += [_break(policy, component, measure, x) for x in sorted(step.min_pct for step in component.tiers)]
            case Rate():
                found += [_break(policy, component, measure, x) for x, _ in component.bands]
            case SoePay():
                starts = component.starts
                found += [_break(policy, component, measure, x) for x in (starts.D, starts.C, starts.B, starts.A, starts.cap)]
            case Matrix():
                found += _of_matrix(policy, component)
            case _:
                pass
    return tuple(found)


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


def _break(policy: RewardPolicy, component: Curve | Tier | Rate | SoePay, measure: str, at: Decimal) -> Break:
    (below, in_money), (on, _), (above, _) = (payout_at(component, x) for x in (at - STEP, at, at + STEP))
    before = abs(below - payout_at(component, at - 2 * STEP)[0])
    jump = abs(on - below)
    slope = max(before, abs(above - on))
    cliff = half_up(jump - slope, 6) > 0
    return Break(
        policy.id, component.id, measure, at, half_up(below), half_up(on), half_up(above), in_money, cliff,
    )


def _of_matrix(policy: RewardPolicy, matrix: Matrix) -> list[Break]:
    """Row breaks in the best column and column breaks in the best row: the largest step that one measure can make."""
    best = (max(matrix.row_breaks), max(matrix.column_breaks))
    found = []
    for position, (measure, edges) in enumerate(((matrix.rows, matrix.row_breaks), (matrix.columns, matrix.column_breaks))):
        for at in sorted(edges):
            values = []
            for x in (at - STEP, at, at + STEP):
                place = (x, best[1]) if position == 0 else (best[0], x)
                values.append(100 * matrix_cell(matrix.row_breaks, matrix.column_breaks, matrix.factors, place))
            below, on, above = (half_up(value) for value in values)
            found.append(Break(policy.id, matrix.id, measure, at, below, on, above, False, on != below))
    return found


def money_at(item: Break, base: Decimal) -> Break:
    """A break with its payouts as money on a base: 79.99 gives 0.00, 80 gives 20,000.00."""
    if item.in_money:
        return item
    below, on, above = (round_money(percent_of(value, base)) for value in (item.below, item.on, item.above))
    return replace(item, below=below, on=on, above=above, in_money=True)


@dataclass(frozen=True, slots=True)
class PolicyCost:
    """What a policy costs: people with an amount, their bases, awards, payable, held people, capped people."""

    policy_id: str
    people: int
    held: int
    capped: int
    base: Decimal
    award: Decimal
    payable: Decimal

    @property
    def payout_pct(self) -> Decimal | None:
        """Awards in percent of the bases."""
        return half_up(100 * self.award / self.base) if self.base else None


def cost(run: RewardRun) -> tuple[PolicyCost, ...]:
    """The cost of a period, per policy, in the order of the policies. Estimates count, held amounts do not."""
    found = []
    for policy in dict.fromkeys(statement.policy_id for statement in run.statements):
        own = [statement for statement in run.statements if statement.policy_id == policy]
        paid = [statement for statement in own if statement.payable is not None]
        found.append(PolicyCost(
            policy, len(paid), sum(statement.status == "held" for statement in own), sum(statement.capped for statement in own),
            sum((statement.base or Decimal(0) for statement in paid), Decimal(0)),
            sum((statement.award or Decimal(0) for statement in paid), Decimal(0)),
            sum((statement.payable or Decimal(0) for statement in paid), Decimal(0)),
        ))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """One person under two policies; an amount is None where the person has none."""

    subject_id: str
    name: str
    unit_id: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal:
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two policies side by side: costs, and every person's change, the largest loss first, then by id."""

    before: tuple[PolicyCost, ...]
    after: tuple[PolicyCost, ...]
    changes: tuple[Change, ...]

    @property
    def gain(self) -> tuple[Change, ...]:
        """People who get more, the largest gain first."""
        return tuple(change for change in reversed(self.changes) if change.change > 0)

    @property
    def lose(self) -> tuple[Change, ...]:
        """People who get less, the largest loss first."""
        return tuple(change for change in self.changes if change.change < 0)

    @property
    def difference(self) -> Decimal:
        """What the second policy costs more than the first."""
        return sum((change.change for change in self.changes), Decimal(0))


def compare(before: RewardRun, after: RewardRun) -> Comparison:
    """Who gains and who loses when the second run's policy takes the place of the first's. All of a file's policies count."""
    people = dict.fromkeys([*before.by_subject, *after.by_subject])
    changes = []
    for subject in people:
        known = (*before.statements_of(subject), *after.statements_of(subject))[0]
        changes.append(Change(subject, known.name, known.unit_id, before.payable_of(subject), after.payable_of(subject)))
    changes.sort(key=lambda item: (item.change, item.subject_id))
    return Comparison(cost(before), cost(after), tuple(changes))


def at_points(policy: RewardPolicy, base: Decimal, xs: Sequence[Decimal]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Money of the policy's first payout component at several measures, for drawing."""
    component = next((item for item in policy.components if isinstance(item, Curve | Tier | SoePay)), None)
    if component is None:
        return ()
    values = [(x, *payout_at(component, x)) for x in xs]
    return tuple(
        (x, round_money(value if in_money else product((base, percentage(value).value)))) for x, value, in_money in values
    )
