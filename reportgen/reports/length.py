"""How high blocks stand on a page, near enough to decide on contents, on a fitting chart, on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from reportgen.model.report import Block, Cards, Cell, Chart, Columns, Heading, PageBreak, Prose, Row, Section, Signature, Table

#: Text height of a page in millimetres.
PAGE = {"portrait": 255.0, "landscape": 178.0}
_PAGE_WIDTH = {"portrait": 174.0, "landscape": 267.0}
_ROW = {"dense": 4.0, "normal": 6.0, "two": 10.0, "trace": 8.0}
#: Millimetres: letters of the text, of small print and of a message; lines of a table, of small print; title; space below.
_EM, _EM_NOTE, _EM_MESSAGE = 3.0, 2.5, 5.2
_LINE, _LINE_NOTE, _TITLE, _BELOW = 4.0, 3.4, 5.0, 6.0
#: Blocks stand closer on a landscape page.
_CLOSER = 3.0
_PAD = 2.0
#: Above and below the lines of a cell that wraps, except in dense rows and traces.
_BREATH = 1.2
#: The rule below a row.
_RULE = 0.15
#: Rows up to which a table goes to the next page as a whole.
_WHOLE = 10
#: Width of a letter in ems: Han and full-width signs take one.
_LATIN = 0.5
#: Letters in ems, more closely: thin ones, capitals, the others (digits are among the widest of these).
_THIN, _NARROW, _CAPITAL, _USUAL = " .,:;'()ijlftr", 0.3, 0.62, 0.53
_WIDE_FROM = "\u2e7f"


def likely_pages(sections: Sequence[Section]) -> int:
    """Pages by the heights of the blocks; a section that does not start a page goes on where the last one ended."""
    pages, used = 0, 0.0
    for section in sections:
        if section.new_page or pages == 0:
            pages, used = pages + 1, 0.0
        room = PAGE[section.orientation]
        for block in section.blocks:
            used += _height(block, section)
            while used - _BELOW > room:
                pages, used = pages + 1, used - room
            if isinstance(block, PageBreak):
                pages, used = pages + 1, 0.0
    return pages


def section_height(section: Section) -> float:
    """Millimetres that the blocks of a section take below each other, up to the foot of the last."""
    return sum(_height(block, section) for block in section.blocks) - _BELOW


def end_of(section: Section, start: float = 0.0, spare: float = 0.0) -> float:
    """Millimetres from the top of its last page at which a section ends that begins ``start`` below the top of one.

    A block goes to the next page where it would come within ``spare`` of the foot.
    """
    room, used = PAGE[section.orientation] - spare, start
    for block in section.blocks:
        if isinstance(block, PageBreak):
            used = 0.0
            continue
        height = _height(block, section)
        if used + height - _BELOW <= room:
            used += height
        elif height <= room and not (isinstance(block, Table) and len(block.rows) > _WHOLE):
            used = height
        else:
            used = (used + height) % room
    return used


def _height(block: Block, section: Section) -> float:
    """Millimetres of a block on a page of its section."""
    height = block_height(block, _PAGE_WIDTH[section.orientation])
    if section.orientation == "portrait":
        return height
    return height - _CLOSER * (max(len(one.blocks) for one in block.items) if isinstance(block, Columns) else 1)


def block_height(block: Block, width: float) -> float:
    """Millimetres of a block of this width, the space below it included."""
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        note = _lines(block.note, float(block.width), _EM_NOTE) * _LINE_NOTE + 1 if block.note else 0.0
        return (_TITLE if block.title else 0.0) + float(block.height) + note + _BELOW
    if isinstance(block, Prose):
        return _prose(block, width)
    if isinstance(block, Columns):
        inner = [sum(block_height(one, float(column.width)) for one in column.blocks) for column in block.items]
        return max(inner, default=0.0)
    if isinstance(block, Cards):
        return 18.0 + _BELOW
    if isinstance(block, Heading):
        return _TITLE + 2.0
    if isinstance(block, Signature):
        return 20.0 + (5 + _LINE_NOTE * _lines(block.text, width, _EM_NOTE) if block.text else 0.0) + _BELOW
    return 20.0


def _lines(text: str, width: float, em: float) -> int:
    """Lines that a text takes; words do not fill a line to its end."""
    letters = sum(1.0 if char > _WIDE_FROM else _LATIN for char in text)
    return max(1, ceil(letters * em * 1.04 / max(width, em)))


def ems(text: str) -> float:
    """How wide a text is, its letters counted by how wide they are; bold text is about a thirtieth wider."""
    return sum(
        1.0 if char > _WIDE_FROM else _NARROW if char in _THIN else _CAPITAL if char.isupper() else _USUAL for char in text
    )


def _in_one_line(text: str, width: float) -> bool:
    """True where a short text surely stands in one line."""
    return ems(text) * _EM * 1.02 <= width


def _prose(block: Prose, width: float) -> float:
    texts = ["".join(run.text for run in item.runs) for item in block.items]
    if block.role == "message":
        return sum(6.0 * _lines(text, width, _EM_MESSAGE) + 2 for text in texts)
    if block.role == "title":
        return _LINE * len(texts) + 4
    if block.role == "footnote":
        return sum(_LINE_NOTE * _lines(text, width, _EM_NOTE) + 1 for text in texts) + _BELOW
    columns = max(1, min(block.columns, len(texts)))
    room = width / columns - (5 if block.role != "paragraphs" else 0) - (2 if columns > 1 else 0)
    heights = [_prose_line(text) * _lines(text, room, _EM) + 1 for text in texts]
    stacked = max(sum(heights) / columns, *heights) if heights else 0.0
    return (_TITLE if block.title else 0.0) + stacked + _LINE * (columns - 1) + _BELOW


def _prose_line(text: str) -> float:
    return 5.0 if 2 * sum(char > _WIDE_FROM for char in text) > len(text) else 4.0


def _table(table: Table) -> float:
    widths = [float(column.width) for column in table.columns]
    wraps = [column.wrap for column in table.columns]
    head = 3 * max((len(column.head) for column in table.columns), default=1) + 1
    rows = sum(_row(row, _ROW[table.density], widths, wraps) for row in table.rows) if table.rows else 6.0
    notes = sum(_LINE_NOTE * _lines(note, sum(widths), _EM_NOTE) + 1 for note in table.footnotes)
    return (_TITLE if table.title else 0.0) + head + rows + notes + _BELOW


def _row(row: Row, usual: float, widths: Sequence[float], wraps: Sequence[bool]) -> float:
    two = any(cell.second is not None for cell in row.cells)
    least = _ROW["normal"] if usual == _ROW["two"] and not two else usual
    breath = 0.0 if usual in (_ROW["dense"], _ROW["trace"]) else _BREATH
    return max([least, *(high + breath for high in _wrapped(row.cells, widths, wraps))]) + _RULE


def _wrapped(cells: Sequence[Cell], widths: Sequence[float], wraps: Sequence[bool]) -> Iterable[float]:
    """Heights of the cells whose text may take several lines."""
    full, at = len(cells) == len(widths), 0
    for index, cell in enumerate(cells):
        place = index if full else at
        at += cell.span
        if place >= len(widths) or not wraps[place] or not isinstance(cell.value, str):
            continue
        width = sum(widths[place:place + cell.span]) - _PAD
        second = str(cell.second.value or "") if cell.second is not None else ""
        below = 0.0 if cell.second is None else _LINE * _lines(second, width, _EM_NOTE)
        whole = f"{cell.prefix}{cell.value}{cell.suffix}"
        yield _LINE * (1 if _in_one_line(whole, width) else _lines(whole, width, _EM)) + below
