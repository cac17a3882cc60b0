"""From an award to a statement: pool scaling, deferral, advances, earlier payments, clawback, deductions from wages.

Steps 12 to 16 of the normative order (docs/method/rewards.md, "Order of operations").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from reportgen.model.reward import Payment, Statement, StatementLine, Status, Working
from reportgen.model.reward_policy import Clawback, Deferral
from reportgen.model.rounding import EXACT
from reportgen.rewards.deductions import Decision, Deducted, take
from reportgen.rewards.draft import Award
from reportgen.rewards.figures import MINUS, OVER, TIMES, money, percent, plain
from reportgen.rewards.instalments import Instalment, release
from reportgen.rewards.money import percent_of, round_money, total
from reportgen.rewards.wording import label_of, missing_words, note


@dataclass(frozen=True, slots=True)
class PoolCut:
    """What a pool of all awards makes of one: the scaled award, pool over sum of awards, and both sums."""

    scaled: Decimal
    factor: Decimal
    pool: Decimal
    asked: Decimal


def settle(
    award: Award, version: str, cut: PoolCut | None = None, estimate: bool = False, wages: Sequence[Decision] = (),
    due: Sequence[Instalment] = (),
) -> Statement:
    """The statement of an award; an ``estimate`` rests on a score, or shares a pool with one, that may still move.

    ``wages`` is what was decided on the person's deductions from wages, ``due`` what earlier periods deferred to this one.
    """
    if award.held:
        return _statement(award, version, "held", Deducted())
    has_amount = any(line.amount is not None for line in award.lines) or bool(award.policy.deductions or due)
    if cut is not None:
        _scale(award, cut)
    deferred, instalments = _defer(award, award.policy.deferral)
    advances, open_advances = _advances(award)
    released = release(award, due)
    paid, recovered = _earlier(award, award.policy.clawback)
    deducted = take(award, wages)
    status: Status = "actions" if not has_amount else "estimate" if estimate else "payable"
    return _statement(
        award, version, status, deducted, deferred=deferred, instalments=instalments, released=released, advances=advances,
        advances_open=open_advances, paid=paid, clawback=recovered, pool_factor=cut.factor if cut else None,
    )


def _scale(award: Award, cut: PoolCut) -> None:
    before = award.amount
    if cut.scaled == before:
        return
    numbers = f"{money(before)}{TIMES}{money(cut.pool)}{OVER}{money(cut.asked)}"
    exact = EXACT.divide(EXACT.multiply(before, cut.pool), cut.asked)
    if round_money(exact, award.places) != cut.scaled:
        step = cut.scaled - round_money(exact, award.places)
        numbers += f" {MINUS if step < 0 else '+'} {money(abs(step))}"
        exact += step
    award.workings.append(Working("POOL", "pool", numbers, exact, award.places))
    award.line("pool", "pool", cut.scaled - before, note("pool", factor=plain(round_money(cut.factor, 6))))


def _defer(award: Award, rule: Deferral | None) -> tuple[Decimal, tuple[Decimal, ...]]:
    """The deferred amount and its instalments: each rounded down, the last takes the rest."""
    whole = award.amount
    if rule is None or whole <= 0 or rule.pct == 0:
        return Decimal(0), ()
    deferred = round_money(percent_of(rule.pct, whole), award.places)
    each = EXACT.divide(deferred, Decimal(rule.periods)).quantize(Decimal(1).scaleb(-award.places), rounding=ROUND_FLOOR)
    instalments = (*(each for _ in range(rule.periods - 1)), deferred - each * (rule.periods - 1))
    award.workings.append(Working("DEFER", "deferral", f"{money(whole)}{TIMES}{percent(rule.pct)}", deferred, award.places))
    award.line("deferral", "deferral", -deferred, note("deferral", percent=plain(rule.pct), periods=str(rule.periods)))
    return deferred, instalments


def _payments(award: Award, kind: str) -> list[Payment]:
    return [item for item in award.inputs.payments if item.kind == kind and item.policy_id == award.policy.id]


def _advances(award: Award) -> tuple[Decimal, Decimal]:
    """Advances counted, at most what is due; the rest stays open and is printed."""
    given = _payments(award, "advance")
    asked = round_money(total(item.amount for item in given), award.places)
    if not given:
        return Decimal(0), Decimal(0)
    counted = max(Decimal(0), min(asked, award.amount))
    numbers = " + ".join(money(item.amount) for item in given) if counted == asked else money(counted)
    award.workings.append(Working("ADV", "advance", numbers, counted, award.places))
    award.line("advance", "advance", -counted, _dates(given))
    return counted, asked - counted


def _earlier(award: Award, rule: Clawback | None) -> tuple[Decimal, Decimal]:
    """What was paid before, at most what is due; what was paid too much is recovered where a clawback event allows it."""
    given = _payments(award, "paid")
    if not given:
        return Decimal(0), Decimal(0)
    back = round_money(total(item.amount for item in _payments(award, "clawed_back")), award.places)
    paid = round_money(total(item.amount for item in given), award.places) - back
    due = max(Decimal(0), award.amount)
    counted = min(paid, due)
    award.workings.append(Working("PAID", "paid", money(counted), counted, award.places))
    award.line("paid", "paid", -counted, _dates(given))
    recovered = paid - counted
    events = _clawback_events(award, rule) if rule else ()
    if recovered <= 0 or not events:
        return counted, Decimal(0)
    keys = tuple(f"events:{event}" for event in events)
    numbers = f"{money(due)} {MINUS} {money(paid)}"
    award.workings.append(Working("CLAW", "clawback", numbers, -recovered, award.places, sources=keys))
    award.line("clawback", "clawback", -recovered, note("clawback"))
    return counted, recovered


def _clawback_events(award: Award, rule: Clawback) -> tuple[str, ...]:
    """Events of the clawback rule within its years after the period."""
    end = award.inputs.period.end
    last = date(end.year + rule.years, end.month, 28 if (end.month, end.day) == (2, 29) else end.day)
    known = (*award.inputs.events, *award.inputs.later)
    found = [event for event in known if any(event.matches(name) for name in rule.events)]
    return tuple(event.event_id for event in found if event.date is None or event.date <= last)


def _dates(payments: Sequence[Payment]) -> dict[str, str]:
    dates = sorted(item.date.isoformat() for item in payments if item.date is not None)
    return dict(note("dates", dates=", ".join(dates))) if dates else {}


def _statement(award: Award, version: str, status: Status, deducted: Deducted, **settled: object) -> Statement:
    inputs, policy, parts = award.inputs, award.policy, award.parts
    held = status == "held"
    payable = None if held or status == "actions" else award.amount
    if payable is not None:
        _close(award, payable)
    measured = next((part for part in parts if part.measure), None)
    share = next((line.factor for line in award.lines if line.kind == "proration"), None)
    met = [rule.do for rule in policy.actions if award.context.holds(rule.when)]
    chosen = [action for part in parts for action in part.actions] + [action for do in met for action in do]
    return Statement(
        subject_id=inputs.subject_id, period=inputs.period.label, policy_id=policy.id, policy_version=policy.version or version,
        currency=policy.currency or inputs.currency, status=status, name=inputs.name, unit_id=inputs.unit_id,
        department_id=inputs.department_id, label=label_of("result", policy.label), minor_units=award.places,
        lines=_unpaid(award.lines) if held else tuple(award.lines),
        base=award.base.value if award.base else None, base_field=policy.base.field,
        days=inputs.days, period_days=inputs.period_days, proration=Decimal(1) if share is None else share,
        measure=measured.measure if measured else "", measure_value=measured.measure_value if measured else None,
        grade=award.grade, payout_factor=award.payout, award=None if held else award.award, payable=payable,
        capped=award.capped, lost=award.lost, limits=award.limits, penalties=tuple(award.penalties),
        deductions=deducted.results, carried_forward=deducted.carried_forward,
        curve=next((part.curve for part in parts if part.curve), None),
        tiers=next((part.tiers for part in parts if part.tiers), ()), actions=tuple(dict.fromkeys(chosen)),
        missing=award.missing, reason=award.reason,
        missing_words=tuple(missing_words(text, award.inputs.kpi_names) for text in award.missing),
        workings=tuple(award.workings),
        kpi_names=inputs.kpi_names,
        **settled,  # type: ignore[arg-type]
    )


def _unpaid(lines: Sequence[StatementLine]) -> tuple[StatementLine, ...]:
    """The lines of a held award: what it would rest on, and no amount that somebody could add up."""
    return tuple(line if line.amount is None else replace(line, amount=None) for line in lines)


def _close(award: Award, payable: Decimal) -> None:
    """The last step: the sum of the signed lines."""
    amounts = [line.amount for line in award.lines if line.amount is not None]
    numbers = money(amounts[0]) if amounts else money(Decimal(0))
    for value in amounts[1:]:
        numbers += f" {MINUS if value < 0 else '+'} {money(abs(value))}"
    award.workings.append(Working("PAY", "payable", numbers, payable, award.places))
