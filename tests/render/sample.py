"""Two reports built by hand: an individual's scorecard in Chinese (two pages) and a board page in English."""

# ruff: noqa: E501
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from reportgen.model.chart import (
    Band,
    Bridge,
    BridgeStep,
    CurvePoint,
    Effect,
    GraphicScale,
    Panel,
    PayoutCurve,
    Point,
    ScoreBullet,
    SmallMultiples,
    Sparkline,
    Trend,
    VarianceBar,
    VariancePin,
    WaterfallStep,
)
from reportgen.model.format import Format
from reportgen.model.report import (
    Attachment,
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Column,
    ColumnBlocks,
    Columns,
    Item,
    Meta,
    Prose,
    Report,
    Row,
    Run,
    Section,
    Signature,
    Table,
)
from reportgen.model.rounding import half_up

D = Decimal
MINUS = "−"


def effect_of(value: Decimal, way: int = 1) -> Effect:
    return "favourable" if value * way > 0 else "unfavourable" if value * way < 0 else "neutral"


def signed(value: Decimal, places: int = 1) -> str:
    text = f"{abs(value):,.{places}f}"
    return text if not value else f"{'+' if value > 0 else MINUS}{text}"


def word(text: str, **more: object) -> Cell:
    return Cell(value=text, **more)  # type: ignore[arg-type]


def number(value: str, places: int, *, plus: bool = False, **more: object) -> Cell:
    return Cell(value=D(value), format=Format("number", places, signed=plus), **more)  # type: ignore[arg-type]


def score(value: str, **more: object) -> Cell:
    return Cell(value=D(value), format=Format("score", 2), **more)  # type: ignore[arg-type]


def item(*runs: str | Run, number: int | None = None) -> Item:
    return Item(runs=tuple(Run(text=run) if isinstance(run, str) else run for run in runs), number=number)


def prose(role: Literal["message", "title", "notes", "checklist", "footnote"], *items: Item, **more: object) -> Prose:
    return Prose(role=role, items=items, **more)  # type: ignore[arg-type]


def column(key: str, width: int, *head: str, align: Literal["left", "right", "centre"] = "right", **more: object) -> Column:
    return Column(key=key, head=head, width=D(width), align=align, **more)  # type: ignore[arg-type]


BOLD: Literal["bold"] = "bold"
MUTED: Literal["muted"] = "muted"


# ------------------------------------------------------------------ the individual's scorecard, Chinese
def scorecard_zh() -> Report:
    """The statement of a person of two pages: scorecard with waterfall, trends and notes; bonus, trace and next steps."""
    return Report(meta=_meta_zh(), sections=(_first_zh(), _second_zh()),
                  attachments=(Attachment(name="scorecard.csv", text="kpi_id,score\nsales,107.20\n", description="得分"),))


def _meta_zh() -> Meta:
    return Meta(
        report="individual_scorecard", template="individual_scorecard", locale="zh-CN", subject_id="E10382", subject_name="周岚",
        level="individual", period="2025", period_text="2025年度", title="个人绩效及奖金单 周岚 2025年度", company="澄江仪器股份有限公司",
        status="draft", status_text="草稿", confidentiality="机密 · 仅限本人及直接上级",
        header=("个人绩效及奖金单", "周岚 E10382", "2025年度"),
        footer=("截至 2026-01-12", "运行 R-20260112-0417", "数据 9f3c1a7be204", "政策 sales-bonus-2025 v3"),
        as_of=date(2026, 1, 12), run_id="R-20260112-0417", data_hash="9f3c1a7be204", policy="sales-bonus-2025 v3", engine="0.1.0",
        currency="CNY")


