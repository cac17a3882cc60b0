"""Deductions from wages of one person: which events count, what the law allows, what is refused and why.

docs/method/rewards.md, "Deductions". All deductions of a month share its limits, whichever policy asks, in the order of
date and id. What a period could not take is asked again in the first month of the next one, before anything newer: the
periods since the person's first event are decided again, so that nothing needs to be kept between runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.model.policy import Jurisdiction
from reportgen.model.reward import DeductionResult, Event, Working
from reportgen.model.reward_policy import Deduction, RewardPolicy
from reportgen.policy.jurisdictions import jurisdiction_of
from reportgen.policy.versions import in_force
from reportgen.rewards.draft import Award
from reportgen.rewards.figures import MINUS, TIMES, money, percent, plain
from reportgen.rewards.money import ZERO, minor_units, round_money, total
from reportgen.rewards.subject import PastPeriod, PayInputs
from reportgen.rewards.wages import Wage, WageDeduction, deduct
from reportgen.rewards.wording import label_of, note

#: What was taken from a person's wage of a month so far.
Used = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Deducted:
    """What was decided on each event, and what is carried forward in all."""

    results: tuple[DeductionResult, ...] = ()

    @property
    def carried_forward(self) -> Decimal:
        return total(result.carried_forward for result in self.results)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one event asks in one month; ``since`` is the period that could not take it all."""

    policy: RewardPolicy
    rule: Deduction
    event: Event
    amount: Decimal
    month: str
    since: str = ""

    @property
    def order(self) -> tuple[bool, str, str]:
        return self.event.date is None, str(self.event.date), self.event.event_id

    @property
    def key(self) -> tuple[str, str, str]:
        return self.policy.id, self.rule.id, self.event.event_id


@dataclass(frozen=True, slots=True)
class Decision:
    """One result with the policy and rule that asked and the wage and minimum wage that it was held against."""

    asked: _Asked
    result: DeductionResult
    found: WageDeduction | None = None
    wage: tuple[Decimal, Decimal] = (ZERO, ZERO)


@dataclass(slots=True)
class Deductions:
    """The deductions of everybody under all policies of a run; each person is decided once."""

    policies: Sequence[RewardPolicy]
    eligible: Callable[[PayInputs, RewardPolicy], bool]
    _known: dict[str, tuple[Decision, ...]] = field(default_factory=dict)

    def of(self, inputs: PayInputs, policy: RewardPolicy) -> tuple[Decision, ...]:
        """What was decided on the person's events under one policy, in the order of date and id."""
        if not policy.deductions:
            return ()
        if inputs.subject_id not in self._known:
            self._known[inputs.subject_id] = self._decide(inputs)
        return tuple(item for item in self._known[inputs.subject_id] if item.asked.policy.id == policy.id)

    def _decide(self, inputs: PayInputs) -> tuple[Decision, ...]:
        policies = [policy for policy in self.policies if policy.deductions and self.eligible(inputs, policy)]
        names = {rule.event for policy in policies for rule in policy.deductions}
        rest: list[_Asked] = []
        for past in inputs.past(names):
            rest = _rest(_period(inputs, past, in_force(policies, past.period), rest), past.period.label)
        now = PastPeriod(inputs.period, inputs.events, inputs.wages)
        return tuple(_period(inputs, now, in_force(policies, inputs.period), rest))


def take(award: Award, decided: Sequence[Decision]) -> Deducted:
    """What is allowed of the decisions becomes signed lines."""
    for item in decided:
        if item.found is not None:
            _enter(award, item, item.found)
    return Deducted(tuple(item.result for item in decided))


def _period(
    inputs: PayInputs, past: PastPeriod, policies: Sequence[RewardPolicy], rest: Sequence[_Asked]
) -> list[Decision]:
    """Every decision of one period: the rest of the one before in the first month, new events in their months."""
    used: Used = {}
    first = f"{past.period.start:%Y-%m}"
    asked = [replace(item, month=first) for item in rest]
    for policy in policies:
        for rule in policy.deductions:
            asked += [_new(inputs, policy, rule, event) for event in past.events if event.matches(rule.event)]
    return [_decided(inputs, past, item, used) for item in sorted(asked, key=lambda item: item.order)]


