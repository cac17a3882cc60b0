"""Status colours: by the printed score, or in percentage points where the policy says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.policy import Materiality, MaterialityLimits, PointLimits, Rules, StatusRules
from reportgen.policy.load import read_policy
from reportgen.scoring.trace import Weights, trace_line
from tests.measures.world import actual, company, kpi, line, target
from tests.scoring.world import kpi_cell, row, scored

POINTS = Rules(status=StatusRules(pp=PointLimits(Decimal(0), Decimal(-2))))


def world(value: float | None, goal: dict[str, Any], *months: str, **definition: Any) -> Any:
    periods = months or ("2025-06",)
    return company(
        kpis=[kpi(unit="%", **definition)], scorecards=[line("p1")],
        targets=[target("p1", label, goal.get("value"), **{k: v for k, v in goal.items() if k != "value"}) for label in periods],
        actuals=[actual("p1", label, value) for label in periods],
    )


@pytest.mark.parametrize(
    ("direction", "value", "goal", "gain", "status"),
    [
        ("higher", 98.0, {"value": 98.0}, 0.0, "green"),
        ("higher", 96.0, {"value": 98.0}, -2.0, "amber"),
        ("higher", 95.9, {"value": 98.0}, -2.1, "red"),
        ("lower", 2.3, {"value": 2.0}, -0.3, "amber"),
        ("lower", 1.8, {"value": 2.0}, 0.2, "green"),
        ("target", 51.5, {"value": 50.0}, -1.5, "amber"),
        ("range", 30.0, {"value": None, "range_lo": 28.0, "range_hi": 32.0, "zero_distance": 10.0}, 0.0, "green"),
        ("range", 35.0, {"value": None, "range_lo": 28.0, "range_hi": 32.0, "zero_distance": 10.0}, -3.0, "red"),
    ],
)
def test_points_decide_for_kpis_in_percent(direction: str, value: float, goal: dict[str, Any], gain: float, status: str) -> None:
    scores = scored(world(value, goal, direction=direction), rules=POINTS)
    assert (kpi_cell(scores, "status_gain"), kpi_cell(scores, "status")) == (gain, status)


def test_the_score_decides_without_limits_in_points_and_for_amounts() -> None:
    scores = scored(world(96.0, {"value": 98.0}))
    assert (kpi_cell(scores, "score"), kpi_cell(scores, "status"), kpi_cell(scores, "status_gain")) == (97.96, "amber", None)
    amounts = company(kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-06", 98.0)],
                      actuals=[actual("p1", "2025-06", 89.0)])
    assert kpi_cell(scored(amounts, rules=POINTS), "status") == "amber"


def test_streaks_and_the_status_before_follow_the_points() -> None:
    """Half a point below 98 is 99.49 and amber by score, but red where a tenth is the limit."""
    rules = Rules(status=StatusRules(pp=PointLimits(Decimal(0), Decimal("-0.1"))))
    scores = scored(world(97.5, {"value": 98.0}, "2025-04", "2025-05", "2025-06"), rules=rules)
    assert row(scores.kpi_scores, "status", "red_streak", "prior_status") == ("red", 3, "red")


def test_the_trace_shows_the_points() -> None:
    rows = scored(world(96.0, {"value": 98.0}), rules=POINTS).kpi_scores.to_dicts()
    (step,) = [step for step in trace_line(rows[0], Weights.of(rows), status=POINTS.status) if step.rule_id == "STAT"]
    assert (step.numbers, step.unit, step.formula["en"]) == ("−2", "pp", "points better than the target from −2, below 0")


def test_the_limits_of_a_policy_may_not_cross() -> None:
    assert read_policy(b"status: {pp: {green: 0, amber: -2}}", "p.yaml").findings == ()
    (finding,) = read_policy(b"status: {pp: {green: -3, amber: -2}}", "p.yaml").findings
    assert (finding.code, finding.column) == ("E-POLICY", "status.pp.amber")


def test_a_variance_within_the_tolerance_of_its_kpi_is_neutral() -> None:
    """k may be off by 5, q by 2 points, everything else by 1."""
    own = {name: MaterialityLimits(tolerance=Decimal(size)) for name, size in (("k", 5), ("q", 2))}
    limits = Materiality(tolerance=Decimal(1), kpis=own)
    data = company(
        kpis=[kpi("k"), kpi("q", unit="%"), kpi("m")],
        scorecards=[line("p1", 40.0, "k"), line("p1", 30.0, "q"), line("p1", 30.0, "m")],
        targets=[target("p1", "2025-06", 100.0, name) for name in ("k", "q", "m")],
        actuals=[actual("p1", "2025-06", 95.0, "k"), actual("p1", "2025-06", 97.9, "q"), actual("p1", "2025-06", 101.5, "m")],
    )
    lines = scored(data, rules=Rules(materiality=limits)).kpi_scores
    assert lines.select("kpi_id", "variance", "effect").rows() == [
        ("k", -5.0, "neutral"), ("q", -2.1, "unfavourable"), ("m", 1.5, "favourable"),
    ]
    assert scored(data).kpi_scores["effect"].to_list() == ["unfavourable", "unfavourable", "favourable"]


def test_a_streak_by_points_keeps_the_points_of_its_periods() -> None:
    """95 and 94 % of 98 %, at most 2 points worse allowed: -3.0 and -4.0."""
    data = company(
        kpis=[kpi(unit="%")], scorecards=[line("p1")], targets=[target("p1", label, 98.0) for label in ("2025-05", "2025-06")],
        actuals=[actual("p1", "2025-05", 95.0), actual("p1", "2025-06", 94.0)],
    )
    found = scored(data, rules=POINTS).kpi_scores.select("red_streak", "red_scores").row(0)
    assert found == (2, [-3.0, -4.0])
