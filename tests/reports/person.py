# ruff: noqa: E501 - tables of data read best on one line
"""The view behind the model page of the individual scorecard: Zhou Lan, key account manager, 2025."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.model.dataset import Locale
from reportgen.model.period import parse_period
from reportgen.model.policy import Rules
from reportgen.model.reward import LimitResult, PayoutCurve, Statement, StatementLine, TraceStep
from reportgen.model.view import (
    Action,
    Comment,
    Delta,
    Kpi,
    Line,
    Name,
    PointsLine,
    RunInfo,
    Scorecard,
    SeriesPoint,
    Subject,
    Texts,
    View,
)

D = Decimal
WAN = 10_000

SALES_AC = ["78.2", "72.6", "108.4", "104.1", "96.8", "118.9", "114.2", "113.6", "121.5", "108.7", "121.2", "128.2"]
SALES_PL = ["85", "80", "105", "95", "100", "105", "100", "100", "105", "105", "105", "115"]
ATTAINMENT = {
    "collection": ["99.8", "100.4", "100.9", "100.2", "99.6", "99.1", "98.6", "98.9", "98.3", "97.7", "97.9", "98.11"],
    "customers": ["100", "100", "100", "100", "100", "116.7", "114.3", "125", "122.2", "120", "127.3", "125"],
    "response": ["94.0", "96.5", "99.0", "101.5", "103.0", "104.5", "106.0", "107.0", "107.5", "108.0", "108.5", "109"],
}


def sales_series() -> tuple[SeriesPoint, ...]:
    points = []
    for month, (actual, plan) in enumerate(zip(SALES_AC, SALES_PL, strict=True), 1):
        ac, pl = D(actual) * WAN, D(plan) * WAN
        points.append(SeriesPoint(
            parse_period(f"2025-{month:02d}"), ac, pl, ac - pl, "favourable" if ac > pl else "unfavourable",
            (ac / pl * 100).quantize(D("0.01")),
        ))
    return tuple(points)


def level_series(key: str) -> tuple[SeriesPoint, ...]:
    return tuple(
        SeriesPoint(parse_period(f"2025-{month:02d}"), None, attainment=D(value))
        for month, value in enumerate(ATTAINMENT[key], 1)
    )


SALES = Line(
    Kpi("sales", Name("销售收入", "Sales"), "CNY", "higher", 1, additive=True, data_source="ERP"),
    D(35), D("38.89"), D(12_000_000), D(12_864_000), "reported", D("107.20"), D("107.20"), D("107.20"), D("41.69"),
    D("2.80"), "green", "ratio", threshold=D(9_600_000), stretch=D(14_400_000), py_actual=D(11_480_000),
    deltas={"plan": Delta(D(12_000_000), D(864_000), D("7.20"), "", "favourable", True)}, series=sales_series(),
    needed_for_next=D(14_333_280), needed_reachable=True,
)
COLLECTION = Line(
    Kpi("collection", Name("回款率", "Collection rate"), "%", "higher", 1, data_source="财务"),
    D(25), D("27.78"), D("95.0"), D("93.2"), "reported", D("98.11"), D("85.60"), D("85.60"), D("23.78"), D("-4.00"),
    "red", "interpolation", threshold=D(90), stretch=D(98), py_actual=D("92.6"),
    deltas={"plan": Delta(D(95), D("-1.8"), None, "pp", "unfavourable", True)}, series=level_series("collection"),
    needed_for_next=D("95.5"), needed_reachable=True,
)
CUSTOMERS = Line(
    Kpi("customers", Name("新客户签约", "New customers signed"), "家", "higher", 0, data_source="CRM"),
    D(20), D("22.22"), D(12), D(15), "reported", D("125.00"), D("125.00"), D("120.00"), D("26.66"), D("4.44"),
    "green", "ratio", threshold=D(10), stretch=D(15), py_actual=D(11), cap=D(120), weighted_adjusted=True,
    deltas={"plan": Delta(D(12), D(3), D("25.00"), "", "favourable", True)}, series=level_series("customers"),
)
RESPONSE = Line(
    Kpi("response", Name("报价响应时长", "Quotation response time"), "小时", "lower", 1, data_source="CRM"),
    D(10), D("11.11"), D("20.0"), D("18.2"), "reported", D("109.00"), D("109.00"), D("109.00"), D("12.11"), D("1.00"),
    "green", "ratio", threshold=D(24), stretch=D(16), py_actual=D("22.4"),
    deltas={"plan": Delta(D(20), D("-1.8"), D("-9.00"), "", "favourable", True)}, series=level_series("response"),
)
SATISFACTION = Line(
    Kpi("satisfaction", Name("客户满意度", "Customer satisfaction"), "分", "higher", 1, data_source="第三方调查"),
    D(10), None, D("90.0"), None, "not_reported", None, None, None, None, None, "", "interpolation", threshold=D(80),
    stretch=D(95), py_actual=D("88.4"), deltas={"plan": Delta(D(90), None, None, "missing")},
)
LINES = (SALES, COLLECTION, CUSTOMERS, RESPONSE, SATISFACTION)

CARD = Scorecard(
    D("104.24"), D("90.00"), D("1.50"), D("0.50"), D("105.24"), "A", provisional=True, next_grade="S",
    next_grade_min=D(110), next_gap=D("4.76"), team_mean=D("98.62"), team_count=9, coefficient=D("1.2"),
    points=(
        PointsLine("bonus", D("1.50"), D("1.50"), "B-04", "跨部门协作项目", "E1"),
        PointsLine("penalty", D("-0.50"), D("-0.50"), "P-02", "客户档案缺项5条", "E2"),
    ),
)

TEXTS = Texts(
    headline="3项达标，回款率一项拉低4.00分；满意度未上报，结果暂定。",
    pay_headline="奖金测算60,576.00元（兑现126.20%），本次应发40,576.00元。",
    comments=(
        Comment("销售收入实际1,286.4万元，较目标1,200.0万元高86.4万元（+7.2%），有利；自6月起各月累计高于目标。", "sales"),
        Comment("回款率为93.2%，较目标95.0%低1.8个百分点，不利。", "collection"),
        Comment("责任人说明：“两家大客户验收推迟至2026年1月。”", "collection", "note"),
        Comment("新客户签约实际15家，较目标多3家（+25.0%），有利；得分125.00，封顶计120.00。", "customers"),
        Comment("报价响应时长实际18.2小时，较目标短1.8小时（−9.0%），有利；上年为22.4小时。", "response"),
        Comment("客户满意度（权重10%）本期未上报，总分按其余90%权重折算，仅供参考。若补报得100分，总分为104.82分。", "satisfaction"),
    ),
    manager_note=(Comment("收入与开拓均好于计划，回款须列为一季度首要事项。", author="陈砚", written=date(2026, 1, 9)),),
    open_actions=(
        Action("回款专项辅导", "陈砚", date(2026, 2, 28)),
        Action("补报客户满意度", "市场部", date(2026, 1, 20)),
    ),
)

TEXTS_EN = Texts(
    headline="3 KPIs on target; collection takes 4.00 points. Satisfaction is missing, so the score is provisional.",
    pay_headline="Bonus estimate CNY 60,576.00 (payout 126.20%), CNY 40,576.00 payable now.",
    comments=(
        Comment("Sales were CNY 12.86M, CNY 864.00K (7.2%) above the target of CNY 12.00M (favourable).", "sales"),
        Comment("The collection rate was 93.2%, 1.8 pp below the 95.0% target (unfavourable).", "collection"),
        Comment("Owner's note: \"Two key accounts moved acceptance to January 2026.\"", "collection", "note"),
        Comment("New customers signed: 15, 3 (25.0%) above target (favourable); score 125.00, counted 120.00.", "customers"),
        Comment("Quotation response took 18.2 hours, 1.8 hours (9.0%) shorter than target (favourable).", "response"),
        Comment("Customer satisfaction (weight 10%) was not reported; the total is spread over the other 90%.", "satisfaction"),
    ),
    manager_note=(Comment("Income and new business better than plan; collection comes first in the first quarter.",
                          author="Chen Yan", written=date(2026, 1, 9)),),
    open_actions=(
        Action("Coaching on collection", "Chen Yan", date(2026, 2, 28)),
        Action("Report customer satisfaction", "Marketing", date(2026, 1, 20)),
    ),
)


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


STATEMENT = Statement(
    subject_id="E10382", period="2025", policy_id="sales-bonus-2025", policy_version="3", currency="CNY", status="estimate",
    label=both("年度绩效奖金", "Annual performance bonus"),
    lines=(
        StatementLine("base", "base", both("目标奖金", "Target bonus"), base=D("48000.00"), note=both("劳动合同", "contract")),
        StatementLine("proration", "proration", both("在岗折算", "Proration"), factor=D(1), note=both("365/365天", "365/365 days")),
        StatementLine("main", "curve", both("兑现比例", "Payout"), factor=D("1.262"), note=both("曲线", "curve")),
        StatementLine("profit", "gate", both("门槛：公司净利润完成率", "Gate: net profit attainment"), factor=D(1),
                      note=both("96.40 ≥ 90", "96.40 ≥ 90")),
        StatementLine("result", "result", both("奖金测算", "Bonus estimate"), amount=D("60576.00")),
        StatementLine("penalty", "penalty", both("扣罚", "Penalties"), amount=D("0.00"), note=both("本期无", "none")),
        StatementLine("advance", "advance", both("已预发", "Paid in advance"), amount=D("-20000.00"),
                      note=both("2025-07-31", "2025-07-31")),
    ),
    base=D("48000.00"), base_field="target_bonus", days=365, period_days=365, measure="person.final",
    measure_value=D("105.24"), grade="A", payout_factor=D("1.262"), award=D("60576.00"), payable=D("40576.00"),
    limits=(LimitResult("profit", "gate", applied=False, factor=D(1), condition="96.40 ≥ 90"),), advances=D("20000.00"),
    curve=PayoutCurve("main", ((D(80), D(50)), (D(100), D(100)), (D(120), D(200))), D(0), D("105.24"), D("126.20")),
    actions=("promotion_watch",),
)


def _step(number: int, rule: str, zh: str, en: str, numbers: str, unrounded: str, rounded: str, unit: str = "money") -> TraceStep:
    return TraceStep(number, rule, both(zh.split("|", maxsplit=1)[0], en.split("|", maxsplit=1)[0]), both(zh.split("|")[1], en.split("|")[1]), numbers,
                     D(unrounded), D(rounded), unit=unit)


TRACE = (
    _step(1, "AGG-1", "指标得分|Σ(权重×得分)÷已报权重", "KPI score|Σ(weight × score) ÷ reported weight",
          "(35×107.20 + 25×85.60 + 20×120.00 + 10×109.00)÷90", "104.244444", "104.24", "score"),
    _step(2, "AGG-4", "总分|指标得分 + 加分 − 扣分", "Total|KPI score + bonus − penalty points", "104.24 + 1.50 − 0.50", "105.24", "105.24", "score"),
    _step(3, "BASE", "目标奖金|target_bonus（劳动合同）", "Target bonus|target_bonus (contract)", "48,000.00", "48000", "48000.00"),
    _step(4, "PRO-1", "在岗折算|在岗天数÷考核期天数", "Proration|days in post ÷ days of period", "365÷365", "1", "1", "factor"),
    _step(5, "CURVE", "兑现比例|y0 + (x − x0)÷(x1 − x0)×(y1 − y0)", "Payout|y0 + (x − x0) ÷ (x1 − x0) × (y1 − y0)",
          "100 + (105.24 − 100)÷(120 − 100)×(200 − 100)", "126.2", "126.20", "%"),
    _step(6, "MAIN", "奖金|目标奖金×折算×兑现比例", "Bonus|target bonus × proration × payout", "48,000.00×1.0000×126.20%", "60576", "60576.00"),
    _step(7, "GATE", "门槛与封顶|公司净利润完成率 ≥ 90；兑现 ≤ 200%", "Gate and cap|net profit attainment ≥ 90; payout ≤ 200%",
          "96.40 ≥ 90，126.20 ≤ 200", "60576", "60576.00"),
    _step(8, "ADV", "本次应发|奖金 − 扣罚 − 已预发", "Payable|bonus − penalties − advances", "60,576.00 − 0.00 − 20,000.00", "40576", "40576.00"),
)

PERSON = View(
    run=RunInfo("R-20260112-0417", "9f3c1a7be204d5e6", date(2026, 1, 12), "sales-bonus-2025 v3", "0.1.0"),
    locale="zh-CN", company="澄江仪器股份有限公司", currency="CNY", confidentiality="机密",
    period=parse_period("2025"), prior_period=parse_period("2024"),
    subject=Subject(
        "E10382", "individual", Name("周岚", "Zhou Lan"), unit="华东销售二部", post="大客户经理", managers=("陈砚",),
        days=365, period_days=365,
    ),
    scorecard=CARD, lines=LINES, rules=Rules(grades_are_default=False), texts=TEXTS, appeal_until=date(2026, 1, 26),
    appeal_days=14, statements=(STATEMENT,), traces={"sales-bonus-2025": TRACE},
)


def person(locale: Locale = "zh-CN") -> View:
    """The model person in a locale."""
    if locale == "zh-CN":
        return PERSON
    subject = replace(PERSON.subject, unit="East sales 2", post="Key account manager", managers=("Chen Yan",))
    return replace(PERSON, locale=locale, texts=TEXTS_EN, subject=subject, company="Chengjiang Instruments Co., Ltd.",
                   confidentiality="Confidential")
