"""A step of a score's trace in the making, and the numbers of rows as steps read them (docs/explain.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.model.reward import TraceStep, Words
from reportgen.model.rounding import EXACT, half_up
from reportgen.scoring.exact.line import ZERO
from reportgen.scoring.expression import PLACES, Figure
from reportgen.scoring.rounding import exact_text
from reportgen.scoring.trace_words import STEPS, Pair, words

Row = Mapping[str, Any]
CENT = Decimal("0.01")
#: Columns of an assessment that the results frame leaves out.
INTERNAL = (
    "dividend", "divisor", "full:target", "full:threshold", "full:stretch", "full:baseline", "prorated_days", "window_days",
    "given_score", "given_scale", "given_row", "peer_rank", "peer_count", "actual_row", "target_row",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A step without its number: rule, words, figure, the result as printed, unit and sources (``table!row``).

    ``title`` replaces the text of the words, ``note`` is added to it.
    """

    rule: str
    key: str
    figure: Figure
    rounded: Decimal
    unit: str = ""
    params: Mapping[str, str | Pair] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    title: Pair | None = None
    note: Pair = ("", "")

    @property
    def text(self) -> Words:
        """What the step is."""
        said = words(STEPS[self.key][0] if self.title is None else self.title, self.params)
        return {"zh-CN": said["zh-CN"] + self.note[0], "en": said["en"] + self.note[1]}

    @property
    def formula(self) -> Words:
        """How it is computed, in symbols."""
        return words(STEPS[self.key][1], self.params)


def numbered(drafts: Iterable[Draft]) -> tuple[TraceStep, ...]:
    """Drafts as numbered steps in both languages."""
    return tuple(
        TraceStep(
            place, draft.rule, draft.text, draft.formula, draft.figure.text, draft.figure.value, draft.rounded, draft.sources,
            draft.unit,
        )
        for place, draft in enumerate(drafts, start=1)
    )


def completed(row: Row) -> dict[str, Any]:
    """A row with every column that an assessment has; dividend and divisor of a computed actual where they follow."""
    return {**dict.fromkeys(INTERNAL), **row, **_parts_of_ratio(row)}


def _parts_of_ratio(row: Row) -> dict[str, float | None]:
    """Dividend and divisor of a computed actual, where the frame keeps only numerator and denominator."""
    if "divisor" in row or row["actual"] is None or not row.get("denominator") or row.get("numerator") is None:
        return {}
    above, below = exact(row["numerator"]) * exact(row.get("factor") or 1.0), exact(row["denominator"])
    if half_up(EXACT.divide(above, below), 9) != half_up(exact(row["actual"]), 9):
        return {}
    return {"dividend": float(above), "divisor": float(below)}


def exact(value: Any) -> Decimal:
    """The decimal that a cell stands for."""
    if isinstance(value, Decimal):
        return value
    found = exact_text(value) if isinstance(value, float) else Decimal(value)
    return ZERO if found is None else found


def printed(value: Any) -> Decimal:
    """A cell with two decimals."""
    return half_up(exact(value))


def tidy(value: Decimal) -> Decimal:
    """At most 12 places, no needless zeros, never in powers of ten."""
    text = f"{half_up(value, PLACES):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def same(one: Decimal, other: Decimal) -> bool:
    """Equal as far as a cell of 15 digits can tell."""
    size = max(abs(one), abs(other), CENT)
    return abs(one - other) <= size * Decimal("1e-13") or tidy(one) == tidy(other)
