"""Arithmetic that prints itself: a figure is a value and the expression that gives it, so that a reader can do it again.

Operands print in full, up to 12 places; the value is computed from the operands as they print (docs/explain.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.rounding import EXACT, half_up

TIMES, OVER, MINUS = "\u00d7", "\u00f7", "\u2212"
#: Places of an operand, at most.
PLACES = 12
_SUM, _PRODUCT, _ATOM = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, its expression, and how tightly the expression binds (0 a sum or a negative number, 1 a product, 2 an atom)."""

    value: Decimal
    text: str
    binds: int = _ATOM

    def __add__(self, other: Figure) -> Figure:
        right = other.bracketed() if other.text.startswith(MINUS) else other.text
        return Figure(EXACT.add(self.value, other.value), f"{self.text} + {right}", _SUM)

    def __sub__(self, other: Figure) -> Figure:
        right = other.bracketed() if other.binds == _SUM else other.text
        return Figure(EXACT.subtract(self.value, other.value), f"{self.text} {MINUS} {right}", _SUM)

    def __mul__(self, other: Figure) -> Figure:
        left, right = (one.bracketed() if one.binds == _SUM else one.text for one in (self, other))
        return Figure(EXACT.multiply(self.value, other.value), f"{left}{TIMES}{right}", _PRODUCT)

    def __truediv__(self, other: Figure) -> Figure:
        left = self.bracketed() if self.binds == _SUM else self.text
        right = other.text if other.binds == _ATOM else other.bracketed()
        return Figure(EXACT.divide(self.value, other.value), f"{left}{OVER}{right}", _PRODUCT)

    def bracketed(self) -> str:
        """The expression in brackets."""
        return f"({self.text})"


def number(value: Decimal | int, least: int = 0) -> Figure:
    """A number as an operand: at most 12 places, at least ``least``."""
    shown = half_up(Decimal(value), PLACES)
    text = number_text(shown, least)
    return Figure(shown, text, _SUM if text.startswith(MINUS) else _ATOM)


def number_text(value: Decimal, least: int = 0) -> str:
    """Thousands separated, a true minus sign, no needless zeros beyond ``least`` places."""
    whole, _, places = f"{half_up(value, PLACES):,f}".partition(".")
    places = places.rstrip("0").ljust(least, "0")
    return (f"{whole}.{places}" if places else whole).replace("-", MINUS)


def percent(value: Decimal) -> Figure:
    """A percentage as a factor: 30 prints ``30%`` and counts 0.3."""
    shown = half_up(value, PLACES)
    return Figure(EXACT.divide(shown, Decimal(100)), f"{number_text(shown)}%", _SUM if shown < 0 else _ATOM)


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures; 0 of none."""
    found: Figure | None = None
    for figure in figures:
        found = figure if found is None else found + figure
    return number(0) if found is None else found


def least(*figures: Figure) -> Figure:
    """The smallest: ``min(160.00, 120)``."""
    return _choice("min", min(figure.value for figure in figures), figures)


def most(*figures: Figure) -> Figure:
    """The largest: ``max(-5, 0)``."""
    return _choice("max", max(figure.value for figure in figures), figures)


def _choice(name: str, value: Decimal, figures: tuple[Figure, ...]) -> Figure:
    return Figure(value, f"{name}({', '.join(figure.text for figure in figures)})")
