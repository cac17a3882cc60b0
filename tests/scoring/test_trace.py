# ruff: noqa: E501 - tables of data read best on one line
"""How a score came about: the formula of every method with its numbers, and every step done again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.dataset import Dataset
from reportgen.model.policy import Gate, KnockOut, Link, Rules, ScoringRules
from reportgen.model.results import Scores
from reportgen.model.reward import TraceStep
from reportgen.model.rounding import half_up
from reportgen.scoring.exact.line import DomainError, Line
from reportgen.scoring.exact.methods import METHODS, score_line
from reportgen.scoring.expression import Figure, least, most, number, percent, total
from reportgen.scoring.origins import Origins
from reportgen.scoring.trace import LineOrigins, Weights, trace_line, trace_lines
from reportgen.scoring.trace_methods import RULES, Operands, attained, scored
from reportgen.scoring.trace_total import Parts, trace_total
from reportgen.scoring.trace_words import BANDS, NM_REASONS, NO_GRADES, REFERENCES, STATES, STEPS, words
from tests.measures.world import PEOPLE, actual, company, day, kpi, line, months, period, target
from tests.scoring.evaluate import check, evaluate
from tests.scoring.test_agreement import PARAMS
from tests.scoring.world import scored as scored_period

D = Decimal


def rows_of(scores: Scores, subject: str = "p1") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scores.kpi_scores.filter(scores.kpi_scores["subject_id"] == subject).to_dicts()
    return found


def card_of(scores: Scores, subject: str = "p1") -> dict[str, Any]:
    (found,) = scores.scorecards.filter(scores.scorecards["subject_id"] == subject).to_dicts()
    return dict(found)


def steps_of(data: Dataset, label: str = "2025-06", rules: Rules | None = None) -> dict[str, TraceStep]:
    """The steps of p1's first line by rule."""
    rows = rows_of(scored_period(data, label, rules))
    origins = Origins(data, period(label))
    found = trace_line(rows[0], Weights.of(rows), LineOrigins(origins.actual("p1", "k"), origins.target("p1", "k")))
    check(found)
    return {step.rule_id: step for step in found}


def totals_of(data: Dataset, label: str = "2025-06", rules: Rules | None = None, **more: Any) -> list[TraceStep]:
    """The steps of p1's total."""
    scores = scored_period(data, label, rules)
    points = [row for row in scores.points.to_dicts() if row["subject_id"] == "p1"]
    found = trace_total(Parts(card_of(scores), rows_of(scores), rules or Rules(), points, **more))
    check(found)
    return list(found)


def shown(steps: list[TraceStep]) -> list[tuple[str, str, str]]:
    return [(step.rule_id, step.numbers, str(step.rounded)) for step in steps]


def one(value: float | None, *, goal: dict[str, Any] | None = None, **definition: Any) -> Dataset:
    """p1 with one KPI of weight 100 in June."""
    return company(
        kpis=[kpi(**definition)], scorecards=[line("p1")],
        targets=[target("p1", "2025-06", **{"value": 100.0, **(goal or {})})], actuals=[actual("p1", "2025-06", value)],
    )


# ---------------------------------------------------------------------- expressions
def test_expressions_bracket_what_needs_it() -> None:
    a, b, c = number(3), number(D("-2.5")), number(4)
    assert [(figure.text, figure.value) for figure in (
        a + b, a - b, (a + c) * b, a / (c * a), a - (c - a), (a - c) / c, least(a, b), most(a, b) * c, total([]), percent(D(30)),
    )] == [
        ("3 + (−2.5)", D("0.5")), ("3 − (−2.5)", D("5.5")), ("(3 + 4)×(−2.5)", D("-17.5")), ("3÷(4×3)", D("0.25")),
        ("3 − (4 − 3)", D(2)), ("(3 − 4)÷4", D("-0.25")), ("min(3, −2.5)", D("-2.5")), ("max(3, −2.5)×4", D(12)),
        ("0", D(0)), ("30%", D("0.3")),
    ]
    assert number(D("1234567.10"), 2).text == "1,234,567.10" and number(D(1) / 3).text == "0.333333333333"


