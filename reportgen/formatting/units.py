"""Units of measure per locale, and the one scale of a column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from reportgen.formatting.numbers import Number, to_decimal
from reportgen.model.dataset import Locale

_ISO = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

#: Scale words: what 1, thousand, ten thousand, million, hundred million and billion are called before a currency.
SCALE_WORD: dict[Locale, dict[int, str]] = {
    "zh-CN": {1: "", 1000: "千", 10**4: "万", 10**6: "百万", 10**8: "亿", 10**9: "十亿", 10**12: "万亿"},
    "en": {1: "", 1000: "K", 10**4: "10K", 10**6: "M", 10**8: "100M", 10**9: "B", 10**12: "T"},
}

#: Units known in both languages: spellings, Chinese, English singular and plural. Classifiers have no English word.
_UNITS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (("%",), "%", "%", "%"),
    (("pp",), "个百分点", "pp", "pp"),
    (("count", "个"), "个", "", ""),
    (("家",), "家", "", ""),
    (("项",), "项", "", ""),
    (("件",), "件", "", ""),
    (("次", "times"), "次", "", ""),
    (("单",), "单", "", ""),
    (("款",), "款", "", ""),
    (("台",), "台", "", ""),
    (("起",), "起", "", ""),
    (("处",), "处", "", ""),
    (("份",), "份", "", ""),
    (("名",), "名", "", ""),
    (("户",), "户", "", ""),
    (("套",), "套", "", ""),
    (("条",), "条", "", ""),
    (("只",), "只", "", ""),
    (("张",), "张", "", ""),
    (("场",), "场", "", ""),
    (("例",), "例", "", ""),
    (("宗",), "宗", "", ""),
    (("笔",), "笔", "", ""),
    (("批",), "批", "", ""),
    (("辆",), "辆", "", ""),
    (("篇",), "篇", "", ""),
    (("门",), "门", "", ""),
    (("期",), "期", "", ""),
    (("人次",), "人次", "", ""),
    (("件次",), "件次", "", ""),
    (("人", "people", "heads"), "人", "person", "people"),
    (("人天", "人日"), "人天", "person-day", "person-days"),
    (("天", "日", "d", "day", "days"), "天", "day", "days"),
    (("小时", "h", "hour", "hours"), "小时", "hour", "hours"),
    (("分钟", "min", "minute", "minutes"), "分钟", "minute", "minutes"),
    (("秒", "s", "second", "seconds"), "秒", "second", "seconds"),
    (("周", "week", "weeks"), "周", "week", "weeks"),
    (("个月", "月", "month", "months"), "个月", "month", "months"),
    (("年", "year", "years"), "年", "year", "years"),
    (("分", "points", "point", "pts"), "分", "point", "points"),
    (("元",), "元", "CNY", "CNY"),
    (("万元",), "万元", "CNY 10K", "CNY 10K"),
    (("亿元",), "亿元", "CNY 100M", "CNY 100M"),
    (("吨", "t"), "吨", "t", "t"),
    (("千克", "公斤", "kg"), "千克", "kg", "kg"),
    (("公里", "千米", "km"), "公里", "km", "km"),
    (("平方米", "㎡", "m2", "m²"), "平方米", "m²", "m²"),
    (("千瓦时", "度", "kWh"), "千瓦时", "kWh", "kWh"),
    (("倍",), "倍", "x", "x"),
)
_KNOWN = {spelling: row for row in _UNITS for spelling in row[0]}


@lru_cache(maxsize=512)
def known_unit(unit: str) -> bool:
    """True for a unit with a name in both languages."""
    return is_currency(unit) or unit in _KNOWN or unit.lower() in _KNOWN


@lru_cache(maxsize=512)
def is_classifier(unit: str) -> bool:
    """True for a word that counts things or people: 家, 起, 人, count."""
    row = _KNOWN.get(unit) or _KNOWN.get(unit.lower())
    return row is not None and (row[3] in ("", "people") or row[0][0] in ("人天",))


@lru_cache(maxsize=512)
def is_currency(unit: str) -> bool:
    """True for an ISO 4217 code."""
    if len(unit) != 3 or not _ISO.issuperset(unit):
        return False
    if unit == "CNY":
        return True
    from babel.numbers import is_currency as known

    return known(unit)


@lru_cache(maxsize=64)
def currency_places(currency: str) -> int:
    """Decimals of a currency's minor unit: CNY 2, JPY 0, KWD 3 (2 where it is not a currency)."""
    if currency == "CNY" or not is_currency(currency):
        return 2
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


@lru_cache(maxsize=256)
def _currency_word(currency: str) -> str:
    if currency == "CNY":
        return "元"
    from babel.numbers import get_currency_name

    return get_currency_name(currency, locale="zh_CN")


@lru_cache(maxsize=1024)
def unit_name(unit: str, scale: int = 1, locale: Locale = "zh-CN", singular: bool = False) -> str:
    """The unit as a head names it: CNY is 元, 万元, 亿元 or CNY, CNY K, CNY M; unknown units stay as written."""
    scaled = SCALE_WORD[locale].get(scale, f"×{scale:,}") if scale != 1 else ""
    if is_currency(unit):
        return scaled + _currency_word(unit) if locale == "zh-CN" else f"{unit} {scaled}".rstrip()
    row = _KNOWN.get(unit) or _KNOWN.get(unit.lower())
    name = unit if row is None else row[1] if locale == "zh-CN" else row[2] if singular else row[3]
    if not scaled:
        return name
    return scaled + name if locale == "zh-CN" else f"{scaled} {name}".rstrip()


def spaced(unit: str, locale: Locale) -> str:
    """A unit as it follows a number: no space before % and Han characters, one before Latin words (kWh, days)."""
    han = unit == "%" or (locale == "zh-CN" and not unit[:1].isascii())
    return unit if han or not unit else f" {unit}"


#: From here on what is counted or measured is scaled like money: nobody reads eleven digits.
_COUNTED = 10**10


@dataclass(frozen=True, slots=True)
class ColumnScale:
    """The scale of a column, the unit to name in its head, and the places its figures take."""

    scale: int
    unit: str
    decimals: int


def column_scale(values: Iterable[Number | None], unit: str, locale: Locale, decimals: int = 2) -> ColumnScale:
    """One scale for a whole column, chosen by its largest figure so that it shows four or five digits.

    Currencies: zh-CN 元, 万元 (from 100,000), 亿元 (from 1,000,000,000), 万亿元 (from 10^13); en K (from 100,000),
    M (from 1,000,000), B (from 1,000,000,000), T (from 10^13). Other units keep scale 1 and the ``decimals`` given up to
    10^10, percentages always.
    """
    largest = max((abs(to_decimal(value)) for value in values if value is not None), default=Decimal(0))
    if not is_currency(unit) and (largest < _COUNTED or unit in ("%", "pp")):
        return ColumnScale(1, unit_name(unit, 1, locale), decimals)
    scale, places = _scale(largest, locale, currency_places(unit))
    return ColumnScale(scale, unit_name(unit, scale, locale), places)


def _scale(largest: Decimal, locale: Locale, minor: int) -> tuple[int, int]:
    if largest < 100_000:
        return 1, 0 if largest >= 10_000 else minor
    if largest >= 10**13:
        return 10**12, 2
    if locale == "zh-CN":
        if largest >= 10**9:
            return 10**8, 2 if largest < 10**11 else 1
        return 10**4, 1 if largest < 10**8 else 0
    if largest >= 10**9:
        return 10**9, 2
    return (10**6, 2) if largest >= 10**6 else (1000, 2)
