"""One person's award under one policy: base, proration, components, combination, gates, limits, penalties.

Steps 1 to 11 of the normative order (docs/method/rewards.md, "Order of operations"); pools and payments follow in ``settle``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.model.reward import LimitResult, StatementLine, Words, Working
from reportgen.model.reward_policy import Population, RewardPolicy
from reportgen.rewards.components import Part, part_of
from reportgen.rewards.context import Context, limited_grade, missing_rate
from reportgen.rewards.draft import Award
from reportgen.rewards.figures import OVER, TIMES, Figure, amount, money, multiplied, number, plain
from reportgen.rewards.grade_origin import factor_step
from reportgen.rewards.limits import look_at, payout_factor, with_would_have_been
from reportgen.rewards.money import minor_units, product, round_money
from reportgen.rewards.reductions import limit_person, penalise
from reportgen.rewards.sharing import Share
from reportgen.rewards.subject import PayInputs
from reportgen.rewards.wording import NOTES, Names, label_of, measure_words, note, words

_NO_SHARES: Mapping[str, Share] = {}


def eligible(inputs: PayInputs, population: Population) -> bool:
    """True when every filter of the population holds for the person."""
    filters = (
        (population.job_family, inputs.job_family), (population.level, inputs.level), (population.post, inputs.post),
        (population.employment, inputs.employment),
    )
    below = not population.unit or any(unit in population.unit for unit in inputs.path)
    return below and inputs.days >= population.min_days and all(not legal or given in legal for legal, given in filters)


def make_award(inputs: PayInputs, policy: RewardPolicy, shares: Mapping[str, Share] = _NO_SHARES) -> Award:
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
        limit_person(award)
        penalise(award)
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
            text, "multiplier", label_of("multiplier"), factor=figure.value,
            note=note("formula", award.inputs.kpi_names, measure=text),
        )
        award.lines.append(line)
        award.workings.append(factor_step(text, figure.value, award.context))


def _compute(
    award: Award, context: Context, shares: Mapping[str, Share], factored: Sequence[tuple[str, Figure]], suffix: str
) -> None:
    """Components of one segment, their combination, and the money lines that come of them."""
    policy, first, names = context.policy, suffix in ("", ".1"), award.inputs.kpi_names
    parts = [part for item in policy.components if (part := part_of(item, context, shares)) is not None]
    parts = [part for part in parts if not part.idle and (first or part.factor is not None)]
    factors = [part for part in parts if part.factor is not None]
    if factors or policy.limits.person_max_pct is not None or policy.limits.person_min_pct is not None:
        _read_base(award, context, suffix)
    award.parts += parts
    award.workings += [step for part in parts if part.working is not None for step in (*part.before, part.working)]
    if context.missing or context.reasons:
        award.lines += [_factor_line(part, suffix, None, names) for part in parts if part.factor is not None]
        return
    multipliers = [figure for _, figure in factored]
    multiply = policy.combine == "multiply" or (policy.combine is None and len(factors) > 1)
    undecided = any(part.factor is None and part.amount is None for part in parts)
    basis = (award.base, context.proration()) if award.base else None
    if multiply:
        award.lines += [_factor_line(part, suffix, None, names) for part in factors]
    if first:
        _enter_multipliers(award, factored)
    if factors and basis and basis[0] and not (multiply and undecided):
        money_lines = _multiplied_lines if multiply else _added_lines
        money_lines(award, factors, (basis[0], basis[1]), multipliers, suffix)
    for part in parts:
        if part.amount is not None:
            _amount_lines(award, part, multipliers)
        elif part.factor is None:
            award.lines.append(StatementLine(part.id, part.kind, part.label, actions=part.actions, note=_note(part, names)))


def _read_base(award: Award, context: Context, suffix: str) -> None:
    """Base and proration, with their lines and workings; a missing base holds the award."""
    base, share = context.base(), context.share
    if base is None:
        _lacks_base(context)
        return
    award.base = base
    factor = context.proration()
    prorated = product((base.value, factor.value))
    award.prorated = prorated if award.prorated is None else award.prorated + prorated
    field_name = "amount" if context.policy.base.amount is not None else context.policy.base.field
    own = context.policy.base.amount is not None or field_name == "monthly_wage"
    part, whole = (1, 1) if own else context.inputs.paybase_share
    rests = note("base" if part == whole else "base_share", field=field_name, part=str(part), whole=str(whole))
    rests = _exchanged(award, context, field_name) or rests
    award.lines.append(StatementLine(f"base{suffix}", "base", label_of("base"), base=base.value, note=rests))
    if not context.foreign:
        award.workings.append(_base_working(award, context, base, field_name))
    if context.policy.proration.basis == "none":
        return
    unit = "months" if context.policy.proration.basis == "months" else "days"
    award.lines.append(StatementLine(
        f"proration{suffix}", "proration", label_of("proration"), factor=factor.value,
        note=note(unit, part=str(share.part), whole=str(share.whole)),
    ))
    key = "proration_months" if unit == "months" else "proration"
    award.workings.append(Working("PRO-1", key, factor.numbers, factor.value, share.places or 4, "factor"))


def _lacks_base(context: Context) -> None:
    """Hold the award for the column that is missing, or for the rate."""
    if context.foreign and context.own_base() is not None:
        context.lacks(missing_rate(context.inputs.currency, context.policy.currency or ""))
    else:
        context.lacks(context.policy.base.field)


def _base_working(award: Award, context: Context, base: Figure, field_name: str) -> Working:
    key = f"paybase:{context.inputs.subject_id}:{context.inputs.period.label}"
    return Working("BASE", "base", base.numbers, base.value, award.places, "money", {"field": field_name}, (key,))


def _exchanged(award: Award, context: Context, field_name: str) -> Words | None:
    """The steps of a base in another currency: as it is paid, and at the rate of the period's end."""
    own, rate = context.own_base(), context.exchange
    if own is None or rate is None:
        return None
    exchanged, values = rate.of(own), {"given": rate.given, "wanted": rate.wanted, "date": rate.date.isoformat()}
    award.workings.append(replace(_base_working(award, context, own, field_name), key="base_foreign", params={
        "field": field_name, **values,
    }))
    key = "exchange_inverse" if rate.inverse else "exchange"
    award.workings.append(Working(
        "FX", key, exchanged.numbers, exchanged.value, award.places, "money", values, (rate.source,),
    ))
    return words(NOTES["exchanged"], {
        **values, "field": field_name, "amount": money(own.value), "rate": plain(rate.value),
        "sign": OVER if rate.inverse else TIMES,
    })


