"""Pay in a second currency: the rate of the period's end, both currencies in the trace, held without a rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.rewards.exchange import rates_at
from reportgen.rewards.run import pay_all
from reportgen.rewards.wording import missing_words
from tests.rewards.company import TABLES, company, pay
from tests.rewards.people import amounts, paid, person, reward
from tests.rewards.test_trace import check

CURVE = "components: [{id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]]}]"
IN_CNY = f"rewards: [{{id: p, currency: CNY, {CURVE}}}]"


def row(given: str, wanted: str, day: str, rate: float | None) -> dict[str, Any]:
    return {"from": given, "to": wanted, "date": date.fromisoformat(day), "rate": rate}


ROWS = [
    row("USD", "CNY", "2025-06-30", 7.2), row("USD", "CNY", "2025-12-31", 7.1), row("USD", "CNY", "2026-01-31", 6.9),
    row("CNY", "HKD", "2025-12-01", 1.1), row("EUR", "CNY", "2025-12-01", None),
]


def test_the_latest_rate_up_to_the_day_counts() -> None:
    found = rates_at(ROWS, date(2025, 12, 31))
    assert found["USD", "CNY"].value == Decimal("7.1") and not found["USD", "CNY"].inverse
    assert (found["HKD", "CNY"].value, found["HKD", "CNY"].inverse, found["HKD", "CNY"].source) == (
        Decimal("1.1"), True, "rates:CNY:HKD:2025-12-01",
    )
    assert ("EUR", "CNY") not in found and not rates_at(ROWS, date(2025, 1, 1))


def test_the_base_is_turned_into_the_policys_currency() -> None:
    """10,000 USD x 7.1 = 71,000 CNY; final 112.00 pays 160 %."""
    one = person(currency="USD", paybase={"target_bonus": Decimal(10000)}, rates=rates_at(ROWS, date(2025, 12, 31)))
    statement = paid(one, IN_CNY)
    assert amounts(statement) == {"main": "113600.00"} and statement.currency == "CNY"
    assert statement.base == Decimal("71000.0")
    steps = {item.rule_id: item for item in check(statement)}
    assert (steps["BASE"].numbers, steps["BASE"].text["en"]) == ("10,000.00", "Base in USD")
    assert (steps["FX"].numbers, str(steps["FX"].rounded)) == ("10,000.00×7.1", "71000.00")
    assert steps["FX"].sources == ("rates:USD:CNY:2025-12-31",)
    assert "USD" in steps["FX"].formula["zh-CN"] and "2025-12-31" in steps["FX"].formula["en"]
    assert statement.lines[0].note["en"] == "target bonus, USD 10,000.00×7.1 (rate of 2025-12-31)"


def test_a_rate_stated_the_other_way_round_divides() -> None:
    one = person(currency="HKD", paybase={"target_bonus": Decimal(1000)}, rates=rates_at(ROWS, date(2025, 12, 31)))
    statement = paid(one, IN_CNY)
    assert amounts(statement) == {"main": "1454.55"}, "1,000 ÷ 1.1 × 160 %"
    check(statement)


def test_without_a_rate_the_amount_is_held() -> None:
    run = pay_all([person(currency="USD")], [reward(IN_CNY)])
    assert run.statements[0].status == "held" and run.statements[0].payable is None
    assert [(item.code, item.subject_id, dict(item.params)) for item in run.findings] == [
        ("E-CURRENCY", "E1", {"currency": "USD", "other": "CNY"}),
    ]
    assert run.statements[0].missing_words == ({"zh-CN": "USD/CNY汇率", "en": "exchange rate USD/CNY"},)


@pytest.mark.parametrize(("text", "chinese", "english"), [
    ("target_bonus", "目标奖金", "target bonus"),
    ("kpi('sales').actual", "销售额实际", "sales actual"),
    ("company.final", "公司最终得分", "company's final score"),
    ("rate HKD/CNY", "HKD/CNY汇率", "exchange rate HKD/CNY"),
])
def test_what_is_missing_is_said_in_both_languages(text: str, chinese: str, english: str) -> None:
    names = {"sales": {"zh-CN": "销售额", "en": "sales"}}
    assert missing_words(text, names) == {"zh-CN": chinese, "en": english}


def test_a_policy_without_a_currency_pays_everybody_in_their_own() -> None:
    statement = paid(person(currency="USD", rates=rates_at(ROWS, date(2025, 12, 31))), f"rewards: [{{id: p, {CURVE}}}]")
    assert (statement.currency, amounts(statement)) == ("USD", {"main": "64000.00"})


def test_a_pool_takes_bases_at_the_rate() -> None:
    """90,000 CNY by base: 1,000 USD weigh 7,100, two colleagues 1,900 and 9,000 CNY: 35,500, 9,500 and 45,000."""
    text = "rewards: [{id: pool, components: [{id: p, type: pool_share, pool: 90000, weight: base}]}]"
    rates = rates_at(ROWS, date(2025, 12, 31))
    people = [
        person(key, currency=currency, rates=rates, paybase={"target_bonus": Decimal(base)})
        for key, currency, base in (("A", "USD", 1000), ("B", "CNY", 1900), ("C", "CNY", 9000))
    ]
    run = pay_all(people, [reward(text)])
    assert [str(item.payable) for item in run.statements] == ["35500.00", "9500.00", "45000.00"]
    assert {item.currency for item in run.statements} == {"CNY"} and run.pools[0].difference == 0


def test_rates_of_a_dataset(tmp_path: Path) -> None:
    """P1 is paid 48,000 HKD: 50,000 of the policy's CNY at 0.96 HKD, 130 % of it, less nothing."""
    paybase = TABLES["paybase.csv"].splitlines()
    dollars = "\n".join([f"{paybase[0]},currency", f"{paybase[1]},HKD", *(f"{line}," for line in paybase[2:])]) + "\n"
    rates = "from,to,date,rate\nCNY,HKD,2025-12-31,0.96\nCNY,HKD,2026-01-15,0.5\n"
    dataset = company(tmp_path, paybase=dollars, rates=rates, payments="person_id,period,policy_id,amount,date,kind\n")
    policy = f"rewards: [{{id: bonus, currency: CNY, population: {{post: [seller]}}, {CURVE}}}]"
    statement = pay(dataset, policy=policy).by_subject["P1"][0]
    assert amounts(statement) == {"main": "65000.00"}
