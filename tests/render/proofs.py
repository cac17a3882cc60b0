"""What must hold for every PDF: nothing outside the paper or over something else, heads repeated, all numbers of the model."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from reportgen.formatting import text as formatted
from reportgen.model.report import Report, Table
from tests.render.test_html import cells_of
from tests.reports.reading import tables

MM = 72 / 25.4
#: Millimetres between the text and the edge of the paper, rounded down.
MARGIN = 12.0
_WORD = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">|<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" '
                   r'yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def touches(self, other: Word) -> bool:
        """True where the letters overlap: the middle of the line, without the sides of the glyphs."""
        high, far = (self.bottom - self.top) * 0.3, (other.bottom - other.top) * 0.3
        return (self.left + 0.6 < other.right - 0.6 and other.left + 0.6 < self.right - 0.6
                and self.top + high < other.bottom - far and other.top + far < self.bottom - high)


@dataclass(frozen=True)
class Paper:
    """A PDF as a reader of text sees it: the size of every page in points, its words with their places, its text."""

    sizes: tuple[tuple[float, float], ...]
    words: tuple[tuple[Word, ...], ...]
    texts: tuple[str, ...]

    @property
    def pages(self) -> int:
        return len(self.sizes)


def read(path: Path) -> Paper:
    """The pages of a PDF by pdftotext (poppler-utils, which scripts/setup.sh installs for the tests)."""
    sizes: list[tuple[float, float]] = []
    words: list[list[Word]] = []
    for match in _WORD.finditer(_told(path, "-bbox")):
        if match[1]:
            sizes.append((float(match[1]), float(match[2])))
            words.append([])
        else:
            left, top, right, bottom = (float(match[index]) for index in range(3, 7))
            words[-1].append(Word(len(sizes), left, top, right, bottom, match[7]))
    texts = [squeezed(page) for page in _told(path, "-raw").split("\f")[:len(sizes)]]
    return Paper(tuple(sizes), tuple(map(tuple, words)), tuple(texts))


def _told(path: Path, way: str) -> str:
    return subprocess.run(["pdftotext", way, str(path), "-"], capture_output=True, text=True, check=True).stdout


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def outside(paper: Paper) -> Iterator[Word]:
    """Words that leave the text area at the sides, or the paper above and below."""
    for (wide, high), words in zip(paper.sizes, paper.words, strict=True):
        for word in words:
            if word.left < MARGIN * MM or word.right > wide - MARGIN * MM or word.top < 0 or word.bottom > high:
                yield word


def overlapping(paper: Paper) -> Iterator[tuple[str, str, int]]:
    """Pairs of words of more than one letter that stand over each other, with their page."""
    for page, words in enumerate(paper.words, start=1):
        ordered = sorted((word for word in words if len(word.text) > 1), key=lambda word: word.top)
        for index, word in enumerate(ordered):
            for other in ordered[index + 1:]:
                if other.top >= word.bottom:
                    break
                if word.touches(other):
                    yield word.text, other.text, page


def absent(report: Report, paper: Paper) -> Iterator[str]:
    """Figures of the model, in cells and in their pictures, that no page shows."""
    shown = "".join(paper.texts)
    for cell in cells_of(report):
        if isinstance(cell.value, str) or cell.value is None:
            continue
        text = squeezed(formatted(cell.value, cell.format, report.meta.locale))
        if text not in shown:
            yield f"{cell.ref}: {text}"
        if cell.graphic is not None and squeezed(cell.graphic.label) not in shown:
            yield f"{cell.ref}: {cell.graphic.label}"


def headless(report: Report, paper: Paper) -> Iterator[tuple[str, int]]:
    """Long tables and pages that hold rows of them without their head: rows are known by words that occur once."""
    everything = "".join(paper.texts)
    for table, _ in tables(report):
        names = [name for name in _names(table) if len(name) > 3 and everything.count(name) == 1]
        head = [squeezed(line) for column in table.columns if column.scale is None for line in column.head]
        for page, text in enumerate(paper.texts, start=1):
            if any(name in text for name in names) and not all(line in text for line in head):
                yield table.id, page


def _names(table: Table) -> Sequence[str]:
    return [squeezed(str(row.cells[0].value)) for row in table.rows if row.role == "body" and row.cells[0].value is not None]


def fonts(path: Path) -> Iterator[tuple[str, bool]]:
    """Every font of a PDF by name, and whether its program is in the file."""
    for page in PdfReader(path).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            yield str(font.get_object()["/BaseFont"]), "/FontFile3" in descendant["/FontDescriptor"].get_object()


def outline(path: Path) -> list[tuple[str, int]]:
    """Bookmarks of the first level with the index of their page."""
    pdf = PdfReader(path)
    return [(str(entry.title), pdf.get_destination_page_number(entry) or 0) for entry in pdf.outline
            if not isinstance(entry, list)]
