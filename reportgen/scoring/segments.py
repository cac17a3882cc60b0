"""Segments of a person's period: a scorecard per assignment, weighted by days and share (docs/method/scoring.md, "Segments")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from reportgen.measures.org import assignments_of
from reportgen.measures.scorecards import lines_in
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period

#: A segment of fewer days is merged into the longer neighbour (domain.md 2.4).
SHORTEST = 30
_SCHEMA = {
    "subject_id": pl.String, "assignment_id": pl.String, "segment_days": pl.Int64, "segment_share": pl.Float64,
    "merged_into": pl.String,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """An assignment inside a period: days count both ends; ``share`` of the scorecard; where it was merged into."""

    assignment_id: str
    first: date
    last: date
    share: float
    days: int
    merged_into: str | None = None


def merged(segments: Sequence[Segment]) -> list[Segment]:
    """Hand the days of segments shorter than 30 days to the longer neighbour in time, the shortest first.

    Neighbours are segments that end before or begin after it; the earlier one wins a tie. Without a neighbour it stays.
    """
    result = sorted(segments, key=lambda segment: (segment.first, segment.last, segment.assignment_id))
    for short in sorted((s for s in result if s.days < SHORTEST), key=lambda s: (s.days, s.first, s.assignment_id)):
        current = next(s for s in result if s.assignment_id == short.assignment_id)
        if current.merged_into is not None or current.days >= SHORTEST:
            continue
        standing = [s for s in result if s.merged_into is None and s is not current]
        before = [s for s in standing if s.last < current.first]
        after = [s for s in standing if s.first > current.last]
        near = [*before[-1:], *after[:1]]
        if not near:
            continue
        taker = max(near, key=lambda s: s.days)
        result[result.index(taker)] = replace(taker, days=taker.days + current.days)
        result[result.index(current)] = replace(current, merged_into=taker.assignment_id)
    return result


def segments_in(dataset: Dataset, period: Period, lines: pl.DataFrame) -> pl.DataFrame:
    """Segments of the persons whose lines name assignments: days in the period, share, merged_into (columns ``_SCHEMA``)."""
    named = lines.filter(pl.col("assignment_id") != "").select("subject_id", "assignment_id").unique(maintain_order=True)
    if named.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    people = dataset["people"].select(pl.col("person_id").alias("subject_id"), "hire_date", "leave_date").unique("subject_id")
    rows = named.join(
        assignments_of(dataset).rename({"person_id": "subject_id"}), on=["subject_id", "assignment_id"], maintain_order="left"
    ).join(people, on="subject_id", how="left", maintain_order="left")
    first = pl.max_horizontal("from", "hire_date", pl.lit(period.start))
    last = pl.min_horizontal("to", "leave_date", pl.lit(period.end))
    rows = rows.with_columns(first.alias("first"), last.alias("last"))
    days = ((pl.col("last") - pl.col("first")).dt.total_days() + 1).alias("days")
    rows = rows.with_columns(days).filter(pl.col("days") > 0).unique(["subject_id", "assignment_id"], maintain_order=True)
    short = (pl.col("days") < SHORTEST).any().over("subject_id") & (pl.len().over("subject_id") > 1)
    plain = rows.filter(~short).select(
        "subject_id", "assignment_id", pl.col("days").alias("segment_days"), pl.col("share").alias("segment_share"),
        pl.lit(None, dtype=pl.String).alias("merged_into"),
    )
    return pl.concat([plain, _merged_rows(rows.filter(short))])


def _merged_rows(rows: pl.DataFrame) -> pl.DataFrame:
    found = []
    for group in rows.partition_by("subject_id", maintain_order=True):
        subject = group["subject_id"][0]
        columns = group.select("assignment_id", "first", "last", "share", "days")
        for segment in merged([Segment(*row) for row in columns.iter_rows()]):
            found.append((subject, segment.assignment_id, segment.days, segment.share, segment.merged_into))
    return pl.DataFrame(found, schema=_SCHEMA, orient="row")


def merged_segments(dataset: Dataset, periods: Iterable[Period]) -> Iterator[Finding]:
    """I-SEGMENT-MERGED: assignments too short for a scorecard of their own, with the one that takes their days."""
    if dataset["assignments"].is_empty():
        return
    for period in periods:
        rows = segments_in(dataset, period, lines_in(dataset, period)).filter(pl.col("merged_into").is_not_null())
        wide = rows.select("subject_id", "assignment_id", "merged_into", "segment_days").sort("subject_id", maintain_order=True)
        for subject, assignment, taker, days in wide.iter_rows():
            params = {"subject_id": subject, "assignment": assignment, "into": taker, "days": str(days), "period": period.label}
            yield Finding("I-SEGMENT-MERGED", "assignments", subject_id=subject, params=params)


def with_segments(lines: pl.DataFrame, segments: pl.DataFrame, whole: pl.Expr) -> pl.DataFrame:
    """Give each line its segment and the segment's weight ``share`` (days x scorecard share).

    Lines of assignments outside the period or merged away are dropped. Lines without an assignment count in every segment
    of a person who has some; else they are the whole (weight ``whole``).
    """
    plain = lines.filter(pl.col("assignment_id") == "")
    live = segments.filter(pl.col("merged_into").is_null()).drop("merged_into")
    if segments.is_empty():
        return _whole(lines.filter(pl.col("assignment_id") == ""), whole)
    own = lines.join(live, on=["subject_id", "assignment_id"], maintain_order="left")
    several = live.select("subject_id").unique()
    everywhere = plain.drop("assignment_id").join(live, on="subject_id", maintain_order="left").select(own.columns)
    everywhere = everywhere.join(own, on=["subject_id", "kpi_id", "assignment_id"], how="anti")
    split = pl.concat([own, everywhere]).with_columns(
        (pl.col("segment_days") * pl.col("segment_share")).round_sig_figs(15).alias("share"),
        pl.col("assignment_id").alias("segment"),
    )
    rest = _whole(plain.join(several, on="subject_id", how="anti"), whole)
    return pl.concat([rest, split.select(rest.columns)]).sort("row_nr", maintain_order=True)


def _whole(lines: pl.DataFrame, whole: pl.Expr) -> pl.DataFrame:
    return lines.with_columns(
        pl.lit(None, dtype=pl.Int64).alias("segment_days"), pl.lit(None, dtype=pl.Float64).alias("segment_share"),
        whole.cast(pl.Float64).alias("share"), pl.lit("").alias("segment"),
    )
