"""A scorecard line as the scoring methods read it, and what they say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from reportgen.model.rounding import EXACT

Direction = Literal["higher", "lower", "range", "target", "none"]

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
P = ParamSpec("P")
R = TypeVar("R")


class DomainError(ValueError):
    """A method cannot score this line. ``code`` is the finding: E-METHOD-DOMAIN, E-RANGE or E-TARGET-MISSING."""

    def __init__(self, reason: str, code: str = "E-METHOD-DOMAIN") -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


@dataclass(frozen=True, slots=True)
class Line:
    """Target, actual and parameters of one line; ``None`` is missing. Percentages are in percent, ``params`` as in JSON.

    ``rank`` and ``peers`` place the actual among those of the same KPI and level, for the rank method alone.
    """

    method: str = "ratio"
    direction: Direction = "higher"
    target: Decimal | None = None
    actual: Decimal | None = None
    cap: Decimal = Decimal(120)
    floor: Decimal = Decimal(0)
    threshold: Decimal | None = None
    stretch: Decimal | None = None
    range_lo: Decimal | None = None
    range_hi: Decimal | None = None
    zero_distance: Decimal | None = None
    baseline: Decimal | None = None
    comparator: str | None = None
    rank: int | None = None
    peers: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sign(self) -> Decimal:
        """+1 where more is better, -1 where less is better."""
        return Decimal(-1) if self.direction == "lower" else ONE

    def need_target(self) -> Decimal:
        """The target, or E-TARGET-MISSING."""
        if self.target is None:
            raise DomainError("target", "E-TARGET-MISSING")
        return self.target

    def number(self, key: str, default: Decimal | int | None = None) -> Decimal:
        """A numeric parameter; E-METHOD-DOMAIN where it is neither given nor defaulted, or is no number."""
        value = self.params.get(key)
        if value is None:
            if default is None:
                raise DomainError(key)
            return Decimal(default)
        return decimal_of(value, key)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Attainment (percent), score before cap and floor, score; codes of warnings; a grade that the rule allows at most."""

    attainment: Decimal | None
    uncapped: Decimal | None
    score: Decimal | None
    codes: tuple[str, ...] = ()
    max_grade: str | None = None


def decimal_of(value: object, what: str = "number") -> Decimal:
    """A JSON number or text as Decimal; DomainError naming ``what`` when it is none."""
    try:
        number = Decimal(str(value).strip())
    except ArithmeticError:
        raise DomainError(what) from None
    if not number.is_finite():
        raise DomainError(what)
    return number


def clamp(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """``value`` held inside [low, high]."""
    return max(low, min(value, high))


def exactly(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` with 50 digits, half up (docs/method/scoring.md, "Rounding")."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(EXACT):
            return function(*args, **kwargs)

    return run
