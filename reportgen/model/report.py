"""The report model: one frozen, JSON-able tree. A renderer prints it and computes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from reportgen.model.chart import CellGraphic, ChartSpec, Effect, GraphicScale, Node
from reportgen.model.dataset import Locale
from reportgen.model.format import Format

Value = Decimal | int | date | str | None


class Run(Node):
    """A stretch of text in one style. ``whole``: on paper it does not break over lines."""

    text: str
    style: Literal["", "bold", "muted", "favourable", "unfavourable", "whole"] = ""


class Cell(Node):
    """A value, how to print it, and where it stands in the results (``table/period/subject/key#column``).

    ``second`` is a small second line; ``mark`` hangs behind the figure (†, *); ``note`` is the number of a comment;
    ``shade`` is a heat level (1 below target, 2 far below); ``span`` joins columns to the right in print only.
    """

    value: Value = None
    format: Format = Format()
    ref: str = ""
    effect: Effect = ""
    style: Literal["", "bold", "muted"] = ""
    mark: str = ""
    note: int | None = None
    second: Cell | None = None
    suffix: str = ""
    prefix: str = ""
    shade: Literal[0, 1, 2] = 0
    span: int = 1
    graphic: CellGraphic | None = None


class Column(Node):
    """A table column: head lines, width in millimetres of the page (they sum to the block's width), alignment.

    ``group`` is a head above neighbouring columns of the same group. ``scale`` is set for graphic columns.
    ``total`` says that body rows of this column add up to the rows marked subtotal and total (checked in Excel and tests).
    ``wrap``: a text that is wider than the column takes several lines and its row grows.
    """

    key: str
    head: tuple[str, ...]
    width: Decimal
    align: Literal["left", "right", "centre"] = "right"
    group: str = ""
    scale: GraphicScale | None = None
    decimals: int | None = None
    total: bool = False
    carry: bool = False
    wrap: bool = False


class Row(Node):
    """A table row. ``level`` indents; ``group`` heads name what follows; ``link`` is a subject's report (id) in HTML.

    ``carry`` is the printed running subtotal after this row, for a page break behind it (with ``Table.carried_forward``).
    """

    cells: tuple[Cell, ...]
    role: Literal["body", "subtotal", "total", "of_which", "group", "point"] = "body"
    level: int = 0
    link: str = ""
    carry: str = ""


class Heading(Node):
    kind: Literal["heading"] = "heading"
    text: str
    detail: str = ""
    level: Literal[2, 3] = 2


class KeyValue(Node):
    label: str
    cell: Cell


class KeyValues(Node):
    kind: Literal["key_values"] = "key_values"
    items: tuple[KeyValue, ...]
    columns: int = 2


class Card(Node):
    """A figure that may be large: value, unit word, and lines below."""

    label: str = ""
    cell: Cell
    unit: str = ""
    lines: tuple[tuple[Run, ...], ...] = ()
    hero: bool = False


class Cards(Node):
    kind: Literal["cards"] = "cards"
    items: tuple[Card, ...]


class Table(Node):
    """``density``: dense 4 mm rows, normal 6, two-line 10, trace 8. ``id`` is unique in the report (anchors, sheet names)."""

    kind: Literal["table"] = "table"
    id: str
    title: str = ""
    detail: str = ""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    density: Literal["dense", "normal", "two", "trace"] = "normal"
    footnotes: tuple[str, ...] = ()
    empty: str = ""
    carried_forward: str = ""
    brought_forward: str = ""


class Chart(Node):
    """A chart with its title, size in millimetres and alternative text made from the same facts."""

    kind: Literal["chart"] = "chart"
    id: str
    title: str = ""
    detail: str = ""
    spec: ChartSpec
    width: Decimal
    height: Decimal
    alt: str
    note: str = ""


class Item(Node):
    """A paragraph; ``number`` is its note number, shown at the row or bar that it explains."""

    runs: tuple[Run, ...]
    number: int | None = None


class Prose(Node):
    """Text. ``message`` is the page's one-line message, ``title`` the three title lines, ``notes`` numbered comments,
    ``checklist`` actions with a box, ``footnote`` small print."""

    kind: Literal["prose"] = "prose"
    role: Literal["message", "title", "paragraphs", "notes", "checklist", "footnote"] = "paragraphs"
    title: str = ""
    detail: str = ""
    items: tuple[Item, ...]
    columns: int = 1


class Signature(Node):
    """Lines to sign: the first is ``wide`` (the person's own comment) when given."""

    kind: Literal["signature"] = "signature"
    fields: tuple[str, ...]
    wide: str = ""
    text: str = ""


class PageBreak(Node):
    kind: Literal["page_break"] = "page_break"


class ColumnBlocks(Node):
    """One column of a side-by-side layout; ``width`` in millimetres."""

    width: Decimal
    blocks: tuple[Block, ...]


class Columns(Node):
    """Blocks side by side, one level deep (never nested)."""

    kind: Literal["columns"] = "columns"
    items: tuple[ColumnBlocks, ...]
    gap: Decimal = Decimal(6)


Block = Annotated[
    Heading | KeyValues | Cards | Table | Chart | Prose | Signature | PageBreak | Columns, Field(discriminator="kind")
]


class Section(Node):
    """A part of the report: a bookmark, a sheet, a page orientation. ``new_page`` starts it on a fresh page."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    orientation: Literal["portrait", "landscape"] = "portrait"
    new_page: bool = False


class Attachment(Node):
    """The subject's own data, attached to archive PDFs (``pdf/a-3``) and never more than the view holds."""

    name: str
    text: str
    description: str


class Meta(Node):
    """Who, what, when, and on which data: header, footer and document properties print from here.

    ``watermark`` (whom this copy is for) and ``draft_mark`` stand beneath the text of every page; empty for none.
    """

    report: str
    template: str
    locale: Locale
    subject_id: str
    subject_name: str
    level: Literal["company", "division", "department", "team", "individual"]
    period: str
    period_text: str
    title: str
    company: str
    status: Literal["draft", "final"]
    status_text: str
    confidentiality: str = ""
    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    as_of: date
    run_id: str
    data_hash: str
    policy: str
    engine: str
    currency: str = ""
    watermark: str = ""
    draft_mark: str = ""
    contents: bool = False
    contents_alone: bool = True
    contents_beside: bool = False
    contents_title: str = ""


class Report(Node):
    """One report of one subject in one locale."""

    meta: Meta
    sections: tuple[Section, ...]
    attachments: tuple[Attachment, ...] = ()


ColumnBlocks.model_rebuild()
Columns.model_rebuild()
Section.model_rebuild()
Report.model_rebuild()
