"""Sub-periods in which a subject is scored instead of the whole period (docs/method/scoring.md, "Segments")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reportgen.measures.scorecards import labels_around
from reportgen.measures.spans import spans_within, whole_labels
from reportgen.model.dataset import Dataset
from reportgen.model.period import FiscalCalendar, Period, PeriodKind, label_of_month, months_of, parse_period

_KINDS: tuple[PeriodKind, ...] = ("half", "quarter", "month")


@dataclass(frozen=True, slots=True)
class Step:
    """A sub-period, its place (first month and length in months, never 0), and the subjects scored in it."""

    period: Period
    place: int
    subjects: tuple[str, ...]


def finer_scorecards(dataset: Dataset, period: Period) -> list[Step]:
    """Steps of the subjects with scorecards of finer periods inside ``period`` and none of the period itself.

    A year with scorecards for Q1, Q2 and H2 is scored by those; months that no finer scorecard names go together in the
    longest calendar periods. So a year to date is parted, too, where a card begins inside it, goes on after it, and none
    is written for a longer time around it.
    """
    fiscal = dataset.settings.fiscal
    named = dataset["scorecards"].select("subject_id", "period").drop_nulls().unique()
    if named.is_empty():
        return []
    spans = spans_within(period, fiscal)
    whole = whole_labels(spans)
    own = named.filter(pl.col("period").is_in(whole)).select("subject_id").unique()
    finer = spans.filter(~pl.col("period").is_in(whole)).select("period", "first", "months")
    inside = named.join(finer, on="period").join(own, on="subject_id", how="anti")
    edges: dict[str, set[int]] = {}
    for subject, first, months in inside.select("subject_id", "first", "months").iter_rows():
        edges.setdefault(subject, set()).update((first, first + months))
    around = named.filter(pl.col("period").is_in(list(labels_around(period, fiscal)))).select("subject_id").unique()
    open_ended = named.filter(pl.col("period").is_in(_reaching_out(period, fiscal))).join(own, on="subject_id", how="anti")
    for subject in open_ended.join(around, on="subject_id", how="anti")["subject_id"]:
        edges.setdefault(subject, set())
    return steps_at(period, edges, fiscal)


def _reaching_out(period: Period, fiscal: FiscalCalendar) -> list[str]:
    """Labels of calendar periods that begin inside ``period`` and end after it: none unless it is a year to date."""
    months = months_of(period)
    spans = [parse_period(label_of_month(months[-1], kind, fiscal), fiscal) for kind in _KINDS] if months else []
    return [span.label for span in spans if span.start > period.start and span.end > period.end]


def target_changes(dataset: Dataset, period: Period) -> list[Step]:
    """Steps before and after each change of a target inside ``period``, for the subjects whose target changed.

    A version holds from the first month whose last day it is valid on.
    """
    fiscal, months = dataset.settings.fiscal, months_of(period)
    spans = spans_within(period, fiscal)["period"]
    rows = dataset["targets"].filter(
        pl.col("period").is_in(spans.implode()) & (pl.col("valid_from") > period.start) & (pl.col("valid_from") <= period.end)
    )
    ends = [parse_period(month, fiscal).end for month in months]
    edges: dict[str, set[int]] = {}
    for subject, day in rows.select("subject_id", "valid_from").unique().sort("subject_id", "valid_from").iter_rows():
        edges.setdefault(subject, set()).add(next(place for place, end in enumerate(ends) if end >= day))
    return steps_at(period, {subject: places for subject, places in edges.items() if places - {0}}, fiscal)


def steps_at(period: Period, edges: Mapping[str, set[int]], fiscal: FiscalCalendar) -> list[Step]:
    """The longest calendar periods that lie between a subject's edges (months from the start), oldest first."""
    found: dict[tuple[int, int], tuple[Period, list[str]]] = {}
    known: dict[tuple[int, ...], list[tuple[int, int, Period]]] = {}
    for subject in sorted(edges):
        cuts = tuple(sorted(edges[subject]))
        if cuts not in known:
            known[cuts] = _between(period, cuts, fiscal)
        for first, count, step in known[cuts]:
            found.setdefault((first, count), (step, []))[1].append(subject)
    return [Step(step, first * 100 + count, tuple(subjects)) for (first, count), (step, subjects) in sorted(found.items())]


def _between(period: Period, cuts: tuple[int, ...], fiscal: FiscalCalendar) -> list[tuple[int, int, Period]]:
    months = months_of(period)
    steps, place = [], 0
    while place < len(months):
        for kind in _KINDS:
            step = parse_period(label_of_month(months[place], kind, fiscal), fiscal)
            count = len(months_of(step))
            starts = step.start == parse_period(months[place], fiscal).start
            crossed = any(place < cut < place + count for cut in cuts)
            if starts and place + count <= len(months) and not crossed:
                break
        steps.append((place, count, step))
        place += count
    return steps
