"""Workbooks read back by another reader: numbers, formulas, checks, names, what opens and what prints."""

from __future__ import annotations

import re

import pytest

from reportgen.model.chart import ScoreBullet
from reportgen.model.dataset import Locale
from reportgen.model.report import Chart
from reportgen.render.xlsx import render
from tests.render_xlsx.books import (
    ALL,
    blocks,
    bytes_of,
    chart_numbers_of,
    formulas_in,
    numbers_in,
    numbers_of,
    opened,
    parts,
    report_of,
)

AUDIT: dict[Locale, tuple[str, str, str]] = {"zh-CN": ("数据", "计算过程", "数据质量"), "en": ("Data", "Trace", "DQ")}
FORMULA = re.compile(
    r"=(?:SUM\([A-Z]+\d+(?::[A-Z]+\d+)?(?:,[A-Z]+\d+(?::[A-Z]+\d+)?)*\)"  # totals
    r"|[A-Z]+\d+(?:[-+][A-Z]+\d+)*(?:\*100)?"  # variances and bars
    r"|'[^']+'![A-Z]+\d+"  # the register of checks
    r"|ROUND\([A-Z]+\d+-(?:'[^']+'!)?\$?[A-Z]+\$?\d+,6\)"  # check cells
    r"|SUMPRODUCT\(ABS\('[^']+'!\$F\$\d+:\$F\$\d+\)\))")
NUMBER_TEXT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

every_report = pytest.mark.parametrize(("name", "locale"), ALL)


@every_report
def test_every_number_of_the_model_is_a_real_number(name: str, locale: Locale) -> None:
    found = numbers_in(opened(bytes_of(name, locale)))
    missing = [value for value in numbers_of(report_of(name, locale)) if round(float(value), 9) not in found]
    assert not missing


@every_report
def test_every_number_of_a_chart_stands_on_the_data_sheet(name: str, locale: Locale) -> None:
    book = opened(bytes_of(name, locale))
    drawn = {round(abs(float(value)), 9) for row in book[AUDIT[locale][0]].iter_rows(values_only=True) for value in row
             if isinstance(value, int | float)}
    bands = {band.start for block in blocks(report_of(name, locale)) if isinstance(block, Chart)
             for band in (block.spec.bands if isinstance(block.spec, ScoreBullet) else ())}
    maximum = {block.spec.maximum for block in blocks(report_of(name, locale))
               if isinstance(block, Chart) and isinstance(block.spec, ScoreBullet)}
    wanted = set(chart_numbers_of(report_of(name, locale))) - bands - maximum
    assert not [value for value in wanted if round(abs(float(value)), 9) not in drawn]


@every_report
def test_no_number_is_text(name: str, locale: Locale) -> None:
    texts = [(sheet.title, cell.coordinate, cell.value) for sheet in opened(bytes_of(name, locale)) for row in sheet.iter_rows()
             for cell in row if cell.data_type == "s" and NUMBER_TEXT.fullmatch(str(cell.value))]
    assert not texts


@every_report
def test_only_our_formulas_and_each_has_its_result(name: str, locale: Locale) -> None:
    content = bytes_of(name, locale)
    formulas = formulas_in(content)
    assert all(FORMULA.fullmatch(formula) for formula in formulas.values())
    book = opened(content)
    results = [book[sheet][cell].value for sheet, cell in formulas]
    assert all(isinstance(value, int | float) for value in results)


@every_report
def test_check_cells_read_zero(name: str, locale: Locale) -> None:
    content = bytes_of(name, locale)
    book = opened(content)
    checks = [place for place, formula in formulas_in(content).items() if formula.startswith(("=ROUND", "=SUMPRODUCT"))]
    assert all(book[sheet][cell].value == 0 and book[sheet][cell].number_format == "0.00" for sheet, cell in checks)


@pytest.mark.parametrize(("name", "locale", "totals"), [
    ("sample_board", "en", 1), ("individual_scorecard", "zh-CN", 3), ("reward_table", "zh-CN", 3), ("finance_pack", "en", 4)])
def test_totals_are_live_sums_and_checked(name: str, locale: Locale, totals: int) -> None:
    formulas = list(formulas_in(bytes_of(name, locale)).values())
    assert sum(formula.startswith("=SUM(") for formula in formulas) >= totals
    assert sum(formula.startswith("=ROUND(") for formula in formulas) >= 2 * totals


def test_variances_are_live() -> None:
    sheet = next(one for one in opened(bytes_of("sample_board", "en"), values=False) if one.title == "Company scorecard")
    row = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("Revenue"))
    # the sample names its columns otherwise: its variances are values, those of real reports are formulas
    assert row[4].value == pytest.approx(-0.64)
    real = formulas_in(bytes_of("board", "en")).values()
    assert any(re.fullmatch(r"=C\d+-D\d+", formula) for formula in real)


