"""A whole report as one HTML document: a self-contained file for screens, or bare markup with its pictures for paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from mimetypes import guess_type
from types import MappingProxyType

from jinja2 import TemplateError
from markupsafe import Markup

from reportgen.charts import Style, draw_chart, text_width
from reportgen.model.report import Chart, Item, Meta, Prose, Report, Run, Table
from reportgen.render.html.cells import Ink
from reportgen.render.html.overrides import Overrides, environment, fault
from reportgen.render.html.pictures import Pictures
from reportgen.render.html.tables import TableMarkup, written_table
from reportgen.render.html.watermark import watermark
from reportgen.render.html.writing import clean
from reportgen.themes import Theme

_NO_LINKS: Mapping[str, str] = MappingProxyType({})
#: Between the parts of a head or foot in a margin box.
_GAP = "\u2003"
#: What an item takes beyond its text, in widths of a letter: the rest of its last line.
_PER_ITEM = 18.0
_RUN_TAG = {"bold": ("<b>", "</b>"), "muted": ('<span class="m">', "</span>"),
            "favourable": ('<span class="fav">', "</span>"), "unfavourable": ('<span class="unf">', "</span>"),
            "whole": ('<span class="whole">', "</span>"), "": ("", "")}


@dataclass(frozen=True, slots=True)
class Paper:
    """Markup for paper without its stylesheet, and the SVG pictures that it names."""

    html: str
    pictures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Desk(Ink):
    """What block templates call ``ink``: it writes text, runs, values, tables and charts of the model as markup."""

    links: Mapping[str, str]

    @property
    def filter_word(self) -> str:
        """What the search box of a long table is called on screens."""
        return "筛选" if self.locale == "zh-CN" else "Filter"

    def runs(self, runs: tuple[Run, ...]) -> Markup:
        """Stretches of text in their styles."""
        parts = []
        for run, behind in zip(runs, [*runs[1:], None], strict=True):
            opened, closed = _RUN_TAG[run.style]
            parts.append(f"{opened}{self.text(run.text, behind.text[:1] if behind else '')}{closed}")
        return Markup("".join(parts))

    def table(self, table: Table) -> TableMarkup:
        """Column widths, head and rows of a table."""
        return written_table(table, self, self.links)

    def stacks(self, prose: Prose) -> list[tuple[Item, ...]]:
        """Paragraphs or notes in as many stacks as the block has columns, in order and about equally long."""
        lengths = [sum(text_width(run.text, 1.0) for run in item.runs) + _PER_ITEM for item in prose.items]
        return [tuple(prose.items[a:b]) for a, b in _balanced(lengths, prose.columns)]

    def margins(self, meta: Meta) -> Markup:
        """Head and foot of every page as browsers print them: words of margin boxes."""
        boxes = {"top-left": (meta.company, *meta.header), "top-right": (meta.status_text, meta.confidentiality),
                 "bottom-left": meta.footer}
        rules = "".join(f"@{box}{{content:{_css_string(_GAP.join(filter(None, words)))}}}" for box, words in boxes.items())
        return Markup(f"@supports (interpolate-size:allow-keywords){{@page{{{rules}}}}}")

    def watermark(self, meta: Meta) -> Markup:
        """What stands beneath the text of every page."""
        return self.pictures.place(watermark(meta, self.style), "")

    def chart(self, chart: Chart) -> Markup:
        """The picture of a chart; its alternative text on paper begins with its title."""
        svg = draw_chart(chart.spec, chart.width, chart.height, chart.alt, self.style)
        colon = "：" if self.locale == "zh-CN" else ": "
        return self.pictures.place(svg, f"{chart.title}{colon}{chart.alt}" if chart.title and chart.alt else chart.alt)


def _balanced(lengths: list[float], columns: int) -> list[tuple[int, int]]:
    """Consecutive ranges, one per column, such that the longest is as short as can be; the first ones are filled first."""
    if columns <= 1 or len(lengths) <= 1:
        return [(0, len(lengths))]
    candidates = sorted({sum(lengths[a:b]) for a in range(len(lengths)) for b in range(a + 1, len(lengths) + 1)})
    for most in candidates:
        ranges, start, held = [], 0, 0.0
        for index, length in enumerate(lengths):
            if held + length > most + 1e-9 and index > start:
                ranges.append((start, index))
                start, held = index, 0.0
            held += length
        ranges.append((start, len(lengths)))
        if max(lengths) <= most + 1e-9 and len(ranges) <= columns:
            return ranges
    return [(0, len(lengths))]


def render(report: Report, theme: Theme, *, overrides: Overrides | None = None,
           links: Mapping[str, str] = _NO_LINKS) -> bytes:
    """One self-contained HTML file: styles, pictures and script inside, no request to anywhere.

    ``links`` maps the report ids of table rows to relative addresses; a row without one is plain text.
    Raises TemplateFaultError with pack, file and line for a template that fails.
    """
    own = overrides or Overrides()
    html = _page(report, theme, own, Pictures(paper=False), links)
    return html.encode("utf-8")


def render_paper(report: Report, theme: Theme, *, overrides: Overrides | None = None) -> Paper:
    """The same document for a paper renderer: well-formed markup, pictures beside it, the stylesheet applied elsewhere."""
    pictures = Pictures(paper=True)
    html = _page(report, theme, overrides or Overrides(), pictures, _NO_LINKS)
    return Paper(html, pictures.by_url)


def _page(report: Report, theme: Theme, overrides: Overrides, pictures: Pictures, links: Mapping[str, str]) -> str:
    desk = Desk(report.meta.locale, Style.of(theme.tokens, anchored=not pictures.paper), pictures, links)
    script, digest = _script()
    names = {
        "report": report, "meta": report.meta, "ink": desk, "paper": pictures.paper, "script": script, "digest": digest,
        "css": Markup((theme.css + overrides.css).replace("</", "<\\/")), "logo": _logo(overrides, pictures.paper),
    }
    try:
        return environment(overrides.templates).get_template("page.html.j2").render(names)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        if not overrides.templates:
            raise
        raise fault(error, overrides) from error


def _css_string(words: str) -> str:
    """A string of a style sheet that cannot end early, whatever it holds."""
    return '"' + "".join(f"\\{ord(char):x} " if char in '"\\<>&' else char for char in clean(words)) + '"'


def _logo(overrides: Overrides, paper: bool) -> str:
    """Address of the pack's logo: its name on paper, its bytes in a file for screens."""
    if not overrides.logo:
        return ""
    if paper:
        return f"asset:{overrides.logo}"
    content = dict(overrides.assets)[overrides.logo]
    kind = guess_type(overrides.logo)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(content).decode()}"


@cache
def _script() -> tuple[Markup, str]:
    """The script of the package, and the digest by which the file's own policy allows it."""
    text = files("reportgen.render.html").joinpath("script.js").read_text(encoding="utf-8").strip()
    return Markup(text), "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