#: name, unit, how, weight, reweighted, target, range, actual, py, variance, relative, pin, score, weighted, mark, part, start
_KPIS = (
    ("销售收入", "万元", "比率法，ERP", 35, "38.89", "1200.0", "960–1,440", "1286.4", "1148.0", "86.4", "+7.2%", "7.2", "107.20",
     "41.69", "", "2.80", "0", 1, 1),
    ("回款率", "%", "线性插值，财务", 25, "27.78", "95.0", "90–98", "93.2", "92.6", "-1.8", f"{MINUS}1.8pp", "-1.9", "85.60",
     "23.78", "", "-4.00", "2.80", 1, 1),
    ("新客户签约", "家", "比率法，CRM", 20, "22.22", "12", "10–15", "15", "11", "3", "+25.0%", "25.0", "120.00", "26.66", "†",
     "4.44", "-1.20", 1, 0),
    ("报价响应时长", "小时", "比率法（越低越好），CRM", 10, "11.11", "20.0", "24–16", "18.2", "22.4", "-1.8", f"{MINUS}9.0%", "9.0",
     "109.00", "12.11", "", "1.00", "3.24", -1, 1),
)


def _kpi_row(at: int) -> Row:
    (name, unit, how, weight, share, target, span, actual, py, variance, relative, pin, points, weighted, mark, part, start, way,
     places) = _KPIS[at]
    effect = effect_of(D(variance), way)
    on = D(points) >= 100
    return Row(cells=(
        word(name, suffix=f" {unit}", second=word(how)),
        number(str(weight), 0, second=word(share)),
        number(target, places, second=word(span)),
        number(actual, places, second=number(py, places)),
        number(variance, places, plus=True, effect=effect, second=word(relative)),
        Cell(graphic=VariancePin(value=D(pin), effect=effect_of(D(pin)), label=f"{100 + D(pin):.1f}")),
        score(points, second=word("▲ 达标" if on else "▼ 未达标", effect="favourable" if on else "unfavourable")),
        score(weighted, mark=mark),
        Cell(graphic=WaterfallStep(start=D(start), value=D(part), effect=effect_of(D(part)), label=signed(D(part), 2),
                                   first=at == 0, note=at + 1)),
    ))


def _scorecard_table() -> Table:
    step = GraphicScale(lo=D("-1.2"), hi=D("5.74"))
    missing = Row(cells=(
        word("客户满意度", suffix=" 分", second=word("线性插值，第三方调查")), number("10", 0, second=word("—")),
        number("90.0", 1, second=word("80–95")), word("未上报", span=2, style=MUTED, second=word("上年 88.4")), Cell(), Cell(
            graphic=VariancePin(value=None, effect="", label="")), word("—", style=MUTED, second=word("○ 未计")),
        word("—", style=MUTED),
        Cell(graphic=WaterfallStep(start=D("4.24"), value=None, effect="", label="", note=5))))

    def line(name: str, value: str, start: str, role: Literal["point", "total"] = "point") -> Row:
        amount = D(value) if role == "point" else D("5.24")
        return Row(role=role, cells=(
            word(name, span=7), Cell(value=D(value), format=Format("score", 2, signed=role == "point")),
            Cell(graphic=WaterfallStep(start=D(start), value=amount, effect=effect_of(amount), label=signed(amount, 2),
                                       role="step" if role == "point" else "total", last=role == "total"))))

    sub = Row(role="subtotal", cells=(
        word("指标得分"), number("100", 0), Cell(), Cell(), Cell(), Cell(), Cell(), score("104.24"),
        Cell(graphic=WaterfallStep(start=D(0), value=D("4.24"), effect="neutral", label="+4.24", role="subtotal"))))
    return Table(
        id="scorecard", density="two", columns=(
            column("kpi", 35, "指标", "计分方法，来源", align="left"), column("weight", 11, "权重 %", "折算"),
            column("target", 17, "目标 PL", "门槛–挑战", decimals=1), column("actual", 15, "实际 AC", "上年 PY", decimals=1),
            column("variance", 13, "ΔPL", "ΔPL%", decimals=1),
            column("attainment", 25, "完成率 %", "与100之差", scale=GraphicScale(lo=D(-5), hi=D(25), limit=D(50))),
            column("score", 14, "得分", "状态"), column("weighted", 13, "加权", "得分", total=True),
            column("contribution", 31, "对总分的贡献，分", "目标 = 100　说明", scale=step)),
        rows=(*(_kpi_row(at) for at in range(4)), missing, sub, line("加分：跨部门协作项目（规则B-04）", "1.50", "4.24"),
              line("扣分：客户档案缺项5条（规则P-02）", "-0.50", "5.74"), line("总分", "105.24", "0", "total")),
        footnotes=("未上报项的权重按其余90%折算。完成率 = 1 + 方向×(AC − PL)÷|PL|。得分封顶120：新客户签约125.00，计120.00。 † 四舍五入后调整，"
                   "使合计一致。",))