figures = st.recursive(
    st.decimals(-10**6, 10**6, places=3).map(number),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]), st.tuples(inner, inner).map(lambda pair: pair[0] - pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]), st.tuples(inner, inner).map(lambda pair: least(*pair)),
        st.tuples(inner, inner.filter(lambda figure: figure.value != 0)).map(lambda pair: pair[0] / pair[1]),
    ), max_leaves=8,
)


@given(figures)
@settings(max_examples=150, deadline=None)
def test_an_expression_gives_its_value(figure: Figure) -> None:
    assert abs(evaluate(figure.text) - Fraction(figure.value)) <= abs(Fraction(figure.value)) / 10**30 + Fraction(D("1e-30"))


# ---------------------------------------------------------------------- methods
CASES: list[tuple[str, Line, str, str, str]] = [
    ("ratio higher", Line(target=D(1200), actual=D("1286.4")), "100×1,286.4÷1,200", "107.2", "107.20"),
    ("ratio lower", Line(direction="lower", target=D(8), actual=D("6.5")), "200 − 100×6.5÷8", "118.75", "118.75"),
    ("negative target", Line(target=D(-100), actual=D(-80)), "100 + (−80 − (−100))×100÷100", "120", "120.00"),
    ("negative target, lower", Line(direction="lower", target=D(-100), actual=D(-80)), "100 + (−100 − (−80))×100÷100", "80", "80.00"),
    ("zero target", Line(direction="lower", target=D(0), actual=D(2)), "0", "0", "0.00"),
    ("least attainment", Line(target=D(100), actual=D(50), params={"min_attainment": "60"}), "100×50÷100", "0", "0.00"),
    ("inverse", Line("inverse", "lower", D(8), D("6.5")), "", "100×8÷6.5", "123.08"),
    ("inverse at 0", Line("inverse", "lower", D(8), D(0)), "", "120", "120.00"),
    ("binary", Line("binary", target=D(8), actual=D(9), params={"full": 20}), "100×9÷8", "20×100÷20", "100.00"),
    ("step", Line("step", target=D(100), actual=D("94.99"), params={"bands": PARAMS["step"][0]["bands"]}), "100×94.99÷100", "80", "80.00"),
    ("points", Line("add_subtract", target=D(1000), actual=D(1095), params={"base": 30, "step_pct": 3, "max_up": 6}),
     "100×1,095÷1,000", "(30 + min(3×1, 6))×100÷30", "110.00"),
    ("points in proportion", Line("add_subtract", target=D(1000), actual=D(1095), params={
        "base": 30, "step_pct": 3, "mode": "proportional"}), "100×1,095÷1,000", "(30 + 9.5÷3×1)×100÷30", "110.56"),
    ("points down", Line("add_subtract", target=D(1000), actual=D(700), params={"base": 30, "step_pct": 3, "max_down": 6}),
     "100×700÷1,000", "(30 − min(10×1, 6))×100÷30", "80.00"),
    ("planned loss", Line("add_subtract", target=D(-100), actual=D(-40), params={
        "base": 30, "step_pct": 3, "max_up": 3, "negative_target": True}), "", "(30 + 3)×100÷30", "110.00"),
    ("curve", Line("interpolation", target=D(95), actual=D("93.2"), params={"points": [[90, 60], [95, 100], [98, 120]]}),
     "100×93.2÷95", "60 + (93.2 − 90)÷(95 − 90)×(100 − 60)", "85.60"),
    ("falling curve", Line("interpolation", "lower", D(24), D(30), threshold=D(48), stretch=D(12)),
     "200 − 100×30÷24", "60 + (30 − 48)÷(24 − 48)×(100 − 60)", "90.00"),
    ("curve, last point", Line("interpolation", target=D(95), actual=D(99), params={"points": [[90, 60], [98, 120]]}), "", "120", "120.00"),
    ("curve, below", Line("interpolation", target=D(95), actual=D(80), params={"points": [[90, 60], [98, 120]]}), "", "0", "0.00"),
    ("curve, clamp", Line("interpolation", target=D(95), actual=D(80), params={"points": [[90, 60], [98, 120]], "below": "clamp"}),
     "", "60", "60.00"),
    ("curve, extended", Line("interpolation", target=D(95), actual=D(80), params={
        "points": [[90, 60], [98, 120]], "below": "extrapolate"}), "", "max(0, 60 + (80 − 90)÷(98 − 90)×(120 − 60))", "0.00"),
    ("efficacy", Line("efficacy", target=D(95), actual=D(90), threshold=D(80)), "", "60 + 40×(90 − 80)÷(95 − 80)", "86.67"),
    ("on target", Line("on_target", "target", D(50), D(55)), "", "100 − (55 − 50)×100÷50", "90.00"),
    ("on target, other direction", Line("on_target", "higher", D(50), D(45)), "", "100 − (50 − 45)×100÷50", "90.00"),
    ("band", Line("range", "range", actual=D(35), range_lo=D(28), range_hi=D(32), zero_distance=D(10)), "",
     "100 − 100×(35 − 32)÷10", "70.00"),
    ("inside the band", Line("range", "range", actual=D(30), range_lo=D(28), range_hi=D(32), zero_distance=D(10)), "", "100", "100.00"),
    ("deduction", Line("deduction", "lower", actual=D(7), params={"per_event": 15, "floor": 0}), "", "max(100 − 15×7, 0)", "0.00"),
    ("deduction, free", Line("deduction", "lower", actual=D(3), params={"per_event": 10, "free_events": 1}), "",
     "100 − 10×max(3 − 1, 0)", "80.00"),
    ("milestones", Line("milestone", params={"late_days": 3, "late_points_per_day": 2, "milestones": [
        {"weight": 40, "completion": 1}, {"weight": 35, "completion": 1}, {"weight": 25, "completion": "0.5"}]}), "",
     "40×1 + 35×1 + 25×0.5 − 3×2", "81.50"),
    ("rating", Line("rating", actual=D(3), params={"map": {"3": 100}}), "", "100", "100.00"),
    ("raters", Line("rating", actual=D(0), params={"raters": [{"score": 80, "weight": 2}, 110]}), "", "(80×2 + 110×1)÷(2 + 1)", "90.00"),
    ("outcome", Line("outcome", actual=D(2), params={"outcomes": [120, 90]}), "", "90", "90.00"),
    ("progress", Line("progress", target=D("3.3"), actual=D("3.15"), baseline=D("3.0")), "", "(3.15 − 3)×100÷(3.3 − 3)", "50.00"),
    ("rank", Line("rank", rank=2, peers=8, params={"bands": [[1, 120], [3, 110]]}), "", "110", "110.00"),
    ("prescored", Line("prescored", actual=D("4.2"), params={"scale_max": 5}), "", "4.2×100÷5", "84.00"),
]


