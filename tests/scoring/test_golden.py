"""Golden cases that concern scoring, on the exact functions and, where there is a column form, on that too."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from reportgen.analysis.quotas import grade_shares
from reportgen.model.policy import Distribution
from reportgen.model.rounding import half_up
from reportgen.scoring.exact import attainment as att
from reportgen.scoring.exact.line import Line
from reportgen.scoring.exact.methods import score_line
from reportgen.scoring.exact.points import add_subtract_delta, deviation_of, negative_target
from reportgen.scoring.exact.totals import (
    Limit,
    Weighted,
    change_effects,
    contributions,
    limited_grade,
    linked,
    payout_factor,
    red_streak,
    status_of,
    time_weighted,
    weighted_total,
    with_points,
)
from reportgen.scoring.line_scores import with_scores
from tests.measures.world import actual, company, day, kpi, line, target
from tests.scoring.golden import cases
from tests.scoring.lines import lines_frame
from tests.scoring.world import scored

D = Decimal


def shown(value: Decimal | None, places: int = 2) -> str:
    assert value is not None
    return f"{half_up(value, places):f}"


def params(inputs: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: inputs[name] for name in names if name in inputs}


def both(line: Line) -> tuple[str, str]:
    """Attainment and score as printed, the same from the exact method and from the columns."""
    exact = score_line(line)
    row = with_scores(lines_frame([line])).row(0, named=True)
    assert row["attainment_pct"] == (None if exact.attainment is None else float(half_up(exact.attainment)))
    assert exact.score is not None and row["score"] == float(half_up(exact.score))
    return shown(exact.attainment) if exact.attainment is not None else "", shown(exact.score)


@pytest.mark.parametrize(("case", "given", "expected"), cases("attainment_unified"))
def test_attainment_unified(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("ratio", given["direction"], D(given["target"]), D(given["actual"]), cap=D(given["cap"]))
    assert both(line) == (expected["attainment_pct"], expected["score"])


@pytest.mark.parametrize(("case", "given", "expected"), cases("attainment_inverse"))
def test_attainment_inverse(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("inverse", "lower", D(given["target"]), D(given["actual"]), cap=D(given["cap"]))
    assert both(line) == (expected["attainment_pct"], expected["score"])


@pytest.mark.parametrize(("case", "given", "expected"), cases("attainment_baseline"))
def test_progress_from_a_baseline(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("progress", "higher", D(given["target"]), D(given["actual"]), baseline=D(given["baseline"]))
    assert both(line)[0] == expected["progress_pct"]
    assert shown(att.unified(D(1), D(given["target"]), D(given["actual"]))) == expected["ratio_pct"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_on_target"))
def test_on_target(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert both(Line("on_target", "target", D(given["target"]), D(given["actual"])))[1] == expected["score"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_range"))
def test_range(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line(
        "range", "range", actual=D(given["actual"]), range_lo=D(given["lo"]), range_hi=D(given["hi"]),
        zero_distance=D(given["zero_distance"]),
    )
    assert both(line)[1] == expected["score"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_step"))
def test_step(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("step", "higher", D(100), D(given["value"]), params=params(given, "bands"))
    assert both(line)[1] == expected["score"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_addsub"))
def test_add_and_subtract_points(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("add_subtract", given["direction"], D(given["target"]), D(given["actual"]), params=given)
    points = D(given["base"]) + add_subtract_delta(line)
    assert shown(deviation_of(line)[0]) == expected["deviation_pct"]
    assert shown(add_subtract_delta(line)) == expected["delta_points"]
    assert shown(points) == expected["score"]
    assert both(line)[1] == shown(100 * points / D(given["base"]))


@pytest.mark.parametrize(("case", "given", "expected"), cases("sasac_negative_target"))
def test_a_planned_loss(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("add_subtract", "higher", D(given["target"]), D(given["actual"]), params={**given, "negative_target": True})
    over, points, grade = negative_target(line)
    assert (shown(over), shown(points), grade) == (expected["effective_over_pct"], expected["points"], expected["grade_cap"])
    assert shown(D(given["base"]) + points) == expected["score"]
    assert score_line(line).max_grade == expected["grade_cap"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_interp"))
def test_interpolation(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("interpolation", given["direction"], D(100), D(given["actual"]), params=params(given, "points"))
    assert both(line)[1] == expected["score"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_deduct"))
def test_deduction(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    line = Line("deduction", "lower", actual=D(given["events"]), params=params(given, "full", "per_event", "floor"))
    assert both(line)[1] == expected["score"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_milestone"))
def test_milestones(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert both(Line("milestone", "higher", params=given))[1] == expected["score"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("weighted_score"))
def test_weighted_score(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    lines = [
        Weighted(D(kpi["weight"]), None if kpi["score"] is None else D(kpi["score"]), given["missing"]) for kpi in given["kpis"]
    ]
    total = weighted_total(lines)
    assert (shown(total.total), shown(total.coverage)) == (expected["total"], expected["coverage_pct"])


@pytest.mark.parametrize(("case", "given", "expected"), cases("gap_contribution"))
def test_contributions_to_the_gap(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    lines = {kpi["id"]: Weighted(D(kpi["weight"]), D(kpi["score"])) for kpi in given["kpis"]}
    parts = contributions(lines, D(given["reference"]))
    assert {key: shown(value) for key, value in parts.items()} == expected["contributions"]
    assert shown(sum(parts.values(), D(0))) == expected["total_gap"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("score_change_decomp"))
def test_effects_of_score_and_weight(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    sides = {side: {key: (D(w), D(s)) for key, (w, s) in given[side].items()} for side in ("prior", "current")}
    effects = change_effects(sides["prior"], sides["current"])
    assert {
        key: {"score_effect": shown(score, 4), "weight_effect": shown(weight, 4)} for key, (score, weight) in effects.items()
    } == expected["effects"]
    assert shown(sum((score + weight for score, weight in effects.values()), D(0)), 4) == expected["change"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("total_with_points"))
def test_points(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    bonus, cap = D(given["bonus"]), D(given["bonus_cap"])
    final = with_points(D(given["weighted"]), bonus, D(given["penalty"]), cap, D(given["total_cap"]))
    assert (shown(min(bonus, cap)), shown(final)) == (expected["bonus_counted"], expected["total"])


@pytest.mark.parametrize(("case", "given", "expected"), cases("knockout"))
def test_knock_outs(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    hit = [event for event in given["events"] if event["triggered"]]
    limits = [
        Limit(e["id"], e.get("max_grade"), payout_factor=D(e["payout_factor"]) if "payout_factor" in e else None) for e in hit
    ]
    factor = payout_factor(limits)
    assert limited_grade(given["order"], given["grade"], limits) == expected["grade"]
    assert (shown(factor), shown(D(given["payout"]) * factor)) == (expected["payout_factor"], expected["payout"])
    assert [limit.id for limit in limits] == expected["triggered"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("link_additive"))
def test_additive_link(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert shown(linked(D(given["org"]), D(given["individual"]), D(given["org_weight"]))) == expected["final"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("time_weighted_score"))
def test_time_weighted_score(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    ends = pl.DataFrame(given["segments"]).with_columns(pl.col("from", "to").str.to_date())
    days = [(to - start).days + 1 for start, to in ends.select("from", "to").iter_rows()]
    shares = [D(segment.get("fte", "1")) for segment in given["segments"]]
    scores = [D(segment["score"]) for segment in given["segments"]]
    assert days == expected["days"]
    assert shown(time_weighted(list(zip(days, shares, scores, strict=True)))) == expected["score"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("rag_streak"))
def test_status_and_streak(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    statuses = [status_of(D(value), D(given["green_min"]), D(given["amber_min"])) for value in given["attainment"]]
    assert statuses == expected["status"]
    assert red_streak(statuses) == expected["red_streak"]
    assert (red_streak(statuses) >= int(given["escalate_after"])) is expected["escalate"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("quota"))
def test_quota(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    grades = [grade for grade, heads in given["actual"].items() for _ in range(heads)]
    rule = Distribution({grade: D(share) for grade, share in given["pct"].items()}, min_group=1)
    found = grade_shares(grades, list(given["pct"]), rule)
    assert {share.grade: share.quota for share in found} == expected["quota"]
    assert {share.grade: share.over_under for share in found} == expected["over_under"]


@pytest.mark.parametrize(("case", "given", "expected"), cases("target_versions"))
def test_a_target_that_changes_inside_the_year(case: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    last = int(given["through_month"])
    goals = [
        target("p1", f"2025-{month:02d}", float(version["monthly_target"]), version=str(number), valid_from=start)
        for number, version in enumerate(given["versions"], 1) for month in range(int(version["from_month"]), last + 1)
        for start in [day(f"2025-{int(version['from_month']):02d}-01")]
    ]
    values = [actual("p1", f"2025-{last:02d}-YTD", float(given["ytd_actual"]))]
    data = company(kpis=[kpi(agg_time="sum")], scorecards=[line("p1")], targets=goals, actuals=values)
    result = scored(data, f"2025-{last:02d}-YTD").kpi_scores
    assert result.select("target", "attainment_pct").row(0) == (float(expected["ytd_target"]), float(expected["attainment_pct"]))
