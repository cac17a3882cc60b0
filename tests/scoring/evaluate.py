"""Do a printed formula again: ``+ − × ÷``, brackets, ``%``, ``min`` and ``max``, grouped numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from reportgen.model.reward import TraceStep
from reportgen.model.rounding import half_up

_TOKEN = re.compile(r"min|max|\d+(?:\.\d+)?%?|[-+*/(),]")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def evaluate(text: str) -> Fraction:
    """The value of an expression."""
    plain = _GROUPED.sub("", text)
    for printed, sign in (("×", "*"), ("÷", "/"), ("−", "-"), (" ", "")):
        plain = plain.replace(printed, sign)
    tokens = _TOKEN.findall(plain)
    assert "".join(tokens) == plain, text
    value, rest = _sum(tokens)
    assert not rest, text
    return value


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        right, after = _product(rest[1:])
        value, rest = (value + right if rest[0] == "+" else value - right), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _atom(tokens)
    while rest and rest[0] in "*/":
        right, after = _atom(rest[1:])
        value, rest = (value * right if rest[0] == "*" else value / right), after
    return value, rest


def _atom(tokens: list[str]) -> tuple[Fraction, list[str]]:
    head, *rest = tokens
    if head in ("min", "max"):
        values, rest = _arguments(rest[1:])
        return (min(values) if head == "min" else max(values)), rest
    if head == "(":
        value, rest = _sum(rest)
        assert rest[0] == ")"
        return value, rest[1:]
    if head == "-":
        value, rest = _atom(rest)
        return -value, rest
    return (Fraction(head[:-1]) / 100 if head.endswith("%") else Fraction(head)), rest


def _arguments(tokens: list[str]) -> tuple[list[Fraction], list[str]]:
    value, rest = _sum(tokens)
    values = [value]
    while rest[0] == ",":
        value, rest = _sum(rest[1:])
        values.append(value)
    assert rest[0] == ")"
    return values, rest[1:]


def check(steps: Iterable[TraceStep]) -> None:
    """Every step's numbers give its result, and the unrounded figure rounds to it."""
    for place, step in enumerate(steps, start=1):
        exact = evaluate(step.numbers)
        places = max(0, -int(step.rounded.as_tuple().exponent))
        again = half_up(Decimal(exact.numerator) / Decimal(exact.denominator), places)
        assert again == step.rounded, step
        assert half_up(step.unrounded, places) == step.rounded, step
        assert step.step == place
        assert set(step.text) == set(step.formula) == {"zh-CN", "en"}
        assert "{" not in "".join((*step.text.values(), *step.formula.values())), step
