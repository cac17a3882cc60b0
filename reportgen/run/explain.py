"""How one subject's scores, variances and amounts came about, down to the rows of the dataset (docs/explain.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.errors import unknown
from reportgen.model.finding import Finding
from reportgen.model.period import Period, parse_period, previous, year_earlier
from reportgen.model.results import Scores
from reportgen.model.reward import Statement, TraceStep
from reportgen.model.view import Name, RunInfo
from reportgen.run.inputs import Inputs
from reportgen.run.results import run_info
from reportgen.run.sources import Places
from reportgen.run.views.kpis import definitions
from reportgen.run.views.organisation import Organisation
from reportgen.scoring import Scorer
from reportgen.scoring.origins import Origins
from reportgen.scoring.trace import LineOrigins, Weights, trace_line
from reportgen.scoring.trace_steps import tidy
from reportgen.scoring.trace_total import Parts, trace_total

if TYPE_CHECKING:
    from reportgen.rewards.period import PeriodRewards

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KpiExplanation:
    """One scorecard line; ``segment`` names the post or sub-period where the subject has several."""

    kpi_id: str
    name: Name
    unit: str
    decimals: int
    segment: str
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True, slots=True)
class RewardExplanation:
    """One statement: what it pays, whether it is due, and its steps."""

    statement: Statement
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True)
class Explanation:
    """Everything about one subject of one period. ``total`` and ``rewards`` are empty where one KPI was asked for."""

    subject_id: str
    name: Name
    level: str
    period: Period
    run: RunInfo
    policy: str
    company: str
    currency: str
    kpis: tuple[KpiExplanation, ...]
    total: tuple[TraceStep, ...] = ()
    rewards: tuple[RewardExplanation, ...] = ()
    findings: tuple[Finding, ...] = ()
    excluded: tuple[str, ...] = ()
    places: Places = field(default_factory=Places)


def explain(inputs: Inputs, subject: str, kpi: str | None = None) -> Explanation:
    """Trace a subject, or one KPI of it. Raises WrongCallError for a subject or a KPI that is not there."""
    return Explainer(inputs).explain(subject, kpi)


@dataclass
class Explainer:
    """Explains subjects of one period; what they share is computed once."""

    inputs: Inputs

    @cached_property
    def organisation(self) -> Organisation:
        dataset = self.inputs.dataset
        return Organisation(dataset, self.inputs.period, dataset.settings.locale)

    @cached_property
    def scorer(self) -> Scorer:
        return Scorer(self.inputs.dataset, self.inputs.policy.rules, self.inputs.as_of)

    @cached_property
    def scores(self) -> Scores:
        return self.scorer.score(self.inputs.period)

    @cached_property
    def paid(self) -> PeriodRewards:
        """Everybody's statements: a pool is shared among all."""
        from reportgen.rewards import pay_period

        inputs = self.inputs
        return pay_period(inputs.dataset, self.scores, inputs.policy, inputs.period, inputs.as_of)

    @cached_property
    def origins(self) -> _Origins:
        return _Origins(self.inputs.dataset)

    def explain(self, subject: str, kpi: str | None = None) -> Explanation:
        """Trace a subject, or one KPI of it. Raises WrongCallError for a subject or a KPI that is not there."""
        inputs, organisation = self.inputs, self.organisation
        dataset, rules = inputs.dataset, inputs.policy.rules
        known = {*organisation.units, *organisation.people}
        if subject not in known:
            raise unknown("subject", subject, sorted(known))
        rows = _rows(self.scorer, self.scores, inputs.period, subject)
        if kpi is not None and not any(row["kpi_id"] == kpi for row in rows):
            raise unknown(f"KPI of {subject}", kpi, sorted({row["kpi_id"] for row in rows}))
        cards = _of(self.scores.scorecards, subject) if kpi is None else []
        person = kpi is None and subject in organisation.people
        return Explanation(
            subject_id=subject, name=organisation.name(subject), level=organisation.level(subject), period=inputs.period,
            run=run_info(inputs), policy=f"{rules.id}/{rules.version}",
            company=dataset.settings.company or organisation.label(organisation.root), currency=dataset.settings.currency,
            kpis=self._kpis(rows, kpi), total=self._total(cards[0], rows) if cards else (),
            rewards=self._rewards(subject) if person else (), findings=self._findings(subject, kpi),
            excluded=self._stopped(subject),
            places=self.places,
        )

    def _stopped(self, subject: str) -> tuple[str, ...]:
        """The errors that leave the subject without a total, those of reading first."""
        read = self.inputs.dataset.excluded_in(self.inputs.period)
        return tuple(dict.fromkeys((*read.get(subject, ()), *self.scores.stopped.get(subject, ()))))

    @cached_property
    def places(self) -> Places:
        """Where sources stand in the files."""
        return Places.of(self.inputs.dataset, self.inputs.period)

    def _findings(self, subject: str, kpi: str | None) -> tuple[Finding, ...]:
        every = (*self.inputs.dataset.findings, *self.scores.findings)
        return tuple(dict.fromkeys(one for one in every if one.subject_id == subject and kpi in (None, one.kpi_id)))

    def _kpis(self, rows: Sequence[Row], kpi: str | None) -> tuple[KpiExplanation, ...]:
        weights = Weights.of(rows)
        names = definitions(self.inputs.dataset, self.inputs.period)
        found = []
        for row in rows:
            if kpi in (None, row["kpi_id"]):
                definition = names.get(row["kpi_id"], {})
                name = Name(definition.get("name") or row["kpi_id"], definition.get("name_en") or "")
                steps = trace_line(row, weights, self.origins.of_line(row))
                found.append(KpiExplanation(
                    row["kpi_id"], name, row["unit"] or "", row["decimals"] or 0, row.get("segment") or "", steps,
                ))
        return tuple(found)

    def _total(self, card: Row, rows: Sequence[Row]) -> tuple[TraceStep, ...]:
        subject, inputs, organisation = card["subject_id"], self.inputs, self.organisation
        dataset = inputs.dataset
        unit = card.get("link_unit_id") or ""
        name = organisation.name(unit) if unit else Name("")
        events = dataset["events"].filter(dataset["events"]["subject_id"] == subject).select("event_id", "row_nr")
        changes = [row for row in _of(dataset["adjustments"], subject) if row["period"] == inputs.period.label]
        return trace_total(Parts(
            card, rows, inputs.policy.rules, _of(self.scores.points, subject), (name.of("zh-CN"), name.of("en")),
            max(changes, key=lambda row: str(row["date"] or ""), default=None), dict(events.iter_rows()),
        ))

    def _rewards(self, subject: str) -> tuple[RewardExplanation, ...]:
        if not self.inputs.policy.rewards:
            return ()
        return tuple(
            RewardExplanation(statement, self.paid.trace_of(statement)) for statement in self.paid.statements_of(subject)
        )


