# ruff: noqa: E501 - tables of data read best on one line
"""The view behind the model page of the board report (Chengjiang Instruments, January to September 2025), and its departments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from reportgen.model.analysis import (
    GradeMove,
    GradeShare,
    GroupStatistics,
    HistogramBin,
    KpiQuality,
    NearCut,
    Outlook,
    PayoutByGrade,
    PriceVolumeMix,
    Projection,
    RateMix,
    RateMixPart,
    Statistics,
    UnitContribution,
)
from reportgen.model.chart import Effect
from reportgen.model.dataset import Locale
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period
from reportgen.model.policy import Rules
from reportgen.model.reward import PoolReconciliation, Statement, StatementLine
from reportgen.model.rounding import half_up, largest_remainder
from reportgen.model.view import (
    Accrual,
    Action,
    Adjustment,
    Comment,
    ControlLine,
    Delta,
    Kpi,
    Line,
    Member,
    Name,
    PointsLine,
    PolicyUsed,
    RewardTotal,
    RunInfo,
    Scorecard,
    SeriesPoint,
    Subject,
    TargetChange,
    Texts,
    View,
)

D = Decimal
M = 1_000_000

#: id, names, perspective, unit, weight, direction, decimals, AC, PL, PY, threshold, stretch, monthly score minus 100.
KPIS = (
    ("revenue", "营业收入", "Revenue", "financial", "CNY", 15, "higher", 2, D("71.96") * M, D("72.60") * M, D("68.19") * M, 68 * M, 78 * M,
     (-1, 3, 6, 0, -4, -6, -9, -10, -11)),
    ("margin", "毛利率", "Gross margin", "financial", "%", 10, "higher", 1, "33.9", "34.3", "32.5", 32, 36,
     (1, 2, 1, -1, -4, -6, -9, -11, -13)),
    ("profit", "营业利润", "Operating profit", "financial", "CNY", 10, "higher", 2, D("7.32") * M, D("7.70") * M, D("5.85") * M,
     D("6.4") * M, D("8.6") * M, (-3, 4, 8, -2, -6, -10, -14, -16, -17)),
    ("dso", "应收账款周转天数", "Days sales outstanding", "financial", "days", 5, "lower", 0, 57, 54, 59, 62, 48,
     (-2, -4, -6, -8, -10, -12, -14, -15, -15)),
    ("delivery", "准时交付率", "On-time delivery", "customer", "%", 15, "higher", 1, "95.6", "94.0", "92.8", 88, 97,
     (2, 3, 5, 8, 9, 10, 12, 13, 14)),
    ("satisfaction", "客户满意度", "Customer satisfaction", "customer", "index", 10, "higher", 1, "83.5", "82.0", "81.2", 76, 87,
     (0, 1, 2, 4, 5, 6, 7, 8, 8)),
    ("yield", "一次合格率", "First-pass yield", "internal_process", "%", 12, "higher", 1, "96.8", "96.0", "95.1", 92, 98,
     (4, 5, 6, 7, 8, 8, 9, 10, 10)),
    ("complaints", "每千单投诉数", "Complaints per 1,000 shipments", "internal_process", "", 8, "lower", 1, "4.3", "4.0", "4.9", 6, 3,
     (2, 1, -1, -3, -5, -7, -8, -8, -9)),
    ("new_products", "新产品收入占比", "New-product share of revenue", "learning_growth", "%", 10, "higher", 1, "19.4", "18.0", "15.6",
     12, 22, (3, 4, 5, 6, 6, 7, 8, 9, 9)),
    ("turnover", "员工流失率（年化）", "Staff turnover, annualised", "learning_growth", "%", 5, "lower", 1, "7.2", "8.0", "9.1", 12, 6,
     (4, 5, 6, 7, 8, 8, 9, 9, 9)),
)


def dec(value: object) -> Decimal:
    return D(str(value))


def score_of(actual: Decimal, low: Decimal, target: Decimal, high: Decimal) -> Decimal:
    """Interpolation through threshold 60, target 100, stretch 120."""
    points = sorted([(low, D(60)), (target, D(100)), (high, D(120))])
    for (x0, y0), (x1, y1) in pairwise(points):
        if actual <= x1:
            return y0 + (actual - x0) / (x1 - x0) * (y1 - y0)
    return points[-1][1]


def delta(actual: Decimal, reference: Decimal, way: int, *, pp: bool, material: bool = False) -> Delta:
    moved = actual - reference
    effect: Effect = "neutral" if not moved else "favourable" if moved * way > 0 else "unfavourable"
    percent = None if pp else (moved / reference * 100).quantize(D("0.01"), ROUND_HALF_UP)
    return Delta(reference, moved, percent, "pp" if pp else "", effect, material)


def lines() -> tuple[Line, ...]:
    raw = {row[0]: score_of(dec(row[8]), dec(row[11]), dec(row[9]), dec(row[12])) for row in KPIS}
    weighted = largest_remainder({row[0]: row[5] * raw[row[0]] / 100 for row in KPIS})
    parts = largest_remainder({row[0]: row[5] * (raw[row[0]] - 100) / 100 for row in KPIS})
    return tuple(_line(row, raw[row[0]], weighted[row[0]], parts[row[0]]) for row in KPIS)


def _line(row: tuple[object, ...], raw: Decimal, weighted: Decimal, part: Decimal) -> Line:
    key, zh, en, perspective, unit, weight, direction, places, actual, target, last_year, low, high, months = row
    ac, pl, py, way, pp = dec(actual), dec(target), dec(last_year), -1 if direction == "lower" else 1, unit == "%"
    plan = delta(ac, pl, way, pp=pp, material=abs(part) >= D("0.70"))
    assert isinstance(months, tuple)
    series = tuple(
        SeriesPoint(parse_period(f"2025-{month:02d}"), pl / 9 * (100 + value) / 100, pl / 9, pl / 9 * value / 100,
                    "favourable" if value > 0 else "unfavourable", D(100 + value))
        for month, value in enumerate(months, 1)
    )
    outlook = None
    if unit == "CNY":
        run_rate = half_up(ac * 12 / 9)
        full = half_up(pl * 12 / 9)
        outlook = Outlook(ac, full, 9, 12, half_up(ac / 9), half_up((full - ac) / 3), half_up(ac / full * 100), D("75.00"),
                          half_up(ac / full * 100 - 75), projections=(Projection("run_rate", run_rate, run_rate - full),))
    score = half_up(raw)
    return Line(
        Kpi(str(key), Name(str(zh), str(en)), str(unit), direction, int(str(places)), additive=unit == "CNY",  # type: ignore[arg-type]
            perspective=str(perspective), data_source="ERP", owner="财务部", review_frequency="month", definition="按月口径统计",
            formula="分子÷分母", process_or_result="result", hard_or_soft="hard", version="1"),
        dec(weight), dec(weight), pl, ac, "reported", half_up((1 + way * (ac - pl) / pl) * 100), score, score, weighted, part,
        "green" if score >= 100 else "amber" if score >= 90 else "red", "interpolation", threshold=dec(low), stretch=dec(high),
        py_actual=py, deltas={"plan": plan, "last_year": delta(ac, py, way, pp=pp)}, red_streak=3 if key == "dso" else 0,
        series=series, outlook=outlook, ytd_actual=ac, ytd_target=pl,
    )


#: unit, names, last year's score, scores (Budget 30, Delivery 20, Quality 20, Customer 20, People 10).
WEIGHTS = (30, 20, 20, 20, 10)
SHARED = (("budget", "预算", "Budget"), ("delivery", "交付", "Delivery"), ("quality", "质量", "Quality"), ("customer", "客户", "Customer"),
          ("people", "人员", "People"))
DEPARTMENTS = (
    ("D-SRV", "服务部", "Service", "98.90", (112, 104, 106, 110, 101)),
    ("D-RND", "研发部", "Research and development", "100.20", (108, 101, 109, None, 98)),
    ("D-MFG", "制造部", "Manufacturing", "97.35", (96, 112, 108, 103, 104)),
    ("D-SCM", "供应链部", "Supply chain", "96.10", (99, 110, 101, 102, 95)),
    ("D-FHR", "财务与人力资源部", "Finance and HR", "101.40", (103, 98, 100, 97, 106)),
    ("D-DOM", "国内销售部", "Sales, domestic", "100.85", (101, 97, 99, 104, 96)),
    ("D-EXP", "出口销售部", "Sales, export", "99.60", (78, 95, 101, 92, 88)),
)
RULES = Rules(grades_are_default=False)


def units() -> tuple[Member, ...]:
    found = []
    for key, zh, en, before, scores in DEPARTMENTS:
        have = [(weight, score) for weight, score in zip(WEIGHTS, scores, strict=True) if score is not None]
        final = half_up(D(sum(w * s for w, s in have)) / sum(w for w, _ in have))
        known = {name: None if score is None else D(score) for (name, _, _), score in zip(SHARED, scores, strict=True)}
        missing = any(score is None for score in scores)
        values = [score for score in known.values() if score is not None]
        worst = min((score, name) for name, score in known.items() if score is not None)
        found.append(Member(
            key, "department", Name(zh, en),
            scorecard=Scorecard(final, D(80 if missing else 100), D(0), D(0), final, RULES.grade_of(final).grade, prior_final=D(before),
                                change=final - D(before), provisional=missing),
            scores=known, states={name: "not_reported" for name, score in known.items() if score is None},
            green=sum(v >= 100 for v in values), amber=sum(90 <= v < 100 for v in values), red=sum(v < 90 for v in values),
            worst_kpi=worst[1], worst_contribution=D("-6.60") if key == "D-EXP" else D("-0.50"),
        ))
    return tuple(found)


SHARED_KPIS = {key: Kpi(key, Name(zh, en), "", "higher") for key, zh, en in SHARED}
TEXTS_ZH = Texts(
    headline="总分100.83分，A级：三个维度好于计划，财务维度低8.6分。",
    comments=(
        Comment("营业收入7,196.0万元，较计划低64.0万元（−0.9%），不利。", "revenue"),
        Comment("营业利润732.0万元，较计划低38.0万元（−4.9%），不利。", "profit"),
        Comment("应收账款周转较计划长3天，不利。责任人说明：“两个客户账期延至90天。”", "dso"),
        Comment("准时交付率连续9个月高于计划。", "delivery"),
        Comment("出口：恢复方案2025-11-15前提交，责任人顾文。", subject_id="D-EXP"),
    ),
    summary=("公司总分100.83分，A级，较上年+1.71分。", "准时交付率、一次合格率贡献最大；营业利润拖累1.17分。"),
    open_actions=(Action("出口恢复方案", "顾文", date(2025, 11, 15), kpi_id="revenue", cause="两家渠道商推迟提货"),),
    last_actions=(Action("账龄专项清理", "财务部", date(2025, 8, 31), "overdue", "dso", "两个客户账期延长"),),
)
TEXTS_EN = Texts(
    headline="Score 100.83, grade A: three perspectives are above plan, the financial one is 8.6 points below.",
    comments=(
        Comment("Revenue CNY 71.96M, 0.64M (0.9%) below plan (unfavourable).", "revenue"),
        Comment("Operating profit CNY 7.32M, 0.38M (4.9%) below plan (unfavourable).", "profit"),
        Comment("Receivables take 3 days longer than plan (unfavourable). Owner: \"Two accounts now at 90 days.\"", "dso"),
        Comment("On-time delivery above plan 9 months in a row.", "delivery"),
        Comment("Export: recovery plan by 2025-11-15, owner Gu Wen.", subject_id="D-EXP"),
    ),
    summary=("The company scored 100.83, grade A, +1.71 on last year.",
             "On-time delivery and first-pass yield add most; operating profit takes 1.17 points."),
    open_actions=(Action("Recovery plan for exports", "Gu Wen", date(2025, 11, 15), kpi_id="revenue", cause="Two channel partners postponed"),),
    last_actions=(Action("Clear old receivables", "Finance", date(2025, 8, 31), "overdue", "dso", "Two accounts pay later"),),
)


def company(locale: Locale = "zh-CN") -> View:
    total = sum((line.weighted for line in lines() if line.weighted is not None), D(0))
    final = total + D("0.50")
    card = Scorecard(
        total, D("100.00"), D("1.00"), D("0.50"), final, "A", prior_final=D("99.12"), change=final - D("99.12"), next_grade="S",
        next_grade_min=D(110), next_gap=D(110) - final,
        points=(PointsLine("bonus", D("1.00"), D("1.00"), "B-02", "专利授权" if locale == "zh-CN" else "patent award"),
                PointsLine("penalty", D("-0.50"), D("-0.50"), "P-01", "应报告事故" if locale == "zh-CN" else "reportable incident")),
    )
    name = Name("澄江仪器股份有限公司", "Chengjiang Instruments Co., Ltd.")
    kpis = {line.kpi.id: line.kpi for line in lines()}
    return View(
        run=RunInfo("R-20251014-0101", "51d07c9ae3b8aa00", date(2025, 10, 14), "company-2025 v4", "0.1.0", "final"),
        locale=locale, company=name.of(locale), currency="CNY", confidentiality="机密" if locale == "zh-CN" else "Confidential",
        period=parse_period("2025-09-YTD"), prior_period=parse_period("2024-09-YTD"),
        subject=Subject("C-1", "company", name, head_count=240), scorecard=card, lines=lines(), rules=RULES,
        texts=TEXTS_ZH if locale == "zh-CN" else TEXTS_EN, units=units(), kpis=kpis | SHARED_KPIS,
        reward_totals=tuple(
            RewardTotal(unit.name.of(locale), unit.id, 30, D("900000.00"), D("900000.00"), D("880000.00"), D("100.00"))
            for unit in units()
        ),
        pools=(PoolReconciliation("company-bonus", "pool", "C-1", D("6500000.00"), D("6300000.00"), D("150000.00"), D("50000.00")),),
        target_changes=(TargetChange("revenue", date(2025, 7, 1), D(8 * M), D("8.4") * M, "新产线投产", "董事会"),),
        names={unit.id: unit.name for unit in units()},
    )


def board(locale: Locale = "zh-CN") -> View:
    """The model company in a locale."""
    return company(locale)


POSTS = ("经理", "主管", "工程师", "专员")


def people() -> tuple[Member, ...]:
    found = []
    for index in range(12):
        final = D("112.40") - D("2.35") * index
        found.append(Member(
            f"E{1000 + index}", "individual", Name(f"员工{index + 1:02d}", f"Employee {index + 1:02d}"), POSTS[index % 4],
            Scorecard(final, D(100), D(0), D(0), final, RULES.grade_of(final).grade, rated=index != 11,
                      grade_before_adjustment="A" if index == 6 else "", rank=index + 1, peers=12),
            green=max(0, 4 - index // 3), amber=1, red=index // 4, days=273 if index != 11 else 40, worst_kpi="dso",
            worst_contribution=D("-1.20") - index,
        ))
    return tuple(found)


def department_review(locale: Locale = "zh-CN") -> View:
    """A department with people, siblings and actions of two periods."""
    whole = company(locale)
    own = next(unit for unit in units() if unit.id == "D-EXP")
    card = whole.scorecard
    assert card is not None
    return replace(
        whole, subject=Subject("D-EXP", "department", own.name, path=(whole.company,), managers=("顾文",), head_count=12),
        scorecard=replace(card, rank=7, peers=7, coverage=D("100.00")), siblings=units(), units=(), people=people(),
    )


def finance_pack(locale: Locale = "zh-CN") -> View:
    """The company with parts, accruals and controls."""
    whole = company(locale)
    revenue = replace(
        whole.lines[0], ytd_actual=D("71.96") * M, ytd_target=D("72.60") * M,
        unit_contributions=(
            UnitContribution("D-DOM", D("50.00") * M, D("49.44") * M, D("0.56") * M, D("0.8")),
            UnitContribution("D-EXP", D("21.96") * M, D("23.16") * M, D("-1.20") * M, D("-1.7")),
        ),
        price_volume=PriceVolumeMix(D("72.60") * M, D("71.96") * M, D("-1.10") * M, D("0.26") * M, D("0.20") * M, D(0), D(0), D("-0.64") * M),
    )
    margin = replace(whole.lines[1], rate_mix=RateMix(D("34.3"), D("33.9"), D("-0.4"), D("0.3"), D("-0.7"), (
        RateMixPart("D-DOM", D("36.0"), D("36.4"), D("0.2"), D("-0.3")), RateMixPart("D-EXP", D("30.1"), D("30.4"), D("0.1"), D("-0.4")),
    )))
    with_ytd = tuple(replace(line, deltas={**line.deltas, "ytd": line.deltas["plan"]}) for line in (revenue, margin, *whole.lines[2:]))
    return replace(
        whole, lines=with_ytd,
        accruals=(Accrual("sales-bonus", D("3000000.00"), D("500000.00"), D("2200000.00"), D("2500000.00"), D("2300000.00"), D("2800000.00")),),
        controls=(ControlLine("actuals.csv" if locale == "en" else "实际值合计", D("71960000.00"), D("71960000.00"), "陈会计"),),
        findings=(Finding("W-OWNER", "kpis", 3, "owner_id", kpi_id="revenue"),),
        policies=(PolicyUsed("company-2025", "4", "scoring", (date(2025, 1, 1), date(2025, 12, 31))),),
    )


def hr_summary(locale: Locale = "zh-CN") -> View:
    """The company with statistics and people."""
    whole = company(locale)
    everyone = tuple(replace(person, payable=D(40000) + D(1500) * index, target_bonus=D(40000)) for index, person in enumerate(people()))
    statistics = Statistics(
        12, 11, {"short_service": 1},
        groups=(GroupStatistics("company", "C-1", 11, D("100.66"), D("100.65"), D("7.43"), D("88.90"), D("112.40"), D("99.10"), D("1.56")),
                GroupStatistics("unit", "D-SRV", 7, D("101.20"), D("101.00"), D("6.10"), D("93.60"), D("110.05"), leniency=D("0.54"),
                                lower_quartile=D("97.50"), upper_quartile=D("105.25"),
                                finals=(D("93.60"), D("97.00"), D("98.00"), D("101.00"), D("104.50"), D("106.00"), D("110.05"))),
                GroupStatistics("unit", "D-EXP", 4)),
        grades=(GradeShare("S", 2, D("18.2"), D(10), 1, 1), GradeShare("A", 4, D("36.4"), D(25), 3, 1), GradeShare("B", 4, D("36.3"), D(45), 5, -1),
                GradeShare("C", 1, D("9.1"), D(15), 2, -1), GradeShare("D", 0, D("0.0"), D(5), 0, 0)),
        histogram=(HistogramBin(D(80), D(90), 1), HistogramBin(D(90), D(100), 4), HistogramBin(D(100), D(110), 4), HistogramBin(D(110), D(120), 2)),
        near_cuts=(NearCut("E1005", D("100.65"), "A", D(100), D("0.65"), 1),), moves=(GradeMove("A", "S", 2), GradeMove("B", "B", 4), GradeMove("A", "A", 3)),
        kendall_tau=D("0.96"), inversions=(("E1006", "E1005"),), payout=(PayoutByGrade("S", 2, D("80000.00"), D("83000.00"), D("103.75")),),
        quality=(KpiQuality("dso", 7, 7, 0, D(5), D(20), weak_control=3), KpiQuality("yield", 4, 4, 4, D(10), D(15), always_green=True)),
    )
    return replace(
        whole, statistics=statistics, people=everyone, names={**whole.names, **{person.id: person.name for person in everyone}},
        adjustments=(Adjustment("E1006", Name("员工07", "Employee 07"), "A", "B", "校准会议", "校准委员会", date(2025, 10, 10), D("98.30")),),
    )


def alert_bulletin(locale: Locale = "zh-CN") -> View:
    return department_review(locale)


def reward_table(locale: Locale = "zh-CN") -> View:
    """A company with two units of people under one reward policy."""
    whole = company(locale)
    statements = tuple(
        Statement(
            subject_id=person.id, period="2025-09-YTD", policy_id="sales-bonus", policy_version="3", currency="CNY", status="payable",
            name=person.name.of(locale), unit_id="D-EXP" if index % 2 else "D-DOM", base=D("40000.00"), proration=D(1),
            measure_value=person.scorecard.final if person.scorecard else None, grade=person.scorecard.grade if person.scorecard else "",
            payout_factor=D("1.05"), award=D("42000.00"), payable=D("41500.00"), actions=("coaching",) if index > 9 else (),
            lines=(StatementLine("result", "result", {"zh-CN": "奖金", "en": "Bonus"}, amount=D("42000.00")),),
        )
        for index, person in enumerate(people())
    )
    return replace(whole, statements=statements, names={**whole.names, **{person.id: person.name for person in people()}})
