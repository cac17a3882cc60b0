"""A long report in English: contents page, watermark, a table over many pages with its subtotal carried forward."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.format import Format
from reportgen.model.report import Cell, Column, Heading, Item, Prose, Report, Row, Run, Section, Table
from tests.render.sample import board_en, number, word

D = Decimal


def long_table(rows: int, carry: bool = True) -> Table:
    """People with a score and an amount; the running total of the amounts stands at every page break."""
    running, lines = D(0), []
    for index in range(1, rows + 1):
        amount = D(1000 + index * 7 % 400)
        running += amount
        lines.append(Row(carry=f"{running:,.2f}" if carry else "", cells=(
            word(f"P{index:05d}"), word(f"Person {index}"), number(str(60 + index % 60), 2), word("B"),
            Cell(value=amount, format=Format("money", 2)))))
    total = Cell(value=running, format=Format("money", 2))
    lines.append(Row(role="total", cells=(word("Total"), Cell(), Cell(), Cell(), total)))
    return Table(
        id="people", title="People", detail="payable in CNY", density="normal",
        carried_forward="Carried forward" if carry else "",
        brought_forward="Brought forward" if carry else "", rows=tuple(lines), columns=(
            Column(key="id", head=("Id",), width=D(24), align="left"),
            Column(key="name", head=("Name",), width=D(60), align="left"),
            Column(key="score", head=("Score",), width=D(30)), Column(key="grade", head=("Grade",), width=D(20)),
            Column(key="amount", head=("Payable",), width=D(40), total=True, carry=True)))


def long_report(rows: int = 120) -> Report:
    """Three sections: words, the long table, a landscape page."""
    base = board_en()
    meta = base.meta.model_copy(update={
        "contents": True, "contents_title": "Contents", "watermark": "DRAFT for Gu Wen", "title": "Long report"})
    words = Section(id="words", title="Key messages", blocks=(
        Heading(text="What happened", detail="in two sentences"),
        Prose(items=(Item(runs=(Run(text="Sales rose. "), Run(text="Costs fell.", style="bold"))),
                     Item(runs=(Run(text="Nothing else moved."),))))))
    people = Section(id="people-pages", title="Reward table", new_page=True, blocks=(long_table(rows),))
    return Report(meta=meta, sections=(words, people, *base.sections))
