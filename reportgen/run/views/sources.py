"""Everything that views are looked up in: frames walked once per run, analyses made once, whoever the reports are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from reportgen.measures.exactsum import decimal_sum
from reportgen.model.analysis import Anomaly, Outlook, PriceVolumeMix, RateMix, UnitContribution
from reportgen.model.finding import Finding
from reportgen.model.period import Period, parse_period, year_to_date
from reportgen.model.view import TargetChange
from reportgen.run.index import first_by, rows_by
from reportgen.run.results import Results
from reportgen.run.sources import Places
from reportgen.run.views.kpis import definitions
from reportgen.run.views.organisation import Organisation
from reportgen.run.views.recorded import Recorded, recorded
from reportgen.run.views.restated import Restatement, restatements
from reportgen.run.views.served import Served
from reportgen.run.views.targets import target_changes

if TYPE_CHECKING:
    from reportgen.run.views.accruals import Accruals
    from reportgen.scoring.origins import Origins
    from reportgen.scoring.trace import LineOrigins

Row = Mapping[str, Any]
Rows = dict[str, tuple[dict[str, Any], ...]]
Key = tuple[str, str]


@dataclass
class Sources:
    """The indexes of one run, shared by the views of both languages."""

    results: Results
    _values: dict[str, dict[Key, float]] = field(default_factory=dict)
    _origins: dict[str, Origins] = field(default_factory=dict)

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation at period end, in the dataset's language."""
        inputs = self.results.inputs
        found = Organisation(inputs.dataset, inputs.period, inputs.dataset.settings.locale)
        _ = found.children, found.members, found.parents  # known now, shared by every language
        return found

    # ------------------------------------------------------------------ results by subject
    @cached_property
    def cards(self) -> dict[str, dict[str, Any]]:
        """Subject -> row of scorecards."""
        return first_by(self.results.scores.scorecards, "subject_id")

    @cached_property
    def rows(self) -> Rows:
        """Subject -> rows of kpi_scores."""
        return rows_by(self.results.scores.kpi_scores, "subject_id")

    @cached_property
    def internal(self) -> dict[tuple[str, ...], dict[str, Any]]:
        """Line -> what only its assessment keeps: given scores, rows of the files, targets before proration."""
        lines = self.results.past.scorer.assessed(self.results.inputs.period).lines
        return {line_key(row): row for row in lines.iter_rows(named=True)}

    def origins_of(self, row: Row) -> LineOrigins:
        """Where the actual and the target of a line came from: all that its score needs."""
        from reportgen.scoring.origins import Origins
        from reportgen.scoring.trace import LineOrigins

        dataset, label = self.results.inputs.dataset, row["line_period"]
        if label not in self._origins:
            self._origins[label] = Origins(dataset, parse_period(label, dataset.settings.fiscal))
        key, found = (row["subject_id"], row["kpi_id"], row["assignment_id"] or ""), self._origins[label]
        return LineOrigins(actual=found.actual(*key), target=found.target(*key))

    @cached_property
    def places(self) -> Places:
        """Where sources stand in the files."""
        return Places.of(self.results.inputs.dataset, self.results.inputs.period)

    @cached_property
    def points(self) -> Rows:
        """Subject -> bonus and penalty points."""
        return rows_by(self.results.scores.points, "subject_id")

    @cached_property
    def notes(self) -> Rows:
        """Subject -> notes about it."""
        return rows_by(self.results.inputs.dataset["notes"], "subject_id")

    @cached_property
    def events(self) -> Rows:
        """Subject -> events of the period."""
        period = self.results.inputs.period
        inside = pl.col("date").is_between(period.start, period.end)
        return rows_by(self.results.inputs.dataset["events"].filter(inside), "subject_id")

    @cached_property
    def findings(self) -> dict[str, tuple[Finding, ...]]:
        """Subject ("" for none) -> findings."""
        found: dict[str, list[Finding]] = {}
        for finding in self.results.findings:
            found.setdefault(finding.subject_id, []).append(finding)
        return {subject: tuple(items) for subject, items in found.items()}

    @cached_property
    def definitions(self) -> dict[str, Row]:
        """KPI -> its definition at period end."""
        inputs = self.results.inputs
        return definitions(inputs.dataset, inputs.period)

    def changed_since(self, period: Period) -> frozenset[str]:
        """KPIs whose definition at the end of ``period`` was another version than now."""
        then = definitions(self.results.inputs.dataset, period)
        return frozenset(kpi for kpi, row in self.definitions.items() if kpi in then and then[kpi] is not row
                         and then[kpi]["row_nr"] != row["row_nr"])

    @cached_property
    def recorded(self) -> Recorded:
        """Reasons that people recorded, in both languages."""
        return recorded(self.results.inputs.dataset)

    @cached_property
    def history(self) -> dict[str, tuple[tuple[Period, Decimal | None], ...]]:
        """Subject -> finals of earlier periods, oldest first."""
        found: dict[str, list[tuple[Period, Decimal | None]]] = {}
        for period, finals in self.results.past.finals:
            for subject, final in finals.items():
                found.setdefault(subject, []).append((period, final))
        return {subject: tuple(items) for subject, items in found.items()}

    @cached_property
    def restated(self) -> dict[Key, Restatement]:
        """Line -> actuals of the period that replaced others."""
        inputs = self.results.inputs
        return restatements(inputs.dataset, inputs.period, self.organisation.parents)

    @cached_property
    def served(self) -> Served:
        """Days in post, by period."""
        return Served(self.results.inputs.dataset)

    @cached_property
    def target_changes(self) -> dict[str, tuple[TargetChange, ...]]:
        """Subject -> target versions that replaced others in the year."""
        inputs = self.results.inputs
        return target_changes(inputs.dataset, inputs.period)

    # ------------------------------------------------------------------ values of other periods
    @cached_property
    def series_frame(self) -> pl.DataFrame:
        """The last periods of every line (measures.series)."""
        from reportgen.measures.series import recent, series

        dataset, period, known = self.results.inputs.dataset, self.results.inputs.period, self.results.history
        return series(dataset, period) if known is None else recent(known, dataset, period)

    @cached_property
    def series(self) -> dict[Key, tuple[dict[str, Any], ...]]:
        """Line -> its last periods, oldest first."""
        frame = self.series_frame.select("subject_id", "kpi_id", "period", "actual", "target", "range_lo", "range_hi")
        flows = dict(self.kpis.select("kpi_id", pl.col("agg_time") == "sum").iter_rows())
        return {key: one_per_period(rows, adds_up=bool(flows.get(key[1]))) for key, rows in _by_line(frame).items()}

    @cached_property
    def year_to_date(self) -> dict[Key, dict[str, Any]]:
        """Line -> actual and target of the year to date that ends with the period."""
        from reportgen import measures

        inputs = self.results.inputs
        to_date = year_to_date(inputs.period, inputs.dataset.settings.fiscal)
        key = ["subject_id", "kpi_id", "assignment_id"]
        goals = measures.targets(inputs.dataset, to_date).select(*key, "target", "range_lo", "range_hi")
        values = measures.actuals(inputs.dataset, to_date).select(*key, pl.col("value").alias("actual"))
        joined = values.join(goals, on=key, how="full", coalesce=True).sort("assignment_id", maintain_order=True)
        return {line: rows[0] for line, rows in _by_line(joined).items()}

    @cached_property
    def team_means(self) -> dict[Key, dict[str, Any]]:
        """Line (KPI "" for the total) -> the mean of the others in the same unit."""
        from reportgen.analysis.team import team_means

        scores = self.results.scores
        means = team_means(scores.kpi_scores, scores.scorecards, self.kpis)
        return {line: rows[0] for line, rows in _by_line(means).items()}

    def values_of(self, period: Period) -> dict[Key, float]:
        """Line -> the value of another period (of the whole subject)."""
        if period.label not in self._values:
            from reportgen import measures

            frame = measures.actuals(self.results.inputs.dataset, period).filter(pl.col("assignment_id") == "")
            rows = frame.select("subject_id", "kpi_id", "value").iter_rows()
            self._values[period.label] = {(subject, kpi): value for subject, kpi, value in rows}
        return self._values[period.label]

    # ------------------------------------------------------------------ analyses
    @cached_property
    def accruals(self) -> Accruals:
        """Accruals per policy: the period before and shifted scores are paid once."""
        from reportgen.run.views.accruals import Accruals

        return Accruals(self.results)

    @cached_property
    def kpis(self) -> pl.DataFrame:
        """Definitions at period end with defaults, one row per KPI."""
        from reportgen.measures import kpis_at

        return kpis_at(self.results.inputs.dataset, self.results.inputs.period.end)

    @cached_property
    def outlooks(self) -> dict[Key, Outlook]:
        """Line -> full-year outlook, for flows."""
        from reportgen.run.views.outlooks import outlooks

        return outlooks(self.results.inputs, self.kpis)

    @cached_property
    def contributions(self) -> dict[Key, tuple[UnitContribution, ...]]:
        """Unit's line -> what its parts add, for KPIs that add up over units."""
        from reportgen.analysis.parts import contributions

        values = self._counted_once(self.results.scores.kpi_scores.select("subject_id", "kpi_id", "actual", "target"))
        return contributions(values, self.organisation.parents, self.kpis)

    def _counted_once(self, values: pl.DataFrame) -> pl.DataFrame:
        """Values without those that repeat the actual of a shared KPI."""
        from reportgen.measures.shared import counted_once, homes_of

        inputs = self.results.inputs
        return counted_once(values, homes_of(inputs.dataset, inputs.period, values))

    @cached_property
    def rate_mixes(self) -> dict[Key, RateMix]:
        """Unit's line -> its change since a year ago by rates and mix of its parts, for ratios."""
        from reportgen.analysis.parts import rate_mixes

        columns = ["subject_id", "kpi_id", "numerator", "denominator"]
        past = self.results.past
        before = past.lines(past.year_ago).select(columns)
        now = self._counted_once(self.results.scores.kpi_scores.select(columns))
        return rate_mixes(now, self._counted_once(before), self.organisation.parents, self.kpis)

    @cached_property
    def price_volumes(self) -> dict[Key, PriceVolumeMix]:
        """Unit's line -> the change of its value since a year ago by volume, mix and price."""
        from reportgen.run.views.prices import Priced, price_volumes

        return price_volumes(Priced(self.results, self.kpis, self.organisation.parents, self.values_of))

    @cached_property
    def anomalies(self) -> dict[Key, tuple[Anomaly, ...]]:
        """Line -> anomaly rules that fired; A4 of a person under the line of that person."""
        from reportgen.run.views.anomalies import anomalies

        found: dict[Key, list[Anomaly]] = {}
        for item in anomalies(self.series_frame, self.results, self.kpis, self.organisation):
            found.setdefault((item.subject_id, item.kpi_id), []).append(item)
        return {line: tuple(items) for line, items in found.items()}


def sources_of(results: Results) -> Sources:
    """The indexes of a run; made once, however many views and tables are cut from them."""
    found = results.memo.setdefault("sources", Sources(results))
    assert isinstance(found, Sources)
    return found


def one_per_period(rows: Sequence[Row], *, adds_up: bool) -> tuple[dict[str, Any], ...]:
    """One row per period where a person changed post inside one: flows of both posts add up, of levels the last holds."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        before = found.get(row["period"])
        if before is not None and adds_up:
            pairs = {name: (before[name], row[name]) for name in ("actual", "target")}
            found[row["period"]] = {**row, **{name: None if None in pair else decimal_sum(pair) for name, pair in pairs.items()}}
        else:
            found[row["period"]] = dict(row)
    return tuple(found.values())


def line_key(row: Row) -> tuple[str, ...]:
    """What tells one line from all others: subject, KPI, post and part of the period."""
    return (row["subject_id"], row["kpi_id"], row["assignment_id"] or "", row.get("segment") or "")


def _by_line(frame: pl.DataFrame) -> dict[Key, tuple[dict[str, Any], ...]]:
    found: dict[Key, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault((row["subject_id"], row["kpi_id"]), []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}
