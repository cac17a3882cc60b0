"""The message of a page and of the pay page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.commentary.options import DEFAULT, Options
from reportgen.commentary.write import write
from reportgen.model.dataset import Locale
from reportgen.model.fact import (
    Contribution,
    Fact,
    GroupFact,
    LineScore,
    Missing,
    Payout,
    ScoreFact,
    Share,
    VsTarget,
)
from reportgen.model.period import parse_period
from reportgen.model.view import Kpi, Name
from tests.commentary.cases import COLLECTION, NEW_CUSTOMERS, PROFIT, QUOTE_TIME, REVENUE, SATISFACTION, line, person

D = Decimal


def message(locale: Locale, *facts: Fact, options: Options = DEFAULT) -> str:
    found = write(facts, locale, options).headline
    return found.text if found else ""


def pay(locale: Locale, *facts: Fact) -> str:
    found = write(facts, locale).pay_headline
    return found.text if found else ""


def test_the_mock_page() -> None:
    assert message("zh-CN", *person()) == "3项达标，回款率一项拉低4.00分；客户满意度未上报，结果暂定。"
    assert message("en", *person()) == (
        "Three KPIs are on target; the collection rate alone costs 4.00 points; customer satisfaction was not reported, "
        "so the result is provisional."
    )


def test_perspectives_of_a_company() -> None:
    score = ScoreFact(level="company", final=D("100.81"), grade="A")
    groups = [
        GroupFact(key=en, name=Name(zh, en), score=D(100) + D(gap), gap=D(gap))
        for zh, en, gap in (
            ("财务", "Financial", "-8.67"), ("客户", "Customer", "8.8"), ("流程", "Process", "2.4"), ("学习", "Learning", "7.33")
        )
    ]
    lines = (red(COLLECTION, "-4.0"), green(REVENUE, "5"))
    assert message("en", score, *groups, *lines) == (
        "Score 100.81, grade A: three perspectives are above plan, the financial one is 8.7 points below; "
        "the collection rate alone costs 4.00 points."
    )
    assert message("zh-CN", score, *groups, *lines) == (
        "总分100.81分，等级A：三个维度高于目标，财务维度低8.7分，回款率一项拉低4.00分。"
    )
    assert message("zh-CN", score, *groups[1:], *lines[1:]) == "总分100.81分，等级A：三个维度均不低于目标。"
    on_plan = (*groups, GroupFact(key="green", name=Name("绿色", "Green"), score=D(100), gap=D(0)))
    assert message("zh-CN", score, *on_plan, *lines[1:]) == "总分100.81分，等级A：四个维度不低于目标，财务维度低8.7分。"


def test_two_perspectives_say_less_than_the_kpis() -> None:
    score = ScoreFact(level="company", final=D("100.81"), grade="A")
    groups = [GroupFact(key=key, name=Name(key), score=D(101), gap=D(1)) for key in ("a", "b")]
    assert message("zh-CN", score, *groups, green(REVENUE, "5"), red(COLLECTION, "-4")) == (
        "总分100.81分，等级A：1项达标，回款率一项拉低4.00分。"
    )


def green(kpi: Kpi, contribution: str) -> LineScore:
    return line(kpi, "105", contribution, "green")


def red(kpi: Kpi, contribution: str) -> LineScore:
    return line(kpi, "80", contribution, "red")


@pytest.mark.parametrize(("facts", "zh", "en"), [
    ((green(REVENUE, "1.5"), green(COLLECTION, "0.5")),
     "两项指标均达标，销售收入贡献最多（1.50分）。", "Both KPIs are on target; revenue adds most (1.50 points)."),
    ((red(REVENUE, "-1.5"), red(NEW_CUSTOMERS, "-2.5")),
     "两项指标均未达标，新客户签约拉低最多（2.50分）。",
     "Neither KPI is on target; new customers signed cost most (2.50 points)."),
    ((green(REVENUE, "1.5"), red(COLLECTION, "-2"), red(QUOTE_TIME, "-1")),
     "1项达标，回款率拉低最多（2.00分）。", "One KPI is on target; the collection rate costs most (2.00 points)."),
    ((red(COLLECTION, "-2"),), "唯一的指标回款率未达标（得分80.00分）。",
     "The one KPI, the collection rate, is off target (score 80.00)."),
    ((green(REVENUE, "1.5"), Missing(kpi=SATISFACTION)),
     "已计分的1项指标达标，销售收入贡献最多（1.50分）；客户满意度未上报，结果暂定。",
     "The one KPI with a score is on target; revenue adds most (1.50 points); customer satisfaction was not reported, "
     "so the result is provisional."),
    ((Missing(kpi=SATISFACTION),), "本期没有已上报的指标，暂无总分。",
     "Nothing was reported for the period, so there is no score yet."),
])
def test_cases(facts: tuple[Fact, ...], zh: str, en: str) -> None:
    assert message("zh-CN", *facts) == zh
    if en:
        assert message("en", *facts) == en


def test_a_variance_as_message() -> None:
    september = parse_period("2025-09")
    target = VsTarget(kpi=PROFIT, period=september, actual=D(1055000), reference=D(1160000))
    parts = Contribution(kpi=PROFIT, total=D(-105000), items=(
        Share(Name("毛利", "Gross margin"), D(-164000)), Share(Name("其他收益", "Other income"), D(62000)),
        Share(Name("财务费用", "Financial cost"), D(-3000)),
    ))
    options = Options(message="variance")
    assert message("zh-CN", target, parts, options=options) == (
        "2025年9月营业利润较目标低10.5万元：毛利−16.4万元，其他收益+6.2万元抵消一部分。"
    )
    assert message("en", target, parts, options=options) == (
        "Operating profit for September 2025 was CNY 105.00K below target: Gross margin CNY −164.00K, partly offset by "
        "Other income CNY +62.00K."
    )
    assert message("zh-CN", target, options=options) == "2025年9月营业利润较目标低10.5万元（−9.1%）。"


@pytest.mark.parametrize(("payout", "zh", "en"), [
    (Payout(amount=D(60576), payable=D(40576), percent=D("126.2")), "奖金测算60,576.00元（兑现126.20%），本次应发40,576.00元。",
     "Bonus computed CNY 60,576.00 (payout 126.20%), payable now CNY 40,576.00."),
    (Payout(amount=D(64000), percent=D(160)), "本次应发奖金64,000.00元（兑现160.00%）。",
     "Bonus payable CNY 64,000.00 (payout 160.00%)."),
    (Payout(amount=D(0), percent=D(0)), "奖金测算0.00元（兑现0.00%），本次无应发金额。",
     "Bonus computed CNY 0.00 (payout 0.00%), nothing payable now."),
    (Payout(amount=D(48000), payable=D(-16000)), "奖金测算48,000.00元，本次应退16,000.00元。",
     "Bonus computed CNY 48,000.00, CNY 16,000.00 to be paid back."),
    (Payout(amount=D(5000), payable=D(0), provisional=True), "奖金测算5,000.00元，结果暂定，本次暂不发放。",
     "Bonus computed CNY 5,000.00, provisional: nothing is due yet."),
])
def test_pay(payout: Payout, zh: str, en: str) -> None:
    assert pay("zh-CN", payout) == zh
    assert pay("en", payout) == en


def test_two_bonuses_are_added_up() -> None:
    both = Payout(key="a", amount=D(1000), percent=D(100)), Payout(key="b", amount=D(500))
    assert pay("zh-CN", *both) == "本次应发奖金1,500.00元。"


def test_what_counts_as_zero_may_cost_most() -> None:
    accidents = Kpi("accidents", Name("\u5b89\u5168\u4e8b\u6545\u6570", "Accidents"), "\u8d77", "lower", 0, "event")
    facts = (
        green(REVENUE, "2"), red(COLLECTION, "-0.14"),
        LineScore(kpi=accidents, score=D(0), contribution=D("-10.00"), status="red"),
        Missing(kpi=accidents, weight=D(10), policy="zero", state="not_reported"),
    )
    assert message("zh-CN", *facts) == (
        "1\u9879\u8fbe\u6807\uff0c\u5b89\u5168\u4e8b\u6545\u6570\u62c9\u4f4e\u6700\u591a\uff0810.00\u5206\uff09\uff1b"
        "\u5b89\u5168\u4e8b\u6545\u6570\u672a\u4e0a\u62a5\uff0c\u63090\u5206\u8ba1\u3002"
    )
    assert message("en", *facts) == (
        "One KPI is on target; accidents cost most (10.00 points); accidents were not reported and count as zero."
    )
