"""Variances in columns say exactly what the single-value rule says."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis.columns import RESULT, variances
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
@given(st.lists(st.tuples(st.sampled_from(KPIS["kpi_id"].to_list()), VALUES, VALUES), min_size=1, max_size=30))
def test_columns_equal_the_single_rule(rows: list[tuple[str, Decimal | None, Decimal | None]]) -> None:
    values = frame([(kpi, value) for kpi, value, _ in rows]).with_columns(range_lo=pl.lit(28.0), range_hi=pl.lit(32.1))
    found = variances(values, frame([(kpi, reference) for kpi, _, reference in rows]), KPIS)
    assert found.columns == list(RESULT)
    for (kpi, actual, reference), row in zip(rows, found.iter_rows(named=True), strict=True):
        direction: Direction = "higher" if kpi == "rate" else kpi  # type: ignore[assignment]
        band = (Decimal(28), Decimal("32.1")) if kpi == "range" else None
        if kpi == "target" and reference is not None:
            band = (reference, reference)
        want = variance(actual, reference, direction, "%" if kpi == "rate" else "", band)
        assert row["variance"] == (None if want.absolute is None else float(want.absolute))
        assert row["variance_pct"] == (None if want.percent is None else float(want.percent))
        assert (row["nm_reason"], row["effect"]) == (want.nm_reason, want.effect)


def test_a_difference_is_the_decimal_one() -> None:
    found = variances(frame([("higher", Decimal("0.3"))]), frame([("higher", Decimal("0.1"))]), KPIS)
    assert found["variance"].to_list() == [0.2]


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
