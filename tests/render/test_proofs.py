"""Every pack in both languages, on the demo company and on ugly cases: what a reader of the PDF must find on its pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest

from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.report import Report
from reportgen.model.view import Level, Name, View
from reportgen.render.pdf import PdfRenderer, cut_fonts
from reportgen.reports.marks import marked
from reportgen.run.commentary import Commentator
from reportgen.themes import load_theme
from tests.render.long import long_report
from tests.render.proofs import Paper, absent, fonts, headless, outline, outside, overlapping, read
from tests.reports.reading import pack, report
from tests.reports.test_build import VIEWS, all_missing, bare, forty, long_names
from tests.run.world import demo, demo_views

pytestmark = pytest.mark.e2e
D = Decimal
#: Who gets each pack in the demo company.
READERS = {
    "board": "LT", "finance_pack": "LT", "hr_summary": "LT", "alert_bulletin": "LT", "reward_table": "LT",
    "department_review": "M-WEST", "individual_scorecard": "E071",
}
LEVELS: dict[str, Level] = {"LT": "company", "M-WEST": "department", "E071": "individual"}


def one_person(view: View) -> View:
    return replace(view, people=view.people[:1], units=view.units[:1], siblings=view.siblings[:1])


def below_zero(view: View) -> View:
    assert view.scorecard is not None
    card = replace(view.scorecard, total=D("-149.00"), final=D("-149.00"))
    return replace(view, scorecard=card, lines=tuple(
        replace(line, score=D("-120.55"), contribution=D("-44.10")) if line.score is not None else line for line in view.lines))


def mixed_text(view: View) -> View:
    name = Name("Müller & 李雷 <Sales+销售> “A/B”", "O'Brien 王 & Søren \"50 % off\" <x>")
    lines = tuple(replace(line, kpi=replace(line.kpi, name=name if index == 0 else line.kpi.name))
                  for index, line in enumerate(view.lines))
    return replace(view, subject=replace(view.subject, name=name), lines=lines)


#: Each ugly case in one language: the other one has the same blocks (tests/reports/test_build.py).
UGLY: dict[str, tuple[Locale, Callable[[View], View]]] = {
    "no KPI": ("en", bare), "one person": ("zh-CN", one_person), "40 KPIs": ("en", forty),
    "60-letter names": ("zh-CN", long_names), "negative": ("en", below_zero),
    "all missing": ("zh-CN", all_missing), "mixed text": ("en", mixed_text),
}


@dataclass(frozen=True)
class Made:
    """One document: its model, its file, and what a reader of text sees of it."""

    case: str
    report: Report
    path: Path
    paper: Paper


def reports() -> Iterator[tuple[str, Report]]:
    for name, subject in READERS.items():
        for locale in LOCALES:
            views = demo_views(locale)
            view = views.view(subject, pack(name).recipient_at(LEVELS[subject]))
            said = Commentator(demo()).say(views, view)
            yield f"{name} {locale} demo", report(replace(view, texts=said.texts), name, locale)
        for case, (locale, ugly) in UGLY.items():
            yield f"{name} {locale} {case}", report(ugly(VIEWS[name](locale)), name, locale)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, ...]:
    """All documents, each set once."""
    folder, every = tmp_path_factory.mktemp("proofs"), dict(reports())
    renderer = PdfRenderer(load_theme(), cut_fonts("".join(one.model_dump_json() for one in every.values())))
    found = []
    for number, (case, one) in enumerate(every.items()):
        path = folder / f"{number}.pdf"
        document = renderer.render(one)
        path.write_bytes(document.content)
        found.append(Made(case, one, path, read(path)))
        assert found[-1].paper.pages == document.pages
    return tuple(found)


def test_nothing_leaves_the_paper(made: tuple[Made, ...]) -> None:
    assert [(one.case, word) for one in made for word in outside(one.paper)] == []


def test_nothing_stands_over_something_else(made: tuple[Made, ...]) -> None:
    assert [(one.case, *pair) for one in made for pair in overlapping(one.paper)] == []


def test_every_number_of_the_model_is_on_paper(made: tuple[Made, ...]) -> None:
    assert [(one.case, text) for one in made for text in absent(one.report, one.paper)] == []


def test_every_page_with_rows_of_a_table_has_its_head(made: tuple[Made, ...]) -> None:
    assert [(one.case, *place) for one in made for place in headless(one.report, one.paper)] == []


def test_every_page_is_numbered_and_names_its_run(made: tuple[Made, ...]) -> None:
    for one in made:
        for number, text in enumerate(one.paper.texts, start=1):
            assert f"{number}/{one.paper.pages}" in text, (one.case, number)
            assert one.report.meta.run_id in text, (one.case, number)


def test_pages_are_a4_and_turned_as_their_sections_ask(made: tuple[Made, ...]) -> None:
    for one in made:
        wide = {section.orientation == "landscape" for section in one.report.sections}
        assert {size[0] > size[1] for size in one.paper.sizes} == wide, one.case
        assert {tuple(sorted(map(round, size))) for size in one.paper.sizes} == {(595, 842)}, one.case


def test_fonts_are_in_the_file_and_the_outline_names_the_sections(made: tuple[Made, ...]) -> None:
    for one in made:
        assert all(name.split("+")[1].startswith("Noto-Sans-CJK-SC-Cut") and inside for name, inside in fonts(one.path)), one.case
        found = outline(one.path)
        titles = [section.title for section in one.report.sections if section.title]
        assert [title for title, _ in found if title != one.report.meta.contents_title] == titles, one.case
        assert [page for _, page in found] == sorted(page for _, page in found), one.case


def test_two_thousand_rows_are_all_there_in_linear_time(tmp_path: Path) -> None:
    """Four times the rows take about four times as long: no more than six, so that a busy machine does not fail the test."""
    renderer = PdfRenderer(load_theme(), cut_fonts(long_report(5).model_dump_json()))
    renderer.render(long_report(5))
    took = {}
    for rows in (500, 2000):
        before, one = process_time(), long_report(rows)
        document = renderer.render(one)
        took[rows] = process_time() - before
    (tmp_path / "long.pdf").write_bytes(document.content)
    paper = read(tmp_path / "long.pdf")
    assert re.findall(r"P\d{5}(?=Person)", "".join(paper.texts)) == [f"P{number:05d}" for number in range(1, 2001)]
    assert all("Payable" in text for text in paper.texts[2:-1])
    assert took[2000] < 6 * took[500]


def test_marks_stand_on_every_page_and_change_nothing_else(made: tuple[Made, ...]) -> None:
    plain = next(one for one in made if one.case == "individual_scorecard zh-CN demo")
    views = demo_views("zh-CN")
    view = views.view("E071", "person")
    renderer = PdfRenderer(load_theme(), cut_fonts(plain.report.model_dump_json()))
    path = plain.path.with_name("marked.pdf")
    path.write_bytes(renderer.render(marked(plain.report, view, True)).content)
    paper = read(path)
    assert paper.pages == plain.paper.pages
    assert all(f"E071截至{plain.report.meta.as_of}" in text for text in paper.texts)
    assert list(absent(plain.report, paper)) == []
