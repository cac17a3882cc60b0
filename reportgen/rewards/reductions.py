"""What a person's limits and penalties make of an award: steps 9 and 11 (docs/method/rewards.md, "Order of operations")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.model.reward import PenaltyResult, Working
from reportgen.model.rounding import half_up
from reportgen.rewards.draft import Award
from reportgen.rewards.figures import TIMES, money, percent, plain
from reportgen.rewards.limits import bounds
from reportgen.rewards.money import floor_money, percent_of, product, round_money, total
from reportgen.rewards.wording import label_of, note


def limit_person(award: Award) -> None:
    """Step 9: the person's cap and floor on everything but what was decided by hand."""
    rows = [index for index, line in enumerate(award.lines) if line.amount is not None and line.kind != "manual"]
    whole = total(award.lines[index].amount or Decimal(0) for index in rows)
    award.award = award.amount
    if not rows:
        return
    limit = bounds(award.policy.limits, award.prorated, award.places)
    stopped = any(item.applied and item.factor == 0 for item in award.limits)
    most, least = limit.most, None if stopped else limit.least
    if most is not None:
        key = "cap" if whole > most else "cap_open"
        award.workings.append(_bound(award, key, whole, most))
    if most is not None and whole > most:
        award.capped, award.lost = True, whole - most
        _adjust(award, rows, most - whole, "capped")
    elif least is not None and whole < least:
        award.workings.append(_bound(award, "floor", whole, least))
        _adjust(award, rows, least - whole, "floored")
    award.award = award.amount


def _bound(award: Award, key: str, whole: Decimal, bound: Decimal) -> Working:
    """The smaller of award and cap, or the larger of award and minimum; a bound in percent prints its arithmetic."""
    limits, floor = award.policy.limits, key == "floor"
    share = limits.person_min_pct if floor else limits.person_max_pct
    value = max(whole, bound) if floor else min(whole, bound)
    shown, params = money(bound), {"cap": money(bound)}
    if share is not None and award.prorated is not None:
        base = half_up(award.prorated, 12)
        exact, rounds = percent_of(share, base), round_money if floor else floor_money
        if rounds(exact, award.places) == bound:
            arithmetic = f"{money(base)}{TIMES}{percent(share)}"
            # A cap is rounded down: where that is not the usual rounding, the words keep the arithmetic and the numbers the cap.
            shown = arithmetic if round_money(exact, award.places) == bound else shown
            params |= {"cap": f"{arithmetic}={money(bound)}", "cap_en": f"{arithmetic} = {money(bound)}"}
    numbers = f"{'max' if floor else 'min'}({money(whole)}, {shown})"
    return Working("CAP", key, numbers, value, max(2, -int(value.as_tuple().exponent)), params=params)


def _adjust(award: Award, rows: Sequence[int], change: Decimal, why: str) -> None:
    """Change a single amount itself; several keep theirs and get a line of their own."""
    if len(rows) > 1:
        award.line("limit", "limit", change, note(why))
        return
    line = award.lines[rows[0]]
    award.lines[rows[0]] = replace(line, amount=(line.amount or Decimal(0)) + change, note=note(why))


def penalise(award: Award) -> None:
    """Step 11: penalties, from variable pay only and never below zero."""
    bonus = award.award or Decimal(0)
    for rule in award.policy.penalties:
        events = [event for event in award.inputs.events_called(rule.event) if event.times > 0]
        if not events:
            continue
        count = total(event.times for event in events)
        asked = [(event.times, rule.amount if rule.amount is not None else event.amount) for event in events]
        raw = round_money(total(product((times, value)) for times, value in asked if value is not None), award.places)
        limit = None if rule.max_pct_of_bonus is None else round_money(percent_of(rule.max_pct_of_bonus, bonus), award.places)
        left = max(Decimal(0), award.amount)
        applied = min(raw, left) if limit is None else min(raw, limit, left)
        award.penalties.append(PenaltyResult(rule.id, count, raw, limit, applied))
        key, numbers = _penalty_numbers(asked, (raw, limit, left), applied, (rule.max_pct_of_bonus, bonus))
        keys = tuple(f"events:{event.event_id}" for event in events)
        shares = {"percent": plain(rule.max_pct_of_bonus) if rule.max_pct_of_bonus is not None else ""}
        award.workings.append(Working("PENALTY", key, numbers, applied, award.places, params=shares, sources=keys))
        rests = note("penalty_capped" if key == "penalty_capped" else "penalty", count=plain(count), percent=shares["percent"])
        award.line(rule.id, "penalty", -applied, rests, label_of("penalty", rule.label))


def _penalty_numbers(
    asked: Sequence[tuple[Decimal, Decimal | None]], amounts: tuple[Decimal, Decimal | None, Decimal], applied: Decimal,
    share: tuple[Decimal | None, Decimal],
) -> tuple[str, str]:
    raw, limit, left = amounts
    if applied == raw:
        return "penalty", " + ".join(f"{plain(times)}{TIMES}{money(value)}" for times, value in asked if value is not None) or "0"
    if limit is not None and applied == limit and limit <= left:
        return "penalty_capped", f"{money(share[1])}{TIMES}{percent(share[0] or Decimal(0))}"
    return "penalty_rest", money(left)
