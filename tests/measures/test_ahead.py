"""Loaded forecasts of the periods behind the reported one: what a trend draws hatched."""

from __future__ import annotations

from typing import Any

from reportgen.measures.series import AHEAD, ahead
from tests.measures.world import actual, company, kpi, months, period, target

AC = [actual("p1", month, 10.0) for month in months(1, 2, 3)]


def forecasts(*rows: dict[str, Any], count: int = 3) -> list[tuple[str, float, float | None]]:
    data = company(kpis=[kpi(agg_time="sum", agg_org="none")], actuals=[*AC, *rows], targets=[target("p1", "2025-04", 12.0)])
    found = ahead(data, period("2025-Q1"), count)
    assert found.columns == AHEAD
    return list(found.select("period", "forecast", "target").iter_rows())


def fc(month: str, value: float | None = 11.0) -> dict[str, Any]:
    return actual("p1", month, value, scenario="FC")


def test_the_months_that_follow_with_their_targets() -> None:
    assert forecasts(fc("2025-04"), fc("2025-05", 13.0)) == [("2025-04", 11.0, 12.0), ("2025-05", 13.0, None)]


def test_at_most_as_many_as_asked_and_none_behind_a_gap() -> None:
    rows = [fc(month) for month in months(4, 5, 6, 7)]
    assert [row[0] for row in forecasts(*rows)] == ["2025-04", "2025-05", "2025-06"]
    assert [row[0] for row in forecasts(*rows, count=1)] == ["2025-04"]
    assert forecasts(fc("2025-05")) == []


def test_forecasts_of_the_past_and_of_another_grain_are_not_ahead() -> None:
    assert forecasts(fc("2025-03"), fc("2025-Q2"), fc("2025-04", None)) == []
    assert forecasts() == []
