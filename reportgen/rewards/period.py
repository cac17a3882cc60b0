"""Pay a whole period of a dataset: inputs from the frames, every policy in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.finding import Finding
from reportgen.model.period import Period, parse_period, previous
from reportgen.model.results import Scores
from reportgen.model.reward import RewardRun, Statement, TraceStep
from reportgen.model.reward_policy import Policy, RewardPolicy
from reportgen.policy.load import not_in_force, unknown_kpis
from reportgen.policy.versions import surely_in_force
from reportgen.rewards.facts import exact
from reportgen.rewards.inputs import Population
from reportgen.rewards.instalments import NOTHING_OWED, Instalment, Owed, due_from
from reportgen.rewards.money import ZERO
from reportgen.rewards.rows import payroll_rows, reward_rows, trace_rows
from reportgen.rewards.run import pay_all
from reportgen.rewards.table import RewardTable, pay_table
from reportgen.rewards.trace import trace

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PeriodRewards(RewardRun):
    """The rewards of a period of a dataset."""

    locale: Locale = "zh-CN"

    def trace_of(self, statement: Statement, score: Sequence[TraceStep] = ()) -> tuple[TraceStep, ...]:
        """Every step of a statement; ``score`` are the steps to the person's final and grade."""
        return trace(statement, score)

    def rows(self) -> list[dict[str, Any]]:
        """Rows of ``rewards``."""
        return reward_rows(self)

    def trace_rows(self, locale: Locale | None = None) -> list[dict[str, Any]]:
        """Rows of ``reward_trace`` in a language, by default the dataset's."""
        return trace_rows(self, locale or self.locale)

    def payroll(self, run_id: str) -> list[dict[str, Any]]:
        """What may be paid now, one row per person and currency."""
        return payroll_rows(self, run_id)


#: Gives the scores of an earlier period.
Earlier = Callable[[Period], Scores]


def pay_period(
    dataset: Dataset, scores: Scores, policy: Policy, period: Period, as_of: date, earlier: Earlier | None = None
) -> PeriodRewards:
    """Statements, pools and findings of every reward policy for a period, with events as known at ``as_of``.

    ``earlier`` gives the scores of the periods whose deferred awards fall due now; without it none do.
    """
    known, locale = set(dataset["kpis"]["kpi_id"]), dataset.settings.locale
    outside = (*not_in_force(policy, period), *unknown_kpis(policy, known), *paid_under_no_policy(dataset, policy, period))
    if not policy.rewards:
        return PeriodRewards(period.label, findings=outside, locale=locale)
    population = Population(dataset, scores, policy.rules, period, as_of)
    owed = _owed(population, policy, earlier)
    people = list(population.inputs())
    run = pay_all(people, policy.rewards, version=policy.rules.version, units=population.facts.of_unit, owed=owed)
    return PeriodRewards(period.label, run.statements, run.pools, (*outside, *run.findings), locale)


def pay_table_of(
    dataset: Dataset, scores: Scores, policy: Policy, period: Period, as_of: date, earlier: Earlier | None = None
) -> RewardTable:
    """The rows of ``rewards`` as ``pay_period`` gives them, without statements and traces: for very many people."""
    known = set(dataset["kpis"]["kpi_id"])
    outside = (*not_in_force(policy, period), *unknown_kpis(policy, known), *paid_under_no_policy(dataset, policy, period))
    population = Population(dataset, scores, policy.rules, period, as_of)
    table = pay_table(population, policy.rewards, policy.rules.version, _owed(population, policy, earlier))
    return replace(table, findings=(*outside, *table.findings))


def paid_under_no_policy(dataset: Dataset, policy: Policy, period: Period) -> tuple[Finding, ...]:
    """A warning for each policy and period of ``payments`` up to now that the file does not hold any more.

    What such a policy deferred cannot be derived again; the sum of its payments (money, as given) says what it is about.
    """
    held, sums = {reward.id for reward in policy.rewards}, dict[tuple[str, str], Decimal]()
    for row in dataset["payments"].iter_rows(named=True):
        name, label, amount = row["policy_id"] or "", row["period"] or "", exact(row["amount"])
        if policy.rewards and name and name not in held and amount is not None and _until(label, period, dataset):
            sums[name, label] = sums.get((name, label), ZERO) + amount
    return tuple(
        Finding("W-POLICY-INCOMPLETE", file=policy.file, params={
            "case": "gone", "policy": name, "period": label, "amount": f"{amount:,.2f}",
        })
        for (name, label), amount in sorted(sums.items())
    )


def _until(label: str, period: Period, dataset: Dataset) -> bool:
    try:
        return parse_period(label, dataset.settings.fiscal).end <= period.end
    except ValueError:
        return False


def _owed(population: Population, policy: Policy, earlier: Earlier | None) -> Owed:
    """What earlier periods deferred to this one."""
    if earlier is None:
        return NOTHING_OWED
    due = _due(population.dataset, policy, population.period, population.as_of, earlier)
    return Owed(due, population.absent({item.subject_id for item in due}))


def _due(
    dataset: Dataset, policy: Policy, period: Period, as_of: date, earlier: Earlier
) -> tuple[Instalment, ...]:
    """Instalments that fall due in the period, of the oldest period first."""
    def pay(origin: Period, rewards: tuple[RewardPolicy, ...]) -> Sequence[Statement]:
        then = Population(dataset, earlier(origin), policy.rules, origin, as_of)
        return pay_all(
            list(then.inputs()), rewards, version=policy.rules.version, units=then.facts.of_unit,
        ).statements

    found: list[Instalment] = []
    longest = max((item.deferral.periods for item in policy.rewards if item.deferral is not None), default=0)
    origin = period
    for distance in range(1, longest + 1 if period.kind != "ytd" else 1):
        origin = previous(origin, dataset.settings.fiscal)
        rewards = surely_in_force(policy, origin)
        if rewards and _reported(dataset, origin):
            found = [*due_from(origin, distance, rewards, pay), *found]
    return tuple(found)


def _reported(dataset: Dataset, period: Period) -> bool:
    """True where the dataset knows anything that happened in a period: without it there was no award to defer."""
    labels = {*dataset["actuals"]["period"].unique(), *dataset["scores"]["period"].unique()} - {None}
    spans = (parse_period(label, dataset.settings.fiscal) for label in sorted(labels))
    dates = dataset["events"]["date"].drop_nulls()
    return any(period.start <= span.start and span.end <= period.end for span in spans) or bool(
        dates.is_between(period.start, period.end).any()
    )
