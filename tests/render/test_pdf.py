"""The PDF: same bytes, subset fonts, counted pages, heads and subtotals on every page of a long table."""

from __future__ import annotations

import logging
import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportgen.formatting import text as formatted
from reportgen.model.errors import WrongCallError
from reportgen.model.report import Report
from reportgen.render.html import Overrides
from reportgen.render.pdf import (
    FontMissingError,
    PdfDocument,
    PdfRenderer,
    RenderError,
    bind,
    cut_fonts,
    join,
    missing_glyphs,
)
from reportgen.themes import load_theme
from tests.render import sample
from tests.render.long import long_report
from tests.render.test_html import cells_of

CHARACTERS = Path(sample.__file__).read_text(encoding="utf-8")
MM = 72 / 25.4


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(load_theme(), cut_fonts(CHARACTERS))


@pytest.fixture(scope="module")
def scorecard(renderer: PdfRenderer) -> PdfDocument:
    return renderer.render(sample.scorecard_zh())


@pytest.fixture(scope="module")
def board(renderer: PdfRenderer) -> PdfDocument:
    return renderer.render(sample.board_en())


@pytest.fixture(scope="module")
def long(renderer: PdfRenderer) -> PdfDocument:
    return renderer.render(long_report(120))


@pytest.fixture(autouse=True)
def no_warning_is_logged(caplog: pytest.LogCaptureFixture) -> object:
    """A logged warning of the layout engine fails the test."""
    logging.getLogger("weasyprint").propagate = True
    yield
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def reader(document: PdfDocument) -> PdfReader:
    return PdfReader(BytesIO(document.content))


