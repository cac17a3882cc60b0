"""What stands beneath every page: the word of a draft, and whom the copy is for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model.dataset import Locale
from reportgen.model.view import Name, View
from reportgen.reports.marks import marked
from tests.reports import company
from tests.reports.person import person
from tests.reports.reading import report


def marks(view: View, pack: str, recipient: bool) -> tuple[str, str]:
    meta = marked(report(view, pack, view.locale), view, recipient).meta
    return meta.draft_mark, meta.watermark


@pytest.mark.parametrize(("locale", "word"), [("zh-CN", "草稿"), ("en", "DRAFT")])
def test_only_a_draft_says_so(locale: Locale, word: str) -> None:
    view = replace(person(locale), locale=locale)
    final = replace(view, run=replace(view.run, status="final"))
    draft = replace(view, run=replace(view.run, status="draft"))
    assert marks(draft, "individual_scorecard", False) == (word, "")
    assert marks(final, "individual_scorecard", False) == ("", "")


def test_a_copy_names_its_reader_the_date_and_the_run() -> None:
    view = replace(person("en"), locale="en")
    subject = replace(view.subject, id="P0042", name=Name("顾闻", "Gu Wen"))
    _, words = marks(replace(view, subject=subject), "individual_scorecard", True)
    assert words.split("\u2003") == [
        "Gu Wen P0042", f"As of {view.run.as_of.isoformat()}", f"Run {view.run.run_id}"]


def test_a_unit_is_named_with_its_head() -> None:
    view = replace(company.department_review("en"), locale="en")
    named = replace(view, subject=replace(view.subject, name=Name("西部", "West"), head="Lin Xinyu"))
    assert marks(named, "department_review", True)[1].startswith("West Lin Xinyu\u2003")
