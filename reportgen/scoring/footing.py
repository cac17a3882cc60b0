"""Weighted scores and contributions that add up as printed (docs/method/scoring.md, "Rounding": largest remainder)."""

from __future__ import annotations

from decimal import Decimal, localcontext

import polars as pl

from reportgen.measures.joins import attached
from reportgen.model.rounding import EXACT, largest_remainder
from reportgen.scoring.rounding import cents, rounded
from reportgen.scoring.totals import by_subject, exact_score

#: Fractions of a unit nearer than this are compared exactly.
_CLOSE = 1e-6


def with_footing(lines: pl.DataFrame, cards: pl.DataFrame) -> pl.DataFrame:
    """Add weighted_score and contribution (two decimals, adding up to total and total - 100), and what was moved.

    Lines of a subject without a total have none.
    """
    lines = attached(lines, cards.select("subject_id", pl.col("total").alias("foot")), ["subject_id"])
    share, score = pl.col("counted_weight") / 100.0, pl.col("counted_score")
    read = lines.select(
        "subject_nr", "kpi_id", "segment", "foot", "counts", (share * score).alias("weighted"),
        (share * (score - 100.0)).alias("apart"),
    ).with_row_index("place").filter(pl.col("counts") & pl.col("foot").is_not_null())
    plans = (("weighted_score", "weighted", 0), ("contribution", "apart", 100))
    for column, part, reference in plans:
        whole = pl.col("foot") - float(reference)
        counted = read.select("place", "subject_nr", "kpi_id", "segment", pl.col(part).alias("part"), whole.alias("whole"))
        lines = lines.hstack(_footed(counted, lines, column, reference))
    return lines.drop("foot")


def _footed(counted: pl.DataFrame, lines: pl.DataFrame, column: str, reference: int) -> pl.DataFrame:
    """``column`` and ``column``'s mark of adjustment for every line."""
    snapped = (pl.col("part") * 100.0).round(6)
    counted = counted.with_columns(snapped.alias("snapped"), snapped.floor().alias("floor"))
    counted = counted.with_columns((pl.col("snapped") - pl.col("floor")).alias("fraction"))
    wanted = (pl.col("whole") * 100.0).round(0).first() - pl.col("floor").sum()
    counted = counted.with_columns(wanted.over("subject_nr").cast(pl.Int64).alias("missing"))
    plain = counted.filter(pl.col("missing") == 0).with_columns(pl.lit(0, dtype=pl.Int64).alias("extra"))
    given = _handed_out(counted.filter(pl.col("missing") != 0), lines, reference)
    units = pl.concat([frame.select("place", "floor", "extra", "part") for frame in (plain, given)])
    cells = cents(pl.col("floor") + pl.col("extra")).alias("shown")
    shown = units.select("place", cells, rounded(pl.col("part")).alias("half_up"))
    empty = pl.Series(column, [None], dtype=pl.Float64).new_from_index(0, lines.height)
    moved = pl.Series(f"{column.removesuffix('_score')}_adjusted", [False]).new_from_index(0, lines.height)
    return pl.DataFrame([
        empty.scatter(shown["place"], shown["shown"]), moved.scatter(shown["place"], shown["shown"] != shown["half_up"]),
    ])


def _handed_out(counted: pl.DataFrame, lines: pl.DataFrame, reference: int) -> pl.DataFrame:
    """Give the missing units to the largest fractions (tie: larger value, then smaller key); exact zeros never change."""
    if counted.is_empty():
        return counted.with_columns(pl.lit(0, dtype=pl.Int64).alias("extra"))
    ordered = counted.with_columns((pl.col("snapped") == 0).alias("zero"), pl.col("snapped").abs().alias("size")).sort(
        "subject_nr", "zero", "fraction", "size", "kpi_id", "segment", descending=[False, False, True, True, False, False],
    )
    ordered = ordered.with_columns(pl.int_range(pl.len()).over("subject_nr").alias("rank"))
    gets = (pl.col("rank") < pl.col("missing")) & ~pl.col("zero")
    ordered = ordered.with_columns(gets.cast(pl.Int64).alias("extra"))
    edge = (pl.col("rank") == pl.col("missing") - 1) & (pl.col("subject_nr") == pl.col("subject_nr").shift(-1))
    tight = edge & ((pl.col("fraction") - pl.col("fraction").shift(-1)).abs() < _CLOSE) & ~pl.col("zero").shift(-1)
    doubtful = ordered.filter(tight | (pl.col("missing") < 0))["subject_nr"].unique()
    if doubtful.is_empty():
        return ordered
    counting = lines.with_row_index("place").filter(pl.col("subject_nr").is_in(doubtful.implode()) & pl.col("counts"))
    exact = _exact_units(counting, reference)
    ordered = ordered.join(exact, on="place", how="left")
    return ordered.with_columns(
        pl.coalesce(pl.col("units") - pl.col("floor").cast(pl.Int64), pl.col("extra")).alias("extra")
    ).drop("units")


def _exact_units(lines: pl.DataFrame, reference: int) -> pl.DataFrame:
    """Cents of each line by the Decimal reference."""
    found: list[tuple[int, int]] = []
    for _, rows in by_subject(lines):
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