def _new(inputs: PayInputs, policy: RewardPolicy, rule: Deduction, event: Event) -> _Asked:
    places = policy.rounding.minor_units
    amount = round_money((event.amount or ZERO) * event.times, minor_units(inputs.currency) if places is None else places)
    return _Asked(policy, rule, event, amount, f"{event.date:%Y-%m}" if event.date else "")


def _rest(decided: Sequence[Decision], label: str) -> list[_Asked]:
    """What the next period asks again; what was refused waits for its papers, and was never due."""
    return [
        replace(item.asked, amount=item.result.carried_forward, since=label) for item in decided
        if item.result.carried_forward and (item.asked.since or not item.result.refused)
    ]


def _decided(inputs: PayInputs, past: PastPeriod, asked: _Asked, used: Used) -> Decision:
    rule, event = asked.rule, asked.event
    listed = jurisdiction_of(event.jurisdiction or inputs.jurisdiction, inputs.jurisdictions)
    place = listed[1] if listed else None
    wage, minimum = past.wages.get(asked.month) or past.wages.get("") or (None, None)
    if place is not None and not place.minimum_wage_kept:
        minimum = ZERO
    refused = _refusals(asked, place, (wage, minimum), inputs.currency)
    if refused or wage is None or minimum is None or place is None:
        return Decision(asked, DeductionResult(
            rule.id, event.event_id, rule.class_, asked.amount, carried_forward=asked.amount,
            legal_basis=event.legal_basis, date=event.date, refused=refused, since=asked.since,
            legal_basis_en=event.legal_basis_en,
        ))
    limit = min(rule.limit_pct, place.limits[rule.class_])
    found = deduct(wage, minimum, asked.amount, limit, used.get(asked.month, ZERO))
    used[asked.month] = used.get(asked.month, ZERO) + found.deducted
    return Decision(asked, DeductionResult(
        rule.id, event.event_id, rule.class_, asked.amount, found.deducted, found.carried_forward, found.cap,
        found.headroom, found.net_wage, found.binding, limit, event.legal_basis, event.date, place.source,
        since=asked.since, legal_basis_en=event.legal_basis_en,
    ), found, (wage, minimum))


def _refusals(asked: _Asked, place: Jurisdiction | None, wage: Wage, currency: str) -> tuple[str, ...]:
    """What is required and absent, as keys of ``wording.REFUSALS``; the class where the place does not allow it."""
    event, class_ = asked.event, asked.rule.class_
    wanted: Mapping[str, bool] = {
        "amount": event.amount is None, "legal_basis": not event.legal_basis, "jurisdiction": place is None,
        "notice_date": event.notice_date is None, "monthly_wage": wage[0] is None, "local_minimum_wage": wage[1] is None,
        class_: place is not None and class_ not in place.limits,
        "currency": asked.policy.currency not in (None, currency),
    }
    return tuple(name for name, absent in wanted.items() if absent)


def _enter(award: Award, item: Decision, found: WageDeduction) -> None:
    (wage, minimum), limit, rule = item.wage, item.result.limit_pct or ZERO, item.asked.rule
    numbers = money(found.deducted)
    if found.binding == "percent_cap" and round_money(wage * limit / 100, award.places) == found.deducted:
        numbers = f"{money(wage)}{TIMES}{percent(limit)}"
    elif found.binding == "minimum_wage" and wage - minimum == found.deducted:
        numbers = f"{money(wage)} {MINUS} {money(minimum)}"
    key = "deduction_carried" if item.asked.since else "deduction"
    award.workings.append(Working(
        "WAGE", key, numbers, found.deducted, award.places, params={"since": item.asked.since},
        sources=(f"events:{item.asked.event.event_id}",),
    ))
    result = item.result
    english = result.legal_basis_en or result.legal_basis
    rests = note(key, basis=result.legal_basis, basis_en=english, percent=plain(limit), since=item.asked.since)
    award.line(rule.id, "deduction", -found.deducted, rests, label_of("deduction", rule.label))
