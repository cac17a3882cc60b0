"""Tagged and archive documents of every pack: structure, words for pictures, fonts that hold what pages show, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from pypdf import PdfReader

from reportgen.model.dataset import LOCALES
from reportgen.model.report import Report
from reportgen.render.pdf import PdfRenderer, cut_fonts
from reportgen.themes import load_theme
from tests.render.long import long_report
from tests.reports.reading import report
from tests.reports.test_build import VIEWS

_MARKED = re.compile(rb"/MCID (\d+)")


@dataclass(frozen=True)
class Element:
    """An element of the structure: its kind, its object, and its number of table it stands in."""

    kind: str
    made: Any
    table: int


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    every = [report(make(locale), name, locale) for name, make in VIEWS.items() for locale in LOCALES]
    return PdfRenderer(load_theme(), cut_fonts("".join(one.model_dump_json() for one in [*every, long_report(80)])))


@pytest.fixture(scope="module")
def tagged(renderer: PdfRenderer) -> dict[str, tuple[Report, PdfReader]]:
    """Every pack in both languages as PDF/UA."""
    found = {}
    for name, make in VIEWS.items():
        for locale in LOCALES:
            one = report(make(locale), name, locale)
            found[f"{name} {locale}"] = one, PdfReader(BytesIO(renderer.render(one, variant="pdf/ua-1").content))
    return found


def elements(pdf: PdfReader) -> list[Element]:
    """The structure in reading order."""
    found: list[Element] = []

    def walk(made: Any, table: int) -> None:
        kind = str(made["/S"])
        table = len(found) if kind == "/Table" else table
        found.append(Element(kind, made, table))
        for kid in made.get("/K", ()):
            inner = kid.get_object()
            if not isinstance(inner, int) and inner.get("/Type") == "/StructElem":
                walk(inner, table)

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object(), 0)
    return found


def cid_fonts(pdf: PdfReader) -> Iterator[tuple[Any, dict[int, float]]]:
    """Fonts with the widths of the glyphs that pages show, by number."""
    seen = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            made = font.get_object()["/DescendantFonts"][0].get_object()
            if str(font.get_object()["/BaseFont"]) not in seen:
                seen.add(str(font.get_object()["/BaseFont"]))
                runs = list(made["/W"])
                yield made, {int(first) + step: float(wide) for first, widths in zip(runs[::2], runs[1::2], strict=True)
                             for step, wide in enumerate(widths)}


Tagged = dict[str, tuple[Report, PdfReader]]


def test_the_document_says_what_it_is(tagged: Tagged) -> None:
    for case, (one, pdf) in tagged.items():
        root = pdf.trailer["/Root"]
        assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
            one.meta.locale, True, True), case
        assert pdf.metadata is not None
        assert pdf.metadata.title == " ".join(one.meta.header), case
        words = root["/Metadata"].get_data().decode()
        assert 'pdfuaid:part="1"' in words, case
        assert f">{' '.join(one.meta.header)}<".replace("&", "&amp;") in words, case


def test_headings_begin_with_the_first_level_and_leave_none_out(tagged: Tagged) -> None:
    for case, (_, pdf) in tagged.items():
        levels = [int(one.kind[2:]) for one in elements(pdf) if re.fullmatch("/H[1-6]", one.kind)]
        assert levels[0] == 1, case
        assert all(after <= before + 1 for before, after in pairwise(levels)), case


def test_every_head_cell_has_a_direction_and_every_table_heads(tagged: Tagged) -> None:
    for case, (_, pdf) in tagged.items():
        found = elements(pdf)
        heads = [one for one in found if one.kind == "/TH"]
        assert {str(one.made["/A"]["/Scope"]) for one in heads} <= {"/Column", "/Row"}, case
        assert {one.table for one in found if one.kind == "/Table"} == {one.table for one in heads}, case
        known = {bytes(str(one.made["/ID"]), "ascii") for one in heads if "/ID" in one.made}
        for one in found:
            if one.kind == "/TD" and "/Headers" in one.made["/A"]:
                assert {bytes(str(head), "ascii") for head in one.made["/A"]["/Headers"]} <= known, case


def test_every_picture_has_words(tagged: Tagged) -> None:
    for case, (_, pdf) in tagged.items():
        for one in elements(pdf):
            if one.kind == "/Figure":
                assert re.search(r"[^\W\d_]{2}", str(one.made["/Alt"])), (case, one.made["/Alt"])


def test_a_picture_says_row_column_figure_and_effect(renderer: PdfRenderer) -> None:
    one = report(VIEWS["individual_scorecard"]("zh-CN"), "individual_scorecard", "zh-CN")
    pdf = PdfReader(BytesIO(renderer.render(one, variant="pdf/ua-1").content))
    said = [str(found.made["/Alt"]) for found in elements(pdf) if found.kind == "/Figure"]
    assert any(re.fullmatch("销售收入，.*对总分的贡献.*：\\+2.80，有利", words) for words in said), said


def test_all_content_is_tagged_or_decoration(tagged: Tagged) -> None:
    for case, (_, pdf) in tagged.items():
        numbers = pdf.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
        for page in pdf.pages:
            held = parents[int(page["/StructParents"])].get_object()
            marks = {int(mark) for mark in _MARKED.findall(page.get_contents().get_data())}
            named = {index for index, parent in enumerate(held) if str(parent) != "NullObject"}
            assert marks == named, case


def test_a_table_over_several_pages_is_one_table(renderer: PdfRenderer) -> None:
    pdf = PdfReader(BytesIO(renderer.render(long_report(80), variant="pdf/ua-1").content))
    found = elements(pdf)
    longest = max((one.table for one in found if one.kind == "/TR"), key=[one.table for one in found if one.kind == "/TR"].count)
    rows = [one for one in found if one.kind == "/TR" and one.table == longest]
    heads = [one for one in found if one.kind == "/TH" and one.table == longest and str(one.made["/A"]["/Scope"]) == "/Column"]
    assert (len(rows), len(heads)) == (82, 5)


def test_fonts_hold_every_glyph_that_pages_show_at_its_width(tagged: Tagged) -> None:
    for case, (_, pdf) in tagged.items():
        for made, widths in cid_fonts(pdf):
            assert (made["/Subtype"], "/CIDToGIDMap" in made) == ("/CIDFontType0", False), case
            font = CFFFontSet()
            font.decompile(BytesIO(made["/FontDescriptor"]["/FontFile3"].get_data()), None)
            charset, glyphs = font[0].charset, font[0].CharStrings
            assert 0 not in widths, case
            for number, wide in widths.items():
                assert charset[number] == f"cid{number:05d}", case
                glyphs[charset[number]].draw(NullPen())
                assert abs(glyphs[charset[number]].width - wide) <= 1, case


def test_an_archive_document_is_whole_in_itself(renderer: PdfRenderer) -> None:
    one = report(VIEWS["individual_scorecard"]("zh-CN"), "individual_scorecard", "zh-CN")
    pdf = PdfReader(BytesIO(renderer.render(one, variant="pdf/a-3b").content))
    root = pdf.trailer["/Root"]
    (intent,) = root["/OutputIntents"]
    assert (intent["/S"], intent["/DestOutputProfile"]["/N"]) == ("/GTS_PDFA1", 3)
    words = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in words
    assert 'pdfaid:conformance="B"' in words
    (file,) = (item.get_object() for item in root["/AF"])
    held = file["/EF"]["/F"].get_object()
    assert (file["/AFRelationship"], held["/Subtype"]) == ("/Data", "/text/csv")
    assert held.get_data().decode() == one.attachments[0].text
    assert file["/Desc"] == one.attachments[0].description
    assert "/ID" in pdf.trailer
    assert not pdf.is_encrypted
    assert {"/JavaScript", "/OpenAction", "/AA"}.isdisjoint(root)
    for made, _ in cid_fonts(pdf):
        assert "/FontFile3" in made["/FontDescriptor"]
    for page in pdf.pages:
        for form in page["/Resources"].get("/XObject", {}).values():
            group = form.get_object().get("/Group")
            assert group is None or str(group["/CS"][0]) == "/ICCBased"
            assert "/SMask" not in form.get_object()
