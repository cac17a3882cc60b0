"""Pay a whole period of a dataset: inputs from the frames, every policy in turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period
from reportgen.model.results import Scores
from reportgen.model.reward import RewardRun
from reportgen.model.reward_policy import Policy
from reportgen.policy.load import not_in_force
from reportgen.rewards.inputs import Population
from reportgen.rewards.run import pay_all


def pay_period(dataset: Dataset, scores: Scores, policy: Policy, period: Period, as_of: date) -> RewardRun:
    """Statements, pools and findings of every reward policy for a period, with events as known at ``as_of``."""
    outside = not_in_force(policy, period)
    if not policy.rewards:
        return RewardRun(period.label, findings=outside)
    population = Population(dataset, scores, policy.rules, period)
    people = [
        replace(one, later=tuple(event for event in one.later if event.date is not None and event.date <= as_of))
        for one in population.inputs()
    ]
    run = pay_all(people, policy.rewards, version=policy.rules.version, units=population.facts.of_unit)
    return replace(run, period=period.label, findings=(*outside, *run.findings))
