"""Attainment and score of every line at once, rows that need it scored exactly (docs/method/scoring.md, "Arithmetic")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any

import polars as pl

from reportgen.model.rounding import EXACT
from reportgen.scoring.columns import COLUMNS, unified
from reportgen.scoring.exact.line import DomainError, Line, Outcome
from reportgen.scoring.exact.methods import METHODS, score_line
from reportgen.scoring.proration import PRORATED
from reportgen.scoring.rounding import exact_text, near_tie, printed, rounded, sure_tie

#: More parameter sets than this for one method are scored line by line.
_MOST_SETS = 200
_READ = (
    "method", "params", "direction", "actual", "target", "threshold", "stretch", "range_lo", "range_hi", "zero_distance",
    "baseline", "comparator", "cap", "floor", "scored", "divisor", "prorated_days", "given_score",
)
_EXCUSED = ["not_applicable", "suspended"]
SCORED = ("attainment_pct", "score_uncapped", "score", "score_raw")


def with_scores(lines: pl.DataFrame) -> pl.DataFrame:
    """Add attainment_pct, score_uncapped, score (printed, 2 decimals), score_raw (unrounded), problem, max_grade.

    ``lines`` carries the fields of ``Line`` as columns, ``scored`` (bool) and dividend, divisor. ``problem`` is
    ``code|reason`` where the method cannot score the line, else missing.
    """
    results = _settled(lines, _computed(lines))
    done = lines.hstack(results)
    lacking = pl.col("scored") & pl.col("problem").is_null() & _needs_target() & ~pl.col("state").is_in(_EXCUSED)
    unasked = (pl.col("state") == "not_reported") & pl.col("score_raw").is_not_null()
    return done.with_columns(
        pl.when(unasked).then(pl.lit("reported")).otherwise(pl.col("state")).alias("state"),
        pl.when(lacking).then(pl.lit("E-TARGET-MISSING|target")).otherwise(pl.col("problem")).alias("problem"),
    )


def _needs_target() -> pl.Expr:
    """Lines whose method needs a target that is not there, whether or not there is an actual."""
    needing = [name for name, method in METHODS.items() if method.needs_target and name not in ("interpolation", "step")]
    params = pl.col("params").fill_null("")
    curve = (pl.col("method") == "interpolation") & ~params.str.contains('"points"', literal=True)
    steps = (pl.col("method") == "step") & ~params.str.contains('"actual"', literal=True)
    banded = pl.col("direction") == "range"
    number = ~banded & (pl.col("method").is_in(needing) | curve | steps) & pl.col("target").is_null()
    band = banded & pl.col("method").is_in(["range", "binary"]) & pl.col("range_lo").is_null() & pl.col("range_hi").is_null()
    return (number | band) & pl.col("given_score").is_null()


def _computed(lines: pl.DataFrame) -> pl.DataFrame:
    """What the columns say: SCORED and ``unsafe``, row by row."""
    frame = lines.select(_READ).with_row_index("place")
    kinds = frame.select("method", "params").unique(maintain_order=True)
    if kinds.height == 1:
        return _scored(frame).drop("place")
    counts = kinds.group_by("method").len()
    many = set(counts.filter(pl.col("len") > _MOST_SETS)["method"].to_list())
    groups = frame.filter(~pl.col("method").is_in(many)).partition_by("method", "params", maintain_order=True)
    groups += frame.filter(pl.col("method").is_in(many)).partition_by("method", maintain_order=True)
    parts = [_scored(group) for group in groups] or [_by_line(frame, pl.lit(False))]
    return pl.concat(parts).sort("place").drop("place")


def _by_line(group: pl.DataFrame, unsafe: pl.Expr) -> pl.DataFrame:
    """Nothing computed, ``unsafe`` to be scored line by line."""
    return group.select("place", *(pl.lit(None, dtype=pl.Float64).alias(name) for name in SCORED), unsafe.alias("unsafe"))


def _scored(group: pl.DataFrame) -> pl.DataFrame:
    method, columns = group["method"][0], COLUMNS.get(group["method"][0])
    present = pl.col("scored") & pl.col("actual").is_not_null() & ~_needs_target()
    if columns is None or group["params"].n_unique() > 1:
        return _by_line(group, pl.col("scored"))
    try:
        uncapped, unsafe = columns(parse_params(group["params"][0]))
    except (DomainError, ValueError, KeyError, TypeError, ArithmeticError):
        return _by_line(group, present)
    attainment = uncapped if METHODS[method].own_attainment else unified()
    done = group.with_columns(
        pl.when(present).then(uncapped).alias("score_uncapped"),
        pl.when(present).then(attainment).alias("attainment_pct"),
        (present & unsafe).fill_null(True).alias("unsafe"),
    )
    done = done.with_columns(pl.col("score_uncapped").clip(pl.col("floor"), pl.col("cap")).alias("score_raw"))
    tie = near_tie(pl.col("score_uncapped")) | near_tie(pl.col("attainment_pct")) | near_tie(pl.col("score_raw"))
    if method in ("ratio", "on_target"):
        given = pl.col("divisor").is_null() & pl.col("prorated_days").is_null()
        tie = tie & ~(given & sure_tie(pl.col("actual"), pl.col("target")))
    return done.select(
        "place", rounded(pl.col("attainment_pct")).alias("attainment_pct"),
        rounded(pl.col("score_uncapped")).alias("score_uncapped"), rounded(pl.col("score_raw")).alias("score"),
        "score_raw", (pl.col("unsafe") | tie).alias("unsafe"),
    )


def _settled(lines: pl.DataFrame, computed: pl.DataFrame) -> pl.DataFrame:
    """Score the unsafe rows line by line and put the results in their place."""
    places = computed["unsafe"].arg_true()
    rows = lines[places].iter_rows(named=True) if len(places) else ()
    results = [_outcome(row) for row in rows]
    columns = {name: computed[name] for name in SCORED}
    for name in ("problem", "max_grade"):
        columns[name] = pl.Series(name, [None], dtype=pl.String).new_from_index(0, lines.height)
    if results:
        found = dict(zip(columns, zip(*results, strict=True), strict=True))
        columns = {name: cells.scatter(places, pl.Series(found[name], dtype=cells.dtype)) for name, cells in columns.items()}
    return pl.DataFrame(columns)


def _outcome(row: Mapping[str, Any]) -> tuple[Any, ...]:
    try:
        outcome = exact_outcome(row)
    except DomainError as error:
        return None, None, None, None, f"{error.code}|{error.reason}", None
    raw = None if outcome.score is None else float(outcome.score)
    return (
        printed(outcome.attainment), printed(outcome.uncapped), printed(outcome.score), raw, None, outcome.max_grade,
    )


def exact_outcome(row: Mapping[str, Any]) -> Outcome:
    """A line's row scored in Decimal; raises DomainError."""
    return score_line(line_of(row))