def _trends_zh() -> Columns:
    actual = (78, 73, 108, 104, 97, 119, 114, 114, 122, 109, 121, 128)
    plan = (85, 80, 105, 95, 100, 105, 100, 100, 105, 105, 105, 115)
    points = tuple(Point(
        label=f"{i + 1}月" if i in (0, 11) else str(i + 1), actual=D(a), actual_label=str(a), plan=D(p), variance=D(a - p),
        variance_label=signed(D(a - p), 0), effect=effect_of(D(a - p))) for i, (a, p) in enumerate(zip(actual, plan, strict=True)))
    series = {
        "销售收入": ("-8.0", "-8.6", "-4.0", "-0.5", "-1.1", "1.5", "3.3", "4.5", "5.9", "5.7", "6.6", "7.2"),
        "回款率": ("-0.2", "0.4", "0.9", "0.2", "-0.4", "-0.9", "-1.4", "-1.1", "-1.7", "-2.3", "-2.1", "-1.9"),
        "新客户签约": ("0", "0", "0", "0", "0", "16.7", "14.3", "25.0", "22.2", "20.0", "27.3", "25.0"),
        "报价响应时长": ("-6.0", "-3.5", "-1.0", "1.5", "3.0", "4.5", "6.0", "7.0", "7.5", "8.0", "8.5", "9.0"),
    }
    panels = tuple(Panel(title=name, values=tuple(map(D, values)), effects=tuple(effect_of(D(v)) for v in values),
                         last_label=signed(D(values[-1]))) for name, values in series.items())
    return Columns(items=(
        ColumnBlocks(width=D(86), blocks=(Chart(
            id="trend", title="销售收入逐月", detail="万元，AC 与 PL，上方 ΔPL 同一比例", spec=Trend(points=points), width=D(86),
            height=D(50), alt="销售收入逐月实际与目标"),)),
        ColumnBlocks(width=D(82), blocks=(Chart(
            id="months", title="逐月累计完成率较目标", detail="_1月至_12月，pp，四图同一比例", spec=SmallMultiples(panels=panels),
            width=D(82), height=D(46), alt="四个指标逐月累计完成率与目标之差"),))))


