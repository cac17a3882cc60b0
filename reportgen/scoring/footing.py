"""Weighted scores and contributions that add up as printed (docs/method.md, "Rounding": largest remainder)."""

from __future__ import annotations

from decimal import Decimal, localcontext

import polars as pl

from reportgen.model.rounding import EXACT, largest_remainder
from reportgen.scoring.rounding import cents, rounded
from reportgen.scoring.totals import by_subject, exact_score

#: Fractions of a unit nearer than this are compared exactly.
_CLOSE = 1e-6


def with_footing(lines: pl.DataFrame, cards: pl.DataFrame) -> pl.DataFrame:
    """Add weighted_score and contribution (two decimals, adding up to total and total - 100), and what was moved.

    Lines of a subject without a total have none.
    """
    feet = cards.select("subject_id", pl.col("total").alias("foot"))
    lines = lines.join(feet, on="subject_id", how="left", maintain_order="left").with_row_index("place")
    share = pl.col("counted_weight") / 100.0
    plans = (
        ("weighted_score", "weighted_adjusted", share * pl.col("counted_score"), pl.col("foot"), 0),
        ("contribution", "contribution_adjusted", share * (pl.col("counted_score") - 100.0), pl.col("foot") - 100.0, 100),
    )
    for column, moved, value, total, reference in plans:
        lines = _footed(lines.with_columns(value.alias("part"), total.alias("whole")), column, moved, reference)
    return lines.drop("place", "foot", "part", "whole")


def _footed(lines: pl.DataFrame, column: str, moved: str, reference: int) -> pl.DataFrame:
    counted = lines.filter(pl.col("counts") & pl.col("foot").is_not_null())
    counted = counted.select("place", "subject_id", "kpi_id", "segment", "part", "whole")
    counted = counted.with_columns((pl.col("part") * 100.0).alias("scaled"))
    snapped = pl.col("scaled").round(6)
    counted = counted.with_columns(snapped.alias("snapped"), snapped.floor().alias("floor"))
    counted = counted.with_columns((pl.col("snapped") - pl.col("floor")).alias("fraction"))
    wanted = (pl.col("whole") * 100.0).round(0).first() - pl.col("floor").sum()
    counted = counted.with_columns(wanted.over("subject_id").cast(pl.Int64).alias("missing"))
    plain = counted.filter(pl.col("missing") == 0).with_columns(pl.lit(0, dtype=pl.Int64).alias("extra"))
    given = _handed_out(counted.filter(pl.col("missing") != 0), lines, reference)
    units = pl.concat([plain.select("place", "floor", "extra", "part"), given.select("place", "floor", "extra", "part")])
    units = units.select(
        "place", cents(pl.col("floor") + pl.col("extra")).alias(column), rounded(pl.col("part")).alias("half_up"),
    )
    joined = lines.join(units, on="place", how="left", maintain_order="left")
    return joined.with_columns((pl.col(column) != pl.col("half_up")).fill_null(False).alias(moved)).drop("half_up")


def _handed_out(counted: pl.DataFrame, lines: pl.DataFrame, reference: int) -> pl.DataFrame:
    """Give the missing units to the largest fractions (tie: larger value, then smaller key); exact zeros never change."""
    if counted.is_empty():
        return counted.with_columns(pl.lit(0, dtype=pl.Int64).alias("extra"))
    ordered = counted.with_columns((pl.col("snapped") == 0).alias("zero"), pl.col("snapped").abs().alias("size")).sort(
        "subject_id", "zero", "fraction", "size", "kpi_id", "segment", descending=[False, False, True, True, False, False],
    )
    rank = pl.int_range(pl.len()).over("subject_id")
    ordered = ordered.with_columns(rank.alias("rank"))
    gets = (pl.col("rank") < pl.col("missing")) & ~pl.col("zero")
    ordered = ordered.with_columns(gets.cast(pl.Int64).alias("extra"))
    edge = (pl.col("rank") == pl.col("missing") - 1) & (pl.col("subject_id") == pl.col("subject_id").shift(-1))
    tight = edge & ((pl.col("fraction") - pl.col("fraction").shift(-1)).abs() < _CLOSE) & ~pl.col("zero").shift(-1)
    doubtful = ordered.filter(tight | (pl.col("missing") < 0)).select("subject_id").unique()
    if doubtful.is_empty():
        return ordered
    exact = _exact_units(lines.join(doubtful, on="subject_id", how="semi"), reference)
    ordered = ordered.join(exact, on="place", how="left")
    return ordered.with_columns(
        pl.coalesce(pl.col("units") - pl.col("floor").cast(pl.Int64), pl.col("extra")).alias("extra")
    ).drop("units")


def _exact_units(lines: pl.DataFrame, reference: int) -> pl.DataFrame:
    """Cents of each line by the Decimal reference."""
    found: list[tuple[int, int]] = []
    for _, rows in by_subject(lines.filter("counts").sort("subject_id", maintain_order=True)):
        with localcontext(EXACT):
            weights = _exact_weights(rows)
            scores = [exact_score(row) for row in rows]
            assumed = [Decimal(100) if row["assumed"] == "target" else Decimal(0) for row in rows]
            parts = {
                f"{row['kpi_id']}\x00{row['segment']}": weight * ((score if score is not None else other) - reference) / 100
                for row, weight, score, other in zip(rows, weights, scores, assumed, strict=True)
            }
            total = Decimal(repr(rows[0]["foot"])) - reference
        shown = largest_remainder(parts, Decimal("0.01"), total)
        found += [(row["place"], int(value * 100)) for row, value in zip(rows, shown.values(), strict=True)]
    return pl.DataFrame(found, schema={"place": lines.schema["place"], "units": pl.Int64}, orient="row")


def _exact_weights(rows: list[dict[str, object]]) -> list[Decimal]:
    """Renormalised weights in percent, exactly."""
    weight: dict[object, Decimal] = {}
    share: dict[object, Decimal] = {}
    for row in rows:
        weight[row["segment"]] = weight.get(row["segment"], Decimal(0)) + Decimal(repr(row["weight"]))
        share[row["segment"]] = Decimal(repr(row["share"]))
    shares = sum(share.values(), Decimal(0))
    return [
        Decimal(repr(row["weight"])) * 100 * share[row["segment"]] / (weight[row["segment"]] * shares) for row in rows
    ]
