"""What the landscape reports add: departments by perspective, messages of pages, numbers of the variances, low scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.model.analysis import GradeShare, QuotaCheck, QuotaLimit, Statistics
from reportgen.model.finding import Finding
from reportgen.model.report import Item, Prose, Row, Run, Section, Table
from reportgen.model.reward import DeductionResult, LineKind, StatementLine
from reportgen.model.view import Comment, ControlLine, FileRead, Member, Name, Scorecard, Texts, View
from reportgen.reports.blocks.coaching import below_limit, twice_below
from reportgen.reports.build import BESIDE, _beside
from reportgen.reports.fitting import Draft, fitted
from reportgen.reports.noting import material_lines, rank_variances
from reportgen.reports.page import Page
from reportgen.reports.registry import block_entries
from reportgen.reports.words import Words
from tests.reports import company
from tests.reports.person import STATEMENT
from tests.reports.reading import build, printed, report, table_of

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
    assert said(view, "variances").startswith(f"{len(effects)} material variances, {good} favourable and {bad} unfavourable")
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


# ------------------------------------------------------------------ finance and HR
def test_files_with_the_rows_and_control_sum_of_the_period() -> None:
    read = (FileRead("actuals.csv", 13, 13, 4, D("1200.50")), FileRead("org.csv", 5, 4))
    table = table_of(replace(company.board("en"), files_read=read), "rows_read", 120)
    assert [[printed(cell, "en") for cell in row.cells] for row in table.rows] == [
        ["actuals.csv", "13", "13", "0", "4", "1,200.50"], ["org.csv", "5", "4", "−1", "", ""],
    ]
    assert table.rows[1].cells[3].effect == "unfavourable"


def test_the_control_sheet_says_whether_it_is_in_order() -> None:
    view = replace(company.board("en"), controls=(ControlLine("a", D(1), D(1)), ControlLine("b", D(2), D(1))))
    assert table_of(view, "control_sheet", 120).detail == "checks: 2, not in agreement: 1"
    view = replace(view, controls=view.controls[:1])
    assert table_of(view, "control_sheet", 120).detail == "checks: 1, all differences 0.00"


def test_the_register_holds_author_date_state_and_what_is_stale() -> None:
    comments = (
        Comment("Generated sentence.", "revenue"),
        Comment("Written by hand.", "revenue", "note", author="Ann", written=date(2025, 10, 9), state="approved", stale=True),
    )
    view = replace(company.board("en"), texts=Texts(comments=comments))
    table = table_of(view, "commentary_register", 267)
    assert [[printed(cell, "en") for cell in row.cells][2:] for row in table.rows] == [
        ["Generated…", "generated", "—", "—", "current", "—"],
        ["Written…", "note", "Ann", "2025-10-09", "approved", "yes"],
    ]


def test_inversions_count_what_they_leave_out() -> None:
    def person(key: str, final: str, grade: str) -> Member:
        card = Scorecard(total=D(final), coverage=D(100), bonus_points=D(0), penalty_points=D(0), final=D(final), grade=grade)
        return Member(key, "individual", Name(key), scorecard=card)

    found = Statistics(2, 2, inversions=(("P1", "P2"),), inversion_count=135)
    view = replace(company.board("en"), people=(person("P1", "90.36", "B"), person("P2", "103.25", "C")), statistics=found)
    table = table_of(view, "inversions", 140)
    assert [printed(cell, "en") for cell in table.rows[0].cells] == ["P1 P1", "B", "90.36", "P2 P2", "C", "103.25", "12.89"]
    assert table.footnotes == ("134 more pairs.",)


def test_quotas_of_groups_show_heads_and_their_distance() -> None:
    shares = (GradeShare("A", 9, D("60.0"), D(40), 6, 3), GradeShare("B", 6, D("40.0"), D(60), 9, -3))
    limits = (QuotaLimit("A", "exact", 9, 6, 3), QuotaLimit("B", "exact", 6, 9, 3))
    checks = (QuotaCheck("D1", 15, shares, limits), QuotaCheck("D2", 15, shares, limits, guidance=True))
    view = replace(company.board("en"), statistics=Statistics(30, 30, checks=checks))
    table = table_of(view, "quota_checks", 200)
    assert [printed(cell, "en") for cell in table.rows[0].cells] == ["D1", "15", "9", "+3", "6", "−3", "6"]
    assert (table.rows[1].cells[0].mark, said(view, "quotas")) == ("*", "1 of 1 groups depart from their quota of grades.")


def test_many_findings_of_one_code_are_told_once() -> None:
    found = tuple(Finding("W-OWNER", "kpis", row=row, params={"kpi": "x"}) for row in range(2, 16))
    table = table_of(replace(company.board("en"), findings=found), "data_quality", 267, same=3)
    assert len(table.rows) == 4
    assert table.rows[3].cells[2].value == "11 more findings of this kind: see the results table findings."


# ------------------------------------------------------------------ pages that share
def test_a_section_begins_on_a_page_that_is_half_empty() -> None:
    def section(name: str, *heights: int) -> Section:
        rows = tuple(Table(id=f"{name}-{index}", columns=(), density="dense", rows=(Row(cells=()),) * height)
                     for index, height in enumerate(heights))
        return Section(id=name, title=name, blocks=rows, orientation="landscape", new_page=True)

    first, long, short = section("a", 10), section("b", 20, 20), section("c", 5)
    assert [one.new_page for one in fitted([Draft(first), Draft(long), Draft(short)])] == [True, False, False]
    assert [one.new_page for one in fitted([Draft(section("a", 35)), Draft(long)])] == [True, True]


def test_awards_lead_to_what_is_payable() -> None:
    def line(kind: LineKind, amount: str | None) -> StatementLine:
        return StatementLine(kind, kind, {}, amount=None if amount is None else D(amount))

    first = replace(STATEMENT, subject_id="P1", payable=D("850.00"), deductions=(),
                    lines=(line("curve", None), line("result", "1000.00"), line("penalty", "-50.00"), line("advance", "-100.00")))
    second = replace(STATEMENT, subject_id="P2", payable=D("480.00"), lines=(line("fixed", "500.00"), line("penalty", "-20.00")),
                     deductions=(DeductionResult("loss", "E1", "P3", D(100), D(40), D("60.00")),))
    table = table_of(replace(company.board("en"), statements=(first, second)), "award_to_payable", 120)
    assert [[cell.value for cell in row.cells] for row in table.rows] == [
        ["Awards", 2, D("1500.00")], ["Penalties on variable pay", 2, D("-70.00")], ["Advances paid before", 1, D("-100.00")],
        ["Payable", 2, D("1330.00")],
    ]
    assert table.footnotes == ("Deductions carried forward: 60.00.",)


def test_contents_of_a_full_page_stand_beside_its_title_lines() -> None:
    title = Prose(role="title", items=(Item(runs=(Run(text="who"),)),))
    full = Section(id="a", title="a", blocks=(title,), orientation="landscape")
    assert _beside((full,) * BESIDE)
    assert not _beside((full,) * (BESIDE + 1))
    assert not _beside((full.model_copy(update={"blocks": ()}),))
    assert not _beside((full.model_copy(update={"orientation": "portrait"}),))


def test_effects_moved_to_foot_are_marked_and_told() -> None:
    view = company.finance_pack("en")
    line = next(one for one in view.lines if one.rate_mix is not None)
    assert line.rate_mix is not None
    first, second = line.rate_mix.parts
    split = replace(line.rate_mix, parts=(replace(first, adjusted=(False, True)), second))
    footed = replace(view, lines=tuple(replace(one, rate_mix=split) if one is line else one for one in view.lines))
    plain, marked = (table_of(one, "rate_mix", only="tables") for one in (view, footed))
    assert [cell.mark for cell in marked.rows[0].cells] == ["", "", "", "", "†", ""]
    assert marked.footnotes == ("† adjusted to foot.",)
    assert not any(cell.mark for row in plain.rows for cell in row.cells)
    assert plain.footnotes == ()


def test_a_finance_pack_without_any_split_has_no_page_of_splits() -> None:
    view = company.finance_pack("en")
    bare = replace(view, lines=tuple(replace(line, rate_mix=None, price_volume=None) for line in view.lines))
    with_splits, without = ([section.id for section in report(one, "finance_pack", "en").sections] for one in (view, bare))
    assert [name for name in with_splits if name not in without] == ["splits"]
