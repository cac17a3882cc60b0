"""Reports to PDF: one renderer per worker keeps the parsed stylesheet, the fonts and the font configuration."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from reportgen.model.errors import ReportgenError, unknown
from reportgen.model.report import Report
from reportgen.render.html import Overrides, Paper, render_paper
from reportgen.render.pdf.fetching import OwnParts, RefusedAddressError
from reportgen.render.pdf.finishing import finish
from reportgen.render.pdf.fonts import FontSet
from reportgen.render.pdf.setting import TreeDocument, undisturbed
from reportgen.themes import Theme

#: PDF variants offered on request; an empty name is a plain PDF.
VARIANTS = ("pdf/ua-1", "pdf/a-3b", "pdf/a-2b", "pdf/a-3a", "pdf/a-3u")

_NUMBERED = '@page :first {{ counter-reset: page {first} }} @page {{ @bottom-right {{ content: counter(page) " / {total}" }} }}'
_FACE = '@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("font:{file}"); }}\n'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report stands in a booklet: the number of its first page, and of all pages."""

    first: int
    total: int


class RenderError(ReportgenError):
    """A report that could not be set; the message says why."""


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A PDF as bytes, and how many pages it has."""

    content: bytes = field(repr=False)
    pages: int


class PdfRenderer:
    """Sets reports in one theme, one set of fonts and one pack's overrides. Same report, same bytes."""

    def __init__(self, theme: Theme, fonts: FontSet, *, overrides: Overrides | None = None) -> None:
        self._theme, self._fonts, self._overrides = theme.in_family(fonts.family), fonts, overrides or Overrides()
        files = {"regular": fonts.regular, "bold": fonts.bold}
        self._parts = OwnParts(dict(self._overrides.assets), files)
        self._configuration = FontConfiguration()
        faces = _FACE.format(family=fonts.family, weight=400, file="regular") + _FACE.format(
            family=fonts.family, weight=700, file="bold")
        self._css_text = faces + self._theme.print_css + self._overrides.css
        self._css = weasyprint.CSS(string=self._css_text, font_config=self._configuration, url_fetcher=self._parts)

    def render(self, report: Report, *, variant: str = "", place: Place | None = None) -> PdfDocument:
        """The report as PDF: subset fonts, bookmarks, title, author and language; tagged or archival where asked.

        ``place`` numbers the pages as a part of a booklet. Raises RenderError where a picture or asset is missing,
        WrongCallError for an unknown variant.
        """
        if variant and variant not in VARIANTS:
            raise unknown("PDF variant", variant, VARIANTS)
        paper = self._in_glyphs(render_paper(report, self._theme, overrides=self._overrides))
        self._parts.show(paper.pictures)
        options = self._options(report, variant)
        options["pdf_identifier"] = self._identifier(paper, report, variant)
        try:
            with undisturbed():
                document = self._source(paper).render(self._configuration, stylesheets=self._styles(place), **options)
                content = document.write_pdf(finisher=finish, **options)
        except RefusedAddressError as error:
            raise RenderError(f"{report.meta.report} of {report.meta.subject_id}: {error}",
                              "Put the file into the pack and name it there") from error
        return PdfDocument(content, len(document.pages))

    def _styles(self, place: Place | None) -> list[weasyprint.CSS]:
        if place is None:
            return [self._css]
        numbered = _NUMBERED.format(first=place.first, total=place.total)
        return [self._css, weasyprint.CSS(string=numbered, font_config=self._configuration, url_fetcher=self._parts)]

    def _in_glyphs(self, paper: Paper) -> Paper:
        """The same paper with the substitute sign for characters that the fonts cannot show."""
        if not self._fonts.missing:
            return paper
        shown = self._fonts.shown
        return replace(paper, html=shown(paper.html), pictures={name: shown(text) for name, text in paper.pictures.items()})

    def _source(self, paper: Paper) -> weasyprint.HTML:
        try:
            return TreeDocument(paper.html, self._parts)
        except ElementTree.ParseError:
            return weasyprint.HTML(string=paper.html, url_fetcher=self._parts)

    def _options(self, report: Report, variant: str) -> dict[str, Any]:
        if not variant:
            return {}
        options: dict[str, Any] = {"pdf_variant": variant, "pdf_tags": True}
        if variant.startswith("pdf/a-3") and report.attachments:
            made = datetime.combine(report.meta.as_of, time())
            options["attachments"] = [
                weasyprint.Attachment(string=item.text, name=item.name, description=item.description, created=made,
                                      modified=made, relationship="Data", url_fetcher=self._parts)
                for item in report.attachments]
        return options

    def _identifier(self, paper: Paper, report: Report, variant: str) -> bytes:
        """A file identifier made of everything that decides the bytes."""
        digest = sha256()
        for part in (variant, self._fonts.digest, self._css_text, paper.html, *paper.pictures.values(),
                     *(item.text for item in report.attachments)):
            digest.update(part.encode("utf-8") + b"\0")
        return digest.hexdigest()[:32].encode("ascii")