def _first_zh() -> Section:
    bands = tuple(Band(start=D(start), label=label, own=label == "A") for label, start in
                  (("D", 0), ("C", 70), ("B", 90), ("A", 100), ("S", 110)))
    hero = Columns(gap=D(0), items=(
        ColumnBlocks(width=D(48), blocks=(Cards(items=(Card(cell=score("105.24"), unit="分", hero=True, lines=(
            (Run(text="A级", style=BOLD), Run(text="（暂定），距S级4.76分")), (Run(text="奖金测算60,576.00元", style=MUTED),))),)),)),
        ColumnBlocks(width=D(126), blocks=(Chart(
            id="bullet", spec=ScoreBullet(
                value=D("105.24"), value_label="105.24", target=D(100), target_label="目标100", bands=bands, maximum=D(120),
                comparison=D("98.62"), comparison_label="Ø团队98.62（n=9，不含本人）"),
            width=D(126), height=D(20), alt="总分105.24分，等级区间"),))))
    notes = prose(
        "notes",
        item("销售收入实际1,286.4万元，较目标1,200.0万元高86.4万元（+7.2%），有利；自6月起各月累计高于目标。", number=1),
        item("回款率为93.2%，较目标95.0%低1.8个百分点，不利。责任人说明：“两家大客户验收推迟至2026年1月。”", number=2),
        item("新客户签约实际15家，较目标多3家（+25.0%），有利；得分125.00，封顶计120.00。", number=3),
        item("报价响应时长实际18.2小时，较目标短1.8小时（−9.0%），有利；上年为22.4小时。", number=4),
        item("客户满意度（权重10%）本期未上报，总分按其余90%权重折算，仅供参考。若补报得100分，总分为104.82分。", number=5),
        item(Run(text="上级意见（陈砚，2026-01-09）：", style=MUTED), "“收入与开拓均好于计划，回款须列为一季度首要事项。”"),
        title="说明", columns=2)
    return Section(id="scorecard-page", title="绩效得分", blocks=(
        prose("message", item("3项达标，回款率一项拉低4.00分；满意度未上报，结果暂定。")),
        prose("title", item("周岚，大客户经理，华东销售二部，直接上级陈砚"),
              item(Run(text="绩效得分", style=BOLD), "，单位：分（目标100，单项封顶120）"),
              item("2025年1–12月（在岗365天），实际AC、目标PL、上年PY")),
        hero, _scorecard_table(), _trends_zh(), notes))


def _bonus_zh() -> Columns:
    curve = PayoutCurve(
        points=(CurvePoint(x=D(80), y=D(50), label="门槛50%"), CurvePoint(x=D(100), y=D(100), label="目标100%"),
                CurvePoint(x=D(120), y=D(200), label="挑战200%（封顶）")),
        below=D(0), x_label="总分（分）", y_label="兑现比例（目标奖金 = 100%）",
        own=CurvePoint(x=D("105.24"), y=D("126.20"), label="本人126.20%"), own_second_label="105.24分")
    rows = (
        ("目标奖金", "劳动合同", "48,000.00", "body", 0), ("在岗折算", "365/365天", "×1.0000", "body", 1),
        ("兑现比例", "曲线", "×126.20%", "body", 1), ("门槛：公司净利润完成率", "96.40 ≥ 90", "×1.0000", "body", 1),
        ("奖金测算", "", "60,576.00", "subtotal", 0), ("扣罚", "本期无", "0.00", "body", 1),
        ("已预发", "2025-07-31", "−20,000.00", "body", 1), ("本次应发", "", "40,576.00", "total", 0))
    table = Table(
        id="bonus", title="奖金单", detail="元", density="normal",
        columns=(column("item", 36, "项目", align="left"), column("basis", 25, "依据"), column("amount", 25, "金额")),
        rows=tuple(Row(role=role, level=level, cells=(  # type: ignore[arg-type]
            word(name), word(basis, style=MUTED) if basis else Cell(), word(amount))) for name, basis, amount, role, level in rows))
    return Columns(items=(
        ColumnBlocks(width=D(82), blocks=(Chart(
            id="curve", title="兑现曲线", detail="80/50，100/100，120/200", spec=curve, width=D(82), height=D(58),
            alt="兑现曲线，本人105.24分兑现126.20%"),)),
        ColumnBlocks(width=D(86), blocks=(table,))))


