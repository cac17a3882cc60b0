"""Varied facts of three subjects: a person, a department, a company. Numbers are those of the mock pages where they fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reportgen.model.analysis import Outlook, PriceVolumeMix, Projection, RateMix, RateMixPart
from reportgen.model.fact import (
    ActionFact,
    AnomalyFact,
    Contribution,
    Coverage,
    DataQuality,
    DefinitionChange,
    Fact,
    GroupFact,
    Incentives,
    KnockOutFact,
    LevelFact,
    LineScore,
    Missing,
    NextGrade,
    NoteFact,
    OutlookFact,
    Payout,
    PointsFact,
    PvmFact,
    RankFact,
    RateMixFact,
    ScoreFact,
    Share,
    StatusChange,
    Streak,
    TargetChangeFact,
    UnitSpread,
    VsPrior,
    VsPy,
    VsRange,
    VsTarget,
    VsTeamMean,
    Ytd,
)
from reportgen.model.period import parse_period
from reportgen.model.view import Kpi, Name

D = Decimal
YEAR, JUNE, Q2 = parse_period("2025"), parse_period("2025-06"), parse_period("2025-Q2")
TO_JUNE, TO_SEPTEMBER = parse_period("2025-06-YTD"), parse_period("2025-09-YTD")

REVENUE = Kpi("revenue", Name("销售收入", "Revenue"), "CNY", "higher", 2, "amount")
COLLECTION = Kpi("collection", Name("回款率", "Collection rate"), "%", "higher", 1, "ratio")
NEW_CUSTOMERS = Kpi("new_customers", Name("新客户签约", "New customers signed"), "家", "higher", 0, "count")
QUOTE_TIME = Kpi("quote_time", Name("报价响应时长", "Quotation response time"), "小时", "lower", 1, "index")
SATISFACTION = Kpi("satisfaction", Name("客户满意度", "Customer satisfaction"), "分", "higher", 1, "rating")
TRAINING = Kpi("training", Name("培训时长", "Training hours"), "小时", "higher", 1, "amount")
STOCK_DAYS = Kpi("stock_days", Name("库存周转天数", "Inventory turnover days"), "天", "range", 1, "index")
ACCIDENTS = Kpi("accidents", Name("安全事故", "Safety accidents"), "次", "lower", 0, "count")
USERS = Kpi("dau", Name("日活跃用户", "DAU"), "人", "higher", 0, "count")
COST = Kpi("cost", Name("管理费用", "Administrative expenses"), "CNY", "lower", 2, "amount")
PROFIT = Kpi("profit", Name("营业利润", "Operating profit"), "CNY", "higher", 2, "amount")
CASH = Kpi("cash", Name("经营现金净流量", "Operating cash flow"), "CNY", "higher", 2, "amount")
DELIVERY = Kpi("delivery", Name("准时交付率", "On-time delivery rate"), "%", "higher", 1, "ratio")
CONVERSION = Kpi("conversion", Name("转化率", "Conversion rate"), "%", "higher", 1, "ratio")
NPS = Kpi("nps", Name("NPS", "NPS"), "", "higher", 1, "index")
TURNOVER = Kpi("turnover", Name("员工流失率", "Staff turnover, annualised"), "%", "lower", 1, "ratio")
COMPLAINTS = Kpi("complaints", Name("每千单投诉", "Complaints per 1,000 shipments"), "件", "lower", 2, "ratio")
SHARE = Kpi("share", Name("新品收入占比", "New-product share of revenue"), "%", "higher", 1, "ratio")
WIDTH = Kpi("width", Name("轴径", "Shaft diameter"), "mm", "target", 2, "index")


def line(kpi: Kpi, score: str, contribution: str, status: str, **more: object) -> LineScore:
    return LineScore(
        kpi=kpi, score=D(score), contribution=D(contribution), status=status, material=bool(more.get("material", True)),  # type: ignore[arg-type]
        score_uncapped=D(str(more.get("uncapped", score))),
    )


def person() -> tuple[Fact, ...]:
    """Zhou Lan of the mock scorecard: four KPIs, one not reported, a bonus."""
    return (
        ScoreFact(level="individual", final=D("105.24"), grade="A", provisional=True),
        NextGrade(grade="S", minimum=D(110), gap=D("4.76"), ways=((REVENUE, D(14333000)), (COLLECTION, D("95.5")))),
        PointsFact(kind="bonus", points=D("1.5"), reason="跨部门协作项目", rule="B-04"),
        PointsFact(kind="penalty", points=D("0.5"), reason="客户档案缺项5条", rule="P-02"),
        RankFact(rank=3, peers=12),
        line(REVENUE, "107.20", "2.80", "green"),
        VsTarget(kpi=REVENUE, period=YEAR, actual=D(12864000), reference=D(12000000)),
        VsPy(kpi=REVENUE, period=YEAR, actual=D(12864000), reference=D(11480000)),
        line(COLLECTION, "85.60", "-4.00", "red"),
        VsTarget(kpi=COLLECTION, period=YEAR, actual=D("93.2"), reference=D("95.0")),
        VsPy(kpi=COLLECTION, period=YEAR, actual=D("93.2"), reference=D("92.6")),
        StatusChange(kpi=COLLECTION, before="amber", after="red"),
        NoteFact(kpi=COLLECTION, text="两家大客户验收推迟至2026年1月。", author="周岚", on=date(2026, 1, 8)),
        ActionFact(kpi=COLLECTION, text="回款专项辅导", owner="陈砚", due=date(2026, 2, 28)),
        line(NEW_CUSTOMERS, "120.00", "4.44", "green", uncapped="125.00"),
        VsTarget(kpi=NEW_CUSTOMERS, period=YEAR, actual=D(15), reference=D(12)),
        VsPy(kpi=NEW_CUSTOMERS, period=YEAR, actual=D(15), reference=D(11)),
        VsTeamMean(kpi=NEW_CUSTOMERS, actual=D(15), reference=D(13), others=9),
        line(QUOTE_TIME, "109.00", "1.00", "green"),
        VsTarget(kpi=QUOTE_TIME, period=YEAR, actual=D("18.2"), reference=D("20.0")),
        VsPy(kpi=QUOTE_TIME, period=YEAR, actual=D("18.2"), reference=D("22.4")),
        Missing(kpi=SATISFACTION, weight=D(10), rest=D(90), total=D("104.24"), total_if_full=D("104.82")),
        NoteFact(
            kind="comment", role="manager", author="陈砚", on=date(2026, 1, 9),
            text="收入与开拓均好于计划，回款须列为一季度首要事项。",
        ),
        Payout(
            amount=D(60576), payable=D(40576), base=D(48000), percent=D("126.20"), measure_value=D("105.24"), lower=D(100),
            lower_name="target", upper=D(120), upper_name="stretch",
        ),
    )


def department() -> tuple[Fact, ...]:
    """A sales department in June: contributions, rate and mix, streak, changes of target and definition."""
    mix = RateMix(D(20), D("19.6667"), D("-0.3333"), D("3.2500"), D("-3.5833"), (
        RateMixPart("a", D(30), D(35), D("2.08"), D("-2.11")), RateMixPart("b", D(10), D(12), D("1.17"), D("-1.47")),
        RateMixPart("c", D(5), D(6), D("0"), D("0")),
    ))
    names = (("a", Name("华东", "East China")), ("b", Name("华南", "South China")), ("c", Name("华北", "North China")))
    year = Outlook(
        D(58061200), D(120000000), 6, 12, D("9676866.67"), D("10323133.33"), D("48.38"), D("50.00"), D("-1.62"), False,
        (Projection("run_rate", D("116122400"), D("-3877600")),),
    )
    parts = (
        Share(Name("华东", "East China"), D(-900000)), Share(Name("华南", "South China"), D(-400000)),
        Share(Name("华北", "North China"), D(-300000)), Share(Name("西南", "Southwest"), D(-150000)),
        Share(Name("海外", "Overseas"), D(520000)), Share(Name("电商", "Online"), D(60000)),
        Share(Name("其他", "Other"), D(20000)),
    )
    return (
        ScoreFact(level="department", final=D("94.31"), grade="B", prior=D("95.60"), change=D("-1.29")),
        Coverage(coverage=D(90)),
        RankFact(rank=4, peers=6, level="department"),
        UnitSpread(highest=Name("华东", "East China"), highest_value=D("101.20"), lowest=Name("西南", "Southwest"),
                   lowest_value=D("86.40"), count=5),
        line(REVENUE, "88.50", "-3.45", "red"),
        VsTarget(kpi=REVENUE, period=JUNE, actual=D(8850000), reference=D(10000000)),
        VsPy(kpi=REVENUE, period=JUNE, actual=D(8850000), reference=D(8100000)),
        Contribution(kpi=REVENUE, period=JUNE, total=D(-1150000), items=parts),
        OutlookFact(kpi=REVENUE, period=TO_JUNE, outlook=year),
        Streak(kpi=REVENUE, values=(D("89.10"), D("87.40"), D("88.50")), limit=D(90), escalated=True, owner="销售总监"),
        line(CONVERSION, "98.33", "-0.33", "amber"),
        RateMixFact(kpi=CONVERSION, period=JUNE, result=mix, names=names),
        TargetChangeFact(kpi=CONVERSION, old=D(19), new=D(20), valid_from=date(2025, 4, 1), approved_by="王敏",
                         reason="新版官网上线，年初目标已达成"),
        line(TRAINING, "104.00", "0.40", "green"),
        VsTarget(kpi=TRAINING, period=JUNE, actual=D("31.2"), reference=D(30)),
        VsPrior(kpi=TRAINING, period=JUNE, actual=D("31.2"), reference=D("33.0")),
        line(STOCK_DAYS, "70.00", "-1.50", "red"),
        VsRange(kpi=STOCK_DAYS, period=JUNE, actual=D(35), low=D(28), high=D(32)),
        VsPy(kpi=STOCK_DAYS, period=JUNE, actual=D(35), reference=D("36.5")),
        ActionFact(kpi=STOCK_DAYS, text="清理超龄备件", owner="仓储部", due=date(2025, 6, 20), status="overdue", carried=True),
        line(ACCIDENTS, "0.00", "-5.00", "red"),
        VsTarget(kpi=ACCIDENTS, period=JUNE, actual=D(2), reference=D(0), nm_reason="zero_base"),
        KnockOutFact(event="重大安全事故", grade_before="B", grade_after="C", factor=D(0)),
        line(COMPLAINTS, "94.00", "-0.48", "amber"),
        VsTarget(kpi=COMPLAINTS, period=JUNE, actual=D("4.30"), reference=D("4.00")),
        DefinitionChange(kpi=COMPLAINTS, valid_from=date(2025, 5, 12)),
        line(WIDTH, "100.00", "0.00", "green", material=False),
        VsTarget(kpi=WIDTH, period=JUNE, actual=D("25.00"), reference=D("25.00")),
        line(NPS, "101.00", "0.05", "green", material=False),
        VsTarget(kpi=NPS, period=JUNE, actual=D("40.4"), reference=D(40)),
        Missing(kpi=SATISFACTION, weight=D(10), policy="zero"),
        DataQuality(warnings=4, errors=1),
    )


def company() -> tuple[Fact, ...]:
    """A company to September: perspectives, profit words, price and volume, stocks, ratios."""
    year = Outlook(
        D(71960000), D(96000000), 9, 12, D("7995555.56"), D("8013333.33"), D("74.96"), D("75.62"), D("-0.66"), True,
        (Projection("run_rate", D("95946666.67"), D("-53333.33")), Projection("plan_to_go", D(95360000), D(-640000)),
         Projection("seasonal", D(97120000), D(1120000)), Projection("forecast", D(96500000), D(500000))),
    )
    done = Outlook(
        D(1060), D(1000), 9, 12, D("117.78"), None, D("106.00"), D("75.00"), D("31.00"), False,
        (Projection("run_rate", D("1413.33"), D("413.33")),),
    )
    pvm = PriceVolumeMix(
        D(68190000), D(71960000), D(2100000), D(-450000), D(1720000), D(600000), D(-200000), D(3770000)
    )
    return (
        ScoreFact(level="company", final=D("100.81"), grade="A", prior=D("99.60"), change=D("1.21")),
        GroupFact(key="f", name=Name("财务", "Financial"), score=D("91.33"), gap=D("-8.67")),
        GroupFact(key="c", name=Name("客户", "Customer"), score=D("108.80"), gap=D("8.80")),
        GroupFact(key="p", name=Name("流程", "Process"), score=D("102.40"), gap=D("2.40")),
        GroupFact(key="l", name=Name("学习与成长", "Learning and growth"), score=D("107.33"), gap=D("7.33")),
        line(REVENUE, "94.43", "-0.83", "amber"),
        VsTarget(kpi=REVENUE, period=TO_SEPTEMBER, actual=D(71960000), reference=D(72600000)),
        PvmFact(kpi=REVENUE, period=TO_SEPTEMBER, result=pvm),
        OutlookFact(kpi=REVENUE, period=TO_SEPTEMBER, outlook=year),
        line(PROFIT, "88.18", "-1.18", "red"),
        VsTarget(kpi=PROFIT, period=TO_SEPTEMBER, actual=D(7320000), reference=D(7700000)),
        VsPy(kpi=PROFIT, period=TO_SEPTEMBER, actual=D(7320000), reference=D(-5850000), nm_reason="sign_change"),
        line(CASH, "75.00", "-0.75", "red"),
        VsTarget(kpi=CASH, period=TO_SEPTEMBER, actual=D(-2500000), reference=D(-2000000), nm_reason="negative_base"),
        VsPy(kpi=CASH, period=TO_SEPTEMBER, actual=D(-2500000), reference=D(-4000000), nm_reason="negative_base"),
        line(COST, "101.00", "0.10", "green"),
        VsTarget(kpi=COST, period=TO_SEPTEMBER, actual=D(5910000), reference=D(6100000)),
        VsPrior(kpi=COST, period=TO_SEPTEMBER, actual=D(5910000), reference=D(5910000)),
        line(DELIVERY, "110.67", "1.60", "green"),
        VsTarget(kpi=DELIVERY, period=TO_SEPTEMBER, actual=D("95.6"), reference=D("94.0")),
        VsPy(kpi=DELIVERY, period=TO_SEPTEMBER, actual=D("95.6"), reference=D("92.8")),
        UnitSpread(kpi=DELIVERY, highest=Name("华东", "East China"), highest_value=D("97.2"), lowest=Name("西南", "Southwest"),
                   lowest_value=D("88.1"), count=5),
        line(TURNOVER, "108.00", "0.40", "green"),
        VsTarget(kpi=TURNOVER, period=TO_SEPTEMBER, actual=D("7.2"), reference=D("8.0")),
        VsPy(kpi=TURNOVER, period=TO_SEPTEMBER, actual=D("7.2"), reference=D("9.1")),
        line(SHARE, "107.00", "0.70", "green"),
        VsTarget(kpi=SHARE, period=TO_SEPTEMBER, actual=D("19.4"), reference=D("18.0")),
        VsPrior(kpi=SHARE, period=TO_SEPTEMBER, actual=D("19.4"), reference=D("19.6")),
        line(USERS, "104.10", "0.30", "green", material=False),
        VsTarget(kpi=USERS, period=TO_SEPTEMBER, actual=D(1041000), reference=D(1000000)),
        LevelFact(kpi=NPS, period=TO_SEPTEMBER, actual=D("41.5")),
        Ytd(kpi=NEW_CUSTOMERS, period=TO_SEPTEMBER, actual=D(1060), reference=D(750)),
        OutlookFact(kpi=NEW_CUSTOMERS, period=TO_SEPTEMBER, outlook=done),
        line(NEW_CUSTOMERS, "120.00", "1.00", "green"),
        AnomalyFact(kpi=TURNOVER, period=TO_SEPTEMBER, rule="A1", value=D("7.2"), limit=D("0.9"), count=12, base=D("8.6"),
                    distance=D("1.4"), latest=parse_period("2025-09")),
        Incentives(people=240, payable=D("4812350.75"), target=D("4600000.00"), percent=D("104.62")),
        DataQuality(warnings=12),
    )


SUBJECTS = {"person": person(), "department": department(), "company": company()}
