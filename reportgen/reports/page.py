"""Where a block is being built: the view, the words, the width of the place, and the numbers of the comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from reportgen.model.dataset import Locale
from reportgen.model.period import Period
from reportgen.model.view import Comment, Line, View
from reportgen.reports.words import Words

#: Text widths of an A4 page in millimetres.
WIDTH: Mapping[str, Decimal] = {"portrait": Decimal(174), "landscape": Decimal(267)}


@dataclass(frozen=True)
class Note:
    """The comments on one KPI or one unit: a number (None for remarks on the whole) and its sentences."""

    number: int | None
    key: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class Notes:
    """Comments numbered in reading order: those of the scorecard's lines first, then those of the units below."""

    items: tuple[Note, ...] = ()

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Note number by KPI or subject id."""
        return {note.key: note.number for note in self.items if note.number is not None}


def number_notes(view: View) -> Notes:
    """One note per KPI and per unit, in the order in which their rows are read; remarks on the whole come last, unnumbered."""
    by_key: dict[str, list[Comment]] = {}
    for comment in view.texts.comments:
        by_key.setdefault(comment.kpi_id or comment.subject_id, []).append(comment)
    reading = [line.kpi.id for line in view.lines] + [member.id for member in (*view.units, *view.people)]
    known = [key for key in dict.fromkeys(reading) if key in by_key]
    rest = [key for key in by_key if key and key not in known]
    numbered = [Note(number, key, tuple(by_key[key])) for number, key in enumerate(known + rest, 1)]
    whole = [Note(None, "", tuple(by_key[""]))] if "" in by_key else []
    return Notes(tuple(numbered + whole))


@dataclass(frozen=True)
class Page:
    """The place of a block. ``width`` in millimetres; ``prefix`` makes the ids of its tables and charts unique."""

    view: View
    words: Words
    width: Decimal
    notes: Notes = Notes()
    prefix: str = ""
    report_title: str = ""

    @property
    def locale(self) -> Locale:
        return self.words.locale

    @property
    def period(self) -> Period:
        return self.view.period

    def at(self, width: Decimal, prefix: str) -> Page:
        """The same page with another width, for a column of a side-by-side layout."""
        return replace(self, width=width, prefix=prefix)

    def id(self, name: str) -> str:
        return f"{self.prefix}-{name}" if self.prefix else name

    def note(self, key: str) -> int | None:
        """The number of the note on a KPI or unit, where the report prints notes."""
        return self.notes.numbers.get(key)

    def ref(self, table: str, key: str, column: str) -> str:
        """Where a value stands in the results: ``table/period/subject/key#column``."""
        middle = f"{self.view.subject.id}/{key}" if key else self.view.subject.id
        return f"{table}/{self.view.period.label}/{middle}#{column}"

    def kpi_ref(self, line: Line, column: str) -> str:
        return self.ref("kpi_scores", line.kpi.id, column)

    def card_ref(self, column: str) -> str:
        return self.ref("scorecards", "", column)
