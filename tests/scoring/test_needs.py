# ruff: noqa: E501 - tables of data read best on one line
"""What the next grade needs: the design's figures, and for every method the nearest actual that is enough."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.dataset import Dataset
from reportgen.model.policy import Gate, KnockOut, Link, Rules, ScoringRules
from reportgen.scoring.exact.line import DomainError, Line
from reportgen.scoring.exact.methods import score_line
from reportgen.scoring.line_scores import line_of
from reportgen.scoring.needs import Need, needs, total_for
from reportgen.scoring.needs_inverse import inverse_of, way_of
from reportgen.scoring.trace_steps import completed
from tests.measures.world import actual, company, day, kpi, line, target
from tests.scoring.test_trace import card_of, design, rows_of
from tests.scoring.world import scored

D = Decimal


def needed(data: Dataset, minimum: int, label: str = "2025-06", rules: Rules | None = None, **more: Any) -> dict[str, Need | None]:
    """KPI -> what p1 would need of it."""
    scores = scored(data, label, rules, **more)
    rows = rows_of(scores)
    found = needs(rows, card_of(scores), D(minimum), rules or Rules())
    return {row["kpi_id"]: need for row, need in zip(rows, found, strict=True)}


def pair(value: float, other: float = 100.0, rules: Rules | None = None, **definition: Any) -> Need:
    """KPI k (weight 50) beside one at ``other``: what k needs for 100."""
    goal = definition.pop("goal", {"value": 100.0})
    data = company(
        kpis=[kpi("k", decimals=definition.pop("decimals", 1), **definition), kpi("other")],
        scorecards=[line("p1", 50.0), line("p1", 50.0, "other")],
        targets=[target("p1", "2025-06", **goal), target("p1", "2025-06", 100.0, "other")],
        actuals=[actual("p1", "2025-06", value), actual("p1", "2025-06", other, "other")],
    )
    found = needed(data, 100, rules=rules)["k"]
    assert found is not None
    return found


def test_the_table_of_the_design() -> None:
    """1,433.3 of sales or 95.5 % of collection lift 105.24 to 110; nothing else does alone."""
    found = needed(design(), 110, "2025", as_of=day("2025-12-31"))
    assert {name: None if need is None else (need.actual, need.reachable) for name, need in found.items()} == {
        "sales": (D("1433.3"), True), "cash": (D("95.5"), True), "new": (None, False), "quote": (None, False),
        "csat": (None, False),
    }
    assert found["sales"] is not None and found["sales"].score == D("119.44")


def test_a_missing_kpi_says_what_it_would_have_to_reach() -> None:
    """105.24 with csat open; (105.30 - 1.00) x 100 - 9382 = 1048: csat 104.80, so 94.4 of 90 (ratio, one decimal)."""
    scores = scored(design(), "2025", as_of=day("2025-12-31"))
    rows = rows_of(scores)
    csat = needs(rows, card_of(scores), D("105.30"), Rules())[4]
    assert csat == Need(D("104.8"), D("94.4"), True)


def test_a_missing_kpi_that_counts_zero() -> None:
    """(93.82 + 1 = 94.82) -> 100: csat 0 -> 51.8, 46.7 of 90 gives 51.89."""
    found = needed(design(), 100, "2025")["csat"]
    assert found is not None and (found.score, found.actual) == (D("51.8"), D("46.7"))


@pytest.mark.parametrize(("case", "wanted"), [
    ({"value": 90.0, "other": 100.0}, "100.0"),
    ({"value": 90.0, "other": 101.33}, "98.7"),
    ({"value": 110.0, "other": 100.0, "direction": "lower"}, "100.0"),
    ({"value": 110.0, "other": 95.55, "direction": "lower"}, "95.5"),
    ({"value": 110.0, "other": 99.0, "direction": "lower", "method": "inverse"}, "99.0"),
    ({"value": 99.0, "other": 100.0, "method": "binary", "decimals": 0}, "100"),
    ({"value": 80.0, "other": 98.0, "method": "step", "params": '{"bands": [[95, 100], [105, 110], [0, 50]]}'}, "105.0"),
    ({"value": 80.0, "other": 98.0, "method": "step", "params": '{"on": "actual", "bands": [[95, 100], [105, 110], [0, 50]]}'}, "105.0"),
    ({"value": 90.0, "other": 95.0, "method": "add_subtract", "params": '{"base": 100, "step_pct": 3}'}, "115.0"),
    ({"value": 90.0, "other": 95.0, "method": "add_subtract", "params": '{"base": 100, "step": 4, "points_up": 2, "mode": "started"}'}, "108.1"),
    ({"value": 90.0, "other": 98.0, "method": "interpolation", "params": '{"points": [[80, 60], [100, 100], [120, 120]]}'}, "102.0"),
    ({"value": 70.0, "other": 120.0, "method": "interpolation", "params": '{"points": [[80, 90], [100, 100]]}'}, "80.0"),
    ({"value": 20.0, "other": 120.0, "method": "interpolation", "params": '{"points": [[80, 90], [100, 100]], "below": "extrapolate"}'}, "60.0"),
    ({"value": 90.0, "other": 98.0, "method": "interpolation", "params": '{"on": "attainment", "points": [[80, 60], [100, 100], [120, 120]]}'}, "102.0"),
    ({"value": 50.0, "other": 100.0, "method": "efficacy", "goal": {"value": 95.0, "threshold": 80.0}}, "95.0"),
    ({"value": 3.02, "other": 120.0, "method": "progress", "decimals": 2, "goal": {"value": 3.3, "baseline": 3.0}}, "3.25"),
    ({"value": 80.0, "other": 105.0, "direction": "target"}, "95.0"),
    ({"value": 130.0, "other": 105.0, "direction": "target"}, "105.0"),
    ({"value": 40.0, "other": 110.0, "direction": "range", "goal": {"value": None, "range_lo": 28.0, "range_hi": 32.0, "zero_distance": 10.0}}, "33.0"),
    ({"value": 20.0, "other": 110.0, "direction": "range", "goal": {"value": None, "range_lo": 28.0, "range_hi": 32.0, "zero_distance": 10.0}}, "27.0"),
    ({"value": 4.0, "other": 105.0, "method": "deduction", "direction": "lower", "decimals": 0, "params": '{"per_event": 4}'}, "1"),
    ({"value": 1.0, "other": 110.0, "method": "milestone", "decimals": 0, "params": '{"milestones": [{"weight": 40}, {"weight": 50}, {"weight": 10}]}'}, "2"),
    ({"value": 70.0, "other": 110.0, "method": "milestone", "decimals": 0, "params": '{"milestones": [{"weight": 60, "completion": 0.5}, {"weight": 40, "completion": 1}]}'}, "90"),
    ({"value": 2.0, "other": 95.0, "method": "rating", "params": '{"map": {"1": 80, "2": 90, "3": 105, "4": 120}}'}, "3"),
    ({"value": 90.0, "other": 98.0, "method": "rating"}, "102.0"),
    ({"value": 2.0, "other": 95.0, "method": "outcome", "params": '{"outcomes": [120, 60, 105]}'}, "3"),
    ({"value": 3.0, "other": 100.0, "method": "prescored", "params": '{"scale_max": 5}'}, "5.0"),
    ({"value": 50.0, "other": 100.0, "goal": {"value": 0.0}, "direction": "lower"}, "0.0"),
    ({"value": 55.0, "other": 100.0, "params": '{"min_attainment": 60}'}, "100.0"),
])
def test_every_method_finds_the_nearest_actual(case: dict[str, Any], wanted: str) -> None:
    found = pair(**case)
    assert found.reachable and found.actual is not None and f"{found.actual:f}" == wanted


@pytest.mark.parametrize("case", [
    {"value": 90.0, "other": 60.0},
    {"value": 120.0, "other": 70.0, "method": "binary"},
    {"value": 40.0, "other": 99.0, "direction": "range", "goal": {"value": None, "range_lo": 28.0, "range_hi": 32.0, "zero_distance": 10.0}},
    {"value": 4.0, "other": 98.0, "method": "deduction", "direction": "lower", "params": '{"per_event": 4}'},
    {"value": 2.0, "other": 90.0, "method": "rating", "params": '{"map": {"1": 80, "2": 90, "3": 105}}'},
    {"value": 70.0, "other": 98.0, "method": "milestone", "params": '{"milestones": [{"weight": 60, "completion": 0.5}, {"weight": 40, "completion": 1}]}'},
    {"value": 80.0, "other": 90.0, "method": "add_subtract", "params": '{"base": 100, "step_pct": 3, "max_up": 5}'},
    {"value": 80.0, "other": 90.0, "method": "interpolation", "params": '{"points": [[80, 60], [100, 105]]}'},
])
def test_what_cap_or_method_prevents_is_out_of_reach(case: dict[str, Any]) -> None:
    found = pair(**case)
    assert not found.reachable and found.actual is None


def test_a_line_that_is_not_scored_needs_nothing() -> None:
    data = company(
        kpis=[kpi(), kpi("seen", direction="none")], scorecards=[line("p1"), line("p1", None, "seen")],
        targets=[target("p1", "2025-06", 100.0)], actuals=[actual("p1", "2025-06", 90.0), actual("p1", "2025-06", 1.0, "seen")],
    )
    assert needed(data, 100)["seen"] is None


# ---------------------------------------------------------------------- from the final back to the total
CARD: dict[str, Any] = {
    "total": 95.0, "final_before_link": 95.0, "final": 95.0, "bonus_points": 0.0, "penalty_points": 0.0, "link_score": None,
    "link_weight": None, "gates": None, "knock_outs": None,
}


@pytest.mark.parametrize(("card", "minimum", "wanted"), [
    ({}, "100", "100.00"), ({"bonus_points": 2.0, "penalty_points": 1.0, "final_before_link": 96.0, "final": 96.0}, "100", "99.00"),
    ({"link_score": 80.0, "link_weight": 30.0, "final": 90.5}, "95", "101.43"),
    ({"link_score": 80.0, "link_weight": 100.0, "final": 80.0}, "95", None),
    ({"link_score": 80.0, "link_weight": 30.0, "final": 90.5}, "110", None),
    ({"bonus_points": 40.0, "final_before_link": 120.0, "final": 120.0}, "121", None),
    ({"knock_outs": "fire", "final": 80.0}, "90", None),
])
def test_the_total_that_a_final_needs(card: dict[str, Any], minimum: str, wanted: str | None) -> None:
    """Link: 4.50 / 70 % = 6.43 more; a knock-out's score limit and the total cap end it."""
    rules = Rules(knock_outs=(KnockOut("fire", max_score=D(80)),))
    assert total_for({**CARD, **card}, D(minimum), rules) == (None if wanted is None else D(wanted))


