"""Which sheets a report becomes: a summary, one per section (more where tables do not share columns), and three for audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportgen.model.chart import Bridge, ScoreBullet
from reportgen.model.report import (
    Block,
    Cards,
    Chart,
    Columns,
    Heading,
    Item,
    KeyValues,
    PageBreak,
    Prose,
    Report,
    Section,
    Signature,
    Table,
)
from reportgen.render.xlsx.grid import Grid
from reportgen.render.xlsx.lanes import lay_out
from reportgen.render.xlsx.names import SheetNames
from reportgen.render.xlsx.stepped import bridge_of
from reportgen.render.xlsx.words import words_of

#: A table with more rows has a sheet of its own: its head is frozen and repeated in print.
_LONG = 18
#: Rows that a page takes at a scale that is still read: of wide sheets in landscape, of narrow ones in portrait.
_WIDE_ROWS, _NARROW_ROWS = 50, 74
_NARROW = 104.0
#: Millimetres of a chart that shares its line with another.
_HALF = 95
#: Character units that a sheet is at least wide, so that texts and charts fill the page.
_PORTRAIT, _LANDSCAPE = 96.0, 136.0
#: Label and value of the run's identity, where no findings set the columns.
_IDENTITY = (16.0, 40.0)
Text = Prose | Heading | Table


@dataclass
class SheetPlan:
    """A sheet: what it says on top, its tables on their shared columns, then charts, texts and lines to sign."""

    name: str
    title: str
    landscape: bool
    message: tuple[Item, ...] = ()
    lines: tuple[Item, ...] = ()
    grid: Grid = field(default_factory=Grid)
    charts: list[Chart] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    around: int = 5

    def has_room(self, rows: int) -> bool:
        """True where a table of so many rows fits the page with the tables so far and the rows ``around`` them."""
        taken = self.around + sum(len(placed.laid.table.rows) + 4 for placed in self.grid.tables)
        return taken + rows + 4 <= (_NARROW_ROWS if sum(self.grid.widths) <= _NARROW else _WIDE_ROWS)


@dataclass(frozen=True)
class BookPlan:
    """All sheets. ``opening`` are figures and key messages of the summary; ``checks`` is empty where no total is to check."""

    summary: SheetPlan
    opening: tuple[Cards | KeyValues | Prose, ...]
    sheets: tuple[SheetPlan, ...]
    data: str
    trace: SheetPlan
    checks: str
    quality: SheetPlan


def plan_book(report: Report) -> BookPlan:
    """Sort the blocks of a report into sheets, in the order of the report."""
    words, names = words_of(report.meta.locale), SheetNames()
    summary = SheetPlan(names.take(words.summary), report.meta.title, False)
    reserved = {key: names.take(getattr(words, key)) for key in ("data", "trace", "checks", "quality")}
    trace = SheetPlan(reserved["trace"], words.trace, True)
    quality = SheetPlan(reserved["quality"], words.quality, True)
    sorter = _Sorter(report, names, summary, trace, quality)
    for section in report.sections:
        sorter.section(section)
    if not quality.grid.tables:
        quality.grid.widths = [*_IDENTITY]
    for sheet in (*sorter.sheets, trace, quality):
        sheet.grid.spread(_LANDSCAPE if sheet.landscape else _PORTRAIT)
    totals = any(placed.checked for sheet in (*sorter.sheets, trace, quality) for placed in sheet.grid.tables)
    return BookPlan(summary, tuple(sorter.opening), tuple(sorter.sheets), reserved["data"], trace,
                    reserved["checks"] if totals else "", quality)


def blocks_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks from top to bottom: what stands side by side on a page stands one below the other in a sheet."""
    for block in blocks:
        if isinstance(block, Columns):
            for column in block.items:
                yield from blocks_of(column.blocks)
        elif not isinstance(block, PageBreak):
            yield block


