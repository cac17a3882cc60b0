"""People in posts: everyone sits somewhere on every day of service, and the shares of posts held at once make one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import polars as pl

from reportgen.dataset.draft import Draft
from reportgen.model.finding import Finding

_LAST = date(9999, 12, 31)
_DAY = timedelta(days=1)
_Row = dict[str, Any]
_Slip = tuple[Finding, tuple[date, date]]


def check_service(draft: Draft) -> None:
    """E-ASSIGN-GAP, E-SHARE-SUM and I-NO-SCORECARD. Without assignments a person sits in people.unit_id all the time."""
    if not draft.ready("people", "org"):
        return
    people, assignments = draft["people"], draft["assignments"]
    assigned = assignments["person_id"].unique().to_list() if draft.ready("assignments") else []
    lost = people.filter(pl.col("unit_id").is_null() & ~pl.col("person_id").is_in(assigned))
    stopped = [person for person, codes in draft.log.subjects.items() if "E-UNKNOWN-ID" in codes]
    rows = lost.filter(~pl.col("person_id").is_in(stopped)).select("row_nr", subject_id="person_id")
    draft.log.add_rows(Finding("E-ASSIGN-GAP", "people", column="unit_id", params={"case": "no_unit"}), rows)
    if assigned:
        _check_posts(draft)
    if draft.ready("scorecards", "people"):
        _check_scorecards(draft)


def _check_scorecards(draft: Draft) -> None:
    with_lines = draft["scorecards"]["subject_id"].unique().to_list()
    stopped = list(draft.log.subjects)
    rows = draft["people"].filter(~pl.col("person_id").is_in(with_lines) & ~pl.col("person_id").is_in(stopped))
    draft.log.add_rows(Finding("I-NO-SCORECARD", "people"), rows.select("row_nr", subject_id="person_id"))


def _check_posts(draft: Draft) -> None:
    columns = ["person_id", "from", "to", "fte", "scorecard_share", "row_nr"]
    posts = draft["assignments"].select(columns).drop_nulls(["from"])
    joined = posts.join(draft["people"].select("person_id", "hire_date", "leave_date"), on="person_id", how="left")
    rows = joined.sort("person_id", "from", "row_nr").iter_rows(named=True)
    for person, own in groupby(rows, key=lambda row: str(row["person_id"])):
        held = list(own)
        for finding, days in (*_gaps(person, held, draft.settings.as_of), *_share_slips(person, held)):
            draft.log.add(finding, days)


def _end(row: _Row) -> date:
    end: date | None = row["to"]
    return end or _LAST


def _gaps(person: str, held: list[_Row], as_of: date | None) -> Iterator[_Slip]:
    """Days between hire and leave date (or as_of) on which no post is held."""
    first: date = held[0]["hire_date"] or held[0]["from"]
    last: date = held[0]["leave_date"] or as_of or max(_end(row) for row in held)
    covered = first - _DAY
    for row in held:
        if covered < last and row["from"] > covered + _DAY:
            yield _gap(person, row["row_nr"], covered + _DAY, min(row["from"] - _DAY, last))
        covered = max(covered, _end(row))
    if covered < last:
        yield _gap(person, held[-1]["row_nr"], covered + _DAY, last)


def _gap(person: str, row: int, start: date, end: date) -> _Slip:
    params = {"from": str(start), "to": str(end)}
    return Finding("E-ASSIGN-GAP", "assignments", row, "from", person, params=params), (start, end)


def _share_slips(person: str, held: list[_Row]) -> Iterator[_Slip]:
    """The days on which the shares do not make 1. A single post without a share counts as all of the person."""
    days = sorted({row["from"] for row in held} | {_end(row) + _DAY for row in held if row["to"] and row["to"] < _LAST})
    for day, following in zip(days, [*days[1:], None], strict=True):
        now = [row for row in held if row["from"] <= day <= _end(row)]
        if not now or (len(now) == 1 and now[0]["scorecard_share"] is None):
            continue
        shares = [
            Decimal(repr(row["scorecard_share"] if row["scorecard_share"] is not None else row["fte"] or 1.0)) for row in now
        ]
        total = sum(shares, Decimal(0))
        if total != 1:
            params = {"sum": f"{total.normalize():f}", "date": str(day)}
            finding = Finding("E-SHARE-SUM", "assignments", now[0]["row_nr"], "scorecard_share", person, params=params)
            yield finding, (day, following - _DAY if following else _LAST)
