"""Which version of a reward policy counts: one id may stand several times, each with days of its own that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.model.period import Period
from reportgen.model.reward_policy import Policy, RewardPolicy


def in_force(rewards: Sequence[RewardPolicy], period: Period) -> tuple[RewardPolicy, ...]:
    """The reward policies of a period, in the order of the file.

    Of several versions of one id the one in force on the period's last day counts, if any; a sole version always counts.
    """
    ids = [reward.id for reward in rewards]
    return tuple(reward for reward in rewards if ids.count(reward.id) == 1 or _holds(reward, period))


def of_period(policy: Policy, period: Period) -> Policy:
    """The policy with the versions of a period only."""
    return replace(policy, rewards=in_force(policy.rewards, period))


def surely_in_force(policy: Policy, period: Period) -> tuple[RewardPolicy, ...]:
    """The reward policies whose days, and those of the file, hold the period's last day; without days they always do."""
    days = policy.rules.effective
    if days is not None and not days[0] <= period.end <= days[1]:
        return ()
    return tuple(reward for reward in policy.rewards if reward.effective is None or _holds(reward, period))


def _holds(reward: RewardPolicy, period: Period) -> bool:
    days = reward.effective
    return days is not None and days[0] <= period.end <= days[1]