@pytest.mark.parametrize(("case", "given_line", "attainment", "score", "result"), CASES, ids=[case[0] for case in CASES])
def test_every_method_with_its_numbers(case: str, given_line: Line, attainment: str, score: str, result: str) -> None:
    operands = Operands(
        given_line, number(given_line.actual or 0), None if given_line.target is None else number(given_line.target),
    )
    reached, formula = attained(operands), scored(operands)
    assert formula is not None and (formula.figure.text, str(half_up(formula.figure.value))) == (score, result), case
    if attainment:
        assert reached is not None and reached.figure.text == attainment
    if given_line.actual is not None:
        outcome = score_line(given_line)
        assert outcome.uncapped is not None and half_up(outcome.uncapped) == half_up(formula.figure.value)


def test_every_method_has_a_formula_and_a_rule() -> None:
    assert {case[1].method for case in CASES} == set(METHODS) == set(RULES)


@given(
    st.sampled_from([(method, params) for method, listed in PARAMS.items() for params in listed]),
    st.sampled_from(["higher", "lower", "target", "range"]), st.tuples(*[st.decimals(-500, 500, places=2)] * 3),
)
@settings(max_examples=300, deadline=None)
def test_a_formula_says_what_the_method_scores(
    kind: tuple[str, dict[str, Any]], direction: Any, numbers: tuple[Decimal, Decimal, Decimal]
) -> None:
    """Whatever the target and the actual: the formula's value is the uncapped score to nine places."""
    goal, value, other = numbers
    given_line = Line(
        kind[0], direction, goal, value, threshold=other, stretch=goal + 10, range_lo=min(goal, other), range_hi=max(goal, other),
        zero_distance=D(10), baseline=other, params=json.loads(json.dumps(kind[1])),
    )
    try:
        outcome = score_line(given_line)
    except (DomainError, AssertionError):
        return
    formula = scored(Operands(given_line, number(value), number(goal)))
    assert formula is not None and outcome.uncapped is not None
    assert half_up(formula.figure.value, 9) == half_up(outcome.uncapped, 9)