def test_the_rise_goes_through_the_link() -> None:
    """0.7 x 90 + 0.3 x 80 = 87 -> 90: own 94.29, and 94.29 makes 0.7 x 94.29 + 24 = 90.003."""
    rules = Rules(link=(Link("individual", weight=D(30)),))
    data = company(
        kpis=[kpi(decimals=2)], scorecards=[line("p1"), line("D1")],
        targets=[target("p1", "2025-06", 100.0), target("D1", "2025-06", 100.0)],
        actuals=[actual("p1", "2025-06", 90.0), actual("D1", "2025-06", 80.0)],
    )
    found = needed(data, 90, rules=rules)["k"]
    assert found is not None and found.actual == D("94.29")


def test_a_closed_gate_opens_only_by_its_own_kpi() -> None:
    """Below 90 of k at most B: 100 in total needs k at 100 (which opens it); of the other KPI nothing helps."""
    gate = Gate("g", "kpi('k').attainment < 90", "B")
    data = company(
        kpis=[kpi(decimals=1), kpi("other")], scorecards=[line("p1", 50.0), line("p1", 50.0, "other")],
        targets=[target("p1", "2025-06", 100.0), target("p1", "2025-06", 100.0, "other")],
        actuals=[actual("p1", "2025-06", 80.0), actual("p1", "2025-06", 119.0, "other")],
    )
    found = needed(data, 100, rules=Rules(gates=(gate,)))
    assert found["k"] == Need(D(81), D("90.0"), True)
    assert found["other"] is not None and not found["other"].reachable
    free = needed(data, 100, rules=Rules(gates=(replace(gate, max_grade="A"),)))
    assert free["k"] == Need(D(81), D("81.0"), True)
    out = Rules(gates=(replace(gate, when="company.final < 100"),))
    assert needed(data, 100, rules=out)["k"] == Need(D(81), D("81.0"), True)  # the company has no final: the gate is open


