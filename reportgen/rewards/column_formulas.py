"""Formulas and conditions over columns: the value of an expression for every person at once, as ``conditions.outcome`` gives it.

Missing (None) is neither true nor false; whoever needs a missing value is paid person by person, where it is named.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from reportgen.model.reward_policy import RewardPolicy
from reportgen.model.rounding import EXACT
from reportgen.policy.conditions import Measure, Value, parse
from reportgen.policy.syntax import (
    Arithmetic,
    Award,
    Both,
    Comparison,
    Either,
    Expression,
    Negative,
    Not,
    Number,
    Read,
    Text,
)
from reportgen.rewards.columns import Numbers, People
from reportgen.rewards.context import main_measure
from reportgen.rewards.money import ZERO
from reportgen.rewards.proration import Share

Column = Sequence[Value | None]
_SIGNS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}
_ORDERS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}


@dataclass
class Columns:
    """What one policy reads of everybody; ``events`` collects the events that it asks for, whoever has one is special."""

    people: People
    policy: RewardPolicy
    events: set[str] = field(default_factory=set)

    @cached_property
    def base(self) -> Numbers:
        return self.people.base(self.policy)

    @cached_property
    def shares(self) -> list[Share]:
        return self.people.share(self.policy.proration)

    @cached_property
    def proration(self) -> list[Decimal]:
        known = {share: share.factor for share in set(self.shares)}
        return [known[share] for share in self.shares]

    def numbers(self, text: str) -> Numbers:
        """The value of a formula, for each person."""
        return _numbers(self.value(parse(text)))

    def truths(self, text: str) -> list[bool | None]:
        """The truth of a condition, for each person."""
        return [value if isinstance(value, bool) else None for value in self.value(parse(text))]

    def value(self, node: Expression) -> Column:
        """The value of an expression, for each person."""
        match node:
            case Number(value) | Text(value):
                return [value] * len(self.people)
            case Read(measure):
                return self.measure(measure)
            case Award(measure):
                self.measure(measure)
                return [False] * len(self.people)
            case Negative(operand):
                return [None if value is None else EXACT.minus(value) for value in _numbers(self.value(operand))]
            case Not(operand):
                return [None if value is None else not value for value in self.value(operand)]
            case Arithmetic(sign, left, right):
                return _calculated(sign, _numbers(self.value(left)), _numbers(self.value(right)))
            case Comparison(sign, left, right):
                return _compared(sign, self.value(left), self.value(right))
            case Both(left, right):
                return _joined(self.value(left), self.value(right), deciding=False)
            case Either(left, right):
                return _joined(self.value(left), self.value(right), deciding=True)

    def measure(self, measure: Measure) -> Column:
        """A measure of each person; events are those of people who have none."""
        people = self.people
        if measure.event is not None:
            self.events.add(measure.event)
            return [ZERO] * len(people)
        if measure.scope != "person":
            return people.of_unit(measure)
        if measure.kpi is not None:
            return people.kpi(measure.kpi, measure.field)
        match measure.field:
            case "score":
                return people.score("total")
            case "final":
                return people.score("final")
            case "grade":
                return people.grades
            case "coefficient":
                return people.coefficients
            case "days":
                return [Decimal(days) for days in people.days]
            case "base":
                return self.base
            case "proration":
                return self.proration
            case _:
                main = main_measure(self.policy)
                return self.numbers(main) if main else [None] * len(people)


def _numbers(values: Column) -> Numbers:
    return [value if isinstance(value, Decimal) else None for value in values]


def _calculated(sign: str, left: Numbers, right: Numbers) -> Numbers:
    if sign == "/":
        return [
            None if a is None or b is None or b.is_zero() else EXACT.divide(a, b) for a, b in zip(left, right, strict=True)
        ]
    turn = _SIGNS[sign]
    return [None if a is None or b is None else turn(a, b) for a, b in zip(left, right, strict=True)]


def _compared(sign: str, left: Column, right: Column) -> list[bool | None]:
    pairs = zip(left, right, strict=True)
    if sign in ("==", "!="):
        return [None if a is None or b is None else (a == b) is (sign == "==") for a, b in pairs]
    order = _ORDERS[sign]
    return [
        order(int(EXACT.compare(a, b)), 0) if isinstance(a, Decimal) and isinstance(b, Decimal) else None for a, b in pairs
    ]


def _joined(left: Column, right: Column, deciding: bool) -> list[bool | None]:
    return [
        deciding if deciding in (a, b) else None if a is None or b is None else not deciding
        for a, b in zip(left, right, strict=True)
    ]
