"""Cells of a report: which format a value takes, and the one scale of a KPI's row or of a money column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.formatting import ColumnScale, column_scale, text, unit_name, word
from reportgen.model.dataset import Locale
from reportgen.model.format import FACTOR, PERCENT_DELTA, SCORE, SCORE_DELTA, STATUS, TEXT, Format
from reportgen.model.report import Cell, Value
from reportgen.model.view import Delta, Effect, Kpi, Line

HUNDRED = Decimal(100)
#: Sign of "does not apply"; missing values are words.
DASH = "—"
NM = "n.m."
EMPTY = Cell()


def kpi_scale(line: Line, locale: Locale) -> ColumnScale:
    """The scale of a KPI's own values: money by its largest figure, other units as they are."""
    if line.kpi.unit == "%":
        return ColumnScale(1, "%", line.kpi.decimals)
    values = [line.actual, line.target, line.threshold, line.stretch, line.py_actual, line.range_lo, line.range_hi]
    return column_scale(values, line.kpi.unit, locale, line.kpi.decimals)


def money_scale(values: Iterable[Decimal | None], currency: str, locale: Locale) -> ColumnScale:
    """The one scale of a money column, named in its head."""
    return column_scale(values, currency, locale)


def unit_beside(kpi: Kpi, scale: ColumnScale, locale: Locale, *, direction: bool) -> str:
    """The unit beside a KPI's name; with ``direction`` it says there that less is better."""
    lower = word("direction", "lower", locale) if direction and kpi.direction == "lower" else ""
    comma = "，" if locale == "zh-CN" else ", "
    return (f" {scale.unit}" if scale.unit else "") + (comma + lower if lower else "")


def figure(scale: ColumnScale, unit: str = "", *, signed: bool = False) -> Format:
    """The format of a value in a scale."""
    return Format("number", scale.decimals, unit, scale.scale, signed=signed)


def words(value: str, style: Literal["", "bold", "muted"] = "", second: Cell | None = None) -> Cell:
    """A cell of text."""
    return Cell(value=value or None, format=TEXT, style=style, second=second)


def weight_places(lines: Iterable[Line]) -> int:
    """Decimals that the agreed weights need, at most two."""
    known = [line.weight for line in lines if line.weight is not None]
    return max((min(2, max(0, -int(value.normalize().as_tuple().exponent))) for value in known), default=0)


def kpi_name(line: Line, scale: ColumnScale, locale: Locale, *, direction: bool = False) -> Cell:
    """A KPI's name with its unit; ‡ marks a value that lacks some of the units below."""
    suffix = unit_beside(line.kpi, scale, locale, direction=direction) + (_corridor(line, scale, locale) if direction else "")
    return Cell(value=line.kpi.name.of(locale), suffix=suffix,
                mark="‡" if line.state == "partial" else "")


def _corridor(line: Line, scale: ColumnScale, locale: Locale) -> str:
    """The range within which a KPI is on target: its variance is the distance to the nearer end."""
    if line.range_lo is None or line.range_hi is None:
        return ""
    low, high = (shown(value, figure(scale), locale) for value in (line.range_lo, line.range_hi))
    return f"，目标区间{low}–{high}" if locale == "zh-CN" else f", range {low}–{high}"


def expected_year(line: Line) -> Decimal | None:
    """What the year is expected to come to: the loaded forecast, else the run rate; a year that is over is what it came to."""
    outlook = line.outlook
    if outlook is None or outlook.elapsed >= outlook.periods:
        return None if outlook is None else outlook.ytd
    projection = outlook.by("forecast") or outlook.by("run_rate")
    return projection.full_year if projection else None


def score(value: Decimal | None, ref: str = "", style: Literal["", "bold", "muted"] = "") -> Cell:
    """A score or weighted score with two places."""
    return Cell(value=value, format=SCORE, ref=ref, style=style if value is not None else "muted")


