"""A table of the report model as markup: column widths in millimetres, heads with groups, rows with their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reportgen.charts import SPARK_LEFT, CellScale, fit_column, text_width
from reportgen.formatting import text as formatted
from reportgen.model.chart import CellGraphic, Sparkline
from reportgen.model.report import Cell, Column, Row, Table
from reportgen.render.html.cells import NO_BREAK_SPACE, Ink, attribute, bare_axis, classes, content, graphic
from reportgen.render.html.writing import clean

_ROLE = {"subtotal": "sub", "total": "tot", "of_which": "of", "group": "group", "point": "", "body": ""}
_HEIGHT = {"dense": 4.0, "normal": 6.0, "two": 10.0, "trace": 8.0}
_GAP_WIDTH = 5
#: Millimetres of rows up to which a table stays on one page.
_SMALL = 44.0


@dataclass(frozen=True, slots=True)
class TableMarkup:
    """The parts of a table as templates put them together."""

    columns: Markup
    head: Markup
    body: Markup
    css: str
    sortable: bool
    keep: bool


def written_table(table: Table, ink: Ink, links: Mapping[str, str]) -> TableMarkup:
    """Markup of a table's parts. ``links`` maps the ids of linked reports to addresses."""
    graphics = _graphic_columns(table, ink)
    widths = "".join(f'<col style="width:{_width(column, index, ink)}"/>' for index, column in enumerate(table.columns))
    writer = _Rows(table, ink, links, graphics)
    rows = "".join(writer.row(row, index) for index, row in enumerate(table.rows))
    sortable = len(table.rows) > 2 and all(row.role in ("body", "total") for row in table.rows)
    head = Markup(_head(table, ink, graphics))
    return TableMarkup(Markup(widths), head, Markup(rows), f"t {table.density}", sortable, _small(table))


def _small(table: Table) -> bool:
    """True for a table that no page break should divide: a quarter of a page at most."""
    return _HEIGHT[table.density] * len(table.rows) <= _SMALL


def _width(column: Column, index: int, ink: Ink) -> str:
    """Width on the page; on a narrow screen the names that stay in view leave room for figures."""
    return f"{column.width}mm" if ink.paper or index else f"min({column.width}mm,40vw)"


def placed(row: Row, columns: Sequence[Column]) -> list[tuple[Cell, int]]:
    """Cells with the index of their first column. A row may list covered cells (as many cells as columns) or leave them out."""
    found, index, source = [], 0, 0
    full = len(row.cells) == len(columns)
    while source < len(row.cells) and index < len(columns):
        cell = row.cells[source]
        found.append((cell, index))
        index += cell.span
        source += cell.span if full else 1
    return found


@dataclass(frozen=True, slots=True)
class _GraphicColumn:
    """A column's scale, whether it holds sparklines, and the last row that its axis reaches."""

    scale: CellScale
    spark: bool
    last: int


def _graphic_columns(table: Table, ink: Ink) -> dict[int, _GraphicColumn]:
    wanted = {index: column.scale for index, column in enumerate(table.columns) if column.scale is not None}
    drawn: dict[int, list[tuple[int, CellGraphic]]] = {index: [] for index in wanted}
    for number, row in enumerate(table.rows if wanted else ()):
        for cell, at in placed(row, table.columns):
            if cell.graphic is not None and at in drawn:
                drawn[at].append((number, cell.graphic))
    found = {}
    for index, scale in wanted.items():
        graphics = [picture for _, picture in drawn[index]]
        spark = any(isinstance(picture, Sparkline) for picture in graphics)
        fitted = fit_column(scale, graphics, table.columns[index].width, ink.style)
        found[index] = _GraphicColumn(fitted, spark, drawn[index][-1][0] if graphics and not spark else -1)
    return found


def _is_gap(column: Column) -> bool:
    return not any(column.head) and not column.group and column.width <= _GAP_WIDTH and column.scale is None


def _head(table: Table, ink: Ink, graphics: Mapping[int, _GraphicColumn]) -> str:
    cells = [_head_cell(column, graphics.get(index), _after_figures(table.columns, index), ink)
             for index, column in enumerate(table.columns)]
    if any(row.cells and row.cells[0].prefix for row in table.rows) and table.columns[0].align == "left":
        cells[0] = cells[0].replace(">", '><span class="op"></span>', 1)
    grouped = _groups(table.columns, ink) if any(column.group for column in table.columns) else ""
    return f"{grouped}<tr>{''.join(cells)}</tr>"


def _groups(columns: Sequence[Column], ink: Ink) -> str:
    cells, index = [], 0
    while index < len(columns):
        group, end = columns[index].group, index + 1
        while group and end < len(columns) and columns[end].group == group:
            end += 1
        if group:
            cells.append(f'<th class="grp" scope="colgroup" colspan="{end - index}"><span>{ink.text(group)}</span></th>')
        else:
            cells.append('<td class="gap"></td>')
        index = end
    return f'<tr class="groups">{"".join(cells)}</tr>'


