"""Blocks of a person's own pages: yardsticks, bullets, steps of scores, limited grades; messages that keep to two lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.model.policy import Gate, KnockOut, Rules
from reportgen.model.report import Card, Cards, Chart, ColumnBlocks, Columns, Section, Table
from reportgen.model.reward import LineTrace, TraceStep
from reportgen.reports.blocks.message import message_runs
from reportgen.reports.fitting import Draft, fitted
from tests.reports.person import LINES, PERSON
from tests.reports.reading import build, printed

D = Decimal


def words(zh: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": zh}


def step(rule: str, numbers: str, value: str, formula: str = "", *sources: str) -> TraceStep:
    return TraceStep(1, rule, words(rule), words(formula), numbers, D(value), D(value), sources)


def test_yardsticks_hold_what_a_kpi_is_measured_by() -> None:
    (table,) = build(PERSON, "yardsticks")
    assert isinstance(table, Table)
    assert [column.key for column in table.columns] == ["kpi", "threshold", "target", "stretch", "actual", "needed", "gap"]
    assert table.detail.startswith("S级110分")
    sales = [printed(cell) for cell in table.rows[0].cells]
    assert sales == ["销售收入 万元", "960.0", "1,200.0", "1,440.0", "1,286.4", "1,433.3", "+146.9万元"]
    assert [printed(cell) for cell in table.rows[-1].cells][-3:] == ["未上报", "—", "仅靠此项达不到"]


def test_a_team_mean_and_a_baseline_have_columns_where_there_are_any() -> None:
    lines = (replace(LINES[0], team_mean=D(11_000_000), team_count=8, baseline=D(10_000_000)), *LINES[1:])
    (table,) = build(replace(PERSON, lines=lines), "yardsticks")
    assert isinstance(table, Table)
    assert {"baseline", "team"} <= {column.key for column in table.columns}
    assert "5人以下" in "".join(table.footnotes)


def test_a_grade_held_by_a_knock_out_says_so_and_asks_for_nothing() -> None:
    assert PERSON.scorecard is not None
    card = replace(PERSON.scorecard, grade="C", grade_before_limits="A", knock_outs=("safety",))
    view = replace(PERSON, scorecard=card)
    (table,) = build(view, "yardsticks")
    assert isinstance(table, Table)
    assert "needed" not in {column.key for column in table.columns}
    assert build(view, "next_grade") == ()
    (hero,) = build(view, "hero")
    assert isinstance(hero, Columns)
    figures = hero.items[0].blocks[0]
    assert isinstance(figures, Cards)
    assert isinstance(figures.items[0], Card)
    said = "".join(run.text for run in figures.items[0].lines[0])
    assert said == "C级（暂定），按得分为A级，因一票否决限级"


def test_bullets_stand_three_abreast_and_need_a_few_kpis() -> None:
    blocks = build(PERSON, "kpi_bullets")
    rows = [one for one in blocks if isinstance(one, Columns)]
    assert [[len(item.blocks) for item in row.items] for row in rows] == [[1, 1, 1], [1, 0, 0]]
    first = rows[0].items[0].blocks[0]
    assert isinstance(first, Chart)
    assert first.spec.kind == "kpi_bullet"
    assert (first.spec.actual, first.spec.target, first.spec.effect) == (D("12.864"), D(12), "favourable")
    assert build(replace(PERSON, lines=LINES[:1]), "kpi_bullets") == ()


def test_steps_of_a_score_from_its_rows() -> None:
    trace = LineTrace("sales", "", (
        step("ACT", "6,000,000 + 6,864,000", "12864000", "2期之和", "actuals.csv 第2-3行"),
        step("TGT", "12,000,000", "12000000", "设定值"),
        step("TGT", "14,400,000", "14400000"), step("ATT", "100×12,864,000÷12,000,000", "107.2", "100×实际÷目标"),
        step("M1", "107.2", "107.2", "得分 = 完成率"), step("CAP", "min(107.20, 100)", "100", "封顶100"),
    ))
    (table,) = build(replace(PERSON, line_traces=(trace,)), "score_steps")
    assert isinstance(table, Table)
    kpi, actual, target, formula, score = table.rows[0].cells
    assert printed(actual) == "6,000,000 + 6,864,000 = 12,864,000"
    assert actual.second is not None and printed(actual.second) == "2期之和；actuals.csv 第2-3行"
    assert printed(target) == "12,000,000"
    assert printed(formula) == "100×12,864,000÷12,000,000"
    assert formula.second is not None and printed(formula.second) == "100×实际÷目标；封顶100"
    assert (printed(kpi), printed(score)) == ("销售收入", "107.20")
    assert build(PERSON, "score_steps") == ()


def test_limits_go_by_the_name_that_the_policy_gives() -> None:
    rules = Rules(gates=(Gate("collection", "x", label={"en": "Collection floor"}),), knock_outs=(KnockOut("safety"),))
    assert [rules.name_of(one, "en") for one in ("collection", "safety")] == ["Collection floor", "safety"]
    assert rules.name_of("collection", "zh-CN") == "collection"


def test_a_message_keeps_to_two_lines() -> None:
    short = "All five KPIs are on target; sales add most (3.00 points)."
    assert [(run.text, run.style) for run in message_runs(short, 174.0)] == [(short, "")]
    clause = "the delivery cycle of the western region costs most (1.01 points)"
    two = message_runs(f"Score 100.78, grade B: one perspective is above plan; {clause}.", 174.0)
    assert [run.style for run in two] == ["whole", "whole"]
    long = "Score 100.78, grade B: one perspective is above plan, the learning and growth one is furthest below, 10.1 points"
    assert [run.text for run in message_runs(f"{long}; {clause}.", 174.0)] == [
        "Score 100.78, grade B: one perspective is above plan, ", "the learning and growth one is furthest below, 10.1 points.",
    ]
    alone = message_runs("Bonus computed CNY 25,542.00 (payout 118.80%), payable now CNY 19,542.00.", 174.0)
    assert [run.text for run in alone] == ["Bonus computed CNY 25,542.00 (payout 118.80%), ", "payable now CNY 19,542.00."]


def test_blocks_that_only_fill_a_page_go_first() -> None:
    (table,) = build(PERSON, "yardsticks")
    bullets = build(PERSON, "kpi_bullets")
    place = frozenset(range(1, 1 + len(bullets)))

    def shown(tables: int) -> int:
        section = Section(id="s", title="s", blocks=(table, *bullets, *[table] * tables), orientation="portrait", new_page=True)
        return len(fitted([Draft(section, True, frozenset(), place)])[0].blocks)

    assert shown(1) == 2 + len(bullets)
    assert shown(3) == 4


def test_columns_of_nothing_take_their_place() -> None:
    assert ColumnBlocks(width=D(10), blocks=()).blocks == ()
