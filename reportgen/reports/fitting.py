"""Make a section that is meant for one page fit it: charts shrink, then a long block moves to a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.report import Block, Chart, Columns, PageBreak, Section
from reportgen.reports.length import PAGE, end_of, section_height

#: Charts that keep their meaning when they are lower, and how low they may get.
_ELASTIC = frozenset({"trend", "small_multiples", "payout_curve"})
#: How low charts get before a block that only fills the page is left out.
_SLIGHTLY = tuple(Decimal(percent) / 100 for percent in range(96, 74, -4))
_FACTORS = tuple(Decimal(percent) / 100 for percent in range(100, 60, -4))
#: Heights are estimates: what is to be free at the foot of a page, in millimetres.
_SPARE = 4.0
#: What is to be free where sections of prose and tables, which cannot shrink, share a landscape page.
_ROOM = 12.0
#: A section up to this height needs no page of its own; where nothing more goes on a page.
_LITTLE, _FULL = 130.0, 1000.0
#: Up to here a landscape page is left half empty by what ends on it.
_HALF_FULL = 110.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A section as built, whether it is meant for one page, the blocks that may move behind the others, and those that may go."""

    section: Section
    one_page: bool = False
    spill: frozenset[int] = frozenset()
    fill: frozenset[int] = frozenset()


def fitted(drafts: Sequence[Draft], lead: float = 0.0) -> tuple[Section, ...]:
    """The sections with their charts and page breaks settled.

    A section follows without a forced break where the one before it, meant for one page, runs over its end, or leaves room for
    all of it; on landscape pages any section does. ``lead`` are the millimetres of contents on the first page.
    """
    found: list[Section] = []
    over: float | None = None
    ended = _FULL
    for draft in drafts:
        section = draft.section
        start = 0.0 if found else lead
        if section.new_page and over is not None:
            section, start = section.model_copy(update={"new_page": False}), over
        elif (draft.one_page or _landscape(section)) and section.new_page and (
            _short(section, ended) or (not draft.one_page and _begins(section, ended))
        ):
            section, start = section.model_copy(update={"new_page": False}), ended
        if draft.one_page:
            section = _fit(section, draft, PAGE[section.orientation] - (_ROOM if _landscape(section) else _SPARE) - start)
            end = end_of(section, start)
            over = None if _whole(section, start) else end
            ended = end
        else:
            over, begin = None, start if section.new_page or not found else ended
            spare = _ROOM if begin > 0 else 0.0
            ended = end_of(section, begin, spare) if _landscape(section) and begin < _FULL else _FULL
        found.append(section)
    return tuple(found)


def _landscape(section: Section) -> bool:
    return section.orientation == "landscape"


def _short(section: Section, start: float) -> bool:
    """True where a short section fits below the one before it."""
    height, spare = section_height(section), _ROOM if _landscape(section) else _SPARE
    return (height <= _LITTLE or _landscape(section)) and start + height <= PAGE[section.orientation] - spare


def _begins(section: Section, start: float) -> bool:
    """True where a landscape page is so empty that the section may begin on it and go on over its end."""
    if not _landscape(section) or start > _HALF_FULL:
        return False
    room, used = PAGE[section.orientation] - _ROOM - start, 0.0
    for block in section.blocks:
        height = section_height(section.model_copy(update={"blocks": (block,)}))
        if used + height > room:
            break
        used += height
    return used >= room / 2


def _whole(section: Section, start: float) -> bool:
    """True where the section ends on the page on which it begins, or on a page of its own."""
    broken = any(isinstance(block, PageBreak) for block in section.blocks)
    return broken or section_height(section) + start <= PAGE[section.orientation]


def _fit(section: Section, draft: Draft, room: float) -> Section:
    if section_height(section) <= room:
        return section
    spill = draft.spill
    if draft.fill:
        for factor in _SLIGHTLY:
            lower = section.model_copy(update={"blocks": tuple(_lower(block, factor) for block in section.blocks)})
            if section_height(lower) <= room:
                return lower
        left = [index for index in range(len(section.blocks)) if index not in draft.fill]
        section = section.model_copy(update={"blocks": tuple(section.blocks[index] for index in left)})
        spill = frozenset(place for place, index in enumerate(left) if index in draft.spill)
        if section_height(section) <= room:
            return section
    for blocks in (section.blocks, _spilled(section.blocks, spill)[0]):
        for factor in _FACTORS:
            shrunk = section.model_copy(update={"blocks": tuple(_lower(block, factor) for block in blocks)})
            if section_height(shrunk) <= room:
                moved = () if blocks is section.blocks else _spilled(section.blocks, spill)[1]
                return shrunk.model_copy(update={"blocks": (*shrunk.blocks, *moved)})
    kept, moved = _spilled(section.blocks, spill)
    return section.model_copy(update={"blocks": (*kept, *moved)})


def _spilled(blocks: Sequence[Block], spill: frozenset[int]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What stays, and what moves behind it with the page break before it."""
    kept = tuple(block for index, block in enumerate(blocks) if index not in spill)
    moved = tuple(block for index, block in enumerate(blocks) if index in spill)
    return kept, (PageBreak(), *moved) if moved else ()


def _lower(block: Block, factor: Decimal) -> Block:
    if factor == 1:
        return block
    if isinstance(block, Chart) and block.spec.kind in _ELASTIC:
        return block.model_copy(update={"height": (block.height * factor).quantize(Decimal("0.1"))})
    if isinstance(block, Columns):
        items = tuple(
            side.model_copy(update={"blocks": tuple(_lower(inner, factor) for inner in side.blocks)}) for side in block.items
        )
        return block.model_copy(update={"items": items})
    return block
