"""A period scored from rows: the whole way, by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from reportgen.model.dataset import Dataset
from reportgen.model.policy import Rules, ScoringRules
from reportgen.model.results import KPI_SCORES, SCORECARDS
from tests.measures.world import ORG, PEOPLE, actual, company, day, kpi, line, months, target
from tests.scoring.world import card, codes, found, kpi_cell, one, row, scored

D = Decimal


def two_kpis() -> Dataset:
    """Sales 110 of 100 (weight 60) and complaints 8 against 10 (weight 40, lower is better)."""
    kpis = [kpi("sales"), kpi("complaints", direction="lower", unit="cases")]
    return company(
        kpis=kpis, scorecards=[line("p1", 60.0, "sales"), line("p1", 40.0, "complaints")],
        targets=[target("p1", "2025-06", 100.0, "sales"), target("p1", "2025-06", 10.0, "complaints")],
        actuals=[actual("p1", "2025-06", 110.0, "sales"), actual("p1", "2025-06", 8.0, "complaints"),
                 actual("p1", "2025-05", 100.0, "sales"), actual("p1", "2024-06", 55.5, "sales")],
    )


def test_lines_and_total_of_a_person() -> None:
    """0.6 x 110 + 0.4 x 120 = 114.00, grade S."""
    result = scored(two_kpis())
    wanted = ("target", "actual", "variance", "variance_pct", "effect", "attainment_pct", "score", "weighted_score",
              "contribution", "status")
    assert row(result.kpi_scores, *wanted, kpi_id="sales") == (
        100.0, 110.0, 10.0, 10.0, "favourable", 110.0, 110.0, 66.0, 6.0, "green"
    )
    assert row(result.kpi_scores, *wanted, kpi_id="complaints") == (
        10.0, 8.0, -2.0, -20.0, "favourable", 120.0, 120.0, 48.0, 8.0, "green"
    )
    assert row(result.scorecards, "level", "name", "unit_id", "total", "coverage_pct", "final", "grade", "coefficient") == (
        "individual", "Ann", "D1", 114.0, 100.0, 114.0, "S", 1.5
    )
    assert kpi_cell(result, "prior_actual", kpi_id="sales") == 100.0
    assert kpi_cell(result, "py_actual", kpi_id="sales") == 55.5


def test_frames_begin_with_the_columns_of_the_contract() -> None:
    result = scored(two_kpis())
    assert tuple(result.kpi_scores.columns[: len(KPI_SCORES)]) == KPI_SCORES
    assert tuple(result.scorecards.columns[: len(SCORECARDS)]) == SCORECARDS
    extra = ("assignment_id", "state", "counted_weight", "threshold", "stretch", "range_lo", "range_hi", "zero_distance",
             "baseline", "prior_score", "red_streak", "cap", "floor", "params", "forecast", "benchmark", "assumed",
             "weighted_adjusted", "contribution_adjusted", "score_raw", "due")
    assert set(extra) <= set(result.kpi_scores.columns)
    more = ("parent_id", "name_en", "provisional", "rated", "not_rated_reason", "days", "period_days", "coefficient",
             "final_before_link", "grade_before_gates", "payout_factor", "gates", "knock_outs", "link_unit_id", "link_score",
             "link_weight", "py_final")
    assert set(more) <= set(result.scorecards.columns)


def test_the_change_compares_with_the_period_before_scored_in_the_same_run() -> None:
    rows = [("2025-06", 95.0), ("2025-05", 90.0), ("2024-06", 80.0)]
    data = company(
        kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", label, 100.0) for label, _ in rows],
        actuals=[actual("p1", label, value) for label, value in rows],
    )
    result = scored(data)
    assert row(result.scorecards, "final", "prior_final", "change", "py_final") == (95.0, 90.0, 5.0, 80.0)
    assert kpi_cell(result, "prior_score") == 90.0


def test_a_period_in_which_nothing_was_reported_is_no_comparison() -> None:
    data = company(
        kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", m, 100.0) for m in months(5, 6)],
        actuals=[actual("p1", "2025-06", 95.0)],
    )
    assert row(scored(data).scorecards, "final", "prior_final", "change", "py_final") == (95.0, None, None, None)


def test_a_py_row_wins_over_the_year_before() -> None:
    data = company(
        kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-06", 100.0)],
        actuals=[actual("p1", "2025-06", 95.0), actual("p1", "2024-06", 1.0), actual("p1", "2025-06", 2.0, scenario="PY"),
                 actual("p1", "2025-06", 99.0, scenario="FC"), actual("p1", "2025-06", 101.0, scenario="BM")],
    )
    result = scored(data)
    assert row(result.kpi_scores, "py_actual", "forecast", "benchmark") == (2.0, 99.0, 101.0)


@pytest.mark.parametrize(
    ("unit", "goal", "value", "percent", "reason", "effect"),
    [
        ("CNY", 10000000.0, 9500000.0, -5.0, None, "unfavourable"), ("CNY", 0.0, 896.0, None, "zero_base", "favourable"),
        ("CNY", -100.0, 50.0, None, "sign_change", "favourable"), ("CNY", -100.0, -60.0, None, "negative_base", "favourable"),
        ("CNY", 0.0, 0.0, None, "zero_base", "neutral"), ("CNY", 100.0, 0.0, -100.0, None, "unfavourable"),
        ("CNY", 1.0, 11.0, None, "over_999", "favourable"), ("CNY", 1.0, 10.999, 999.9, None, "favourable"),
        ("%", 30.0, 28.0, None, "pp", "unfavourable"), ("CNY", 8.0, 8.0, 0.0, None, "neutral"),
    ],
)
def test_variance(unit: str, goal: float, value: float, percent: float | None, reason: str | None, effect: str) -> None:
    data = company(
        kpis=[kpi(unit=unit)], scorecards=[line("p1")], targets=[target("p1", "2025-06", goal)],
        actuals=[actual("p1", "2025-06", value)],
    )
    result = row(scored(data).kpi_scores, "variance", "variance_pct", "nm_reason", "effect")
    assert result == (float(D(repr(value)) - D(repr(goal))), percent, reason, effect)


def test_variance_of_a_band_is_the_distance_to_it() -> None:
    band: dict[str, Any] = {"range_lo": 28.0, "range_hi": 32.0, "zero_distance": 10.0}
    wanted = {35.0: (3.0, 9.38, "unfavourable", 70.0), 30.0: (0.0, 0.0, "neutral", 100.0),
              27.0: (-1.0, -3.57, "unfavourable", 90.0)}
    for value, (gap, percent, effect, score) in wanted.items():
        data = company(
            kpis=[kpi(direction="range", unit="d")], scorecards=[line("p1")], targets=[target("p1", "2025-06", None, **band)],
            actuals=[actual("p1", "2025-06", value)],
        )
        result = scored(data)
        assert row(result.kpi_scores, "variance", "variance_pct", "effect", "score") == (gap, percent, effect, score)
        assert kpi_cell(result, "target") is None


def test_a_difference_carries_no_float_noise() -> None:
    data = company(
        kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-06", 0.1)], actuals=[actual("p1", "2025-06", 0.3)]
    )
    assert kpi_cell(scored(data), "variance") == 0.2


def test_a_kpi_that_is_only_shown_has_no_score() -> None:
    data = company(
        kpis=[kpi(), kpi("headcount", direction="none")], scorecards=[line("p1"), line("p1", None, "headcount")],
        targets=[target("p1", "2025-06", 100.0)],
        actuals=[actual("p1", "2025-06", 90.0), actual("p1", "2025-06", 7.0, "headcount")],
    )
    result = scored(data)
    assert (card(result, "total"), card(result, "coverage_pct"), codes(result)) == (90.0, 100.0, [])
    shown = row(result.kpi_scores, "actual", "score", "weighted_score", "effect", "status", kpi_id="headcount")
    assert shown == (7.0, None, None, None, None)


def test_an_error_leaves_its_subject_without_a_total_and_the_others_go_on() -> None:
    data = company(
        kpis=[kpi()], scorecards=[line("p1"), line("p2")], targets=[target("p2", "2025-06", 100.0)],
        actuals=[actual(person, "2025-06", 90.0) for person in ("p1", "p2")],
    )
    result = scored(data)
    assert (card(result, "total"), card(result, "grade"), card(result, "rank")) == (None, None, None)
    assert (card(result, "final", "p2"), card(result, "peers", "p2")) == (90.0, 1)
    assert found(result, "E-TARGET-MISSING").subject_id == "p1"
    stopped = replace(one(90.0), excluded={"p1": ("E-WEIGHT-SUM",)})
    assert card(scored(stopped), "final") is None and kpi_cell(scored(stopped), "score") == 90.0


def test_missing_values_before_and_after_the_due_date() -> None:
    data = company(
        kpis=[kpi("a"), kpi("b")], scorecards=[line("p1", 70.0, "a"), line("p1", 30.0, "b")],
        targets=[target("p1", "2025-06", 100.0, name) for name in ("a", "b")], actuals=[actual("p1", "2025-06", 90.0, "a")],
    )
    data = replace(data, settings=replace(data.settings, due_days=10))
    early, late = scored(data, as_of=day("2025-07-10")), scored(data, as_of=day("2025-07-11"))
    assert row(early.scorecards, "total", "coverage_pct", "provisional", "grade") == (90.0, 70.0, True, "B")
    assert row(late.scorecards, "total", "coverage_pct", "provisional", "grade") == (63.0, 70.0, False, "D")
    assert (codes(early), codes(late)) == ([], ["W-MISSING-ACTUAL"])
    strict = Rules(scoring=ScoringRules(min_coverage=D(80)))
    result = scored(data, rules=strict, as_of=day("2025-07-10"))
    assert row(result.scorecards, "total", "grade", "provisional") == (90.0, None, True)


def test_ranks_are_among_those_of_one_level_under_one_parent() -> None:
    people = [*PEOPLE, {"person_id": "p4", "name": "Di", "unit_id": "D1"},
              {"person_id": "p5", "name": "Ed", "unit_id": "D1", "hire_date": day("2025-06-25")}]
    values = {"p1": 90.0, "p2": 95.0, "p3": 50.0, "p4": 90.0, "p5": 99.0, "D1": 80.0, "D2": 85.0}
    data = company(
        people=people, kpis=[kpi()], scorecards=[line(subject) for subject in values],
        targets=[target(subject, "2025-06", 100.0) for subject in values],
        actuals=[actual(subject, "2025-06", value) for subject, value in values.items()],
    )
    result = scored(data)
    places = result.scorecards.select("subject_id", "rank", "peers").iter_rows()
    ranks = {subject: (rank, peers) for subject, rank, peers in places}
    assert ranks == {"p2": (1, 3), "p1": (2, 3), "p4": (2, 3), "p3": (1, 1), "p5": (None, None), "D2": (1, 2), "D1": (2, 2)}
    assert row(result.scorecards, "final", "grade", "rated", "not_rated_reason", "days", subject_id="p5") == (
        99.0, None, False, "short_service", 6
    )
    assert found(result, "W-SHORT-SERVICE").params == {"subject_id": "p5", "days": "6", "minimum": "10"}


def test_who_is_not_there_has_no_scorecard() -> None:
    people = [PEOPLE[0] | {"leave_date": day("2025-05-31")}, PEOPLE[1] | {"hire_date": day("2025-07-01")}]
    data = company(
        people=people, kpis=[kpi()], scorecards=[line("p1"), line("p2")],
        targets=[target(person, "2025-06", 100.0) for person in ("p1", "p2")],
    )
    assert scored(data).scorecards.is_empty() and scored(data).kpi_scores.is_empty()


def test_a_unit_takes_its_actual_from_below_and_says_what_is_missing() -> None:
    data = company(
        kpis=[kpi(agg_org="sum")], scorecards=[line(subject) for subject in ("C", "D1", "p1", "p2")],
        targets=[target(subject, "2025-06", goal) for subject, goal in (("C", 300.0), ("D1", 200.0), ("p1", 90.0), ("p2", 90.0))],
        actuals=[actual("p1", "2025-06", 88.0)],
    )
    result = scored(data)
    assert row(result.kpi_scores, "actual", "score", "state", subject_id="D1") == (88.0, 44.0, "partial")
    partial = [finding.params for finding in result.findings if finding.code == "W-ROLLUP-PARTIAL"]
    assert [(p["missing"], p["count"], p["names"]) for p in partial] == [("1", "2", "Bo"), ("1", "2", "Bo")]
    gaps = [finding for finding in result.findings if finding.code == "W-CHILD-SUM"]
    sums = {gap.subject_id: (gap.params["children"], gap.params["target"], gap.params["gap"]) for gap in gaps}
    assert sums == {"D1": ("180", "200", "-20"), "C": ("200", "300", "-100")}


def test_the_name_is_the_one_at_the_end_of_the_period() -> None:
    renamed = ORG[1] | {"name": "New East", "valid_from": day("2025-06-16")}
    org = [ORG[0], ORG[1] | {"valid_to": day("2025-06-15")}, renamed, ORG[2]]
    assert card(scored(one(90.0, "D1", org=org)), "name", "D1") == "New East"
    assert card(scored(one(90.0, "D1", "2025-05", org=org), "2025-05"), "name", "D1") == "East"


def test_cap_and_floor_come_from_line_kpi_and_rules() -> None:
    for own, general, shown in ((150.0, 130.0, 150.0), (None, 130.0, 130.0), (None, None, 120.0)):
        data = company(
            kpis=[kpi(cap=general)], scorecards=[line("p1", cap=own)], targets=[target("p1", "2025-06", 1.0)],
            actuals=[actual("p1", "2025-06", 9.0)],
        )
        assert row(scored(data).kpi_scores, "score_uncapped", "score", "attainment_pct") == (900.0, shown, 900.0)
    below = company(kpis=[kpi(direction="lower")], scorecards=[line("p1")], targets=[target("p1", "2025-06", 1.0)],
                    actuals=[actual("p1", "2025-06", 4.0)])
    assert row(scored(below).kpi_scores, "score_uncapped", "score", "status") == (-200.0, 0.0, "red")


def test_two_layers_multiply_their_weights() -> None:
    data = company(
        kpis=[kpi("a"), kpi("b")], scorecards=[line("p1", 100.0, "a"), line("p1", 100.0, "b")],
        targets=[target("p1", "2025-06", 100.0, name) for name in ("a", "b")],
        actuals=[actual("p1", "2025-06", 90.0, "a"), actual("p1", "2025-06", 110.0, "b")],
    )
    layered = data["scorecards"].with_columns(pl.Series("perspective_weight", [60.0, 40.0]))
    result = scored(replace(data, tables={**data.tables, "scorecards": layered}))
    assert (card(result, "total"), kpi_cell(result, "weight", kpi_id="a")) == (98.0, 60.0)


def test_the_rank_method_scores_the_place_among_peers() -> None:
    people = [{"person_id": f"p{i}", "name": f"P{i}", "unit_id": "D1"} for i in range(1, 7)]
    bands = '{"bands": [[1, 120], [3, 100], [6, 80]]}'
    values = {"p1": 9.0, "p2": 8.0, "p3": 8.0, "p4": 7.0, "p5": 1.0, "p6": None}
    data = company(
        people=people, kpis=[kpi(method="rank", params=bands)], scorecards=[line(person) for person in values],
        actuals=[actual(person, "2025-06", value) for person, value in values.items()],
    )
    scores = dict(scored(data).kpi_scores.select("subject_id", "score").iter_rows())
    assert scores == {"p1": 120.0, "p2": 100.0, "p3": 100.0, "p4": 80.0, "p5": 80.0, "p6": None}
    few = company(kpis=[kpi(method="rank", params=bands)], scorecards=[line("p1")], actuals=[actual("p1", "2025-06", 1.0)])
    assert found(scored(few), "E-METHOD-DOMAIN").params["reason"] == "peers"


def test_printed_percentages_round_exact_ties_up() -> None:
    """1/800 of 100 is 0.125 exactly: 100.125 prints 100.13; a computed ratio of 2/3 against 64 % is 104.17 %."""
    data = one(100.125)
    assert row(scored(data).kpi_scores, "score", "variance_pct") == (100.13, 0.13)
    ratio = company(
        kpis=[kpi(unit="%")], scorecards=[line("p1")], targets=[target("p1", "2025-06", 64.0)],
        actuals=[actual("p1", "2025-06", None, numerator=2.0, denominator=3.0)],
    )
    assert row(scored(ratio).kpi_scores, "score", "attainment_pct", "variance_pct") == (104.17, 104.17, None)


def test_events_are_whole_numbers() -> None:
    deducting = [kpi(direction="lower", method="deduction", params='{"per_event": 15}')]
    assert kpi_cell(scored(one(7.0, kpis=deducting)), "score") == 0.0
    scores = scored(one(2.5, kpis=deducting))
    assert (kpi_cell(scores, "score"), codes(scores)) == (None, ["E-METHOD-DOMAIN"])