# ---------------------------------------------------------------------- one line
def test_a_line_from_the_row_to_the_contribution() -> None:
    """Three months of sales, a cap: 480 of 300 is 160.00, counted 120.00."""
    data = company(
        kpis=[kpi(agg_time="sum")], scorecards=[line("p1")],
        targets=[target("p1", label, 100.0) for label in months(4, 5, 6)],
        actuals=[actual("p1", label, value) for label, value in zip(months(4, 5, 6), (150.0, 160.5, 169.5), strict=True)],
    )
    steps = steps_of(data, "2025-Q2")
    assert shown(list(steps.values())) == [
        ("ACT", "150 + 160.5 + 169.5", "480"), ("TGT", "100 + 100 + 100", "300"), ("ATT", "100×480÷300", "160.00"),
        ("M1", "160", "160.00"), ("CAP", "min(160.00, 120)", "120.00"), ("WGT", "100", "100.00"),
        ("WSC", "100×120.00÷100", "120.00"), ("CON", "100×(120.00 − 100)÷100", "20.00"), ("VAR-PL", "480 − 300", "180"),
        ("VAR-PL%", "(480 − 300)×100÷300", "60.00"),
    ]
    assert steps["ACT"].sources == ("actuals!2", "actuals!3", "actuals!4")
    assert steps["TGT"].sources == ("targets!2", "targets!3", "targets!4")
    assert steps["CAP"].formula == {"zh-CN": "160.00，计120.00；上限120", "en": "160.00, counted 120.00: at most 120"}


def test_a_quotient_is_done_again_and_goes_on_in_full() -> None:
    data = company(
        kpis=[kpi(unit="%", decimals=1)], scorecards=[line("p1")], targets=[target("p1", "2025-06", 35.0)],
        actuals=[actual("p1", "2025-06", None, numerator=7.0, denominator=19.0)],
    )
    steps = steps_of(data)
    assert (steps["ACT"].numbers, str(steps["ACT"].rounded)) == ("7×100÷19", "36.842105263158")
    assert (steps["ATT"].numbers, str(steps["ATT"].rounded)) == ("100×36.842105263158÷35", "105.26")
    assert "VAR-PL%" not in steps and steps["VAR-PL"].text["en"] == "Variance from target, pp (favourable)"


def test_a_target_of_the_whole_period_is_prorated_in_the_open() -> None:
    """45 of 91 days in post: 910 x 45 / 91 = 450."""
    people = [{**PEOPLE[0], "hire_date": day("2025-05-17")}, *PEOPLE[1:]]
    data = company(
        people=people, kpis=[kpi(agg_time="sum")], scorecards=[line("p1")],
        targets=[target("p1", "2025-Q2", 910.0, window="period")], actuals=[actual("p1", "2025-Q2", 450.0)],
    )
    steps = steps_of(data, "2025-Q2")
    assert steps["ATT"].rounded == D("100.00")
    scores = assessed_lines(data, "2025-Q2")
    full = {step.rule_id: step for step in trace_line(scores[0], Weights.of(scores))}
    assert (full["TGT"].numbers, full["PRO"].numbers, full["PRO"].rounded) == ("910", "910×45÷91", D(450))


def assessed_lines(data: Dataset, label: str) -> list[dict[str, Any]]:
    """p1's lines with every column that scoring knows."""
    from reportgen.scoring import Scorer
    from tests.scoring.world import LATER

    scorer = Scorer(data, Rules(), LATER)
    rows = {row["kpi_id"]: row for row in scorer.assessed(period(label)).lines.to_dicts() if row["subject_id"] == "p1"}
    return [{**rows[row["kpi_id"]], **row} for row in rows_of(scorer.score(period(label)))]


