"""The number behind an in-cell graphic: what its label says, with the precision of its value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reportgen.model.chart import CellGraphic, Sparkline
from reportgen.model.format import Format

_LABEL = re.compile("([+\u2212-]?)([0-9][0-9,]*)(?:\\.([0-9]+))?\\s?(%|pp|)")
_SCALES = (1, 1000, 10_000, 1_000_000, 100_000_000, 1_000_000_000)


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
    value, found = graphic.value, _LABEL.fullmatch(graphic.label)
    if value is None:
        return Reading(None, Format(), graphic.label)
    if found is None:
        decimals = min(max(0, -int(value.as_tuple().exponent)), 2)
        return Reading(value, Format("number", decimals, signed=True), bar=value)
    sign, whole, fraction, unit = found.groups(default="")
    printed = Decimal(f"{'-' if sign and sign != '+' else ''}{whole.replace(',', '')}.{fraction or '0'}")
    places = Decimal(1).scaleb(-len(fraction))
    kind = {"%": "percent", "pp": "pp"}.get(unit, "number")
    for scale in _SCALES:
        if (value / scale).quantize(places, ROUND_HALF_UP) == printed:
            shown = Format(kind, len(fraction), "", scale, signed=True)  # type: ignore[arg-type]
            return Reading(value, shown, bar=value / scale, scale=scale)
    level = Format(kind, len(fraction), signed=bool(sign))  # type: ignore[arg-type]
    return Reading(printed, level, bar=value, own=False)
