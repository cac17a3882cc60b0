"""Pages of a person and a unit in easy and ugly cases: full pages, nothing outside the paper, no figure over another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.report import Report
from reportgen.model.view import Line, Name, View
from reportgen.render.pdf import PdfRenderer, cut_fonts
from reportgen.themes import load_theme
from tests.render.proofs import outside, overlapping, read
from tests.reports import company
from tests.reports.person import person
from tests.reports.reading import report

D = Decimal
LONG = Name("关于提升重点区域大客户综合服务水平和跨部门协同交付能力以及回款质量并持续降低全流程运营成本的年度考核",
            "Share of strategically important customers in the extended delivery area")


def many(view: View, count: int) -> View:
    lines = [view.lines[index % len(view.lines)] for index in range(count)]
    return replace(view, lines=tuple(
        replace(line, kpi=replace(line.kpi, id=f"k{index}", name=Name(f"指标{index}", f"Measure {index}")))
        for index, line in enumerate(lines)))


def long_names(view: View) -> View:
    lines = tuple(replace(line, kpi=replace(line.kpi, name=LONG, data_source=LONG.en)) for line in view.lines)
    subject = replace(view.subject, name=Name("欧阳" * 15, "Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstone"),
                      post=LONG.en, unit=LONG.en)
    return replace(view, lines=lines, subject=subject)


def scaled(line: Line, by: Decimal) -> Line:
    def of(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * by

    deltas = {name: replace(delta, absolute=of(delta.absolute)) for name, delta in line.deltas.items()}
    return replace(line, target=of(line.target), actual=of(line.actual), threshold=of(line.threshold), stretch=of(line.stretch),
                   py_actual=of(line.py_actual), needed_for_next=of(line.needed_for_next), deltas=deltas)


def huge(view: View) -> View:
    return replace(view, lines=tuple(scaled(line, D(10) ** 9) for line in view.lines))


def tiny(view: View) -> View:
    return replace(view, lines=tuple(scaled(line, D(10) ** -12) for line in view.lines))


def missing(view: View) -> View:
    assert view.scorecard is not None
    lines = tuple(replace(line, actual=None, attainment=None, score=None, weighted=None, contribution=None, py_actual=None,
                          status="", state="not_reported", deltas={}, series=()) for line in view.lines)
    card = replace(view.scorecard, total=None, final=None, grade="", points=())
    return replace(view, lines=lines, scorecard=card, statements=(), traces={})


def scored(view: View, final: str) -> View:
    assert view.scorecard is not None
    return replace(view, scorecard=replace(view.scorecard, final=D(final)))


def cases(locale: Locale) -> dict[str, tuple[View, str, int]]:
    """View, pack and the most pages that it may take."""
    one, unit = person(locale), company.department_review(locale)
    pack = "individual_scorecard"
    return {
        "person": (one, pack, 3), "no KPI": (replace(missing(one), lines=()), pack, 1), "missing": (missing(one), pack, 2),
        "40 KPIs": (many(one, 40), pack, 5), "long names": (long_names(one), pack, 4), "huge": (huge(one), pack, 3),
        "tiny": (tiny(one), pack, 3), "negative": (scored(one, "-49.00"), pack, 3), "below": (scored(one, "98.20"), pack, 3),
        "no reward": (replace(one, statements=(), traces={}), pack, 2), "unit": (unit, "department_review", 5),
        "one member": (replace(unit, people=unit.people[:1]), "department_review", 5),
        "alerts": (company.alert_bulletin(locale), "alert_bulletin", 1),
        "rewards": (company.reward_table(locale), "reward_table", 2),
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Locale], tuple[Report, Path, int]]:
    """Every case in both languages as a PDF, with the most pages it may take."""
    folder = tmp_path_factory.mktemp("pages")
    reports = {(name, locale): (report(view, pack, locale), most)
               for locale in LOCALES for name, (view, pack, most) in cases(locale).items()}
    renderer = PdfRenderer(load_theme(), cut_fonts("".join(one.model_dump_json() for one, _ in reports.values())))
    found = {}
    for (name, locale), (one, most) in reports.items():
        path = folder / f"{name}.{locale}.pdf".replace(" ", "-")
        path.write_bytes(renderer.render(one).content)
        found[name, locale] = one, path, most
    return found


Made = dict[tuple[str, Locale], tuple[Report, Path, int]]


def test_no_case_takes_more_pages_than_it_needs(made: Made) -> None:
    pages = {key: (len(PdfReader(path).pages), most) for key, (_, path, most) in made.items()}
    assert {key: took for key, took in pages.items() if took[0] > took[1]} == {}


def test_a_person_takes_two_pages_and_one_for_the_trace(made: Made) -> None:
    for locale in LOCALES:
        one, path, _ = made["person", locale]
        assert [section.new_page for section in one.sections] == [False, True, True]
        assert len(PdfReader(path).pages) == 3


def test_nothing_leaves_the_paper_or_covers_something_else(made: Made) -> None:
    faults: list[object] = []
    for key, (_, path, _) in made.items():
        paper = read(path)
        faults += [(key, "outside", word) for word in outside(paper)]
        faults += [(key, "empty", page) for page, words in enumerate(paper.words, start=1) if len(words) < 25]
        faults += [(key, *pair) for pair in overlapping(paper)]
    assert faults == []
