"""Sharing the pools of a policy among its people, stage by stage (docs/method/rewards.md, "Pools")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol, TypeVar

from reportgen.model.finding import Finding
from reportgen.model.reward_policy import PoolShare, RewardPolicy, ShareLimits
from reportgen.policy.conditions import Lookup, Measure, Value, outcome, parse
from reportgen.rewards.context import Context
from reportgen.rewards.figures import MINUS, OVER, TIMES, Figure, money, plain
from reportgen.rewards.formulas import figured
from reportgen.rewards.limits import Bounds, bounds
from reportgen.rewards.money import product, round_money, total
from reportgen.rewards.pools import Allocation, allocate
from reportgen.rewards.subject import PayInputs

#: Why the awards of a pool are held that is smaller than its minimum shares.
POOL_FLOORS = "pool_floors"
#: Gives the lookup of a unit: its own factor, scores and KPIs, and the company's.
Units = Callable[[str], Lookup]


@dataclass(frozen=True, slots=True)
class Share:
    """A person's share of a pool, and the shares of the groups that it passed before: group and figure, first stage first.

    ``weight`` is the person's own weight as it was computed, ``amount`` the share in minor units.
    """

    figure: Figure
    stages: tuple[tuple[str, Figure], ...] = ()
    weight: Figure | None = None
    amount: Decimal = Decimal(0)


class Member(Protocol):
    """Somebody who shares a pool: the units that the person belongs to."""

    @property
    def subject_id(self) -> str: ...
    @property
    def unit_id(self) -> str: ...
    @property
    def path(self) -> Sequence[str]: ...
    @property
    def groups(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """A member of a pool whose weight and prorated base are known already; nobody asks how the share came about."""

    subject_id: str
    unit_id: str
    path: Sequence[str]
    groups: Mapping[str, str]
    weight: Decimal
    prorated: Decimal | None


@dataclass(frozen=True, slots=True)
class SharedPool:
    """One pool after sharing: shares by person, what stays, and the people who had no weight because of a missing measure."""

    component_id: str
    group_id: str
    pool: Decimal
    shares: Mapping[str, Share] = field(default_factory=dict)
    undistributed: Decimal = Decimal(0)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """One pool to share: where, how much, who, and the stages still to go (unit type, weight formula)."""

    group: str
    pool: Decimal
    people: Sequence[PayInputs | Weighed]
    stages: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Sharing:
    policy: RewardPolicy
    component: PoolShare
    units: Units
    places: int

    def run(self, people: Sequence[PayInputs | Weighed]) -> list[SharedPool]:
        """Every pool of the component: one per group of ``per``, or one for all with stages."""
        component = self.component
        if component.pool is not None and component.weight is not None:
            text, per, stages = component.pool.amount, component.pool.per, [("person", component.weight)]
        else:
            text, per = component.stages[0].pool or "0", "company"
            stages = [(stage.per, stage.weight) for stage in component.stages]
        return [self._pool(group, members, text, stages) for group, members in _grouped(people, per).items()]

    def _pool(
        self, group: str, people: Sequence[PayInputs | Weighed], text: str, stages: Sequence[tuple[str, str]]
    ) -> SharedPool:
        found = outcome(parse(text), self._group(group, people))
        if not isinstance(found.value, Decimal) or found.value < 0:
            missing = ", ".join(str(measure) for measure in found.missing) or text
            finding = _finding("W-MEASURE-MISSING", self.policy, group, measure=missing)
            left_out = {one.subject_id: (missing,) for one in people}
            return SharedPool(self.component.id, group, Decimal(0), left_out=left_out, findings=(finding,))
        pool = round_money(found.value, self.places)
        return self._share(_Task(group, pool, people, stages))

    def _share(self, task: _Task) -> SharedPool:
        per, weight = task.stages[0]
        if per == "person":
            return self._to_people(task, weight)
        groups = _grouped(task.people, per)
        weights: dict[str, Decimal] = {}
        left_out: dict[str, tuple[str, ...]] = {}
        faults: list[Finding] = []
        for group, people in groups.items():
            found = outcome(parse(weight), self._group(group, people))
            if isinstance(found.value, Decimal) and found.value >= 0:
                weights[group] = found.value
                continue
            missing = ", ".join(str(measure) for measure in found.missing) or weight
            faults.append(_finding("W-MEASURE-MISSING", self.policy, group, measure=missing))
            left_out |= {one.subject_id: (missing,) for one in people}
        allocation = allocate(task.pool, weights, unit=self._unit)
        given = allocation.shares.items()
        shared = [self._share(_Task(group, share, groups[group], task.stages[1:])) for group, share in given if share]
        whole = total(weights.values())
        figures = {group: _figure(share, (task.pool, weights[group], whole), self.places) for group, share in given}
        shares = {
            subject: replace(share, stages=((item.group_id, figures[item.group_id]), *share.stages))
            for item in shared for subject, share in item.shares.items()
        }
        nothing = Figure(Decimal(0), "0")
        shares |= {
            one.subject_id: Share(nothing, ((group, nothing),)) for group, share in given if not share for one in groups[group]
        }
        for item in shared:
            left_out |= item.left_out
        return SharedPool(
            self.component.id, task.group, task.pool, shares,
            allocation.undistributed + total(item.undistributed for item in shared), left_out,
            (*faults, *self._faults(task, allocation), *(fault for item in shared for fault in item.findings)),
        )

    def _to_people(self, task: _Task, weight: str) -> SharedPool:
        group = self._group(task.group, task.people)
        weights: dict[str, Decimal] = {}
        workings: dict[str, Figure | None] = {}
        left_out: dict[str, tuple[str, ...]] = {}
        limits: dict[str, Bounds] = {}
        limited = self.component.caps != ShareLimits()
        for one in task.people:
            if isinstance(one, Weighed):
                weights[one.subject_id], prorated = one.weight, one.prorated
            else:
                context = Context(one, self.policy, group=group)
                value = context.number(weight)
                if value is None or value < 0:
                    left_out[one.subject_id] = (*context.missing, *context.reasons)
                    continue
                weights[one.subject_id], workings[one.subject_id] = value, figured(parse(weight), context)
                prorated = _prorated(context)
            if limited:
                limits[one.subject_id] = bounds(self.component.caps, prorated, self.places)
        floors = {key: limit.least for key, limit in limits.items() if limit.least is not None}
        allocation = allocate(
            task.pool, weights, unit=self._unit, floors=floors,
            caps={key: limit.most for key, limit in limits.items() if limit.most is not None},
        )
        whole = total(weights.values())
        shares = {
            key: Share(_figure(share, (task.pool, weights[key], whole), self.places), weight=workings[key], amount=share)
            if key in workings else Share(Figure(share, ""), amount=share) for key, share in allocation.shares.items()
        }
        faults = self._faults(task, allocation, [floors[key] for key, size in weights.items() if size > 0 and key in floors])
        if allocation.fault == "floors_over_pool":
            shares, left_out = {}, left_out | dict.fromkeys(weights, (POOL_FLOORS,))
        return SharedPool(self.component.id, task.group, task.pool, shares, allocation.undistributed, left_out, faults)

    @property
    def _unit(self) -> Decimal:
        return Decimal(1).scaleb(-self.places)

    def _group(self, group: str, people: Sequence[PayInputs | Weighed]) -> Lookup:
        """The measures of a group: its unit's and company's, the payroll (prorated bases) and head-count of its people."""
        unit, heads = self.units(group), Decimal(len(people))
        sums: list[Decimal] = []

        def payroll() -> Decimal:
            if not sums:
                bases = (
                    one.prorated if isinstance(one, Weighed) else _prorated(Context(one, self.policy)) for one in people
                )
                sums.append(total(base for base in bases if base is not None))
            return sums[0]

        def look_up(measure: Measure) -> Value | None:
            if measure.field == "headcount":
                return heads
            return payroll() if measure.field == "payroll" else unit(measure)

        return look_up

    def _faults(self, task: _Task, allocation: Allocation, floors: Sequence[Decimal] = ()) -> tuple[Finding, ...]:
        """A pool that nobody has weight in, or that is smaller than its minimum shares: both sums and whom they are for."""
        if not allocation.fault or not task.pool:
            return ()
        params = {"case": "no_weight", "component": self.component.id, "unit": task.group, "pool": money(task.pool)}
        if allocation.fault == "floors_over_pool":
            least = total(floors)
            params |= {"case": "floors", "least": money(least), "count": str(len(floors)), "lacking": money(least - task.pool)}
        return (_finding("W-POLICY-INCOMPLETE", self.policy, task.group, **params),)


def share_pools(policy: RewardPolicy, people: Sequence[PayInputs | Weighed], units: Units, places: int) -> list[SharedPool]:
    """Every pool of the policy's components, shared among ``people`` (those of the population)."""
    return [
        pool for component in policy.components if isinstance(component, PoolShare)
        for pool in _Sharing(policy, component, units, places).run(people)
    ]


