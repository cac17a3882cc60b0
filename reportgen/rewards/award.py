"""One person's award under one policy: base, proration, components, combination, gates, limits, penalties.

Steps 1 to 11 of the normative order (docs/method.md, "Rewards", order of operations); pools and payments follow in ``settle``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reportgen.model.reward import LimitResult, LineKind, PenaltyResult, StatementLine, Words, Working
from reportgen.model.reward_policy import Population, RewardPolicy
from reportgen.rewards.components import Part, part_of
from reportgen.rewards.context import Context, limited_grade
from reportgen.rewards.figures import TIMES, Figure, amount, money, multiplied, number, percent, plain
from reportgen.rewards.limits import bounds, look_at, payout_factor, with_would_have_been
from reportgen.rewards.money import minor_units, percent_of, product, round_money, total
from reportgen.rewards.subject import PayInputs
from reportgen.rewards.wording import label_of, note

_NO_SHARES: Mapping[str, Figure] = {}


@dataclass(slots=True)
class Award:
    """An award in the making: lines with signed amounts, the workings so far, and what it lacks."""

    inputs: PayInputs
    policy: RewardPolicy
    places: int
    context: Context
    grade: str = ""
    base: Figure | None = None
    prorated: Decimal | None = None
    lines: list[StatementLine] = field(default_factory=list)
    workings: list[Working] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    limits: tuple[LimitResult, ...] = ()
    penalties: list[PenaltyResult] = field(default_factory=list)
    payout: Decimal | None = None
    award: Decimal | None = None
    capped: bool = False
    lost: Decimal = Decimal(0)
    missing: tuple[str, ...] = ()
    reason: str = ""

    @property
    def held(self) -> bool:
        return bool(self.missing or self.reason)

    @property
    def amount(self) -> Decimal:
        """The sum of the signed amounts so far."""
        return total(line.amount for line in self.lines if line.amount is not None)

    def line(self, component: str, kind: LineKind, value: Decimal, rests_on: Words, label: Words | None = None) -> None:
        """Add a signed amount."""
        self.lines.append(StatementLine(component, kind, label or label_of(kind), amount=value, note=rests_on))


def eligible(inputs: PayInputs, population: Population) -> bool:
    """True when every filter of the population holds for the person."""
    filters = (
        (population.job_family, inputs.job_family), (population.level, inputs.level), (population.post, inputs.post),
        (population.employment, inputs.employment),
    )
    below = not population.unit or any(unit in population.unit for unit in inputs.path)
    return below and inputs.days >= population.min_days and all(not legal or given in legal for legal, given in filters)


def make_award(inputs: PayInputs, policy: RewardPolicy, shares: Mapping[str, Figure] = _NO_SHARES) -> Award:
    """Steps 2 to 11 for a person of the population. ``shares`` are the amounts of pool components, shared out before."""
    context = Context(inputs, policy)
    award = Award(inputs, policy, _places(inputs, policy), context)
    award.limits = look_at(context)
    caps = [limit.max_grade for limit in award.limits if limit.applied and limit.max_grade]
    band = limited_grade(inputs.grade, caps, inputs.scale)
    lowered = band is not None and band.grade != inputs.grade
    grade, coefficient = (band.grade, band.coefficient) if band and lowered else (inputs.grade, inputs.coefficient)
    award.grade = grade or ""
    if lowered:
        award.context = Context(inputs, policy, grade, coefficient)
    contexts = [
        Context(part, policy, grade if lowered else part.grade, coefficient if lowered else part.coefficient)
        for part in inputs.parts()
    ]
    multipliers = _multipliers(contexts[0])
    for position, own in enumerate(contexts):
        suffix = f".{position + 1}" if len(contexts) > 1 else ""
        _compute(award, own, shares if position == 0 else _NO_SHARES, multipliers, suffix)
    award.missing = tuple(dict.fromkeys(text for own in (context, *contexts) for text in own.missing))
    award.reason = next((text for own in (context, *contexts) for text in own.reasons), "")
    if not award.held:
        _limit_person(award)
        _penalise(award)
    return award


def _places(inputs: PayInputs, policy: RewardPolicy) -> int:
    chosen = policy.rounding.minor_units
    return minor_units(policy.currency or inputs.currency) if chosen is None else chosen


def _multipliers(context: Context) -> list[tuple[str, Figure]]:
    """The policy's multipliers: formula and value."""
    values = [(text, context.number(text)) for text in context.policy.multipliers]
    return [(text, number(value)) for text, value in values if value is not None]


