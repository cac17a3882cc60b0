"""One function per component kind: what it gives a person, unrounded, and how. A new kind is one function and its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.model.reward import LineKind, PayoutCurve, TierRow, Words, Working
from reportgen.model.reward_policy import (
    Curve,
    Fixed,
    GradeFactor,
    Manual,
    Matrix,
    Multiplier,
    PerEvent,
    PerUnit,
    PoolShare,
    Rate,
    SoePay,
    Tier,
    TierStep,
)
from reportgen.policy.conditions import names, parse
from reportgen.rewards.context import Context, shown
from reportgen.rewards.figures import (
    MINUS,
    OVER,
    TIMES,
    Figure,
    added,
    amount,
    multiplied,
    number,
    operand,
    percent,
    percentage,
    plain,
)
from reportgen.rewards.grade_origin import factor_step
from reportgen.rewards.money import ZERO, total
from reportgen.rewards.payout import commission, curve_payout, matrix_cell, soe_multiple, tier_of
from reportgen.rewards.sharing import Share
from reportgen.rewards.wording import label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one component gives.

    ``factor`` applies to the prorated base, ``amount`` stands by itself; an ``idle`` one had no event and is not shown.
    ``scaled`` amounts take multipliers, ``limited`` ones take gates, knock-outs and the person's limits. A part with
    neither gives actions only. ``before`` are steps that lead to ``working``.
    """

    id: str
    kind: LineKind
    label: Words
    factor: Figure | None = None
    amount: Figure | None = None
    extra: Figure | None = None
    scaled: bool = True
    limited: bool = True
    actions: tuple[str, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)
    working: Working | None = None
    before: tuple[Working, ...] = ()
    curve: PayoutCurve | None = None
    tiers: tuple[TierRow, ...] = ()
    idle: bool = False
    measure: str = ""
    measure_value: Decimal | None = None


def part_of(component: Any, context: Context, shares: Mapping[str, Share]) -> Part | None:
    """What a component gives; None where a measure that it needs is missing (the context then knows which)."""
    if isinstance(component, PoolShare):
        return _pool_share(component, shares, context)
    return _REGISTRY[type(component)](component, context)


def _measured(component: Tier | Curve | SoePay, context: Context) -> tuple[str, Decimal | None]:
    text = component.measure or context.policy.measure or ""
    return text, context.number(text)


def _step(rule: str, figure: Figure, key: str, unit: str, **params: str) -> Working:
    places = 2 if unit in ("money", "%") else 4
    return Working(rule, key, figure.numbers, figure.value, places, unit, params)


def _tier(component: Tier, context: Context) -> Part | None:
    measure, x = _measured(component, context)
    if x is None:
        return None
    position = tier_of([step.min_pct for step in component.tiers], x)
    own = None if position is None else component.tiers[position]
    params = {"measure": measure, "x": shown(x), "min": shown(own.min_pct) if own else "\u2014"}
    common: dict[str, Any] = {
        "id": component.id, "kind": "tier", "label": label_of("tier", component.label), "measure": measure, "measure_value": x,
        "actions": own.actions if own else (), "note": {"key": "measure", **params},
        "tiers": tuple(_tier_row(step, step is own) for step in sorted(component.tiers, key=lambda step: -step.min_pct)),
    }
    in_money = any(step.amount is not None for step in component.tiers)
    if own and own.factor is None and own.amount is None:
        return Part(**common)
    if in_money:
        figure = amount((own.amount if own else None) or ZERO)
        extra = amount(own.extra_amount) if own and own.extra_amount else None
        return Part(**common, amount=figure, extra=extra, working=_step("TIER", figure, "tier", "money", **params))
    figure = number((own.factor if own else None) or ZERO)
    extra = number(own.extra_factor) if own and own.extra_factor else None
    whole = added((figure, extra)) if extra else figure
    return Part(**common, factor=figure, extra=extra, working=_step("TIER", whole, "tier", "factor", **params))


def _tier_row(step: TierStep, reached: bool) -> TierRow:
    return TierRow(
        step.min_pct, step.factor, step.extra_factor, step.amount, step.extra_amount, step.actions, dict(step.label), reached,
    )


def _grade_factor(component: GradeFactor, context: Context) -> Part | None:
    grade = context.factor_of_grade(component.map)
    if grade is None:
        return None
    figure = number(grade)
    working = _step("GRADE", figure, "grade", "factor", grade=context.grade or "")
    return Part(
        id=component.id, kind="grade_factor", label=label_of("grade_factor", component.label), factor=figure, working=working,
        note={"key": "grade", "grade": context.grade or ""},
    )


