"""Pay a whole period as a table: the rows of ``rewards`` for everybody at once, without words, workings and traces.

What columns cannot hold is paid person by person, as ``run`` does it: policies whose pools weigh by more than one's own,
and people out of the ordinary (events, payments, instalments, absences, missing measures, other currencies). Both ways give
the same rows to the cent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.model.finding import Finding
from reportgen.model.results import REWARDS
from reportgen.model.reward import PoolReconciliation, RewardRun
from reportgen.model.reward_policy import PoolShare, RewardPolicy
from reportgen.policy.versions import in_force
from reportgen.rewards.award import eligible
from reportgen.rewards.column_formulas import Columns
from reportgen.rewards.column_lines import Sheet
from reportgen.rewards.column_parts import event_of, expressible, part_columns
from reportgen.rewards.columns import Numbers, People, times
from reportgen.rewards.deductions import Deductions
from reportgen.rewards.inputs import Population
from reportgen.rewards.instalments import Owed
from reportgen.rewards.money import ZERO, minor_units
from reportgen.rewards.run import Others, PolicyRun, in_currency, may_share, pools
from reportgen.rewards.sharing import SharedPool, Weighed, share_pools
from reportgen.rewards.subject import PayInputs
from reportgen.rewards.table_rows import frame_of, plain_rows, statement_rows

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class RewardTable:
    """The rewards of a period as a frame of text with the columns of ``rewards``; pools that reconcile; findings."""

    period: str
    frame: pl.DataFrame
    pools: tuple[PoolReconciliation, ...] = ()
    findings: tuple[Finding, ...] = ()


def pay_table(population: Population, policies: Sequence[RewardPolicy], version: str, owed: Owed) -> RewardTable:
    """What the policies of the period pay everybody."""
    import polars as pl

    label = population.period.label
    chosen = in_force(policies, population.period)
    wages = Deductions(policies, lambda one, policy: eligible(one, policy.population))
    everybody = _Everybody(population)
    frames, found = [], []
    for policy in chosen:
        run = PolicyRun(policy, version, population.facts.of_unit, wages, owed)
        way = _ByColumns(run, everybody) if expressible(policy) else _ByPerson(run, everybody)
        frame, result = way.paid()
        frames.append(frame)
        found.append(result)
    for policy in owed.ended(chosen):
        result = PolicyRun(policy, version, population.facts.of_unit, wages, owed).ended(everybody.inputs)
        frames.append(frame_of(statement_rows(result.statements), policy, ""))
        found.append(result)
    empty = pl.DataFrame(schema=dict.fromkeys(REWARDS, pl.String))
    rows = pl.concat([empty, *(frame.with_columns(period=pl.lit(label)).select(REWARDS) for frame in frames)])
    return RewardTable(
        label, rows, tuple(pool for run in found for pool in run.pools), tuple(item for run in found for item in run.findings),
    )


@dataclass
class _Everybody:
    """The people of a period, as columns and, where they are needed, one by one."""

    population: Population

    @cached_property
    def people(self) -> People:
        return People(self.population)

    @cached_property
    def inputs(self) -> list[PayInputs]:
        return list(self.population.inputs())

    @cached_property
    def events(self) -> dict[str, set[int]]:
        """Event -> places of the people who have had it by the end of the period."""
        found: dict[str, set[int]] = {}
        last, place = self.population.period.end, self.people.place
        for row in self.population.dataset["events"].iter_rows(named=True):
            if row["date"] is not None and row["date"] <= last and row["subject_id"] in place:
                found.setdefault(row["rule"] or row["type"] or "", set()).add(place[row["subject_id"]])
        return found

    def with_rows(self, table: str, column: str, values: Collection[str]) -> set[int]:
        """Places of the people who have a row of a table with one of some values."""
        frame, place = self.population.dataset[table], self.people.place
        if frame.is_empty():
            return set()
        rows = frame.select("person_id", column).iter_rows()
        return {place[person] for person, value in rows if value in values and person in place}


@dataclass
class _ByPerson:
    """A policy that is paid person by person."""

    run: PolicyRun
    everybody: _Everybody

    def paid(self) -> tuple[pl.DataFrame, RewardRun]:
        found = self.run.all(self.everybody.inputs)
        return frame_of(statement_rows(found.statements), self.run.policy, ""), found


@dataclass
class _ByColumns:
    """A policy that is paid by columns, but for the people who are special under it."""

    run: PolicyRun
    everybody: _Everybody

    def paid(self) -> tuple[pl.DataFrame, RewardRun]:
        people, policy = self.everybody.people, self._policy
        members = [place for place in range(len(people)) if place in self._members]
        columns = Columns(people, policy)
        special = set(people.special) | self._special()
        weighed = self._weighed(columns, [place for place in members if place not in special])
        shared = self._share(members, weighed)
        sheet = Sheet(policy, columns, part_columns(policy, columns, _given(shared)), self._places)
        sheet.compute()
        sheet.act()
        special |= sheet.lacking | {place for name in columns.events for place in self.everybody.events.get(name, ())}
        plain = [place for place in members if place not in special]
        return self._finish(sheet, plain, [place for place in members if place in special], shared)

    def _finish(
        self, sheet: Sheet, plain: list[int], special: list[int], shared: Sequence[SharedPool]
    ) -> tuple[pl.DataFrame, RewardRun]:
        """The special people one by one, the pool of all awards over both, the rows of both."""
        people, run = self.everybody.people, replace(self.run, policy=self._policy)
        if self._event_only:
            plain = []
        ones = self.everybody.population.of(people.subjects[place] for place in special)
        totals = sheet.totals()
        others = Others(
            {people.subjects[place]: totals[place] for place in plain if totals[place] > 0}, _received(sheet, plain, shared),
        )
        population = self.everybody.inputs if run.owed.of(run.policy.id) else ones
        found, cuts = run.finish(ones, shared, population, others)
        actions = [line for line in sheet.lines if line.kind == "action"]
        sheet.lines = [line for line in sheet.lines if line.kind != "action"]
        sheet.scale({subject: cut.scaled for subject, cut in cuts.items()})
        sheet.defer()
        sheet.lines += actions
        currency = self._policy.currency or self.everybody.population.dataset.settings.currency
        at = {people.subjects[place]: place for place in special}
        rows = plain_rows(sheet, plain) + statement_rows(found.statements, at, len(people))
        return frame_of(rows, self._policy, currency), found

    @cached_property
    def _policy(self) -> RewardPolicy:
        """The policy, in the currency of its pool where it names none."""
        policy = self.run.policy
        if policy.currency or not pools(policy):
            return policy
        counts: dict[str, int] = {}
        for place, currency in enumerate(self._currencies):
            if place in self._members:
                counts[currency] = counts.get(currency, 0) + 1
        return in_currency(policy, min(counts, key=lambda name: (-counts[name], name), default=""))

    @cached_property
    def _currencies(self) -> list[str]:
        """Everybody's currency; of those with several pay rows as they are paid one by one."""
        people = self.everybody.people
        found = list(people.currencies)
        rows = people.special if pools(self.run.policy) and not self.run.policy.currency else ()
        for place in rows:
            found[place] = self.everybody.population.of([people.subjects[place]])[0].currency
        return found

    @cached_property
    def _places(self) -> int:
        chosen = self._policy.rounding.minor_units
        own = self._policy.currency or self.everybody.population.dataset.settings.currency
        return minor_units(own) if chosen is None else chosen

    @cached_property
    def _members(self) -> set[int]:
        """Places of the policy's population."""
        rule, people = self.run.policy.population, self.everybody.people
        found = {place for place, days in enumerate(people.days) if days >= rule.min_days}
        for name, legal in (("job_family", rule.job_family), ("level", rule.level), ("post", rule.post)):
            if legal:
                found &= {place for place, value in enumerate(people.attribute(name)) if value in legal}
        if rule.employment:
            found &= {place for place, value in enumerate(people.employment) if value in rule.employment}
        if rule.unit:
            inside = {
                unit for unit in set(people.units) if not set(rule.unit).isdisjoint(self.everybody.population.groups(unit)[0])
            }
            found &= {place for place, unit in enumerate(people.units) if unit in inside}
        return found

    @property
    def _event_only(self) -> bool:
        """True where nobody is paid without an event."""
        policy = self._policy
        names = [event_of(component) for component in policy.components] + [rule.event for rule in policy.deductions]
        return bool(names) and None not in names and not policy.actions

    def _special(self) -> set[int]:
        """People with events, payments, instalments or absences that the policy knows, or paid in another currency."""
        policy, everybody = self._policy, self.everybody
        names = {event for component in policy.components if (event := event_of(component)) is not None}
        names |= {rule.event for rule in policy.penalties} | {rule.event for rule in policy.knock_outs}
        names |= {rule.event for rule in policy.deductions}
        found = {place for name in names for place in everybody.events.get(name, ())}
        found |= everybody.with_rows("payments", "policy_id", {policy.id})
        if policy.proration.excluded_absences:
            found |= everybody.with_rows("absences", "type", set(policy.proration.excluded_absences))
        place = everybody.people.place
        found |= {place[subject] for subject in self.run.owed.of(policy.id) if subject in place}
        own = policy.currency or everybody.population.dataset.settings.currency
        return found | {index for index, currency in enumerate(self._currencies) if currency != own}

    def _weighed(self, columns: Columns, plain: Sequence[int]) -> dict[int, dict[str, Weighed]]:
        """Place -> component -> weight in its pool, of those who have one."""
        components = pools_of(self._policy)
        if not components:
            return {}
        people, population = self.everybody.people, self.everybody.population
        units = {unit: population.groups(unit) for unit in set(people.units)}
        prorated: Numbers = times(columns.base, columns.proration)
        found: dict[int, dict[str, Weighed]] = {}
        for component in components:
            weights = columns.numbers(component.weight or component.stages[-1].weight)
            for place in plain:
                weight = weights[place]
                if weight is not None and weight >= 0:
                    path, groups = units[people.units[place]]
                    found.setdefault(place, {})[component.id] = Weighed(
                        people.subjects[place], people.units[place], path, groups, weight, prorated[place],
                    )
        return {place: own for place, own in found.items() if len(own) == len(components)}

    def _share(self, members: Sequence[int], weighed: Mapping[int, Mapping[str, Weighed]]) -> list[SharedPool]:
        """The pools of the policy, shared among all of its population, each component by its own weights."""
        policy, found, people = self._policy, [], self.everybody.people
        components = pools_of(policy)
        others = [place for place in members if place not in weighed] if components else []
        ones = dict(zip(others, self.everybody.population.of(people.subjects[place] for place in others), strict=True))
        for component in components:
            sole = policy.model_copy(update={"components": (component,)})
            sharers: list[PayInputs | Weighed] = []
            for place in members:
                if place in weighed:
                    sharers.append(weighed[place][component.id])
                elif may_share(ones[place], policy):
                    sharers.append(ones[place])
            found += share_pools(sole, sharers, self.run.units, self._places)
        return found


def pools_of(policy: RewardPolicy) -> list[PoolShare]:
    """The components that share a pool."""
    return [component for component in policy.components if isinstance(component, PoolShare)]


def _given(shared: Sequence[SharedPool]) -> dict[str, dict[str, Decimal]]:
    """Component -> person -> share."""
    found: dict[str, dict[str, Decimal]] = {}
    for pool in shared:
        own = found.setdefault(pool.component_id, {})
        own |= {subject: share.amount for subject, share in pool.shares.items()}
    return found


def _received(sheet: Sheet, plain: Sequence[int], shared: Sequence[SharedPool]) -> dict[str, dict[str, Decimal]]:
    """Component -> person -> what they get of its pool after gates and limits."""
    ids = {pool.component_id for pool in shared}
    subjects = sheet.columns.people.subjects
    return {
        line.component: {subjects[place]: line.amount[place] or ZERO for place in plain}
        for line in sheet.lines if line.kind == "pool_share" and line.component in ids and line.amount is not None
    }