def _after_figures(columns: Sequence[Column], index: int) -> bool:
    """True where text begins right beside figures: it keeps a distance."""
    return index > 0 and columns[index].align == "left" and columns[index - 1].align == "right"


def _head_cell(column: Column, drawn: _GraphicColumn | None, apart: bool, ink: Ink) -> str:
    if _is_gap(column):
        return '<td class="gap"></td>'
    text = "<br/>".join(str(ink.text(line)) for line in column.head)
    if drawn is None:
        css = {"left": ' class="l apart"' if apart else ' class="l"', "centre": ' class="c"'}.get(column.align, "")
        return f'<th scope="col"{css}>{text}</th>'
    wide = max((text_width(line, ink.style.note) for line in column.head), default=0.0)
    left = SPARK_LEFT if drawn.spark else min(max(drawn.scale.zero - wide / 2, 1.2), max(drawn.scale.width - wide, 0.0))
    return f'<th scope="col" class="g" style="padding-left:{left:.1f}mm">{text}</th>'


@dataclass(frozen=True, slots=True)
class _Rows:
    table: Table
    ink: Ink
    links: Mapping[str, str]
    graphics: Mapping[int, _GraphicColumn]

    @property
    def grows(self) -> bool:
        """True where a text may take several lines, so that a row outgrows its pictures."""
        return any(column.wrap for column in self.table.columns)

    def row(self, row: Row, number: int) -> str:
        cells = placed(row, self.table.columns)
        two = any(cell.second is not None for cell, _ in cells)
        one = self.table.density == "two" and not two
        height = _HEIGHT["normal"] if one else _HEIGHT[self.table.density]
        css = [_ROLE[row.role], f"i{min(row.level, 3)}" if row.level else "", "one" if one else ""]
        blank = f"<br/><small>{NO_BREAK_SPACE}</small>" if two and self.table.density == "two" else ""
        written = "".join(self._cell(row, cell, at, (number, height, blank)) for cell, at in cells)
        return f"<tr{attribute('class', ' '.join(filter(None, css)))}{self._carry(row)}>{written}</tr>"

    def _carry(self, row: Row) -> str:
        """Running subtotal for the margin of a page that ends or begins here; none behind the last row."""
        if row is self.table.rows[-1] and self.table.carried_forward:
            return ' data-carried="" data-forward=""'
        if not row.carry:
            return ""
        carried, forward = (f"{words}\u2003{row.carry}" for words in (self.table.brought_forward, self.table.carried_forward))
        return attribute("data-carried", clean(carried)) + attribute("data-forward", clean(forward))

    def _cell(self, row: Row, cell: Cell, at: int, place: tuple[int, float, str]) -> str:
        number, height, blank_line = place
        column, drawn = self.table.columns[at], self.graphics.get(at)
        across = len(self.table.columns) if row.role == "group" and len(row.cells) == 1 else cell.span
        span = f' colspan="{across}"' if across > 1 else ""
        if drawn is not None and not span and cell.value is None:
            if cell.graphic is not None:
                return graphic(cell.graphic, drawn.scale, height, self.ink, self._named(row, column), self.grows)
            return bare_axis(drawn.scale, height, self.ink, self.grows) if number < drawn.last else "<td></td>"
        if _is_gap(column) and cell.value is None:
            return '<td class="gap"></td>'
        blank = cell.value is None and cell.format.kind == "text" and not cell.format.missing.strip("—")
        bare, last = blank and cell.second is None and not cell.prefix, at == len(self.table.columns) - 1
        text = "" if bare else content(cell, column, self.ink, last)
        if at == 0 and column.align == "left":
            css = ' class="w"' if column.wrap else ""
            text = f"<b>{text}</b>" if cell.style == "bold" and row.role == "body" else text
            return f'<th scope="row"{css}{span}>{self._linked(row, text)}</th>'
        if text and cell.second is None:
            text += blank_line
        found = classes(cell, column, formatted(cell.value, cell.format, self.ink.locale) if column.decimals else "")
        if column.wrap:
            found.append("w")
        if span and "l" not in found:
            found.append("c")
        if _after_figures(self.table.columns, at):
            found.append("apart")
        return f"<td{attribute('class', ' '.join(found))}{span}>{text}</td>"

    def _named(self, row: Row, column: Column) -> str:
        """What a picture shows, for those who hear the page: the name of its row and the head of its column."""
        first = row.cells[0]
        name = "" if first.value is None else formatted(first.value, first.format, self.ink.locale)
        comma, colon = ("，", "：") if self.ink.locale == "zh-CN" else (", ", ": ")
        return comma.join(part for part in (name, " ".join(filter(None, (column.group, *column.head[:1])))) if part) + colon

    def _linked(self, row: Row, text: str) -> str:
        address = "" if self.ink.paper else self.links.get(row.link, "")
        return f"<a{attribute('href', address)}>{text}</a>" if address else text
