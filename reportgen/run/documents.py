"""Make one recipient's documents from a view: commentary, report model, bytes. Runs in a worker that holds nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model.dataset import Locale
from reportgen.model.report import Report
from reportgen.model.view import View

if TYPE_CHECKING:
    from reportgen.render.html import Overrides
    from reportgen.render.pdf import FontSet, PdfRenderer
    from reportgen.reports.pack import Pack, Watermark
    from reportgen.themes import Theme

EXTENSIONS = {"pdf": "pdf", "xlsx": "xlsx", "html": "html"}
#: File name of a review bound with its members' scorecards.
BOOKLET = "department_booklet"


@dataclass(frozen=True, slots=True)
class Order:
    """Documents to make of one view, its texts in it: report names and formats.

    ``missing``: KPIs without the comment that a final report needs. ``problem``: why nothing can be made. ``bound``: the
    orders whose first reports follow this one's in a booklet; None for documents of their own.
    """

    view: View
    reports: tuple[str, ...]
    formats: tuple[str, ...]
    locale: Locale
    missing: tuple[str, ...] = ()
    problem: str = ""
    bound: tuple[Order, ...] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """One finished document, or the reason why there is none."""

    subject_id: str
    level: str
    report: str
    format: str
    locale: Locale
    content: bytes = b""
    pages: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every document of a run shares; sent once to each worker. ``watermark`` overrules the packs."""

    packs: Mapping[str, Path]
    theme: str = "default"
    fonts: FontSet | None = None
    pdf_variant: str | None = None
    watermark: Watermark | None = None


@dataclass
class Maker:
    """Makes documents; keeps parsed packs, the theme and the PDF renderer between them."""

    workshop: Workshop
    _packs: dict[str, Pack] = field(default_factory=dict)
    _renderers: dict[str, PdfRenderer] = field(default_factory=dict)
    _overrides: dict[str, Overrides] = field(default_factory=dict)

    @cached_property
    def theme(self) -> Theme:
        from reportgen.themes import load_theme

        return load_theme(self.workshop.theme)

    def pdf(self, name: str) -> PdfRenderer:
        """The renderer of a pack, kept: it has parsed the stylesheet and loaded the cut fonts."""
        from reportgen.render.pdf import PdfRenderer

        if name not in self._renderers:
            assert self.workshop.fonts is not None
            self._renderers[name] = PdfRenderer(self.theme, self.workshop.fonts, overrides=self.overrides(name))
        return self._renderers[name]

    def overrides(self, name: str) -> Overrides:
        """What the pack replaces of pages and style; nothing for most."""
        from reportgen.run.overrides import pack_overrides

        if name not in self._overrides:
            folder = self.workshop.packs.get(name)
            self._overrides[name] = pack_overrides(folder) if folder is not None else pack_overrides(None)
        return self._overrides[name]

    def pack(self, name: str) -> Pack:
        """A checked pack (the run has refused faulty ones before any document is made)."""
        from reportgen.reports import load_pack

        if name not in self._packs:
            pack, findings = load_pack(self.workshop.packs[name])
            if pack is None:
                raise ValueError(f"pack {name} has {len(findings)} faults")
            self._packs[name] = pack
        return self._packs[name]

    def report(self, order: Order, name: str) -> Report:
        """The report model of one report of a view."""
        from reportgen.reports import build_report
        from reportgen.reports.marks import marked

        pack = self.pack(name)
        asked = self.workshop.watermark or pack.watermark
        return marked(build_report(order.view, pack, order.locale), order.view, asked == "recipient")

    def make(self, order: Order) -> tuple[Made, ...]:
        """Every document of an order. A document that fails is named with its reason; the others are made."""
        if order.problem:
            failed = RuntimeError(order.problem)
            return tuple(self._failed(order, name, form, failed) for name in order.reports for form in order.formats)
        if order.bound is not None:
            return (self._booklet(order, order.bound),)
        found: list[Made] = []
        for name in order.reports:
            try:
                report = self.report(order, name)
            except Exception as error:  # one broken subject never stops the others
                found += [self._failed(order, name, form, error) for form in order.formats]
                continue
            for form in order.formats:
                try:
                    found.append(self._render(order, name, form, report))
                except Exception as error:  # as above, per format
                    found.append(self._failed(order, name, form, error))
        return tuple(found)

    def _booklet(self, order: Order, members: Sequence[Order]) -> Made:
        from reportgen.render.pdf import bind

        subject = order.view.subject
        try:
            parts = [(self.report(part, part.reports[0]), self.pdf(part.reports[0])) for part in (order, *members)]
            document = bind(parts, f"{parts[0][0].meta.title} {parts[0][0].meta.subject_name}")
        except Exception as error:  # a booklet that fails is named like any other document
            return self._failed(order, BOOKLET, "pdf", error)
        return Made(subject.id, subject.level, BOOKLET, "pdf", order.locale, document.content, document.pages)

    def _render(self, order: Order, name: str, form: str, report: Report) -> Made:
        content, pages = self.render(report, form)
        subject = order.view.subject
        return Made(subject.id, subject.level, name, form, order.locale, content, pages)

    def render(self, report: Report, form: str) -> tuple[bytes, int | None]:
        """The bytes of one format, and the pages of a PDF."""
        if form == "pdf":
            document = self.pdf(report.meta.report).render(report, variant=self.workshop.pdf_variant or "")
            return document.content, document.pages
        if form == "xlsx":
            from reportgen.render.xlsx import render as render_xlsx

            return render_xlsx(report), None
        from reportgen.render.html import render as render_html

        return render_html(report, self.theme, overrides=self.overrides(report.meta.report)), None

    @staticmethod
    def _failed(order: Order, name: str, form: str, error: Exception) -> Made:
        subject = order.view.subject
        reason = f"{type(error).__name__}: {error}".strip()
        return Made(subject.id, subject.level, name, form, order.locale, problem=reason.split("\n")[0][:300])


# ------------------------------------------------------------------ worker processes
_maker: Maker | None = None


def start_worker(workshop: Workshop) -> None:
    """Make this process a worker of the run."""
    global _maker  # noqa: PLW0603 - a process pool gives its workers no other place
    _maker = Maker(workshop)


def work(order: Order) -> Sequence[Made]:
    """Make an order in a worker."""
    assert _maker is not None
    return _maker.make(order)
