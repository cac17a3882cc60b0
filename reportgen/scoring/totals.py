"""Weights that count, totals and coverage of every scorecard (docs/method/scoring.md, "Totals")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from typing import Any

import polars as pl

from reportgen.measures.joins import attached
from reportgen.model.policy import ScoringRules
from reportgen.model.rounding import EXACT
from reportgen.scoring.exact.ratings import prescored
from reportgen.scoring.exact.totals import Weighted, time_weighted, weighted_total
from reportgen.scoring.line_scores import exact_outcome
from reportgen.scoring.rounding import near_tie, printed, rounded

SEGMENT = ["subject_nr", "segment"]
_READ = (
    "subject_nr", "subject_id", "segment", "scored", "weight", "share", "counted_weight", "counted_score", "score_raw",
    "counts", "problem", "assumed", "awaited",
)


def with_missing(lines: pl.DataFrame, rules: ScoringRules) -> pl.DataFrame:
    """Add ``assumed`` (policy of a scored line without a score) and ``counts`` (the line enters the total).

    Before the due date a line that is not reported renormalises; what does not apply or is suspended follows its own rule.
    """
    open_line = pl.col("scored") & pl.col("score_raw").is_null() & pl.col("problem").is_null()
    policy = (
        pl.when(pl.col("state").is_in(["not_applicable", "suspended"])).then(pl.lit(rules.not_applicable))
        .when(~pl.col("due")).then(pl.lit("renormalise"))
        .otherwise(pl.coalesce("missing_policy", pl.lit(rules.not_reported)))
    )
    lines = lines.with_columns(pl.when(open_line).then(policy).alias("assumed"))
    stands = pl.col("score_raw").is_not_null() | pl.col("assumed").is_in(["zero", "target"])
    return lines.with_columns(
        (pl.col("scored") & stands).fill_null(False).alias("counts"),
        (open_line & ~pl.col("due") & ~pl.col("state").is_in(["not_applicable", "suspended"])).alias("awaited"),
    )


def with_counted_weights(lines: pl.DataFrame) -> pl.DataFrame:
    """Add ``counted_weight`` (percent of the total, renormalised, by segment) and ``counted_score`` of the lines that count."""
    weight = pl.when("counts").then(pl.col("weight"))
    assumed = pl.when(pl.col("assumed") == "target").then(100.0).when(pl.col("assumed") == "zero").then(0.0)
    score = pl.when("counts").then(pl.coalesce("score_raw", assumed)).alias("counted_score")
    if (lines["segment"] == "").all():
        part = pl.col("weight") * 100.0 / weight.sum().over("subject_nr")
        return lines.with_columns(pl.when("counts").then(part).alias("counted_weight"), score)
    lines = lines.with_columns(weight.sum().over(SEGMENT).alias("segment_weight"))
    first = lines.filter(pl.col("segment_weight") > 0).unique(SEGMENT, keep="first", maintain_order=True)
    shares = first.group_by("subject_nr").agg(pl.col("share").sum().alias("shares"))
    lines = attached(lines, shares, ["subject_nr"])
    alone = pl.col("share") == pl.col("shares")
    whole = pl.col("weight") * 100.0 / pl.col("segment_weight")
    part = pl.when(alone).then(whole).otherwise(whole * pl.col("share") / pl.col("shares"))
    return lines.with_columns(pl.when("counts").then(part).alias("counted_weight"), score).drop("segment_weight", "shares")


def totals(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per subject: total and coverage_pct (printed), graded_pct, provisional, failed, blocked, total_raw.

    ``graded_pct`` is the weight that counts, zeros included. A failed line (``problem``) or a blocking one leaves no total.
    """
    scored = lines.select(_READ).filter("scored")
    weighed = pl.col("weight") * pl.col("share")
    sums = scored.group_by("subject_nr", maintain_order=True).agg(
        pl.col("subject_id").first(),
        (pl.col("counted_weight") * pl.col("counted_score")).sum().alias("points"),
        weighed.filter(pl.col("score_raw").is_not_null()).sum().alias("reported"),
        weighed.filter("counts").sum().alias("counted"),
        pl.col("problem").is_not_null().any().alias("failed"),
        (pl.col("assumed") == "block").any().fill_null(False).alias("blocked"),
        pl.col("awaited").any().alias("provisional"), pl.col("share").first().alias("shares"),
    )
    if not (scored["segment"] == "").all():
        spans = scored.unique(SEGMENT).group_by("subject_nr").agg(pl.col("share").sum().alias("shares"))
        sums = attached(sums.drop("shares"), spans, ["subject_nr"])
    whole = (pl.col("counted") > 0) & ~pl.col("failed") & ~pl.col("blocked")
    cards = sums.select(
        "subject_id", "failed", "blocked", "provisional",
        pl.when(whole).then(pl.col("points") / 100.0).alias("total_raw"),
        (pl.col("reported") / pl.col("shares")).alias("coverage"),
        (pl.col("counted") / pl.col("shares")).round(9).alias("graded_pct"),
    )
    tie = near_tie(pl.col("total_raw")) | near_tie(pl.col("coverage"))
    cards = cards.with_columns(
        tie.alias("tie"), rounded(pl.col("total_raw")).alias("total"), rounded(pl.col("coverage")).alias("coverage_pct"),
    )
    return _settled(cards, lines).drop("tie", "coverage")


def _settled(cards: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Totals that floats cannot round, from exact scores."""
    near = cards.filter("tie")
    if near.is_empty():
        return cards
    rows = lines.filter(pl.col("scored") & pl.col("subject_id").is_in(near["subject_id"].implode()))
    exact = [(subject, *exact_total(group)) for subject, group in by_subject(rows)]
    frame = pl.DataFrame(
        [(subject, printed(total), printed(coverage)) for subject, total, coverage in exact],
        schema={"subject_id": pl.String, "exact": pl.Float64, "covered": pl.Float64}, orient="row",
    )
    cards = attached(cards, frame, ["subject_id"])
    return cards.with_columns(
        pl.when(pl.col("total").is_not_null()).then(pl.coalesce("exact", "total")).alias("total"),
        pl.coalesce("covered", "coverage_pct").alias("coverage_pct"),
    ).drop("exact", "covered")


def by_subject(rows: pl.DataFrame) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    """Rows of each subject as dictionaries, in their order."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        groups.setdefault(row["subject_id"], []).append(row)
    yield from groups.items()


def exact_total(rows: list[dict[str, Any]]) -> tuple[Decimal | None, Decimal]:
    """Unrounded total and coverage of one subject's scored lines."""
    segments: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        segments.setdefault(row["segment"], []).append(row)
    parts, coverage, shares = [], Decimal(0), Decimal(0)
    with localcontext(EXACT):
        for lines in segments.values():
            share = Decimal(repr(lines[0]["share"]))
            result = weighted_total([weighted_of(row) for row in lines])
            shares += share
            coverage += share * result.coverage
            if result.total is not None:
                parts.append((1, share, result.total))
        return (time_weighted(parts) if parts else None), coverage / shares


def weighted_of(row: Mapping[str, Any]) -> Weighted:
    """Weight, exact score and missing policy of a line's row."""
    return Weighted(Decimal(repr(row["weight"])), exact_score(row), row["assumed"] or "renormalise")


def exact_score(row: Mapping[str, Any]) -> Decimal | None:
    """The unrounded score: a given one on the 100 scale, or the method's."""
    if row["score_raw"] is None:
        return None
    if row["given_score"] is not None:
        return prescored(Decimal(repr(row["given_score"])), Decimal(repr(row["given_scale"])))
    return exact_outcome(row).score
