"""The eight examples of the specification, word for word, and TXT-01."""

from __future__ import annotations

from decimal import Decimal

from reportgen.commentary.options import Options
from reportgen.commentary.sentence import joined
from reportgen.commentary.write import write
from reportgen.model.analysis import Outlook, Projection, RateMix, RateMixPart
from reportgen.model.dataset import Locale
from reportgen.model.fact import (
    Contribution,
    Fact,
    Missing,
    OutlookFact,
    Payout,
    RateMixFact,
    Share,
    Streak,
    VsPy,
    VsRange,
    VsTarget,
)
from reportgen.model.period import parse_period
from reportgen.model.view import Kpi, Name

D = Decimal
JUNE = parse_period("2025-06")
SALES = Kpi("sales", Name("销售额", "Sales"), "CNY", "higher", 2, "amount")
PASS = Kpi("pass", Name("合格率", "Pass rate"), "%", "higher", 1, "ratio")
CONVERSION = Kpi("conv", Name("转化率", "Conversion rate"), "%", "higher", 1, "ratio")
PROFIT = Kpi("net_profit", Name("净利润", "Net profit"), "CNY", "higher", 2, "amount")
SATISFACTION = Kpi("csat", Name("客户满意度", "Customer satisfaction"), "分", "higher", 1, "index")
COMPLAINTS = Kpi("complaints", Name("投诉率", "Complaint rate"), "%", "lower", 2, "ratio")


def said(locale: Locale, *facts: Fact) -> str:
    return joined(write(facts, locale, Options()).comments)


def check(zh: str, en: str, *facts: Fact) -> None:
    assert said("zh-CN", *facts) == zh
    assert said("en", *facts) == en


def test_1_sales_below_target_with_contributions() -> None:
    parts = (
        Share(Name("东区", "East"), D(-200000)), Share(Name("南区", "South"), D(150000)),
        Share(Name("西区", "West"), D(-273000)),
    )
    check(
        "2025年6月销售额实际967.7万元，较目标1,000.0万元低32.3万元（−3.2%），不利。其中西区−27.3万元、东区−20.0万元，南区+15.0万元部分抵消。",
        "Sales for June 2025 were CNY 9.68M, CNY 323.00K (3.2%) below the target of CNY 10.00M (unfavourable). "
        "Mainly from West CNY −273.00K and East CNY −200.00K; partly offset by South CNY +150.00K.",
        VsTarget(kpi=SALES, period=JUNE, actual=D(9677000), reference=D(10000000)),
        Contribution(kpi=SALES, period=JUNE, total=D(-323000), items=parts),
    )


def test_txt_01() -> None:
    check(
        "2025年6月销售额实际950.0万元，较目标1,000.0万元低50.0万元（−5.0%），不利。",
        "Sales for June 2025 were CNY 9.50M, CNY 500.00K (5.0%) below the target of CNY 10.00M (unfavourable).",
        VsTarget(kpi=SALES, period=JUNE, actual=D(9500000), reference=D(10000000)),
    )


def test_2_pass_rate_of_a_year() -> None:
    check(
        "年度合格率为99.2%，较目标98.0%高1.2个百分点，有利。",
        "The annual pass rate was 99.2%, 1.2 pp above the 98.0% target (favourable).",
        VsTarget(kpi=PASS, period=parse_period("2025"), actual=D("99.2"), reference=D(98)),
    )


def test_3_rate_and_mix() -> None:
    parts = (
        RateMixPart("A", D(30), D(35), D("2.0833"), D("-2.1111")), RateMixPart("B", D(10), D(12), D("1.1667"), D("-1.4722")),
    )
    result = RateMix(D(20), D("19.6667"), D("-0.3333"), D("3.2500"), D("-3.5833"), parts)
    check(
        "转化率由20.0%降至19.7%（−0.3个百分点）：各单位自身变化+3.3个百分点，结构变化−3.6个百分点。A、B两单位转化率均上升。",
        "The conversion rate moved from 20.0% to 19.7% (−0.3 pp): rate effect +3.3 pp, mix effect −3.6 pp. "
        "The rate rose in both units A and B.",
        RateMixFact(kpi=CONVERSION, result=result),
    )


def test_4_from_loss_to_profit() -> None:
    check(
        "净利润50.0万元，上年同期−100.0万元，扭亏为盈，增加150.0万元（同比百分比不适用）。",
        "Net profit was CNY 500.00K against CNY −1.00M a year earlier: turned to profit, CNY +1.50M (percentage n.m.).",
        VsPy(kpi=PROFIT, period=JUNE, actual=D(500000), reference=D(-1000000), nm_reason="sign_change"),
    )


