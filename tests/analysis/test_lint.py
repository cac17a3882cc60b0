"""What history says of targets, KPIs and values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest

from reportgen.analysis.history import anomalies
from reportgen.analysis.lint import lint_history, lint_values
from reportgen.model.finding import Finding

KEYS = {"subject_id": "p1", "kpi_id": "k", "assignment_id": ""}
STEADY = (100.0, 102.0, 98.0, 101.0, 99.0, 100.0)


def past(values: Sequence[float]) -> pl.DataFrame:
    """Values of the months of 2024, the first in January."""
    return pl.DataFrame([
        {**KEYS, "period": f"2024-{month:02d}", "end": date(2024, month, 28), "actual": value}
        for month, value in enumerate(values, 1)
    ])


def line(**more: Any) -> dict[str, Any]:
    return {
        **KEYS, "period": "2025-01", "level": "individual", "weight": 100.0, "direction": "higher", "unit": "CNY",
        "agg_time": "sum", "target": 100.0, "score": 100.0, "prior_score": None, "steps": 1, **more,
    }


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides={"prior_score": pl.Float64, "target": pl.Float64, "steps": pl.Int64})


def codes(found: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("more", "case"),
    [
        ({"target": 160.0}, "hard"), ({"target": 40.0}, "easy"), ({"target": 150.0}, None), ({"target": 110.0}, None),
        ({"target": 160.0, "direction": "lower"}, "easy"), ({"target": 40.0, "direction": "lower"}, "hard"),
        ({"target": 0.0, "direction": "lower"}, None), ({"target": 300.0, "steps": 3}, None),
        ({"target": 1000.0, "steps": 3}, "hard_flow"), ({"target": 300.0, "steps": 3, "agg_time": "last"}, "hard"),
        ({"target": 113.0, "unit": "%"}, "hard"), ({"target": 112.0, "unit": "%"}, None),
        ({"target": 300.0, "steps": None}, None), ({"target": None}, None), ({"target": 160.0, "weight": 0.0}, None),
    ],
)
def test_a_target_far_beyond_the_past_is_absurd(more: dict[str, Any], case: str | None) -> None:
    """The past lies between 98 and 102: beyond it means above 102 + 51 or below 98 - 49."""
    found = list(lint_history(frame([line(**more)]), past(STEADY)))
    assert [finding.params["case"] for finding in found] == ([case] if case else [])
    assert not found or (found[0].params["low"], found[0].params["high"], found[0].params["count"]) == ("98", "102", "6")


def test_five_values_are_no_history() -> None:
    assert list(lint_history(frame([line(target=9999.0)]), past(STEADY[:5]))) == []


@pytest.mark.parametrize(
    ("scores", "priors", "fires"),
    [
        ([100.0] * 5, [None] * 5, True), ([100.0] * 4, [None] * 4, False), ([100.0] * 4 + [99.0], [None] * 5, False),
        ([100.0] * 5, [100.0] * 4 + [None], True), ([100.0] * 5, [100.0, 90.0, None, None, None], False),
        ([100.0] * 5, [90.0] * 5, False),
    ],
)
def test_a_kpi_on_which_all_score_the_same_tells_nobody_apart(
    scores: list[float], priors: list[float | None], fires: bool
) -> None:
    people = [
        line(subject_id=f"p{number}", score=score, prior_score=prior)
        for number, (score, prior) in enumerate(zip(scores, priors, strict=True))
    ]
    found = list(lint_history(frame(people), past(STEADY).clear()))
    assert codes(found) == (["W-NO-SPREAD"] if fires else [])
    assert not fires or found[0].params == {"period": "2025-01", "count": "5", "score": "100.00"}


def outliers(values: Sequence[float], now: float, year_ago: float | None = None) -> list[Finding]:
    earlier = past(values)
    latest = pl.DataFrame([{**KEYS, "period": "2025-01", "end": date(2025, 1, 31), "actual": now}])
    whole = pl.concat([earlier, latest]).with_columns(pl.col("end").rank("dense").cast(pl.Int64).alias("order"))
    kpis = pl.DataFrame({"kpi_id": ["k"], "direction": ["higher"], "unit": ["CNY"]})
    found = anomalies(whole.rename({"actual": "value"}).drop("period", "end"), kpis)
    ago = pl.DataFrame([{**KEYS, "actual": year_ago}]) if year_ago is not None else latest.clear()
    return list(lint_values("2025-01", found, latest, earlier, ago))


def test_a_level_shift_is_an_outlier_unless_it_is_a_season() -> None:
    """Median 100, MAD 1: limit 5.1891."""
    assert codes(outliers(STEADY, 105.0)) == []
    found = outliers(STEADY, 106.0)
    assert (found[0].code, found[0].params) == ("W-OUTLIER", {"period": "2025-01", "value": "106", "median": "100"})
    assert outliers(STEADY, 106.0, year_ago=103.0) == []
    assert codes(outliers(STEADY, 106.0, year_ago=100.0)) == ["W-OUTLIER"]


def test_a_small_count_that_moves_by_one_is_no_outlier() -> None:
    assert outliers([3.0] * 6, 4.0) == []
    assert codes(outliers([3.0] * 6, 5.0)) == ["W-OUTLIER"]
    assert outliers([6.0, 6.0, 6.0, 8.0, 6.0, 6.0], 10.0) == []


def test_a_number_that_was_never_negative_and_is_now() -> None:
    found = outliers((10.0, 90.0, 20.0, 80.0, 30.0, 70.0), -5.0)
    assert [finding.params for finding in found] == [{"period": "2025-01", "value": "-5", "case": "sign", "count": "6"}]
    assert outliers((-10.0, 90.0, 20.0, 80.0, 30.0, 70.0), -5.0) == []
