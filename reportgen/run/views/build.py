"""Cut one recipient's view from the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from reportgen.model.dataset import Locale
from reportgen.model.fact import Fact
from reportgen.model.period import previous, year_to_date
from reportgen.model.view import Line, Member, Name, RewardTotal, Scorecard, Subject, View
from reportgen.rewards.trace import trace
from reportgen.run.index import first_by, places, rows_by
from reportgen.run.results import Results
from reportgen.run.views.kpis import card, definitions
from reportgen.run.views.lines import LineSources, line
from reportgen.run.views.organisation import Organisation
from reportgen.run.views.scorecards import scorecard
from reportgen.run.views.targets import target_changes
from reportgen.run.words import note_facts, pay_facts

Row = Mapping[str, Any]
_TEAM_LEVELS = ("department", "team")


@dataclass
class Views:
    """Views of one run in one locale. Frames are walked once; each view is then a matter of look-ups."""

    results: Results
    locale: Locale

    @cached_property
    def organisation(self) -> Organisation:
        inputs = self.results.inputs
        return Organisation(inputs.dataset, inputs.period, self.locale)

    @cached_property
    def _cards(self) -> dict[str, dict[str, Any]]:
        return first_by(self.results.scores.scorecards, "subject_id")

    @cached_property
    def _rows(self) -> dict[str, tuple[dict[str, Any], ...]]:
        return rows_by(self.results.scores.kpi_scores, "subject_id")

    @cached_property
    def _points(self) -> dict[str, tuple[dict[str, Any], ...]]:
        return rows_by(self.results.scores.points, "subject_id")

    @cached_property
    def _definitions(self) -> dict[str, Row]:
        inputs = self.results.inputs
        return definitions(inputs.dataset, inputs.period)

    @cached_property
    def _history(self) -> dict[str, list[tuple[Any, Decimal | None]]]:
        found: dict[str, list[tuple[Any, Decimal | None]]] = {}
        for period, finals in self.results.past.finals:
            for subject, final in finals.items():
                found.setdefault(subject, []).append((period, final))
        return found

    @cached_property
    def _sources(self) -> LineSources:
        from reportgen import measures
        from reportgen.analysis.team import team_means

        inputs = self.results.inputs
        dataset, period, fiscal = inputs.dataset, inputs.period, inputs.dataset.settings.fiscal
        to_date = year_to_date(period, fiscal)
        ytd = measures.actuals(dataset, to_date).select("subject_id", "kpi_id", pl.col("value").alias("actual")).join(
            measures.targets(dataset, to_date).select("subject_id", "kpi_id", "target"), on=["subject_id", "kpi_id"], how="left",
        )
        means = team_means(self.results.scores.kpi_scores, self.results.scores.scorecards, dataset["kpis"])
        return LineSources(
            fiscal, inputs.policy.rules.materiality,
            series=_by_line(measures.series(dataset, period)),
            year_to_date={key: rows[0] for key, rows in _by_line(ytd).items()},
            team_means={key: rows[0] for key, rows in _by_line(means).items()},
        )

    # ------------------------------------------------------------------ subjects
    def subjects(self) -> tuple[str, ...]:
        """Units in the order of the organisation, then people in the order of the file; those that have a document."""
        organisation = self.organisation
        units = [organisation.root, *organisation.below(organisation.root)] if organisation.root else []
        people = [person for person in organisation.people if self.has_document(person)]
        return (*(unit for unit in units if unit), *people)

    def has_document(self, subject: str) -> bool:
        """A unit always; a person who was there and has scorecard lines (contract rule 11); nobody who was excluded."""
        if subject in self.results.excluded:
            return False
        return subject in self.organisation.units or subject in self._rows

    def view(self, subject: str) -> View:
        """The view of one subject's report."""
        results, organisation = self.results, self.organisation
        inputs = results.inputs
        settings = inputs.dataset.settings
        unit = subject in organisation.units
        statements = results.rewards.statements_of(subject)
        company = settings.company_en if self.locale == "en" and settings.company_en else settings.company
        return View(
            run=results.run,
            locale=self.locale,
            company=company or organisation.label(organisation.root),
            currency=settings.currency,
            confidentiality=settings.confidentiality,
            period=inputs.period,
            prior_period=previous(inputs.period, settings.fiscal),
            subject=self.subject(subject),
            scorecard=self.scorecard(subject),
            lines=self.lines(subject, named=unit),
            rules=inputs.policy.rules,
            statements=statements,
            traces={item.policy_id: trace(item, self._rows.get(subject, ())) for item in statements},
            units=self.members(organisation.children.get(subject, ())) if unit else (),
            people=self.members(self._people_of(subject)) if unit else (),
            siblings=self.members(self._siblings(subject)) if unit else (),
            reward_totals=self.reward_totals(subject) if unit else (),
            pools=results.rewards.pools if subject == organisation.root else (),
            target_changes=target_changes(inputs.dataset, subject, inputs.period),
            findings=tuple(f for f in results.findings if subject in (f.subject_id, organisation.root)),
            appeal_until=working_days_after(inputs.as_of, settings.appeal_days),
            appeal_days=settings.appeal_days,
        )

    def subject(self, subject: str) -> Subject:
        """Identity, place in the organisation, managers above, days and posts of the period."""
        organisation = self.organisation
        level: Any = organisation.level(subject)
        row = self._cards.get(subject, {})
        home = organisation.home(subject) if subject in organisation.people else subject
        unit_path = organisation.path(home)
        managers = organisation.managers(subject)
        person = organisation.people.get(subject, {})
        return Subject(
            id=subject, level=level, name=organisation.name(subject),
            path=tuple(organisation.label(item) for item in unit_path),
            unit=organisation.label(home), unit_id=home,
            post=organisation.post(subject) if person else "",
            job_family=person.get("job_family") or "",
            managers=tuple(organisation.label(item) for item in managers),
            manager_id=managers[0] if managers else "",
            days=row.get("days"), period_days=row.get("period_days"),
            segments=organisation.segments(subject) if person else (),
            head_count=len(organisation.people_below(subject)) if not person else None,
        )

    def scorecard(self, subject: str) -> Scorecard | None:
        """The subject's totals; None for a unit that has no scorecard."""
        row = self._cards.get(subject)
        if row is None:
            return None
        inputs = self.results.inputs
        found = scorecard(
            row, inputs.policy.rules, self.locale, self._points.get(subject, ()), tuple(self._history.get(subject, ())),
        )
        named = replace(found, link_unit=self.organisation.label(found.link_unit) if found.link_unit else "")
        mean = self._sources.team_means.get((subject, ""))
        return replace(named, team_mean=places(mean["score_mean"]), team_count=int(mean["team_count"])) if mean else named

    def lines(self, subject: str, *, named: bool) -> tuple[Line, ...]:
        """The scorecard lines in the order of the file."""
        found = []
        for row in self._rows.get(subject, ()):
            definition = self._definitions.get(row["kpi_id"])
            if definition is not None:
                found.append(line(row, card(definition, self.organisation, named=named), self._sources))
        return tuple(found)

    # ------------------------------------------------------------------ those below and beside
    def members(self, subjects: Iterable[str]) -> tuple[Member, ...]:
        """Subjects as their manager may see them."""
        return tuple(self.member(subject) for subject in subjects)

    def member(self, subject: str) -> Member:
        organisation = self.organisation
        rows = [row for row in self._rows.get(subject, ()) if row["weight"]]
        worst = min(
            (row for row in rows if row["contribution"] is not None and row["contribution"] < 0),
            key=lambda row: (row["contribution"], row["kpi_id"]), default=None,
        )
        statuses = [row["status"] for row in rows]
        level: Any = organisation.level(subject)
        payable = self.results.rewards.payable_of(subject)
        definition = self._definitions.get(worst["kpi_id"]) if worst else None
        return Member(
            id=subject, level=level, name=organisation.name(subject),
            post=organisation.post(subject) if level == "individual" else "",
            scorecard=self.scorecard(subject) if subject not in self.results.excluded else None,
            scores={row["kpi_id"]: places(row["score"]) for row in rows},
            states={row["kpi_id"]: row["state"] for row in rows},
            green=statuses.count("green"), amber=statuses.count("amber"), red=statuses.count("red"),
            days=self._cards.get(subject, {}).get("days"),
            worst_kpi=card(definition, organisation, named=True).name.of(self.locale) if definition else "",
            worst_contribution=places(worst["contribution"]) if worst else None,
            payable=payable, excluded=subject in self.results.excluded,
        )

    def names_below(self, subject: str) -> dict[str, Name]:
        """Names of the units and people that a unit's contributions may mention; nobody on a person's page."""
        organisation = self.organisation
        if subject not in organisation.units:
            return {}
        below = (*organisation.children.get(subject, ()), *self._people_of(subject))
        return {item: organisation.name(item) for item in below}

    def people_facts(self, view: View) -> tuple[Fact, ...]:
        """What people wrote about the subject, and what the subject is paid."""
        fiscal = self.results.inputs.dataset.settings.fiscal
        rows = self._notes.get(view.subject.id, ())
        return (*note_facts(rows, view, self.organisation, fiscal), *pay_facts(view))

    @cached_property
    def _notes(self) -> dict[str, tuple[dict[str, Any], ...]]:
        return rows_by(self.results.inputs.dataset["notes"], "subject_id")

    def _people_of(self, unit: str) -> tuple[str, ...]:
        organisation = self.organisation
        if organisation.level(unit) in _TEAM_LEVELS:
            return organisation.people_below(unit)
        return organisation.members.get(unit, ()) if organisation.level(unit) == "division" else ()

    def _siblings(self, unit: str) -> tuple[str, ...]:
        parent = self.organisation.units[unit]["parent_id"]
        return self.organisation.children.get(parent, ()) if parent else ()

    def reward_totals(self, unit: str) -> tuple[RewardTotal, ...]:
        """Rewards per child unit and of the people directly in the unit."""
        organisation = self.organisation
        groups = {child: organisation.people_below(child) for child in organisation.children.get(unit, ())}
        groups[unit] = organisation.members.get(unit, ())
        totals = []
        for group, people in groups.items():
            total = self.results.rewards.total_of(people)
            if total is not None:
                totals.append(RewardTotal(organisation.label(group), group, total.people, total.target, total.gross,
                                          total.payable, total.ratio))
        return tuple(totals)


def _by_line(frame: pl.DataFrame) -> dict[tuple[str, str], tuple[dict[str, Any], ...]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault((row["subject_id"], row["kpi_id"]), []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def working_days_after(day: date, count: int | None) -> date | None:
    """The ``count``-th working day (Monday to Friday) after a day."""
    if count is None:
        return None
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
