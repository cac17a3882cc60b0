"""A formula of a policy as a trace prints it: the arithmetic with its values, and the same in words."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.rounding import EXACT
from reportgen.policy.conditions import Lookup, Measure
from reportgen.policy.syntax import Arithmetic, Expression, Negative, Number, Read
from reportgen.rewards.context import Context
from reportgen.rewards.figures import MINUS, OVER, TIMES, Figure, bracketed, number


def figured(node: Expression, context: Context) -> Figure | None:
    """The value of a formula with the arithmetic that gives it; None where it has none or is no arithmetic."""
    match node:
        case Number(value):
            return number(value)
        case Read(measure):
            return _read(measure, context)
        case Negative(operand):
            inner = figured(operand, context)
            return None if inner is None else Figure(-inner.value, f"0 {MINUS} {bracketed(inner.numbers)}")
        case Arithmetic(operator, left, right):
            one, other = figured(left, context), figured(right, context)
            return None if one is None or other is None else _joined(operator, one, other)
    return None


def _read(measure: Measure, context: Context) -> Figure | None:
    if measure.scope == "person" and measure.kpi is None and measure.event is None:
        if measure.field == "base":
            return context.base()
        if measure.field == "proration":
            return context.proration()
    lookup: Lookup = context
    value = lookup(measure)
    return number(value) if isinstance(value, Decimal) else None


def _joined(operator: str, one: Figure, other: Figure) -> Figure | None:
    match operator:
        case "+":
            return Figure(EXACT.add(one.value, other.value), f"{one.numbers} + {_operand(other)}")
        case "-":
            return Figure(EXACT.subtract(one.value, other.value), f"{one.numbers} {MINUS} {_operand(other)}")
        case "*":
            return Figure(EXACT.multiply(one.value, other.value), f"{_operand(one)}{TIMES}{_operand(other)}")
    if not other.value:
        return None
    divisor = f"({other.numbers})" if any(sign in other.numbers for sign in (TIMES, OVER, " ")) else _operand(other)
    return Figure(EXACT.divide(one.value, other.value), f"{_operand(one)}{OVER}{divisor}")


def _operand(figure: Figure) -> str:
    """An operand: a sum, a difference or a negative number in brackets."""
    return f"({figure.numbers})" if figure.numbers.startswith(MINUS) else bracketed(figure.numbers)
