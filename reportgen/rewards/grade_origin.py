"""Where a multiplier comes from: whose final gave which grade, and the coefficient that the scale holds for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.model.reward import Working
from reportgen.policy.conditions import Measure, names, parse
from reportgen.rewards.context import Context
from reportgen.rewards.figures import Figure, money, number, plain
from reportgen.rewards.formulas import figured
from reportgen.rewards.wording import ORIGINS

_COEFFICIENTS = ("factor", "coefficient")


def factor_step(text: str, value: Decimal, context: Context) -> Working:
    """The step of a multiplier: its arithmetic where it has one, and the grade of every coefficient that it reads."""
    figure = figured(parse(text), context)
    if figure is None or figure.value != value:
        figure = number(value)
    said = list(dict.fromkeys(_origins(text, context)))
    if not said:
        return _working("multiplier", figure, {"measure": text})
    params = {"origin": "\uff1b".join(both[0] for both in said), "origin_en": "; ".join(both[1] for both in said)}
    return _working("multiplier_grade", figure, {"measure": text, **params})


def _working(key: str, figure: Figure, params: dict[str, str]) -> Working:
    return Working("FACTOR", key, figure.numbers, figure.value, 4, "factor", params)


def _origins(text: str, context: Context) -> Iterator[tuple[str, str]]:
    """What each coefficient in a formula rests on; nothing where the grade is not known."""
    for measure in names(parse(text)):
        if measure.kpi is not None or measure.event is not None or measure.field not in _COEFFICIENTS:
            continue
        if measure.scope == "person" and measure.field == "factor":
            continue
        grade, final = (context(Measure(measure.scope, name)) for name in ("grade", "final"))
        value = context(measure)
        if isinstance(grade, str) and isinstance(final, Decimal) and isinstance(value, Decimal):
            least = next((band.min for band in context.inputs.scale if band.grade == grade), None)
            values = {"grade": grade, "final": money(final), "value": plain(value), "min": "" if least is None else plain(least)}
            chinese, english = ORIGINS["no_band" if least is None else "band"]
            whose = context.inputs.whose.get(measure.scope) or ORIGINS[measure.scope]
            yield chinese.format(whose=whose[0], **values), english.format(whose=whose[1], **values)
