"""Contributions and splits of every unit: who stands below whom, then the single-unit rules.

A part of a unit is the nearest subject below it that has values of the KPI, so nothing is counted twice and nothing falls
through a unit without values (docs/method/variance.md, "Contribution of units").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import polars as pl

from reportgen.analysis.contribution import Part, unit_contributions
from reportgen.analysis.exact import number
from reportgen.analysis.price_volume import ProductPart, price_volume_mix
from reportgen.analysis.rate_mix import RatioPart, rate_mix
from reportgen.analysis.spread import total
from reportgen.model.analysis import PriceVolumeMix, RateMix, UnitContribution
from reportgen.model.rounding import EXACT

Key = tuple[str, str]
Numbers = tuple[Decimal | None, ...]


def contributions(
    values: pl.DataFrame, parents: Mapping[str, str | None], kpis: pl.DataFrame
) -> dict[Key, tuple[UnitContribution, ...]]:
    """Contributions to the variance of each unit that has actual and target, for KPIs whose values add up over units.

    values: subject_id, kpi_id, actual, target (units and persons; several rows of a subject and KPI add up). ``parents``:
    the unit above each subject. kpis: kpi_id, agg_org, unit. Keyed by unit and KPI; parts by falling size of the amount,
    then id, the rest last. Units without parts have no entry.
    """
    additive = set(kpis.filter((pl.col("agg_org") == "sum") & (pl.col("unit").fill_null("") != "%"))["kpi_id"])
    found = {}
    for kpi, numbers in _by_kpi(values, ("actual", "target"), additive):
        for unit, parts in _below(numbers, parents).items():
            actual, target = numbers[unit]
            if actual is None or target is None:
                continue
            rows = unit_contributions([Part(part, *numbers[part]) for part in parts], actual, target)
            found[unit, kpi] = tuple(sorted(rows, key=lambda row: (row.side == "rest", -abs(row.variance), row.subject_id)))
    return found


def rate_mixes(
    now: pl.DataFrame, before: pl.DataFrame, parents: Mapping[str, str | None], kpis: pl.DataFrame
) -> dict[Key, RateMix]:
    """Rate and mix of each unit's change, for ratio KPIs (kpis.agg_org ratio_of_sums) whose parts have their own ratios.

    now, before: subject_id, kpi_id, numerator, denominator. kpis: kpi_id, agg_org, factor. What the parts leave of the
    unit's own sums is a part without a key. Needs two parts or more, none with a numerator on no positive denominator.
    """
    factors = {kpi: number(factor) or Decimal(1) for kpi, factor in _ratios(kpis).iter_rows()}
    found = {}
    for kpi, unit, parts in _pairs(now, before, parents, set(factors)):
        split = rate_mix([RatioPart(key, *(value or Decimal(0) for value in numbers)) for key, numbers in parts], 2, factors[kpi])
        if split is not None:
            found[unit, kpi] = split
    return found


def price_volume_mixes(
    now: pl.DataFrame, before: pl.DataFrame, parents: Mapping[str, str | None], kpi_ids: Sequence[str]
) -> dict[Key, PriceVolumeMix]:
    """Volume, mix and price of each unit's change of value, for KPIs that are an average price (value over quantity).

    Frames as for ``rate_mixes``: the numerator is the value, the denominator the quantity of each part.
    """
    found = {}
    for kpi, unit, parts in _pairs(now, before, parents, set(kpi_ids)):
        split = price_volume_mix([_product(key, numbers) for key, numbers in parts])
        if split is not None:
            found[unit, kpi] = split
    return found


def _ratios(kpis: pl.DataFrame) -> pl.DataFrame:
    return kpis.filter(pl.col("agg_org") == "ratio_of_sums").select("kpi_id", "factor")


def _by_kpi(frame: pl.DataFrame, columns: Sequence[str], wanted: set[str]) -> Iterator[tuple[str, dict[str, Numbers]]]:
    """The numbers of each subject, KPI by KPI; rows of one subject add up, a subject without any number is left out."""
    rows = frame.filter(pl.col("kpi_id").is_in(sorted(wanted)) & pl.any_horizontal(pl.col(columns).is_not_null()))
    for (kpi,), group in rows.group_by("kpi_id", maintain_order=True):
        numbers: dict[str, Numbers] = {}
        for subject, *cells in group.select("subject_id", *columns).iter_rows():
            own = tuple(number(cell) for cell in cells)
            numbers[subject] = _added(numbers[subject], own) if subject in numbers else own
        yield str(kpi), numbers


def _pairs(
    now: pl.DataFrame, before: pl.DataFrame, parents: Mapping[str, str | None], wanted: set[str]
) -> Iterator[tuple[str, str, list[tuple[str, Numbers]]]]:
    """KPI, unit and its parts with numerator and denominator before and after; the rest has an empty key.

    A single part that is the whole gives way to its own parts.
    """
    columns = ("numerator", "denominator")
    old, new = dict(_by_kpi(before, columns, wanted)), dict(_by_kpi(now, columns, wanted))
    for kpi in sorted(old.keys() & new.keys()):
        none: Numbers = (None, None)
        numbers = {key: old[kpi].get(key, none) + new[kpi].get(key, none) for key in sorted(old[kpi] | new[kpi])}
        below = _below(numbers, parents)
        for unit, nearest in below.items():
            parts = nearest
            while len(parts) == 1 and numbers[parts[0]] == numbers[unit] and parts[0] in below:
                parts = below[parts[0]]
            rows = [(part, numbers[part]) for part in parts]
            left: Numbers = tuple(_left(own, [row[1][index] for row in rows]) for index, own in enumerate(numbers[unit]))
            rows += [("", left)] if any(left) else []
            if None not in numbers[unit] and len(parts) > 1 and all(_sound(row[1]) for row in rows):
                yield kpi, unit, rows


def _below(numbers: Mapping[str, Numbers], parents: Mapping[str, str | None]) -> dict[str, list[str]]:
    """Each subject with numbers under the nearest one above it that has some."""
    found: dict[str, list[str]] = {}
    for subject in sorted(numbers):
        above, seen = parents.get(subject), {subject}
        while above is not None and above not in numbers and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None and above in numbers and above != subject:
            found.setdefault(above, []).append(subject)
    return found


def _added(left: Numbers, right: Numbers) -> Numbers:
    return tuple(
        one if other is None else other if one is None else total([one, other])
        for one, other in zip(left, right, strict=True)
    )


def _left(own: Decimal | None, parts: Sequence[Decimal | None]) -> Decimal:
    return EXACT.subtract(own or Decimal(0), total([part for part in parts if part is not None]))


def _sound(numbers: Numbers) -> bool:
    """True when each numerator stands on a positive denominator, or neither is there."""
    numerator0, denominator0, numerator1, denominator1 = (value or Decimal(0) for value in numbers)
    return (denominator0 > 0 or not (denominator0 or numerator0)) and (denominator1 > 0 or not (denominator1 or numerator1))


def _product(key: str, numbers: Numbers) -> ProductPart:
    value0, quantity0, value1, quantity1 = numbers
    return ProductPart(key, quantity0 or None, _price(value0, quantity0), quantity1 or None, _price(value1, quantity1))


def _price(value: Decimal | None, quantity: Decimal | None) -> Fraction | None:
    return Fraction(value) / Fraction(quantity) if value is not None and quantity else None
