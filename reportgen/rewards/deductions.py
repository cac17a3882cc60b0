"""Deductions from wages of one person: which events count, what the law allows, what is refused and why.

docs/method/rewards.md, "Deductions". Several deductions of a month share one limit, in the order of date and id.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.reward import DeductionResult, Event, Working
from reportgen.model.reward_policy import Deduction
from reportgen.rewards.draft import Award
from reportgen.rewards.figures import MINUS, TIMES, money, percent, plain
from reportgen.rewards.money import round_money, total
from reportgen.rewards.wages import Jurisdiction, WageDeduction, deduct, jurisdiction_of
from reportgen.rewards.wording import label_of, note

#: What was taken from a person's wage of a month so far: all policies share its limit, in their order.
Used = dict[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Deducted:
    """What was decided on each event, and what is carried forward in all."""

    results: tuple[DeductionResult, ...] = ()

    @property
    def carried_forward(self) -> Decimal:
        return total(result.carried_forward for result in self.results)


def take(award: Award, used: Used) -> Deducted:
    """Decide on every event of the policy's deductions; what is allowed becomes a signed line and is entered in ``used``."""
    asked = [(rule, event) for rule in award.policy.deductions for event in award.inputs.events_called(rule.event)]
    asked.sort(key=lambda pair: (pair[1].date is None, str(pair[1].date), pair[1].event_id))
    return Deducted(tuple(_decide(award, rule, event, used) for rule, event in asked))


def _decide(award: Award, rule: Deduction, event: Event, used: Used) -> DeductionResult:
    place = jurisdiction_of(event.jurisdiction or award.inputs.jurisdiction)
    month = f"{event.date:%Y-%m}" if event.date else ""
    wage, minimum = award.inputs.wages.get(month) or award.inputs.wages.get("") or (None, None)
    refused = _refusals(rule, event, place, wage, minimum)
    requested = round_money((event.amount or Decimal(0)) * event.times, award.places)
    if refused or wage is None or minimum is None or place is None:
        return DeductionResult(
            rule.id, event.event_id, rule.class_, requested, carried_forward=requested, legal_basis=event.legal_basis,
            date=event.date, refused=refused,
        )
    limit = min(rule.limit_pct, place.limits[rule.class_])
    key = (award.inputs.subject_id, month)
    found = deduct(wage, minimum, requested, limit, used.get(key, Decimal(0)))
    used[key] = used.get(key, Decimal(0)) + found.deducted
    _enter(award, rule, event, found, (wage, minimum, limit))
    return DeductionResult(
        rule.id, event.event_id, rule.class_, requested, found.deducted, found.carried_forward, found.cap, found.headroom,
        found.net_wage, found.binding, limit, event.legal_basis, event.date, place.source,
    )


def _refusals(
    rule: Deduction, event: Event, place: Jurisdiction | None, wage: Decimal | None, minimum: Decimal | None
) -> tuple[str, ...]:
    """The fields that are required and absent; ``class`` where the place does not allow the class."""
    wanted = {
        "amount": event.amount is None, "legal_basis": not event.legal_basis, "jurisdiction": place is None,
        "notice_date": event.notice_date is None, "monthly_wage": wage is None, "local_minimum_wage": minimum is None,
        f"{rule.class_} allowed by jurisdiction": place is not None and rule.class_ not in place.limits,
    }
    return tuple(name for name, absent in wanted.items() if absent)


def _enter(award: Award, rule: Deduction, event: Event, found: WageDeduction, limits: tuple[Decimal, Decimal, Decimal]) -> None:
    wage, minimum, limit = limits
    numbers = money(found.deducted)
    if found.binding == "percent_cap" and round_money(wage * limit / 100, award.places) == found.deducted:
        numbers = f"{money(wage)}{TIMES}{percent(limit)}"
    elif found.binding == "minimum_wage" and wage - minimum == found.deducted:
        numbers = f"{money(wage)} {MINUS} {money(minimum)}"
    award.workings.append(Working(
        "WAGE", "deduction", numbers, found.deducted, award.places, sources=(f"events:{event.event_id}",),
    ))
    award.line(
        rule.id, "deduction", -found.deducted, note("deduction", basis=event.legal_basis, percent=plain(limit)),
        label_of("deduction", rule.label),
    )