def _trace_zh() -> Table:
    steps = (
        ("AGG-1", "指标得分", "(35×107.20 + 25×85.60 + 20×120.00 + 10×109.00)÷90", "Σ(权重×得分)÷已报权重", "104.244444", "104.24"),
        ("AGG-4", "总分", "104.24 + 1.50 − 0.50", "指标得分 + 加分 − 扣分", "105.24", "105.24"),
        ("BASE", "目标奖金", "48,000.00", "target_bonus（劳动合同）", "48000", "48,000.00"),
        ("PRO-1", "在岗折算", "365÷365", "在岗天数÷考核期天数", "1", "1.0000"),
        ("CURVE", "兑现比例", "100 + (105.24 − 100)÷(120 − 100)×(200 − 100)", "y0 + (x − x0)÷(x1 − x0)×(y1 − y0)", "126.2",
         "126.20%"),
        ("MAIN", "奖金", "48,000.00×1.0000×126.20%", "目标奖金×折算×兑现比例", "60576", "60,576.00"),
        ("GATE", "门槛与封顶", "96.40 ≥ 90，通过；126.20 ≤ 200，未封顶", "公司净利润完成率 ≥ 90；兑现 ≤ 200%", "60576", "60,576.00"),
        ("ADV", "本次应发", "60,576.00 − 0.00 − 20,000.00", "奖金 − 扣罚 − 已预发", "40576", "40,576.00"))
    return Table(
        id="trace", title="计算过程", detail="政策sales-bonus-2025 v3，每一步均可复算", density="trace",
        columns=(column("step", 7, "步", align="left"), column("rule", 17, "规则", align="left"),
                 column("text", 24, "内容", align="left"), column("formula", 78, "公式，代入数字", align="left"),
                 column("unrounded", 24, "未舍入"), column("result", 24, "结果")),
        rows=tuple(Row(role="total" if i == len(steps) else "body", cells=(
            word(str(i)), word(rule, style=MUTED), word(text), word(numbers, second=word(formula)), word(raw, style=MUTED),
            word(result))) for i, (rule, text, numbers, formula, raw, result) in enumerate(steps, 1)))


def _second_zh() -> Section:
    needs = (("销售收入", "万元", "1286.4", 1, "1,433.3", "+146.9万元"), ("回款率", "%", "93.2", 1, "95.5", "+2.3个百分点"),
             ("新客户签约", "家", "15", 0, "", ""), ("报价响应时长", "小时", "18.2", 1, "", ""), ("客户满意度", "分", "", 1, "", ""))
    need = Table(
        id="need", title="升至S级（110分）尚需", detail="只动一项，其余不变", density="normal",
        columns=(column("kpi", 36, "指标", align="left"), column("now", 16, "现值", decimals=1), column("wanted", 16, "需要"),
                 column("gap", 30, "差距", align="left")),
        rows=tuple(Row(cells=(
            word(name, suffix=f" {unit}"), number(now, places) if now else word("未上报"), word(at or "—"),
            word(gap or "仅靠此项达不到", style="" if gap else MUTED))) for name, unit, now, places, at, gap in needs))
    actions = prose("checklist", item("回款专项辅导，陈砚，2026-02-28，A-02"), item("补报客户满意度，市场部，2026-01-20"),
                    item("列入晋升观察名单（A级），人力资源，A-05"), title="后续事项", detail="责任人，期限，奖惩表条款")
    return Section(id="bonus-page", title="年度绩效奖金", new_page=True, blocks=(
        prose("message", item("奖金测算60,576.00元（兑现126.20%），本次应发40,576.00元。")),
        prose("title", item("周岚，大客户经理，华东销售二部"), item(Run(text="年度绩效奖金", style=BOLD), "，单位：元，税前"),
              item("2025年度，按总分105.24分测算，满意度补报后重算")),
        _bonus_zh(), _trace_zh(),
        Columns(items=(ColumnBlocks(width=D(98), blocks=(need,)), ColumnBlocks(width=D(70), blocks=(actions,)))),
        Signature(fields=("本人签名、日期", "直接上级签名、日期", "人力资源签名、日期"), wide="本人意见",
                  text="对结果有异议的，请在2026-01-26前书面申诉（送达后10个工作日）。签名表示已收到，不表示同意。")))