def points(value: Decimal | None, ref: str = "", style: Literal["", "bold", "muted"] = "") -> Cell:
    """A signed distance in points."""
    return Cell(value=value, format=SCORE_DELTA, ref=ref, style=style if value is not None else "muted")


def factor(value: Decimal | None, ref: str = "") -> Cell:
    return Cell(value=value, format=FACTOR, ref=ref)


def paid(value: Decimal | None, currency: str, ref: str = "", style: Literal["", "bold", "muted"] = "") -> Cell:
    """Money to the minor unit."""
    from reportgen.formatting import currency_places

    return Cell(value=value, format=Format("money", currency_places(currency), currency), ref=ref, style=style)


def status(value: str, score_effect: Effect) -> Cell:
    """Symbol and word of a status; its colour says effect."""
    return Cell(value=value, format=STATUS, effect=score_effect, style="" if value else "muted")


def status_effect(value: str) -> Effect:
    """Green is favourable, red unfavourable; amber and not counted are neutral words."""
    return {"green": "favourable", "red": "unfavourable"}.get(value, "")  # type: ignore[return-value]


def delta(value: Delta, scale: ColumnScale, unit: str, ref: str = "") -> Cell:
    """The absolute variance in the KPI's scale; the sign is always shown, the colour says effect."""
    return Cell(value=value.absolute, format=figure(scale, unit, signed=True), effect=value.effect, ref=ref)


def relative(value: Delta, kpi: Kpi, ref: str = "") -> Cell:
    """The relative variance in percent; percentages vary in points; n.m. where there is no meaningful base."""
    if kpi.unit in ("%", "pp"):
        return Cell(value=value.absolute, format=Format("pp", max(kpi.decimals, 1), signed=True), effect=value.effect, ref=ref)
    if value.percent is None:
        return Cell(value=nm_text(value), format=PERCENT_DELTA, style="muted", ref=ref)
    return Cell(value=value.percent, format=PERCENT_DELTA, effect=value.effect, ref=ref)


def nm_text(value: Delta) -> str:
    """Why there is no percentage: beyond 999 % is said so, a missing side is an em dash, the rest is n.m."""
    if value.nm_reason == "over_999":
        return ">999%"
    return DASH if value.absolute is None else NM


def effect_of(value: Decimal | None) -> Effect:
    """Effect of a number of which more is better (points, scores)."""
    if value is None:
        return ""
    return "favourable" if value > 0 else "unfavourable" if value < 0 else "neutral"


def shown(value: Value, format_: Format, locale: Locale) -> str:
    """The text that a renderer will print, for labels and sentences."""
    return text(value, format_, locale)


@dataclass(frozen=True, slots=True)
class ChartScale:
    """Values of a chart in a unit of at most three digits for its labels."""

    divisor: Decimal
    unit: str
    decimals: int

    def value(self, raw: Decimal | None) -> Decimal | None:
        return None if raw is None else raw / self.divisor

    def label(self, raw: Decimal | None, locale: Locale, *, signed: bool = False) -> str:
        if raw is None:
            return ""
        return text(raw / self.divisor, Format("number", self.decimals, signed=signed), locale)


def chart_scale(values: Iterable[Decimal | None], unit: str, locale: Locale, decimals: int) -> ChartScale:
    """The scale of a chart's labels: three digits at most (notation 13)."""
    known = [value for value in values if value is not None]
    scale = column_scale(known, unit, locale, decimals)
    divisor, name = scale.scale, scale.unit
    size = max((abs(value) for value in known), default=Decimal(0))
    if divisor == 10**4 and size >= 10**7:
        divisor, name = 10**6, unit_name(unit, 10**6, locale)
    largest = size / divisor
    places = 0 if largest >= 100 else min(max(scale.decimals, 1 if divisor > 1 else 0), 1 if largest >= 10 else 2)
    return ChartScale(Decimal(divisor), name if unit != "%" else "%", places)
