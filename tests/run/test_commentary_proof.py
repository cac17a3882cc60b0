"""The proofs of commentary on a whole company, every subject, both languages: numbers, words, order, nothing twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reportgen.commentary.lint import banned_words, western_marks, without_quotes
from reportgen.commentary.verify import names_of, unknown_numbers
from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.report import Prose, Report
from reportgen.reports import build_report, find_packs, load_pack
from reportgen.run.commentary import Commentator, Said
from reportgen.run.inputs import read
from reportgen.run.results import Results, compute
from reportgen.run.views.build import Views
from tests.run.alike import blocks, cells, compares, nameless, round_alike, texts

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
DEMO = ROOT / "datasets" / "demo"
PERIODS = ("2025-Q4", "2025-Q3", "2025")


@cache
def results(period: str) -> Results:
    return compute(read(DEMO, period))


@cache
def said(period: str, locale: Locale) -> dict[str, Said]:
    """What is said about every subject to its usual reader."""
    views, commentator = Views(results(period), locale), Commentator(results(period))
    return {one: commentator.say(views, views.view(one)) for one in views.subjects() if views.has_document(one)}


def reports(period: str, locale: Locale) -> Iterator[tuple[str, Report]]:
    """Every report of every subject, each for its own recipient."""
    views, commentator = Views(results(period), locale), Commentator(results(period))
    packs = [pack for pack in (load_pack(path)[0] for path in find_packs().values()) if pack is not None]
    from dataclasses import replace

    for subject in views.subjects():
        level = views.organisation.level(subject)
        if not views.has_document(subject):
            continue
        for pack in packs:
            if level in pack.levels:
                view = views.view(subject, pack.recipient_at(level))
                yield subject, build_report(replace(view, texts=commentator.say(views, view).texts), pack, locale)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("period", PERIODS)
def test_every_number_is_a_facts_and_nothing_banned_is_said(period: str, locale: Locale) -> None:
    everything = said(period, locale)
    assert len(everything) > 240
    for subject, found in everything.items():
        texts = [sentence.text for sentence in found.commentary.sentences()]
        assert len(texts) == len(set(texts)), subject
        for sentence in found.commentary.sentences():
            if sentence.source == "generated":
                assert unknown_numbers(sentence.text, sentence.facts, names_of(sentence.facts)) == (), (subject, sentence.text)
            assert banned_words(sentence.text) == (), (subject, sentence.text)
            assert "{" not in sentence.text and "None" not in sentence.text, sentence.text
            if locale == "zh-CN":
                assert western_marks(without_quotes(sentence.text)) == (), sentence.text


@pytest.mark.parametrize("period", PERIODS)
def test_both_languages_say_the_same_facts_in_the_same_order(period: str) -> None:
    chinese, english = (said(period, locale) for locale in LOCALES)
    assert list(chinese) == list(english)
    for subject, found in chinese.items():
        one, other = (
            [(sentence.kpi_id, sentence.fact_ids, sentence.source) for sentence in each.commentary.sentences()]
            for each in (found, english[subject])
        )
        assert one == other, subject


@pytest.mark.parametrize("locale", LOCALES)
def test_a_report_says_nothing_twice_and_text_and_cell_round_alike(locale: Locale) -> None:
    made = 0
    for subject, report in reports("2025-Q4", locale):
        made += 1
        whole = "\n".join(texts(report))
        if locale == "zh-CN":
            assert western_marks(without_quotes(whole)) == (), subject
        comments = [one for one in said("2025-Q4", locale)[subject].commentary.sentences() if one.source == "generated"]
        for sentence in comments:
            assert whole.count(sentence.text) <= 1, (subject, report.meta.report, sentence.text)
        round_alike(report, {one.kpi_id: nameless(one) for one in reversed(comments) if compares(one)})
    assert made > 300


@pytest.mark.parametrize("locale", LOCALES)
def test_the_number_of_a_note_stands_at_the_row_and_bar_that_it_explains(locale: Locale) -> None:
    seen = 0
    for subject, report in reports("2025-Q4", locale):
        found = list(blocks(report))
        numbers = {item.number for block in found if isinstance(block, Prose) for item in block.items if item.number}
        marks = {
            mark for cell in cells(report) for mark in (cell.note, getattr(cell.graphic, "note", None)) if mark is not None
        }
        assert marks == numbers or not numbers, (subject, report.meta.report)
        seen += bool(numbers)
    assert seen > 250


def test_real_data_too(tmp_path: Path) -> None:
    source = os.environ.get("REPORTGEN_ADVENTUREWORKS") or str(ROOT.parent / "shared" / "data" / "adventureworks")
    if not Path(source).is_dir():
        pytest.skip("the AdventureWorks tables are not here")
    build = ROOT / "datasets" / "adventureworks" / "build.py"
    subprocess.run([sys.executable, str(build), source, str(tmp_path / "aw")], check=True)
    found = compute(read(tmp_path / "aw", "2013-Q3"))
    every: dict[Locale, list[tuple[object, ...]]] = {}
    for locale in LOCALES:
        views, commentator = Views(found, locale), Commentator(found)
        sentences = [
            sentence for one in views.subjects() if views.has_document(one)
            for sentence in commentator.say(views, views.view(one)).commentary.sentences()
        ]
        assert len(sentences) > 150
        for sentence in sentences:
            assert unknown_numbers(sentence.text, sentence.facts, names_of(sentence.facts)) == (), sentence.text
            assert banned_words(sentence.text) == (), sentence.text
        every[locale] = [(sentence.kpi_id, sentence.fact_ids) for sentence in sentences]
    assert every["zh-CN"] == every["en"]
