# ruff: noqa: E501 - rows of a table are compared on one line
"""Single blocks on the model views: what stands where, and what a block does when it has nothing to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reportgen.model.analysis import Anomaly, Outlook, PriceVolumeMix, PriceVolumePart, Projection
from reportgen.model.chart import Bridge, Histogram, PayoutCurve, Scatter, ScoreBullet, SmallMultiples, Strips, Trend, VarianceBar
from reportgen.model.period import parse_period
from reportgen.model.report import Chart, Columns, Prose, Signature, Table
from reportgen.model.reward import DeductionResult, LimitResult, TierRow
from reportgen.model.view import Action, Alert, Comment, Name, Segment, SeriesPoint, Texts, View
from reportgen.reports.blocks.people import performance_star
from reportgen.reports.noting import Limits, number_notes
from reportgen.reports.registry import block_entries
from reportgen.reports.tables import column, fit
from tests.reports import company
from tests.reports.person import CARD, LINES, PERSON, STATEMENT, TEXTS, person
from tests.reports.reading import build, placed, printed, table_of

D = Decimal
EMPTY = replace(
    PERSON, scorecard=None, lines=(), texts=Texts(), statements=(), traces={}, target_changes=(), appeal_until=None,
    appeal_days=None,
)
#: Blocks that say in words that there is nothing, or that stand in every report.
SAYING = {
    "message", "title_lines", "scorecard_table", "board_scorecard", "material_variances", "alerts", "data_quality",
    "policies_used",
    "commentary_register", "calibration_log", "adjustment_proposals", "signatures", "coaching_list",
}


def words_of(view: View, name: str, **options: object) -> list[str]:
    (one,) = build(view, name, 174, **options)
    assert isinstance(one, Prose)
    return ["".join(run.text for run in item.runs) for item in one.items]


def chart_of(view: View, name: str, width: int = 174, **options: object) -> Chart:
    (one,) = build(view, name, width, **options)
    assert isinstance(one, Chart)
    return one


@pytest.mark.parametrize("name", [name for name in block_entries() if name != "text"])
def test_nothing_to_show_disappears_or_is_said(name: str) -> None:
    made = build(EMPTY, name)
    if name not in SAYING:
        assert made == ()
    for one in made:
        if isinstance(one, Table) and not one.rows:
            assert one.empty


# ------------------------------------------------------------------ message, title, hero
def test_title_lines_of_the_model_page() -> None:
    assert words_of(PERSON, "title_lines") == [
        "周岚，大客户经理，华东销售二部，直接上级陈砚", "绩效得分，单位：分（目标100，单项封顶120）",
        "2025年度（在岗365天），实际AC、目标PL、上年PY",
    ]
    assert words_of(PERSON, "title_lines", measure="pay")[2] == "2025年度，按总分105.24分测算，未上报指标补报后重算"


def test_title_lines_of_a_company_in_english() -> None:
    assert words_of(company.board("en"), "title_lines") == [
        "Chengjiang Instruments Co., Ltd., 240 people", "Performance score in points (target 100, cap 120)",
        "January to September 2025 (_Sep), actual AC, plan PL, previous year PY",
    ]


def test_a_plain_message_where_commentary_wrote_none() -> None:
    silent = replace(PERSON, texts=Texts())
    assert words_of(silent, "message") == ["总分105.24分，A级。"]
    assert words_of(silent, "message", about="pay") == ["本次应发测算40,576.00元，结果暂定。"]
    assert words_of(
        replace(silent, scorecard=replace(CARD, rated=False, grade="")), "message",
    ) == ["总分105.24分，不参与考核评级。"]
    assert words_of(replace(silent, scorecard=replace(CARD, final=None)), "message") == ["本期没有可计算的得分。"]


def test_hero_of_the_model_page() -> None:
    (columns,) = build(PERSON, "hero")
    assert isinstance(columns, Columns)
    card, bullet = columns.items[0].blocks[0], columns.items[1].blocks[0]
    assert [item.width for item in columns.items] == [48, 126]
    assert isinstance(bullet, Chart)
    assert isinstance(bullet.spec, ScoreBullet)
    assert (bullet.spec.comparison_label, bullet.spec.maximum) == ("Ø团队98.62（n=9，不含本人）", D(120))
    assert [(band.label, band.start, band.own) for band in bullet.spec.bands][3] == ("A", D(100), True)
    lines = ["".join(run.text for run in line) for line in card.items[0].lines]  # type: ignore[union-attr]
    assert lines == ["A级（暂定），距S级4.76分", "奖金测算60,576.00元"]


# ------------------------------------------------------------------ charts
def test_trend_of_the_model_page() -> None:
    chart = chart_of(PERSON, "trend")
    assert isinstance(chart.spec, Trend)
    assert (chart.title, chart.detail, chart.spec.form) == ("销售收入逐月", "万元，AC 与 PL，上方 ΔPL 同一比例", "columns")
    assert [point.label for point in chart.spec.points] == ["1月", *map(str, range(2, 12)), "12月"]
    assert [point.actual_label for point in chart.spec.points][:3] == ["78", "73", "108"]
    assert [point.variance_label for point in chart.spec.points][:3] == ["−7", "−7", "+3"]


def test_large_money_keeps_three_digits() -> None:
    chart = chart_of(company.department_review(), "trend")
    assert isinstance(chart.spec, Trend)
    assert all(len(point.actual_label.replace(".", "")) <= 3 for point in chart.spec.points)
    assert chart.note == "a 自2025-07-01起目标由800调整为840"
    assert [point.mark for point in chart.spec.points] == ["", "", "", "", "", "", "a", "", ""]
    huge = replace(LINES[0], series=tuple(
        replace(point, actual=point.actual and point.actual * 20, target=None, variance=None) for point in LINES[0].series))
    chart = chart_of(replace(PERSON, lines=(huge,)), "trend")
    assert chart.detail.startswith("百万元")
    assert isinstance(chart.spec, Trend)
    assert chart.spec.points[0].actual_label == "15.6"


def test_small_multiples_of_the_model_page() -> None:
    chart = chart_of(PERSON, "small_multiples")
    assert isinstance(chart.spec, SmallMultiples)
    assert [(panel.title, panel.last_label) for panel in chart.spec.panels] == [
        ("销售收入", "+11.5"), ("回款率", "−1.9"), ("新客户签约", "+25.0"), ("报价响应时长", "+9.0"),
    ]


def test_bridge_closes_and_sorts() -> None:
    view = company.board()
    chart = chart_of(view, "bridge", most=4)
    assert isinstance(chart.spec, Bridge)
    assert sum((step.value for step in chart.spec.steps), D(0)) == chart.spec.total_value
    labels = [step.label for step in chart.spec.steps]
    assert labels[:2] == ["准时交付率", "一次合格率"]
    assert labels[-3:] == ["其余6项", "加分", "扣分"]


# ------------------------------------------------------------------ pay
def test_payout_curve_of_the_model_page() -> None:
    chart = chart_of(PERSON, "payout_curve")
    assert isinstance(chart.spec, PayoutCurve)
    assert [point.label for point in chart.spec.points] == ["门槛50%", "目标100%", "挑战200%（封顶）"]
    assert chart.spec.own is not None
    assert (
        chart.spec.own.label, chart.spec.own_second_label, chart.detail,
    ) == ("本人126.20%", "105.24分", "80/50，100/100，120/200")


def test_statement_of_the_model_page() -> None:
    table = table_of(PERSON, "bonus_statement")
    assert [[printed(cell) for cell in row.cells] for row in table.rows] == [
        ["目标奖金", "劳动合同", "48,000.00"], ["在岗折算", "365/365天", "×1.0000"], ["兑现比例", "曲线", "×126.20%"],
        ["门槛：公司净利润完成率", "96.40 ≥ 90", "×1.0000"], ["奖金测算", "", "60,576.00"], ["扣罚", "本期无", "0.00"],
        ["已预发", "2025-07-31", "−20,000.00"], ["本次应发（测算）", "", "40,576.00"],
    ]
    assert [row.role for row in table.rows][4::3] == ["subtotal", "total"]


def test_two_policies_held_amounts_and_gates_are_said() -> None:
    gate = LimitResult("profit", "gate", applied=True, factor=D(0), would_have_been=D("60576.00"))
    second = replace(STATEMENT, policy_id="star", limits=(gate,), instalments=(D(1), D(2)), deferred=D(3), status="payable")
    waits = {"missing": ("kpi('sales').actual",), "missing_words": ({"zh-CN": "销售额实际", "en": "sales actual"},)}
    held = replace(STATEMENT, policy_id="held", lines=(), status="held", payable=None, **waits)  # type: ignore[arg-type]
    made = build(replace(PERSON, statements=(STATEMENT, second, held)), "bonus_statement")
    first, other, remark = made
    assert isinstance(first, Table)
    assert isinstance(other, Table)
    assert first.detail == "年度绩效奖金（sales-bonus-2025），元，税前"  # three policies of one name
    assert other.footnotes == ("profit未触发时为60,576.00。", "递延3.00，分2期。")
    assert isinstance(remark, Prose)
    assert remark.items[0].runs[0].text == "奖金待定：销售额实际尚无数值。"


def test_tiers_mark_the_own_one() -> None:
    tiers = (
        TierRow(D(120), D(1), D("0.2"), None, None, ("annual_honour",), {}, reached=False),
        TierRow(D(100), D(1), None, None, None, ("promotion_priority", "house_action"), {"zh-CN": "达标"}, reached=True),
    )
    table = table_of(replace(PERSON, statements=(replace(STATEMENT, tiers=tiers),)), "tier_table")
    assert [[printed(cell) for cell in row.cells] for row in table.rows] == [
        ["120%及以上", "120%", "100.0%", "20.0%", "年度荣誉评选"],
        ["达标　本人", "100%", "100.0%", "—", "晋升优先考虑、house_action"],
    ]
    assert {cell.style for cell in table.rows[1].cells} == {"bold"}


def test_deductions_carry_forward() -> None:
    item = DeductionResult("loss", "E9", "P3", D("2500.00"), D("1600.00"), D("900.00"), cap=D("1600.00"), headroom=D("5510.00"),
                           legal_basis="合同第8条", date=date(2025, 3, 1))
    refused = replace(item, deducted=D(0), refused=("notice_date",))
    table = table_of(replace(PERSON, statements=(replace(STATEMENT, deductions=(item, refused)),)), "deductions")
    assert [
        printed(cell) for cell in table.rows[0].cells
    ] == ["损失赔偿，2025-03-01", "2,500.00", "1,600.00", "1,600.00", "900.00", "合同第8条"]
    assert table.rows[1].cells[-1].value == "未执行：缺少书面告知日期"
    later = replace(STATEMENT, deductions=(replace(item, since="2025-02"),))
    assert table_of(replace(PERSON, statements=(later,)), "deductions").rows[0].cells[0].value == "损失赔偿，2025-03-01，2025-02结转"


def test_trace_of_the_model_page() -> None:
    table = table_of(PERSON, "trace")
    first, fourth, last = table.rows[0], table.rows[3], table.rows[-1]
    assert [printed(cell) for cell in first.cells] == [
        "1", "AGG-1", "指标得分", "(35×107.20 + 25×85.60 + 20×120.00 + 10×109.00)÷90", "104.244444", "104.24",
    ]
    assert [printed(cell) for cell in fourth.cells][-2:] == ["1", "1.0000"]
    assert (last.role, printed(last.cells[-1])) == ("total", "40,576.00")


def test_next_grade_of_the_model_page() -> None:
    table = table_of(PERSON, "next_grade", 98)
    assert table.title == "升至S级（110分）尚需"
    assert [[printed(cell) for cell in row.cells] for row in table.rows[:3]] == [
        ["销售收入 万元", "1,286.4", "1,433.3", "+146.9万元"], ["回款率 %", "93.2", "95.5", "+2.3个百分点"],
        ["新客户签约 家", "15", "—", "仅靠此项达不到"],
    ]
    hopeless = replace(PERSON, lines=tuple(replace(line, needed_reachable=False) for line in LINES))
    assert words_of(hopeless, "next_grade") == ["尚差4.76分，没有一项指标能单独补足。"]


def test_reward_list_foots_by_unit() -> None:
    table = table_of(company.reward_table(), "reward_list", 267)
    roles = [row.role for row in table.rows]
    assert (roles.count("body"), roles.count("subtotal"), roles[-1]) == (12, 2, "total")
    assert table.rows[-1].cells[-2].value == D("498000.00")
    assert table.rows[0].carry == "41,500.00"
    short = table_of(company.reward_table(), "reward_list", 267, most=4)
    assert short.rows[-1].cells[-2].value == D("498000.00")
    assert short.rows[-2].cells[0].value == "其余8个，见各自报告"


def test_reward_list_names_what_limits_took() -> None:
    view = company.reward_table("en")
    first, second, *rest = view.statements
    gate = LimitResult("profit", "gate", True, D(0), would_have_been=D("42000.00"))
    statements = (replace(first, capped=True, lost=D("4000.00")), replace(second, limits=(gate,)), *rest)
    table = table_of(replace(view, statements=statements), "reward_list", 267)
    names = [view.names[one.subject_id].of("en") for one in (first, second)]
    assert table.footnotes == (
        f"Taken by the cap: {names[0]} 4,000.00.",
        f"Without gates and knock-outs the award would have been: {names[1]} 42,000.00.",
    )
    many = tuple(replace(one, capped=True, lost=D("1.00")) for one in view.statements)
    assert table_of(replace(view, statements=many), "reward_list", 267).footnotes[0].endswith(" 2 more.")


# ------------------------------------------------------------------ members
def test_units_with_heat_of_the_model_board() -> None:
    table = table_of(company.board("en"), "units_table", 163)
    assert [column.key for column in table.columns][-5:] == [
        "kpi:budget", "kpi:delivery", "kpi:quality", "kpi:customer", "kpi:people",
    ]
    rows = {row.cells[0].value: row for row in table.rows}
    assert [printed(cell, "en") for cell in rows["Sales, export"].cells] == [
        "Sales, export", "89.80", "−9.80", "C", "−10.2", "▼78", "▽95", "101", "▽92", "▼88",
    ]
    assert (
        rows["Research and development"].cells[1].mark, printed(rows["Research and development"].cells[8], "en"),
    ) == ("*", "n.r.")
    bar = rows["Sales, export"].cells[4].graphic
    assert isinstance(bar, VarianceBar)
    assert bar.note == 5
    assert table.rows[0].link == "D-SRV"


def test_units_without_shared_kpis_count_colours() -> None:
    view = company.board()
    alone = tuple(replace(unit, scores={f"only-{unit.id}": D(90)}) for unit in view.units)
    table = table_of(replace(view, units=alone), "units_table")
    assert [column.key for column in table.columns][-3:] == ["counts", "worst", "worst_points"]


def test_people_and_siblings() -> None:
    view = company.department_review()
    people = table_of(view, "people_table")
    cells = placed(people, people.rows[6])
    assert (cells["grade"].value, printed(cells["versus_mean"]), people.footnotes) == ("A→B", "−1.18", ("均值99.48分（12个）。",))
    assert placed(people, people.rows[11])["grade"].value == "不参评"
    siblings = table_of(view, "siblings_table")
    own = next(row for row in siblings.rows if row.cells[0].style == "bold")
    assert own.cells[0].value == "出口销售部"
    assert not any(row.link for row in siblings.rows)
    assert len(table_of(view, "people_table", most=5).rows) == 6


def test_star_per_rule() -> None:
    people = company.people()
    assert performance_star(people) is people[0]
    best = people[0].scorecard
    assert best is not None
    half = replace(people[0], scorecard=replace(best, coverage=D(90)))
    knocked = replace(people[1], scorecard=replace(best, knock_outs=("x",)))
    tie = replace(people[3], scorecard=people[2].scorecard, green=9)
    assert performance_star((half, knocked, people[2], tie)) is tie
    assert performance_star(()) is None


def test_outliers_are_named_only_where_they_may_be() -> None:
    line = replace(
        LINES[0], anomalies=(Anomaly("A4", subject_id="E1"), Anomaly("A4", subject_id="E2"), Anomaly("A6", subject_id="E1")),
    )
    view = replace(PERSON, lines=(line,), names={"E1": Name("赵一", "Zhao Yi")})
    assert words_of(view, "highlights") == ["赵一的销售收入明显高于同组（规则A4），可了解其做法。"]


def test_posts_stand_apart() -> None:
    held = (
        Segment("数字化部", "系统工程师", date(2025, 1, 1), date(2025, 12, 31), 365, D("0.6"), D("95.00")),
        Segment("质量管理部", "质量工程师", date(2025, 1, 1), date(2025, 12, 31), 365, D("0.4"), D("90.00")),
    )
    lines = tuple(replace(line, assignment_id="a1" if index < 2 else "a2") for index, line in enumerate(LINES))
    view = replace(PERSON, lines=lines, subject=replace(PERSON.subject, segments=held))
    table = table_of(view, "scorecard_table")
    heads = [(index, row.cells[0].value) for index, row in enumerate(table.rows) if row.role == "group"]
    assert heads == [(0, "系统工程师，数字化部（60.0%）"), (3, "质量工程师，质量管理部（40.0%）")]
    segments = table_of(view, "segments")
    assert [printed(cell) for cell in segments.rows[0].cells] == [
        "数字化部", "系统工程师", "2025-01-01", "2025-12-31", "365", "60.0%", "95.00",
    ]


# ------------------------------------------------------------------ comments, actions, alerts
def test_notes_of_the_model_page() -> None:
    (notes,) = build(PERSON, "notes")
    assert isinstance(notes, Prose)
    assert [item.number for item in notes.items] == [1, 2, 3, 4, 5, None]
    assert notes.items[1].runs[0].text == "回款率为93.2%，较目标95.0%低1.8个百分点，不利。责任人说明：“两家大客户验收推迟至2026年1月。”"
    assert [run.text for run in notes.items[-1].runs] == [
        "上级意见（陈砚，2026-01-09）：", "“收入与开拓均好于计划，回款须列为一季度首要事项。”",
    ]


def test_few_sentences_prefer_first_ones_then_quotes() -> None:
    notes = number_notes(PERSON, Limits(total=6))
    assert [(note.number, len(note.comments)) for note in notes.items] == [(1, 1), (2, 2), (3, 1), (4, 1), (5, 1)]
    notes = number_notes(PERSON, Limits(total=2))
    assert [note.key for note in notes.items] == ["collection", "customers"]
    whole = replace(PERSON, texts=replace(TEXTS, comments=(Comment("全部达标。"), Comment("单位。", subject_id="U"))))
    assert [(note.number, note.key) for note in number_notes(whole).items] == [(1, "U"), (None, "")]


def test_actions_with_the_reward_table() -> None:
    assert words_of(PERSON, "actions_checklist") == ["回款专项辅导，陈砚，2026-02-28", "补报客户满意度，市场部，2026-01-20", "列入晋升观察名单，年度绩效奖金"]
    assert len(words_of(PERSON, "actions_checklist", rewards=False)) == 2


def test_review_begins_with_the_last_period() -> None:
    table = table_of(company.department_review(), "review_notes")
    assert [row.cells[0].value for row in table.rows] == ["上期事项", "应收账款周转天数", "本期事项", "营业收入"]
    assert table.rows[1].cells[-1].effect == "unfavourable"


def test_alerts_from_the_run_and_own_ones() -> None:
    own = table_of(company.department_review(), "alerts", 267)
    assert [row.cells[1].value for row in own.rows] == ["连续未达标", "事项逾期"]
    given = Alert("anomaly", "U", Name("一部", "One"), "revenue", Name("收入", "Revenue"), D("12.5"), D("10"), since=parse_period("2025-06"),
                  owner="张三", text="偏离过大。")
    table = table_of(replace(company.department_review(), alerts=(given,)), "alerts", 267)
    assert [printed(cell) for cell in table.rows[0].cells] == ["1", "异常", "一部", "收入", "12.50", "10.00", "—", "2025年6月", "张三", "偏离过大。"]


def test_alerts_on_a_narrow_page_have_two_facts_in_a_column() -> None:
    given = Alert("anomaly", "U", Name("一部", "One"), "revenue", Name("收入", "Revenue"), D("12.5"), D("10"), owner="张三", text="偏离过大。")
    table = table_of(replace(company.department_review(), alerts=(given,)), "alerts", 174)
    assert [(printed(cell), cell.second and printed(cell.second)) for cell in table.rows[0].cells] == [
        ("一部", "收入"), ("异常", "—"), ("12.50", "10.00"), ("—", "张三"), ("偏离过大。", None),
    ]
    assert max(column.width for column in table.columns) == table.columns[-1].width


def test_decisions_and_suggestions_are_quoted() -> None:
    said = Texts(decisions=(Comment("批准新产线。", author="王总", written=date(2025, 10, 1)),), suggestions=(Comment("简化审批。"),))
    view = replace(PERSON, texts=said)
    assert words_of(view, "decisions") == ["1. 批准新产线。（王总，2025-10-01）"]
    assert words_of(view, "suggestions") == ["1. 简化审批。"]


def test_material_variances_are_ranked_and_the_rest_counted() -> None:
    table = table_of(company.board(), "material_variances", 267)
    assert [row.cells[0].value for row in table.rows][:2] == ["准时交付率", "营业利润"]
    assert table.footnotes == ("其余3项在重要性标准以内。",)
    row = next(row for row in table.rows if row.cells[0].value == "营业收入")
    assert [cell.value for cell in row.cells[-3:]] == ["出口恢复方案", "顾文", "2025-11-15"]
    narrow = table_of(company.board(), "material_variances", 174)
    assert next(row for row in narrow.rows if row.cells[0].value == "营业收入").cells[-1].value == "出口恢复方案，顾文，2025-11-15"


def test_signatures_with_and_without_appeal() -> None:
    (one,) = build(PERSON, "signatures")
    assert isinstance(one, Signature)
    assert (one.wide, one.fields[0]) == ("本人意见", "本人签名、日期")
    assert one.text == "对结果有异议的，请在2026-01-26前书面申诉（送达后14天）。签名表示已收到，不表示同意。"
    (two,) = build(PERSON, "signatures", signers=["head"], own=False, appeal=False)
    assert isinstance(two, Signature)
    assert (two.wide, two.text) == ("", "")


# ------------------------------------------------------------------ finance, HR, appendices
def test_parts_foot() -> None:
    table = table_of(company.finance_pack(), "unit_contributions")
    assert [printed(cell) for cell in table.rows[-1].cells] == ["合计", "7,196.0", "7,260.0", "−64.0", "−0.9pp"]
    mix = table_of(company.finance_pack(), "rate_mix", only="tables")
    assert [printed(cell) for cell in mix.rows[-1].cells] == ["合计", "34.3%", "33.9%", "+0.3pp", "−0.7pp", "−0.4pp"]
    for name in ("price_volume", "rate_mix"):
        chart = chart_of(company.finance_pack(), name, only="bridges")
        assert isinstance(chart.spec, Bridge)
        assert sum((step.value for step in chart.spec.steps), D(0)) == chart.spec.total_value


def test_volume_mix_and_price_foot_by_unit_and_by_effect_as_printed() -> None:
    view = company.finance_pack("en")
    split = PriceVolumeMix(
        D(4004000), D(5012000), D(602000), D(203000), D(203000), D(0), D(0), D(1008000), (
            PriceVolumePart("D-DOM", D(104000), D(101000), D(0), D(0), D(304000), D(40), D(46), D(50000), D(54000)),
            PriceVolumePart("D-EXP", D(99000), D(102000), D(0), D(0), D(298000), D(40), D(46), D(50100), D(54100)),
        ),
    )
    view = replace(view, lines=(replace(view.lines[0], price_volume=split), *view.lines[1:]))
    table = table_of(view, "price_volume", 160, only="tables")
    rows = [[D(str(cell.value)) for cell in row.cells[5:]] for row in table.rows]
    for amounts in (*rows, *zip(*rows, strict=True)):
        assert sum(amounts[:-1], D(0)) == amounts[-1]
    assert [printed(cell) for cell in table.rows[-1].cells] == ["Total", "80", "92", "50,050", "54,478", "+0.60", "+0.21", "+0.20", "+1.01"]
    (said,) = build(view, "message", 267, about="splits")
    assert isinstance(said, Prose)
    assert said.items[0].runs[0].text == "Revenue CNY 1.01M above a year ago: volume +0.60, mix +0.21, price +0.20."


def test_variance_table_of_a_month_and_a_year_to_date() -> None:
    view = company.finance_pack()
    assert not any("ytd" in column.key for column in table_of(view, "variance_table", 267).columns)
    month = replace(view, period=parse_period("2025-09"))
    table = table_of(month, "variance_table", 267, parts=["plan", "previous", "ytd"])
    assert {column.group for column in table.columns if column.group} == {"9月", "累计"}
    assert [printed(cell) for cell in table.rows[0].cells][:5] == ["营业收入 万元", "●", "7,196.0", "7,260.0", "−64.0"]


def test_hr_tables() -> None:
    view = company.hr_summary()
    grades = table_of(view, "grade_table")
    assert [printed(cell) for cell in grades.rows[-1].cells][:3] == ["合计", "11", "100.0%"]
    assert isinstance(chart_of(view, "grade_distribution").spec, Histogram)
    assert isinstance(chart_of(view, "score_histogram").spec, Histogram)
    assert isinstance(chart_of(view, "pay_for_performance").spec, Scatter)
    statistics = table_of(view, "group_statistics")
    assert statistics.footnotes == ("人数过少的组只列人数。",)
    moves = table_of(view, "grade_moves")
    assert [row.cells[0].value for row in moves.rows] == ["S", "A", "B"]
    near = table_of(view, "near_cuts")
    assert near.rows[0].cells[0].value == "员工06 E1005"
    low = table_of(view, "coaching_list")
    assert [row.cells[0].value for row in low.rows] == ["员工11 E1010"]
    quality = table_of(view, "kpi_quality")
    assert quality.rows[1].cells[-1].value == "全部达标，无区分度"


def test_strips_hide_small_units_and_tell_the_rest_in_words() -> None:
    chart = chart_of(company.hr_summary("en"), "score_strips")
    spec = chart.spec
    assert isinstance(spec, Strips)
    assert [(one.count_label, len(one.values), one.median_label, one.note) for one in spec.strips] == [
        ("7", 7, "101.00", ""), ("4", 0, "", "n < 5"),
    ]
    assert (spec.low_label, spec.high_label, spec.mean_label) == ("93.60", "110.05", "Ø 100.66")
    assert "7 people, middle half 97.50 to 105.25, median 101.00" in chart.alt
    assert "n < 5" in chart.alt


def test_appendices() -> None:
    view = company.finance_pack("en")
    cards = table_of(view, "kpi_cards")
    assert cards.rows[0].cells[3].second is not None
    assert cards.rows[0].cells[3].second.value == "result, hard"
    quality = table_of(view, "data_quality")
    assert quality.rows[0].cells[0].value == "W-OWNER"
    policies = table_of(view, "policies_used")
    assert policies.rows[0].cells[-1].value == "2025-01-01 to 2025-12-31"
    changes = table_of(view, "target_changes")
    assert [printed(cell, "en") for cell in changes.rows[0].cells][:4] == ["Revenue CNY M", "2025-07-01", "8.00", "8.40"]
    register = table_of(view, "commentary_register", 267)
    assert [row.cells[0].value for row in register.rows] == ["1", "2", "3", "4", "5"]
    controls = table_of(view, "control_sheet", 267)
    assert printed(controls.rows[0].cells[3]) == "0.00"


def test_process_beside_result() -> None:
    view = company.board()
    lines = (replace(view.lines[0], kpi=replace(view.lines[0].kpi, process_or_result="process")), *view.lines[1:])
    (columns,) = build(replace(view, lines=lines), "process_result")
    assert isinstance(columns, Columns)
    titles = [block.title for item in columns.items for block in item.blocks if isinstance(block, Table)]
    assert titles == ["过程指标", "结果指标"]


def test_outlook_shows_methods_that_have_data() -> None:
    table = table_of(company.board(), "outlook_table", 267, methods=["run_rate", "seasonal"])
    keys = [column.key for column in table.columns]
    assert "run_rate" in keys
    assert "seasonal" not in keys
    assert [printed(cell) for cell in table.rows[0].cells] == [
        "营业收入 万元", "7,196.0", "9,680.0", "74.3%", "75.0%", "−0.7", "9,594.7", "−85.3", "828.0",
    ]


def test_overdue_texts_in_english() -> None:
    late = replace(person("en"), texts=Texts(open_actions=(Action("Call customers", due=date(2025, 12, 1), status="overdue"),)))
    assert table_of(late, "alerts", 267).rows[0].cells[-1].value == "Call customers, due 2025-12-01."


# ------------------------------------------------------------------ widths
def test_columns_fit() -> None:
    plans = [column("a", "A", 40, "left", stretch=True), column("b", "B\nb", 20), column("c", "C", 20)]
    assert [one.width for one in fit(plans, D(100))] == [60, 20, 20]
    assert [one.width for one in fit(plans, D(240))] == [160, 40, 40]
    assert [one.width for one in fit(plans, D(60))] == [30, 15, 15]
    assert fit(plans, D("99.9"))[1].head == ("B", "b")
    assert sum(one.width for one in fit(plans, D("99.9"))) == D("99.9")


def test_loaded_forecasts_follow_the_actuals_hatched() -> None:
    line = LINES[0]
    after = tuple(SeriesPoint(parse_period(label), D(value)) for label, value in (("2026-01", 800_000), ("2026-02", 600_000)))
    chart = chart_of(replace(PERSON, lines=(replace(line, ahead=after),)), "trend")
    assert isinstance(chart.spec, Trend)
    assert [point.forecast for point in chart.spec.points] == [False] * 12 + [True, True]
    assert [point.label for point in chart.spec.points][-3:] == ["12", "1月", "2月"]
    assert chart.spec.actual_name == "AC、FC"
    assert chart.detail.endswith("，2026年1月起为 FC")
    assert "2025年12月" in chart.alt and chart.alt.endswith("；预测至2026年2月：60")


def test_a_year_that_is_over_is_expected_to_be_what_it_was() -> None:
    view = company.board()
    line = next(line for line in view.lines if line.outlook is not None and line.outlook.by("run_rate") is not None)
    assert line.outlook is not None
    rate = line.outlook.by("run_rate")
    assert rate is not None

    def expected(outlook: Outlook) -> object:
        lines = tuple(replace(one, outlook=outlook if one is line else None) for one in view.lines)
        table = table_of(replace(view, lines=lines), "board_scorecard", 267, columns=["kpi", "outlook", "score"])
        return next(cell.value for row in table.rows for cell in row.cells[1:2] if cell.value is not None)

    forecast = replace(line.outlook, projections=(*line.outlook.projections, Projection("forecast", D(999), D(0))))
    assert expected(line.outlook) == rate.full_year
    assert expected(forecast) == D(999)
    assert expected(replace(forecast, elapsed=line.outlook.periods)) == line.outlook.ytd