def line_of(row: Mapping[str, Any]) -> Line:
    """The row of a lines frame as the exact methods read it."""
    number = {name: exact_target(row, name) for name in PRORATED}
    number |= {name: exact_text(row[name]) for name in ("range_lo", "range_hi", "zero_distance")}
    return Line(
        method=row["method"], direction=row["direction"], actual=exact_actual(row), comparator=row["comparator"],
        rank=row["peer_rank"], peers=row["peer_count"],
        cap=Decimal(repr(row["cap"])), floor=Decimal(repr(row["floor"])), params=parse_params(row["params"]), **number,
    )


def exact_actual(row: Mapping[str, Any]) -> Decimal | None:
    """The actual as given, or the exact quotient where it was computed."""
    if row["actual"] is None or row["divisor"] is None:
        return exact_text(row["actual"])
    with localcontext(EXACT):
        return Decimal(repr(row["dividend"])) / Decimal(repr(row["divisor"]))


def exact_target(row: Mapping[str, Any], name: str) -> Decimal | None:
    """A target as set, or its exact share of the days in post."""
    if row[f"full:{name}"] is None:
        return exact_text(row[name])
    with localcontext(EXACT):
        return Decimal(repr(row[f"full:{name}"])) * Decimal(row["prorated_days"]) / Decimal(row["window_days"])


@lru_cache(maxsize=4096)
def parse_params(text: str | None) -> Mapping[str, Any]:
    """The JSON object of a ``params`` cell, numbers as text so that none is rounded; DomainError when it is none."""
    if not text:
        return {}
    try:
        value = json.loads(text, parse_float=str, parse_int=str)
    except ValueError:
        raise DomainError("params") from None
    if not isinstance(value, dict):
        raise DomainError("params")
    return value
