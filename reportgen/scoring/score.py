"""Scores of a period with its comparisons, ranks, streaks and findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import polars as pl

from reportgen.measures.joins import attached
from reportgen.measures.kpis import kpis_at
from reportgen.measures.shared import has_shared
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period, parse_period, previous, year_earlier
from reportgen.model.policy import Rules
from reportgen.model.results import KPI_SCORES, SCORECARDS, Scores
from reportgen.scoring.assess import Assessment, assess
from reportgen.scoring.comparisons import with_other_finals, with_other_periods, with_ranks
from reportgen.scoring.derived import mixed_bases
from reportgen.scoring.findings import (
    absent_owners,
    ahead_of_actuals,
    assumed_targets,
    child_sums,
    definition_changes,
    line_findings,
    short_service,
)
from reportgen.scoring.footing import with_footing
from reportgen.scoring.limits import Facts, divided_by_zero, events_in
from reportgen.scoring.segments import merged_segments
from reportgen.scoring.streaks import LINE, red_streaks
from reportgen.scoring.surroundings import (
    changed_definitions,
    children_targets,
    unapproved_assumptions,
    with_missing_names,
    with_other_grain,
)
from reportgen.scoring.unplanned import left_out_findings
from reportgen.scoring.unread import unsaid
from reportgen.scoring.variance import with_variance

_INTERNAL = (
    "scored", "problem", "counts", "awaited", "counted_score", "flag", "dividend", "divisor", "given", "missing", "children",
    "actual_row", "target_row", "given_row", "given_score", "given_scale", "computed_score", "max_grade", "prorated_days",
    "window_days", "full:target", "full:threshold", "full:stretch", "full:baseline", "days",
    "peer_rank", "peer_count", "tile", "subject_nr", "card_period",
)


@dataclass(frozen=True)
class Scorer:
    """Scores several periods of one dataset; what two of them share is computed once."""

    dataset: Dataset
    rules: Rules
    as_of: date
    _known: dict[str, Assessment] = field(default_factory=dict)

    def assessed(self, period: Period) -> Assessment:
        """A period without its comparisons."""
        if period.label not in self._known:
            self._known[period.label] = assess(self.dataset, self.rules, period, self.as_of)
        return self._known[period.label]

    def finals(self, period: Period) -> pl.DataFrame:
        """subject_id, final of a period: missing where nothing was reported."""
        known = pl.when(pl.col("coverage_pct") > 0).then(pl.col("final")).alias("final")
        return self.assessed(period).cards.select("subject_id", known)

    def score(self, period: Period) -> Scores:
        """A period with comparisons, ranks, streaks and findings; the frames are documented in ``model/results.py``."""
        dataset, fiscal = self.dataset, self.dataset.settings.fiscal
        past, earlier = previous(period, fiscal), year_earlier(period, fiscal)
        now, prior, py = self.assessed(period), self.assessed(past), self.assessed(earlier)
        changes = changed_definitions(dataset, period)
        lines = with_footing(now.lines, now.cards)
        lines = with_other_periods(lines, dataset, period, {"prior": (past, prior), "py": (earlier, py)})
        lines = attached(lines, self._streaks(period, now, prior), LINE)
        lines = with_variance(lines, self.rules.materiality).with_columns(
            pl.when(pl.col("status") == "red").then(pl.col("red_streak")).fill_null(0).alias("red_streak"),
            pl.col("kpi_id").is_in([kpi for kpi, _, _ in changes]).alias("definition_changed")
        )
        cards = with_ranks(with_other_finals(now.cards, prior, py))
        undecided = divided_by_zero(Facts(now.cards, now.lines, events_in(dataset, period)), self.rules.gates)
        found = [*_findings(lines, now, dataset, period, changes), *undecided]
        return Scores(_kpi_scores(lines, period), _scorecards(cards, period), now.points, tuple(found))

    def _streaks(self, period: Period, now: Assessment, prior: Assessment) -> pl.DataFrame:
        reds = [assessment.lines.filter(pl.col("status") == "red") for assessment in (now, prior)]
        return red_streaks(self.dataset, self.rules, period, self.as_of, (reds[0], reds[1]))


def score(dataset: Dataset, rules: Rules, period: Period, as_of: date) -> Scores:
    """Score ``period`` as known at ``as_of``; the frames are documented in ``model/results.py``."""
    return Scorer(dataset, rules, as_of).score(period)


def _findings(
    lines: pl.DataFrame, now: Assessment, dataset: Dataset, period: Period, changes: list[tuple[str, int | None, object]]
) -> list[Finding]:
    """What reading has not said already."""
    subjects, used = now.subjects, set(lines["kpi_id"].unique())
    lines = with_other_grain(with_missing_names(lines, subjects), dataset)
    steps = [parse_period(label, dataset.settings.fiscal) for label in lines["line_period"].unique().sort()]
    known = {(finding.code, finding.subject_id, finding.kpi_id) for finding in dataset.findings}
    found = chain(
        line_findings(lines), child_sums(lines, children_targets(_unshared(lines, dataset), subjects)),
        short_service(now.cards, period),
        definition_changes(change for change in changes if change[0] in used),
        absent_owners(kpis_at(dataset, period.end).filter(pl.col("kpi_id").is_in(sorted(used))), dataset["people"], period),
        merged_segments(dataset, steps), mixed_bases(now.cards, period), ahead_of_actuals(lines, period, _reported(dataset)),
        left_out_findings(now.left_out, dataset, period),
        assumed_targets(unapproved_assumptions(lines, dataset, period)),
    )
    return [finding for finding in unsaid(found, dataset) if (finding.code, finding.subject_id, finding.kpi_id) not in known]


def _reported(dataset: Dataset) -> list[Period]:
    """The periods that have a reported actual."""
    rows = dataset["actuals"].lazy().filter((pl.col("scenario") == "AC") & (pl.col("state") == "reported"))
    labels = rows.select("period").unique().collect()["period"].drop_nulls().sort()
    return [parse_period(label, dataset.settings.fiscal) for label in labels]


def _unshared(lines: pl.DataFrame, dataset: Dataset) -> pl.DataFrame:
    if not has_shared(dataset):
        return lines
    shared = dataset["kpis"].filter(pl.col("shared") == "yes")["kpi_id"]
    return lines.filter(~pl.col("kpi_id").is_in(shared.implode()))


def _kpi_scores(lines: pl.DataFrame, period: Period) -> pl.DataFrame:
    state = pl.when(pl.col("partial") & (pl.col("state") == "reported")).then(pl.lit("partial")).otherwise(pl.col("state"))
    lines = lines.with_columns(pl.lit(period.label).alias("period"), pl.lit("AC").alias("scenario"), state.alias("state"))
    return lines.select(*KPI_SCORES, *(name for name in lines.columns if name not in (*KPI_SCORES, *_INTERNAL)))


def _scorecards(cards: pl.DataFrame, period: Period) -> pl.DataFrame:
    own_unit = pl.when(pl.col("level") == "individual").then(pl.col("parent_id")).otherwise(pl.col("subject_id"))
    cards = cards.with_columns(pl.lit(period.label).alias("period"), own_unit.alias("unit_id"))
    return cards.select(*SCORECARDS, *(name for name in cards.columns if name not in SCORECARDS))
