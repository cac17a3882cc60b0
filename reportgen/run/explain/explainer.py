"""How one subject's scores, variances and amounts came about, down to the rows of the dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reportgen.model.errors import unknown
from reportgen.model.finding import Finding
from reportgen.model.period import Period, previous
from reportgen.model.results import Scores
from reportgen.model.reward import TraceStep
from reportgen.model.view import Name
from reportgen.run.explain.change import Change, sides, silent
from reportgen.run.explain.lines import LineSources
from reportgen.run.explain.standing import Standing
from reportgen.run.explain.team import Team, team_step
from reportgen.run.explain.types import Explanation, KpiExplanation, RewardExplanation
from reportgen.run.explain.year import Years
from reportgen.run.inputs import Inputs
from reportgen.run.results import run_info
from reportgen.run.sources import Places
from reportgen.run.views.kpis import definitions
from reportgen.run.views.organisation import Organisation
from reportgen.scoring import Scorer
from reportgen.scoring.derived import OWN, Part, parts_of
from reportgen.scoring.trace import Weights, line_drafts
from reportgen.scoring.trace_steps import Draft, numbered, printed
from reportgen.scoring.trace_total import Parts, total_drafts, trace_total

if TYPE_CHECKING:
    from reportgen.rewards.period import PeriodRewards

Row = Mapping[str, Any]


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
        return pay_period(inputs.dataset, self.scores, inputs.policy, inputs.period, inputs.as_of, self.scorer.score)

    @cached_property
    def sources(self) -> LineSources:
        """Where the values of lines stand."""
        organisation = self.organisation
        known = {subject: organisation.name(subject) for subject in (*organisation.units, *organisation.people)}
        return LineSources(self.inputs.dataset, {key: (name.of("zh-CN"), name.of("en")) for key, name in known.items()})

    @cached_property
    def team(self) -> Team:
        return Team(self.inputs.dataset, self.inputs.period, self.scores)

    @cached_property
    def years(self) -> Years:
        return Years(self.inputs, self.sources)

    @cached_property
    def places(self) -> Places:
        """Where sources stand in the files."""
        return Places.of(self.inputs.dataset, self.inputs.period)

    def explain(self, subject: str, kpi: str | None = None) -> Explanation:
        """Trace a subject, or one KPI of it. Raises WrongCallError for a subject or a KPI that is not there."""
        inputs, organisation = self.inputs, self.organisation
        dataset, rules = inputs.dataset, inputs.policy.rules
        known = {*organisation.units, *organisation.people}
        if subject not in known:
            raise unknown("subject", subject, sorted(known))
        rows = self._rows(subject)
        if kpi is not None and not any(row["kpi_id"] == kpi for row in rows):
            raise unknown(f"KPI of {subject}", kpi, sorted({row["kpi_id"] for row in rows}))
        cards = _of(self.scores.scorecards, subject) if kpi is None else []
        person = kpi is None and subject in organisation.people
        return Explanation(
            subject_id=subject, name=organisation.name(subject), level=organisation.level(subject), period=inputs.period,
            run=run_info(inputs), policy=f"{rules.id}/{rules.version}",
            company=dataset.settings.company or organisation.label(organisation.root), currency=dataset.settings.currency,
            kpis=self._kpis(rows, kpi), total=self._total(cards[0], rows) if cards else (),
            rewards=self._rewards(subject, cards, rows) if person else (), findings=self._findings(subject, kpi),
            excluded=tuple(dict.fromkeys((*dataset.excluded.get(subject, ()), *self.scores.stopped.get(subject, ())))),
            places=self.places,
        )

    def _findings(self, subject: str, kpi: str | None) -> tuple[Finding, ...]:
        every = (*self.inputs.dataset.findings, *self.scores.findings)
        return tuple(dict.fromkeys(one for one in every if one.subject_id == subject and kpi in (None, one.kpi_id)))

    def _rows(self, subject: str) -> list[dict[str, Any]]:
        """The subject's rows of ``kpi_scores`` with the columns that only an assessment keeps."""
        key = ("kpi_id", "assignment_id", "segment")
        assessed = self.scorer.assessed(self.inputs.period).lines
        internal = {tuple(row[name] for name in key): row for row in _of(assessed, subject)}
        listed = set(_of_columns(self.inputs.dataset["scorecards"], subject, "kpi_id"))
        return [
            {**internal.get(tuple(row[name] for name in key), {}), **row, "unlisted": row["kpi_id"] not in listed}
            for row in _of(self.scores.kpi_scores, subject)
        ]

    # ------------------------------------------------------------------ lines
    def _kpis(self, rows: Sequence[Row], kpi: str | None) -> tuple[KpiExplanation, ...]:
        weights = Weights.of(rows)
        names = definitions(self.inputs.dataset, self.inputs.period)
        found = []
        for row in rows:
            if kpi in (None, row["kpi_id"]):
                definition = names.get(row["kpi_id"], {})
                name = Name(definition.get("name") or row["kpi_id"], definition.get("name_en") or "")
                single = sum(other["kpi_id"] == row["kpi_id"] for other in rows) == 1
                found.append(KpiExplanation(
                    row["kpi_id"], name, row["unit"] or "", row["decimals"] or 0, row.get("segment") or "",
                    numbered(self._line(row, weights, single)),
                ))
        return tuple(found)

    def _line(self, row: Row, weights: Weights, single: bool) -> Iterator[Draft]:
        """The steps of a line; team mean, year to date and outlook only where the subject has the KPI once."""
        team = self.team.reference(row) if single and row["level"] == "individual" and row["actual"] is not None else None
        step = None if team is None else team_step(team)
        for draft in line_drafts(row, weights, self.sources.of_line(row, team), self.inputs.policy.rules.status):
            if step is not None and draft.rule == "VAR-TM":
                yield step
            yield draft
        if single:
            yield from self.years.steps(row)

    # ------------------------------------------------------------------ total
    def _total(self, card: Row, rows: Sequence[Row]) -> tuple[TraceStep, ...]:
        parts = self._parts(card, rows)
        before = previous(self.inputs.period, self.inputs.dataset.settings.fiscal)
        standing = Standing(card, rows, self.inputs.policy.rules.grades, before.label)
        return numbered([*total_drafts(parts), *standing.steps(self.scores), *self._change(card, rows, before)])

    def _change(self, card: Row, rows: Sequence[Row], before: Period) -> Iterator[Draft]:
        """Why the KPI total moved, where there was one before."""
        past = self.scorer.assessed(before)
        prior = next(iter(_of(past.cards, card["subject_id"])), None)
        if card["prior_final"] is None or prior is None or prior["total"] is None or card["total"] is None:
            return
        known = definitions(self.inputs.dataset, self.inputs.period)
        names = {kpi: (row.get("name") or kpi, row.get("name_en") or row.get("name") or kpi) for kpi, row in known.items()}
        totals = printed(prior["total"]), printed(card["total"])
        earlier = _of(past.lines, card["subject_id"])
        yield from Change(sides(earlier), sides(rows), totals, names, silent(earlier), silent(rows)).steps()

    def _parts(self, card: Row, rows: Sequence[Row]) -> Parts:
        subject, inputs, organisation = card["subject_id"], self.inputs, self.organisation
        unit = card.get("link_unit_id") or ""
        name = organisation.name(unit) if unit else Name("")
        inside = [row for row in _of(inputs.dataset["events"], subject) if row["date"] and _within(row["date"], inputs.period)]
        changes = [row for row in _of(inputs.dataset["adjustments"], subject) if row["period"] == inputs.period.label]
        return Parts(
            card, rows, inputs.policy.rules, _of(self.scores.points, subject), (name.of("zh-CN"), name.of("en")),
            max(changes, key=lambda row: str(row["date"] or ""), default=None), inside, self._derived(card),
        )

    def _derived(self, card: Row) -> Sequence[Part]:
        """What the total of a unit without a scorecard is made of, where the policy derives one."""
        if card.get("score_basis", OWN) == OWN:
            return ()
        inputs, found = self.inputs, self.scorer.assessed(self.inputs.period)
        behind = parts_of(found.cards, found.subjects, inputs.policy.rules.scoring, inputs.dataset, inputs.period)
        return behind.get(card["subject_id"], ())

    # ------------------------------------------------------------------ pay
    def _rewards(self, subject: str, cards: Sequence[Row], rows: Sequence[Row]) -> tuple[RewardExplanation, ...]:
        """The statements; the steps to the score stand above, under the policy that they belong to."""
        rules = self.inputs.policy.rules
        if not self.inputs.policy.rewards:
            return ()
        policy = f"{rules.id}/{rules.version}"
        score = [step for step in trace_total(self._parts(cards[0], rows)) if step.rule_id != "COV"] if cards else []
        score = [replace(step, policy=policy) for step in score]
        return tuple(
            RewardExplanation(statement, self.paid.trace_of(statement, score))
            for statement in self.paid.statements_of(subject)
        )


def _within(day: date, period: Period) -> bool:
    return period.start <= day <= period.end


def _of(frame: Any, subject: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.filter(frame["subject_id"] == subject).to_dicts()
    return found


def _of_columns(frame: Any, subject: str, column: str) -> list[str]:
    found: list[str] = frame.filter(frame["subject_id"] == subject)[column].to_list()
    return found