def test_5_outlook() -> None:
    year = Outlook(
        ytd=D(4200000), fy_target=D(8000000), elapsed=7, periods=12, average=D(600000), required=D(760000),
        completion=D("52.50"), time_progress=D("58.33"), pace_gap=D("-5.83"),
        projections=(Projection("run_rate", D(7200000), D(-800000)),),
    )
    check(
        "1-7月累计420.0万元，完成全年目标800.0万元的52.5%，落后时间进度5.8个百分点；按月均60.0万元推算全年720.0万元，较目标低80.0万元；剩余5个月月均需76.0万元。",
        "January-July totals CNY 4.20M, 52.5% of the CNY 8.00M full-year target and 5.8 pp behind time progress; at the "
        "average of CNY 600.00K a month the year would reach CNY 7.20M, CNY 800.00K below target; CNY 760.00K a month is "
        "needed in the 5 remaining months.",
        OutlookFact(kpi=SALES, period=parse_period("2025-07-YTD"), outlook=year),
    )


def test_a_year_that_is_over_is_a_key_message_of_its_last_quarter() -> None:
    year = Outlook(ytd=D(7600000), fy_target=D(8000000), elapsed=12, periods=12, completion=D("95.00"),
                   projections=(Projection("run_rate", D(7600000), D(-400000)), Projection("forecast", D(7300000), D(-700000))))
    facts = (
        VsTarget(kpi=SALES, period=parse_period("2025-Q4"), actual=D(2100000), reference=D(2000000)),
        OutlookFact(kpi=SALES, period=parse_period("2025-12-YTD"), outlook=year),
    )
    assert write(facts, "en", Options()).summary[-1].text == (
        "The year's total of sales is CNY 7.60M, 95.0% of the full-year target, CNY 400.00K below target.")


def test_6_not_reported() -> None:
    check(
        "客户满意度（权重30%）本期未上报，总分102.86分按其余70%权重折算，仅供参考。",
        "Customer satisfaction (weight 30%) was not reported; the total of 102.86 is re-normalised over the other 70% and "
        "is provisional.",
        Missing(kpi=SATISFACTION, weight=D(30), rest=D(70), total=D("102.86")),
    )


def test_7_streak() -> None:
    fact = Streak(
        kpi=COMPLAINTS, values=(D(88), D(85), D("89.99")), limit=D(90), measure="attainment", escalated=True, owner="李四"
    )
    assert said("zh-CN", fact) == "投诉率完成率连续3期低于90%（88.00%、85.00%、89.99%），已触发升级预警，责任人李四。"
    english = Streak(
        kpi=COMPLAINTS, values=(D(88), D(85), D("89.99")), limit=D(90), measure="attainment", escalated=True, owner="Li Si"
    )
    assert said("en", english) == (
        "The complaint-rate attainment has been below 90% for 3 periods in a row (88.00%, 85.00%, 89.99%); escalation is "
        "triggered, owner Li Si."
    )


def test_8_payout() -> None:
    from reportgen.commentary.write import phrase

    fact = Payout(
        amount=D(64000), base=D(40000), percent=D(160), measure="attainment", measure_value=D(112), lower=D(100),
        lower_name="target", upper=D(120), upper_name="stretch",
    )
    assert phrase("payout", (fact,), "zh-CN") == (
        "奖金64,000.00元：目标奖金40,000.00元×兑现比例160.00%（完成率112.00%，介于目标100%与挑战120%之间）。"
    )
    assert phrase("payout", (fact,), "en") == (
        "Bonus CNY 64,000.00: target bonus CNY 40,000.00 x payout 160.00% (attainment 112.00%, between target 100% and "
        "stretch 120%)."
    )


STOCK = Kpi("stock", Name("库存周转天数", "Inventory turnover days"), "天", "range", 0, "index")


def test_bands_closed_and_open() -> None:
    check(
        "2025年6月库存周转天数实际30天，处于目标区间28天至32天之内。",
        "Inventory turnover days for June 2025 were 30 days, within the target range of 28 days to 32 days.",
        VsRange(kpi=STOCK, period=JUNE, actual=D(30), low=D(28), high=D(32)),
    )
    check(
        "2025年6月库存周转天数实际26天，低于目标下限28天，相差2天，不利。",
        "Inventory turnover days for June 2025 were 26 days, 2 days below the lower target limit of 28 days (unfavourable).",
        VsRange(kpi=STOCK, period=JUNE, actual=D(26), low=D(28)),
    )
    check(
        "2025年6月库存周转天数实际30天，处于目标上限32天以下。",
        "Inventory turnover days for June 2025 were 30 days, within the target range up to 32 days.",
        VsRange(kpi=STOCK, period=JUNE, actual=D(30), high=D(32)),
    )


def test_a_streak_of_percentage_points_says_by_how_much_the_target_was_missed() -> None:
    """What is above the limit is told as sizes: colours of KPIs in percent may come from points."""
    missed = (D("3.1"), D("2.5"), D(4))
    fact = Streak(kpi=COMPLAINTS, values=missed, limit=D(2), measure="points", escalated=True, owner="Li Si")
    assert said("zh-CN", fact) == (
        "投诉率连续3期比目标差2.0个百分点以上（3.10个百分点、2.50个百分点、4.00个百分点），已触发升级预警，责任人Li Si。"
    )
    assert said("en", fact) == (
        "For 3 periods in a row the complaint rate missed the target by more than 2.0 pp (3.10 pp, 2.50 pp, 4.00 pp); "
        "escalation is triggered, owner Li Si."
    )
