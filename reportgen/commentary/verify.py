"""Every number in a text is a fact's number at that rounding; nothing banned stands outside quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal

from reportgen.commentary.lint import without_quotes
from reportgen.formatting.periods import period_name
from reportgen.model.fact import Fact
from reportgen.model.period import Period
from reportgen.model.rounding import half_up
from reportgen.model.view import Kpi, Name

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万亿|亿|万|[KMBT](?![A-Za-z]))?")
_SCALE = {"": 0, "K": 3, "万": 4, "M": 6, "亿": 8, "B": 9, "万亿": 12, "T": 12}
#: Dates and periods are named, not measured.
_WHEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4}|(?:[A-Z][a-z]+ )\d{4}|\b[QH][1-4] \d{4}|week \d+ of \d{4}"
    r"|\d{4}年(?:度|第?[一二三四]季度|[上下]半年|第\d+周|\d{1,2}[–-]\d{1,2}月|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}[–-]\d{1,2}月|\d{1,2}月"
)
#: Full mark and zero of the score scale are in the phrases themselves.
_CONSTANTS = frozenset({Decimal(0), Decimal(100), Decimal(999), Decimal(1)})


def unknown_numbers(
    text: str, facts: Iterable[Fact], names: Iterable[str] = (), said: str | None = None
) -> tuple[str, ...]:
    """Numbers in ``text`` that no fact holds at that rounding. Quotes, dates, periods and ``names`` are left aside.

    ``said``: the generated text that a person or program has reworded. Where it is given, the numbers of the phrases
    themselves (100, 0) are known only if they stand in it.
    """
    constants = _CONSTANTS if said is None else _CONSTANTS & {_printed(match[1]) for match in _NUMBER.finditer(said)}
    known = {abs(number) for fact in facts for number in fact.numbers()} | constants
    rest = without_quotes(text)
    for name in sorted((name for name in names if any(char.isdigit() for char in name)), key=len, reverse=True):
        rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
    rest = _WHEN.sub(" ", rest)
    return tuple(
        match[0].strip() for match in _NUMBER.finditer(rest) if not _held(match[1], match[2] or "", known)
    )


def _printed(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").rstrip("."))


def _held(digits: str, scale: str, known: Iterable[Decimal]) -> bool:
    printed = _printed(digits)
    exponent = printed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    shift = _SCALE[scale]
    return any(half_up(number.scaleb(-shift), places) == printed for number in known)


def names_of(facts: Iterable[Fact]) -> frozenset[str]:
    """Names in facts that may hold digits of their own: periods, KPIs, parts, rules."""
    found: set[str] = set()
    for fact in facts:
        found.update(_names(fact))
        found.update(str(getattr(fact, attribute, "")) for attribute in _WORDED)
        found.update(key for key, _ in getattr(fact, "names", ()))
    return frozenset(found - {""})


#: Fields of facts that hold a company's own words.
_WORDED = ("rule", "event", "owner", "approved_by", "grade")


def _names(value: object) -> Iterator[str]:
    if isinstance(value, Name):
        yield from (value.zh, value.en, value.en.partition(", ")[0])
    elif isinstance(value, Kpi):
        yield from (value.name.zh, value.name.en, value.unit)
    elif isinstance(value, Period):
        yield from (f"for {period_name(value, 'en')}", period_name(value, "zh-CN"))
    elif isinstance(value, tuple):
        for item in value:
            yield from _names(item)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):  # type: ignore[arg-type]
            yield from _names(getattr(value, field.name))
