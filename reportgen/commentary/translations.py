"""Notes written in two languages: a reader gets each once, in the language of the page where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportgen.commentary.notes_book import NoteRow

Row = Mapping[str, Any]
#: What a note and its translation share, beside their number or, without one, their day.
_SAME = ("subject_id", "kpi_id", "period", "type", "author")


def in_language(rows: Iterable[Row], locale: str) -> Iterator[Row]:
    """The rows of the table ``notes`` in their order, translations left out (docs/commentary.md, "Two languages").

    Of a note and its translation the text in ``locale`` counts, else the original, which is the first in the table; owner,
    due date and status are always the original's.
    """
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(_identity(row) or (number,), []).append(row)
    for group in groups.values():
        yield from _one_language(group, locale)


def outdated(before: Sequence[NoteRow], after: Sequence[NoteRow]) -> Iterator[NoteRow]:
    """Notes in another language that stand as they did while their counterpart was reworded."""
    now = {note.row: note for note in after if note.row is not None}
    reworded = {_counterparts(note): note.language for note in before if note.row in now and now[note.row].text != note.text}
    for note in before:
        language = reworded.get(_counterparts(note))
        stands = note.row is not None and now.get(note.row) == note
        if language is not None and note.type != "override" and note.language != language and stands:
            yield note


def _counterparts(note: NoteRow) -> tuple[str | int, ...]:
    return note.subject_id, note.kpi_id, note.period, note.type, note.author, note.seq


def _identity(row: Row) -> tuple[Any, ...]:
    """What makes two rows one note. Empty where a row stands alone: an edited text is bound to its language, and a row with
    neither number nor author and day cannot be told from somebody else's.
    """
    mark = row["seq"] if row["seq"] is not None else row["date"] if row["author"] else None
    return () if row["type"] == "override" or mark is None else (*(row[name] for name in _SAME), mark)


def _one_language(group: Sequence[Row], locale: str) -> Iterator[Row]:
    by_language: dict[str, list[Row]] = {}
    for row in group:
        by_language.setdefault(row["language"] or "", []).append(row)
    original = next(iter(by_language.values()))
    told = by_language.get(locale, original)
    if len(told) != len(original):
        yield from told
        return
    for first, said in zip(original, told, strict=True):
        yield {**first, "text": said["text"]}