def _curve(component: Curve, context: Context) -> Part | None:
    measure, x = _measured(component, context)
    if x is None:
        return None
    found = curve_payout(component.points, component.below, x, step=component.interpolation == "step")
    key, numbers = "curve_at", percent(found.percent)
    if len(found.between) == 2:
        (x0, y0), (x1, y1) = found.between
        ax, a0, a1, ay0, ay1 = (operand(value) for value in (x, x0, x1, y0, y1))
        key = "curve"
        numbers = f"{ay0} + ({ax} {MINUS} {a0}){OVER}({a1} {MINUS} {a0}){TIMES}({ay1} {MINUS} {ay0})"
    elif not found.between:
        key = "curve_below"
    elif found.between[0] == component.points[-1]:
        key = "curve_cap"
    params = {"measure": measure, "x": shown(x), "first": shown(component.points[0][0]), "last": shown(component.points[-1][0])}
    working = Working("CURVE", key, numbers.removesuffix("%"), found.percent, 2, "%", params)
    drawn = PayoutCurve(
        component.id, component.points, component.below, x, found.percent, component.interpolation, measure,
    )
    return Part(
        id=component.id, kind="curve", label=label_of("curve", component.label), factor=percentage(found.percent),
        note={"key": "curve", "measure": measure, "x": shown(x)}, working=working, curve=drawn, measure=measure, measure_value=x,
    )


def _rate(component: Rate, context: Context) -> Part | None:
    value = context.number(component.measure)
    if value is None:
        return None
    parts = commission(component.bands, value, component.mode)
    figure = added(multiplied((number(part.part), percentage(part.percent))) for part in parts) if parts else amount(ZERO)
    return Part(
        id=component.id, kind="rate", label=label_of("rate", component.label), amount=figure, measure=component.measure,
        measure_value=value, note={"key": component.mode, "measure": component.measure, "x": shown(value)},
        working=_step("RATE", figure, component.mode, "money", measure=component.measure, x=shown(value)),
    )


def _per_unit(component: PerUnit, context: Context) -> Part | None:
    measure = component.measure or f"event('{component.event}')"
    count = context.number(measure)
    if count is None:
        return None
    figure = multiplied((number(count), amount(component.rate)))
    events = context.inputs.events_called(component.event) if component.event else ()
    return Part(
        id=component.id, kind="per_unit", label=label_of("per_unit", component.label), amount=figure, scaled=False,
        idle=component.event is not None and not events,
        note={"key": "count", "count": plain(count), "what": component.event or measure},
        working=_sourced(_step("UNIT", figure, "per_unit", "money", what=component.event or measure), events),
    )


def _per_event(component: PerEvent, context: Context) -> Part | None:
    events = context.inputs.events_called(component.event)
    if component.amount is None:
        for event in events:
            if event.amount is None:
                context.lacks(f"amount of event {event.event_id}")
    figures = [
        multiplied((number(event.times), amount(value)))
        for event in events if (value := component.amount if component.amount is not None else event.amount) is not None
    ]
    figure = added(figures) if figures else amount(ZERO)
    return Part(
        id=component.id, kind="per_event", label=label_of("per_event", component.label), amount=figure, scaled=False,
        idle=not events, note={"key": "count", "count": plain(total(event.times for event in events)), "what": component.event},
        working=_sourced(_step("EVENT", figure, "per_event", "money", what=component.event), events),
    )


def _matrix(component: Matrix, context: Context) -> Part | None:
    row, column = context.number(component.rows), context.number(component.columns)
    if row is None or column is None:
        return None
    figure = number(matrix_cell(component.row_breaks, component.column_breaks, component.factors, (row, column)))
    params = {"rows": component.rows, "row": shown(row), "columns": component.columns, "column": shown(column)}
    return Part(
        id=component.id, kind="matrix", label=label_of("matrix", component.label), factor=figure,
        note={"key": "matrix", **params}, working=_step("MATRIX", figure, "matrix", "factor", **params),
        measure=component.rows, measure_value=row,
    )


def _fixed(component: Fixed, context: Context) -> Part | None:
    events = context.inputs.events_called(component.event) if component.event else ()
    due = context.truth(component.when) if component.when else any(event.times > 0 for event in events)
    if due is None:
        return None
    what = component.event or component.when or ""
    figure = amount(component.amount if due else ZERO)
    return Part(
        id=component.id, kind="fixed", label=label_of("fixed", component.label), amount=figure, scaled=False,
        idle=component.event is not None and not events, note={"key": "fixed", "what": what},
        working=_sourced(_step("FIXED", figure, "fixed" if due else "fixed_not", "money", what=what), events),
    )


