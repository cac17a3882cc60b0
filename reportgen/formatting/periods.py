"""Names of periods, months and days in a locale."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

from reportgen.model.dataset import Locale
from reportgen.model.period import Period, parse_period

_ORDINAL = {"1": "一", "2": "二", "3": "三", "4": "四"}


@lru_cache(maxsize=4)
def _months(locale: Locale, width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    from babel import Locale as Data

    names = Data.parse("zh_CN" if locale == "zh-CN" else "en").months["format"]
    return tuple(str(names["abbreviated" if locale == "zh-CN" else width][number]) for number in range(1, 13))


def month_name(month: int, locale: Locale) -> str:
    """``6月`` or ``June``."""
    return _months(locale, "wide")[month - 1]


def month_short(month: int, locale: Locale) -> str:
    """``6月`` or ``Jun``."""
    return _months(locale, "abbreviated")[month - 1]


@lru_cache(maxsize=4096)
def period_name(period: Period | str, locale: Locale, *, short: bool = False) -> str:
    """``2025年第二季度`` or ``Q2 2025``, ``2025年1–9月（累计）`` or ``January to September 2025``.

    ``short`` gives the form of a narrow head or an axis: ``6月``, ``Jun``, ``Q2``, ``_Sep``. A label is read with a
    fiscal year that begins in January; hand over a ``Period`` where it begins elsewhere.
    """
    known = parse_period(period) if isinstance(period, str) else period
    year, rest = known.label[:4], known.label[5:]
    chinese = locale == "zh-CN"
    if known.kind == "month":
        if short:
            return month_short(known.start.month, locale)
        name = month_name(known.start.month, locale)
        return f"{year}年{name}" if chinese else f"{name} {year}"
    if known.kind == "ytd":
        return _to_date(known, locale, short)
    if known.kind == "year":
        return f"{year}年度" if chinese and not short else year
    if short and known.kind != "week":
        return rest
    if known.kind == "quarter":
        return f"{year}年第{_ORDINAL[rest[1]]}季度" if chinese else f"{rest} {year}"
    if known.kind == "half":
        return f"{year}年{'上' if rest == 'H1' else '下'}半年" if chinese else f"{rest} {year}"
    week = int(rest[1:])
    return f"{year}年第{week}周" if chinese else f"week {week} of {year}"


def _to_date(period: Period, locale: Locale, short: bool) -> str:
    first, last = period.start, period.end
    if short:
        return f"_{month_short(last.month, locale)}"
    one_month = (first.year, first.month) == (last.year, last.month)
    if locale == "zh-CN":
        if one_month:
            return f"{last.year}年{last.month}月（累计）"
        if first.year == last.year:
            return f"{last.year}年{first.month}–{last.month}月（累计）"
        return f"{first.year}年{first.month}月–{last.year}年{last.month}月（累计）"
    end = f"{month_name(last.month, locale)} {last.year}"
    if one_month:
        return f"{end} to date"
    begin = month_name(first.month, locale)
    return f"{begin} to {end}" if first.year == last.year else f"{begin} {first.year} to {end}"


def date_text(value: date, locale: Locale, *, long: bool = False) -> str:
    """ISO form, or in full: ``2026年1月12日``, ``12 January 2026``."""
    if not long:
        return value.isoformat()
    if locale == "zh-CN":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {month_name(value.month, locale)} {value.year}"
