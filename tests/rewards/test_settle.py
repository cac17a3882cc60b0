"""What follows the award: deferral, advances, earlier payments, clawback, deductions from wages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reportgen.model.period import parse_period
from reportgen.model.policy import Jurisdiction
from reportgen.model.reward import Event, Payment
from reportgen.rewards.instalments import Instalment, Owed
from reportgen.rewards.run import pay_all
from reportgen.rewards.subject import PastPeriod, PayInputs
from tests.rewards.people import amounts, line, paid, person, reward
from tests.rewards.test_trace import check

CURVE = "components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}]"


def policy(more: str) -> str:
    return f"rewards: [{{id: p, {CURVE}, {more}}}]"


def test_deferred_instalments_round_down_and_the_last_takes_the_rest() -> None:
    one = person(paybase={"target_bonus": Decimal(10000)}, final=Decimal(100))
    statement = paid(one, policy("deferral: {pct: 40, periods: 3}"))
    assert amounts(statement) == {"main": "10000.00", "deferral": "-4000.00"}
    assert [str(item) for item in statement.instalments] == ["1333.33", "1333.33", "1333.34"]
    assert (statement.deferred, statement.payable) == (Decimal("4000.00"), Decimal("6000.00"))


def test_advances_are_taken_off() -> None:
    given = (Payment("p", Decimal(20000), "advance", date(2025, 7, 31)), Payment("other", Decimal(5), "advance"))
    statement = paid(person(payments=given), policy("trace: full"))
    assert amounts(statement) == {"main": "64000.00", "advance": "-20000.00"}
    assert line(statement, "advance").note["en"] == "2025-07-31"
    assert statement.payable == Decimal("44000.00") and statement.award == Decimal("64000.00")


def test_an_advance_above_the_award_stays_open() -> None:
    given = (Payment("p", Decimal(70000), "advance"),)
    statement = paid(person(payments=given), policy("trace: full"))
    assert (statement.payable, statement.advances, statement.advances_open) == (Decimal(0), Decimal(64000), Decimal("6000.00"))


def test_what_was_paid_before_leaves_a_supplement() -> None:
    statement = paid(person(payments=(Payment("p", Decimal(60000)),)), policy("trace: full"))
    assert amounts(statement) == {"main": "64000.00", "paid": "-60000.00"}
    assert statement.payable == Decimal("4000.00")


def restated(day: date) -> Event:
    return Event("R1", "E1", "restatement", date=day)


def test_clawback_recovers_what_was_paid_too_much() -> None:
    text = policy("clawback: {years: 3, events: [restatement]}")
    one = person(final=Decimal("104.00"), payments=(Payment("p", Decimal(64000)),), later=(restated(date(2027, 3, 1)),))
    statement = paid(one, text)
    assert amounts(statement) == {"main": "48000.00", "paid": "-48000.00", "clawback": "-16000.00"}
    assert (statement.clawback, statement.payable) == (Decimal("16000.00"), Decimal("-16000.00"))


@pytest.mark.parametrize("later", [(), (restated(date(2029, 1, 1)),)])
def test_without_an_event_in_time_nothing_is_recovered(later: tuple[Event, ...]) -> None:
    text = policy("clawback: {years: 3, events: [restatement]}")
    statement = paid(person(final=Decimal("104.00"), payments=(Payment("p", Decimal(64000)),), later=later), text)
    assert (statement.clawback, statement.payable) == (Decimal(0), Decimal("0.00"))


def test_what_was_clawed_back_is_not_recovered_twice() -> None:
    text = policy("clawback: {years: 3, events: [restatement]}")
    given = (Payment("p", Decimal(64000)), Payment("p", Decimal(16000), "clawed_back"))
    statement = paid(person(final=Decimal("104.00"), payments=given, later=(restated(date(2026, 3, 1)),)), text)
    assert (statement.paid, statement.clawback, statement.payable) == (Decimal("48000.00"), Decimal(0), Decimal("0.00"))


LOSSES = "rewards: [{id: losses, deductions: [{id: loss, class: P3, event: loss, limit_pct: 20, legal_basis: required}]}]"
FINES = "rewards: [{id: fines, deductions: [{id: fine, class: P4, event: fine, limit_pct: 50}]}]"


def loss(number: int, amount: int, kind: str = "loss", day: date = date(2025, 6, 3)) -> Event:
    return Event(
        f"L{number}", "E1", kind, date=day, amount=Decimal(amount), legal_basis="contract 7", notice_date=date(2025, 5, 20),
    )


def worker(wage: int, minimum: int, *events: Event, place: str = "CN") -> PayInputs:
    return person(events=events, jurisdiction=place, wages={"": (Decimal(wage), Decimal(minimum))})


def test_a_loss_takes_at_most_a_fifth_of_the_wage() -> None:
    statement = paid(worker(8000, 2420, loss(1, 2500)), LOSSES)
    assert amounts(statement) == {"loss": "-1600.00"} and statement.payable == Decimal("-1600.00")
    assert statement.carried_forward == Decimal("900.00")
    result = statement.deductions[0]
    assert result.limit_source == "工资支付暂行规定第十六条"
    assert result.binding == "percent_cap"
    assert (result.net_wage, result.limit_pct) == (Decimal("6400.00"), Decimal(20))


def test_a_deduction_names_its_legal_basis_in_both_languages() -> None:
    given = replace(loss(1, 2500), legal_basis="\u5408\u540c", legal_basis_en="Contract")
    statement = paid(worker(8000, 2420, given), LOSSES)
    assert statement.lines[0].note == {"zh-CN": "\u5408\u540c\uff0c\u4e0a\u965020%", "en": "Contract, at most 20%"}
    assert statement.deductions[0].legal_basis_en == "Contract"


def test_the_minimum_wage_is_left() -> None:
    statement = paid(worker(2800, 2490, loss(1, 500)), LOSSES)
    assert statement.deductions[0].binding == "minimum_wage"
    assert (statement.payable, statement.carried_forward) == (Decimal("-310.00"), Decimal("190.00"))


def test_deductions_of_a_month_share_one_limit_in_order_of_date_and_id() -> None:
    events = (loss(2, 1000), loss(1, 1000), loss(3, 500, day=date(2025, 6, 1)), loss(4, 100, day=date(2025, 7, 1)))
    statement = paid(worker(8000, 2420, *events), LOSSES)
    taken = {item.event_id: str(item.deducted) for item in statement.deductions}
    assert taken == {"L3": "500.00", "L1": "1000.00", "L2": "100.00", "L4": "100.00"}
    assert list(taken) == ["L3", "L1", "L2", "L4"]


def test_policies_share_the_limit_of_a_month() -> None:
    """A fifth of 8,000 is 1,600: the first policy takes 1,000, 600 are left for the second, 400 are carried forward."""
    rule = "{{id: {0}, deductions: [{{id: {0}, class: P3, event: {0}, limit_pct: 20, legal_basis: required}}]}}"
    rewards = [reward(f"rewards: [{rule.format(name)}]") for name in ("loss", "damage")]
    run = pay_all([worker(8000, 2420, loss(1, 1000), loss(2, 1000, "damage"))], rewards)
    taken = [(item.id, str(item.deducted), str(item.carried_forward)) for own in run.statements for item in own.deductions]
    assert taken == [("loss", "1000.00", "0.00"), ("damage", "600.00", "400.00")]


def test_a_fine_is_refused_but_where_the_place_allows_it() -> None:
    refused = paid(worker(8000, 2420, loss(1, 2500, "fine")), FINES)
    assert refused.payable == 0 and refused.deductions[0].refused == ("P4",)
    assert refused.carried_forward == Decimal("2500.00")
    allowed = paid(worker(8000, 2420, loss(1, 2500, "fine"), place="CN-44-SZ"), FINES)
    assert allowed.payable == Decimal("-2400.00"), "the place's 30 percent, not the policy's 50"


def test_a_policy_s_own_profile_counts_instead_of_the_example() -> None:
    """30 % of 8,000.00 is 2,400.00; of 2,800.00 without the rule on minimum wages a fifth, 560.00, is more than the 500 asked."""
    own = {"CN-44": Jurisdiction("rule 9", date(2026, 1, 5), P4=Decimal(30)), "CN": Jurisdiction("rule 1", date(2026, 1, 5))}
    south = replace(worker(8000, 2420, loss(1, 2500, "fine"), place="CN-44-GZ"), jurisdictions=own)
    assert paid(south, FINES).payable == Decimal("-2400.00")
    assert paid(south, FINES).deductions[0].limit_source == "rule 9"
    nowhere = replace(worker(8000, 2420, loss(1, 2500), place="CN"), jurisdictions=own)
    assert paid(nowhere, LOSSES).deductions[0].refused == ("P3",)
    assert paid(worker(2800, 2490, loss(1, 500)), LOSSES).payable == Decimal("-310.00")
    free = {"CN": Jurisdiction("rule 1", date(2026, 1, 5), P3=Decimal(20), minimum_wage_kept=False)}
    assert paid(replace(worker(2800, 2490, loss(1, 500)), jurisdictions=free), LOSSES).payable == Decimal("-500.00")


@pytest.mark.parametrize(("missing", "name"), [
    ({"legal_basis": ""}, "legal_basis"), ({"notice_date": None}, "notice_date"), ({"amount": None}, "amount"),
])
def test_a_deduction_without_its_papers_is_refused(missing: dict[str, object], name: str) -> None:
    one = worker(8000, 2420, replace(loss(1, 500), **missing))  # type: ignore[arg-type]
    statement = paid(one, LOSSES)
    assert statement.payable == 0 and statement.deductions[0].refused == (name,)


def test_an_unknown_place_or_wage_refuses() -> None:
    assert "jurisdiction" in paid(worker(8000, 2420, loss(1, 5), place=""), LOSSES).deductions[0].refused
    nobody = person(events=(loss(1, 5),), jurisdiction="CN-31")
    assert paid(nobody, LOSSES).deductions[0].refused == ("monthly_wage", "local_minimum_wage")


def test_what_a_month_could_not_take_is_asked_again_before_anything_newer() -> None:
    """A fifth of 8,000 is 1,600 a month. April: 1,600 of 2,500. May: the rest of 900, then 700 of 1,000; 300 go on."""
    april, may = parse_period("2025-04"), parse_period("2025-05")
    wages = {"": (Decimal(8000), Decimal(2420))}
    first, second = loss(1, 2500, day=date(2025, 4, 10)), loss(2, 1000, day=date(2025, 5, 2))
    past = (PastPeriod(april, (first,), wages),)
    one = person(
        period=may, events=(second,), jurisdiction="CN", wages=wages, past=lambda names: past if "loss" in names else (),
    )
    statement = paid(one, LOSSES)
    assert [(item.event_id, str(item.requested), str(item.deducted), item.since) for item in statement.deductions] == [
        ("L1", "900.00", "900.00", "2025-04"), ("L2", "1000.00", "700.00", ""),
    ]
    assert (statement.payable, statement.carried_forward) == (Decimal("-1600.00"), Decimal("300.00"))
    assert [item.note["zh-CN"] for item in statement.lines] == [
        "contract 7，上限20%，2025-04结转", "contract 7，上限20%",
    ]
    check(statement)
    quiet = paid(replace(one, events=()), LOSSES)
    assert (quiet.payable, quiet.carried_forward) == (Decimal("-900.00"), Decimal("0.00")), "a rest alone makes a statement"


def test_what_was_refused_is_not_carried_on() -> None:
    april = PastPeriod(parse_period("2025-04"), (replace(loss(1, 2500, day=date(2025, 4, 10)), notice_date=None),), {})
    one = person(period=parse_period("2025-05"), jurisdiction="CN", past=lambda names: (april,))
    assert pay_all([one], [reward(LOSSES)]).statements == ()


def test_instalments_of_earlier_periods_are_lines_of_their_own() -> None:
    text = reward(policy("deferral: {pct: 40, periods: 3}"))
    one = person(paybase={"target_bonus": Decimal(10000)}, final=Decimal(100))
    due = tuple(
        Instalment(text, "E1", label, number, 3, Decimal(amount), 2)
        for label, number, amount in (("2023", 2, "1333.33"), ("2024", 1, "800.00"))
    )
    run = pay_all([one], [text], owed=Owed(due))
    (statement,) = run.statements
    assert amounts(statement) == {
        "main": "10000.00", "deferral": "-4000.00", "instalment.2023": "1333.33", "instalment.2024": "800.00",
    }
    assert (statement.payable, statement.released, statement.award) == (
        Decimal("8133.33"), Decimal("2133.33"), Decimal("10000.00"),
    )
    assert statement.lines[-1].label == {"zh-CN": "递延兑现（2024）", "en": "Deferred pay of 2024"}
    assert statement.lines[-1].note["zh-CN"] == "2024递延，第1期，共3期"
    check(statement)
    paid_out = replace(one, payments=(Payment("p", Decimal("8133.33")),))
    assert pay_all([paid_out], [text], owed=Owed(due)).statements[0].payable == 0, "what was paid is not paid again"


def test_who_has_left_and_who_is_paid_nothing_else_still_get_instalments() -> None:
    old = reward(policy("population: {post: [chief]}, deferral: {pct: 40, periods: 3}"))
    due = tuple(Instalment(old, key, "2024", 1, 3, Decimal("5.00"), 2, estimate=key == "G") for key in ("E1", "G", "X"))
    run = pay_all([person()], [old], owed=Owed(due, {"G": person("G")}))
    assert [(item.subject_id, item.status, str(item.payable)) for item in run.statements] == [
        ("E1", "payable", "5.00"), ("G", "estimate", "5.00"),
    ]
    ended = pay_all([person()], [], owed=Owed(due[:1]))
    assert amounts(ended.statements[0]) == {"instalment.2024": "5.00"}