# ------------------------------------------------------------------ the board's page, English
def board_en() -> Report:
    """One landscape page: company scorecard by perspective, score bridge, departments with heat cells, notes."""
    meta = Meta(
        report="board", template="board", locale="en", subject_id="C1", subject_name="Chengjiang Instruments", level="company",
        period="2025-09-YTD", period_text="January to September 2025",
        title="Board report, company scorecard, January to September 2025", company="Chengjiang Instruments Co., Ltd.",
        status="final", status_text="FINAL", confidentiality="Confidential, board members only",
        header=("Board report", "Company scorecard", "January to September 2025"),
        footer=("As of 2025-10-14", "Run R-20251014-0101", "Data 51d07c9ae3b8", "Policy company-2025 v4"),
        as_of=date(2025, 10, 14), run_id="R-20251014-0101", data_hash="51d07c9ae3b8", policy="company-2025 v4", engine="0.1.0")
    blocks: tuple[Block, ...] = (
        prose("message", item(
            "Score 100.81, grade A: three perspectives are above plan, the financial one is 8.7 points below.")),
        prose("title", item("Chengjiang Instruments"), item(Run(text="Performance score", style=BOLD), " in points (target 100, cap 120)"),
              item("January to September 2025 (_Sep), actual AC, plan PL, previous year PY")),
        _board_table(),
        Columns(items=(ColumnBlocks(width=D(98), blocks=(_bridge(),)),
                       ColumnBlocks(width=D(163), blocks=(_departments(), _notes_en())))))
    return Report(meta=meta, sections=(Section(id="board", title="Company scorecard", orientation="landscape", blocks=blocks),))


#: name, unit, weight, AC, PL, places, PY, relative, its unit, PY relative, score, weighted, months, note, way
_BOARD = (
    ("Revenue", " CNY m", 15, "71.96", "72.60", 2, "68.19", "-0.9", "%", "5.5", "94.43", "14.17", (-1, 3, 6, 0, -4, -6, -9, -10, -11), 1, 1),
    ("Gross margin", " %", 10, "33.9", "34.3", 1, "32.5", "-0.4", " pp", "1.4", "92.93", "9.29", (1, 2, 1, -1, -4, -6, -9, -11, -13), None, 1),
    ("Operating profit", " CNY m", 10, "7.32", "7.70", 2, "5.85", "-5.0", "%", "25.0", "88.18", "8.82", (-3, 4, 8, -2, -6, -10, -14, -16, -17), 2, 1),
    ("Days sales outstanding", " days, lower is better", 5, "57", "54", 0, "59", "5.6", "%", "-3.4", "85.00", "4.25",
     (-2, -4, -6, -8, -10, -12, -14, -15, -15), 3, -1),
    ("Financial", "", 40, "91.33", "36.53"),
    ("On-time delivery", " %", 15, "95.6", "94.0", 1, "92.8", "1.6", " pp", "2.8", "110.67", "16.60", (2, 3, 5, 8, 9, 10, 12, 13, 14), 4, 1),
    ("Customer satisfaction", " index", 10, "83.5", "82.0", 1, "81.2", "1.8", "%", "2.8", "106.00", "10.60", (0, 1, 2, 4, 5, 6, 7, 8, 8), None, 1),
    ("Customer", "", 25, "108.80", "27.20"),
    ("First-pass yield", " %", 12, "96.8", "96.0", 1, "95.1", "0.8", " pp", "1.7", "108.00", "12.96", (4, 5, 6, 7, 8, 8, 9, 10, 10), None, 1),
    ("Complaints per 1,000 shipments", ", lower is better", 8, "4.3", "4.0", 1, "4.9", "7.5", "%", "-12.2", "94.00", "7.52",
     (2, 1, -1, -3, -5, -7, -8, -8, -9), None, -1),
    ("Process", "", 20, "102.40", "20.48"),
    ("New-product share of revenue", " %", 10, "19.4", "18.0", 1, "15.6", "1.4", " pp", "3.8", "107.00", "10.70", (3, 4, 5, 6, 6, 7, 8, 9, 9), None, 1),
    ("Staff turnover, annualised", " %, lower is better", 5, "7.2", "8.0", 1, "9.1", "-0.8", " pp", "-1.9", "108.00", "5.40",
     (4, 5, 6, 7, 8, 8, 9, 9, 9), None, -1),
    ("People and innovation", "", 15, "107.33", "16.10"),
)


