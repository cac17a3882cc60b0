"""The HTML file: self-contained, escaped, complete, well-formed on paper, open to a pack's overrides."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from reportgen.formatting import text as formatted
from reportgen.model.report import Cell, Columns, Item, Prose, Report, Row, Run, Section, Table
from reportgen.render.html import Overrides, TemplateFaultError, render, render_paper
from reportgen.themes import load_theme
from tests.render.long import long_report
from tests.render.sample import board_en, scorecard_zh, word

THEME = load_theme()


def html_of(report: Report, **more: object) -> str:
    return render(report, THEME, **more).decode("utf-8")  # type: ignore[arg-type]


def words_of(page: str) -> str:
    """The text that a reader of the page sees."""
    seen = re.sub(r"<(style|script|title)>.*?</\1>|<span class=\"pad\">.*?</span>", "", page, flags=re.S)
    return unescape(re.sub(r"<[^>]*>", "", seen))


def cells_of(report: Report) -> list[Cell]:
    """Every cell of every table, second lines included."""
    found: list[Cell] = []
    for section in report.sections:
        blocks = [inner for block in section.blocks for inner in (
            [b for column in block.items for b in column.blocks] if isinstance(block, Columns) else [block])]
        for table in (block for block in blocks if isinstance(block, Table)):
            for row in table.rows:
                for cell in row.cells:
                    found += [cell] if cell.second is None else [cell, cell.second]
    return found


@pytest.mark.parametrize("report", [scorecard_zh(), board_en(), long_report(30)], ids=["scorecard", "board", "long"])
def test_every_number_of_the_model_is_in_the_page(report: Report) -> None:
    words = words_of(html_of(report))
    for cell in cells_of(report):
        if cell.value not in (None, ""):
            assert formatted(cell.value, cell.format, report.meta.locale).strip() in words
        if cell.graphic is not None and cell.graphic.label:
            assert cell.graphic.label in words


@pytest.mark.parametrize("report", [scorecard_zh(), board_en(), long_report(30)], ids=["scorecard", "board", "long"])
def test_markup_for_paper_is_well_formed(report: Report) -> None:
    paper = render_paper(report, THEME)
    tree = ElementTree.fromstring(paper.html)
    assert {image.attrib["src"] for image in tree.iter("img")} == set(paper.pictures)
    for picture in paper.pictures.values():
        ElementTree.fromstring(picture)


def test_nothing_is_asked_of_the_network() -> None:
    page = html_of(board_en())
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\((?!data:)|<link|<iframe", page)
    assert "default-src 'none'" in page


def test_the_script_is_the_one_that_the_policy_allows() -> None:
    from base64 import b64encode
    from hashlib import sha256

    page = html_of(board_en())
    script = re.search(r"<script>(.*?)</script>", page, re.S)
    assert script is not None
    assert "sha256-" + b64encode(sha256(script[1].encode()).digest()).decode() in page


def hostile(text: str) -> Report:
    report = board_en()
    meta = report.meta.model_copy(update={"company": text, "title": text, "header": (text,), "confidentiality": text})
    table = Table(id="t", columns=tables_of(report)[0].columns[:1],
                  rows=(Row(cells=(word(text, suffix=text, second=word(text)),)),), footnotes=(text,))
    prose = Prose(items=(Item(runs=(Run(text=text, style="bold"),)),), title=text)
    return Report(meta=meta, sections=(Section(id="s", title=text, blocks=(table, prose)),))


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% raw %}", "a\x00\x0bb\ud800"])
def test_user_text_stays_text(text: str) -> None:
    page = html_of(hostile(text))
    body = page.split("<body ")[1]
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert ">49<" not in body
    assert "\x00" not in page
    ElementTree.fromstring(render_paper(hostile(text), THEME).html)


def test_same_report_same_bytes() -> None:
    assert render(scorecard_zh(), THEME) == render(scorecard_zh(), THEME)


def test_language_title_heads_and_scopes() -> None:
    page = html_of(scorecard_zh())
    assert '<html lang="zh-CN">' in page
    assert "<title>个人绩效及奖金单 周岚 E10382 2025年度</title>" in page
    assert page.count('scope="row"') == sum(len(t.rows) for t in tables_of(scorecard_zh()))
    assert '<th scope="col"' in page
    assert 'aria-labelledby="trace-title"' in page
    assert "<title>销售收入逐月实际与目标</title>" in page


def tables_of(report: Report) -> list[Table]:
    return [block for section in report.sections for outer in section.blocks for block in (
        [b for column in outer.items for b in column.blocks] if isinstance(outer, Columns) else [outer])
        if isinstance(block, Table)]


def test_adjacent_full_width_marks_are_set_closer_on_paper_only() -> None:
    paper, screen = render_paper(scorecard_zh(), THEME).html, html_of(scorecard_zh())
    assert '（暂定<span class="hw">）</span>，' in paper
    assert '2026-01-09）<span class="hw">：</span></span>“收入' in paper.replace('<span class="hw">）</span>', "）")
    assert '<span class="hw">' not in screen


def test_decimals_of_a_column_align() -> None:
    paper = render_paper(board_en(), THEME).html
    assert '<td class="p1">33.9</td>' in paper
    assert '<td class="p02">57</td>' in paper


def test_rows_link_to_the_reports_that_the_reader_may_open() -> None:
    page = html_of(board_en(), links={"Service": "../departments/service/department_review.html"})
    assert '<a href="../departments/service/department_review.html">Service</a>' in page
    assert "Manufacturing</a>" not in page


def test_a_pack_replaces_a_block_and_adds_style() -> None:
    own = Overrides(pack="acme", css=".title { color: #000000; }", templates=(
        ("heading.html.j2", "<h2>Acme: {{ ink.text(block.text) }}</h2>"),))
    page = html_of(long_report(3), overrides=own)
    assert "<h2>Acme: What happened</h2>" in page
    assert ".title { color: #000000; }" in page


@pytest.mark.parametrize(("template", "line", "words"), [
    ("<p>\n{{ block.nothing }}</p>", 2, "nothing"),
    ("<p>{{ block.text", 1, "end of template"),
    ("<p>{{ 1 / 0 }}</p>", 1, "division"),
    ("{{ block.__class__.__mro__ }}", 1, "__"),
    ("{% include 'secret.txt' %}", 1, "secret.txt"),
])
def test_a_fault_of_a_pack_names_file_and_line(template: str, line: int, words: str) -> None:
    own = Overrides(pack="acme", templates=(("heading.html.j2", template),))
    with pytest.raises(TemplateFaultError) as caught:
        html_of(long_report(3), overrides=own)
    assert "acme/heading.html.j2" in str(caught.value)
    assert f"line {line}" in str(caught.value)
    assert words in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_pack_cannot_write_to_the_report() -> None:
    own = Overrides(pack="acme", templates=(("heading.html.j2", "{{ report.model_copy.__globals__ }}"),))
    with pytest.raises(TemplateFaultError):
        html_of(long_report(3), overrides=own)


def test_an_empty_table_says_so() -> None:
    report = board_en()
    table = Table(id="none", columns=(), rows=(), empty="No penalties in this period")
    page = html_of(Report(meta=report.meta, sections=(Section(id="s", title="S", blocks=(table,)),)))
    assert "No penalties in this period" in page


def test_contents_and_watermark() -> None:
    page = html_of(long_report(3))
    assert '<a href="#people-pages">Reward table</a>' in page
    marks = page.split('<div class="watermark" aria-hidden="true">')[1].split("</div>")[0]
    assert re.findall("<text[^>]*>([^<]+)<", marks) == ["DRAFT for Gu Wen"] * 3


def test_a_draft_and_its_recipient_are_named_beneath_the_text() -> None:
    report = board_en()
    assert 'class="watermark"' not in html_of(report)
    meta = report.meta.model_copy(update={"draft_mark": "DRAFT", "watermark": "Gu Wen P0042"})
    marks = html_of(report.model_copy(update={"meta": meta})).split('class="watermark"')[1].split("</svg>")[0]
    assert re.findall("<text[^>]*>([^<]+)<", marks) == ["DRAFT", "Gu Wen P0042", "Gu Wen P0042"]
    assert load_theme().tokens["mark"] in marks


def test_browsers_print_head_and_foot_on_every_page() -> None:
    report = board_en()
    meta = report.meta.model_copy(update={"company": 'A "quoted" & </style> name'})
    page = html_of(report.model_copy(update={"meta": meta}))
    assert page.count("</style>") == 1
    head = page.split("@top-left{content:")[1].split("}")[0]
    assert head.startswith(r'"A \22 quoted\22  \26  \3c /style\3e  name' + "\u2003Board report\u2003Company scorecard")
    foot = "\u2003".join(report.meta.footer)
    assert f'@bottom-left{{content:"{foot}"}}' in page
    assert "@bottom-left{" not in render_paper(report, THEME).html


def test_headings_leave_no_level_out() -> None:
    levels = [int(level or tag) for tag, level in re.findall(r'<h([1-6])(?: aria-level="(\d)")?', html_of(scorecard_zh()))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_where_rows_may_grow_the_axis_is_the_ground_of_the_cell() -> None:
    report = board_en()
    table = tables_of(report)[0]
    wrapped = table.model_copy(update={"columns": (table.columns[0].model_copy(update={"wrap": True}), *table.columns[1:])})
    fixed, grown = (
        render_paper(Report(meta=report.meta, sections=(Section(id="s", title="S", blocks=(one,)),)), THEME).html
        for one in (table, wrapped))
    assert "background:url(picture:" not in fixed
    assert "background:url(picture:" in grown
    assert "mm 100% no-repeat" in grown


def test_a_mark_before_a_numbered_disc_has_a_width_of_its_own() -> None:
    report = board_en()
    table = Table(id="t", columns=tables_of(report)[0].columns[:1],
                  rows=(Row(cells=(word("Sales", mark="§", note=4),)), Row(cells=(word("Profit", mark="§"),))))
    page = html_of(Report(meta=report.meta, sections=(Section(id="s", title="S", blocks=(table,)),)))
    assert '<sup class="d">§</sup> <b class="n">4</b>' in page
    assert "Profit<sup>§</sup>" in page


def test_formulas_break_at_signs_and_never_before_the_result() -> None:
    report = board_en()
    wide = tables_of(report)[0].columns[0].model_copy(update={"wrap": True})
    table = Table(id="t", columns=(wide,), rows=(Row(cells=(word("100×1,877,500÷1,790,000 = 104.89"),)),))
    page = html_of(Report(meta=report.meta, sections=(Section(id="s", title="S", blocks=(table,)),)))
    assert "100×<wbr/>1,877,500÷<wbr/>1,790,000 =\u00a0104.89" in page
