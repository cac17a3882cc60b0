"""Parts at the end of a period that have no targets of their own (docs/method/scoring.md, "Parts without targets")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period, months_of, parse_period

_PLACE = 100  # Step.place is first month x 100 + length in months


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The end of a subject's period that is not scored: whose card, which months, what the score covers instead."""

    subject_id: str
    card: str
    first: str
    last: str
    covered: tuple[date, date]
    row: int | None


@dataclass(frozen=True, slots=True)
class _Part:
    """One step of a subject: months from the start, whether its card goes on after the period, and what stands in it."""

    first: int
    open: bool
    lacking: bool
    counts: bool
    card: str
    row: int | None


def without_unplanned(lines: pl.DataFrame, dataset: Dataset, period: Period) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """Leave out, from the first one without all its targets on, the last steps of cards that go on after the period.

    Where nothing else of a subject counts, all its lines stay. ``lines`` are scored and carry ``tile``, ``problem``,
    ``counts`` and ``card_period`` (the label of the scorecard, missing for lines that hold always).
    """
    bare = pl.col("scored") & pl.col("problem").str.starts_with("E-TARGET-MISSING").fill_null(False)
    concerned = lines.filter(bare & (pl.col("tile") > 0))["subject_nr"].unique()
    if concerned.is_empty():
        return lines, ()
    rows = lines.filter(pl.col("subject_nr").is_in(concerned.implode()))
    inside = [label for label in rows["card_period"].unique().drop_nulls() if _end(label, dataset) <= period.end]
    key = ["subject_nr", "subject_id", "tile"]
    parts = rows.sort("tile", "row_nr", maintain_order=True).group_by(key, maintain_order=True).agg(
        (~pl.col("card_period").is_in(inside).fill_null(False)).all().alias("open"), bare.any().alias("lacking"),
        pl.col("counts").any(), pl.col("card_period").drop_nulls().first(), pl.col("row_nr").filter(bare).first(),
    )
    of: dict[tuple[int, str], list[_Part]] = {}
    for number, subject, tile, *facts in parts.iter_rows():
        opened, lacking, counts, card, row = facts
        of.setdefault((number, subject), []).append(_Part(tile // _PLACE, opened, lacking, counts, card or "", row))
    found = {number: left for (number, subject), steps in of.items() if (left := _left_out(subject, steps, dataset, period))}
    if not found:
        return lines, ()
    starts = {number: _month_number(left.first, period) * _PLACE for number, left in found.items()}
    start = pl.col("subject_nr").replace_strict(starts, default=None, return_dtype=pl.Int64)
    return lines.filter(start.is_null() | (pl.col("tile") < start)), tuple(found[number] for number in sorted(found))


def _left_out(subject: str, steps: list[_Part], dataset: Dataset, period: Period) -> LeftOut | None:
    """What is left out of a subject's steps (in time); None where all of them stay."""
    tail = len(steps)
    while tail and steps[tail - 1].open:
        tail -= 1
    start = next((place for place in range(tail, len(steps)) if steps[place].lacking), None)
    if start is None or not any(step.counts for step in steps[:start]):
        return None
    months, part = months_of(period), steps[start]
    begins = parse_period(months[part.first], dataset.settings.fiscal).start
    opens = parse_period(months[steps[0].first], dataset.settings.fiscal).start
    return LeftOut(subject, part.card, months[part.first], months[-1], (opens, begins - timedelta(days=1)), part.row)


def _end(label: str, dataset: Dataset) -> date:
    return parse_period(label, dataset.settings.fiscal).end


def _month_number(month: str, period: Period) -> int:
    return months_of(period).index(month)


def left_out_findings(left: Iterable[LeftOut], dataset: Dataset, period: Period) -> Iterator[Finding]:
    """One warning per subject whose last months are not scored."""
    for one in left:
        part = one.first if one.first == one.last else f"{one.first} \u2013 {one.last}"
        until = _end(one.card, dataset) if one.card else one.covered[1]
        params = {
            "case": "left_out" if one.card else "left_out_always", "card": one.card, "part": part, "period": period.label,
            "first": str(one.covered[0]), "last": str(one.covered[1]), "whole": f"{until:%Y-%m}-YTD",
        }
        yield Finding("W-PERIOD-GRAIN", "scorecards", one.row, "period", one.subject_id, params=params)


def with_covered(cards: pl.DataFrame, left: Iterable[LeftOut]) -> pl.DataFrame:
    """Add ``covered_from``, ``covered_to``: the days that the score covers where the end of the period is left out."""
    rows = [(one.subject_id, *one.covered) for one in left]
    schema = {"subject_id": pl.String, "covered_from": pl.Date, "covered_to": pl.Date}
    return cards.join(pl.DataFrame(rows, schema=schema, orient="row"), on="subject_id", how="left", maintain_order="left")