def test_versions_of_a_target_are_told() -> None:
    data = company(
        kpis=[kpi()], scorecards=[line("p1")],
        targets=[target("p1", "2025-06", 100.0, version="1"), target("p1", "2025-06", 120.0, version="2", valid_from=day("2025-06-01"))],
        actuals=[actual("p1", "2025-06", 120.0)],
    )
    step = steps_of(data)["TGT"]
    assert (step.numbers, step.sources) == ("120", ("targets!3",))
    assert step.text == {"zh-CN": "目标（第2版，自2025-06-01起）", "en": "Target (version 2 from 2025-06-01)"}


@pytest.mark.parametrize(("reference", "value", "reason"), [
    (0.0, 5.0, "zero base"), (-100.0, -50.0, "negative base"), (-100.0, 50.0, "change of sign"), (1.0, 50.0, "over 999%"),
])
def test_why_there_is_no_percentage(reference: float, value: float, reason: str) -> None:
    step = steps_of(one(value, goal={"value": reference}))
    assert reason in step["VAR-PL"].text["en"] and "VAR-PL%" not in step


def test_a_band_has_two_limits_and_the_variance_of_the_nearer_edge() -> None:
    goal = {"value": None, "range_lo": 28.0, "range_hi": 32.0, "zero_distance": 10.0}
    rows = rows_of(scored_period(one(35.0, goal=goal, direction="range")))
    steps = trace_line(rows[0], Weights.of(rows))
    check(steps)
    assert shown(list(steps))[:4] == [("ACT", "35", "35"), ("TGT", "28", "28"), ("TGT", "32", "32"),
                                      ("M7b", "100 − 100×(35 − 32)÷10", "70.00")]
    assert [step.numbers for step in steps if step.rule_id == "VAR-PL"] == ["35 − 32"]
    inside = rows_of(scored_period(one(30.0, goal=goal, direction="range")))
    last = trace_line(inside[0], Weights.of(inside))[-2:]
    assert [(step.rule_id, step.text["en"], str(step.rounded)) for step in last] == [
        ("VAR-PL", "Within the band (neutral)", "0"), ("VAR-PL%", "Within the band", "0.00"),
    ]


# ---------------------------------------------------------------------- roll-up and other origins
def test_a_unit_shows_whose_values_it_adds() -> None:
    data = company(
        kpis=[kpi(agg_org="sum"), kpi("rate", unit="%", agg_org="ratio_of_sums")],
        scorecards=[line("C"), line("D1", 50.0, "rate")], targets=[target("C", "2025-06", 100.0), target("D1", "2025-06", 30.0, "rate")],
        actuals=[actual("p1", "2025-06", 30.0), actual("p2", "2025-06", 40.0), actual("D2", "2025-06", 50.0),
                 actual("p3", "2025-06", 999.0),
                 actual("p1", "2025-06", None, "rate", numerator=1.0, denominator=4.0),
                 actual("p2", "2025-06", None, "rate", numerator=2.0, denominator=5.0)],
    )
    origins = Origins(data, period("2025-06"))
    whole, rate = origins.actual("C", "k"), origins.actual("D1", "rate")
    assert whole is not None and (whole.figure.text, whole.sources) == ("70 + 50", ("actuals!2", "actuals!3", "actuals!4"))
    assert [(part.name[1], part.origin.figure.text, part.origin.sources) for part in whole.parts] == [
        ("D1", "30 + 40", ("actuals!2", "actuals!3")), ("D2", "50", ("actuals!4",)),
    ]
    assert rate is not None and rate.figure.text == "(1 + 2)×100÷(4 + 5)"
    assert origins.actual("C", "nothing") is None and origins.actual("p3", "rate") is None


@pytest.mark.parametrize(("by", "text"), [
    ("mean", "(30 + 40)÷2"), ("max", "max(30, 40)"), ("min", "min(30, 40)"), ("weighted_mean", "(30×1 + 40×3)÷(1 + 3)"),
])
def test_every_way_to_roll_up(by: str, text: str) -> None:
    data = company(kpis=[kpi(agg_org=by)], actuals=[
        actual("p1", "2025-06", 30.0), actual("p2", "2025-06", 40.0, numerator=120.0, denominator=3.0),
    ])
    found = Origins(data, period("2025-06")).actual("D1", "k")
    assert found is not None and found.figure.text == text


