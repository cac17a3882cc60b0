"""A short series cut from a long one is the short series itself."""

from __future__ import annotations

from reportgen.measures.series import recent, series
from tests.measures.world import actual, company, kpi, months, period, target


def test_the_last_periods_of_every_grain() -> None:
    kpis = [kpi(agg_time="sum", agg_org="none"), kpi(kpi_id="rate", agg_time="last", agg_org="none")]
    rows = [actual("p1", month, 10.0) for month in months(1, 2, 3, 4, 5, 6)]
    rows += [actual("p1", quarter, 90.0, kpi_id="rate") for quarter in ("2025-Q1", "2025-Q2")]
    data = company(kpis=kpis, actuals=rows, targets=[target("p1", "2025-04", 12.0)])
    whole = series(data, period("2025-Q2"), 12)
    assert whole.height == 8
    cut = recent(whole, data, period("2025-Q2"), 1)
    assert sorted(cut["period"].to_list()) == ["2025-06", "2025-Q2"]
    assert cut.equals(series(data, period("2025-Q2"), 1))