def _enter_multipliers(award: Award, multipliers: Sequence[tuple[str, Figure]]) -> None:
    for text, figure in multipliers:
        line = StatementLine(
            text, "multiplier", label_of("multiplier"), factor=figure.value, note=note("formula", measure=text),
        )
        award.lines.append(line)
        award.workings.append(Working("FACTOR", "multiplier", figure.numbers, figure.value, 4, "factor", {"measure": text}))


def _compute(
    award: Award, context: Context, shares: Mapping[str, Figure], factored: Sequence[tuple[str, Figure]], suffix: str
) -> None:
    """Components of one segment, their combination, and the money lines that come of them."""
    policy, first = context.policy, suffix in ("", ".1")
    parts = [part for item in policy.components if (part := part_of(item, context, shares)) is not None]
    parts = [part for part in parts if not part.idle and (first or part.factor is not None)]
    factors = [part for part in parts if part.factor is not None]
    if factors or policy.limits.person_max_pct is not None or policy.limits.person_min_pct is not None:
        _read_base(award, context, suffix)
    award.parts += parts
    award.workings += [part.working for part in parts if part.working is not None]
    if context.missing or context.reasons:
        award.lines += [_factor_line(part, suffix, None) for part in parts if part.factor is not None]
        return
    multipliers = [figure for _, figure in factored]
    multiply = policy.combine == "multiply" or (policy.combine is None and len(factors) > 1)
    undecided = any(part.factor is None and part.amount is None for part in parts)
    basis = (award.base, context.proration()) if award.base else None
    if multiply:
        award.lines += [_factor_line(part, suffix, None) for part in factors]
    if first:
        _enter_multipliers(award, factored)
    if factors and basis and basis[0] and not (multiply and undecided):
        money_lines = _multiplied_lines if multiply else _added_lines
        money_lines(award, factors, (basis[0], basis[1]), multipliers, suffix)
    for part in parts:
        if part.amount is not None:
            _amount_lines(award, part, multipliers)
        elif part.factor is None:
            award.lines.append(StatementLine(part.id, part.kind, part.label, actions=part.actions, note=_note(part)))


def _read_base(award: Award, context: Context, suffix: str) -> None:
    """Base and proration, with their lines and workings; a missing base holds the award."""
    base, share = context.base(), context.share
    if base is None:
        context.lacks(context.policy.base.field)
        return
    award.base = base
    factor = context.proration()
    prorated = product((base.value, factor.value))
    award.prorated = prorated if award.prorated is None else award.prorated + prorated
    field_name = "amount" if context.policy.base.amount is not None else context.policy.base.field
    own = context.policy.base.amount is not None or field_name == "monthly_wage"
    part, whole = (1, 1) if own else context.inputs.paybase_share
    rests = note("base" if part == whole else "base_share", field=field_name, part=str(part), whole=str(whole))
    award.lines.append(StatementLine(f"base{suffix}", "base", label_of("base"), base=base.value, note=rests))
    key = f"paybase:{context.inputs.subject_id}:{context.inputs.period.label}"
    award.workings.append(Working("BASE", "base", base.numbers, base.value, award.places, "money", {"field": field_name}, (key,)))
    if context.policy.proration.basis == "none":
        return
    unit = "months" if context.policy.proration.basis == "months" else "days"
    award.lines.append(StatementLine(
        f"proration{suffix}", "proration", label_of("proration"), factor=factor.value,
        note=note(unit, part=str(share.part), whole=str(share.whole)),
    ))
    key = "proration_months" if unit == "months" else "proration"
    award.workings.append(Working("PRO-1", key, factor.numbers, factor.value, share.places or 4, "factor"))


def _note(part: Part) -> Words:
    values = dict(part.note)
    key = values.pop("key", "")
    return note(key, **values) if key else {}


def _factor_line(part: Part, suffix: str, value: Decimal | None) -> StatementLine:
    factor = part.factor.value if part.factor else None
    return StatementLine(
        f"{part.id}{suffix}", part.kind, part.label, factor=factor, amount=value, actions=part.actions, note=_note(part),
    )


def _multiplied_lines(
    award: Award, factors: Sequence[Part], basis: tuple[Figure, Figure], multipliers: Sequence[Figure], suffix: str
) -> None:
    """Factors without amounts, and their product on ``result``."""
    wholes = [_with_extra(part) for part in factors]
    payout = multiplied((*wholes, *multipliers))
    figure = multiplied((*basis, *wholes, *multipliers))
    award.payout = payout.value
    award.workings.append(Working("MAIN", "product", figure.numbers, figure.value, award.places))
    value = _limited(award, figure.value, True)
    award.lines.append(StatementLine(
        f"result{suffix}", "result", label_of("result"), base=basis[0].value, factor=payout.value, amount=value,
    ))


