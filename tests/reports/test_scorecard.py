"""The scorecard of the model person: every printed figure of the model page, footing, missing lines, footnotes."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.chart import WaterfallStep
from reportgen.model.report import Table
from reportgen.model.rounding import half_up, largest_remainder
from reportgen.model.view import Line, View
from tests.reports.person import CARD, PERSON, SATISFACTION, person
from tests.reports.reading import build, number, placed, printed, snapshot, table_of

D = Decimal


def lines_of(table: Table) -> list[list[str]]:
    return [[printed(cell) for cell in row.cells] for row in table.rows]


def test_the_model_page_figure_by_figure() -> None:
    assert lines_of(table_of(PERSON, "scorecard_table")) == [
        ["销售收入 万元", "35", "1,200.0", "1,286.4", "+86.4", "107.2", "107.20", "41.69", "+2.80"],
        ["回款率 %", "25", "95.0", "93.2", "−1.8", "98.1", "85.60", "23.78", "−4.00"],
        ["新客户签约 家", "20", "12", "15", "+3", "125.0", "120.00", "26.66", "+4.44"],
        ["报价响应时长 小时", "10", "20.0", "18.2", "−1.8", "109.0", "109.00", "12.11", "+1.00"],
        ["客户满意度 分", "10", "90.0", "未上报", "", "", "", ""],
        ["指标得分", "100", "", "", "", "", "", "104.24", "+4.24"],
        ["加分：跨部门协作项目（规则B-04）", "+1.50", "+1.50"],
        ["扣分：客户档案缺项5条（规则P-02）", "−0.50", "−0.50"],
        ["总分", "", "", "", "", "", "", "105.24", "+5.24"],
    ]


def test_second_lines_of_the_model_page() -> None:
    table = table_of(PERSON, "scorecard_table")
    seconds = [[printed(cell.second) if cell.second else "" for cell in row.cells] for row in table.rows[:5]]
    assert seconds == [
        ["比率法，ERP", "38.89", "960–1,440", "1,148.0", "+7.2%", "", "▲ 达标", "", ""],
        ["线性插值，财务", "27.78", "90–98", "92.6", "−1.8pp", "", "▼ 未达标", "", ""],
        ["比率法，CRM", "22.22", "10–15", "11", "+25.0%", "", "▲ 达标", "", ""],
        ["比率法（越低越好），CRM", "11.11", "24–16", "22.4", "−9.0%", "", "▲ 达标", "", ""],
        ["线性插值，第三方调查", "", "80–95", "上年 88.4", "", "○ 未计", "", ""],
    ]


def test_effects_are_not_signs() -> None:
    table = table_of(PERSON, "scorecard_table")
    effects = [placed(table, row)["delta"].effect for row in table.rows[:4]]
    assert effects == ["favourable", "unfavourable", "favourable", "favourable"]


def test_english_scales_and_says_lower_is_better() -> None:
    table = table_of(person("en"), "scorecard_table")
    first, fourth = table.rows[0], table.rows[3]
    assert [printed(cell, "en") for cell in first.cells[:5]] == ["Sales CNY M", "35", "12.00", "12.86", "+0.86"]
    assert fourth.cells[0].second is not None
    assert fourth.cells[0].second.value == "ratio (lower is better), CRM"


def test_columns_fill_the_page() -> None:
    table = table_of(PERSON, "scorecard_table")
    assert [column.width for column in table.columns] == [35, 11, 17, 15, 13, 25, 14, 13, 31]


def test_parts_add_up_to_subtotal_and_total() -> None:
    table = table_of(PERSON, "scorecard_table")
    for key in ("weighted", "contribution"):
        values = [(row.role, number(placed(table, row).get(key))) for row in table.rows]
        body = sum((value for role, value in values if role == "body" and value is not None), D(0))
        points = sum((value for role, value in values if role == "point" and value is not None), D(0))
        assert body == dict(values)["subtotal"]
        assert body + points == dict(values)["total"]


def test_the_waterfall_hands_its_end_on() -> None:
    table = table_of(PERSON, "scorecard_table")
    steps = [cell.graphic for row in table.rows for cell in row.cells if isinstance(cell.graphic, WaterfallStep)]
    reached = D(0)
    for step in steps[:-1]:
        if step.role == "step":
            assert step.start == reached
            reached += step.value or D(0)
        else:
            assert step.value == reached
    assert (steps[0].first, steps[-1].last, steps[-1].value) == (True, True, D("5.24"))
    assert [step.note for step in steps[:5]] == [1, 2, 3, 4, 5]


def test_footnotes_of_the_model_page() -> None:
    (note,) = table_of(PERSON, "scorecard_table").footnotes
    assert note == (
        "未上报项的权重按其余90%折算。完成率 = 1 + 方向×(AC − PL)÷|PL|。得分封顶120：新客户签约125.00，计120.00。"
        "† 四舍五入后调整，使合计一致。"
    )


def test_what_counts_zero_is_not_left_out() -> None:
    zero = replace(SATISFACTION, score=D(0), weighted=D(0), contribution=D("-10.00"), status="red", counted_weight=D(10))
    table = table_of(replace(PERSON, lines=(*PERSON.lines[:4], zero)), "scorecard_table")
    cells = placed(table, table.rows[4])
    assert (cells["actual"].value, cells["score"].value, cells["weighted"].value) == ("未上报", D(0), D(0))
    assert "逾期未上报项按0分计入总分。" in table.footnotes[0]
    assert "折算" not in table.footnotes[0]


def test_no_scorecard_says_so() -> None:
    empty = table_of(replace(PERSON, scorecard=None, lines=()), "scorecard_table")
    assert (empty.rows, empty.empty) == ((), "本期没有考核指标。")


def test_link_cap_and_knock_out_close_the_table() -> None:
    card = replace(
        CARD, total=D("118.00"), bonus_points=D(5), penalty_points=D(0),
        points=(replace(CARD.points[0], points=D(5), counted=D(5)),),
        final_before_link=D("120.00"), link_unit="华东", link_score=D("90.00"), link_weight=D(30), final=D("80.00"),
        knock_outs=("事故",),
    )
    table = table_of(replace(PERSON, scorecard=card), "scorecard_table")
    labels = [(row.cells[0].value, number(placed(table, row)["weighted"])) for row in table.rows if row.role == "point"]
    assert labels == [
        ("加分：跨部门协作项目（规则B-04）", D("5.00")), ("加分封顶、总分封顶调整", D("-3.00")),
        ("组织绩效联动：华东90.00分×30%", D("-9.00")), ("一票否决：事故", D("-31.00")),
    ]
    assert number(placed(table, table.rows[-1])["weighted"]) == D("80.00")


def test_a_snapshot_of_one_row() -> None:
    row = table_of(PERSON, "scorecard_table").rows[0]
    content = json.dumps(json.loads(row.model_dump_json(exclude_defaults=True)), ensure_ascii=False, indent=1)
    snapshot("scorecard-row.json", content + "\n")


def lines(scores: list[int]) -> tuple[Line, ...]:
    """Lines of equal weight with given scores in hundredths; parts rounded so that they add up."""
    weight = half_up(D(100) / len(scores), 10)
    exact = {str(index): weight * D(score) / 10_000 for index, score in enumerate(scores)}
    parts = {str(index): weight * (D(score) - 10_000) / 10_000 for index, score in enumerate(scores)}
    weighted, moved = largest_remainder(exact), largest_remainder(parts)
    return tuple(
        replace(PERSON.lines[0], kpi=replace(PERSON.lines[0].kpi, id=f"k{index}"), weight=weight, counted_weight=weight,
                score=D(score) / 100, weighted=weighted[str(index)], contribution=moved[str(index)])
        for index, score in enumerate(scores)
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 12_000), min_size=1, max_size=12), st.integers(0, 500), st.integers(0, 900))
def test_any_scorecard_foots(scores: list[int], bonus: int, penalty: int) -> None:
    made = lines(scores)
    total = sum((line.weighted for line in made if line.weighted is not None), D(0))
    final = max(D(0), min(D(120), total + D(bonus) / 100 - D(penalty) / 100))
    points = tuple(
        replace(CARD.points[index], points=D(value) / 100, counted=D(value) / 100) for index, value in enumerate((bonus, penalty))
    )
    view: View = replace(PERSON, lines=made, scorecard=replace(CARD, total=total, final=final, points=points))
    for name, width in (("scorecard_table", 174), ("board_scorecard", 267)):
        (table,) = build(view, name, width)
        assert isinstance(table, Table)
        weighted = [(row.role, number(placed(table, row).get("weighted"))) for row in table.rows]
        body = sum((value for role, value in weighted if role == "body" and value is not None), D(0))
        rest = sum((value for role, value in weighted if role == "point" and value is not None), D(0))
        assert body + rest == weighted[-1][1] == final
