"""Variances of a line as steps: absolute, relative, or why there is no percentage (docs/method/scoring.md, "Variance")."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportgen.model.rounding import EXACT, half_up
from reportgen.scoring.exact.line import ZERO
from reportgen.scoring.expression import number
from reportgen.scoring.origin_rows import Origin
from reportgen.scoring.trace_steps import Draft, exact, printed, tidy
from reportgen.scoring.trace_words import NM_REASONS, REFERENCES, Pair

Row = Mapping[str, Any]
_RULES = {"plan": "VAR-PL", "previous": "VAR-PP", "last_year": "VAR-PY"}


def variances(row: Row, plan: Origin | None, previous: Origin | None, last_year: Origin | None) -> list[Draft]:
    """Against plan (of a band its nearest edge), previous period and last year, as far as there is a value."""
    if row["actual"] is None:
        return []
    steps = []
    if row["direction"] == "range" and (row["range_lo"] is not None or row["range_hi"] is not None):
        steps += _from_band(row)
    elif row["target"] is not None:
        steps += _against(row, "plan", exact(row["target"]), plan)
    for name, column, origin in (
        ("previous", "prior_actual", previous), ("last_year", "py_actual", last_year),
    ):
        if row.get(column) is not None:
            steps += _against(row, name, exact(row[column]), origin)
    return steps


def _from_band(row: Row) -> list[Draft]:
    actual = exact(row["actual"])
    low, high = row["range_lo"], row["range_hi"]
    if low is not None and actual < exact(low):
        return _against(row, "plan", exact(low), None)
    if high is not None and actual > exact(high):
        return _against(row, "plan", exact(high), None)
    return [Draft("VAR-PL", "variance_inside", number(0), ZERO)]


def _against(row: Row, name: str, reference: Decimal, origin: Origin | None) -> list[Draft]:
    """Absolute and relative variance, or why there is no percentage (domain.md 4.3)."""
    actual = exact(row["actual"])
    figure = number(actual) - number(reference)
    reason = _nm_reason(actual, reference, row.get("unit") or "")
    if name != "plan" and row.get("definition_changed"):
        reason = "definition_changed"
    params: dict[str, str | Pair] = {"reference": REFERENCES[name]}
    key, sources = "variance", () if origin is None else origin.sources
    if reason:
        key, params["nm"] = "variance_pp" if reason == "pp" else "variance_nm", NM_REASONS[reason]
    steps = [Draft(_RULES[name], key, figure, tidy(figure.value), "", params, sources)]
    if not reason:
        ratio = (number(actual) - number(reference)) * number(100) / number(reference)
        shown = half_up(ratio.value)
        if name == "plan" and row["variance_pct"] is not None and printed(row["variance_pct"]) != shown:
            return steps
        steps.append(Draft(f"{_RULES[name]}%", "variance_pct", ratio, shown, "%", {"reference": REFERENCES[name]}))
    return steps


def _nm_reason(actual: Decimal, reference: Decimal, unit: str) -> str:
    if unit == "%":
        return "pp"
    if reference == 0:
        return "zero_base"
    if reference < 0:
        return "negative_base" if actual < 0 else "sign_change"
    if actual < 0:
        return "sign_change"
    return "over_999" if abs(EXACT.divide((actual - reference) * 100, reference)) > Decimal("999.9") else ""