@pytest.mark.parametrize(("by", "text"), [
    ("sum", "1 + 2 + 6"), ("mean", "(1 + 2 + 6)÷3"), ("last", "6"), ("max", "max(1, 2, 6)"), ("min", "min(1, 2, 6)"),
])
def test_every_way_through_time(by: str, text: str) -> None:
    data = company(kpis=[kpi(agg_time=by)], actuals=[
        actual("p1", label, value) for label, value in zip(months(4, 5, 6), (1.0, 2.0, 6.0), strict=True)
    ])
    found = Origins(data, period("2025-Q2")).actual("p1", "k")
    assert found is not None and found.figure.text == text and found.key == f"actual_{by}"


def test_a_ratio_of_two_other_kpis_and_a_plan_as_target() -> None:
    data = company(
        kpis=[kpi("won"), kpi("all"), kpi("rate", unit="%", numerator_kpi="won", denominator_kpi="all")],
        actuals=[actual("p1", "2025-06", 3.0, "won"), actual("p1", "2025-06", 8.0, "all"),
                 actual("p1", "2025-06", 50.0, "won", scenario="PL")],
    )
    origins = Origins(data, period("2025-06"))
    rate, plan = origins.actual("p1", "rate"), origins.target("p1", "won")
    assert rate is not None and (rate.figure.text, rate.params["numerator"]) == ("3×100÷8", "won")
    assert plan is not None and (plan.key, plan.figure.text, plan.sources) == ("target_plan", "50", ("actuals!4",))


def test_a_shared_kpi_is_that_of_its_home_and_counts_once() -> None:
    """p1 owns it; p2 has no row and takes p1's; p3's own row repeats it and adds nothing to the company."""
    data = company(
        kpis=[kpi(agg_org="sum", shared="yes", owner_id="p1")], scorecards=[line("p1"), line("p2"), line("p3")],
        actuals=[actual("p1", "2025-06", 30.0), actual("p3", "2025-06", 30.0)],
    )
    origins = Origins(data, period("2025-06"), {"p1": ("安", "Ann")})
    lent, whole = origins.actual("p2", "k"), origins.actual("C", "k")
    assert lent is not None and (lent.key, lent.figure.text, lent.sources) == ("actual_shared", "30", ("actuals!2",))
    assert words(STEPS[lent.key][1], lent.params)["en"] == "the actual of Ann: as given"
    assert whole is not None and (whole.figure.text, whole.sources) == ("30", ("actuals!2",))


# ---------------------------------------------------------------------- totals
MOCK = [("sales", 35.0, 1200.0, 1286.4, {}), ("cash", 25.0, 95.0, 93.2, {"method": "interpolation"}),
        ("new", 20.0, 12.0, 15.0, {}), ("quote", 10.0, 20.0, 18.2, {"direction": "lower"}), ("csat", 10.0, 90.0, None, {})]


def design(**more: Any) -> Dataset:
    """The scorecard of the design: 104.24 over 90 %, plus 1.50, minus 0.50."""
    points = '{"points": [[90, 60], [95, 100], [98, 120]]}'
    event = {"subject_id": "p1", "date": day("2025-06-10")}
    return company(
        kpis=[kpi(name, unit="x", decimals=0 if name == "new" else 1, **extra, **({"params": points} if name == "cash" else {}))
              for name, _, _, _, extra in MOCK],
        scorecards=[line("p1", weight, name) for name, weight, *_ in MOCK],
        targets=[target("p1", "2025", goal, name) for name, _, goal, *_ in MOCK],
        actuals=[actual("p1", "2025", value, name) for name, _, _, value, _ in MOCK],
        events=[{**event, "event_id": "e1", "type": "bonus_points", "points": 1.5, "rule": "B-04"},
                {**event, "event_id": "e2", "type": "penalty", "points": 0.5, "rule": "P-02"}], **more,
    )


