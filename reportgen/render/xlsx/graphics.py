"""The number behind an in-cell graphic: what its label says, with the precision of its value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from reportgen.model.chart import CellGraphic, Sparkline
from reportgen.model.format import Format
from reportgen.render.xlsx.typed import typed_number

_SCALES = (1, 1000, 10_000, 1_000_000, 100_000_000, 1_000_000_000, 1_000_000_000_000)


@dataclass(frozen=True, slots=True)
class Reading:
    """``number`` in its ``format``; ``text`` where the label is a word. ``bar`` is the length from the axis in the scale of
    the column. ``own``: the number is the bar's length, not a level beside it (an attainment beside its distance to 100)."""

    number: Decimal | None
    format: Format
    text: str = ""
    bar: Decimal | None = None
    scale: int = 1
    own: bool = True


def read(graphic: CellGraphic) -> Reading:
    """Number, format and scale of a bar, pin or step, found from its value and its label; a sparkline has none."""
    if isinstance(graphic, Sparkline):
        return Reading(None, Format())
    value, typed = graphic.value, typed_number(graphic.label)
    if value is None:
        return Reading(None, Format(), graphic.label)
    if typed is None:
        decimals = min(max(0, -int(value.as_tuple().exponent)), 2)
        return Reading(value, Format("number", decimals, signed=True), bar=value)
    printed, shown = typed
    places = Decimal(1).scaleb(-shown.decimals)
    for scale in _SCALES:
        if (value / scale).quantize(places, ROUND_HALF_UP) == printed:
            return Reading(value, replace(shown, scale=scale, signed=True), bar=value / scale, scale=scale)
    return Reading(printed, shown, bar=value, own=False)
