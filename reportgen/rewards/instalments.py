"""Deferred parts of earlier periods that fall due now (docs/method/rewards.md, "Deferral, advances, earlier payments").

Nothing is stored between runs: each earlier period is paid again from the data, under the version of the policy that was in
force then, and gives the instalment of its distance. So each instalment falls due in exactly one period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.model.period import Period
from reportgen.model.reward import Statement, Working
from reportgen.model.reward_policy import RewardPolicy
from reportgen.rewards.context import Context
from reportgen.rewards.draft import Award
from reportgen.rewards.figures import money
from reportgen.rewards.subject import PayInputs
from reportgen.rewards.wording import NOTES, STEPS, words


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment of a deferred award: its period, its number of how many, and whether the award is an estimate."""

    policy: RewardPolicy
    subject_id: str
    period: str
    number: int
    count: int
    amount: Decimal
    places: int
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """Instalments due in a period, and the facts of people who are not in service any more."""

    instalments: tuple[Instalment, ...] = ()
    absent: Mapping[str, PayInputs] = field(default_factory=dict)

    def ended(self, chosen: Iterable[RewardPolicy]) -> list[RewardPolicy]:
        """Policies that owe instalments and do not pay anything else any more."""
        known = {policy.id for policy in chosen}
        return list({item.policy.id: item.policy for item in self.instalments if item.policy.id not in known}.values())

    def of(self, policy: str) -> dict[str, list[Instalment]]:
        """Person -> instalments of one policy, the oldest first."""
        found: dict[str, list[Instalment]] = {}
        for item in self.instalments:
            if item.policy.id == policy:
                found.setdefault(item.subject_id, []).append(item)
        return found


NOTHING_OWED = Owed()
#: What an earlier period pays under some reward policies.
PayEarlier = Callable[[Period, tuple[RewardPolicy, ...]], Iterable[Statement]]


def due_from(
    origin: Period, distance: int, rewards: Iterable[RewardPolicy], pay: PayEarlier
) -> tuple[Instalment, ...]:
    """The instalments that a period of ``distance`` periods ago leaves to now."""
    deferring = {item.id: item for item in rewards if item.deferral is not None and item.deferral.periods >= distance}
    if not deferring:
        return ()
    return tuple(
        Instalment(
            deferring[item.policy_id], item.subject_id, origin.label, distance, len(item.instalments),
            item.instalments[distance - 1], item.minor_units, item.estimate,
        )
        for item in pay(origin, tuple(deferring.values())) if len(item.instalments) >= distance
    )


def bare_award(inputs: PayInputs, policy: RewardPolicy, places: int) -> Award:
    """An award of somebody whom the policy pays nothing but instalments in this period."""
    rest = policy.model_copy(update={"components": (), "penalties": (), "deductions": (), "actions": (), "deferral": None})
    award = Award(inputs, rest, places, Context(inputs, rest))
    award.award = Decimal(0)
    return award


def release(award: Award, instalments: Iterable[Instalment]) -> Decimal:
    """A signed line for each instalment, named after its period. Returns their sum."""
    whole = Decimal(0)
    for item in instalments:
        whole += item.amount
        params = {"period": item.period, "number": str(item.number), "count": str(item.count)}
        key = f"rewards:{item.period}:{item.subject_id}:{item.policy.id}:deferral"
        award.workings.append(Working(
            "DEFER", "instalment", money(item.amount), item.amount, item.places, params=params, sources=(key,),
        ))
        award.line(
            f"instalment.{item.period}", "instalment", item.amount, words(NOTES["instalment"], params),
            words(STEPS["instalment"][0], params),
        )
    return whole