def test_the_total_of_the_design() -> None:
    data = design()
    scores = scored_period(data, "2025", as_of=day("2025-12-31"))
    points = scores.points.to_dicts()
    steps = trace_total(Parts(card_of(scores), rows_of(scores), Rules(), points))
    check(steps)
    assert shown(list(steps)) == [
        ("AGG-1", "(35×107.20 + 25×85.60 + 20×120.00 + 10×109.00)÷90", "104.24"), ("COV", "35 + 25 + 20 + 10", "90.00"),
        ("AGG-3", "1.50", "1.50"), ("AGG-3", "0.50", "0.50"), ("AGG-4", "104.24 + 1.50 − 0.50", "105.24"), ("GRADE", "1.2", "1.2"),
    ]
    assert steps[2].sources == ("events:e1",) and steps[2].formula["en"] == "B-04"
    assert steps[5].formula == {"zh-CN": "得分105.24，不低于100且低于110；等级系数", "en": "105.24: from 100, below 110; coefficient"}
    every = trace_lines(rows_of(scores))
    check(every)
    renormalised = [step for step in every if step.rule_id == "WGT"]
    assert [step.numbers for step in renormalised] == ["35×100÷90", "25×100÷90", "20×100÷90", "10×100÷90"]
    (missing,) = [step for step in every if step.rule_id == "MISS"]
    assert missing.text == {"zh-CN": "未上报（未到截止日，暂定）", "en": "Not reported, not yet due: provisional"}
    assert missing.numbers == "0"
    footed = {step.numbers for step in every if step.rule_id == "WSC"}
    assert footed == {"35×107.20÷90", "25×85.60÷90", "20×120.00÷90 − 0.01", "10×109.00÷90"}


def test_after_the_due_date_a_missing_value_counts_zero() -> None:
    steps = totals_of(design(), "2025")
    assert shown(steps)[0] == ("AGG-1", "(35×107.20 + 25×85.60 + 20×120.00 + 10×109.00 + 10×0.00)÷100", "93.82")


def test_caps_links_knock_outs_and_calibration() -> None:
    """101.00 own, link 30 % with the department's 80.00: 94.70, held at 85 by a knock-out."""
    rules = Rules(
        link=(Link("individual", weight=D(30)),), gates=(Gate("g", "kpi('k').score < 200", "B", D("0.9")),),
        knock_outs=(KnockOut("fire", "C", D(85), D("0.5")),),
    )
    data = company(
        kpis=[kpi()], scorecards=[line("p1"), line("D1")], targets=[target("p1", "2025-06", 100.0), target("D1", "2025-06", 100.0)],
        actuals=[actual("p1", "2025-06", 101.0), actual("D1", "2025-06", 80.0)],
        events=[{"event_id": "e1", "subject_id": "p1", "type": "fire", "date": day("2025-06-10")}],
        adjustments=[{"subject_id": "p1", "period": "2025-06", "from_grade": "C", "to_grade": "B", "reason": "appeal"}],
    )
    adjustment = data["adjustments"].to_dicts()[0]
    steps = totals_of(data, rules=rules, link_unit=("东区", "East"), adjustment=adjustment)
    assert shown(steps) == [
        ("AGG-1", "100×101.00÷100", "101.00"), ("COV", "100", "100.00"), ("LINK", "80.00×30% + 101.00×(1 − 30%)", "94.70"),
        ("KO", "min(94.70, 85)", "85.00"), ("GRADE", "0.6", "0.6"), ("KO", "0.6", "0.6"), ("GATE", "0.6", "0.6"), ("ADJ", "1", "1"),
        ("PAYOUT", "0.9×0.5", "0.45"),
    ]
    assert steps[2].text["zh-CN"] == "组织联动：东区" and steps[7].text["en"] == "Calibration: C to B"
    assert steps[7].sources == ("adjustments!2",)
    assert steps[5].formula["zh-CN"] == "fire已发生；最高C级；等级系数"
    assert steps[6].formula["en"] == "kpi('k').score = 101.00; kpi('k').score < 200; B at most; coefficient"