def _distance(value: str, places: int, *, bold: bool = False, note: int | None = None) -> Cell:
    amount = D(value)
    return Cell(graphic=VarianceBar(value=amount, effect=effect_of(amount), label=signed(amount, places), bold=bold, note=note))


def _board_row(line: tuple[object, ...]) -> Row:
    if len(line) == 5:
        name, _, weight, points, weighted = map(str, line)
        return Row(role="subtotal", cells=(
            word(name), number(weight, 0), Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), score(points),
            _distance(str(half_up(D(points) - 100, 1)), 1, bold=True), score(weighted), Cell()))
    name, unit, weight, ac, pl, places, py, relative, kind, py_relative, points, weighted = map(str, line[:12])
    months, note, way = line[12:]
    assert isinstance(months, tuple) and isinstance(way, int) and (note is None or isinstance(note, int))
    dp, gap, rel, py_rel = int(places), D(ac) - D(pl), D(relative), D(py_relative)
    return Row(cells=(
        word(name, suffix=unit), number(weight, 0), number(ac, dp), number(pl, dp),
        Cell(value=gap, format=Format("number", dp, signed=True), effect=effect_of(gap, way)),
        Cell(graphic=VariancePin(value=rel, effect=effect_of(gap, way), label=signed(rel) + kind)), number(py, dp),
        Cell(value=py_rel, format=Format("number", 1, signed=True), effect=effect_of(py_rel, way)), score(points),
        _distance(str(half_up(D(points) - 100, 1)), 1, note=note), score(weighted),
        Cell(graphic=Sparkline(values=tuple(map(D, months)), effects=tuple(effect_of(D(m)) for m in months)))))


def _board_table() -> Table:
    def line(name: str, detail: str, value: str, plus: str) -> Row:
        return Row(cells=(word(name, suffix=detail), *[Cell()] * 8, _distance(plus, 2),
                          Cell(value=D(value), format=Format("score", 2, signed=True)), Cell()), role="point")

    kpi = Row(role="subtotal", cells=(word("KPI score"), number("100", 0), *[Cell()] * 6, score("100.31"),
                                      _distance("0.31", 2, bold=True), score("100.31"), Cell()))
    total = Row(role="total", cells=(word("Total"), *[Cell()] * 7, score("100.81"), _distance("0.81", 2, bold=True),
                                     score("100.81"), word("Grade A")))
    return Table(
        id="company", density="dense", columns=(
            column("kpi", 62, "KPI, unit", align="left"), column("weight", 12, "Weight"), column("ac", 16, "AC", decimals=2),
            column("pl", 16, "PL", decimals=2), column("dpl", 15, "ΔPL", decimals=2),
            column("rel", 31, "ΔPL%, pp", scale=GraphicScale(lo=D(-5), hi=D("7.5"), per_unit=D("0.9"))),
            column("py", 16, "PY", decimals=2), column("dpy", 15, "ΔPY%, pp"), column("score", 13, "Score"),
            column("distance", 34, "Score − 100", scale=GraphicScale(lo=D(-15), hi=D(11), per_unit=D("0.5"))),
            column("weighted", 14, "Weighted", total=True),
            column("months", 23, "Score by month", "Jan to Sep", align="left", scale=GraphicScale(lo=D(-17), hi=D(14), axis="zero"))),
        rows=(*map(_board_row, _BOARD), kpi, line("Bonus points", " patent award, rule B-02", "1.00", "1.00"),
              line("Penalty points", " reportable incident, rule P-01", "-0.50", "-0.50"), total))


