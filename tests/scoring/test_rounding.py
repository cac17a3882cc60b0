"""Rounding in columns is that of Decimal, although polars divides by a constant with its reciprocal."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.rounding import half_up
from reportgen.scoring.rounding import cents, difference, near_tie, rounded

D = Decimal
SHORT = st.builds(lambda units, places: D(units).scaleb(-places), st.integers(-10**9, 10**9), st.integers(0, 4))


def column(values: list[float]) -> pl.DataFrame:
    return pl.DataFrame({"x": values}, schema={"x": pl.Float64})


def test_every_hundredth_up_to_twenty_thousand_is_the_nearest_float() -> None:
    units = np.arange(-20_000, 2_000_001, dtype=np.float64)
    found = pl.DataFrame({"x": units}).select(cents(pl.col("x")))["x"].to_numpy()
    assert np.array_equal(found, units / 100.0)


def test_the_hundredth_that_a_reciprocal_gets_wrong() -> None:
    """9982 x 0.01 is 99.82000000000001."""
    assert column([9982.0]).select(cents(pl.col("x")))["x"].to_list() == [99.82]


@settings(max_examples=200, deadline=None)
@given(st.lists(SHORT, min_size=1, max_size=30))
def test_short_decimals_round_half_up_away_from_zero(values: list[Decimal]) -> None:
    frame = column([float(value) for value in values]).select(
        rounded(pl.col("x")).alias("shown"), near_tie(pl.col("x")).alias("near")
    )
    for value, (shown, near) in zip(values, frame.iter_rows(), strict=True):
        assert shown == float(half_up(value)) or (near and abs(value) > 10_000), value


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SHORT, st.integers(1, 10**5)), min_size=1, max_size=20))
def test_quotients_are_right_wherever_they_are_not_marked_as_near_a_tie(pairs: list[tuple[Decimal, int]]) -> None:
    quotients = column([float(a) / b for a, b in pairs])
    frame = quotients.select(rounded(pl.col("x")).alias("shown"), near_tie(pl.col("x")).alias("near"))
    for (a, b), (shown, near) in zip(pairs, frame.iter_rows(), strict=True):
        assert near or shown == float(half_up(a / b)), (a, b)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SHORT, SHORT), min_size=1, max_size=20))
def test_differences_are_those_of_the_decimals(pairs: list[tuple[Decimal, Decimal]]) -> None:
    frame = pl.DataFrame([(float(a), float(b)) for a, b in pairs], schema={"a": pl.Float64, "b": pl.Float64}, orient="row")
    for (a, b), found in zip(pairs, frame.select(difference(pl.col("a"), pl.col("b")).alias("gap"))["gap"], strict=True):
        assert found == float(a - b), (a, b)
