"""How a value is to be shown: an instruction beside the value, carried out once per output by ``formatting``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FormatKind = Literal[
    "number", "money", "percent", "pp", "score", "days", "factor", "count", "text", "date", "period", "status",
]
NUMERIC: frozenset[str] = frozenset({"number", "money", "percent", "pp", "score", "days", "factor", "count"})


@dataclass(frozen=True, slots=True)
class Format:
    """Kind, places and scale of a value.

    Values keep their own unit: percentages are in percent (98 is 98%), money in whole currency units.
    ``scale`` is the power of ten of the whole column (1, 1000, 10000, 1000000, 100000000); the value is divided by it
    before ``decimals`` places are shown. ``unit`` is the measure's unit (an ISO currency code, ``%``, or free text);
    it is printed only when ``show_unit`` is set, since a column names its unit in the head. ``signed`` puts a plus
    before positive numbers (variances only). ``missing`` replaces the em dash of an empty value.
    """

    kind: FormatKind = "text"
    decimals: int = 0
    unit: str = ""
    scale: int = 1
    signed: bool = False
    show_unit: bool = False
    grouping: bool = True
    missing: str = "—"

    @property
    def numeric(self) -> bool:
        """True when the value is a number in every output."""
        return self.kind in NUMERIC


TEXT = Format("text")
COUNT = Format("count")
SCORE = Format("score", 2)
SCORE_DELTA = Format("score", 2, signed=True)
PERCENT = Format("percent", 1)
PERCENT_DELTA = Format("percent", 1, signed=True)
PP_DELTA = Format("pp", 1, signed=True)
WEIGHT = Format("number", 0, "%")
FACTOR = Format("factor", 4)
DATE = Format("date")
PERIOD = Format("period")
STATUS = Format("status")
