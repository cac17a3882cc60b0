"""Variances of a line as steps: the value compared with, absolute, relative, or why there is no percentage.

docs/method/variance.md, "Variance" and "When there is no percentage".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reportgen.model.rounding import EXACT, half_up
from reportgen.scoring.exact.line import ZERO
from reportgen.scoring.expression import Figure, number
from reportgen.scoring.origin_rows import Origin
from reportgen.scoring.trace_steps import Draft, exact, printed, same, tidy
from reportgen.scoring.trace_words import EFFECTS, NM_REASONS, REFERENCES, STEPS, Pair, words

Row = Mapping[str, Any]
#: Reference -> how its rules end (VAR-PL, REF-PP), in the order of the steps.
SUFFIXES: Mapping[str, str] = {
    "plan": "PL", "forecast": "FC", "previous": "PP", "last_year": "PY", "benchmark": "BM", "team_mean": "TM", "baseline": "BL",
}
#: Reference -> the column of a line that holds its value.
COLUMNS: Mapping[str, str] = {
    "forecast": "forecast", "previous": "prior_actual", "last_year": "py_actual", "benchmark": "benchmark",
    "baseline": "baseline",
}
_OVER = Decimal("999.9")


@dataclass(frozen=True, slots=True)
class Reference:
    """A value to compare with: its name, how it came about, the period's label, and whether the KPI was defined otherwise."""

    name: str
    value: Decimal
    origin: Origin | None = None
    label: str = ""
    changed: bool = False

    @property
    def words(self) -> Pair:
        """Its name, with the period where it is another one."""
        chinese, english = REFERENCES[self.name]
        return (f"{chinese}{self.label}", f"{english} {self.label}") if self.label else (chinese, english)


@dataclass(frozen=True, slots=True)
class Compared:
    """An actual with what its variances need: direction, unit, and the band of a range or the point of a target."""

    actual: Decimal
    direction: str
    unit: str
    band: tuple[Decimal | None, Decimal | None] = (None, None)
    tolerance: Decimal = ZERO

    @classmethod
    def of(cls, row: Row) -> Compared:
        """From a row with an actual."""
        low, high = (None if row[name] is None else exact(row[name]) for name in ("range_lo", "range_hi"))
        if row["direction"] == "target" and row["target"] is not None:
            low = high = exact(row["target"])
        actual = row["actual"] if row.get("shown_actual") is None else row["shown_actual"]
        tolerance = exact(row.get("tolerance") or 0.0)
        return cls(exact(actual), row["direction"] or "none", row.get("unit") or "", (low, high), tolerance)

    @property
    def nearest(self) -> Decimal | None:
        """Of a range the point nearest to the actual; None where there is no range."""
        low, high = self.band
        if self.direction != "range" or self.band == (None, None):
            return None
        if low is not None and self.actual < low:
            return low
        return high if high is not None and self.actual > high else self.actual

    def effect(self, reference: Decimal) -> str:
        """Favourable where the move from the reference to the actual is good; empty where nothing tells."""
        gain = EXACT.subtract(self.actual, reference)
        if self.direction in ("range", "target") and self.band != (None, None):
            gain = EXACT.subtract(self._away(reference), self._away(self.actual))
        elif self.direction == "target":
            gain = -abs(gain)
        elif self.direction not in ("higher", "lower"):
            return ""
        if gain == 0 or abs(EXACT.subtract(self.actual, reference)) <= self.tolerance:
            return "neutral"
        return "favourable" if (gain > 0) != (self.direction == "lower") else "unfavourable"

    def _away(self, value: Decimal) -> Decimal:
        low, high = self.band
        short = ZERO if low is None else EXACT.subtract(low, value)
        return max(short, ZERO if high is None else EXACT.subtract(value, high), ZERO)

    def nm_reason(self, reference: Decimal, changed: bool = False) -> str:
        """Why there is no percentage; the first rule that matches (domain.md 4.3)."""
        if self.unit in ("%", "pp"):
            return "pp"
        if reference == 0:
            return "zero_base"
        if reference < 0:
            return "negative_base" if self.actual < 0 else "sign_change"
        if self.actual < 0:
            return "sign_change"
        if abs(EXACT.divide((self.actual - reference) * 100, reference)) > _OVER:
            return "over_999"
        return "definition_changed" if changed else ""