def test_a_knock_out_that_holds_the_grade_ends_it() -> None:
    rules = Rules(knock_outs=(KnockOut("fire", "C"),))
    data = company(
        kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-06", 100.0)], actuals=[actual("p1", "2025-06", 95.0)],
        events=[{"event_id": "e1", "subject_id": "p1", "type": "fire", "date": day("2025-06-10")}],
    )
    found = needed(data, 100, rules=rules)["k"]
    assert found is not None and not found.reachable


def test_no_final_no_needs() -> None:
    assert needs([{"kpi_id": "k"}], {"final": None, "total": None}, D(100), Rules()) == (None,)


# ---------------------------------------------------------------------- laws
PARAMS: list[tuple[str, str, dict[str, Any]]] = [
    ("ratio", "higher", {}), ("ratio", "lower", {}), ("inverse", "lower", {}), ("on_target", "target", {}), ("efficacy", "higher", {}),
    ("interpolation", "higher", {"points": [[50, 60], [100, 100], [140, 120]]}),
    ("interpolation", "lower", {"points": [[140, 60], [100, 100], [50, 120]]}),
    ("add_subtract", "higher", {"base": 30, "step_pct": 3, "max_up": 6, "max_down": 6}),
    ("step", "higher", {"bands": [[110, 120], [100, 100], [80, 70]]}), ("deduction", "lower", {"per_event": 3}),
]


