"""Each anomaly rule on literal numbers, and the columns agreeing with the rules."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis import anomaly
from reportgen.analysis.history import anomalies, outliers
from reportgen.analysis.spread import deviation, mean, median, quantile
from reportgen.model.analysis import Direction

D = Decimal


def series(*values: float | str | None) -> list[Decimal | None]:
    return [None if value is None else D(str(value)) for value in values]


def test_a1_level_shift() -> None:
    # median 100, MAD 1, limit 5.1891
    base = [99, 101, 99, 101, 100, 100, 98, 102]
    found = anomaly.level_shift(series(*base, "105.2"))
    assert found is not None
    assert (found.rule, found.limit, found.numbers) == ("A1", D("5.1891"), {"median": 100, "mad": 1, "distance": D("5.2")})
    assert anomaly.level_shift(series(*base, "105.1")) is None
    assert anomaly.level_shift(series(5, 5, 5, 5, 5, 5, "5.01")) is not None, "where nothing moved, any change counts"
    assert anomaly.level_shift(series(5, 5, 5, 5, 5, 5, "5.01"), tolerance=D("0.01")) is None
    assert anomaly.level_shift(series(5, 5, 5, 5, 5, 9)) is None, "five earlier values are too few"
    assert anomaly.level_shift(series(5, 5, 5, 5, 5, 5, None)) is None


def test_a2_three_periods_worse() -> None:
    found = anomaly.worsening_run(series(100, 99, 98, 97), "higher")
    assert found is not None
    assert (found.count, found.value, found.numbers) == (3, D(97), {"before": D(100)})
    assert anomaly.worsening_run(series(100, 99, 98, 97), "lower") is None
    assert anomaly.worsening_run(series(100, 99, 99, 97), "higher") is None
    assert anomaly.worsening_run(series(100, 99, None, 97, 96), "higher") is None
    assert anomaly.worsening_run(series(30, 33, 34, 35), "range", (D(28), D(32))) is not None


def test_a3_first_breach() -> None:
    limits = series(80, 80, 80)
    assert anomaly.first_breach(series(90, 80, 79), limits, "higher") is not None
    assert anomaly.first_breach(series(79, 80, 79), limits, "higher") is None
    assert anomaly.first_breach(series(None, None, 79), limits, "higher") is None
    assert anomaly.first_breach(series(90, 80, 81), limits, "higher") is None
    assert anomaly.first_breach(series(70, 80, 81), limits, "lower") is not None
    assert anomaly.first_breach([], [], "lower") is None


def test_a4_positive_outlier() -> None:
    # quartiles 12.5 and 17.5 of ten peers: limit 17.5 + 7.5
    peers = [D(value) for value in (10, 11, 12, 14, 15, 15, 16, 18, 19, 26)]
    found = anomaly.positive_outlier(D(26), peers, "higher")
    assert found is not None
    assert (found.limit, found.numbers) == (D("25"), {"q1": D("12.5"), "q3": D("17.5")})
    assert anomaly.positive_outlier(D(25), peers, "higher") is None
    assert anomaly.positive_outlier(D(26), peers, "lower") is None
    assert anomaly.positive_outlier(D(26), peers[:7], "higher") is None
    assert anomaly.positive_outlier(D(9), [D(5)] * 9, "higher") is None, "no spread, no outlier"


def test_a5_stale_and_a6_too_good() -> None:
    assert anomaly.stale(series(1, None, None)) is not None
    assert anomaly.stale(series(1, 2, None)) is None
    assert anomaly.stale(series(None, None)) is None, "never reported is not stale"
    found = anomaly.too_good(series(95, 95, 95, 96), series(95, 95, 95, 95))
    assert found is not None
    assert (found.count, found.hr_only) == (3, True)
    assert anomaly.too_good(series(0, 0, 0), series(0, 0, 0)) is None
    assert anomaly.too_good(series(95, 95, 96), series(95, 95, 95)) is None


def test_spread() -> None:
    values = [D(2), D(4), D(4), D(4), D(5), D(5), D(7), D(9)]
    assert (mean(values), median(values), deviation(values)) == (D(5), D("4.5"), D(2))
    assert quantile([D(1), D(2), D(3), D(4)], D("0.25")) == D("1.75")


KPIS = pl.DataFrame({"kpi_id": ["up", "down", "band"], "direction": ["higher", "lower", "range"], "unit": ["", "%", None]})


def frame(kpi: str, values: Sequence[Decimal | None], subject: str = "s", target: str = "95") -> pl.DataFrame:
    size = len(values)
    return pl.DataFrame({
        "subject_id": [subject] * size, "kpi_id": [kpi] * size, "order": list(range(20 - size, 20)),
        "value": [None if value is None else float(value) for value in values],
        "target": [float(target)] * size, "threshold": [90.0] * size, "range_lo": [94.0] * size, "range_hi": [96.0] * size,
    }, schema_overrides={"value": pl.Float64})


CELL = st.one_of(st.none(), st.integers(88, 100).map(D), st.decimals(94, 96, places=1))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["up", "down", "band"]), st.lists(CELL, min_size=1, max_size=13))
def test_columns_find_what_the_rules_find(kpi: str, values: list[Decimal | None]) -> None:
    direction: Direction = {"up": "higher", "down": "lower", "band": "range"}[kpi]  # type: ignore[assignment]
    targets, thresholds = [D("95.0")] * len(values), [D("90.0")] * len(values)
    band = (D(94), D(96)) if kpi == "band" else None
    expected = [
        anomaly.level_shift(values), anomaly.worsening_run(values, direction, band),
        anomaly.first_breach(values, thresholds, direction), anomaly.stale(values), anomaly.too_good(values, targets),
    ]
    found = anomalies(frame(kpi, values), KPIS)
    assert [item.rule for item in found] == [item.rule for item in expected if item is not None]


def test_columns_fill_gaps_and_name_the_line() -> None:
    early = frame("up", series(100), "b").with_columns(order=pl.lit(16, pl.Int64))
    rows = pl.concat([frame("up", series(100, 99, 98, 97), "a"), early])
    found = [(item.rule, item.subject_id, item.kpi_id, item.count) for item in anomalies(rows, KPIS)]
    assert found == [("A2", "a", "up", 3), ("A5", "b", "up", 3)]
    assert anomalies(rows.clear(), KPIS) == ()


def test_outliers_by_peer_group() -> None:
    values = [10, 11, 12, 14, 15, 15, 16, 18, 19, 26]
    rows = pl.DataFrame({
        "subject_id": [f"p{value}-{index}" for index, value in enumerate(values)] * 2, "kpi_id": ["up"] * 10 + ["down"] * 10,
        "peer_group": ["g"] * 20, "value": [float(value) for value in values] * 2,
    })
    assert [(item.rule, item.subject_id, item.kpi_id) for item in outliers(rows, KPIS)] == [("A4", "p26-9", "up")]
    assert outliers(rows.head(7), KPIS) == ()
