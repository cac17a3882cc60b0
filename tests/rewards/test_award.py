"""One person under one policy: every component, their combination, gates, knock-outs, limits, penalties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen.model.period import parse_period
from reportgen.model.reward import Event, LimitResult
from reportgen.rewards.run import pay
from reportgen.rewards.subject import Segment
from tests.rewards.people import amounts, line, paid, person, reward

CURVE = "{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}"
GRADE = "{id: grade, type: grade_factor, map: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}}"


def event(kind: str, **facts: object) -> Event:
    return Event("EV-" + kind, "E1", kind, date=date(2025, 5, 1), **facts)  # type: ignore[arg-type]


def policy(components: str, more: str = "") -> str:
    return f"rewards: [{{id: p, components: [{components}]{', ' + more if more else ''}}}]"


@pytest.mark.parametrize(("final", "percent", "amount"), [
    ("93", "0.825", "33000.00"), ("112", "1.6", "64000.00"), ("79.99", "0", "0.00"), ("135", "2", "80000.00"),
    ("80", "0.5", "20000.00"),
])
def test_curve(final: str, percent: str, amount: str) -> None:
    statement = paid(person(final=Decimal(final)), policy(CURVE))
    assert statement.payout_factor == Decimal(percent)
    assert amounts(statement) == {"main": amount}
    assert statement.curve is not None and statement.curve.x == Decimal(final)
    assert statement.status == "payable" and statement.due == Decimal(amount)


def test_a_curve_may_go_by_steps_and_pay_below_the_first_point() -> None:
    steps = policy("{id: c, type: curve, measure: final, points: [[80, 50], [100, 100]], below: 20, interpolation: step}")
    assert amounts(paid(person(final=Decimal("99.99")), steps)) == {"c": "20000.00"}
    assert amounts(paid(person(final=Decimal("79.99")), steps)) == {"c": "8000.00"}


def test_factors_multiply_on_result() -> None:
    statement = paid(person(), policy(f"{CURVE}, {GRADE}", "combine: multiply"))
    assert amounts(statement) == {"result": "76800.00"}
    assert [item.component_id for item in statement.lines] == ["base", "proration", "main", "grade", "result"]
    assert line(statement, "grade").factor == Decimal("1.2")
    assert line(statement, "result").factor == Decimal("1.92")


def test_factors_add_where_the_policy_says_so() -> None:
    statement = paid(person(), policy(f"{CURVE}, {GRADE}", "combine: add"))
    assert amounts(statement) == {"main": "64000.00", "grade": "48000.00"}
    assert statement.payable == Decimal("112000.00")


def test_tier_with_extra_is_two_lines() -> None:
    tiers = (
        "{id: t, type: tier, measure: person.final, tiers: [{min_pct: 0, factor: 0.8, actions: [coaching]},"
        " {min_pct: 120, factor: 1, extra_factor: 0.2, actions: [annual_honour]},"
        " {min_pct: 100, factor: 1, actions: [promotion]}]}"
    )
    best = paid(person(final=Decimal("120.00")), policy(tiers))
    assert amounts(best) == {"t": "40000.00", "t.extra": "8000.00"}
    assert best.actions == ("annual_honour",)
    assert [row.min_pct for row in best.tiers] == [120, 100, 0] and best.tiers[0].reached
    assert amounts(paid(person(final=Decimal("119.99")), policy(tiers))) == {"t": "40000.00"}
    assert paid(person(final=Decimal("99.99")), policy(tiers)).actions == ("coaching",)
    both = paid(person(final=Decimal("120.00")), policy(f"{tiers}, {GRADE}", "combine: multiply"))
    assert both.payable == Decimal("57600.00")


def test_tiers_in_money() -> None:
    steps = "[{min_pct: 100, amount: 3000, extra_amount: 500}, {min_pct: 0, amount: 0}]"
    tiers = f"{{id: t, type: tier, measure: final, tiers: {steps}}}"
    assert amounts(paid(person(), policy(tiers))) == {"t": "3000.00", "t.extra": "500.00"}
    assert amounts(paid(person(final=Decimal(99)), policy(tiers))) == {"t": "0.00"}


def test_a_tier_without_money_gives_actions_only() -> None:
    text = policy(
        "{id: t, type: tier, measure: final, tiers: [{min_pct: 100, factor: 1}, {min_pct: 0, actions: [coaching]}]}"
    )
    from reportgen.policy.load import read_policy

    found = read_policy(text.encode(), "p.yaml")
    assert [finding.code for finding in found.findings] == ["W-POLICY-INCOMPLETE"]
    statement = pay(person(final=Decimal(90)), found.rewards[0])
    assert statement is not None and statement.status == "actions" and statement.payable is None
    assert statement.actions == ("coaching",)


@pytest.mark.parametrize(("sales", "mode", "amount"), [
    ("180000", "marginal", "10600.00"), ("180000", "retroactive", "12600.00"), ("0", "marginal", "0.00"),
    ("100000", "marginal", "5000.00"), ("100000", "retroactive", "7000.00"),
])
def test_commission(sales: str, mode: str, amount: str) -> None:
    rate = f"{{id: c, type: rate, measure: \"kpi('sales').actual\", mode: {mode}, bands: [[0, 5], [100000, 7], [250000, 9]]}}"
    statement = paid(person(measures={"kpi('sales').actual": Decimal(sales)}), policy(rate))
    assert amounts(statement) == {"c": amount}
    assert statement.base is None, "a commission needs no base"


def test_per_unit_fixed_per_event_and_manual() -> None:
    text = policy(
        "{id: r, type: per_unit, event: referral, rate: 500.00}, {id: star, type: fixed, event: performance_star, amount: 2000},"
        "{id: e, type: per_event, event: patent}, {id: correction, type: manual, event: manual_adjustment}"
    )
    events = (
        event("referral", count=Decimal(3)), event("performance_star"), event("patent", amount=Decimal(800)),
        event("manual_adjustment", amount=Decimal("-120.50"), reason="wrong month", approver="E9"),
    )
    statement = paid(person(events=events), text)
    assert amounts(statement) == {"r": "1500.00", "star": "2000.00", "e": "800.00", "correction": "-120.50"}
    assert statement.payable == Decimal("4179.50")
    assert pay(person(), reward(text)) is None, "without any of its events the policy is no case"
    held = paid(person(events=(event("manual_adjustment", amount=Decimal(5)),)), text)
    assert held.status == "held" and held.missing == ("reason, approver of event EV-manual_adjustment",)


def test_reasons_and_legal_bases_are_told_in_english_where_they_are_written_in_it() -> None:
    one = event("hand", amount=Decimal(1500), reason="\u8865\u53d1", reason_en="Paid later", approver="E9")
    two = event("hand", amount=Decimal(10), reason="\u66f4\u6b63", approver="E8")
    (line,) = paid(person(events=(one, two)), policy("{id: c, type: manual, event: hand}")).lines
    assert line.note == {
        "zh-CN": "\u8865\u53d1\uff08E9\uff09\uff1b\u66f4\u6b63\uff08E8\uff09", "en": "Paid later (E9); \u66f4\u6b63 (E8)",
    }


def test_rule_goes_before_type() -> None:
    text = policy("{id: star, type: fixed, event: star, amount: 2000}")
    assert pay(person(events=(event("star", rule="other"),)), reward(text)) is None
    assert paid(person(events=(event("award", rule="star"),)), text).payable == 2000


def test_fixed_by_condition() -> None:
    text = policy("{id: f, type: fixed, when: \"kpi('innovation').score >= 100\", amount: 1000}")
    assert paid(person(measures={"kpi('innovation').score": Decimal(100)}), text).payable == 1000
    assert paid(person(measures={"kpi('innovation').score": Decimal("99.99")}), text).payable == 0
    assert paid(person(), text).status == "held"


def test_matrix() -> None:
    matrix = (
        "{id: m, type: matrix, rows: \"kpi('sales').attainment\", columns: \"kpi('cash').actual\", row_breaks: [0, 90, 100],"
        " column_breaks: [95, 85, 0], factors: [[0.8, 0.5, 0], [1.2, 1, 0.5], [1.5, 1.35, 1]]}"
    )
    measures = {"kpi('sales').attainment": Decimal(98), "kpi('cash').actual": Decimal(96)}
    statement = paid(person(measures=measures), policy(matrix))
    assert amounts(statement) == {"m": "48000.00"}


@pytest.mark.parametrize(("score", "amount"), [
    ("59.99", "0.00"), ("70", "20000.00"), ("87.5", "50000.00"), ("100", "66666.67"), ("130", "120000.00"),
])
def test_soe_pay(score: str, amount: str) -> None:
    soe = "{id: e, type: soe_pay, measure: person.score, starts: {D: 60, C: 80, B: 95, A: 110, cap: 120}}"
    assert amounts(paid(person(total=Decimal(score)), policy(soe))) == {"e": amount}


def test_multipliers_and_a_multiplier_component() -> None:
    measures = {"company.factor": Decimal("1.1"), "unit.factor": Decimal("0.95")}
    more = "combine: multiply, multipliers: [company.factor, unit.factor]"
    text = policy("{id: k, type: multiplier, measure: coefficient}", more)
    statement = paid(person(measures=measures, paybase={"target_bonus": Decimal(50000)}), text)
    assert amounts(statement) == {"result": "62700.00"}
    assert statement.payout_factor == Decimal("1.254")


def test_awards_are_not_multiplied() -> None:
    star = "{id: star, type: fixed, event: star, amount: 2000}"
    text = policy(f"{CURVE}, {star}", "combine: multiply, multipliers: [company.factor]")
    statement = paid(person(measures={"company.factor": Decimal("1.1")}, events=(event("star"),)), text)
    assert amounts(statement) == {"result": "70400.00", "star": "2000.00"}


def test_gates_multiply_and_print_what_would_have_been() -> None:
    gates = (
        "gates: [{id: profit, when: \"company.kpi('p').attainment < 90\", payout_factor: 0.9},"
        " {id: x, when: \"final < 1\", payout_factor: 0}]"
    )
    shut = paid(person(measures={"company.kpi('p').attainment": Decimal("89.99")}), policy(CURVE, gates))
    assert amounts(shut) == {"main": "57600.00"}
    assert [(item.id, item.applied) for item in shut.limits] == [("profit", True), ("x", False)]
    assert shut.limits[0].would_have_been == Decimal("64000.00") and shut.limits[0].condition == "89.99 < 90"
    free = paid(person(measures={"company.kpi('p').attainment": Decimal("90.00")}), policy(CURVE, gates))
    assert amounts(free) == {"main": "64000.00"} and free.limits[0].condition == "90.00 ≥ 90"
    assert line(free, "profit").note["zh-CN"] == "90.00 ≥ 90，通过"
    assert line(free, "profit").label == {"zh-CN": "门槛：公司p完成率", "en": "Gate: company's p attainment"}
    names = {"p": {"zh-CN": "净利润", "en": "net profit"}}
    named = paid(person(measures={"company.kpi('p').attainment": Decimal(95)}, kpi_names=names), policy(CURVE, gates))
    assert line(named, "profit").label["zh-CN"] == "门槛：公司净利润完成率"


def test_a_gate_over_a_missing_value_holds() -> None:
    statement = paid(person(), policy(CURVE, "gates: [{id: g, when: \"company.kpi('p').attainment < 90\", payout_factor: 0}]"))
    assert statement.status == "held" and statement.payable is None
    assert statement.missing == ("company.kpi('p').attainment",)


def test_the_strictest_knock_out_counts_once() -> None:
    text = policy(CURVE, "knock_outs: [{event: fire, payout_factor: 0.5}, {event: theft, payout_factor: 0.2}]")
    both = paid(person(events=(event("fire"), event("theft"))), text)
    assert amounts(both) == {"main": "12800.00"}
    assert amounts(paid(person(events=(event("fire"),)), text)) == {"main": "32000.00"}
    scored = LimitResult("fire", "knock_out", True, Decimal("0.5"))
    assert amounts(paid(person(events=(event("fire"),), limits=(scored,)), text)) == {"main": "32000.00"}


def test_a_policy_may_limit_the_grade_it_pays_on() -> None:
    text = policy(GRADE, "knock_outs: [{event: fire, max_grade: C}]")
    assert amounts(paid(person(), text)) == {"grade": "48000.00"}
    limited = paid(person(events=(event("fire"),)), text)
    assert amounts(limited) == {"grade": "24000.00"} and limited.grade == "C"


def test_cap_and_floor_of_a_person() -> None:
    capped = paid(person(), policy(CURVE, "limits: {person_max_pct: 150}"))
    assert amounts(capped) == {"main": "60000.00"}
    assert capped.capped and capped.lost == Decimal("4000.00")
    floored = paid(person(final=Decimal(70)), policy(CURVE, "limits: {person_min: 1000}"))
    assert amounts(floored) == {"main": "1000.00"}
    several = paid(person(), policy(f"{CURVE}, {GRADE}", "combine: add, limits: {person_max: 100000}"))
    assert amounts(several) == {"main": "64000.00", "grade": "48000.00", "limit": "-12000.00"}
    assert several.payable == 100000


def test_a_floor_does_not_lift_a_knocked_out_award() -> None:
    text = policy(CURVE, "limits: {person_min: 1000}, knock_outs: [{event: fire, payout_factor: 0}]")
    assert paid(person(events=(event("fire"),)), text).payable == 0


def test_the_cap_is_a_share_of_the_prorated_base() -> None:
    half = paid(person(days=182, period_days=364), policy(CURVE, "limits: {person_max_pct: 150}"))
    assert half.payable == Decimal("30000.00")


@pytest.mark.parametrize(("count", "applied", "payable"), [
    (3, "500.00", "4500.00"), (2, "400.00", "4600.00"), (0, None, "5000.00"),
])
def test_penalties_come_from_the_bonus_only(count: int, applied: str | None, payable: str) -> None:
    text = policy(
        "{id: f, type: multiplier, measure: 1}", "base: {amount: 5000}, penalties: [{id: c, type: per_event, event: complaint,"
        " amount: 200, max_pct_of_bonus: 10}]",
    )
    statement = paid(person(events=(event("complaint", count=Decimal(count)),)), text)
    assert statement.payable == Decimal(payable)
    assert [str(item.applied) for item in statement.penalties] == ([applied] if applied else [])


def test_penalties_never_make_a_bonus_negative() -> None:
    text = policy(CURVE, "penalties: [{id: c, event: complaint, amount: 50000}]")
    assert paid(person(events=(event("complaint", count=Decimal(2)),)), text).payable == 0


@pytest.mark.parametrize(("rule", "amount"), [
    ("{basis: calendar_days}", "5041.10"), ("{basis: calendar_days, factor_places: 4}", "5042.00"), ("{basis: none}", "20000.00"),
    ("{basis: months}", "5000.00"),
])
def test_proration_of_a_joiner(rule: str, amount: str) -> None:
    year = parse_period("2019")
    one = person(
        period=year, start=date(2019, 10, 1), days=92, final=Decimal(100), paybase={"target_bonus": Decimal(20000)},
    )
    assert paid(one, policy(CURVE, f"proration: {rule}")).payable == Decimal(amount)


def test_proration_of_a_leaver_in_a_leap_year() -> None:
    year = parse_period("2024")
    one = person(period=year, start=date(2024, 3, 1), days=306, final=Decimal(100), paybase={"target_bonus": Decimal(12000)})
    assert paid(one, policy(CURVE)).payable == Decimal("10032.79")


def test_absences_of_the_policys_list_are_taken_out() -> None:
    text = policy(CURVE, "proration: {excluded_absences: [maternity]}")
    one = person(days=365, absences={"maternity": 73, "sick": 20}, final=Decimal(100))
    assert paid(one, text).payable == Decimal("32000.00")


def test_a_quarter_takes_its_part_of_a_yearly_base() -> None:
    statement = paid(person(paybase_share=(3, 12), final=Decimal(100)), policy(CURVE))
    assert statement.base == 10000 and statement.payable == Decimal("10000.00")
    assert line(statement, "base").note["en"] == "target bonus, 3/12"


def test_the_base_may_be_salary_times_percent() -> None:
    pay_base = {"base_salary": Decimal(200000), "bonus_pct": Decimal(15)}
    assert paid(person(paybase=pay_base, final=Decimal(100)), policy(CURVE)).payable == Decimal("30000.00")
    explicit = policy(CURVE, "base: {field: base_salary * bonus_pct}")
    both = pay_base | {"target_bonus": Decimal(1)}
    assert paid(person(paybase=both, final=Decimal(100)), explicit).payable == Decimal("30000.00")


def test_transfer_pays_each_segment_on_its_own_base() -> None:
    segments = (
        Segment(date(2025, 1, 1), date(2025, 6, 30), {"target_bonus": Decimal(24000)}, coefficient=Decimal("1.1")),
        Segment(date(2025, 7, 1), date(2025, 12, 31), {"target_bonus": Decimal(30000)}, coefficient=Decimal("0.9")),
    )
    statement = paid(person(segments=segments), policy("{id: k, type: multiplier, measure: coefficient}", "combine: multiply"))
    assert amounts(statement) == {"result.1": "13091.51", "result.2": "13610.96"}
    assert statement.payable == Decimal("26702.47")


def test_a_yen_has_no_minor_unit() -> None:
    one = person(currency="JPY", paybase={"target_bonus": Decimal("12345.5")}, final=Decimal(100))
    assert str(paid(one, policy(CURVE)).payable) == "12346"


def test_what_is_missing_holds_the_amount() -> None:
    assert paid(person(final=None), policy(CURVE)).missing == ("person.final",)
    assert paid(person(paybase={}), policy(CURVE)).missing == ("target_bonus",)
    assert paid(person(grade=None), policy(GRADE)).missing == ("person.grade",)
    below = paid(person(withheld="coverage"), policy(CURVE))
    assert (below.status, below.missing, below.reason, below.payable) == ("held", (), "coverage", None)
    assert paid(person(withheld="not_rated"), policy(CURVE)).payable == Decimal("64000.00")
    assert paid(person(withheld="not_rated"), policy(GRADE)).reason == "not_rated"
    assert pay(person(withheld="no_scorecard"), reward(policy(CURVE))) is None


def test_a_provisional_score_gives_an_estimate() -> None:
    statement = paid(person(provisional=frozenset({"person"})), policy(CURVE))
    assert statement.estimate and statement.payable == Decimal("64000.00") and statement.due == 0
    assert not paid(person(provisional=frozenset({"company"})), policy(CURVE)).estimate


def test_actions_of_the_policy() -> None:
    rules = "[{when: \"attainment < 120\", do: [coaching, watch]}, {when: \"grade == 'S'\", do: star}]"
    text = policy(CURVE, f"measure: person.final, actions: {rules}")
    assert paid(person(), text).actions == ("coaching", "watch")
    assert paid(person(final=Decimal(120), grade="S"), text).actions == ("star",)


@pytest.mark.parametrize(("population", "member"), [
    ("{job_family: [business]}", True), ("{job_family: technical}", False), ("{unit: C}", True), ("{unit: [X, U]}", True),
    ("{unit: X}", False), ("{min_days: 365}", True), ("{min_days: 366}", False), ("{employment: regular}", False),
    ("{level: P5, post: seller}", True),
])
def test_population(population: str, member: bool) -> None:
    one = person(job_family="business", level="P5", post="seller")
    assert (pay(one, reward(policy(CURVE, f"population: {population}"))) is not None) is member
