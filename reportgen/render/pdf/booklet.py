"""Several PDFs as one booklet, each under a bookmark of its own."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter


def join(pdfs: Sequence[bytes], titles: Sequence[str], title: str = "") -> bytes:
    """One PDF of all pages in order; ``titles`` name the first level of bookmarks, each document's own follow below.

    Page numbers stay those of each document: a recipient's page x of y is the same alone and in a booklet.
    """
    writer = PdfWriter()
    for content, name in zip(pdfs, titles, strict=True):
        writer.append(PdfReader(BytesIO(content)), outline_item=name, import_outline=True)
    if title:
        writer.add_metadata({"/Title": title})
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
