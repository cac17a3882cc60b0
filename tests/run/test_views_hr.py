"""What HR sees of a company: everyone, statistics, calibration; small groups by their number only."""

from __future__ import annotations

from pathlib import Path

from reportgen.run.views.build import Views
from tests.run.world import company, demo, demo_views


def test_statistics_of_the_small_company(tmp_path: Path) -> None:
    view = Views(company(tmp_path), "zh-CN").view("C", "hr")
    found = view.statistics
    assert found is not None
    assert (found.head_count, found.rated, dict(found.not_rated)) == (6, 4, {"no_scorecard": 2})
    assert [(one.kind, one.key, one.count, one.mean) for one in found.groups] == [
        ("company", "", 4, None), ("unit", "D1", 2, None), ("unit", "D2", 2, None),
        ("job_family", "business", 2, None), ("job_family", "service", 2, None),
    ]
    # 107.20 A, 109.38 A; 92.00 B, 95.00 B
    assert {share.grade: share.count for share in found.grades} == {"S": 0, "A": 2, "B": 2, "C": 0, "D": 0}
    assert {one.kpi_id for one in found.quality} == {"sales", "csat", "time"}


def test_who_was_away_for_long_is_no_head_of_the_distribution(tmp_path: Path) -> None:
    """91 days of the quarter less 70 are fewer than 31."""
    rows = "person_id,type,from,to\nP3,parental,2025-04-01,2025-06-09\nP4,sick,2025-04-01,2025-04-20\n"
    found = Views(company(tmp_path, absences=rows), "zh-CN").view("C", "hr").statistics
    assert found is not None
    assert (found.rated, dict(found.not_rated)) == (3, {"long_leave": 1, "no_scorecard": 2})


def test_statistics_are_for_hr(tmp_path: Path) -> None:
    views = Views(company(tmp_path), "zh-CN")
    assert views.view("C", "board").statistics is None
    assert views.view("C", "manager").statistics is None
    assert views.view("C", "finance").statistics is None


def test_calibration_with_who_decided(tmp_path: Path) -> None:
    rows = (
        "subject_id,period,from_grade,to_grade,reason,decided_by,date\n"
        "P6,2025-Q2,B,A,\u5e26\u65b0\u4eba,P4,2025-07-05\nP3,2025-Q1,B,A,\u4e0a\u5b63,P1,2025-04-05\n"
    )
    views = Views(company(tmp_path, adjustments=rows), "zh-CN")
    one, = views.view("C", "hr").adjustments
    assert (one.subject_id, one.from_grade, one.to_grade, one.decided_by, f"{one.final}") == (
        "P6", "B", "A", "\u8d75\u516d", "95.00",
    )
    assert [item.subject_id for item in views.view("D2").adjustments] == ["P6"]
    assert views.view("D1").adjustments == () and views.view("C", "board").adjustments == ()


def test_everybody_of_the_demo_is_listed_for_hr_and_finance() -> None:
    views = demo_views("zh-CN")
    people = views.organisation.people_below("LT")
    for recipient in ("hr", "finance"):
        view = views.view("LT", "hr" if recipient == "hr" else "finance")
        assert tuple(one.id for one in view.people) == people
        assert set(people) <= set(view.names)
    assert all(one.scores for one in views.view("LT", "hr").people if one.scorecard is not None)


def test_grades_before_are_compared_and_add_up() -> None:
    found = demo_views("zh-CN").view("LT", "hr").statistics
    assert found is not None
    before = demo().past.grades_before
    rated = {row["subject_id"] for row in demo().scores.scorecards.to_dicts() if row["grade"] and row["level"] == "individual"}
    assert sum(move.count for move in found.moves) == len(rated & set(before))
    assert sum(share.count for share in found.grades) == found.rated == len(rated)
    assert found.head_count == found.rated + sum(found.not_rated.values())


def test_units_stand_in_the_order_of_the_organisation() -> None:
    found = demo_views("zh-CN").view("LT", "hr").statistics
    assert found is not None
    units = [one.key for one in found.groups if one.kind == "unit"]
    assert units[:3] == ["LT", "MKT", "M-EAST"] and units.index("P-RD") < units.index("F-FIN")


def test_hints_for_hr_reach_nobody_else() -> None:
    views = demo_views("zh-CN")
    for unit in ("PRD", "P-RD", "M-EAST-2"):
        for recipient in ("manager", "board", "finance"):
            view = views.view(unit, recipient)
            assert not [item for line in view.lines for item in line.anomalies if item.hr_only]
            assert not [alert for alert in view.alerts if alert.detail == "A6"]
    assert [item.rule for line in views.view("PRD", "hr").lines for item in line.anomalies if item.hr_only] == ["A6"]