def _note(part: Part, names: Names) -> Words:
    values = dict(part.note)
    key = values.pop("key", "")
    return note(key, names, **values) if key else {}


def _factor_line(part: Part, suffix: str, value: Decimal | None, names: Names) -> StatementLine:
    factor = part.factor.value if part.factor else None
    return StatementLine(
        f"{part.id}{suffix}", part.kind, part.label, factor=factor, amount=value, actions=part.actions,
        note=_note(part, names),
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
            line = _factor_line(part, suffix, _limited(award, whole.value, True), award.inputs.kpi_names)
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
            amount=value, actions=() if end else part.actions,
            note=_note(part, award.inputs.kpi_names),
        ))


def _limited(award: Award, value: Decimal, limited: bool) -> Decimal:
    """An amount after gates and knock-outs, rounded to the minor unit."""
    if not limited or not award.limits:
        return round_money(value, award.places)
    factor = payout_factor(award.limits)
    award.limits = with_would_have_been(award.limits, round_money(value, award.places))
    figure = Figure(product((value, factor)), f"{money(value)}{TIMES}{plain(factor)}")
    conditions = {"conditions": "; ".join(limit.condition or limit.id for limit in award.limits)}
    award.workings.append(Working("GATE", "limits", figure.numbers, figure.value, award.places, params=conditions))
    for limit in award.limits:
        if not any(line.component_id == limit.id and line.kind == limit.kind for line in award.lines):
            award.lines.append(_limit_line(limit, award.inputs.kpi_names))
    return round_money(figure.value, award.places)


def _limit_line(limit: LimitResult, names: Names) -> StatementLine:
    kind, what = label_of(limit.kind), measure_words(limit.measure, names) if limit.measure else (limit.id, limit.id)
    label = {"zh-CN": f"{kind['zh-CN']}：{what[0]}", "en": f"{kind['en']}: {what[1]}"}
    if limit.kind == "knock_out":
        rests = note("knock_out", id=limit.id)
    else:
        rests = note("gate_closed" if limit.applied else "gate_open", condition=limit.condition or limit.id)
    return StatementLine(limit.id, limit.kind, label, factor=limit.factor if limit.applied else Decimal(1), note=rests)
