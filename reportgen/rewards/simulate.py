"""Try a policy before it counts: the cost of a period under it, who gains and who loses. Payouts at every break: ``breaks``.

Data only; ``reportgen policy simulate`` prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.reward import RewardRun
from reportgen.model.reward_policy import Curve, RewardPolicy, SoePay, Tier
from reportgen.model.rounding import half_up
from reportgen.rewards.breaks import payout_at
from reportgen.rewards.figures import percentage
from reportgen.rewards.money import product, round_money


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
