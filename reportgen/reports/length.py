"""About how many pages a report takes: enough to decide whether it needs a contents page (notation 20)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.model.report import Block, Chart, Columns, PageBreak, Prose, Section, Table

#: Text height of a page in millimetres.
_PAGE = {"portrait": Decimal(255), "landscape": Decimal(178)}
_ROW = {"dense": 4, "normal": 6, "two": 10, "trace": 8}
#: Head, title and space around a block; a line of prose; what any other block takes.
_AROUND, _LINE, _OTHER = 18, 6, 20


def likely_pages(sections: Sequence[Section]) -> int:
    """Pages by the heights of the blocks; a section that does not start a page goes on where the last one ended."""
    pages, used = 0, Decimal(0)
    for section in sections:
        if section.new_page or pages == 0:
            pages, used = pages + 1, Decimal(0)
        room = _PAGE[section.orientation]
        for block in section.blocks:
            used += _height(block)
            while used > room:
                pages, used = pages + 1, used - room
            if isinstance(block, PageBreak):
                pages, used = pages + 1, Decimal(0)
    return pages


def _height(block: Block) -> Decimal:
    if isinstance(block, Table):
        return Decimal(_ROW[block.density] * len(block.rows) + _AROUND)
    if isinstance(block, Chart):
        return block.height + _AROUND // 2
    if isinstance(block, Prose):
        return Decimal(_LINE * len(block.items) / block.columns)
    if isinstance(block, Columns):
        return max((sum((_height(inner) for inner in column.blocks), Decimal(0)) for column in block.items), default=Decimal(0))
    return Decimal(_OTHER)
