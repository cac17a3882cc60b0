"""Numbers as a trace prints them: operands in full, up to 12 places, so that a reader who recomputes gets the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.rounding import EXACT, half_up

TIMES, OVER, MINUS = "\u00d7", "\u00f7", "\u2212"


@dataclass(frozen=True, slots=True)
class Figure:
    """An unrounded value and the arithmetic expression that gives it."""

    value: Decimal
    numbers: str


def plain(value: Decimal, least: int = 0) -> str:
    """Up to 12 places, at least ``least``, thousands separated, a real minus sign."""
    text = f"{half_up(value, 12):,f}"
    whole, _, places = text.partition(".")
    places = places.rstrip("0").ljust(least, "0")
    signed = f"{whole}.{places}" if places else whole
    return signed.replace("-", MINUS)


def money(value: Decimal) -> str:
    """An amount with two places, more where it has more."""
    return plain(value, 2)


def percent(value: Decimal) -> str:
    return f"{plain(value)}%"


def operand(value: Decimal) -> str:
    """A number as an operand: a negative one in brackets."""
    return f"({plain(value)})" if value < 0 else plain(value)


def multiplied(figures: Iterable[Figure]) -> Figure:
    """The product; sums and differences among the figures go into brackets."""
    value, parts = Decimal(1), []
    for figure in figures:
        value = EXACT.multiply(value, figure.value)
        parts.append(bracketed(figure.numbers))
    return Figure(value, TIMES.join(parts))


def added(figures: Iterable[Figure]) -> Figure:
    """The sum; a negative figure is subtracted."""
    value, text = Decimal(0), ""
    for figure in figures:
        value = EXACT.add(value, figure.value)
        if not text:
            text = figure.numbers
        elif figure.numbers.startswith(MINUS):
            text += f" {MINUS} {figure.numbers[1:]}"
        else:
            text += f" + {figure.numbers}"
    return Figure(value, text)


def bracketed(numbers: str) -> str:
    """The expression, in brackets where it is a sum or a difference."""
    return f"({numbers})" if " + " in numbers or f" {MINUS} " in numbers else numbers


def number(value: Decimal) -> Figure:
    return Figure(value, plain(value))


def amount(value: Decimal) -> Figure:
    return Figure(value, money(value))


def percentage(value: Decimal) -> Figure:
    """A percent as a factor: the value is the fraction, the text keeps the sign ``%``."""
    return Figure(EXACT.divide(value, Decimal(100)), percent(value))
