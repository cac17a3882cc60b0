"""Pay people under reward policies: one statement per policy and person of its population, pools across persons.

The entry points of the room: ``pay`` for one person, ``pay_all`` for a population (docs/method/rewards.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.model.finding import Finding
from reportgen.model.reward import PoolReconciliation, RewardRun, Statement
from reportgen.model.reward_policy import PoolShare, RewardPolicy
from reportgen.policy.conditions import Lookup, Measure, Value
from reportgen.policy.formulas import scored_scopes
from reportgen.policy.versions import in_force
from reportgen.rewards.award import eligible, make_award
from reportgen.rewards.context import missing_rate
from reportgen.rewards.deductions import Deductions
from reportgen.rewards.draft import Award
from reportgen.rewards.instalments import NOTHING_OWED, Instalment, Owed, bare_award
from reportgen.rewards.money import ONE, minor_units, round_money, total
from reportgen.rewards.pools import scale_down
from reportgen.rewards.settle import PoolCut, settle
from reportgen.rewards.sharing import POOL_FLOORS, SharedPool, Units, share_pools
from reportgen.rewards.subject import PayInputs
from reportgen.rewards.wording import RATE, REFUSALS


def pay(inputs: PayInputs, policy: RewardPolicy, version: str = "1") -> Statement | None:
    """What a policy pays one person; None where the person is not of its population. Pools see nobody else."""
    run = pay_all([inputs], [policy], version=version)
    return run.statements[0] if run.statements else None


def pay_all(
    population: Sequence[PayInputs], policies: Sequence[RewardPolicy], *, version: str = "1", units: Units | None = None,
    owed: Owed = NOTHING_OWED,
) -> RewardRun:
    """Statements of every policy for its population, in the order of policies and people; pools that reconcile; findings.

    ``policies`` may hold several dated versions of one; that of the period is paid.
    ``units`` gives the measures of a unit, for pools that are shared among units first. ``owed`` is what earlier periods
    deferred to this one; policies that have ended still pay it.
    """
    wages = Deductions(policies, lambda one, policy: eligible(one, policy.population))
    known = units or _units_of(population)
    chosen = in_force(policies, population[0].period) if population else ()
    runs = [PolicyRun(policy, version, known, wages, owed).all(population) for policy in chosen]
    runs += [PolicyRun(policy, version, known, wages, owed).ended(population) for policy in owed.ended(chosen)]
    return RewardRun(
        population[0].period.label if population else "",
        tuple(statement for run in runs for statement in run.statements),
        tuple(pool for run in runs for pool in run.pools),
        tuple(finding for run in runs for finding in run.findings),
    )


@dataclass(frozen=True, slots=True)
class Others:
    """People of a policy who are paid elsewhere: their awards, and what they get of each pool component."""

    asked: Mapping[str, Decimal] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


NOBODY = Others()


@dataclass(frozen=True, slots=True)
class PolicyRun:
    """One policy over a population."""

    policy: RewardPolicy
    version: str
    units: Units
    wages: Deductions
    owed: Owed

    def all(self, population: Sequence[PayInputs]) -> RewardRun:
        """Everybody of the policy's population."""
        people = [one for one in population if eligible(one, self.policy.population)]
        currency = self._pool_currency(people)
        if currency != (self.policy.currency or ""):
            return replace(self, policy=in_currency(self.policy, currency)).all(population)
        pooled = [one for one in people if may_share(one, self.policy)]
        shared = share_pools(self.policy, pooled, self.units, self._places(pooled))
        return self.finish(people, shared, population)[0]

    def finish(
        self, people: Sequence[PayInputs], shared: Sequence[SharedPool], population: Sequence[PayInputs],
        others: Others = NOBODY,
    ) -> tuple[RewardRun, Mapping[str, PoolCut]]:
        """Statements of ``people`` when the pools are shared, and how a pool of all awards cuts each award.

        ``others`` are those of the population who are paid elsewhere. ``population`` may be owed instalments.
        """
        awards = [self._award(one, shared) for one in people]
        for award in awards:
            if not may_share(award.inputs, self.policy):
                lacking = missing_rate(award.inputs.currency, self.policy.currency or "")
                award.missing = tuple(dict.fromkeys((*award.missing, lacking)))
        awards = [award for award in awards if award.reason != "no_scorecard" and not self._empty(award)]
        asked = {award.inputs.subject_id: award.amount for award in awards if not award.held and award.amount > 0}
        cuts, scaling = self._scale({**others.asked, **asked}, self._places(people))
        due: dict[str, Sequence[Instalment]] = {**self.owed.of(self.policy.id)}
        unsure = self._unsure(awards, shared) | {subject for subject, own in due.items() if any(item.estimate for item in own)}
        statements = [
            settle(
                award, self.version, cuts.get(award.inputs.subject_id), award.inputs.subject_id in unsure,
                self.wages.of(award.inputs, self.policy), due.pop(award.inputs.subject_id, ()),
            )
            for award in awards
        ]
        statements += self._released(due, population)
        findings = [finding for pool in shared for finding in pool.findings]
        findings += _missing(statements)
        findings += [finding for statement in statements for finding in _refused(statement)]
        reconciled = [self._reconcile(pool, statements, others) for pool in shared]
        return RewardRun("", tuple(statements), tuple(reconciled + scaling), tuple(findings)), cuts

    def ended(self, population: Sequence[PayInputs]) -> RewardRun:
        """A policy that is not in force any more and still owes instalments."""
        return RewardRun("", tuple(self._released(self.owed.of(self.policy.id), population)))

    def _released(self, due: Mapping[str, Sequence[Instalment]], population: Sequence[PayInputs]) -> list[Statement]:
        """Instalments of people to whom the policy pays nothing else now."""
        if not due:
            return []
        people = {one.subject_id: one for one in population} | dict(self.owed.absent)
        return [
            settle(
                bare_award(people[subject], self.policy, own[0].places), self.version,
                estimate=any(item.estimate for item in own), due=own,
            )
            for subject, own in due.items() if subject in people
        ]

    def _places(self, people: Sequence[PayInputs]) -> int:
        chosen = self.policy.rounding.minor_units
        return minor_units(self.policy.currency or (people[0].currency if people else "")) if chosen is None else chosen

    def _pool_currency(self, people: Sequence[PayInputs]) -> str:
        """The policy's currency; where it names none and shares or limits a pool, most people's; else empty."""
        if self.policy.currency or not pools(self.policy):
            return self.policy.currency or ""
        counts = Counter(one.currency for one in people)
        return min(counts, key=lambda name: (-counts[name], name), default="")

    def _empty(self, award: Award) -> bool:
        """True where a policy that rests on events only has none for the person."""
        names = [getattr(component, "event", None) for component in self.policy.components]
        names += [rule.event for rule in self.policy.deductions]
        if not names or any(name is None for name in names) or self.policy.actions:
            return False
        happened = any(award.inputs.events_called(str(name)) for name in names)
        return not happened and not self.wages.of(award.inputs, self.policy)

    def _award(self, one: PayInputs, shared: Sequence[SharedPool]) -> Award:
        shares = {pool.component_id: pool.shares[one.subject_id] for pool in shared if one.subject_id in pool.shares}
        award = make_award(one, self.policy, shares)
        left_out = [text for pool in shared for text in pool.left_out.get(one.subject_id, ())]
        if left_out:
            reasons = (one.withheld, POOL_FLOORS)
            award.missing = tuple(text for text in (*award.missing, *left_out) if text not in reasons)
            award.reason = award.reason or next((text for text in left_out if text in reasons), "")
        return award

    def _scale(
        self, asked: Mapping[str, Decimal], places: int
    ) -> tuple[Mapping[str, PoolCut], list[PoolReconciliation]]:
        """Step 12: awards above the policy's pool are scaled down to it."""
        pool = self.policy.limits.pool
        if pool is None:
            return {}, []
        whole = total(asked.values())
        row = PoolReconciliation(
            self.policy.id, "limits", "", pool, min(whole, pool), undistributed=max(Decimal(0), pool - whole), factor=ONE,
            requested=whole,
        )
        if whole <= pool or self.policy.limits.pool_mode == "report":
            allocated = whole if self.policy.limits.pool_mode == "report" else min(whole, pool)
            return {}, [replace(row, allocated=allocated, undistributed=pool - allocated)]
        scaled = scale_down(pool, asked, Decimal(1).scaleb(-places))
        cuts = {key: PoolCut(amount, scaled.factor, pool, whole) for key, amount in scaled.awards.items()}
        return cuts, [replace(row, factor=scaled.factor)]

    def _unsure(self, awards: Sequence[Award], shared: Sequence[SharedPool]) -> set[str]:
        """People whose amount may still move: a score that it rests on is provisional, or that of somebody in the same pool."""
        scopes = scored_scopes(self.policy)
        unsure = {award.inputs.subject_id for award in awards if award.inputs.provisional & scopes}
        if self.policy.limits.pool is not None and unsure:
            return {award.inputs.subject_id for award in awards}
        return unsure | {subject for pool in shared if unsure & set(pool.shares) for subject in pool.shares}

    def _reconcile(self, pool: SharedPool, statements: Sequence[Statement], others: Others) -> PoolReconciliation:
        """What people really get of a pool; the rest of their shares is withheld by gates and limits."""
        elsewhere = others.shares.get(pool.component_id, {})
        given = {subject: elsewhere.get(subject, Decimal(0)) for subject in pool.shares}
        for statement in statements:
            if statement.subject_id in given and statement.payable is not None:
                given[statement.subject_id] += total(
                    line.amount for line in statement.lines
                    if line.amount is not None and line.component_id == pool.component_id and line.kind == "pool_share"
                )
        places = len(str(pool.pool).partition(".")[2])
        allocated, left = round_money(total(given.values()), places), round_money(pool.undistributed, places)
        withheld = pool.pool - left - allocated
        return PoolReconciliation(
            self.policy.id, pool.component_id, pool.group_id, pool.pool, allocated, withheld, left,
        )


