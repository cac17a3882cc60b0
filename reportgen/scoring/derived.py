"""Scores of units without a scorecard, from their people or the units below (docs/method/scoring.md, "Scores of units")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

import polars as pl

from reportgen.measures.org import assignments_of
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.policy import ScoringRules
from reportgen.model.rounding import EXACT
from reportgen.scoring.rounding import printed

#: What a total is made of: the subject's own lines, its people, the units directly below.
OWN, MEMBERS, UNITS = "own", "members", "units"
_MOST_NAMES = 5


def with_derived(
    cards: pl.DataFrame, present: pl.DataFrame, rules: ScoringRules, dataset: Dataset, period: Period
) -> pl.DataFrame:
    """Add ``score_basis``, and a card for each unit that has none where the policy derives scores of units.

    ``cards`` is ``present`` joined with totals. A derived total is the mean of printed totals, so that it can be done again
    by hand; its coverage is the weight of those who have a total.
    """
    cards = cards.with_columns(pl.lit(OWN).alias("score_basis"))
    if rules.unit_score == OWN:
        return cards
    bare = present.filter(pl.col("level") != "individual").join(cards.select("subject_id"), on="subject_id", how="anti")
    if bare.is_empty():
        return cards
    parts = parts_of(cards, present, rules, dataset, period)
    frame = pl.DataFrame(
        [(unit, *_mean(parts.get(unit, [])), rules.unit_score) for unit in bare["subject_id"]],
        schema={"subject_id": pl.String, "total": pl.Float64, "coverage_pct": pl.Float64, "provisional": pl.Boolean,
                "score_basis": pl.String}, orient="row",
    ).filter(pl.col("total").is_not_null())
    fresh = bare.join(frame, on="subject_id", maintain_order="left").with_columns(
        pl.lit(False).alias("failed"), pl.lit(False).alias("blocked"), pl.col("total").alias("total_raw"),
        pl.col("coverage_pct").alias("graded_pct"),
    )
    return pl.concat([cards, fresh.select(cards.columns)])


@dataclass(frozen=True, slots=True)
class Part:
    """What one person or unit brings to a derived total: weight, printed total (None without one), provisional."""

    subject: str
    weight: Decimal
    total: float | None
    provisional: bool


def parts_of(
    cards: pl.DataFrame, present: pl.DataFrame, rules: ScoringRules, dataset: Dataset, period: Period
) -> dict[str, list[Part]]:
    """Unit -> what its derived total is made of; empty where the policy derives none."""
    if rules.unit_score == OWN:
        return {}
    return _members(cards, present, dataset, period) if rules.unit_score == MEMBERS else _units(cards, present, dataset, period)


def _mean(parts: list[Part]) -> tuple[float | None, float | None, bool]:
    """Total, coverage and whether a part is provisional."""
    with localcontext(EXACT):
        known = [(part.weight, Decimal(repr(part.total))) for part in parts if part.total is not None]
        whole, counted = sum((part.weight for part in parts), Decimal(0)), sum((part[0] for part in known), Decimal(0))
        if counted <= 0:
            return None, None, False
        total = sum((weight * value for weight, value in known), Decimal(0)) / counted
        return printed(total), printed(counted * 100 / whole), any(part.provisional for part in parts)


def _members(cards: pl.DataFrame, present: pl.DataFrame, dataset: Dataset, period: Period) -> dict[str, list[Part]]:
    """Everybody with a scorecard in or below each unit, by days x share of the posts held there."""
    people = cards.filter(pl.col("level") == "individual").select("subject_id", "parent_id", "days", "total", "provisional")
    posts = assignments_of(dataset).join(people.select(person_id="subject_id"), on="person_id", how="semi")
    first, last = pl.max_horizontal("from", pl.lit(period.start)), pl.min_horizontal("to", pl.lit(period.end))
    held = posts.with_columns(((last - first).dt.total_days() + 1).alias("held")).filter(pl.col("held") > 0)
    spans = held.select(subject_id="person_id", unit="unit_id", weight=(pl.col("held") * pl.col("share")).round_sig_figs(15))
    plain = people.join(spans, on="subject_id", how="anti").select(
        "subject_id", unit="parent_id", weight=pl.col("days").cast(pl.Float64)
    )
    results = people.select("subject_id", "total", "provisional")
    rows = pl.concat([spans, plain]).join(results, on="subject_id", maintain_order="left")
    above = dict(present.select("subject_id", "parent_id").iter_rows())
    found: dict[str, list[Part]] = {}
    columns = ("subject_id", "unit", "weight", "total", "provisional")
    for subject, unit, weight, total, provisional in rows.select(columns).iter_rows():
        place: str | None = unit
        for _ in range(len(above)):
            if place is None:
                break
            found.setdefault(place, []).append(Part(subject, Decimal(repr(weight)), total, bool(provisional)))
            place = above.get(place)
    return found


def _units(cards: pl.DataFrame, present: pl.DataFrame, dataset: Dataset, period: Period) -> dict[str, list[Part]]:
    """The units directly below each unit by ``org_weight``, from the bottom up; a unit without a weight does not count."""
    org = dataset["org"].filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= period.end))
    weights = dict(org.sort("valid_from", nulls_last=False).select("unit_id", "org_weight").iter_rows())
    known = {row[0]: row[1:] for row in cards.select("subject_id", "total", "provisional").iter_rows()}
    units = present.filter(pl.col("level") != "individual").sort("depth", descending=True, maintain_order=True)
    found: dict[str, list[Part]] = {}
    for unit, parent in units.select("subject_id", "parent_id").iter_rows():
        if unit not in known:
            total, _, provisional = _mean(found.get(unit, []))
            known[unit] = (total, provisional)
        if parent is not None and weights.get(unit):
            found.setdefault(parent, []).append(Part(unit, Decimal(repr(weights[unit])), *known[unit]))
    return found


def mixed_bases(cards: pl.DataFrame, period: Period) -> Iterator[Finding]:
    """I-UNIT-SCORE: units of one level whose scores are their own beside derived ones."""
    units = cards.filter(pl.col("level") != "individual")
    for level in units["level"].unique().sort():
        of_level = units.filter(pl.col("level") == level)
        derived = of_level.filter(pl.col("score_basis") != OWN)
        own = of_level.height - derived.height
        if own and derived.height:
            names = ", ".join(derived["name"].head(_MOST_NAMES)) + (" \u2026" if derived.height > _MOST_NAMES else "")
            params = {"period": period.label, "own": str(own), "derived": str(derived.height), "names": names}
            yield Finding("I-UNIT-SCORE", "scorecards", params=params)
