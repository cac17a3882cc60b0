"""Conditions and formulas of a policy: parse a text, evaluate its tree, list the measures it names.

Missing is not zero: an expression over a missing value is missing (None), except where the known side of an ``and`` or
``or`` decides alone. A division by zero is missing too, and says so in the outcome (docs/policy.md, "Conditions and formulas").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from reportgen.model.rounding import EXACT
from reportgen.policy.parser import read
from reportgen.policy.syntax import (
    Arithmetic,
    Award,
    Both,
    Comparison,
    ConditionError,
    Either,
    Expression,
    Measure,
    Negative,
    Not,
    Number,
    Read,
    Scope,
    Text,
    Value,
    kind_of,
)

__all__ = [
    "ConditionError", "Expression", "Lookup", "Measure", "Outcome", "Scope", "Value",
    "evaluate", "kind_of", "names", "outcome", "parse", "substituted",
]

#: Gives the value of a measure as it is printed, or None where it is missing.
Lookup = Callable[[Measure], Value | None]


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The tree of a condition or formula, such as ``kpi('sales').attainment < 90 or award('star')``.

    Raises ConditionError (position, message, legal names).
    """
    return read(text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an expression came to, and why it came to nothing: measures without a value, a division by zero."""

    value: Value | None
    missing: tuple[Measure, ...] = ()
    divided_by_zero: bool = False


def evaluate(expression: Expression, lookup: Lookup) -> Value | None:
    """The value of an expression: Decimal, text or truth; None where it is missing."""
    return outcome(expression, lookup).value


def outcome(expression: Expression, lookup: Lookup) -> Outcome:
    """The value with the reasons of a missing one."""
    run = _Evaluation(lookup)
    value = run.value(expression)
    if value is not None:
        return Outcome(value)
    return Outcome(None, tuple(dict.fromkeys(run.missing)), run.divided_by_zero)


@dataclass(slots=True)
class _Evaluation:
    lookup: Lookup
    missing: list[Measure] = field(default_factory=list)
    divided_by_zero: bool = False

    def value(self, node: Expression) -> Value | None:
        match node:
            case Number(value) | Text(value):
                return value
            case Read(measure):
                return self.read(measure)
            case Award(measure):
                count = self.read(measure)
                return isinstance(count, Decimal) and count > 0
            case Negative(operand):
                number = self.number(operand)
                return None if number is None else EXACT.minus(number)
            case Arithmetic():
                return self.calculated(node)
            case Comparison():
                return self.compared(node)
            case Not(operand):
                truth = self.value(operand)
                return None if truth is None else not truth
            case Both(left, right):
                return self.joined(left, right, deciding=False)
            case Either(left, right):
                return self.joined(left, right, deciding=True)

    def read(self, measure: Measure) -> Value | None:
        value = self.lookup(measure)
        if value is None and measure.event is not None:
            return Decimal(0)
        if value is None:
            self.missing.append(measure)
        return value

    def number(self, node: Expression) -> Decimal | None:
        value = self.value(node)
        return value if isinstance(value, Decimal) else None

    def calculated(self, node: Arithmetic) -> Decimal | None:
        left, right = self.number(node.left), self.number(node.right)
        if left is None or right is None:
            return None
        match node.operator:
            case "+":
                return EXACT.add(left, right)
            case "-":
                return EXACT.subtract(left, right)
            case "*":
                return EXACT.multiply(left, right)
        if right.is_zero():
            self.divided_by_zero = True
            return None
        return EXACT.divide(left, right)

    def compared(self, node: Comparison) -> bool | None:
        left, right = self.value(node.left), self.value(node.right)
        if left is None or right is None:
            return None
        if node.operator in ("==", "!="):
            return (left == right) is (node.operator == "==")
        if not isinstance(left, Decimal) or not isinstance(right, Decimal):
            return None
        order = EXACT.compare(left, right)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[node.operator]

    def joined(self, left: Expression, right: Expression, deciding: bool) -> bool | None:
        """``and`` is decided by one false side, ``or`` by one true side, even where the other is missing."""
        sides = (self.value(left), self.value(right))
        if deciding in sides:
            return deciding
        return None if None in sides else not deciding


def names(expression: Expression) -> tuple[Measure, ...]:
    """The measures that an expression names, in order of appearance, each once."""
    return tuple(dict.fromkeys(_measures(expression)))


def _measures(node: Expression) -> list[Measure]:
    match node:
        case Read(measure) | Award(measure):
            return [measure]
        case Negative(operand) | Not(operand):
            return _measures(operand)
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Both(left, right) | Either(left, right):
            return _measures(left) + _measures(right)
        case _:
            return []


def substituted(node: Expression, show: Callable[[Measure], str]) -> str:
    """The expression with ``show(measure)`` in the place of each measure and printed operators (``×``, ``÷``, ``−``, ``≥``)."""
    match node:
        case Number(value):
            return f"{value:f}"
        case Text(text):
            return f"'{text}'"
        case Read(measure) | Award(measure):
            return show(measure)
        case Negative(operand):
            return f"\u2212{_grouped(operand, show)}"
        case Not(operand):
            return f"not {_grouped(operand, show)}"
        case Arithmetic(sign, left, right):
            return f"{_grouped(left, show)}{_PRINTED[sign]}{_grouped(right, show)}"
        case Comparison(sign, left, right):
            return f"{substituted(left, show)} {_PRINTED.get(sign, sign)} {substituted(right, show)}"
        case Both(left, right):
            return f"{_grouped(left, show)} and {_grouped(right, show)}"
        case Either(left, right):
            return f"{_grouped(left, show)} or {_grouped(right, show)}"


_PRINTED = {
    "*": "\u00d7", "/": "\u00f7", "-": " \u2212 ", "+": " + ", "<=": "\u2264", ">=": "\u2265", "!=": "\u2260", "==": "=",
}


def _grouped(node: Expression, show: Callable[[Measure], str]) -> str:
    """Brackets around any part that is itself an operation: the printed form needs no rules of precedence."""
    text = substituted(node, show)
    return text if isinstance(node, Number | Text | Read | Award) else f"({text})"