def test_points_beyond_the_cap_and_a_total_held_at_its_cap() -> None:
    rules = Rules(scoring=ScoringRules(total_cap=D(121)))
    data = company(
        kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-06", 100.0)], actuals=[actual("p1", "2025-06", 119.0)],
        events=[{"event_id": "e1", "subject_id": "p1", "type": "bonus_points", "points": 8.0, "date": day("2025-06-10")}],
    )
    assert shown(totals_of(data, rules=rules))[2:4] == [
        ("AGG-3", "min(8.00, 5)", "5.00"), ("AGG-4", "min(max(119.00 + 5.00 − 0.00, 0), 121)", "121.00"),
    ]


def test_segments_count_by_days() -> None:
    """AGG-10: (90 x 88 + 275 x 104) / 365 = 100.05."""
    post = {"person_id": "p1", "unit_id": "D1"}
    data = company(
        assignments=[{**post, "assignment_id": "a", "from": day("2025-01-01"), "to": day("2025-03-31")},
                     {**post, "assignment_id": "b", "from": day("2025-04-01")}],
        kpis=[kpi()], scorecards=[line("p1", assignment_id="a"), line("p1", assignment_id="b")],
        targets=[target("p1", "2025", 100.0, assignment_id=name) for name in "ab"],
        actuals=[actual("p1", "2025", 88.0, assignment_id="a"), actual("p1", "2025", 104.0, assignment_id="b")],
    )
    steps = totals_of(data, "2025")
    assert shown(steps)[2] == ("AGG-2", "(90×88.00 + 275×104.00)÷(90 + 275)", "100.05")
    lines = trace_lines(rows_of(scored_period(data, "2025")))
    check(lines)
    assert [step.numbers for step in lines if step.rule_id == "WGT"] == ["100×100÷100×90÷365", "100×100÷100×275÷365"]


def test_a_tie_that_twelve_places_do_not_decide_is_written_out() -> None:
    """35 x 120 + 30 x 113.333… + 25 x 114.5 + 10 x 100 = 11462.5: 114.63, not 114.62."""
    kpis = [kpi("a"), kpi("b", method="efficacy"), kpi("c"), kpi("d")]
    goals = {"a": (35.0, 100.0, 120.0), "b": (30.0, 95.0, 100.0), "c": (25.0, 100.0, 114.5), "d": (10.0, 100.0, 100.0)}
    data = company(
        kpis=kpis, scorecards=[line("p1", weight, name) for name, (weight, _, _) in goals.items()],
        targets=[target("p1", "2025-06", goal, name, threshold=80.0 if name == "b" else None) for name, (_, goal, _) in goals.items()],
        actuals=[actual("p1", "2025-06", value, name) for name, (_, _, value) in goals.items()],
    )
    steps = totals_of(data)
    assert steps[0].rounded == D("114.63") and "30×(60 + 40×(100 − 80)÷(95 − 80))" in steps[0].numbers


def test_short_service_and_low_coverage_have_no_grade() -> None:
    people = [{**PEOPLE[0], "hire_date": day("2025-06-25")}, *PEOPLE[1:]]
    data = company(people=people, kpis=[kpi()], scorecards=[line("p1")], targets=[target("p1", "2025-06", 100.0)],
                   actuals=[actual("p1", "2025-06", 90.0)])
    assert totals_of(data)[-1].text["zh-CN"] == "不评级：在岗6天，时间过短"


def test_words_have_both_languages_and_full_width_marks() -> None:
    pairs = [pair for two in STEPS.values() for pair in two]
    pairs += [pair for table in (STATES, NM_REASONS, REFERENCES, NO_GRADES, BANDS) for pair in table.values()]
    for chinese, english in pairs:
        assert _names(chinese) == _names(english), (chinese, english)
        assert not re.search(r"[\u4e00-\u9fff][,;:()]|[,;:()][\u4e00-\u9fff]", chinese), chinese
        assert not any("\u3000" <= char <= "\u9fff" or char in "，（）：；。" for char in english), english


def _names(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_rows_of_the_frames_alone_are_enough() -> None:
    """Without the columns of an assessment every step still gives its result."""
    scores = scored_period(replace(design()), "2025")
    rows: list[Mapping[str, Any]] = list(rows_of(scores))
    assert "divisor" not in rows[0]
    check(trace_lines(rows))
