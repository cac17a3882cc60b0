"""A voice: numbers, names, lists and phrases in one locale, the way sentences print them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from reportgen.commentary.bank import bank
from reportgen.commentary.nouns import measure_of
from reportgen.formatting.amounts import kpi_text, money_text
from reportgen.formatting.numbers import digits, number_text
from reportgen.formatting.periods import date_text, month_name
from reportgen.formatting.units import is_currency, known_unit
from reportgen.model.dataset import Locale
from reportgen.model.rounding import half_up
from reportgen.model.view import Effect, Kpi, Name

_WORDS = {"count": ("more", "fewer"), "time": ("longer", "shorter"), "size": ("above", "below")}


class Voice:
    """Everything that differs between the two languages, bound to one of them."""

    __slots__ = ("_bank", "chinese", "locale")

    def __init__(self, locale: Locale) -> None:
        self.locale: Locale = locale
        self.chinese = locale == "zh-CN"
        self._bank = bank(locale)

    def say(self, key: str, **values: str) -> str:
        """The phrase of a key, filled. A missing key or value is an error of the bank, never a fallback."""
        return self._bank[key].format(**values)

    # numbers ----------------------------------------------------------------------------------------------------------

    def value(self, kpi: Kpi, number: Decimal, beside: Decimal | None = None) -> str:
        """A value of the KPI with its unit, minus only. ``beside``: the largest figure of its row in the tables."""
        return kpi_text(number, _said_unit(kpi, self.chinese), kpi.decimals, self.locale, "minus", beside)

    def size(self, kpi: Kpi, number: Decimal, beside: Decimal | None = None) -> str:
        """A difference without sign (a word carries it); of a percentage in points of percent."""
        if kpi.unit in ("%", "pp"):
            return self.pp(number, kpi.decimals)
        return kpi_text(number, _said_unit(kpi, self.chinese), kpi.decimals, self.locale, "none", beside)

    def change(self, kpi: Kpi, number: Decimal, beside: Decimal | None = None) -> str:
        """A signed difference: ``+15.0万元``, ``CNY −273.00K``, ``−0.3个百分点``."""
        if kpi.unit in ("%", "pp"):
            return self.signed_pp(number, kpi.decimals)
        return kpi_text(number, _said_unit(kpi, self.chinese), kpi.decimals, self.locale, "both", beside)

    def pp(self, number: Decimal, decimals: int = 1) -> str:
        shown = digits(number, max(decimals, 1))
        return f"{shown}个百分点" if self.chinese else f"{shown} pp"

    def signed_pp(self, number: Decimal, decimals: int = 1) -> str:
        shown = number_text(number, max(decimals, 1), signed=True)
        return f"{shown}个百分点" if self.chinese else f"{shown} pp"

    def relative(self, percent: Decimal) -> str:
        """The percentage in brackets: signed in Chinese, unsigned in English (the word carries the sign)."""
        return f"{number_text(percent, 1, signed=True) if self.chinese else digits(percent, 1)}%"

    def percent(self, number: Decimal, places: int = 1) -> str:
        return f"{number_text(number, places)}%"

    def weight(self, number: Decimal) -> str:
        """A weight in percent with as many places as it needs, at most two."""
        return f"{plain(number)}%"

    def score(self, number: Decimal, places: int = 2) -> str:
        """``102.86分``, ``102.86``."""
        return number_text(number, places) + ("分" if self.chinese else "")

    def points(self, number: Decimal, places: int = 2, *, signed: bool = False) -> str:
        """A distance in points: ``4.00分``, ``4.00 points``."""
        shown = number_text(number, places, signed=signed)
        return f"{shown}分" if self.chinese else f"{shown} {'point' if shown == '1' else 'points'}"

    def limit(self, number: Decimal) -> str:
        """A limit on the 100 scale with as many places as it needs: ``90分``, ``90``."""
        return plain(number) + ("分" if self.chinese else "")

    def money(self, number: Decimal, currency: str) -> str:
        return money_text(number, currency, self.locale)

    # words ------------------------------------------------------------------------------------------------------------

    def name(self, name: Name) -> str:
        return name.of(self.locale)

    def before_number(self, name: Name) -> str:
        """A name with a number right behind it: a space where both are Latin."""
        text = self.listable(name)
        return f"{text} " if self.chinese and text[-1:].isascii() and text[-1:].isalnum() else text

    def listable(self, name: Name) -> str:
        """A name fit to stand in a list: what follows a comma goes into brackets (East Team 1 (Shanghai and Jiangsu))."""
        text = name.of(self.locale)
        first, comma, more = text.partition(", ")
        return f"{first} ({more})" if comma and "(" not in text and not self.chinese else text

    def listed(self, items: Sequence[str]) -> str:
        """``A、B、C``; ``A, B and C``."""
        if len(items) < 2:
            return "".join(items)
        return self._bank["list.and"].join(items[:-1]) + self._bank["list.last"] + items[-1]

    def chained(self, items: Sequence[str]) -> str:
        """Details in brackets: ``责任人李四，期限2025-08-31``; ``owner Li Si, due 2025-08-31``."""
        return ("，" if self.chinese else ", ").join(items)

    def count(self, number: int) -> str:
        """Small numbers as words (三, three), others as digits."""
        return self._bank.get(f"count.{number}", str(number))

    def number(self, number: int) -> str:
        """A count at the head of a clause: digits in Chinese (3项), a word in English (three KPIs)."""
        return str(number) if self.chinese else self.count(number)

    def word(self, kpi: Kpi, difference: Decimal) -> str:
        """高/低, 多/少, 长/短; above/below, more/fewer than, longer/shorter than."""
        pair = _WORDS[measure_of(kpi.unit, kpi.direction, kpi.kind)]
        return self._bank[f"word.{pair[0] if difference > 0 else pair[1]}"]

    def effect(self, effect: Effect) -> str:
        return self._bank[f"effect.{effect or 'none'}"]

    def grade(self, grade: str) -> str:
        """``A级`` for a letter, a worded grade as it is."""
        return self.say("score.grade_letter", grade=grade) if grade.isascii() else grade

    def day(self, value: date) -> str:
        return date_text(value, self.locale)

    def month(self, number: int) -> str:
        """A month inside a span: ``7`` (月 follows), ``July``."""
        return str(number) if self.chinese else month_name(number, self.locale)

    def since(self, value: date) -> str:
        """A day in full; the first of a month as the month: ``2025年7月``, ``July 2025``."""
        if value.day != 1:
            return date_text(value, self.locale, long=True)
        month = month_name(value.month, self.locale)
        return f"{value.year}年{month}" if self.chinese else f"{month} {value.year}"

    def quoted(self, text: str) -> str:
        """A person's words fit to stand in quotation marks: one line, inner marks made single; nothing else is changed."""
        line = " ".join(text.split())
        if self.chinese:
            return line.replace("“", "‘").replace("”", "’").replace('"', "’")
        return line.replace('"', "'").replace("“", "'").replace("”", "'")

    def stop(self, quoted: str) -> str:
        """The full stop behind a quotation that does not end with one itself."""
        if quoted.endswith(("。", "！", "？", ".", "!", "?", "…")):
            return ""
        return "。" if self.chinese else "."

    def finished(self, text: str) -> str:
        """A sentence with its first letter large, unless it begins with a name that is written small."""
        if self.chinese or not text[:1].islower():
            return text
        first = text.split(" ", 1)[0].rstrip(",;:.")
        return text[0].upper() + text[1:] if first == first.lower() else text


def plain(number: Decimal) -> str:
    """Up to two places, trailing zeros dropped: 30, 12.5, 33.33."""
    text = number_text(number, 2)
    return text.rstrip("0").rstrip(".")


def vanishes(kpi: Kpi, number: Decimal) -> bool:
    """True when a difference prints as zero."""
    if is_currency(kpi.unit):
        return half_up(number, 2) == 0
    return half_up(number, max(kpi.decimals, 1) if kpi.unit in ("%", "pp") else kpi.decimals) == 0


@lru_cache(maxsize=4096)
def _said_unit(kpi: Kpi, chinese: bool) -> str:
    """The unit as a sentence names it: an unknown Chinese classifier has no English word, so the number stands alone."""
    if chinese or kpi.unit.isascii() or known_unit(kpi.unit):
        return kpi.unit
    return "" if measure_of(kpi.unit, kpi.direction, kpi.kind) == "count" else kpi.unit


@lru_cache(maxsize=2)
def voice(locale: Locale) -> Voice:
    """The voice of a locale."""
    return Voice(locale)