@dataclass
class _Sorter:
    report: Report
    names: SheetNames
    summary: SheetPlan
    trace: SheetPlan
    quality: SheetPlan
    opening: list[Cards | KeyValues | Prose] = field(default_factory=list)
    sheets: list[SheetPlan] = field(default_factory=list)

    def section(self, section: Section) -> None:
        """Sort one section: figures and opening words go to the summary, audit tables to their sheets, the rest here."""
        blocks = list(blocks_of(section.blocks))
        here = SheetPlan("", section.title or self.report.meta.title, section.orientation == "landscape",
                         _items(blocks, "message"), _items(blocks, "title"))
        here.around += _rows_of(blocks)
        if not self.summary.message and not self.summary.lines:
            self.summary.message, self.summary.lines = here.message, here.lines
        more, begun = [here], False
        for block in blocks:
            if isinstance(block, Cards | KeyValues) or (isinstance(block, Prose) and block.role == "paragraphs" and not begun):
                self.opening.append(block)
            elif isinstance(block, Prose) and block.role in ("message", "title"):
                continue
            elif isinstance(block, Table):
                self._table(block, more)
                begun = True
            else:
                self._other(block, here)
                begun = begun or isinstance(block, Chart)
        _add_bridge(here)
        for plan in more:
            if plan.grid.tables or plan.charts or plan.texts or plan.signatures:
                plan.name = self.names.take(plan.title)
                self.sheets.append(plan)

    def _table(self, table: Table, more: list[SheetPlan]) -> None:
        keys = {column.key for column in table.columns}
        if {"code", "remedy"} <= keys:
            self._audit(self.quality, table)
        elif table.density == "trace" and table.rows:
            self._audit(self.trace, table)
        elif not table.rows:
            more[0].texts.append(table)
        else:
            self._place(table, more)

    def _place(self, table: Table, more: list[SheetPlan]) -> None:
        laid = lay_out(table, self.report.meta.locale, words_of(self.report.meta.locale))
        alone = len(table.rows) > _LONG
        for plan in more:
            long = any(len(placed.laid.table.rows) > _LONG for placed in plan.grid.tables)
            if plan.grid.tables and (alone or long or not plan.has_room(len(table.rows))):
                continue
            if plan.grid.add(laid):
                return
        here = SheetPlan("", table.title or more[0].title, more[0].landscape)
        here.grid.add(laid)
        more.append(here)

    def _audit(self, plan: SheetPlan, table: Table) -> None:
        """Add a table to an audit sheet; one that does not share its columns follows as a sheet of its own."""
        if not table.rows:
            plan.texts.append(table)
        elif not plan.grid.add(laid := lay_out(table, self.report.meta.locale, words_of(self.report.meta.locale))):
            more = SheetPlan(self.names.take(table.title or plan.title), table.title or plan.title, landscape=True)
            more.grid.add(laid)
            self.sheets.append(more)

    def _other(self, block: Block, here: SheetPlan) -> None:
        if isinstance(block, Chart):
            (self.summary if isinstance(block.spec, ScoreBullet) else here).charts.append(block)
        elif isinstance(block, Signature):
            here.signatures.append(block)
        elif isinstance(block, Prose | Heading):
            here.texts.append(block)


def _rows_of(blocks: Iterable[Block]) -> int:
    """About how many rows charts, notes and lines to sign take."""
    rows = 0.0
    for block in blocks:
        if isinstance(block, Chart) and not isinstance(block.spec, ScoreBullet):
            rows += (3 + float(block.height) / 6) * (0.5 if block.width < _HALF else 1.0)
        elif isinstance(block, Prose) and block.role not in ("message", "title"):
            rows += 2 + 1.4 * len(block.items)
        elif isinstance(block, Signature):
            rows += 3 + 2 * len(block.fields)
    return round(rows)


def _items(blocks: Iterable[Block], role: str) -> tuple[Item, ...]:
    return tuple(item for block in blocks if isinstance(block, Prose) and block.role == role for item in block.items)


def _add_bridge(plan: SheetPlan) -> None:
    """A waterfall that runs down the rows of a table becomes a chart below it, unless the report has one there."""
    if any(isinstance(chart.spec, Bridge) for chart in plan.charts):
        return
    for placed in plan.grid.tables:
        chart = bridge_of(placed.laid)
        if chart is not None:
            plan.charts.insert(0, chart)