def texts(document: PdfDocument) -> list[str]:
    return [page.extract_text() for page in reader(document).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_same_report_same_bytes_whatever_was_set_before(renderer: PdfRenderer, scorecard: PdfDocument) -> None:
    renderer.render(sample.board_en())
    other = PdfRenderer(load_theme(), cut_fonts(CHARACTERS))
    assert renderer.render(sample.scorecard_zh()).content == scorecard.content == other.render(sample.scorecard_zh()).content


def test_pages_are_counted_and_the_mock_fits_its_pages(scorecard: PdfDocument, board: PdfDocument) -> None:
    assert (scorecard.pages, board.pages) == (2, 1)
    assert len(reader(scorecard).pages) == 2
    assert "1 / 2" in texts(scorecard)[0]
    assert "2 / 2" in texts(scorecard)[1]


def test_a_two_page_scorecard_is_small(scorecard: PdfDocument) -> None:
    assert len(scorecard.content) < 120_000


def test_fonts_are_embedded_as_subsets_of_one_family(scorecard: PdfDocument) -> None:
    names = set()
    for page in reader(scorecard).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(str(font.get_object()["/BaseFont"]))
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in descendant["/FontDescriptor"].get_object()
    assert all(re.fullmatch(r"/[A-Z]{6}\+Noto-Sans-CJK-SC-Cut(-Bold)?", name) for name in names)
    assert len(names) == 2


def test_title_author_and_no_clock(scorecard: PdfDocument) -> None:
    pdf = reader(scorecard)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "个人绩效及奖金单 周岚 E10382 2025年度"
    assert pdf.metadata.author == "澄江仪器股份有限公司"
    assert "/CreationDate" not in pdf.metadata
    assert pdf.trailer["/Root"]["/Lang"] == "zh-CN"


def test_bookmarks_lead_to_the_sections(long: PdfDocument) -> None:
    pdf = reader(long)
    outline = [entry for entry in pdf.outline if not isinstance(entry, list)]
    assert [entry.title for entry in outline] == ["Contents", "Key messages", "Reward table", "Company scorecard"]
    assert [pdf.get_destination_page_number(entry) for entry in outline] == [0, 1, 2, 5]
    assert re.search(r"Reward table\s*3\s*Company scorecard\s*6", texts(long)[0])


@pytest.mark.parametrize("name", ["scorecard", "board"])
def test_every_number_of_the_model_is_on_paper(name: str, request: pytest.FixtureRequest) -> None:
    document: PdfDocument = request.getfixturevalue(name)
    report: Report = {"scorecard": sample.scorecard_zh, "board": sample.board_en}[name]()
    words = squeezed("".join(texts(document)))
    for cell in cells_of(report):
        if cell.value not in (None, ""):
            assert squeezed(formatted(cell.value, cell.format, report.meta.locale)) in words
        if cell.graphic is not None:
            assert squeezed(cell.graphic.label) in words


def test_no_text_leaves_the_page(scorecard: PdfDocument, board: PdfDocument, long: PdfDocument) -> None:
    for document in (scorecard, board, long):
        for page in reader(document).pages:
            places: list[tuple[float, float]] = []

            def note(text: str, cm: list[float], tm: list[float], *_: object, found: list[tuple[float, float]] = places) -> None:
                if text.strip():
                    found.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

            page.extract_text(visitor_text=note)
            wide, high = float(page.mediabox.width), float(page.mediabox.height)
            assert places
            assert all(0 <= x <= wide and 0 <= y <= high for x, y in places)


def test_heads_and_running_subtotals_stand_on_every_page_of_a_long_table(long: PdfDocument) -> None:
    pages = texts(long)[2:5]
    assert all("Payable" in page for page in pages)
    first, second, third = (re.findall(r"(Brought|Carried) forward\s+([\d,.]+)", page) for page in pages)
    assert [kind for kind, _ in first] == ["Carried"]
    assert dict(second)["Brought"] == first[0][1]
    assert dict(third)["Brought"] == dict(second)["Carried"]
    assert "Carried" not in dict(third)
    assert "forward" not in texts(long)[5]


def test_no_row_of_a_long_table_is_lost_or_split(long: PdfDocument) -> None:
    found = re.findall(r"P\d{5}", "".join(texts(long)))
    assert found == [f"P{index:05d}" for index in range(1, 121)]


@pytest.mark.parametrize("rows", [39, 40, 41])
def test_a_total_never_stands_alone(renderer: PdfRenderer, rows: int) -> None:
    pages = texts(renderer.render(long_report(rows)))
    last = next(page for page in reversed(pages) if re.search(r"Total\s", page) and "P000" in page)
    assert "Id" in last


def test_characters_without_a_glyph_are_found_and_replaced() -> None:
    assert missing_glyphs("绩效 A ± − \U0001F680\n") == {"\U0001F680"}
    fonts = cut_fonts("x\U0001F680y")
    assert fonts.missing == "\U0001F680"
    assert fonts.shown("x\U0001F680y") == "x〓y"
    assert cut_fonts("绩效").missing == ""


def test_cut_fonts_depend_on_the_characters_alone() -> None:
    assert cut_fonts("绩效效绩") == cut_fonts("效绩")
    assert cut_fonts("绩").digest != cut_fonts("绩效").digest
    assert len(cut_fonts("").regular) < 120_000


def test_missing_fonts_say_how_to_install_them(tmp_path: Path) -> None:
    with pytest.raises(FontMissingError, match="fonts-noto-cjk"):
        cut_fonts("x", (tmp_path,))


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/passwd", "data:text/plain,x", "asset:other.png"])
def test_a_template_reaches_nothing_but_its_pack(address: str) -> None:
    own = Overrides(pack="acme", templates=(("heading.html.j2", f'<img src="{address}" alt=""/>'),))
    renderer = PdfRenderer(load_theme(), cut_fonts(""), overrides=own)
    with pytest.raises(RenderError, match="neither a picture of the document nor a file of its pack"):
        renderer.render(long_report(2))


def test_markup_that_is_not_well_formed_is_still_set() -> None:
    own = Overrides(pack="acme", templates=(("heading.html.j2", "<p>loose<br>words &nbsp; <b>bold"),))
    document = PdfRenderer(load_theme(), cut_fonts(""), overrides=own).render(long_report(2))
    assert "loose" in texts(document)[1]


def test_a_logo_of_the_pack_is_shown() -> None:
    from base64 import b64decode

    dot = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
    own = Overrides(pack="acme", assets=(("logo.png", dot),), logo="logo.png")
    document = PdfRenderer(load_theme(), cut_fonts(""), overrides=own).render(long_report(2))
    assert list(reader(document).pages[0].images)


def test_an_archive_carries_the_data_and_a_tagged_document_its_structure(renderer: PdfRenderer) -> None:
    archive = renderer.render(sample.scorecard_zh(), variant="pdf/a-3b")
    assert reader(archive).attachments["scorecard.csv"] == [b"kpi_id,score\nsales,107.20\n"]
    assert archive == renderer.render(sample.scorecard_zh(), variant="pdf/a-3b")
    tagged = reader(renderer.render(sample.board_en(), variant="pdf/ua-1"))
    assert tagged.trailer["/Root"]["/MarkInfo"]["/Marked"]
    with pytest.raises(WrongCallError):
        renderer.render(sample.board_en(), variant="pdf/x")


def test_a_booklet_keeps_pages_and_bookmarks(scorecard: PdfDocument, board: PdfDocument) -> None:
    booklet = join([scorecard.content, board.content], ["周岚", "Board"], "All")
    pdf = PdfReader(BytesIO(booklet))
    assert len(pdf.pages) == 3
    assert [entry.title for entry in pdf.outline if not isinstance(entry, list)] == ["周岚", "Board"]
    assert booklet == join([scorecard.content, board.content], ["周岚", "Board"], "All")


def test_a_booklet_numbers_its_pages_through(renderer: PdfRenderer) -> None:
    reports = [(sample.scorecard_zh(), renderer), (sample.board_en(), renderer)]
    booklet = bind(reports, "All")
    pages = [page.extract_text() for page in PdfReader(BytesIO(booklet.content)).pages]
    assert booklet.pages == len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"{number}\s*/\s*3", page)
    assert booklet == bind(reports, "All")
    pdf = PdfReader(BytesIO(booklet.content))
    root = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("zh-CN", True)
    assert (pdf.metadata.title, pdf.metadata.author) == ("All", "澄江仪器股份有限公司")
