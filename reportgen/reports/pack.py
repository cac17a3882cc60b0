"""What a ``template.yaml`` says, after checking: sections of blocks, titles and texts per locale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from reportgen.model.dataset import Locale
from reportgen.model.view import RECIPIENT_OF, Level, Recipient
from reportgen.reports.registry import Options

Orientation = Literal["portrait", "landscape"]
#: What names the copy beneath the text: whom it is for, or nothing.
Watermark = Literal["recipient", "none"]


class Shape(BaseModel):
    """A mapping of the file: unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SectionShape(Shape):
    """A section as written: ``blocks`` are names, or mappings with a ``block`` and its options.

    ``one_page``: charts shrink so that it fits a page; where that is not enough, blocks named in ``fill`` (which show again what
    stands elsewhere) are left out, then those named in ``spill`` get a page of their own.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: dict[Locale, str]
    orientation: Orientation | None = None
    new_page: bool = False
    one_page: bool = False
    spill: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    blocks: tuple[Any, ...]


class PackShape(Shape):
    """A pack as written in ``template.yaml``."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = 1
    title: dict[Locale, str]
    audience: dict[Locale, str] = {}
    levels: tuple[Level, ...] = Field(min_length=1)
    recipient: Recipient | None = None
    page: Orientation = "portrait"
    contents: bool | Literal["auto"] = "auto"
    watermark: Watermark = "none"
    sections: tuple[SectionShape, ...] = Field(min_length=1)
    texts: dict[Locale, dict[str, str]] = {}


@dataclass(frozen=True)
class BlockSpec:
    """A block of a section with its checked options."""

    name: str
    options: Options


@dataclass(frozen=True)
class SideSpec:
    """One column of a side-by-side layout: width in millimetres (None: what is left) and its blocks."""

    width: Decimal | None
    blocks: tuple[BlockSpec, ...]


@dataclass(frozen=True)
class SideBySide:
    """Blocks beside each other, one level deep."""

    items: tuple[SideSpec, ...]
    gap: Decimal = Decimal(6)


@dataclass(frozen=True)
class SectionSpec:
    id: str
    title: Mapping[Locale, str]
    orientation: Orientation
    new_page: bool
    blocks: tuple[BlockSpec | SideBySide, ...]
    one_page: bool = False
    spill: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()

    def flat(self) -> Iterator[BlockSpec]:
        """Every block of the section, in reading order."""
        for item in self.blocks:
            if isinstance(item, BlockSpec):
                yield item
            else:
                for side in item.items:
                    yield from side.blocks


@dataclass(frozen=True)
class Pack:
    """A checked template pack. ``texts`` are the pack's own words per locale, laid over those of the room.

    ``recipient`` is who the report is for, None for the one that each level has by default.
    """

    name: str
    folder: Path
    version: int
    title: Mapping[Locale, str]
    audience: Mapping[Locale, str]
    levels: tuple[Level, ...]
    page: Orientation
    contents: bool | Literal["auto"]
    sections: tuple[SectionSpec, ...]
    texts: Mapping[Locale, Mapping[str, str]] = field(default_factory=dict)
    recipient: Recipient | None = None
    watermark: Watermark = "none"

    def recipient_at(self, level: Level) -> Recipient:
        """Who the report is for at a level: a person themselves, a company's board, a unit's manager, unless the pack says."""
        return self.recipient or RECIPIENT_OF.get(level, "manager")

    def blocks(self) -> Iterator[BlockSpec]:
        for section in self.sections:
            yield from section.flat()

    def has(self, name: str) -> bool:
        """True when some section holds a block of this name."""
        return any(spec.name == name for spec in self.blocks())
