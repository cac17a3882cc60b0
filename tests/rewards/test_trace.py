"""How computed: every step of every kind of statement re-evaluates to its result, and the last one is the payable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.reward import Event, Payment, Statement, TraceStep
from reportgen.model.rounding import half_up
from reportgen.rewards.run import pay_all
from reportgen.rewards.trace import trace
from reportgen.rewards.wording import STEPS
from tests.rewards.people import paid, person, reward
from tests.scoring.evaluate import evaluate

CURVE = "{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}"
#: Two steps as scoring hands them in.
SCORE = tuple(
    TraceStep(place, rule, {"zh-CN": "x", "en": "x"}, {"zh-CN": "x", "en": "x"}, numbers, Decimal(value), Decimal(value),
              ("kpi_scores:E1:revenue",), "score", "acme/2")
    for place, (rule, numbers, value) in enumerate((
        ("AGG-1", "(35×107.20 + 25×85.60 + 20×120.00 + 10×109.00)÷90", "104.24"), ("AGG-4", "104.24 + 1.50 − 0.50", "105.24"),
    ), start=1)
)


def check(statement: Statement, score: tuple[TraceStep, ...] = ()) -> tuple[TraceStep, ...]:
    """Every step of the statement recomputes; the steps are returned."""
    found = trace(statement, score)
    for item in found:
        exact = evaluate(item.numbers)
        places = max(0, -int(item.rounded.as_tuple().exponent))
        value = half_up(Decimal(exact.numerator) / Decimal(exact.denominator), places)
        assert value == item.rounded, item
        assert half_up(item.unrounded, places) == item.rounded, item
        assert set(item.text) == set(item.formula) == {"zh-CN", "en"}
    assert [item.step for item in found] == list(range(1, len(found) + 1))
    if statement.payable is not None:
        assert found[-1].rounded == statement.payable
        assert sum(item.amount for item in statement.lines if item.amount is not None) == statement.payable
    return found


def test_the_statement_of_the_design() -> None:
    text = (
        f"rewards: [{{id: sales-bonus-2025, version: 3, components: [{CURVE}], limits: {{person_max_pct: 200}},"
        " gates: [{id: profit, when: \"company.kpi('net_profit').attainment < 90\", payout_factor: 0}]}]"
    )
    one = person(
        final=Decimal("105.24"), total=Decimal("104.24"), paybase={"target_bonus": Decimal(48000)},
        measures={"company.kpi('net_profit').attainment": Decimal("96.40")},
        payments=(Payment("sales-bonus-2025", Decimal(20000), "advance", date(2025, 7, 31)),),
    )
    steps = check(paid(one, text), SCORE)
    assert [(item.rule_id, item.numbers, str(item.rounded)) for item in steps] == [
        ("AGG-1", "(35×107.20 + 25×85.60 + 20×120.00 + 10×109.00)÷90", "104.24"),
        ("AGG-4", "104.24 + 1.50 − 0.50", "105.24"),
        ("BASE", "48,000.00", "48000.00"),
        ("PRO-1", "365÷365", "1.0000"),
        ("CURVE", "100 + (105.24 − 100)÷(120 − 100)×(200 − 100)", "126.20"),
        ("MAIN", "48,000.00×365÷365×126.2%", "60576.00"),
        ("GATE", "60,576.00×1", "60576.00"),
        ("CAP", "min(60,576.00, 48,000.00×200%)", "60576.00"),
        ("ADV", "20,000.00", "20000.00"),
        ("PAY", "60,576.00 − 20,000.00", "40576.00"),
    ]
    assert steps[4].text["zh-CN"] == "兑现比例" and steps[4].unit == "%"
    assert steps[0].sources[0] == "kpi_scores:E1:revenue"


def test_a_cap_and_a_minimum_print_their_arithmetic() -> None:
    """200 % of 15,000.00 is 30,000.00, the smaller of both; half a cent is cut off a cap, so its numbers are the cap."""
    one = person(final=Decimal("120"), paybase={"target_bonus": Decimal(15000)})
    twice = "{id: k, type: multiplier, measure: '2'}"
    text = f"rewards: [{{id: p, components: [{CURVE}, {twice}], limits: {{person_max_pct: 200}}}}]"
    cap = next(item for item in check(paid(one, text)) if item.rule_id == "CAP")
    assert (cap.numbers, str(cap.rounded)) == ("min(60,000.00, 15,000.00×200%)", "30000.00")
    assert cap.formula == {"zh-CN": "上限15,000.00×200%=30,000.00", "en": "at most 15,000.00×200% = 30,000.00"}
    cut = person(final=Decimal("120"), paybase={"target_bonus": Decimal("100.01")})
    cap = next(item for item in check(paid(cut, text.replace("200}", "150.5}"))) if item.rule_id == "CAP")
    assert (cap.numbers, cap.formula["en"]) == ("min(400.04, 150.51)", "at most 100.01×150.5% = 150.51")
    least = f"rewards: [{{id: p, components: [{CURVE}], limits: {{person_min_pct: 90}}}}]"
    poor = person(final=Decimal("80"), paybase={"target_bonus": Decimal(15000)})
    floor = next(item for item in check(paid(poor, least)) if item.rule_id == "CAP")
    assert (floor.numbers, str(floor.rounded)) == ("max(7,500.00, 15,000.00×90%)", "13500.00")


def test_a_multiplier_says_whose_grade_it_is() -> None:
    measures: dict[str, Any] = {"company.factor": Decimal("1.2"), "company.final": Decimal("101.33"), "company.grade": "A"}
    one = person(measures=measures, whose={"company": ("晨曦集团", "Chenxi Group")})
    text = f"rewards: [{{id: p, components: [{CURVE}], multipliers: [company.factor, 'company.factor / 4']}}]"
    steps = [item for item in check(paid(one, text)) if item.rule_id == "FACTOR"]
    assert [(item.numbers, str(item.rounded)) for item in steps] == [("1.2", "1.2000"), ("1.2÷4", "0.3000")]
    assert steps[0].formula == {
        "zh-CN": "公司系数：晨曦集团最终得分101.33，评定为A级，等级表中A级（自100分起）系数为1.2",
        "en": "company's factor: final of Chenxi Group 101.33, grade A; the scale gives grade A (from 100) the coefficient 1.2",
    }
    unknown = person(measures={"company.factor": Decimal("1.2")})
    assert next(item for item in check(paid(unknown, text)) if item.rule_id == "FACTOR").formula["zh-CN"] == "公司系数"


COMPONENTS = {
    "tier": (
        "{id: t, type: tier, measure: final, tiers: [{min_pct: 110, factor: 1, extra_factor: 0.333}, {min_pct: 0, factor: 0.8}]}"
    ),
    "grade": "{id: g, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}}",
    "rate": "{id: c, type: rate, measure: \"kpi('s').actual\", bands: [[0, 5], [100000, 7.25], [250000, 9]]}",
    "retro": "{id: c, type: rate, measure: \"kpi('s').actual\", mode: retroactive, bands: [[0, 5], [100000, 7.25]]}",
    "unit": "{id: u, type: per_unit, measure: \"kpi('s').actual\", rate: 0.0125}",
    "event": "{id: e, type: per_event, event: fire, amount: 12.5}",
    "matrix": (
        "{id: m, type: matrix, rows: final, columns: days, row_breaks: [0, 100], column_breaks: [0], factors: [[0.5], [1.1]]}"
    ),
    "fixed": "{id: f, type: fixed, when: \"final > 100\", amount: 99.99}",
    "soe": "{id: s, type: soe_pay, measure: final, starts: {D: 60, C: 80, B: 95, A: 110, cap: 120}}",
    "multiplier": "{id: k, type: multiplier, measure: \"coefficient / 7\"}",
    "manual": "{id: h, type: manual, event: hand}",
    "curve": CURVE,
}
MORE = (
    "multipliers: [company.factor], gates: [{id: g, when: \"final < 111\", payout_factor: 0.9}],"
    " limits: {person_max_pct: 130}, penalties: [{id: x, event: fire, amount: 33.33, max_pct_of_bonus: 3}],"
    " deferral: {pct: 33.3, periods: 3}, clawback: {years: 2, events: [fire]}"
)
EVENTS = (
    Event("F1", "E1", "fire", date=date(2025, 2, 1), count=Decimal(3)),
    Event("H1", "E1", "hand", amount=Decimal("-7.77"), reason="r", approver="a"),
    Event("L1", "E1", "loss", date=date(2025, 3, 1), amount=Decimal("700.50"), legal_basis="b", notice_date=date(2025, 2, 1)),
)


@pytest.mark.parametrize("combine", ["multiply", "add"])
@pytest.mark.parametrize("name", COMPONENTS)
@pytest.mark.parametrize("final", ["59.5", "95.37", "108.91", "112", "125"])
def test_every_component_recomputes(name: str, combine: str, final: str) -> None:
    text = f"rewards: [{{id: p, components: [{COMPONENTS[name]}], combine: {combine}, {MORE}}}]"
    one = person(
        final=Decimal(final), days=200, paybase={"target_bonus": Decimal("33333.33")}, paybase_share=(3, 12), events=EVENTS,
        measures={"company.factor": Decimal("1.0333"), "kpi('s').actual": Decimal("123456.78")},
        payments=(Payment("p", Decimal("1000.01"), "advance"), Payment("p", Decimal("20000"), "paid")),
    )
    check(paid(one, text))


def test_all_components_together_recompute() -> None:
    parts = ", ".join(text for name, text in COMPONENTS.items() if name not in ("retro", "curve"))
    text = f"rewards: [{{id: p, components: [{parts}], deductions: [{{id: l, class: P3, event: loss, limit_pct: 10}}]}}]"
    one = person(
        events=EVENTS, measures={"kpi('s').actual": Decimal("123456.78")}, jurisdiction="CN",
        wages={"": (Decimal("6543.21"), Decimal(2000))},
    )
    steps = check(paid(one, text))
    assert any(item.rule_id == "WAGE" for item in steps)


def test_pools_recompute() -> None:
    text = (
        "rewards: [{id: p, components: [{id: s, type: pool_share, pool: 100000, weight: \"base * coefficient * proration / 7\"}],"
        " limits: {pool: 77777.77}}]"
    )
    people = [person(key, days=300 + number, coefficient=Decimal("1.1")) for number, key in enumerate("abcdefg")]
    run = pay_all(people, [reward(text)])
    for statement in run.statements:
        check(statement)
    assert sum(item.payable or 0 for item in run.statements) == Decimal("77777.77")


def test_both_stages_of_a_pool_recompute() -> None:
    """3,000,000 to U and V by payroll 40,000 : 30,000, in U by coefficient 1.2 : 1.1 : 1.2."""
    text = (
        "rewards: [{id: two, components: [{id: p, type: pool_share, stages: ["
        "{pool: 3000000.00, per: department, weight: payroll}, {per: person, weight: \"base * coefficient\"}]}]}]"
    )
    elsewhere: dict[str, Any] = {"groups": {"company": "C", "department": "V"}, "path": ("V", "C"), "unit_id": "V"}
    bases = {key: {"target_bonus": Decimal(base)} for key, base in (("a", 10000), ("b", 10000), ("c", 20000), ("d", 30000))}
    people = [
        person("a", paybase=bases["a"]), person("b", paybase=bases["b"], coefficient=Decimal("1.1")),
        person("c", paybase=bases["c"]), person("d", paybase=bases["d"], **elsewhere),
    ]
    run = pay_all(people, [reward(text)])
    steps = [item for item in check(run.statements[0]) if item.rule_id == "POOL"]
    assert [(item.text["en"], item.numbers, str(item.rounded)) for item in steps] == [
        ("Pool, stage 1", "3,000,000.00×40,000÷70,000", "1714285.71"),
        ("Pool share", "1,714,285.71×12,000÷47,000", "437689.97"),
    ]
    assert steps[0].formula["en"].startswith("U: ")
    for statement in run.statements:
        check(statement)
    assert sum(item.payable or 0 for item in run.statements) == 3000000


@pytest.mark.parametrize(("component", "told"), [
    (CURVE, True), (COMPONENTS["grade"], True), (COMPONENTS["soe"], True), (COMPONENTS["multiplier"], True),
    ("{id: s, type: pool_share, pool: 100, weight: \"base * coefficient\"}", True),
    ("{id: s, type: pool_share, pool: 100, weight: \"base * unit.factor\"}", False),
    (COMPONENTS["rate"], False), (COMPONENTS["event"], False),
])
def test_the_score_is_told_where_the_amount_rests_on_it(component: str, told: bool) -> None:
    measures = {"kpi('s').actual": Decimal(5), "unit.factor": Decimal(1)}
    statement = paid(person(events=EVENTS, measures=measures), f"rewards: [{{id: p, components: [{component}]}}]")
    steps = check(statement, SCORE)
    assert [step.rule_id for step in steps[:2]] == ["AGG-1", "AGG-4"] if told else not any(step.policy for step in steps)


@settings(deadline=None)
@given(
    st.decimals(0, 130, places=2), st.decimals(0, 10**6, places=2), st.integers(1, 365), st.sampled_from([1, 3, 6, 12]),
)
def test_any_bonus_recomputes(final: Decimal, base: Decimal, days: int, months: int) -> None:
    text = f"rewards: [{{id: p, components: [{CURVE}, {COMPONENTS['grade']}], combine: multiply}}]"
    policy = POLICIES.setdefault(text, reward(text))
    check(paid(person(final=final, paybase={"target_bonus": base}, paybase_share=(months, 12), days=days), policy))


POLICIES: dict[str, Any] = {}


@settings(deadline=None)
@given(st.decimals(0, 200, places=2), st.decimals(0, 200, places=2))
def test_payout_grows_with_the_measure(one: Decimal, other: Decimal) -> None:
    from reportgen.rewards.payout import curve_payout

    points = [(Decimal(80), Decimal(50)), (Decimal(100), Decimal(100)), (Decimal(120), Decimal(200))]
    low, high = sorted((one, other))
    assert curve_payout(points, Decimal(0), low).percent <= curve_payout(points, Decimal(0), high).percent


def test_the_evaluator_itself() -> None:
    assert evaluate("1,000.50 − 2×(3 + 4)÷7 + 50%×2") == Fraction("999.5")


def test_words_have_both_languages_and_the_same_places() -> None:
    import re

    from reportgen.rewards.wording import LABELS, NOTES

    pairs = [*LABELS.values(), *NOTES.values(), *(pair for both in STEPS.values() for pair in both)]
    for chinese, english in pairs:
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))
        assert not re.search(r"[\u4e00-\u9fff][,():;]|[,():;][\u4e00-\u9fff]", chinese), chinese
