"""One cell of text as a number or a date. What can be read in two ways is a problem, never a guess."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: Full-width forms, the true minus sign and special spaces, as the characters that a keyboard writes.
_NARROW = {**_WIDE, 0x3000: 0x20, 0xA0: 0x20, 0x2009: 0x20, 0x202F: 0x20, 0x2212: 0x2D}

#: Words that leave a cell missing, that say it does not apply, and that say it was not reported (contract rule 4).
MISSING_WORDS = frozenset({"", "null", "na", "#n/a", "-", "—"})
NOT_APPLICABLE_WORDS = frozenset({"n/a", "不适用"})
NOT_REPORTED_WORDS = frozenset({"未上报"})
_FAILED = re.compile(r"[+-]?(nan|inf|infinity)|#(div/0!|value!|ref!|num!|name\?|null!|spill!|calc!)", re.IGNORECASE)

_SCALES = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_PLAIN = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_CELL = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<digits>{_GROUPED}|{_PLAIN})\s*(?P<scale>万亿|千万|百万|亿|万|千)?\s*(?P<tail>\D.*)?", re.ASCII
)
_BRACKETS = re.compile(r"\((?P<inside>[^()+-][^()]*)\)\s*(?P<percent>%?)")

_UNIT_SCALE = re.compile(r"(万亿|千万|百万|亿|万)\D*")
_ENGLISH_SCALES = {"thousand": 3, "million": 6, "billion": 9}
_MONEY = frozenset({"cny", "rmb", "人民币", "元"})

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number cell: its value, or why there is none.

    ``state`` is empty, ``not_applicable`` or ``not_reported``; ``problem`` is a case of E-CELL (``text`` for the usual).
    """

    value: float | None = None
    state: str = ""
    problem: str = ""


def half_width(text: str) -> str:
    """Full-width letters, digits and marks as ASCII, the true minus as ``-``, without spaces at the ends."""
    return text.translate(_NARROW).strip()


def unit_scale(unit: str) -> int | None:
    """The power of ten that a unit carries: 万元 -> 4, CNY -> 0; None where a scale word would be ambiguous or wrong."""
    if unit in {"%", "pp", "‰"}:
        return None
    match = _UNIT_SCALE.match(unit)
    if match:
        return _SCALES[match[1]]
    if unit.startswith(("千", "十", "百")):
        return 3 if unit == "千元" else None
    letters = re.findall(r"[a-z]+", unit.casefold())
    scales = [_ENGLISH_SCALES[word] for word in letters if word in _ENGLISH_SCALES]
    if scales:
        return scales[0] if len(scales) == 1 else None
    return None if {"k", "m", "mn", "bn", "kcny", "mcny"} & set(letters) else 0


def _is_money(unit: str) -> bool:
    return unit.casefold() in _MONEY or unit.endswith("元")


def _power(scale: str, tail: str, unit: str) -> int | None:
    """The power of ten to multiply by, from the words behind the digits; None where they do not go with the unit."""
    own_unit = bool(tail) and tail == unit
    if not scale and (not tail or own_unit):
        return 0
    carried = unit_scale(unit)
    if carried is None:
        return None
    if own_unit and carried == 0:
        return _SCALES[scale]
    if not tail or (tail == "元" and _is_money(unit)):
        return (_SCALES[scale] if scale else 0) - carried
    return None


def _number(text: str, unit: str) -> Cell:
    match = _CELL.fullmatch(text)
    if match is None:
        return Cell(problem="text")
    tail, scale = (match["tail"] or "").strip(), match["scale"] or ""
    if scale + tail == unit and unit and unit != "%":
        scale, tail = "", ""
    if tail == "%":
        if unit != "%" or scale:
            return Cell(problem="scale" if scale else "percent")
        tail = ""
    power = _power(scale, tail, unit)
    if power is None:
        return Cell(problem="scale" if scale and not tail else "text")
    value = float((Decimal(match["digits"].replace(",", "")) * (-1 if match["sign"] == "-" else 1)).scaleb(power))
    return Cell(value + 0.0) if math.isfinite(value) else Cell(problem="text")


def read_number(text: str, unit: str = "", missing: frozenset[str] = MISSING_WORDS) -> Cell:
    """A cell as a number in ``unit``: ``98%``, ``3,300,000``, ``330万``, ``(500)``, full-width digits, ``1e-9``.

    ``98%`` is 98 under unit ``%`` only; scale words are turned into the unit (330万 under 万元 is 330). ``missing`` holds
    lower-case words. Source: docs/dataset.md, "Cells".
    """
    plain = half_width(text)
    word = plain.casefold()
    if word in missing:
        return Cell()
    if word in NOT_APPLICABLE_WORDS:
        return Cell(state="not_applicable")
    if word in NOT_REPORTED_WORDS:
        return Cell(state="not_reported")
    if plain.startswith("="):
        return Cell(problem="formula")
    if _FAILED.fullmatch(plain):
        return Cell(problem="not_finite")
    brackets = _BRACKETS.fullmatch(plain)
    if brackets is None:
        return _number(plain, unit)
    inside = _number(brackets["inside"] + brackets["percent"], unit)
    return inside if inside.value is None else Cell(-inside.value + 0.0)


def read_date(text: str) -> date | None:
    """A cell as a date: ``2025-06-30``, also ``2025/6/30`` and ``2025年6月30日``; None for anything else."""
    match = _DATE.fullmatch(half_width(text))
    if match is None:
        return None
    month = next(part for part in match.group(2, 3, 4, 5) if part)
    try:
        return date(int(match[1]), int(month), int(match[6]))
    except ValueError:
        return None


_CHINESE_PERIOD = re.compile(
    r"(?P<year>\d{4})年(?:度|(?P<month>\d{1,2})月份?|第?(?P<quarter>[1-4一二三四])季度?|(?P<half>[上下])半年)?"
)


def read_period(text: str) -> str:
    """A period label in the form of the contract: Chinese forms (``2025年6月``, ``2025年第2季度``, ``2025年上半年``) translated.

    Anything else comes back as it is, for parse_period to judge.
    """
    plain = half_width(text)
    match = _CHINESE_PERIOD.fullmatch(plain)
    if match is None:
        return plain
    if match["month"]:
        return f"{match['year']}-{int(match['month']):02d}"
    if match["quarter"]:
        return f"{match['year']}-Q{'一二三四'.find(match['quarter']) + 1 or match['quarter']}"
    if match["half"]:
        return f"{match['year']}-H{1 if match['half'] == '上' else 2}"
    return match["year"]