def _of(frame: Any, subject: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.filter(frame["subject_id"] == subject).to_dicts()
    return found


def _rows(scorer: Scorer, scores: Scores, period: Period, subject: str) -> list[dict[str, Any]]:
    """The subject's rows of ``kpi_scores`` with the columns that only an assessment keeps."""
    key = ("kpi_id", "assignment_id", "segment")
    internal = {tuple(row[name] for name in key): row for row in _of(scorer.assessed(period).lines, subject)}
    return [{**internal.get(tuple(row[name] for name in key), {}), **row} for row in _of(scores.kpi_scores, subject)]


@dataclass
class _Origins:
    """Origins per period, each walked once."""

    dataset: Dataset
    _known: dict[str, Origins] = field(default_factory=dict)

    def at(self, period: Period) -> Origins:
        if period.label not in self._known:
            self._known[period.label] = Origins(self.dataset, period)
        return self._known[period.label]

    def of_line(self, row: Row) -> LineOrigins:
        """Where the actual, the target and the values compared with came from."""
        fiscal = self.dataset.settings.fiscal
        period = parse_period(row["line_period"], fiscal)
        key = (row["subject_id"], row["kpi_id"], row["assignment_id"] or "")
        now = self.at(period)
        last_year = None
        if row.get("py_actual") is not None:
            last_year = now.actual(*key, "PY") or self.at(year_earlier(period, fiscal)).actual(*key)
        return LineOrigins(
            actual=now.actual(*key), target=now.target(*key),
            previous=self.at(previous(period, fiscal)).actual(*key) if row.get("prior_actual") is not None else None,
            last_year=last_year,
        )


# ---------------------------------------------------------------------- as data
def as_data(found: Explanation, locale: Locale) -> dict[str, Any]:
    """The explanation as JSON: numbers as text with their places, ``sources`` as file and row."""
    def steps(listed: Iterable[TraceStep], policy: str) -> list[dict[str, Any]]:
        return [step_data(step, policy, locale, found.places.of_source) for step in listed]

    return {
        "period": found.period.label, "subject_id": found.subject_id, "name": found.name.of(locale), "level": found.level,
        "run_id": found.run.run_id, "as_of": found.run.as_of.isoformat(), "policy": found.policy, "currency": found.currency,
        "kpis": [
            {"kpi_id": item.kpi_id, "name": item.name.of(locale), "unit": item.unit, "segment": item.segment,
             "steps": steps(item.steps, found.policy)}
            for item in found.kpis
        ],
        "total": steps(found.total, found.policy),
        "rewards": [
            {"policy_id": item.statement.policy_id, "policy_version": item.statement.policy_version,
             "status": item.statement.status, "currency": item.statement.currency, "payable": _text(item.statement.payable),
             "missing": list(item.statement.missing), "reason": item.statement.reason,
             "steps": steps(item.steps, f"{item.statement.policy_id}/{item.statement.policy_version}")}
            for item in found.rewards
        ],
        "excluded": list(found.excluded),
        "findings": list(_findings(found, locale)),
    }


def step_data(step: TraceStep, policy: str, locale: Locale, place: Callable[[str, Locale], str]) -> dict[str, Any]:
    """One step as a row of ``reward_trace`` has it: the rule names policy and version."""
    return {
        "step": step.step, "rule_id": f"{step.rule_id}@{policy}", "text": step.text[locale], "formula": step.formula[locale],
        "numbers": step.numbers, "unrounded": f"{tidy(step.unrounded):f}", "rounded": _text(step.rounded), "unit": step.unit,
        "sources": [place(source, locale) for source in step.sources],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _findings(found: Explanation, locale: Locale) -> Iterable[dict[str, Any]]:
    from reportgen.run.findings import finding_rows

    return finding_rows(found.findings, locale)
