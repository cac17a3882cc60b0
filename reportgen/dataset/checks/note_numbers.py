"""Numbers in overriding texts that are none of the KPI's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl

from reportgen.model.finding import Finding

if TYPE_CHECKING:
    from reportgen.dataset.draft import Draft

#: A number, and behind it what makes it a date, a period or an id instead.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,-])[+\-−]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<after>\s*(?:年|月|日|号|季度|期)|[-/]\d|-?[A-Z]\d)?"
)
_POWERS = (0, 3, 4, 6, 8, 9)
_TARGETS = ("target", "threshold", "stretch", "range_lo", "range_hi", "baseline")


def unknown_numbers(draft: Draft) -> Iterator[Finding]:
    """W-TEXT-NUMBER for overrides of one KPI and period: the first number of a text that no value or difference prints as.

    Small counts, years and dates are left alone; facts that only the report computes are checked where it is built.
    """
    overrides = draft["notes"].filter(
        (pl.col("type") == "override") & pl.col("kpi_id").is_not_null() & pl.col("period").is_not_null()
    )
    for row in overrides.iter_rows(named=True):
        facts = _facts(draft, row["subject_id"], row["kpi_id"], row["period"])
        odd = next((text for text in _numbers(row["text"] or "") if not _known(text, facts)), None) if facts else None
        if odd is not None:
            yield Finding(
                "W-TEXT-NUMBER", "notes", row["row_nr"], "text", row["subject_id"], row["kpi_id"], params={"number": odd}
            )


def _facts(draft: Draft, subject: str, kpi: str, period: str) -> set[Decimal]:
    own = (pl.col("subject_id") == subject) & (pl.col("kpi_id") == kpi) & (pl.col("period") == period)
    targets = draft["targets"].filter(own).select(_TARGETS).rows()
    actuals = draft["actuals"].filter(own)["value"].to_list()
    given = {Decimal(repr(value)) for value in (*actuals, *(value for row in targets for value in row)) if value is not None}
    if not actuals:
        return set()
    weights = draft["scorecards"].filter((pl.col("subject_id") == subject) & (pl.col("kpi_id") == kpi))["weight"].drop_nulls()
    pairs = list(permutations(sorted(given), 2))
    differences = {abs(one - other) for one, other in pairs}
    ratios = {abs(one / other) * 100 for one, other in pairs if other}
    changes = {abs(ratio - 100) for ratio in ratios}
    reflected = {abs(200 - ratio) for ratio in ratios}
    return {abs(value) for value in given} | differences | ratios | changes | reflected | {Decimal(repr(w)) for w in weights}


def _numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        number = Decimal(match[1].replace(",", ""))
        if match["after"] or (number == number.to_integral_value() and number <= 12) or re.fullmatch(r"(19|20)\d\d", match[1]):
            continue
        yield match[1]


def _known(text: str, facts: set[Decimal]) -> bool:
    plain = text.replace(",", "")
    number, places = Decimal(plain), len(plain.partition(".")[2])
    unit = Decimal(1).scaleb(-places)
    return any(fact.scaleb(-power).quantize(unit, ROUND_HALF_UP) == number for fact in facts for power in _POWERS)
