"""Variances in columns say exactly what the single-value rule says."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis.columns import RESULT, plan_reference, variances
from reportgen.analysis.variance import plan_reference as plan_point
from reportgen.analysis.variance import variance
from reportgen.model.analysis import Direction

KPIS = pl.DataFrame({
    "kpi_id": ["higher", "lower", "range", "target", "none", "rate"],
    "direction": ["higher", "lower", "range", "target", "none", "higher"],
    "unit": ["CNY", "CNY", "d", "d", None, "%"],
})
VALUES = st.one_of(
    st.none(),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-10, 10, places=4),
    st.decimals("-9e12", "9e12", places=2),
    st.sampled_from([Decimal(0), Decimal(100), Decimal("100.005"), Decimal("1.1"), Decimal("10.999"), Decimal(1)]),
    st.decimals(-1, 1, places=12),
)


def frame(rows: list[tuple[str, Decimal | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "subject_id": [f"S{index}" for index in range(len(rows))],
            "kpi_id": [kpi for kpi, _ in rows],
            "value": [None if value is None else float(value) for _, value in rows],
        },
        schema_overrides={"value": pl.Float64},
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KPIS["kpi_id"].to_list()), VALUES, VALUES), min_size=1, max_size=30),
    st.sampled_from([Decimal(28), None]), st.sampled_from([Decimal("32.1"), None]),
)
def test_columns_equal_the_single_rule(
    rows: list[tuple[str, Decimal | None, Decimal | None]], low: Decimal | None, high: Decimal | None
) -> None:
    values = frame([(kpi, value) for kpi, value, _ in rows]).with_columns(
        range_lo=pl.lit(None if low is None else float(low), pl.Float64),
        range_hi=pl.lit(None if high is None else float(high), pl.Float64),
    )
    found = variances(values, frame([(kpi, reference) for kpi, _, reference in rows]), KPIS)
    assert found.columns == list(RESULT)
    for (kpi, actual, reference), row in zip(rows, found.iter_rows(named=True), strict=True):
        direction: Direction = "higher" if kpi == "rate" else kpi  # type: ignore[assignment]
        want = variance(actual, reference, direction, "%" if kpi == "rate" else "", (low, high) if kpi == "range" else None)
        assert row["variance"] == (None if want.absolute is None else float(want.absolute))
        assert row["variance_pct"] == (None if want.percent is None else float(want.percent))
        assert (row["nm_reason"], row["effect"]) == (want.nm_reason, want.effect)


def test_a_difference_is_the_decimal_one() -> None:
    found = variances(frame([("higher", Decimal("0.3"))]), frame([("higher", Decimal("0.1"))]), KPIS)
    assert found["variance"].to_list() == [0.2]


def test_a_small_number_beside_a_large_one_is_left_to_decimals() -> None:
    found = variances(frame([("higher", Decimal("0.0001"))]), frame([("higher", Decimal("724611040459.81"))]), KPIS)
    assert found["variance"].to_list() == [float("-724611040459.8099")]


def test_rows_meet_by_assignment_and_a_missing_reference_is_missing() -> None:
    values = pl.DataFrame({
        "subject_id": ["P1", "P1", "P2"], "kpi_id": ["higher"] * 3, "assignment_id": ["a", "b", None], "value": [1.0, 2.0, 3.0],
    })
    reference = pl.DataFrame({
        "subject_id": ["P1", "P2"], "kpi_id": ["higher"] * 2, "assignment_id": ["b", None], "value": [1.0, 4.0],
    })
    found = variances(values, reference, KPIS)
    assert found["variance"].to_list() == [None, 1.0, -1.0]
    assert found["nm_reason"].to_list() == ["missing", "", ""]
    assert found["effect"].to_list() == ["", "favourable", "unfavourable"]


def test_a_changed_definition_is_read_from_the_reference() -> None:
    reference = frame([("higher", Decimal(100))]).with_columns(definition_changed=pl.lit(True))
    found = variances(frame([("higher", Decimal(110))]), reference, KPIS)
    assert (found["variance"][0], found["variance_pct"][0], found["nm_reason"][0]) == (10.0, None, "definition_changed")


def test_the_plan_of_a_range_is_its_nearest_point() -> None:
    values = frame([("range", Decimal(35)), ("range", Decimal(30)), ("range", None), ("higher", Decimal(5))]).with_columns(
        range_lo=pl.lit(28.0), range_hi=pl.lit(32.0), target=pl.Series([None, None, None, 4.0], dtype=pl.Float64)
    )
    reference = plan_reference(values, KPIS)
    assert reference["value"].to_list() == [32.0, 30.0, None, 4.0]
    assert plan_point(Decimal(35), None, (Decimal(28), None)) == 35
    assert plan_point(Decimal(20), None, (Decimal(28), None)) == 28
    found = variances(values, reference, KPIS)
    assert found["variance"].to_list() == [3.0, 0.0, None, 1.0]
    assert found["effect"].to_list() == ["unfavourable", "neutral", "", "favourable"]
