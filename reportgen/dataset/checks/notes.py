"""Notes: names of other people, and numbers that the dataset does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import polars as pl

from reportgen.dataset.checks.note_numbers import unknown_numbers
from reportgen.dataset.draft import Draft
from reportgen.model.finding import Finding


def check_notes(draft: Draft) -> None:
    """W-NOTE-NAME and W-TEXT-NUMBER."""
    if not draft.ready("notes", "people", "org") or draft["notes"].height == 0:
        return
    for finding in (*_names(draft), *unknown_numbers(draft)):
        draft.log.add(finding)


def _names(draft: Draft) -> Iterator[Finding]:
    """Other people's names in notes about a person; the managers above may be named."""
    people = draft["people"].filter(pl.col("name").str.len_chars() >= 2)
    owners: dict[str, set[str]] = {}
    for person, name in people.select("person_id", "name").iter_rows():
        owners.setdefault(name, set()).add(person)
    notes = draft["notes"].filter(pl.col("subject_id").is_in(sorted(draft.people)) & pl.col("text").is_not_null())
    if not owners or notes.height == 0:
        return
    found = notes.with_columns(found=pl.col("text").str.extract_many(sorted(owners), overlapping=True))
    above = _Managers(draft)
    for row in found.filter(pl.col("found").list.len() > 0).iter_rows(named=True):
        allowed = {row["subject_id"], *above.of(row["subject_id"])}
        for name in sorted(set(row["found"])):
            if not owners[name] & allowed and _stands_alone(name, row["text"]):
                params = {"name": name}
                yield Finding(
                    "W-NOTE-NAME", "notes", row["row_nr"], "text", row["subject_id"], row["kpi_id"] or "", params=params
                )


def _stands_alone(name: str, text: str) -> bool:
    """A name in Latin letters counts only as whole words: Li is not in List."""
    if not name.isascii() and not name[0].isascii():
        return True
    return re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text) is not None


class _Managers:
    """The managers above a person: the direct one, and those of the units up to the company."""

    def __init__(self, draft: Draft) -> None:
        people, org = draft["people"], draft["org"].sort("valid_from", nulls_last=False)
        self._unit = dict(people.select("person_id", "unit_id").iter_rows())
        self._direct: Mapping[str, str | None] = dict(people.select("person_id", "manager_id").iter_rows())
        self._units = {
            unit: (parent, manager) for unit, parent, manager in org.select("unit_id", "parent_id", "manager_id").iter_rows()
        }

    def of(self, person: str) -> set[str]:
        """Ids of all of them."""
        result: set[str] = set()
        direct = self._direct.get(person)
        while direct is not None and direct not in result:
            result.add(direct)
            direct = self._direct.get(direct)
        unit, seen = self._unit.get(person), set[str]()
        while unit is not None and unit not in seen:
            seen.add(unit)
            unit, manager = self._units.get(unit, (None, None))
            result |= {manager} if manager else set()
        return result
