"""How the name of a KPI stands in a sentence: article, number, place of the period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportgen.commentary.bank import bank
from reportgen.commentary.lexicon import ordinary
from reportgen.formatting.periods import period_name
from reportgen.formatting.units import is_classifier, is_currency, unit_name
from reportgen.model.dataset import Locale
from reportgen.model.period import Period
from reportgen.model.view import Kpi

#: Where the head of an English name ends: share | of revenue, complaints | per 1,000 shipments.
_HEAD_ENDS = frozenset({
    "of", "per", "in", "for", "to", "by", "from", "with", "at", "on", "against", "outstanding", "landed", "released", "signed",
    "received", "completed", "closed", "reached", "won", "lost", "sold", "paid", "saved", "met",
})
#: Heads that take an article in the singular: the pass rate, the response time.
_COUNTED = frozenset({
    "rate", "ratio", "index", "score", "share", "number", "count", "percentage", "average", "level", "time", "cycle",
    "balance", "period", "volume", "gap", "backlog", "headcount", "coefficient", "factor", "price", "proportion",
})
_TIMES = frozenset({"天", "小时", "分钟", "秒", "周", "个月", "年"})
_HAN_END = re.compile(r"[\u3400-\u9fff）”]$")


@dataclass(frozen=True, slots=True)
class Noun:
    """Forms of one KPI name: at the start of a sentence, within it, with its verb, and before another noun."""

    start: str
    mid: str
    plural: bool
    verb: str
    be: str
    attributive: str
    head: str
    article: bool

    @property
    def closed(self) -> str:
        """The start form with the comma that a name with an apposition needs before its verb."""
        return f"{self.start}," if ", " in self.start else self.start

    @property
    def item(self) -> str:
        """The form within a sentence, fit to stand in a list: ``the time to hire (key posts)``."""
        first, comma, more = self.mid.partition(", ")
        return f"{first} ({more})" if comma and "(" not in self.mid else self.mid


@lru_cache(maxsize=4096)
def measure_of(unit: str, direction: str, kind: str) -> str:
    """Which pair of words a difference takes: count (more, fewer), time (longer, shorter) or size (above, below).

    A time that is better the longer it is (training hours) is an amount of time: more, fewer.
    """
    if unit_name(unit, 1, "zh-CN") in _TIMES:
        return "count" if direction == "higher" else "time"
    counted = is_classifier(unit) or (kind in ("count", "event") and unit != "%" and not is_currency(unit))
    return "count" if counted else "size"


@lru_cache(maxsize=16384)
def noun(kpi: Kpi, locale: Locale) -> Noun:
    """The forms of a KPI's name. Chinese names stand as they are; English ones follow the rules of docs/commentary.md."""
    name = kpi.name.of(locale)
    measure = "ratio" if kpi.unit in ("%", "pp") else "amount"
    if locale == "zh-CN":
        return Noun(name, name, False, bank(locale)[f"verb.{measure}"], bank(locale)["verb.be"], name, name, False)
    words = name.split()
    head = _head(words)
    plural = _plural(head)
    article = not plural and head.lower() in _COUNTED
    lowered = _lowered(name, words)
    the = f"the {lowered}" if article and words[:1] != ["The"] else lowered
    measure = "count" if measure == "amount" and plural and measure_of(kpi.unit, kpi.direction, kpi.kind) == "count" else measure
    verb, be = (bank(locale)[f"verb.{word}_plural" if plural else f"verb.{word}"] for word in (measure, "be"))
    return Noun(_capital(the), the, plural, verb, be, _attributive(lowered, the), head, article)


def _head(words: list[str]) -> str:
    """The last word before the first preposition or participle, brackets and what follows a comma left out."""
    head = words[0] if words else ""
    for index, word in enumerate(words):
        if index and (word.lower() in _HEAD_ENDS or word.startswith("(")):
            break
        head = word.rstrip(",;:")
        if word != head:
            break
    return head


def _plural(head: str) -> bool:
    return len(head) > 3 and head.endswith("s") and not head.endswith(("ss", "us", "is", "ics"))


def _lowered(name: str, words: list[str]) -> str:
    """A name written as a sentence (Pass rate) loses its capital inside one; Title Case, acronyms and names of places stay."""
    first = words[0] if words else ""
    usual = first[:1].isupper() and first[1:] == first[1:].lower() and ordinary(first)
    titled = any(word[:1].isupper() for word in words[1:])
    return name[:1].lower() + name[1:] if usual and not titled else name


def _capital(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first == first.lower() else text


def _attributive(lowered: str, the: str) -> str:
    """``the complaint-rate`` before another noun; longer names keep their spaces."""
    words = lowered.split()
    if len(words) == 2 and all(word.isalpha() and word == word.lower() for word in words):
        return f"the {'-'.join(words)}"
    return the if the.startswith("the ") else f"the {lowered}"


def topic(kpi: Kpi, period: Period | None, locale: Locale, part: str = "") -> str:
    """Subject and verb: ``2025年6月销售额实际``, ``年度合格率为``; ``Sales for June 2025 were``, ``The annual pass rate was``.

    ``part``: the unit it was reached in, where a person has the KPI in several.
    """
    form = noun(kpi, locale)
    if locale == "zh-CN":
        return f"{_when(period)}{form.start}{f'（{part}）' if part else ''}{form.verb}"
    name = f"{form.start} in {part}" if part else form.closed
    if period is None:
        return f"{name} {form.verb}"
    if period.kind == "year" and form.article and not part:
        return f"The annual {form.mid.removeprefix('the ')} {form.verb}"
    return f"{name} for {period_name(period, locale)} {form.verb}"


def _when(period: Period | None) -> str:
    """A period before a Chinese name: 年度 for a year, no 累计 in brackets for a year to date."""
    if period is None:
        return ""
    return "年度" if period.kind == "year" else period_name(period, "zh-CN").removesuffix("（累计）")


def bare_topic(kpi: Kpi, locale: Locale) -> str:
    """What stands before a value without 实际: ``净利润`` (``EBIT为``); in English subject and verb."""
    form = noun(kpi, locale)
    if locale == "zh-CN":
        return form.start if _HAN_END.search(form.start) else f"{form.start}为"
    return f"{form.closed} {form.verb}"