def _multiplier(component: Multiplier, context: Context) -> Part | None:
    value = context.number(component.measure)
    if value is None:
        return None
    return Part(
        id=component.id, kind="multiplier", label=label_of("multiplier", component.label), factor=number(value),
        note={"key": "formula", "measure": component.measure},
        working=factor_step(component.measure, value, context),
    )


def _soe_pay(component: SoePay, context: Context) -> Part | None:
    measure, score = _measured(component, context)
    if score is None:
        return None
    starts = component.starts
    found = soe_multiple({"D": starts.D, "C": starts.C, "B": starts.B, "A": starts.A, "cap": starts.cap}, score)
    numbers = "0"
    if found.segment is not None:
        start, end, base, width = (operand(value) for value in found.segment)
        capped = operand(min(score, found.segment[1]))
        numbers = f"{base} + {width}{TIMES}({capped} {MINUS} {start}){OVER}({end} {MINUS} {start})"
    figure = Figure(found.multiple, numbers)
    return Part(
        id=component.id, kind="soe_pay", label=label_of("soe_pay", component.label), factor=figure, measure=measure,
        measure_value=score, note={"key": "soe", "grade": found.grade, "measure": measure, "x": shown(score)},
        working=_step("SOE", figure, "soe", "factor", grade=found.grade, measure=measure, x=shown(score)),
    )


def _manual(component: Manual, context: Context) -> Part | None:
    events = context.inputs.events_called(component.event)
    complete = [event for event in events if event.amount is not None and event.reason and event.approver]
    for event in events:
        if event not in complete:
            wanted = ("amount", event.amount is None), ("reason", not event.reason), ("approver", not event.approver)
            context.lacks(f"{', '.join(name for name, absent in wanted if absent)} of event {event.event_id}")
    figures = [amount(event.amount) for event in complete if event.amount is not None]
    figure = added(figures) if figures else amount(ZERO)
    return Part(
        id=component.id, kind="manual", label=label_of("manual", component.label), amount=figure, scaled=False, limited=False,
        idle=not complete, note={
            "key": "manual", "what": "；".join(f"{event.reason}（{event.approver}）" for event in complete),
            "what_en": "; ".join(f"{event.reason_en or event.reason} ({event.approver})" for event in complete),
        },
        working=_sourced(_step("MANUAL", figure, "manual", "money", what=component.event), complete),
    )


def _pool_share(component: PoolShare, shares: Mapping[str, Share], context: Context) -> Part | None:
    share = shares.get(component.id)
    if share is None:
        return None
    before = tuple(
        _step("POOL", figure, "pool_stage", "money", group=group, stage=str(place))
        for place, (group, figure) in enumerate(share.stages, start=1)
    )
    if share.weight is not None:
        before = (*before, _weight(component.weight or component.stages[-1].weight, share.weight, context))
    return Part(
        id=component.id, kind="pool_share", label=label_of("pool_share", component.label), amount=amount(share.amount),
        scaled=False, note={"key": "pool_share"}, working=_step("POOL", share.figure, "pool_share", "money"), before=before,
    )


def _weight(formula: str, figure: Figure, context: Context) -> Working:
    """The person's weight by the policy's formula; a base names its row of ``paybase``."""
    base = any(measure.scope == "person" and measure.field == "base" for measure in names(parse(formula)))
    keys = (f"paybase:{context.inputs.subject_id}:{context.inputs.period.label}",) if base else ()
    return Working("WEIGHT", "pool_weight", figure.numbers, figure.value, 4, "", {"measure": formula}, keys)


def _sourced(working: Working, events: Any) -> Working:
    keys = tuple(f"events:{event.event_id}" for event in events)
    return Working(
        working.rule_id, working.key, working.numbers, working.value, working.places, working.unit, working.params, keys,
    )


_REGISTRY: dict[type, Callable[[Any, Context], Part | None]] = {
    Tier: _tier, GradeFactor: _grade_factor, Curve: _curve, Rate: _rate, PerUnit: _per_unit, PerEvent: _per_event,
    Matrix: _matrix, Fixed: _fixed, Multiplier: _multiplier, SoePay: _soe_pay, Manual: _manual,
}
