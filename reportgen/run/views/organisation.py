"""Units, people and posts at the period end: names, paths, managers, children."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.period import Period
from reportgen.model.view import Name, Segment
from reportgen.run.index import decimal, rows_by

Row = Mapping[str, Any]


@dataclass
class Organisation:
    """The organisation as of a period's end. Dated rows of one unit: the one valid on that day, else the latest before."""

    dataset: Dataset
    period: Period
    locale: Locale
    _names: dict[str, Name] = field(default_factory=dict)

    @cached_property
    def units(self) -> dict[str, Row]:
        """Unit id -> its row."""
        return valid_rows(self.dataset["org"].iter_rows(named=True), "unit_id", self.period.end)

    @cached_property
    def people(self) -> dict[str, Row]:
        """Person id -> their row."""
        return {row["person_id"]: row for row in self.dataset["people"].iter_rows(named=True)}

    @cached_property
    def posts(self) -> dict[str, tuple[Row, ...]]:
        """Person id -> assignments that touch the period, oldest first."""
        found = rows_by(self.dataset["assignments"], "person_id")
        kept: dict[str, tuple[Row, ...]] = {}
        for person, rows in found.items():
            touching = [row for row in rows if _touches(row["from"], row["to"], self.period)]
            kept[person] = tuple(sorted(touching, key=lambda row: (row["from"] or date.min, row["assignment_id"] or "")))
        return kept

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Unit id -> the units directly below it, in the order of the file."""
        below: dict[str, list[str]] = {}
        for unit, row in self.units.items():
            if row["parent_id"]:
                below.setdefault(row["parent_id"], []).append(unit)
        return {unit: tuple(items) for unit, items in below.items()}

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Unit id -> the people whose home is this unit, in the order of the file."""
        inside: dict[str, list[str]] = {}
        for person in self.people:
            unit = self.home(person)
            if unit and self.present(person):
                inside.setdefault(unit, []).append(person)
        return {unit: tuple(items) for unit, items in inside.items()}

    @cached_property
    def root(self) -> str:
        """The unit above all others."""
        return next((unit for unit, row in self.units.items() if not row["parent_id"]), "")

    def speaking(self, locale: Locale) -> Organisation:
        """The same organisation with labels in another language; what is known already is shared."""
        twin = copy(self)
        twin.locale = locale
        twin.__dict__.pop("_posts_en", None)
        return twin

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """The unit directly above each unit and person."""
        above = {unit: row["parent_id"] or None for unit, row in self.units.items()}
        return above | {person: home or None for person, home in self.homes.items()}

    def beside(self, unit: str) -> tuple[str, ...]:
        """The units under the same parent, the unit itself among them."""
        parent = self.units[unit]["parent_id"]
        return self.children.get(parent, ()) if parent else ()

    def nearest(self, subject: str, level: str) -> str:
        """The nearest unit of a level at or above a subject's home; without one the unit right below the root."""
        path = self.path(subject if subject in self.units else self.home(subject))
        found = [unit for unit in path if self.level(unit) == level]
        return found[-1] if found else path[1] if len(path) > 1 else path[0] if path else ""

    def present(self, person: str) -> bool:
        """True when the person was employed on at least one day of the period."""
        row = self.people[person]
        return _touches(row["hire_date"], row["leave_date"], self.period)

    def home(self, person: str) -> str:
        """The unit where a person counts, as ``homes`` gives it; empty without one."""
        return self.homes.get(person, "")

    @cached_property
    def homes(self) -> dict[str, str]:
        """Person id -> home unit."""
        return {person: self._home(person) for person in self.people}

    def _home(self, person: str) -> str:
        """The unit of the assignment with the largest share at the period end, else of the last one, else people.unit_id."""
        posts = self.posts.get(person, ())
        if not posts:
            return self.people[person]["unit_id"] or ""
        last = [row for row in posts if row["to"] is None or row["to"] >= self.period.end] or [posts[-1]]
        best = max(last, key=lambda row: (decimal(row["scorecard_share"]) or decimal(row["fte"]) or Decimal(1)))
        return best["unit_id"] or ""

    def post(self, person: str) -> str:
        """The post held at home, in the view's language where the people table translates it (column post_en)."""
        row = self.people[person]
        home = [item["post"] for item in self.posts.get(person, ()) if item["unit_id"] == self.home(person) and item["post"]]
        post = home[-1] if home else row["post"] or ""
        return self._posts_en.get(post, post) if self.locale == "en" else post

    @cached_property
    def _posts_en(self) -> dict[str, str]:
        rows = self.people.values()
        return {row["post"]: row["x:post_en"] for row in rows if row["post"] and row.get("x:post_en")}

    def name(self, subject: str) -> Name:
        """The name of a unit or person; the id where it has none."""
        if subject not in self._names:
            row = self.units.get(subject) or self.people.get(subject) or {}
            english = row.get("name_en") or row.get("x:name_en") or ""
            self._names[subject] = Name(row.get("name") or subject, english)
        return self._names[subject]

    def called(self, name: str) -> tuple[str, ...]:
        """Ids of the people of this name (namesakes exist)."""
        return self._by_name.get(name, ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for person, row in self.people.items():
            for name in {row["name"], row.get("x:name_en")} - {None, ""}:
                found.setdefault(name, []).append(person)
        return {name: tuple(people) for name, people in found.items()}

    def label(self, subject: str) -> str:
        """The name in the view's language."""
        return self.name(subject).of(self.locale)

    def level(self, subject: str) -> str:
        unit = self.units.get(subject)
        return (unit["type"] or "department") if unit else "individual"

    def path(self, unit: str) -> tuple[str, ...]:
        """Unit ids from the root down to ``unit``."""
        found: list[str] = []
        while unit and unit in self.units and unit not in found:
            found.append(unit)
            unit = self.units[unit]["parent_id"] or ""
        return tuple(reversed(found))

    def below(self, unit: str) -> tuple[str, ...]:
        """Every unit below ``unit``, nearest first."""
        found: list[str] = []
        queue = list(self.children.get(unit, ()))
        while queue:
            item = queue.pop(0)
            found.append(item)
            queue.extend(self.children.get(item, ()))
        return tuple(found)

    def departments(self, unit: str) -> tuple[str, ...]:
        """The lowest divisions and departments below ``unit``, in the order of the organisation; teams stand below these."""
        found: list[str] = []
        for child in self.children.get(unit, ()):
            lower = self.departments(child)
            found += lower or ((child,) if self.level(child) in ("division", "department") else ())
        return tuple(found)

    def people_below(self, unit: str) -> tuple[str, ...]:
        """Everyone at home in ``unit`` or below."""
        return tuple(person for item in (unit, *self.below(unit)) for person in self.members.get(item, ()))

    def managers(self, subject: str) -> tuple[str, ...]:
        """Ids of the managers above a subject, the direct one first, each once; never the subject, nor a unit's own head."""
        if subject in self.people:
            direct = self.people[subject]["manager_id"]
            posts = [row["line_manager_id"] for row in self.posts.get(subject, ()) if row["line_manager_id"]]
            chain = [posts[-1]] if posts else [direct] if direct else []
            unit = self.home(subject)
        else:
            chain, unit = [], self.units[subject]["parent_id"] or ""
        chain += [self.units[item]["manager_id"] for item in reversed(self.path(unit)) if self.units[item]["manager_id"]]
        own = (subject, self.head(subject))
        return tuple(dict.fromkeys(item for item in chain if item not in own))

    def head(self, unit: str) -> str:
        """The id of who leads a unit; empty without one, and for a person."""
        return (self.units[unit]["manager_id"] or "") if unit in self.units else ""

    def segments(self, person: str) -> tuple[Segment, ...]:
        """The posts held in the period, clipped to it, with inclusive days."""
        found = []
        for row in self.posts.get(person, ()):
            start = max(row["from"] or self.period.start, self.period.start)
            end = min(row["to"] or self.period.end, self.period.end)
            share = decimal(row["scorecard_share"]) or decimal(row["fte"]) or Decimal(1)
            post = row["post"] or ""
            post = self._posts_en.get(post, post) if self.locale == "en" else post
            days = (end - start).days + 1
            found.append(Segment(
                self.label(row["unit_id"]), post, start, end, days, share, assignment_id=row["assignment_id"] or "",
            ))
        return tuple(found)


def _touches(start: date | None, end: date | None, period: Period) -> bool:
    return (start is None or start <= period.end) and (end is None or end >= period.start)


def valid_rows(rows: Any, key: str, day: date) -> dict[str, Row]:
    """The row of each id that is valid on a day; where none is, the latest that began before, else the first."""
    found: dict[str, Row] = {}
    for row in rows:
        name = row[key]
        old = found.get(name)
        if old is None or _rank(row, day) >= _rank(old, day):
            found[name] = row
    return found


def _rank(row: Row, day: date) -> tuple[int, date]:
    start, end = row.get("valid_from") or date.min, row.get("valid_to") or date.max
    if start <= day <= end:
        return 2, start
    return (1, start) if start <= day else (0, date.min)
