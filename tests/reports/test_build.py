"""Whole reports of every pack in both languages: same structure, unique ids, widths that fill, and ugly data."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.model.analysis import Statistics
from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.report import Block, Cell, Columns, Report, Section, Table
from reportgen.model.view import Line, Name, Scorecard, Texts, View
from reportgen.reports import report_schema
from reportgen.reports.page import WIDTH
from tests.reports import company
from tests.reports.person import person
from tests.reports.reading import charts, number, placed, report, tables

D = Decimal
VIEWS: dict[str, Callable[[Locale], View]] = {
    "individual_scorecard": person, "board": company.board, "department_review": company.department_review,
    "finance_pack": company.finance_pack, "hr_summary": company.hr_summary, "alert_bulletin": company.alert_bulletin,
    "reward_table": company.reward_table,
}
EVERY = pytest.mark.parametrize("name", VIEWS)


def shape(block: Block) -> object:
    """What must be the same in both languages: kinds, tables with their columns and rows, never the words."""
    if isinstance(block, Columns):
        return [[shape(inner) for inner in column.blocks] for column in block.items]
    if isinstance(block, Table):
        return block.kind, [column.key for column in block.columns], [(row.role, len(row.cells)) for row in block.rows]
    return block.kind


def shapes(section: Section) -> list[str]:
    return sorted(repr(shape(block)) for block in section.blocks if block.kind != "page_break")


@EVERY
def test_both_languages_have_the_same_structure(name: str) -> None:
    """The same blocks; one that gets a page of its own in the longer language stands elsewhere."""
    first, second = (report(VIEWS[name](locale), name, locale) for locale in LOCALES)
    assert [shapes(section) for section in first.sections] == [shapes(section) for section in second.sections]
    assert first.sections


@EVERY
def test_same_view_same_report_and_ids_are_unique(name: str) -> None:
    view = VIEWS[name]("zh-CN")
    made = report(view, name)
    assert made.model_dump_json() == report(view, name).model_dump_json()
    ids = [table.id for table, _ in tables(made)] + [chart.id for chart, _ in charts(made)]
    assert len(ids) == len(set(ids))
    again = Report.model_validate_json(made.model_dump_json())
    assert again.model_dump_json() == made.model_dump_json()


def widths_fill(made: Report) -> None:
    for section in made.sections:
        for block in section.blocks:
            if isinstance(block, Columns):
                gaps = block.gap * (len(block.items) - 1)
                assert sum((column.width for column in block.items), gaps) == WIDTH[section.orientation]
    for table, width in tables(made):
        place = WIDTH[made.sections[0].orientation] if width is None else width
        assert sum((column.width for column in table.columns), D(0)) == place, table.id
        assert all(column.width > 0 for column in table.columns)
        for row in table.rows:
            placed(table, row)
    for chart, width in charts(made):
        assert chart.width <= (WIDTH[made.sections[0].orientation] if width is None else width)
        assert chart.alt


@EVERY
@pytest.mark.parametrize("locale", LOCALES)
def test_widths_fill_their_place_and_charts_have_words(name: str, locale: Locale) -> None:
    widths_fill(report(VIEWS[name](locale), name, locale))


def bare(view: View) -> View:
    return replace(
        view, scorecard=None, lines=(), texts=Texts(), statements=(), traces={}, units=(), people=(), siblings=(),
        reward_totals=(),
        pools=(), target_changes=(), findings=(), statistics=None, appeal_until=None, appeal_days=None, alerts=(), adjustments=(),
        accruals=(), controls=(),
    )


def missing(line: Line) -> Line:
    return replace(
        line, actual=None, state="not_reported", attainment=None, score=None, score_uncapped=None, weighted=None,
        contribution=None,
        status="", counted_weight=None, deltas={}, series=(), outlook=None,
    )


def all_missing(view: View) -> View:
    empty = Scorecard(None, D(0), D(0), D(0), None, provisional=True)
    return replace(bare(view), scorecard=empty, lines=tuple(missing(line) for line in view.lines))


def forty(view: View) -> View:
    lines = tuple(
        replace(view.lines[index % len(view.lines)], kpi=replace(view.lines[index % len(view.lines)].kpi, id=f"k{index}"))
        for index in range(40)
    )
    return replace(view, lines=lines)


def long_names(view: View) -> View:
    def named(line: Line) -> Line:
        return replace(line, kpi=replace(line.kpi, name=Name("很长的指标名称" * 9, "A very long name of a KPI " * 3)))

    subject = replace(view.subject, name=Name("名" * 60, "N" * 60), unit="很长的单位名称" * 9)
    return replace(view, subject=subject, lines=tuple(named(line) for line in view.lines))


def no_grade(view: View) -> View:
    card = view.scorecard
    assert card is not None
    return replace(
        view, scorecard=replace(card, grade="", rated=False, next_grade="", next_gap=None, next_grade_min=None), statements=(),
    )


def odd_values(view: View) -> View:
    """Zero, negative and huge values, no target, a measure that is only shown."""
    first, *rest = view.lines
    huge = replace(
        first, actual=D("-123456789012.34"), target=D(0), threshold=None, stretch=None, py_actual=None, attainment=D("-999.99"),
    )
    shown = replace(
        rest[0], kpi=replace(rest[0].kpi, direction="none"), weight=None, score=None, weighted=None, contribution=None,
        target=None, deltas={},
    )
    return replace(view, lines=(huge, shown, *rest[1:]), statistics=Statistics(0, 0))


@EVERY
@pytest.mark.parametrize("ugly", [bare, all_missing, forty, long_names, no_grade, odd_values])
@pytest.mark.parametrize("locale", LOCALES)
def test_ugly_data_makes_a_report(name: str, ugly: Callable[[View], View], locale: Locale) -> None:
    made = report(ugly(VIEWS[name](locale)), name, locale)
    assert made.sections
    widths_fill(made)
    assert "None" not in json.dumps([section.model_dump(mode="json")["title"] for section in made.sections])


def test_who_is_named_in_head_and_foot() -> None:
    meta = report(person(), "individual_scorecard").meta
    assert meta.header == ("个人绩效及奖金单", "周岚 E10382", "2025年度")
    assert meta.footer == ("截至 2026-01-12", "运行 R-20260112-0417", "数据 9f3c1a7be204", "政策 sales-bonus-2025 v3")
    assert (meta.status_text, meta.confidentiality) == ("草稿", "机密 · 仅限本人及直接上级")


def test_a_person_sees_no_table_of_people() -> None:
    made = report(replace(person(), people=company.people()), "individual_scorecard")
    assert "员工01" not in made.model_dump_json()


def test_columns_marked_total_add_up() -> None:
    for name, make in VIEWS.items():
        if name in ("individual_scorecard",):
            continue
        for table, _ in tables(report(make("zh-CN"), name)):
            _adds_up(table)


def _adds_up(table: Table) -> None:
    """Body and points add up to the total; subtotals repeat what stands above them."""
    for column in table.columns:
        totals = [row for row in table.rows if row.role == "total"]
        if not column.total or column.scale is not None or not totals:
            continue
        parts = [placed(table, row).get(column.key) for row in table.rows if row.role in ("body", "point")]
        total = placed(table, totals[-1]).get(column.key)
        if isinstance(total, Cell) and isinstance(total.value, Decimal | int):
            values = [D(cell.value) for cell in parts if cell is not None and isinstance(cell.value, Decimal | int)]
            assert sum(values, D(0)) == total.value, (table.id, column.key)


def test_the_statement_adds_up_to_the_payable() -> None:
    table = next(table for table, _ in tables(report(person(), "individual_scorecard")) if "statement" in table.id)
    values = {str(row.cells[0].value): number(row.cells[2]) or D(0) for row in table.rows}
    assert values["奖金测算"] == D("60576.00")
    assert values["奖金测算"] + values["扣罚"] + values["已预发"] == values["本次应发（测算）"] == D("40576.00")


def test_the_attachment_holds_the_own_lines_only() -> None:
    (one,) = report(person(), "individual_scorecard").attachments
    rows = one.text.splitlines()
    assert (len(rows), rows[1]) == (6, "sales,销售收入,CNY,35,12000000,12864000,107.20,107.20,41.69,2.80")
    assert rows[5] == "satisfaction,客户满意度,分,10,90.0,,,,,"


def test_schema_is_closed() -> None:
    schema = report_schema()
    assert schema["title"] == "Report"
    assert schema["additionalProperties"] is False