@given(st.sampled_from(PARAMS), st.integers(1, 1800), st.integers(700, 1190), st.integers(0, 2), st.integers(5, 95))
@settings(max_examples=120, deadline=None)
def test_the_need_is_enough_and_one_step_less_is_not(
    kind: tuple[str, str, dict[str, Any]], value: int, other: int, decimals: int, weight: int
) -> None:
    """Scoring the needed actual reaches the grade; the grid point before it stays below the score that is wanted."""
    method, direction, params = kind
    tables: dict[str, Any] = {
        "kpis": [kpi(method=method, direction=direction, decimals=decimals, params=json.dumps(params) if params else None), kpi("other")],
        "scorecards": [line("p1", float(weight)), line("p1", float(100 - weight), "other")],
        "targets": [target("p1", "2025-06", 100.0, threshold=40.0), target("p1", "2025-06", 100.0, "other")],
    }
    data = company(**tables, actuals=[actual("p1", "2025-06", value / 10), actual("p1", "2025-06", other / 10, "other")])
    scores = scored(data)
    card = card_of(scores)
    above = [D(limit) for limit in (70, 90, 100, 110) if card["final"] is not None and limit > card["final"]]
    if not above:
        return
    rows = rows_of(scores)
    need = needs(rows, card, above[0], Rules())[0]
    assert need is not None
    if not need.reachable or need.actual is None:
        return
    again = scored(company(**tables, actuals=[
        actual("p1", "2025-06", float(need.actual)), actual("p1", "2025-06", other / 10, "other"),
    ]))
    assert D(str(card_of(again)["final"])) >= above[0]
    plain = line_of(completed(rows[0]))
    before = replace(plain, actual=need.actual - way_of(plain) * D(1).scaleb(-decimals))
    try:
        score = score_line(before).score
    except (DomainError, AssertionError):
        return
    assert score is not None and score < need.score + D("1e-9")


@given(st.sampled_from(PARAMS), st.decimals(1, 119, places=2))
def test_the_inverse_of_a_method(kind: tuple[str, str, dict[str, Any]], want: Decimal) -> None:
    """Where a formula gives an actual, the method scores it with what is wanted or more."""
    method, direction, params = kind
    given_line = Line(method, direction, D(100), D(60), threshold=D(40), params=params)  # type: ignore[arg-type]
    found = inverse_of(given_line, want)
    if found is None or (method == "on_target" and want > 100):
        return
    score = score_line(replace(given_line, actual=found)).uncapped
    assert score is not None and score >= want - D("1e-20")


def test_a_person_takes_less_than_three_milliseconds() -> None:
    scores = scored(design(), "2025", rules=Rules(scoring=ScoringRules()))
    rows, card = rows_of(scores), card_of(scores)
    best = min(_seconds(rows, card) for _ in range(5))
    assert best < 0.003


def _seconds(rows: list[dict[str, Any]], card: dict[str, Any]) -> float:
    begin = time.perf_counter()
    needs(rows, card, D(100), Rules())
    return time.perf_counter() - begin
