"""Running subtotals: of columns that add up, behind every row but the last, in the words and format of the table."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.format import Format
from reportgen.model.report import Cell, Column, Row, Table
from reportgen.reports.carrying import carried
from reportgen.reports.page import Page
from reportgen.reports.words import Words
from tests.reports.person import person

D = Decimal
PAGE = Page(person("en"), Words("en"), D(174))


def money(value: int | str) -> Cell:
    return Cell(value=D(value), format=Format("money", 2))


def table(rows: int, total: str | None = None) -> Table:
    """Amounts 1,000.10 each with a subtotal behind every fourth; counts that do not add up; names."""
    lines = []
    for index in range(1, rows + 1):
        lines.append(Row(cells=(Cell(value=f"Row {index}"), money("1000.10"), Cell(value=7))))
        if index % 4 == 0:
            lines.append(Row(role="subtotal", cells=(Cell(value="Four"), money("4000.40"), Cell(value=28))))
    amount = D("1000.10") * rows if total is None else D(total)
    lines.append(Row(role="total", cells=(Cell(value="Total"), Cell(value=amount, format=Format("money", 2)), Cell(value=1))))
    columns = (Column(key="name", head=("Name",), width=D(50), align="left"),
               Column(key="amount", head=("Amount", "CNY"), width=D(30), total=True),
               Column(key="people", head=("People",), width=D(30), total=True))
    return Table(id="t", columns=columns, rows=tuple(lines))


def test_the_subtotal_runs_with_the_rows_and_ends_before_the_total() -> None:
    made = carried(table(9), PAGE)
    assert (made.carried_forward, made.brought_forward) == ("carried forward", "brought forward")
    assert [row.carry for row in made.rows[2:6]] == [
        "Amount CNY 3,000.30", "Amount CNY 4,000.40", "Amount CNY 4,000.40", "Amount CNY 5,000.50"]
    assert made.rows[-1].carry == ""


def test_what_does_not_add_up_or_stays_on_one_page_carries_nothing() -> None:
    for one in (table(9, "9000.00"), table(4), table(9).model_copy(update={"rows": table(9).rows[:-1]})):
        assert carried(one, PAGE) == one


def test_cells_that_span_columns_keep_their_place() -> None:
    lines = tuple(Row(cells=(Cell(value="x", span=2), Cell(value=1))) for _ in range(9))
    total = Row(role="total", cells=(Cell(value="Total", span=2), Cell(value=9)))
    made = carried(table(9).model_copy(update={"rows": (*lines, total)}), PAGE)
    assert made.rows[4].carry == "People 5"