def _bridge() -> Chart:
    steps = (("On-time delivery", "1.60"), ("First-pass yield", "0.96"), ("New-product share of revenue", "0.70"),
             ("Customer satisfaction", "0.60"), ("Staff turnover, annualised", "0.40"), ("Complaints per 1,000 shipments", "-0.48"),
             ("Gross margin", "-0.71"), ("Days sales outstanding", "-0.75"), ("Revenue", "-0.83"), ("Operating profit", "-1.18"),
             ("Bonus points", "1.00"), ("Penalty points", "-0.50"))
    spec = Bridge(
        base_label="Plan", base_value_label="100",
        steps=tuple(BridgeStep(label=name, value=D(v), value_label=signed(D(v), 2), effect=effect_of(D(v))) for name, v in steps),
        total_label="Total", total_value=D("0.81"), total_value_label="+0.81", total_level_label="100.81", total_effect="favourable")
    return Chart(id="bridge", title="Score bridge", detail="weighted points, plan = 100, own scale", spec=spec, width=D(98),
                 height=D(56), alt="Score bridge from 100 to 100.81")


def _departments() -> Table:
    units = (
        ("Service", "107.70", "8.80", "A", (112, 104, 106, 110, 101)),
        ("Research and development", "105.25", "5.05", "A", (108, 101, 109, None, 98)),
        ("Manufacturing", "103.80", "6.45", "A", (96, 112, 108, 103, 104)),
        ("Supply chain", "101.80", "5.70", "A", (99, 110, 101, 102, 95)),
        ("Finance and HR", "100.50", "-0.90", "A", (103, 98, 100, 97, 106)),
        ("Sales, domestic", "99.90", "-0.95", "B", (101, 97, 99, 104, 96)),
        ("Sales, export", "89.80", "-9.80", "C", (78, 95, 101, 92, 88)))

    def heat(value: int | None) -> Cell:
        if value is None:
            return word("n.r.", style=MUTED)
        return number(str(value), 0, shade=2 if value < 90 else 1 if value < 100 else 0,
                      prefix="▼" if value < 90 else "▽" if value < 100 else "")

    rows = tuple(Row(link=name, cells=(
        word(name), score(points, style=BOLD, mark="*" if None in kpis else ""),
        Cell(value=D(change), format=Format("score", 2, signed=True), effect=effect_of(D(change))), word(grade),
        _distance(str(half_up(D(points) - 100, 1)), 1, note=5 if grade == "C" else None), *map(heat, kpis)))
        for name, points, change, grade, kpis in units)
    heads = (("Budget", "30"), ("Delivery", "20"), ("Quality", "20"), ("Customer", "20"), ("People", "10"))
    return Table(
        id="departments", title="Departments", detail="score in points; score per KPI, ▽ below 100, ▼ below 90", density="dense",
        columns=(column("unit", 41, "Unit", align="left"), column("score", 13, "Score"), column("change", 13, "ΔPY"),
                 column("grade", 11, "Grade"),
                 column("distance", 30, "Score − 100", scale=GraphicScale(lo=D(-11), hi=D(8), per_unit=D("0.5"))),
                 *(column(name.lower(), 11, name, weight) for name, weight in heads)),
        rows=rows, footnotes=("* Provisional: one KPI is not reported (n.r.); its weight is spread over the others. Unit scores do "
                              "not add up to the company score.",))


def _notes_en() -> Prose:
    return prose(
        "notes",
        item("Revenue CNY 71.96M, 0.64M (0.9%) below plan (unfavourable): exports −1.20M, services +0.38M.", number=1),
        item("Operating profit CNY 7.32M, 0.38M (5.0%) below plan (unfavourable), +25.0% on previous year.", number=2),
        item('Receivables take 3 days longer than plan (unfavourable). Owner: "Two accounts now at 90 days."', number=3),
        item("On-time delivery above plan 9 months in a row.", number=4),
        item("Export: recovery plan by 2025-11-15, owner Gu Wen.", number=5), columns=2)