@every_report
def test_sheets_and_their_names(name: str, locale: Locale) -> None:
    book = opened(bytes_of(name, locale))
    names = book.sheetnames
    assert names[0] == {"zh-CN": "摘要", "en": "Summary"}[locale]
    assert set(AUDIT[locale]) <= set(names)
    assert all(len(one) <= 31 for one in names) and len({one.lower() for one in names}) == len(names)


@every_report
def test_what_stays_in_view_and_what_prints(name: str, locale: Locale) -> None:
    book = opened(bytes_of(name, locale))
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area and not sheet.merged_cells.ranges and not sheet.sheet_view.showGridLines
    sheets = "".join(parts(bytes_of(name, locale), "worksheets/sheet").values())
    meta = report_of(name, locale).meta
    headers, footers = (re.findall(f"<odd{part}>(.*?)</odd{part}>", sheets) for part in ("Header", "Footer"))
    assert len(headers) == len(footers) == len(book.worksheets)
    assert all(meta.company in header and meta.status_text in header for header in headers)
    assert all(meta.run_id in footer and "&amp;P" in footer and "&amp;N" in footer for footer in footers)
    heads = [sheet for sheet in book.worksheets[1:] if sheet.freeze_panes]
    assert all(sheet.print_title_rows for sheet in heads)
    assert book[AUDIT[locale][0]].freeze_panes == "B5"


@every_report
def test_every_table_has_a_frozen_head(name: str, locale: Locale) -> None:
    book = opened(bytes_of(name, locale))
    for sheet in book.worksheets[1:]:
        figures = sum(isinstance(cell, int | float) for row in sheet.iter_rows(values_only=True) for cell in row)
        assert sheet.freeze_panes or figures == 0


def test_message_and_title_lines_open_the_book() -> None:
    sheet = opened(bytes_of("sample_scorecard", "zh-CN")).worksheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3, 4)] == [
        "3项达标，回款率一项拉低4.00分；满意度未上报，结果暂定。", "周岚，大客户经理，华东销售二部，直接上级陈砚",
        "绩效得分，单位：分（目标100，单项封顶120）", "2025年1–12月（在岗365天），实际AC、目标PL、上年PY"]
    assert sheet["A1"].font.sz == 14 and sheet["A1"].font.b


@pytest.mark.parametrize(("name", "locale", "charts"), [
    ("sample_scorecard", "zh-CN", 5), ("individual_scorecard", "en", 5), ("sample_board", "en", 1), ("board", "zh-CN", 1),
    ("hr_summary", "zh-CN", 3)])
def test_charts_are_native_and_stand_over_no_cell(name: str, locale: Locale, charts: int) -> None:
    content = bytes_of(name, locale)
    assert len(parts(content, r"xl/charts/chart\d+\.xml$")) >= charts
    for sheet in opened(content, values=False).worksheets:
        for chart in getattr(sheet, "_charts", ()):
            top, bottom = chart.anchor._from.row + 1, chart.anchor.to.row
            left, right = chart.anchor._from.col + 1, chart.anchor.to.col
            covered = [cell.value for row in sheet.iter_rows(top, max(top, bottom), left, max(left, right)) for cell in row]
            assert not any(value is not None for value in covered), (sheet.title, top, left)


def test_charts_tell_what_they_show() -> None:
    drawings = "".join(parts(bytes_of("sample_scorecard", "zh-CN"), "drawing").values())
    assert "总分105.24分，等级区间" in drawings


def test_sparklines_take_their_values_from_the_data_sheet() -> None:
    sheets = "".join(parts(bytes_of("sample_board", "en"), "worksheets/sheet").values())
    assert sheets.count("<x14:sparkline>") == 10
    assert len(re.findall(r"<xm:f>(?:'Data'|Data)!", sheets)) == 10


def test_bars_share_one_scale_per_column_with_the_axis_in_the_middle() -> None:
    sheets = "".join(parts(bytes_of("sample_board", "en"), "worksheets/sheet").values())
    bars = re.findall(r"<x14:dataBar[^>]*>.*?</x14:dataBar>", sheets)
    assert bars and all('axisPosition="middle"' in bar for bar in bars)
    ends = {tuple(re.findall(r"<xm:f>(.*?)</xm:f>", bar)) for bar in bars}
    assert len(ends) == 3  # ΔPL% and score of the company, score of the departments
    assert all(float(low) == -float(high) for low, high in ends)


def test_same_report_same_bytes() -> None:
    assert render(report_of("sample_board")) == bytes_of("sample_board", "en")


def test_no_macros_and_no_links_out() -> None:
    for name, locale in ALL:
        content = bytes_of(name, locale)
        assert not parts(content, "vbaProject|externalLink")
        assert "http" not in "".join(re.findall(r'Target="(http[^"]*)"', "".join(parts(content, r"worksheets/_rels").values())))
