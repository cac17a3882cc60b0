"""What the landscape reports add: departments by perspective, messages of pages, numbers of the variances, low scores."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.model.report import Prose
from reportgen.model.view import Comment, Member, Name, Scorecard, View
from reportgen.reports.blocks.coaching import below_limit, twice_below
from reportgen.reports.noting import material_lines, rank_variances
from reportgen.reports.page import Page
from reportgen.reports.registry import block_entries
from reportgen.reports.words import Words
from tests.reports import company
from tests.reports.reading import build, printed, table_of

D = Decimal
GROUPS = ("financial", "customer", "internal_process")


def department(number: int, final: str, *scores: str | None) -> Member:
    card = Scorecard(total=D(final), coverage=D(100), bonus_points=D(0), penalty_points=D(0), final=D(final), grade="B")
    values = {name: None if score is None else D(score) for name, score in zip(GROUPS, scores, strict=True)}
    return Member(f"D{number}", "department", Name(f"Department {number}"), scorecard=card, perspectives=values,
                  scores={f"only-{number}": D(final)}, green=2, amber=1)


def departments() -> View:
    members = (department(1, "91.20", "89.60", "95.4", None), department(2, "104.00", "101.25", "99.50", "108"))
    return replace(company.board("en"), units=(), departments=members)


def said(view: View, about: str) -> str:
    (one,) = build(view, "message", 267, about=about)
    assert isinstance(one, Prose)
    return "".join(run.text for run in one.items[0].runs)


# ------------------------------------------------------------------ departments
def test_departments_whose_kpis_differ_show_their_perspectives() -> None:
    table = table_of(departments(), "units_table", 176, scope="departments")
    assert [column.key for column in table.columns][-3:] == [f"group:{name}" for name in GROUPS]
    second, first = ([printed(cell, "en") for cell in row.cells] for row in table.rows)
    assert second[0] == "Department 2" and second[-3:] == ["101", "▽99.5", "108"]  # 100 would hide that it lies below
    assert first[-3:-1] == ["▼89.6", "▽95"] and first[5] == "2 / 1 / 0"


def test_too_many_departments_give_way_to_the_units_directly_below() -> None:
    view = replace(departments(), units=company.board("en").units)
    assert table_of(view, "units_table", 176, scope="departments", most=1).columns[-1].key.startswith("kpi:")


# ------------------------------------------------------------------ numbers of the variances
def test_numbers_follow_the_effect_on_the_score() -> None:
    view = company.board()
    notes = rank_variances(view, 3)
    assert [note.key for note in notes.items] == [line.kpi.id for line in material_lines(view)[:3]]
    assert (notes.ranked, notes.told, notes.items[0].number) == (True, frozenset(), 1)


def test_the_table_leaves_out_what_its_own_figures_and_columns_say() -> None:
    view = company.board()
    line = next(line for line in material_lines(view) if line.kpi.id == "revenue")
    texts = replace(view.texts, comments=(
        Comment("first", "revenue"), Comment("second", "revenue"),
        Comment("Action: 出口恢复方案 (open)", "revenue", "note", state="open"),
    ))
    view = replace(view, texts=texts)
    page = Page(view, Words("en"), D(267), rank_variances(view, 10))
    entry = block_entries()["material_variances"]
    (table,) = entry.build(page, entry.options())
    row = next(row for row in table.rows if row.cells[0].value == line.kpi.name.of("en"))  # type: ignore[union-attr]
    assert row.cells[4].value == "second"


# ------------------------------------------------------------------ messages
def test_messages_count_what_the_page_shows() -> None:
    view = company.board("en")
    effects = [line.deltas["plan"].effect for line in material_lines(view)]
    good, bad = effects.count("favourable"), effects.count("unfavourable")
    assert said(view, "variances").startswith(f"Of {len(effects)} material variances {good} are favourable, {bad} unfavourable")
    assert "On-time delivery, +1.60 points." in said(view, "variances")
    assert said(view, "year").startswith("Full-year target reached: Revenue 74.3%") or "Revenue" in said(view, "year")


def test_accruals_tell_their_change() -> None:
    view = company.finance_pack("en")
    now = sum((one.accrued for one in view.accruals), D(0))
    assert said(view, "accrued").startswith("Bonus accrued at period end: CNY ")
    assert now > 0


# ------------------------------------------------------------------ low scores
def test_low_scores_in_order_and_for_the_second_time() -> None:
    def person(key: str, final: str, prior: str | None) -> Member:
        card = Scorecard(total=D(final), coverage=D(100), bonus_points=D(0), penalty_points=D(0), final=D(final),
                         prior_final=None if prior is None else D(prior))
        return Member(key, "individual", Name(key), scorecard=card, unit="Unit", post="Post")

    people = (person("P1", "89.99", "91"), person("P2", "70", "80"), person("P3", "90.00", None), person("P4", "70", None))
    view = replace(company.board("en"), people=people)
    assert [one.id for one in below_limit(view)] == ["P2", "P4", "P1"]
    assert [twice_below(view, one) for one in below_limit(view)] == [True, False, False]
    table = table_of(view, "coaching_list", 100, most=2)
    assert len(table.rows) == 2 and len(table.columns) == 5
    assert table.footnotes == ("1 more: see the results table of scorecards.",)
    assert said(view, "coaching") == "Totals below 90: 3 people, 1 of them for two periods; grades changed in calibration: 0."


# ------------------------------------------------------------------ words and marks
def test_the_glossary_gives_the_limits_of_the_policy() -> None:
    (one,) = build(company.board("en"), "glossary", 267)
    assert isinstance(one, Prose)
    texts = ["".join(run.text for run in item.runs) for item in one.items]
    assert any("from 100" in text and "from 90" in text for text in texts)