def _with_extra(part: Part) -> Figure:
    assert part.factor is not None
    if part.extra is None:
        return part.factor
    return Figure(part.factor.value + part.extra.value, f"{part.factor.numbers} + {part.extra.numbers}")


def _added_lines(
    award: Award, factors: Sequence[Part], basis: tuple[Figure, Figure], multipliers: Sequence[Figure], suffix: str
) -> None:
    """Each factor's own amount; the extra of a tier is a line of its own."""
    payout = Decimal(0)
    for part in factors:
        for figure, end in ((part.factor, ""), (part.extra, ".extra")):
            if figure is None:
                continue
            whole = multiplied((*basis, figure, *multipliers))
            payout += product((figure.value, *(item.value for item in multipliers)))
            award.workings.append(Working("MAIN", "product", whole.numbers, whole.value, award.places))
            line = _factor_line(part, suffix, _limited(award, whole.value, True))
            line = replace(line, base=basis[0].value, factor=figure.value)
            if end:
                line = replace(
                    line, component_id=f"{part.id}{suffix}{end}", kind="tier_extra", label=label_of("tier_extra"), actions=(),
                )
            award.lines.append(line)
    award.payout = payout


def _amount_lines(award: Award, part: Part, multipliers: Sequence[Figure]) -> None:
    """An amount of its own, with multipliers where it takes them; the extra of a tier is a line of its own."""
    assert part.amount is not None
    for figure, end in ((part.amount, ""), (part.extra, ".extra")):
        if figure is None:
            continue
        whole = figure
        if part.scaled and multipliers:
            whole = multiplied((amount(figure.value), *multipliers))
            award.workings.append(Working("MAIN", "scaled", whole.numbers, whole.value, award.places))
        value = _limited(award, whole.value, part.limited)
        award.lines.append(StatementLine(
            f"{part.id}{end}", "tier_extra" if end else part.kind, label_of("tier_extra") if end else part.label,
            amount=value, actions=() if end else part.actions, note=_note(part),
        ))


def _limited(award: Award, value: Decimal, limited: bool) -> Decimal:
    """An amount after gates and knock-outs, rounded to the minor unit."""
    if not limited or not award.limits:
        return round_money(value, award.places)
    factor = payout_factor(award.limits)
    award.limits = with_would_have_been(award.limits, round_money(value, award.places))
    figure = Figure(product((value, factor)), f"{money(value)}{TIMES}{plain(factor)}")
    ids = ", ".join(limit.id for limit in award.limits)
    award.workings.append(Working("GATE", "limits", figure.numbers, figure.value, award.places, params={"ids": ids}))
    for limit in award.limits:
        if not any(line.component_id == limit.id and line.kind == limit.kind for line in award.lines):
            award.lines.append(_limit_line(limit))
    return round_money(figure.value, award.places)


def _limit_line(limit: LimitResult) -> StatementLine:
    names = label_of(limit.kind)
    label = {"zh-CN": f"{names['zh-CN']}：{limit.id}", "en": f"{names['en']}: {limit.id}"}
    if limit.kind == "knock_out":
        rests = note("knock_out", id=limit.id)
    else:
        rests = note("gate_closed" if limit.applied else "gate_open", condition=limit.condition or limit.id)
    return StatementLine(limit.id, limit.kind, label, factor=limit.factor if limit.applied else Decimal(1), note=rests)


def _limit_person(award: Award) -> None:
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
        award.workings.append(_bound(key, min(whole, most), most))
    if most is not None and whole > most:
        award.capped, award.lost = True, whole - most
        _adjust(award, rows, most - whole, "capped")
    elif least is not None and whole < least:
        award.workings.append(_bound("floor", least, least))
        _adjust(award, rows, least - whole, "floored")
    award.award = award.amount


def _bound(key: str, value: Decimal, bound: Decimal) -> Working:
    return Working("CAP", key, money(value), value, max(2, -int(value.as_tuple().exponent)), params={"cap": money(bound)})


def _adjust(award: Award, rows: Sequence[int], change: Decimal, why: str) -> None:
    """Change a single amount itself; several keep theirs and get a line of their own."""
    if len(rows) > 1:
        award.line("limit", "limit", change, note(why))
        return
    line = award.lines[rows[0]]
    award.lines[rows[0]] = replace(line, amount=(line.amount or Decimal(0)) + change, note=note(why))


def _penalise(award: Award) -> None:
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
        rests = note("penalty_capped" if key == "penalty_capped" else "penalty", count=plain(count), **shares)
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
