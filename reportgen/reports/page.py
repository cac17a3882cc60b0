"""Where a block is being built: the view, the words, the width of the place, and the numbers of the comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.model.dataset import Locale
from reportgen.model.period import Period
from reportgen.model.view import Line, View
from reportgen.reports.noting import Notes
from reportgen.reports.words import Words

NO_NOTES = Notes()
#: Text widths of an A4 page in millimetres.
WIDTH: Mapping[str, Decimal] = {"portrait": Decimal(174), "landscape": Decimal(267)}


@dataclass(frozen=True)
class Page:
    """The place of a block. ``width`` in millimetres; ``prefix`` makes the ids of its tables and charts unique."""

    view: View
    words: Words
    width: Decimal
    notes: Notes = NO_NOTES
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
