"""Trying a policy: cliffs at every break, cost of a period, gainers and losers; and the example policies."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.model.policy import Gate, Rules
from reportgen.policy import load_policy
from reportgen.rewards.breaks import breaks, money_at
from reportgen.rewards.run import pay_all
from reportgen.rewards.simulate import at_points, compare, cost
from tests.rewards.people import amounts, paid, person, reward

EXAMPLES = Path(__file__).parents[2] / "datasets" / "policies"
CURVE = "{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}"
STEEP = CURVE.replace("[120, 200]", "[120, 300]").replace("[80, 50]", "[90, 50]")


def policy(*components: str) -> str:
    return f"rewards: [{{id: p, components: [{', '.join(components)}]}}]"


def test_the_cliff_of_a_curve_is_named() -> None:
    items = breaks(reward(policy(CURVE)))
    assert [(str(item.at), str(item.below), str(item.on), str(item.above), item.cliff) for item in items] == [
        ("80", "0.00", "50.00", "50.03", True), ("100", "99.98", "100.00", "100.05", False),
        ("120", "199.95", "200.00", "200.00", False),
    ]
    assert [str(value) for value in (money_at(items[0], Decimal(40000)).below, money_at(items[0], Decimal(40000)).on)] == [
        "0.00", "20000.00",
    ]


def test_cliffs_of_every_kind() -> None:
    tiers = "{id: t, type: tier, measure: final, tiers: [{min_pct: 100, factor: 1}, {min_pct: 0, factor: 1}]}"
    assert [item.cliff for item in breaks(reward(policy(tiers)))] == [True, False]
    marginal = "{id: c, type: rate, measure: \"kpi('s').actual\", bands: [[0, 5], [100000, 7]]}"
    assert [item.cliff for item in breaks(reward(policy(marginal)))] == [False, False]
    retroactive = marginal.replace("bands", "mode: retroactive, bands")
    jump = breaks(reward(policy(retroactive)))[1]
    assert jump.cliff and (jump.below, jump.on) == (Decimal("5000.00"), Decimal("7000.00")) and money_at(jump, Decimal(1)) == jump
    soe = "{id: s, type: soe_pay, measure: final, starts: {D: 60, C: 80, B: 95, A: 110, cap: 120}}"
    assert not any(item.cliff for item in breaks(reward(policy(soe))))
    cells = "row_breaks: [0, 90], column_breaks: [0, 9], factors: [[0, 1], [1, 2]]"
    matrix = f"{{id: m, type: matrix, rows: final, columns: days, {cells}}}"
    assert [(str(item.at), item.measure, item.cliff) for item in breaks(reward(policy(matrix)))] == [
        ("0", "final", True), ("90", "final", True), ("0", "days", True), ("9", "days", True),
    ]


def test_cost_and_who_gains() -> None:
    people = [person(key, name=key, final=Decimal(final)) for key, final in {"a": "85", "b": "100", "c": "112"}.items()]
    before, after = (pay_all(people, [reward(policy(curve))]) for curve in (CURVE, STEEP))
    found = compare(before, after)
    assert [str(item.payable) for item in (*found.before, *found.after)] == ["129000.00", "128000.00"]
    assert [(item.subject_id, str(item.change)) for item in found.lose] == [("a", "-25000.00")]
    assert [(item.subject_id, str(item.change)) for item in found.gain] == [("c", "24000.00")]
    assert found.difference == Decimal("-1000.00")
    total = cost(before)[0]
    assert (total.people, total.base, str(total.payout_pct)) == (3, Decimal(120000), "107.50")


def test_points_for_drawing() -> None:
    assert at_points(reward(policy(CURVE)), Decimal(40000), [Decimal(80), Decimal(112)]) == (
        (Decimal(80), Decimal("20000.00")), (Decimal(112), Decimal("64000.00")),
    )


@pytest.mark.parametrize("name", ["sales-force", "department-pool", "reward-table"])
def test_the_example_policies_load_without_a_finding(name: str) -> None:
    assert load_policy(EXAMPLES / f"{name}.yaml").findings == ()


def test_the_sales_force_example() -> None:
    one = person(job_family="business", measures={"company.factor": Decimal(1)})
    assert amounts(paid(one, load_policy(EXAMPLES / "sales-force.yaml").rewards[0])) == {"result": "76800.00"}


def test_the_pool_example() -> None:
    share = load_policy(EXAMPLES / "department-pool.yaml").rewards[0]
    measures = {"unit.factor": Decimal("1.2"), "company.kpi('net_profit').attainment": Decimal(95)}
    run = pay_all([person(key, measures=measures) for key in ("a", "b")], [share])
    # each capped at 200 % of 40,000; 30 % of it is deferred
    assert [str(item.payable) for item in run.statements] == ["56000.00", "56000.00"]
    assert str(run.pools[0].undistributed) == "2840000.00" and run.pools[0].difference == 0


@pytest.mark.parametrize(("final", "payable", "action"), [
    ("100", "40000.00", "promotion_priority"), ("120", "48000.00", "annual_honour"), ("99.99", "32000.00", "coaching"),
])
def test_the_reward_table_example(final: str, payable: str, action: str) -> None:
    statement = paid(person(final=Decimal(final)), load_policy(EXAMPLES / "reward-table.yaml").rewards[0])
    assert (str(statement.payable), statement.actions[0]) == (payable, action)
    assert [row.label["en"] for row in statement.tiers if row.reached]


def found(text: str, rules: Rules | None = None) -> list[tuple[str, ...]]:
    return [
        (item.kind, item.measure, str(item.at), str(item.below), str(item.on), str(item.above))
        for item in breaks(reward(text), rules or Rules())
    ]


def test_breaks_of_grades() -> None:
    text = policy("{id: g, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0.6}}")
    assert found(text) == [
        ("grade_factor", "person.final", "70", "60.00", "60.00", "60.00"),
        ("grade_factor", "person.final", "90", "60.00", "100.00", "100.00"),
        ("grade_factor", "person.final", "100", "100.00", "120.00", "120.00"),
        ("grade_factor", "person.final", "110", "120.00", "150.00", "150.00"),
    ]
    items = breaks(reward(text))
    assert [item.cliff for item in items] == [False, True, True, True]
    assert (items[1].grades, items[1].label["zh-CN"]) == (("C", "B"), "等级系数")


def test_breaks_of_gates_awards_and_multipliers() -> None:
    text = (
        f"rewards: [{{id: p, components: [{CURVE},"
        " {id: f, type: fixed, amount: 500, when: \"final >= 110 and not days < 200\"}],"
        " gates: [{id: g, when: \"company.kpi('profit').attainment < 90 or grade == 'D'\", payout_factor: 0.5}],"
        " multipliers: [company.factor]}]"
    )
    assert [item for item in found(text) if item[0] != "curve"] == [
        ("fixed", "person.final", "110", "0.00", "500.00", "500.00"),
        ("fixed", "person.days", "200", "0.00", "500.00", "500.00"),
        ("multiplier", "company.final", "70", "0.00", "60.00", "60.00"),
        ("multiplier", "company.final", "90", "60.00", "100.00", "100.00"),
        ("multiplier", "company.final", "100", "100.00", "120.00", "120.00"),
        ("multiplier", "company.final", "110", "120.00", "150.00", "150.00"),
        ("gate", "company.kpi('profit').attainment", "90", "50.00", "100.00", "100.00"),
    ]


def test_a_gate_on_the_grade_takes_the_best_factor_down() -> None:
    grade = policy("{id: g, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}}")
    gates = Gate("new", "kpi('innovation').score <= 100", "B"), Gate("none", "final < -1", payout_factor=Decimal(1))
    rules = Rules(gates=gates)
    assert found(grade, rules)[-1] == ("gate", "kpi('innovation').score", "100", "100.00", "100.00", "150.00")
    assert len(found(grade, rules)) == 5
