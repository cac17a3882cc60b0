"""Numbered comments, and what a manager wrote."""

from __future__ import annotations

from reportgen.model.report import Block, Item, Prose, Run
from reportgen.model.view import Comment
from reportgen.reports.headings import title_of
from reportgen.reports.noting import Limits, Note
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block


class NotesOptions(Options):
    """``columns`` side by side; ``most`` notes of ``sentences`` each, ``total`` sentences in all (0: no limit).

    ``manager``: with the manager's own words at the end.
    """

    columns: int = 2
    most: int = 12
    sentences: int = 6
    total: int = 0
    manager: bool = True

    @property
    def limits(self) -> Limits:
        return Limits(self.most, self.sentences, self.total)


@block("notes", NotesOptions)
def notes(page: Page, options: NotesOptions) -> tuple[Block, ...]:
    """Comments with the numbers that stand at the rows and bars they explain, then the manager's note."""
    items = [_item(page, note) for note in page.notes.items]
    if options.manager:
        items += [manager_item(page, comment) for comment in page.view.texts.manager_note]
    if not items:
        return ()
    return (Prose(role="notes", title=title_of(page, options, "notes.title"), items=tuple(items), columns=options.columns),)


def _item(page: Page, note: Note) -> Item:
    text = page.words("notes.sentence_gap").join(comment.text for comment in note.comments)
    return Item(number=note.number, runs=(Run(text=text),))


def manager_item(page: Page, comment: Comment) -> Item:
    """The manager's words as a quote, with author and date."""
    if comment.author and comment.written:
        lead = page.words("notes.manager", author=comment.author, date=comment.written.isoformat())
    else:
        lead = page.words("notes.manager_plain")
    return Item(runs=(Run(text=lead, style="muted"), Run(text=page.words("notes.quote", text=comment.text))))

