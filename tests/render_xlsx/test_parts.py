"""Small parts, by hand: widths and lines, names, number codes, readings of bars, sums, columns that tables share."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.chart import VarianceBar, VariancePin
from reportgen.model.format import Format
from reportgen.model.report import Cell, Column, Row, Run, Table
from reportgen.render.xlsx.codes import number_code
from reportgen.render.xlsx.formulas import sum_formula
from reportgen.render.xlsx.graphics import read
from reportgen.render.xlsx.grid import Grid
from reportgen.render.xlsx.lanes import lay_out, placed
from reportgen.render.xlsx.measure import figure_width, text_width, wrap, wrap_runs
from reportgen.render.xlsx.names import SheetNames
from reportgen.render.xlsx.typed import typed_number
from reportgen.render.xlsx.words import words_of

D = Decimal


# ------------------------------------------------------------------ widths and lines
def test_han_are_as_wide_as_two_letters() -> None:
    assert text_width("得分") == pytest.approx(text_width("00") / 0.556)
    assert text_width("") == 0


def test_figures_take_room_for_signs_and_places() -> None:
    plain, signed = (figure_width(D("1234.5"), Format("number", 1, signed=plus)) for plus in (False, True))
    assert signed > plain > figure_width(D("234.5"), Format("number", 1))
    assert figure_width(D("12345000"), Format("number", 1, scale=10_000)) == plain
    assert figure_width(D(5), Format("number", 0), places=2) > figure_width(D(5), Format("number", 0))


def test_latin_breaks_at_spaces_and_han_before_no_closing_mark() -> None:
    assert wrap("one two three", text_width("one two") + 0.1) == ["one two", "three"]
    assert wrap("销售额高于目标，有利。", text_width("销售额高于目标，") + 0.1) == ["销售额高于目标，", "有利。"]
    assert wrap("", 10) == [""]


@given(st.text(alphabet="ab 销售，。1.", max_size=60), st.floats(4, 40))
def test_lines_hold_every_character_and_keep_to_the_width(text: str, width: float) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line) <= width + 8 or " " not in line for line in lines)


def test_styles_follow_the_words_over_lines() -> None:
    lines = wrap_runs((Run(text="one two ", style="bold"), Run(text="three")), text_width("one two") + 0.1)
    assert [[(run.text, run.style) for run in line] for line in lines] == [[("one two", "bold")], [("three", "")]]


# ------------------------------------------------------------------ names
def test_names_are_cut_and_numbered() -> None:
    names = SheetNames()
    assert names.take("Plan/Actual [x]?") == "Plan Actual x"
    assert names.take("plan actual X") == "plan actual X 2"
    assert names.take("a" * 40) == "a" * 31
    assert names.take("A" * 40) == "A" * 29 + " 2"
    assert names.take("History") == "History 2" and names.take("") == "Sheet"


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_are_always_allowed(wanted: list[str]) -> None:
    names = SheetNames()
    found = [names.take(one) for one in wanted]
    assert len({one.lower() for one in found}) == len(found)
    assert all(1 <= len(one.encode("utf-16-le")) // 2 <= 31 and not set(one) & set("[]:*?/\\'") for one in found)


# ------------------------------------------------------------------ number codes
@pytest.mark.parametrize(("format_", "around", "room", "code"), [
    (Format("number", 1), ("", ""), (0, ""), '#,##0.0;"−"#,##0.0'),
    (Format("number", 0), ("▽", ""), (0, ""), '"▽"#,##0;"▽""−"#,##0'),
    (Format("score", 2), ("", "†"), (0, ""), '#,##0.00"†";"−"#,##0.00"†"'),
    (Format("number", 1), ("", ""), (1, "†"), '#,##0.0_0_†;"−"#,##0.0_0_†'),
    (Format("number", 0), ("", ""), (2, ""), '#,##0_._0_0;"−"#,##0_._0_0'),
    (Format("number", 0, 'x";"', show_unit=True), ('"a;', ""), (0, ""), '"a"#,##0;"a""−"#,##0'),
])
def test_codes(format_: Format, around: tuple[str, str], room: tuple[int, str], code: str) -> None:
    assert number_code(format_, "en", around, room) == code


# ------------------------------------------------------------------ numbers in words
@pytest.mark.parametrize(("text", "number", "kind", "decimals"), [
    ("+7.2%", "7.2", "percent", 1), ("−1.8 pp", "-1.8", "pp", 1), ("−20,000.00", "-20000", "number", 2),
    ("0.00", "0", "number", 2), ("105.24", "105.24", "number", 2)])
def test_typed_numbers(text: str, number: str, kind: str, decimals: int) -> None:
    found = typed_number(text)
    assert found is not None and found[0] == D(number) and (found[1].kind, found[1].decimals) == (kind, decimals)


@pytest.mark.parametrize("text", ["", "—", "n.m.", "007", "2025-06-30", "96–144", "1,23", "1 / 2", "×1.2", "1e5", "A"])
def test_what_is_no_number(text: str) -> None:
    assert typed_number(text) is None


def test_a_bar_keeps_the_precision_of_its_value() -> None:
    money = read(VarianceBar(value=D("-1200345.67"), effect="unfavourable", label="−1.20"))
    assert (money.number, money.scale, money.bar, money.own) == (D("-1200345.67"), 1_000_000, D("-1.20034567"), True)
    percent = read(VarianceBar(value=D("1.35"), effect="favourable", label="+1.4%"))
    assert (percent.number, percent.format.kind, percent.bar) == (D("1.35"), "percent", D("1.35"))


def test_a_pin_may_name_a_level_beside_its_distance() -> None:
    pin = read(VariancePin(value=D("4.89"), effect="favourable", label="104.9"))
    assert (pin.number, pin.bar, pin.own) == (D("104.9"), D("4.89"), False)


def test_a_word_at_a_bar_is_a_word() -> None:
    assert read(VariancePin(value=None, effect="", label="n.m.")).text == "n.m."
    assert read(VarianceBar(value=D("1234.5"), effect="", label=">999%")).number == D("1234.5")


# ------------------------------------------------------------------ sums and shared columns
def test_sums_name_ranges_and_single_cells() -> None:
    assert sum_formula(2, [4, 5, 6, 8]) == "=SUM(C5:C7,C9)"


def table(*widths: str, texts: tuple[int, ...] = (0,)) -> Table:
    """One row; the columns in ``texts`` hold words of these widths, the others numbers of so many digits."""
    columns = tuple(Column(key=str(index), head=("x",), width=D(100), align="left" if index in texts else "right")
                    for index in range(len(widths)))
    figures = Format("number", 0)
    cells = tuple(Cell(value="m" * int(width)) if index in texts else Cell(value=D(10) ** (int(width) - 1), format=figures)
                  for index, width in enumerate(widths))
    return Table(id="t", columns=columns, rows=(Row(cells=cells),))


def grid_of(*tables: Table) -> tuple[Grid, list[bool]]:
    grid = Grid()
    return grid, [grid.add(lay_out(one, "en", words_of("en"))) for one in tables]


def test_tables_of_one_shape_share_columns() -> None:
    grid, added = grid_of(table("10", "6", "6"), table("12", "5", "7"))
    assert added == [True, True] and [placed.at for placed in grid.tables] == [(0, 1, 2), (0, 1, 2)]


def test_a_figure_never_stands_in_a_column_of_prose() -> None:
    _, added = grid_of(table("10", "6", "60", texts=(0, 2)), table("10", "6", "6", "6"))
    assert added == [True, False]


def test_only_behind_a_text_a_column_stays_free() -> None:
    grid, added = grid_of(table("8", "8", "6", texts=(0, 1)), table("8", "14"))
    assert added == [True, True] and grid.tables[1].at[0] == 0 and grid.tables[1].at[1] in (1, 2)


def test_covered_cells_may_be_listed_or_left_out() -> None:
    wide, last = Cell(value="wide", span=2), Cell(value="last")
    assert placed(Row(cells=(wide, last)), 3) == (wide, None, last)
    assert placed(Row(cells=(wide, Cell(), last)), 3) == (wide, None, last)
