"""The condition grammar's words: measures that a condition may name, and the frozen syntax tree that parsing returns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.policy.wording import CONDITIONS

Scope = Literal["person", "unit", "company"]
Kind = Literal["number", "text", "truth"]
Value = Decimal | str | bool

#: What ``kpi('id')`` has after its dot.
KPI_FIELDS = ("attainment", "actual", "score")
#: What each scope has after its dot. ``score`` is the total, ``final`` the total with points, links and limits.
SCOPE_FIELDS: dict[Scope, tuple[str, ...]] = {
    "person": ("score", "final", "grade", "coefficient", "days", "base", "proration", "attainment"),
    "unit": ("score", "final", "grade", "factor", "payroll", "headcount"),
    "company": ("score", "final", "grade", "factor", "payroll", "headcount"),
}
#: Names without a scope, and the measure each stands for. ``payroll`` and ``headcount`` are those of a pool's own group.
BARE: dict[str, tuple[Scope, str]] = {name: ("person", name) for name in SCOPE_FIELDS["person"]} | {
    "payroll": ("unit", "payroll"), "headcount": ("unit", "headcount"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One value that a condition or a component reads.

    ``kpi`` names the KPI of ``kpi('id').field``; ``event`` the event of ``event('id')`` and ``award('id')``, whose
    ``field`` is ``events``: the number of such events of the subject, 0 without one.
    """

    scope: Scope
    field: str
    kpi: str | None = None
    event: str | None = None

    @property
    def kind(self) -> Kind:
        return "text" if self.field == "grade" else "number"

    def __str__(self) -> str:
        if self.event is not None:
            return f"event('{self.event}')"
        own = "" if self.scope == "person" and self.kpi else f"{self.scope}."
        return f"{own}kpi('{self.kpi}').{self.field}" if self.kpi else f"{own}{self.field}"


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Read:
    measure: Measure


@dataclass(frozen=True, slots=True)
class Award:
    """True when the subject has the event at least once."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: Literal["<", "<=", ">", ">=", "==", "!="]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Both:
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Either:
    left: Expression
    right: Expression


Expression = Number | Text | Read | Award | Negative | Arithmetic | Comparison | Not | Both | Either


def kind_of(node: Expression) -> Kind:
    """The kind of value that an expression yields; parsing has checked that its parts fit."""
    match node:
        case Number() | Negative() | Arithmetic():
            return "number"
        case Text():
            return "text"
        case Read(measure):
            return measure.kind
        case _:
            return "truth"


class ConditionError(ValueError):
    """A condition that cannot be read: 1-based column, what is wrong in both languages, and what may stand there."""

    def __init__(self, position: int, kind: str, legal: tuple[str, ...] = (), **values: str) -> None:
        self.position = position
        self.kind = kind
        self.legal = legal
        self.wrong = values.get("text", "")
        english, chinese = CONDITIONS[kind]
        self.message = english.format(**values)
        self.chinese = chinese.format(**values)
        super().__init__(self.message)
