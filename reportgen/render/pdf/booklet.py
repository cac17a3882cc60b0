"""Several reports as one booklet: each under a bookmark of its own, pages numbered through."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from reportgen.model.report import Report
from reportgen.render.pdf.renderer import PdfDocument, PdfRenderer, Place


def bind(reports: Sequence[tuple[Report, PdfRenderer]], title: str) -> PdfDocument:
    """The reports in order as one PDF with its own page x of y; bookmarks name title and subject of each.

    Every report is set twice: the pages of all must be known before one can be numbered.
    """
    counts = [renderer.render(report).pages for report, renderer in reports]
    total = sum(counts)
    parts = []
    first = 1
    for (report, renderer), pages in zip(reports, counts, strict=True):
        parts.append(renderer.render(report, place=Place(first, total)).content)
        first += pages
    titles = [f"{report.meta.title} {report.meta.subject_name}" for report, _ in reports]
    meta = reports[0][0].meta
    return PdfDocument(join(parts, titles, title, (meta.locale, meta.company, meta.engine)), total)


def join(pdfs: Sequence[bytes], titles: Sequence[str], title: str = "", made: tuple[str, str, str] = ("", "", "")) -> bytes:
    """One PDF of all pages in order; ``titles`` name the first level of bookmarks, each document's own follow below.

    ``made``: the language, the author and the program that the file's properties name.
    """
    writer = PdfWriter()
    for content, name in zip(pdfs, titles, strict=True):
        writer.append(PdfReader(BytesIO(content)), outline_item=name, import_outline=True)
    language, author, creator = made
    known = {"/Title": title, "/Author": author, "/Creator": creator}
    writer.add_metadata({key: value for key, value in known.items() if value})
    if language:
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    if title:
        writer.create_viewer_preferences().display_doctitle = True
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
