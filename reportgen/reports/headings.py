"""Headings of blocks: the pack's own where it gives one, otherwise the room's."""

from __future__ import annotations

from reportgen.reports.page import Page
from reportgen.reports.registry import Options


def title_of(page: Page, options: Options, key: str, **values: object) -> str:
    """The heading of a block."""
    own = (options.title or {}).get(page.locale)
    return page.words(key, **values) if own is None else own


def footnotes(page: Page, sentences: list[str]) -> tuple[str, ...]:
    """Footnotes as one paragraph, or none."""
    return (page.words("footnote.gap").join(sentences),) if sentences else ()


def detail_of(page: Page, options: Options, key: str = "", **values: object) -> str:
    """What stands in grey after a heading: unit, span, scale."""
    own = (options.detail or {}).get(page.locale)
    if own is not None:
        return own
    return page.words(key, **values) if key else ""
