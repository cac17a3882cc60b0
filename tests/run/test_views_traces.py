"""How scores came about in views, one row per period of a trend, long streaks, findings that name their unit."""

from __future__ import annotations

from dataclasses import replace

from reportgen.run.views.alerts import Alerts
from reportgen.run.views.rights import Rights
from reportgen.run.views.sources import one_per_period
from tests.reports.reading import table_of
from tests.run.world import demo_views


def test_a_person_sees_the_rows_behind_each_score() -> None:
    view = demo_views("zh-CN").view("E071")
    traces = {one.kpi_id: {step.rule_id: step for step in one.steps} for one in view.line_traces}
    assert [one.kpi_id for one in view.line_traces] == [line.kpi.id for line in view.lines]
    sales = traces["sales"]
    assert sales["ACT"].numbers == "419,400 + 645,800 + 812,300"
    assert sales["ACT"].sources[0].startswith("actuals.csv 第")
    assert sales["ATT"].numbers == "100×1,877,500÷1,790,000"
    assert not any(rule.startswith(("VAR", "CON", "WSC", "WGT")) for steps in traces.values() for rule in steps)
    assert demo_views("zh-CN").view("M-EAST").line_traces == ()


def test_two_posts_in_a_month_are_one_row() -> None:
    rows = [
        {"period": "2025-07", "actual": 5.0, "target": 4.0}, {"period": "2025-08", "actual": 0.1, "target": 2.0},
        {"period": "2025-08", "actual": 0.2, "target": None},
    ]
    added = one_per_period(rows, adds_up=True)
    assert [(row["period"], row["actual"], row["target"]) for row in added] == [("2025-07", 5.0, 4.0), ("2025-08", 0.3, None)]
    assert [row["actual"] for row in one_per_period(rows, adds_up=False)] == [5.0, 0.2]
    series = demo_views("en").view("E010").lines[0].series
    assert len({point.period.label for point in series}) == len(series)


def test_a_streak_as_long_as_is_counted_may_be_longer() -> None:
    views = demo_views("en")
    rights = Rights(views.organisation, "LT", "hr")
    alerts = Alerts(views.sources, rights, {}, "en")
    row = {"kpi_id": "sales", "red_streak": 12, "score": 80.0}
    twelve, eleven = alerts._streak("M-EAST", row), alerts._streak("M-EAST", {**row, "red_streak": 11})
    assert (twelve.at_least, eleven.at_least) == (True, False)
    assert "at least 12 periods" in twelve.text
    view = replace(views.view("M-EAST"), alerts=(twelve,))
    cells = table_of(view, "alerts", 267).rows[0].cells
    assert (cells[6].prefix, cells[6].value, str(cells[7].value)[-9:]) == ("≥", 12, "or before")
    assert table_of(view, "alert_feedback", 267).rows[0].cells[2].value is None


def test_a_finding_names_the_unit_below_and_prints_its_figures() -> None:
    found = next(one for one in demo_views("en").view("PRD").findings if one.code == "W-CHILD-SUM")
    assert found.params["kpi_id"] == "Research and Development: Innovation proposals"
    assert found.params["gap"] == "−3"
    own = next(one for one in demo_views("en").view("P-RD").findings if one.code == "W-CHILD-SUM")
    assert own.params["kpi_id"] == "Innovation proposals"
