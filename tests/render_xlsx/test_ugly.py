"""What nobody wishes and everybody meets: nothing to show, far too much, names without end, all missing, all below zero."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model.chart import Bridge, BridgeStep, GraphicScale, Point, Sparkline, Trend, VarianceBar
from reportgen.model.format import Format
from reportgen.model.report import Block, Cell, Chart, Column, Item, Prose, Report, Row, Run, Section, Table
from reportgen.render.xlsx import render
from tests.render.sample import board_en, effect_of, number, signed, word
from tests.render_xlsx.books import formulas_in, opened, parts

D = Decimal
ROLES: tuple[Literal["message", "title", "notes", "checklist", "footnote", "paragraphs"], ...] = (
    "message", "title", "notes", "checklist", "footnote", "paragraphs")
LONG_NAME = "Share of deliveries that arrived complete, on time and unharmed"


def report(*blocks: Block, **meta: object) -> Report:
    base = board_en()
    return base.model_copy(update={"meta": base.meta.model_copy(update=meta), "sections": (
        Section(id="one", title="One", blocks=blocks),)})


def column(key: str, head: str, **more: object) -> Column:
    return Column(key=key, head=(head,), width=D(20), **more)  # type: ignore[arg-type]


COLUMNS = (column("kpi", "KPI", align="left", wrap=True), column("actual", "AC", decimals=2), column("plan", "PL", decimals=2),
           column("delta", "ΔPL", decimals=2), column("distance", "Score − 100", scale=GraphicScale(lo=D(-50), hi=D(50))),
           column("weighted", "Weighted", total=True), column("months", "Months", scale=GraphicScale(lo=D(-1), hi=D(1))))


def row(name: str, actual: str, plan: str, weighted: str) -> Row:
    gap = D(actual) - D(plan)
    return Row(cells=(
        word(name), number(actual, 2), number(plan, 1),
        Cell(value=gap, format=Format("number", 2, signed=True), effect=effect_of(gap)),
        Cell(graphic=VarianceBar(value=D(weighted), effect=effect_of(D(weighted)), label=signed(D(weighted), 2))),
        number(weighted, 2), Cell(graphic=Sparkline(values=(D(1), None, D(-1)), effects=("favourable", "", "unfavourable")))))


def total(value: Decimal) -> Row:
    return Row(role="total", cells=(word("Total"), Cell(), Cell(), Cell(), Cell(), Cell(value=value, format=Format("score", 2)),
                                    Cell()))


def table(rows: tuple[Row, ...], columns: tuple[Column, ...] = COLUMNS) -> Table:
    return Table(id="kpis", title="KPIs", columns=columns, rows=rows, empty="No KPIs in this period.")


def sheet_of(content: bytes, index: int = 1) -> Worksheet:
    found = opened(content).worksheets[index]
    assert isinstance(found, Worksheet)
    return found


def values(sheet: Worksheet) -> list[object]:
    return [cell for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None]


def test_no_kpi_at_all() -> None:
    content = render(report(table(())))
    assert "No KPIs in this period." in values(sheet_of(content))
    assert not formulas_in(content)


def test_a_report_without_sections() -> None:
    base = board_en()
    book = opened(render(base.model_copy(update={"sections": ()})))
    assert book.sheetnames == ["Summary", "Data", "Trace", "DQ"]


def test_forty_kpis_with_names_of_sixty_characters() -> None:
    rows = tuple(row(f"{LONG_NAME[:58]} {index:02d}", str(100 + index), "100.0", "2.50") for index in range(40))
    content = render(report(table((*rows, total(D(100))))))
    sheet = sheet_of(content)
    assert sum(str(value).startswith("Share of") for value in values(sheet)) == 40
    assert 30 <= sheet.column_dimensions["A"].width <= 40
    wrapped = [line for line in sheet.iter_rows() if str(line[0].value).startswith("Share of")]
    rows_of = [int(line[0].row or 0) for line in wrapped]
    assert all(line[0].alignment.wrap_text for line in wrapped)
    assert all((sheet.row_dimensions[at].height or 0) >= 24 for at in rows_of)
    assert sheet.freeze_panes == f"B{rows_of[0]}"
    assert sheet.print_title_rows == f"${rows_of[0] - 1}:${rows_of[0] - 1}"
    assert any(re.fullmatch(r"=SUM\(G\d+:G\d+\)", formula) for formula in formulas_in(content).values())


def test_everything_missing_is_a_word_and_not_a_zero() -> None:
    empty = Format("number", 2, missing="n.r.")
    gone = Row(cells=(word("Revenue"), Cell(format=empty), Cell(format=empty), Cell(format=empty),
                      Cell(graphic=VarianceBar(value=None, effect="", label="n.m.")), Cell(format=empty),
                      Cell(graphic=Sparkline(values=(None, None), effects=("", "")))))
    points = tuple(Point(label=str(month)) for month in range(1, 13))
    chart = Chart(id="trend", title="Trend", spec=Trend(points=points), width=D(80), height=D(40), alt="nothing reported")
    content = render(report(table((gone,)), chart))
    found = values(sheet_of(content))
    assert found.count("n.r.") == 4 and found.count("n.m.") == 1
    assert not [value for value in found if isinstance(value, int | float)]


def test_totals_below_zero() -> None:
    rows = (row("Loss", "-120.25", "-100.0", "-20.25"), row("Gain", "5", "10.0", "-5.00"), total(D("-25.25")))
    content = render(report(table(rows)))
    sheet = sheet_of(content)
    formulas = {cell: formula for (name, cell), formula in formulas_in(content).items() if name == sheet.title}
    totals = [cell for cell, formula in formulas.items() if formula.startswith("=SUM")]
    assert [sheet[cell].value for cell in totals] == [-25.25]
    assert [sheet[cell].value for cell, formula in formulas.items() if formula.startswith("=ROUND")] == [0]
    assert {-20.25, -5.0} <= {value for value in values(sheet) if isinstance(value, float)}
    assert "\u2212" in sheet[totals[0]].number_format


def test_a_total_that_does_not_foot_stays_a_number() -> None:
    content = render(report(table((row("One", "1", "1.0", "10.00"), total(D("10.01"))))))
    assert not [formula for formula in formulas_in(content).values() if "SUM(" in formula]
    assert 10.01 in values(sheet_of(content))


def test_a_bridge_that_crosses_zero() -> None:
    steps = tuple(BridgeStep(label=name, value=D(value), value_label=value, effect=effect_of(D(value)))
                  for name, value in (("a", "3"), ("b", "-5"), ("c", "1")))
    chart = Chart(id="b", title="B", width=D(90), height=D(40), alt="bridge", spec=Bridge(
        base_label="", base_value_label="", steps=steps, total_label="Total", total_value=D(-1), total_value_label="-1",
        total_effect="unfavourable"))
    found = list(opened(render(report(chart)))["Data"].iter_rows(values_only=True))
    # step, invisible base, then its parts by side and colour: above favourable, unfavourable, below unfavourable, favourable
    drawn = {line[0]: line[1:7] for line in found if line[0] in ("a", "b", "c", "Total")}
    assert drawn == {"a": (3, 0, 3, None, None, None), "b": (-5, None, None, 3, -2, None), "c": (1, -1, None, None, None, -1),
                     "Total": (-1, 0, None, None, -1, None)}


@pytest.mark.parametrize("text", [
    '=HYPERLINK("http://example.com","x")', "+1+1", "@SUM(1)", "\t=1+1", "-2+3", "=cmd|' /C calc'!A0", "Data!A1", "=Data!$A$1",
    "{=1+1}", "http://example.com", "mailto:a@b.c", "&P &N", "]]>&<x>", "_x0041_"])
def test_user_text_is_never_a_formula_a_link_or_markup(text: str) -> None:
    rows = (row(text, "1", "2.0", "3.00"), total(D(3)))
    columns = tuple(one.model_copy(update={"head": (text,), "group": text}) for one in COLUMNS)
    trend = Chart(id="t", title=text, detail=text, note=text, alt=text, width=D(80), height=D(40), spec=Trend(
        actual_name=text, plan_name=text, points=(Point(label=text, actual=D(1), plan=D(2), actual_label=text),)))
    bridge = Chart(id="b", title=text, alt=text, width=D(80), height=D(40), spec=Bridge(
        base_label=text, base_value_label=text, total_label=text, total_value=D(1), total_value_label=text,
        steps=(BridgeStep(label=text, value=D(1), value_label=text, effect=""),)))
    item = Item(runs=(Run(text=text), Run(text=text, style="bold")))
    said = tuple(Prose(role=role, title=text, items=(item,)) for role in ROLES)
    figures = table(rows, columns).model_copy(update={"title": text, "detail": text, "footnotes": (text,)})
    made = report(*said, figures, trend, bridge, title=text, company=text, subject_name=text, header=(text,), footer=(text,),
                  policy=text)
    sections = tuple(section.model_copy(update={"title": text}) for section in made.sections)
    content = render(made.model_copy(update={"sections": sections}))
    ours = re.compile(r"=(SUM|ROUND|SUMPRODUCT)\(.*\)|=[A-Z]+\d+(-[A-Z]+\d+)?|='[^']*'![A-Z]+\d+")
    assert all(ours.fullmatch(formula) for formula in formulas_in(content).values())
    references = re.findall(r"<c:f>(.*?)</c:f>", "".join(parts(content, "charts/chart").values()))
    assert references and all(re.fullmatch(r"(?:'Data'|Data)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one) for one in references)
    assert not re.findall(r'TargetMode="External"', "".join(parts(content, "_rels").values()))
    assert sum(value == text for sheet in opened(content).worksheets for value in values(sheet)) >= 5


def test_texts_longer_than_a_cell_may_hold_are_cut() -> None:
    content = render(report(table((row("x" * 40_000, "1", "1.0", "1.00"),))))
    assert max(len(str(value)) for value in values(sheet_of(content))) == 32_767


def test_section_titles_that_no_sheet_may_have() -> None:
    base = report(table((row("a", "1", "1.0", "1.00"),)))
    titles = ("Plan/Actual: [all]?*", "plan actual all", "'quoted'", "History", "", "Summary",
              "经营成果与差异分析以及全年展望及提请董事会决定的事项一览表")
    made = base.model_copy(update={"sections": tuple(
        base.sections[0].model_copy(update={"id": str(index), "title": title}) for index, title in enumerate(titles))})
    names = opened(render(made)).sheetnames
    assert len(names) == len({name.lower() for name in names})
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_columns_are_wide_enough_for_their_numbers() -> None:
    rows = tuple(row(f"KPI {index}", f"-{'9' * index}.25", "10.0", "1.00") for index in range(1, 13))
    sheet = sheet_of(render(report(table(rows))))
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, float) and "\u2212" in cell.number_format:
                signs = len(f"{cell.value:,.2f}")
                assert sheet.column_dimensions[get_column_letter(cell.column)].width > signs * 0.95 or cell.value > 0