def variances(row: Row, plan: Origin | None, others: Sequence[Reference] = ()) -> list[Draft]:
    """Against the plan (of a band its nearest edge) and every other reference, as far as there is a value."""
    if row["actual"] is None:
        return []
    now = Compared.of(row)
    steps: list[Draft] = []
    if now.nearest is not None and now.nearest == now.actual:
        steps.append(Draft("VAR-PL", "variance_inside", number(0), ZERO, note=EFFECTS["neutral"]))
        if row["variance_pct"] is not None:
            steps.append(Draft("VAR-PL%", "variance_inside", number(0), half_up(ZERO), "%"))
    elif now.nearest is not None:
        steps += _planned(row, now, Reference("plan", now.nearest))
    elif row["target"] is not None:
        steps += _planned(row, now, Reference("plan", exact(row["target"]), plan))
    for reference in others:
        steps += against(now, reference)
    return steps


def _planned(row: Row, now: Compared, reference: Reference) -> Iterator[Draft]:
    """Against the plan; a percentage that the table prints otherwise (a tie of floats) is left to the table."""
    for step in against(now, reference):
        shown = row["variance_pct"]
        if step.rule == "VAR-PL%" and shown is not None and printed(shown) != step.rounded:
            continue
        yield step


def against(now: Compared, reference: Reference) -> Iterator[Draft]:
    """The value compared with where it was computed, the absolute variance, and the relative one."""
    suffix, origin = SUFFIXES[reference.name], reference.origin
    sources = () if origin is None else origin.sources
    if origin is not None and reference.name not in ("plan", "baseline"):
        if same(origin.figure.value, reference.value):
            reference = replace(reference, value=tidy(origin.figure.value))
        else:
            sources = ()
        value = _reference(reference, origin)
        if value is not None:
            yield value
            sources = ()
    yield from differences(f"VAR-{suffix}", "variance", (now, reference), sources)


def differences(rule: str, key: str, pair: tuple[Compared, Reference], sources: tuple[str, ...] = ()) -> Iterator[Draft]:
    """The absolute variance with its effect, and the relative one or why there is none; ``key`` begins the words."""
    now, reference = pair
    name: Pair = REFERENCES[reference.name]
    gap = number(now.actual) - number(reference.value)
    reason = now.nm_reason(reference.value, reference.changed)
    params: dict[str, str | Pair] = {"reference": name, "named": reference.words}
    said = key
    if reason:
        said, params["nm"] = f"{key}_pp" if reason == "pp" else f"{key}_nm", NM_REASONS[reason]
    note: Pair = EFFECTS.get(now.effect(reference.value), ("", ""))
    yield Draft(rule, said, gap, tidy(gap.value), "pp" if reason == "pp" else "", params, sources, note=note)
    if not reason:
        ratio = gap * number(100) / number(reference.value)
        yield Draft(f"{rule}%", f"{key}_pct", ratio, half_up(ratio.value), "%", params)


def _reference(reference: Reference, origin: Origin) -> Draft | None:
    """The step of a reference that was computed; None where it is one given number, whose row the variance names."""
    figure = origin.figure
    if not same(figure.value, reference.value) or not _computed(figure):
        return None
    params: dict[str, str | Pair] = {"reference": reference.words, "how": formula_of(origin)}
    return Draft(f"REF-{SUFFIXES[reference.name]}", "reference", figure, tidy(figure.value), "", params, origin.sources)


def formula_of(origin: Origin) -> Pair:
    """How an origin is put together, in both languages."""
    said = words(STEPS[origin.key][1], origin.params)
    return said["zh-CN"], said["en"]


def _computed(figure: Figure) -> bool:
    return any(sign in figure.text for sign in " \u00d7\u00f7(")