def _prorated(context: Context) -> Decimal | None:
    base = context.base()
    return product((base.value, context.share.factor)) if base else None


_One = TypeVar("_One", bound=Member)


def _grouped(people: Sequence[_One], per: str) -> dict[str, list[_One]]:
    """People by the unit of a type that they belong to; without one, by their own unit. Groups in order of id."""
    found: dict[str, list[_One]] = {}
    for one in people:
        found.setdefault(one.groups.get(per) or (one.path[-1] if per == "company" and one.path else one.unit_id), []).append(one)
    return dict(sorted(found.items()))


def _figure(share: Decimal, of: tuple[Decimal, Decimal, Decimal], places: int) -> Figure:
    """The share as pool times weight over weights, with the cents that limits and rounding moved."""
    pool, weight, whole = of
    if not share or not whole:
        return Figure(share, money(share))
    weight, whole = round_money(weight, 12), round_money(whole, 12)
    numbers = f"{money(pool)}{TIMES}{plain(weight)}{OVER}{plain(whole)}"
    moved = share - round_money(pool * weight / whole, places)
    if not moved:
        return Figure(share, numbers)
    if abs(moved) > 1:
        return Figure(share, money(share))
    exact = round_money(pool * weight / whole, 12)
    return Figure(exact + moved, f"{numbers} {MINUS if moved < 0 else '+'} {money(abs(moved))}")


def _finding(code: str, policy: RewardPolicy, group: str, **params: str) -> Finding:
    return Finding(code, subject_id=group, params={"policy": policy.id, **params})
