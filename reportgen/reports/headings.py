"""Headings of blocks: the pack's own where it gives one, otherwise the room's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.model.report import Row, Table
from reportgen.reports.page import Page
from reportgen.reports.registry import Options
from reportgen.reports.tables import Plan, fit


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


def table(page: Page, options: Options, key: str, parts: tuple[Sequence[Plan], Sequence[Row]], **more: Any) -> Table:
    """A table with the heading ``<key>.title`` and, where the room has one, the detail ``<key>.detail``.

    ``parts`` are its planned columns and its rows; ``more`` are fields of the Table such as density, empty, footnotes.
    """
    plans, rows = parts
    detail = detail_of(page, options, f"{key}.detail" if page.words.has(f"{key}.detail") else "")
    return Table(
        id=page.id(more.pop("id", key)), title=more.pop("title", "") or title_of(page, options, f"{key}.title"),
        detail=more.pop("detail", detail), columns=fit(plans, page.width), rows=tuple(rows), **more,
    )