def in_currency(policy: RewardPolicy, currency: str) -> RewardPolicy:
    """The policy with a currency of its own."""
    return policy.model_copy(update={"currency": currency})


def may_share(one: PayInputs, policy: RewardPolicy) -> bool:
    """False where amounts of several people meet in one pool and no rate turns the person's pay into its currency."""
    wanted = policy.currency
    return not wanted or not pools(policy) or one.currency == wanted or one.rate_to(wanted) is not None


def pools(policy: RewardPolicy) -> bool:
    """True where amounts of several people meet in one pool."""
    return policy.limits.pool is not None or any(isinstance(part, PoolShare) for part in policy.components)


def _missing(statements: Sequence[Statement]) -> list[Finding]:
    """What holds statements: once per person; a measure of the unit or the company once for all whom it holds."""
    found: dict[tuple[str, str, str], Finding] = {}
    for statement in statements:
        if statement.reason:
            continue
        for measure in statement.missing:
            owner = {"unit": statement.unit_id, "company": ""}.get(measure.partition(".")[0], statement.subject_id)
            params = {"policy": statement.policy_id, "measure": measure}
            finding = Finding("W-MEASURE-MISSING", subject_id=owner, params=params)
            if measure.startswith(f"{RATE} "):
                given, _, wanted = measure.removeprefix(f"{RATE} ").partition("/")
                finding = Finding("E-CURRENCY", subject_id=owner, params={"currency": given, "other": wanted})
            found.setdefault((statement.policy_id, owner, measure), finding)
    return list(found.values())


def _refused(statement: Statement) -> list[Finding]:
    """Deductions that are refused."""
    return [
        Finding("W-MEASURE-MISSING", subject_id=statement.subject_id, params={
            "case": "refused", "policy": statement.policy_id, "deduction": result.id, "event": result.event_id,
            "reasons": ", ".join(REFUSALS[why][1] for why in result.refused),
            "reasons:zh-CN": "\u3001".join(REFUSALS[why][0] for why in result.refused),
        })
        for result in statement.deductions if result.refused
    ]


def _units_of(population: Sequence[PayInputs]) -> Units:
    """The measures of a unit as its people see them."""
    members: dict[str, Lookup] = {}
    for one in population:
        for unit in {one.unit_id, *one.groups.values()}:
            members.setdefault(unit, one.measures)

    def of_unit(unit: str) -> Lookup:
        return members.get(unit, _nothing)

    return of_unit


def _nothing(measure: Measure) -> Value | None:
    return None


