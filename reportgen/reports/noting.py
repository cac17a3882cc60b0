"""Comments chosen and numbered in reading order, so that the number at a row or bar is the number of its note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from reportgen.model.view import Comment, Delta, Line, View


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

    @cached_property
    def ranked(self) -> bool:
        """True where the numbers are those of the table of material variances."""
        return bool(self.items) and not self.told

    @cached_property
    def told(self) -> frozenset[str]:
        """Sentences that the notes print: no other block of the report says them again."""
        return frozenset(comment.text for note in self.items for comment in note.comments)


@dataclass(frozen=True)
class Limits:
    """How much is printed: notes, sentences per note, and sentences in all (0: no limit)."""

    notes: int = 12
    sentences: int = 6
    total: int = 0


def number_notes(view: View, limits: Limits = Limits()) -> Notes:
    """One note per KPI and per unit in the order in which their rows are read; remarks on the whole come last, unnumbered.

    Over the limits the first sentences of the KPIs that move the score most come first, then what people wrote, then the rest.
    """
    by_key: dict[str, list[Comment]] = {}
    for comment in _kept(view, limits):
        by_key.setdefault(comment.kpi_id or comment.subject_id, []).append(comment)
    reading = [line.kpi.id for line in view.lines] + [member.id for member in (*view.units, *view.people, *view.siblings)]
    known = [key for key in dict.fromkeys(reading) if key in by_key]
    rest = [key for key in by_key if key and key not in known]
    order = (known + rest)[: limits.notes]
    numbered = [Note(number, key, tuple(by_key[key])) for number, key in enumerate(order, 1)]
    whole = [Note(None, "", tuple(by_key[""]))] if "" in by_key else []
    return Notes(tuple(numbered + whole))


def _kept(view: View, limits: Limits) -> Sequence[Comment]:
    """The comments to print, in their own order."""
    weight = {line.kpi.id: abs(line.contribution or Decimal(0)) for line in view.lines}
    seen: dict[str, int] = {}
    ranked = []
    for index, comment in enumerate(view.texts.comments):
        key = comment.kpi_id or comment.subject_id
        place = seen.get(key, 0)
        seen[key] = place + 1
        if place < limits.sentences:
            rank = 0 if place == 0 else 1 if comment.source == "note" else 2
            ranked.append((rank, -weight.get(comment.kpi_id, Decimal(0)), index))
    ranked.sort()
    chosen = ranked[: limits.total] if limits.total else ranked
    return [view.texts.comments[index] for index in sorted(index for _, _, index in chosen)]


def material_lines(view: View) -> list[Line]:
    """Lines whose variance against the plan is material: what moves the score most first, then the larger part of the target."""
    found = [line for line in view.lines if "plan" in line.deltas and line.deltas["plan"].absolute is not None
             and line.deltas["plan"].material]
    return sorted(found, key=lambda line: (-abs(line.contribution or Decimal(0)), -_part(line.deltas["plan"]), line.kpi.id))


def _part(plan: Delta) -> Decimal:
    """The size of a variance beside that of its target, 0 without one."""
    return abs((plan.absolute or Decimal(0)) / plan.reference) if plan.reference else Decimal(0)


def rank_variances(view: View, most: int) -> Notes:
    """Numbers of the material variances in the order of their table, which prints the comments itself."""
    return Notes(tuple(Note(number, line.kpi.id, ()) for number, line in enumerate(material_lines(view)[:most], 1)))
