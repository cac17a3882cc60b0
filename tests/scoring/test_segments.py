"""One person, several scorecards: transfers, parallel posts, quarters of a year, proration."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportgen.model.policy import Rules, ScoringRules
from reportgen.scoring.segments import Segment, merged
from tests.measures.world import actual, company, day, kpi, line, period, target
from tests.scoring.world import card, kpi_cell, row, scored


def post(name: str, unit: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    until = day(end) if end else None
    return {"person_id": "p1", "unit_id": unit, "assignment_id": name, "from": day(start), "to": until, **more}


def segments(posts: list[dict[str, Any]], values: dict[str, float], label: str = "2025") -> Any:
    """One KPI with target 100 per assignment."""
    return company(
        kpis=[kpi()], assignments=posts, scorecards=[line("p1", assignment_id=name) for name in values],
        targets=[target("p1", label, 100.0, assignment_id=name) for name in values],
        actuals=[actual("p1", label, value, assignment_id=name) for name, value in values.items()],
    )


def test_a_transfer_weighs_the_segments_by_days() -> None:
    """(90 x 88 + 275 x 104) / 365 = 100.05."""
    posts = [post("a", "D1", "2024-01-01", "2025-03-31"), post("b", "D2", "2025-04-01")]
    result = scored(segments(posts, {"a": 88.0, "b": 104.0}), "2025")
    assert row(result.scorecards, "total", "coverage_pct", "unit_id", "days") == (100.05, 100.0, "D2", 365)
    lines = result.kpi_scores.sort("assignment_id").select("assignment_id", "weighted_score", "contribution", "segment_days")
    assert lines.rows() == [("a", 21.7, -2.96, 90), ("b", 78.35, 3.01, 275)]


def test_two_posts_at_once_weigh_by_share() -> None:
    """0.6 x 95 + 0.4 x 80 = 89.00."""
    posts = [post("a", "D1", "2025-01-01", fte=0.6), post("b", "D2", "2025-01-01", fte=0.4)]
    assert card(scored(segments(posts, {"a": 95.0, "b": 80.0}), "2025"), "total") == 89.0


def test_a_segment_of_less_than_30_days_goes_to_the_longer_neighbour() -> None:
    """20 days of b go to c: (90 x 88 + 275 x 104) / 365 = 100.05; the lines of b are gone."""
    posts = [post("a", "D1", "2024-01-01", "2025-03-31"), post("b", "D1", "2025-04-01", "2025-04-20"),
             post("c", "D2", "2025-04-21")]
    result = scored(segments(posts, {"a": 88.0, "b": 0.0, "c": 104.0}), "2025")
    assert card(result, "total") == 100.05
    assert sorted(result.kpi_scores["assignment_id"]) == ["a", "c"]


def test_what_was_merged_is_reported() -> None:
    posts = [post("a", "D1", "2024-01-01", "2025-01-20"), post("b", "D2", "2025-01-21")]
    found = [finding for finding in scored(segments(posts, {"a": 60.0, "b": 90.0}), "2025").findings
             if finding.code == "I-SEGMENT-MERGED"]
    assert [(finding.subject_id, finding.params["assignment"], finding.params["into"], finding.params["days"])
            for finding in found] == [("p1", "a", "b", "20")]


def test_merging_is_in_time_and_keeps_what_stands_alone() -> None:
    def at(name: str, start: str, end: str, share: float = 1.0) -> Segment:
        return Segment(name, day(start), day(end), share, (day(end) - day(start)).days + 1)

    side_by_side = [at("a", "2025-01-01", "2025-01-20", 0.5), at("b", "2025-01-01", "2025-01-20", 0.5)]
    assert merged(side_by_side) == side_by_side
    chain = [at("a", "2025-01-01", "2025-01-10"), at("b", "2025-01-11", "2025-01-31")]
    assert [(s.assignment_id, s.days, s.merged_into) for s in merged(chain)] == [("a", 10, "b"), ("b", 31, None)]


def test_a_line_without_assignment_counts_in_every_segment() -> None:
    """a: 40 x 120 + 60 x 80 = 96; b: 40 x 120 + 60 x 100 = 108; 181 and 184 days."""
    posts = [post("a", "D1", "2024-01-01", "2025-06-30"), post("b", "D2", "2025-07-01")]
    data = company(
        kpis=[kpi(), kpi("shared")], assignments=posts,
        scorecards=[line("p1", 40.0, "shared"), line("p1", 60.0, assignment_id="a"), line("p1", 60.0, assignment_id="b")],
        targets=[target("p1", "2025", 100.0, "shared"), target("p1", "2025", 100.0)],
        actuals=[actual("p1", "2025", 130.0, "shared"), actual("p1", "2025", 80.0, assignment_id="a"),
                 actual("p1", "2025", 100.0, assignment_id="b")],
    )
    assert card(scored(data, "2025"), "total") == round((181 * 96 + 184 * 108) / 365, 2)


def test_a_year_of_quarterly_scorecards_scores_each_quarter_by_days() -> None:
    """Q1 80, Q2 to Q4 100: (90 x 80 + 275 x 100) / 365 = 95.07; weights differ from quarter to quarter."""
    quarters = [f"2025-Q{number}" for number in (1, 2, 3, 4)]
    data = company(
        kpis=[kpi("a"), kpi("b")],
        scorecards=[line("p1", 100.0, "a", period="2025-Q1")] + [line("p1", 100.0, "b", period=label) for label in quarters[1:]],
        targets=[target("p1", label, 100.0, name) for label in quarters for name in ("a", "b")],
        actuals=[actual("p1", "2025-Q1", 80.0, "a")] + [actual("p1", label, 100.0, "b") for label in quarters[1:]],
    )
    result = scored(data, "2025")
    assert card(result, "total") == 95.07
    assert result.kpi_scores["line_period"].to_list() == quarters
    assert round(sum(result.kpi_scores["weighted_score"]), 2) == 95.07
    assert card(scored(data, "2025-Q2"), "total") == 100.0


def test_quarters_and_a_half_year_make_a_year() -> None:
    """A KPI that is dropped at mid-year counts in its quarters alone: (90 x 80 + 91 x 100 + 184 x 110) / 365 = 100.11."""
    data = company(
        kpis=[kpi("a"), kpi("b")],
        scorecards=[line("p1", 100.0, "a", period="2025-Q1"), line("p1", 100.0, "a", period="2025-Q2"),
                    line("p1", 100.0, "b", period="2025-H2")],
        targets=[target("p1", label, 100.0, name) for label in ("2025-Q1", "2025-Q2", "2025-H2") for name in ("a", "b")],
        actuals=[actual("p1", "2025-Q1", 80.0, "a"), actual("p1", "2025-Q2", 100.0, "a"), actual("p1", "2025-H2", 110.0, "b")],
    )
    result = scored(data, "2025")
    assert result.kpi_scores["line_period"].to_list() == ["2025-Q1", "2025-Q2", "2025-H2"]
    assert card(result, "total") == 100.11


def changed_target(**more: Any) -> Any:
    """100 a month up to June, 200 from July on; 130 and then 200 a month were reached."""
    months = [f"2025-{number:02d}" for number in range(1, 13)]
    goals = [target("p1", label, 100.0, version="1", valid_from=day("2025-01-01")) for label in months[:6]]
    goals += [target("p1", label, 200.0, version="2", valid_from=day("2025-07-01")) for label in months[6:]]
    values = [actual("p1", label, 200.0 if label >= "2025-07" else 130.0) for label in months]
    return company(kpis=[kpi()], scorecards=[line("p1")], targets=goals, actuals=values, **more)


def test_a_changed_target_is_scored_as_one_composite_or_by_segment() -> None:
    """One target: 1,980 / 1,800 = 110. By segment: (181 x 120 + 184 x 100) / 365 = 109.92, the first half at its cap."""
    assert card(scored(changed_target(), "2025"), "total") == 110.0
    result = scored(changed_target(), "2025", Rules(scoring=ScoringRules(score_by_segment=True)))
    rows = result.kpi_scores.select("line_period", "target", "score").rows()
    assert rows == [("2025-H1", 600.0, 120.0), ("2025-H2", 1200.0, 100.0)]
    assert card(result, "total") == 109.92


def test_a_line_that_has_no_parts_keeps_the_composite_target() -> None:
    data = changed_target()
    whole = company(
        kpis=[kpi(), kpi("year")], scorecards=[line("p1", 50.0), line("p1", 50.0, "year")],
        targets=[*data["targets"].select("subject_id", "kpi_id", "period", "target", "version", "valid_from").to_dicts(),
                 target("p1", "2025", 100.0, "year")],
        actuals=[*data["actuals"].select("subject_id", "kpi_id", "period", "value").to_dicts(),
                 actual("p1", "2025", 90.0, "year")],
    )
    result = scored(whole, "2025", Rules(scoring=ScoringRules(score_by_segment=True)))
    assert result.kpi_scores["line_period"].to_list() == ["2025", "2025"]
    assert card(result, "total") == 100.0


def test_targets_of_a_window_are_prorated_by_days_in_post_and_own_ones_are_not() -> None:
    """Joined on 1 October: 92 of 365 days of 365 are 92; 46 of that is half."""
    people = [{"person_id": "p1", "name": "Ann", "unit_id": "D1", "hire_date": day("2025-10-01")}]
    for window, goal in (("period", 92.0), ("own", 365.0), (None, 365.0)):
        data = company(
            people=people, kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025", 365.0, window=window)],
            actuals=[actual("p1", "2025", 46.0)],
        )
        assert kpi_cell(scored(data, "2025"), "target") == goal
    rate = company(people=people, kpis=[kpi(agg_time="mean")], scorecards=[line("p1")],
                   targets=[target("p1", "2025", 365.0, window="period")], actuals=[actual("p1", "2025", 46.0)])
    assert kpi_cell(scored(rate, "2025"), "target") == 365.0


def test_a_prorated_target_is_exact_where_the_score_is_rounded() -> None:
    """100 x 92 / 365 is no short decimal: 25.21 against it is 100.02 %."""
    people = [{"person_id": "p1", "name": "Ann", "unit_id": "D1", "hire_date": day("2025-10-01")}]
    data = company(people=people, kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025", 100.0, window="period")],
                   actuals=[actual("p1", "2025", 25.21)])
    assert row(scored(data, "2025").kpi_scores, "target", "attainment_pct") == (25.2054794520548, 100.02)


def test_a_fiscal_year_from_april_scores_its_own_quarters() -> None:
    from reportgen.model.period import FiscalCalendar, parse_period

    data = company(kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-Q1", 100.0)],
                   actuals=[actual("p1", f"2025-0{month}", 30.0) for month in (4, 5, 6)])
    data = replace(data, settings=replace(data.settings, fiscal=FiscalCalendar(4)))
    assert card(scored(data, "2025-Q1"), "total") == 90.0
    assert parse_period("2025-Q1", data.settings.fiscal).start == day("2025-04-01") != period("2025-Q1").start


def open_card(goals: list[str], cards: tuple[str | None, ...] = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"), **more: Any) -> Any:
    """Quarterly cards: 90 of 100 in Q1 and Q2, 120 of 100 in Q3, 30 of 100 in October, 60 of 100 in November."""
    values = {"2025-Q1": 90.0, "2025-Q2": 90.0, "2025-Q3": 120.0, "2025-10": 30.0, "2025-11": 60.0}
    return company(
        kpis=[kpi(agg_time="sum")], scorecards=[line("p1", period=label) for label in cards],
        targets=[target("p1", label, 100.0) for label in goals],
        actuals=[actual("p1", label, value) for label, value in values.items()], **more,
    )


QUARTERS = ["2025-Q1", "2025-Q2", "2025-Q3"]


def test_the_last_card_counts_in_a_year_to_date_where_its_months_have_targets() -> None:
    """Days 90, 91, 92, 31, 30: (181 x 90 + 92 x 120 + 31 x 30 + 30 x 60) / 334 = 90.00."""
    result = scored(open_card([*QUARTERS, "2025-10", "2025-11"]), "2025-11-YTD")
    assert card(result, "total") == 90.0
    assert result.kpi_scores["line_period"].to_list() == [*QUARTERS, "2025-10", "2025-11"]
    assert row(result.scorecards, "covered_from", "covered_to") == (None, None)
    assert [finding for finding in result.findings if finding.code == "W-PERIOD-GRAIN"] == []


def test_months_without_targets_of_a_card_that_goes_on_are_left_out_and_told() -> None:
    """(181 x 90 + 92 x 120) / 273 = 100.11: October and November neither count nor weigh."""
    result = scored(open_card([*QUARTERS, "2025-Q4"]), "2025-11-YTD")
    assert row(result.scorecards, "total", "coverage_pct", "failed") == (100.11, 100.0, False)
    assert result.kpi_scores["line_period"].to_list() == QUARTERS
    assert row(result.scorecards, "covered_from", "covered_to") == (day("2025-01-01"), day("2025-09-30"))
    (finding,) = result.findings
    assert (finding.code, finding.subject_id, finding.row, finding.params) == ("W-PERIOD-GRAIN", "p1", 5, {
        "case": "left_out", "card": "2025-Q4", "part": "2025-10 \u2013 2025-11", "period": "2025-11-YTD",
        "first": "2025-01-01", "last": "2025-09-30", "whole": "2025-12-YTD",
    })


def test_the_score_goes_up_to_the_first_month_without_a_target() -> None:
    """October has a target: (181 x 90 + 92 x 120 + 31 x 30) / 304 = 92.96; a gap between two months ends it, too."""
    result = scored(open_card([*QUARTERS, "2025-10"]), "2025-11-YTD")
    assert (card(result, "total"), card(result, "covered_to")) == (92.96, day("2025-10-31"))
    assert card(scored(open_card([*QUARTERS, "2025-11"]), "2025-11-YTD"), "covered_to") == day("2025-09-30")
    half = scored(open_card(QUARTERS, ("2025-H1", "2025-H2")), "2025-11-YTD")
    assert (card(half, "covered_to"), half.kpi_scores["line_period"].to_list()) == (day("2025-09-30"), ["2025-H1", "2025-Q3"])


def test_lines_that_hold_always_are_left_out_likewise() -> None:
    result = scored(open_card(QUARTERS, ("2025-Q1", None)), "2025-11-YTD")
    assert (card(result, "total"), [finding.params["case"] for finding in result.findings]) == (100.11, ["left_out_always"])
    assert result.findings[0].params["whole"] == "2025-09-YTD"


def test_where_nothing_else_is_scored_or_a_card_inside_lacks_targets_the_errors_stand() -> None:
    alone = scored(open_card(["2025-Q4"], ("2025-Q4",)), "2025-11-YTD")
    assert [finding.code for finding in alone.findings].count("E-TARGET-MISSING") == 2
    assert row(alone.scorecards, "total", "failed") == (None, True)
    gap = scored(open_card(["2025-Q1", "2025-Q3"]), "2025-11-YTD")
    assert [(finding.code, finding.params["period"]) for finding in gap.findings] == [
        ("E-TARGET-MISSING", "2025-Q2"), ("W-PERIOD-GRAIN", "2025-11-YTD"),
    ]
    assert card(gap, "total") is None


def test_who_has_but_the_last_card_is_scored_by_its_months() -> None:
    """(31 x 30 + 30 x 60) / 61 = 44.75."""
    goals = ["2025-10", "2025-11"]
    late = scored(open_card(goals, ("2025-Q4",), people=[{"person_id": "p1", "name": "p1", "unit_id": "D1",
                                                         "hire_date": day("2025-10-01")}]), "2025-11-YTD")
    assert card(late, "total") == 44.75
