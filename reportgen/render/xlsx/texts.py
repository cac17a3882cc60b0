"""Words of a sheet: message and title lines on top, notes and lists below the tables, lines to sign at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.model.report import Heading, Item, Prose, Run, Signature, Table
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import HAIR, INK, MESSAGE, MUTED, PLAIN, SMALL, Look
from reportgen.render.xlsx.tables import write_title

_BOX = "\u25a1  "
_SIGNATURE_WIDTH = 44.0


def write_opening(out: Sheet, title: str, message: Sequence[Item], lines: Sequence[Item], fallback: str) -> int:
    """A1 the message (or the title of the sheet), A2:A4 the title lines, then a blank row; returns the last of them."""
    if message:
        for item in message:
            out.message(item.runs, MESSAGE)
    else:
        out.message((Run(text=title),), MESSAGE)
    for item in lines:
        out.runs(0, item.runs, MUTED)
        out.down()
    if not lines:
        out.text(0, fallback, MUTED)
        out.down()
    out.down()
    return out.row - 2


def write_texts(out: Sheet, texts: Iterable[Prose | Heading | Table]) -> None:
    """Notes, lists, paragraphs and small print, in order; a table without rows says that it has none."""
    for block in texts:
        if isinstance(block, Heading):
            write_title(out, block.text, block.detail)
            continue
        if isinstance(block, Table):
            write_title(out, block.title, block.detail)
            for line in (block.empty, *block.footnotes):
                if line:
                    out.words(line, SMALL)
        else:
            write_prose(out, block)
        out.down()


def write_prose(out: Sheet, block: Prose) -> None:
    """Paragraphs; notes with their number, actions with a box."""
    if block.title or block.detail:
        write_title(out, block.title, block.detail)
    look = SMALL if block.role == "footnote" else PLAIN
    for item in block.items:
        first = f"{item.number}  " if item.number else _BOX if block.role == "checklist" else ""
        out.prose(item.runs, look, first)


def write_signature(out: Sheet, block: Signature) -> None:
    """A line for each field under its words; the wide field first, with room to write."""
    out.down()
    if block.wide:
        out.text(0, block.wide, SMALL)
        out.down()
        for _ in range(2):
            out.height(21.0)
            _rule(out, sum(out.widths))
    for field in block.fields:
        out.height(27.0)
        out.text(0, field, Look(size=8, vertical="bottom", bottom=INK))
        _rule(out, max(_SIGNATURE_WIDTH, out.widths[0] + 12.0), first=1, colour=INK)
    if block.text:
        out.down()
        out.words(block.text, SMALL)


def _rule(out: Sheet, width: float, first: int = 0, colour: str = HAIR) -> None:
    """Lower borders from a column to a width."""
    taken = sum(out.widths[:first])
    for column in range(first, len(out.widths)):
        if taken >= width:
            break
        out.blank(column, Look(bottom=colour))
        taken += out.widths[column]
    out.down()
