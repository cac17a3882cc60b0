"""The blocks that a pack may name: one function per block, with the options that it understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from reportgen.model.dataset import Locale
from reportgen.model.report import Block
from reportgen.reports.page import Page

LocaleText = Mapping[Locale, str]


class Options(BaseModel):
    """Options of a block. Every block takes ``title`` and ``detail``: its heading per locale instead of the room's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: dict[Locale, str] | None = None
    detail: dict[Locale, str] | None = None


Builder = Callable[[Page, Any], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A block: its name, its options, the function that builds it, and what it says about itself."""

    name: str
    options: type[Options]
    build: Builder

    @property
    def summary(self) -> str:
        return (self.build.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


_BLOCKS: dict[str, Entry] = {}


def block(name: str, options: type[Options] = Options) -> Callable[[Builder], Builder]:
    """Register a block builder under the name that packs use."""

    def register(build: Builder) -> Builder:
        if name in _BLOCKS:
            raise ValueError(f"block {name!r} is registered twice")
        _BLOCKS[name] = Entry(name, options, build)
        return build

    return register


def block_entries() -> Mapping[str, Entry]:
    """Every block by name, in alphabetical order."""
    from reportgen.reports import blocks  # noqa: F401 - importing the folder registers its blocks

    return dict(sorted(_BLOCKS.items()))
