"""Volume, mix and price: of average prices, and of the values that an average price divides by a quantity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from reportgen.formatting import is_currency
from reportgen.model.analysis import PriceVolumeMix
from reportgen.model.period import Period
from reportgen.run.results import Results

Key = tuple[str, str]
_PARTS = ["subject_id", "kpi_id", "numerator", "denominator"]


@dataclass(frozen=True, slots=True)
class Priced:
    """What a run holds of prices: its results, its KPIs, who stands above whom, and the actuals of a period by line."""

    results: Results
    kpis: pl.DataFrame
    parents: Mapping[str, str | None]
    values_of: Callable[[Period], Mapping[Key, float | None]]


def price_volumes(priced: Priced) -> dict[Key, PriceVolumeMix]:
    """Unit's line -> the change since a year ago by volume, mix and price (docs/method/variance.md, "Volume, mix and price").

    A KPI is an average price where it is a ratio of sums in money without a factor. The KPI that is its ``numerator_kpi`` is
    a value: it is split by the quantities of its ``denominator_kpi``, in every unit whose parts report them.
    """
    from reportgen.analysis.parts import price_volume_mixes

    money = [unit for unit in priced.kpis["unit"].drop_nulls().unique() if is_currency(unit)]
    prices = priced.kpis.filter(
        (pl.col("agg_org") == "ratio_of_sums") & (pl.col("factor") == 1.0) & pl.col("unit").is_in(money)
    )
    if prices.is_empty():
        return {}
    past, scores = priced.results.past, priced.results.scores
    found = price_volume_mixes(
        scores.kpi_scores.select(_PARTS), past.lines(past.year_ago).select(_PARTS), priced.parents,
        prices["kpi_id"].to_list(),
    )
    pairs = prices.select("numerator_kpi", "denominator_kpi").drop_nulls()
    for value, quantity in pairs.iter_rows():
        now = _quantified(priced, scores.kpi_scores, priced.results.inputs.period, (value, quantity))
        before = _quantified(priced, past.lines(past.year_ago), past.year_ago, (value, quantity))
        found |= price_volume_mixes(now, before, priced.parents, [value])
    return found


def _quantified(priced: Priced, lines: pl.DataFrame, period: Period, pair: Key) -> pl.DataFrame:
    """Value and quantity of every unit that has both, in the columns of a ratio."""
    value, quantity = pair
    values = priced.values_of(period).items()
    own = {subject: number for (subject, kpi), number in values if kpi == quantity and number is not None}
    counted = _with_units_above(own, priced.parents)
    known = pl.DataFrame(
        {"subject_id": list(counted), "denominator": list(counted.values())},
        schema={"subject_id": pl.String, "denominator": pl.Float64},
    )
    rows = lines.filter((pl.col("kpi_id") == value) & pl.col("actual").is_not_null())
    return rows.select("subject_id", "kpi_id", numerator="actual").join(
        known, on="subject_id", maintain_order="left"
    ).select(_PARTS)


def _with_units_above(counted: Mapping[str, float], parents: Mapping[str, str | None]) -> dict[str, float]:
    """Quantities as reported or rolled up, and their sums in the units above that have none of their own."""
    found = dict(counted)
    for subject in sorted(counted):
        above, seen = parents.get(subject), {subject}
        while above is not None and above not in counted and above not in seen:
            seen.add(above)
            found[above] = found.get(above, 0.0) + counted[subject]
            above = parents.get(above)
    return found
