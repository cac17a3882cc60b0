"""The mean of one's team mates, the person left out (docs/method/variance.md, "Team mean")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

import polars as pl

from reportgen.analysis.columns import with_columns_of
from reportgen.analysis.exact import number
from reportgen.analysis.spread import mean, total
from reportgen.model.rounding import EXACT, half_up

#: Others who must have a value before their mean is shown to anybody (contract 2, rule 14).
MIN_OTHERS = 5
RESULT = ("subject_id", "kpi_id", "team_mean", "score_mean", "team_count")
Values = Sequence[Decimal | None]


def means_of_others(values: Values, places: int = 2) -> list[Decimal | None]:
    """For each member the mean of all others who have a value; None where these are fewer than five."""
    known = [value for value in values if value is not None]
    whole = total(known)
    found: list[Decimal | None] = []
    for value in values:
        others = len(known) - (value is not None)
        rest = whole if value is None else EXACT.subtract(whole, value)
        found.append(half_up(EXACT.divide(rest, Decimal(others)), places) if others >= MIN_OTHERS else None)
    return found


def ratios_of_others(numerators: Values, denominators: Values, factor: Decimal, places: int = 2) -> list[Decimal | None]:
    """For each member the others' sum of numerators over their sum of denominators, times ``factor`` (100 for percent).

    Members without a pair do not count; None where fewer than five others have one or their denominators give nothing.
    """
    pairs = [None if n is None or d is None else (n, d) for n, d in zip(numerators, denominators, strict=True)]
    tops, bottoms = total([p[0] for p in pairs if p]), total([p[1] for p in pairs if p])
    count = sum(pair is not None for pair in pairs)
    found: list[Decimal | None] = []
    for pair in pairs:
        own = pair or (Decimal(0), Decimal(0))
        top, bottom = EXACT.subtract(tops, own[0]), EXACT.subtract(bottoms, own[1])
        enough = count - (pair is not None) >= MIN_OTHERS and bottom > 0
        found.append(half_up(EXACT.divide(EXACT.multiply(factor, top), bottom), places) if enough else None)
    return found


def team_means(kpi_scores: pl.DataFrame, scorecards: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    """For each person and KPI the mean of the others in the same unit who have a value, where these are five or more.

    kpi_scores: subject_id, kpi_id, actual, score, [numerator, denominator]. scorecards: subject_id, level, unit_id, final.
    kpis: kpi_id, decimals, [factor]. Returns subject_id, kpi_id ("" for the final), team_mean of the actuals (with the
    KPI's decimals; sum over sum where everybody who has a value has its parts), score_mean (two decimals) and team_count,
    the others with a score, or with an actual where nobody is scored. Several lines of a person and KPI count as their mean.
    """
    people = scorecards.filter((pl.col("level") == "individual") & pl.col("unit_id").is_not_null())
    parts = with_columns_of(kpi_scores, {"numerator": pl.Float64(), "denominator": pl.Float64()})
    cards = with_columns_of(kpis, {"factor": pl.Float64()}).select("kpi_id", "decimals", "factor")
    team = people.select("subject_id", "unit_id", "final")
    lines = parts.join(team, on="subject_id", maintain_order="left").join(cards, on="kpi_id", how="left", maintain_order="left")
    found: list[tuple[object, ...]] = []
    for (_, kpi), group in lines.group_by("unit_id", "kpi_id", maintain_order=True):
        found += _group(str(kpi), group)
    for _, group in team.group_by("unit_id", maintain_order=True):
        finals = [number(value) for value in group["final"]]
        found += _rows("", group["subject_id"].to_list(), ([None] * len(finals), means_of_others(finals)), finals)
    kinds = (pl.String, pl.String, pl.Float64, pl.Float64, pl.Int64)
    frame = pl.DataFrame(found, schema=dict(zip(RESULT, kinds, strict=True)), orient="row")
    return frame.sort("subject_id", "kpi_id")


def _group(kpi: str, group: pl.DataFrame) -> list[tuple[object, ...]]:
    """The rows of one unit and KPI."""
    members: dict[str, list[tuple[float | None, ...]]] = {}
    for subject, *cells in group.select("subject_id", "actual", "score", "numerator", "denominator").iter_rows():
        members.setdefault(subject, []).append(tuple(cells))
    actual, score, top, bottom = (
        [_one([number(line[index]) for line in lines]) for lines in members.values()] for index in range(4)
    )
    places = int(cast(int, group["decimals"][0] if group["decimals"][0] is not None else 2))
    factor = number(group["factor"][0]) or Decimal(1)
    whole = all(n is not None and d is not None for a, n, d in zip(actual, top, bottom, strict=True) if a is not None)
    pooled = whole and any(n is not None for n in top)
    means = ratios_of_others(top, bottom, factor, places) if pooled else means_of_others(actual, places)
    counted = score if any(value is not None for value in score) else actual
    return _rows(kpi, list(members), (means, means_of_others(score)), counted)


def _rows(
    kpi: str, subjects: Sequence[str], means: tuple[Values, Values], counted: Values
) -> list[tuple[object, ...]]:
    known = sum(value is not None for value in counted)
    return [
        (subject, kpi, _float(actual), _float(score), known - (own is not None))
        for subject, actual, score, own in zip(subjects, *means, counted, strict=True)
    ]


def _one(values: Values) -> Decimal | None:
    known = [value for value in values if value is not None]
    return known[0] if len(known) == 1 else mean(known) if known else None


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
