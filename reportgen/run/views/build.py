"""Cut one recipient's view from the results: look-ups only, everything that is computed is computed once in ``sources``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.fact import Fact
from reportgen.model.period import previous
from reportgen.model.reward import Statement
from reportgen.model.view import (
    RECIPIENT_OF,
    Kpi,
    Level,
    Line,
    Member,
    PolicyUsed,
    Recipient,
    Scorecard,
    Subject,
    TargetChange,
    View,
)
from reportgen.rewards.trace import trace
from reportgen.run.index import places
from reportgen.run.results import Results
from reportgen.run.views.alerts import Alerts
from reportgen.run.views.controls import Controls
from reportgen.run.views.files import files_read
from reportgen.run.views.findings import findings_for
from reportgen.run.views.kpis import card
from reportgen.run.views.lines import Lines
from reportgen.run.views.members import Members
from reportgen.run.views.needs import with_needs
from reportgen.run.views.organisation import Organisation
from reportgen.run.views.rewards import pools_for, reward_totals, statements_for
from reportgen.run.views.rights import FEW, Rights
from reportgen.run.views.scorecards import scorecard
from reportgen.run.views.segments import with_scores
from reportgen.run.views.sources import Sources, sources_of
from reportgen.run.views.statistics import adjustments_of, statistics_of
from reportgen.run.views.traces import line_traces, score_trace
from reportgen.run.words import note_facts, pay_facts


@dataclass
class Views:
    """Views of one run in one locale."""

    results: Results
    locale: Locale
    _kpis: dict[tuple[str, str], Kpi] = field(default_factory=dict)
    _scorecards: dict[str, Scorecard | None] = field(default_factory=dict)

    @cached_property
    def sources(self) -> Sources:
        return sources_of(self.results)

    @cached_property
    def organisation(self) -> Organisation:
        return self.sources.organisation.speaking(self.locale)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.sources)

    @cached_property
    def _members(self) -> Members:
        return Members(self.sources, self.scorecard)

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
        return subject in self.organisation.units or subject in self.sources.rows

    def recipient(self, subject: str) -> Recipient:
        """Whom a subject's report is for where nothing else is said."""
        level: Level = self.organisation.level(subject)  # type: ignore[assignment]
        return RECIPIENT_OF.get(level, "manager")

    def view(self, subject: str, recipient: Recipient | None = None) -> View:
        """The view of one subject for one recipient."""
        rights = Rights(self.organisation, subject, recipient or self.recipient(subject))
        lines = self._scorecard_lines(rights)
        results = self.results
        inputs, settings = results.inputs, results.inputs.dataset.settings
        statements = statements_for(results.rewards, rights)
        units, people, siblings = self._others(rights)
        traces = self._traces(statements, rights)
        company = settings.company_en if self.locale == "en" and settings.company_en else settings.company
        view = View(
            run=results.run,
            locale=self.locale,
            company=company or self.organisation.label(self.organisation.root),
            currency=settings.currency,
            confidentiality=(self.locale == "en" and settings.confidentiality_en) or settings.confidentiality,
            period=inputs.period,
            prior_period=previous(inputs.period, settings.fiscal),
            subject=self._subject(rights),
            scorecard=self._own_scorecard(rights),
            lines=lines,
            rules=inputs.policy.rules,
            statements=statements,
            traces=traces,
            score_trace=score_trace(self.sources, subject) if rights.personal and not any(traces.values()) else (),
            line_traces=line_traces(self.sources, subject, self.locale) if rights.personal else (),
            units=units,
            people=people,
            siblings=siblings,
            target_changes=self._target_changes(rights),
            findings=findings_for(self.sources.findings, rights, self._kpi_names),
            appeal_until=working_days_after(inputs.as_of, settings.appeal_days),
            appeal_days=settings.appeal_days,
            kpis=self._definitions_of(rights, (*units, *people, *siblings)),
            names=rights.names,
            policies=self._policies(rights, statements),
            recipient=rights.recipient,
            departments=() if rights.personal else self._members.all(self.organisation.departments(subject), rights),
        )
        return view if rights.personal else self._with_group(view, rights)

    def _with_group(self, view: View, rights: Rights) -> View:
        """What only units have: groups of amounts, pools, alerts, calibration, statistics, accruals, controls."""
        finance = rights.recipient == "finance"
        return replace(
            view,
            reward_totals=reward_totals(self.results.rewards, rights, self.locale),
            pools=pools_for(self.results.rewards, rights),
            alerts=Alerts(self.sources, rights, self._all_kpis(rights), self.locale).all(),
            adjustments=adjustments_of(self.sources, rights),
            statistics=statistics_of(self.sources, rights),
            accruals=self.sources.accruals.of(rights, self.locale) if finance else (),
            controls=Controls(self.sources, rights, view.lines, self.locale).all() if finance else (),
            files_read=files_read(self.results.inputs, rights),
        )

    # ------------------------------------------------------------------ the subject itself
    def _subject(self, rights: Rights) -> Subject:
        """Identity, place in the organisation, head or managers above, days and posts of the period."""
        organisation, subject = self.organisation, rights.subject
        level: Level = organisation.level(subject)  # type: ignore[assignment]
        row = self.sources.cards.get(subject, {})
        home = organisation.home(subject) if rights.personal else subject
        person = organisation.people[subject] if rights.personal else {}
        head = organisation.head(subject)
        above = organisation.managers(subject) if rights.personal else ()
        first = above[0] if above else head if head in rights.people else ""
        return Subject(
            id=subject, level=level, name=organisation.name(subject),
            path=tuple(organisation.label(item) for item in organisation.path(home)),
            unit=organisation.label(home), unit_id=home,
            post=organisation.post(subject) if person else "",
            job_family=person.get("job_family") or "",
            managers=tuple(organisation.label(item) for item in above),
            manager_id=first,
            days=row.get("days"), period_days=row.get("period_days"),
            segments=with_scores(organisation.segments(subject), self.sources.rows.get(subject, ())) if person else (),
            head_count=len(organisation.people_below(subject)) if not person else None,
            head=organisation.label(head) if head in rights.people else "",
        )

    def scorecard(self, subject: str) -> Scorecard | None:
        """The subject's totals; None for a unit that has no scorecard."""
        if subject not in self._scorecards:
            self._scorecards[subject] = self._scorecard(subject)
        return self._scorecards[subject]

    def _scorecard(self, subject: str) -> Scorecard | None:
        row = self.sources.cards.get(subject)
        if row is None:
            return None
        history = self.sources.history.get(subject, ())
        points = [{**item, "reason": self._recorded(item["reason"])} for item in self.sources.points.get(subject, ())]
        found = scorecard(row, self.results.inputs.policy.rules, self.locale, points, history)
        return replace(found, link_unit=self.organisation.label(found.link_unit)) if found.link_unit else found

    def _own_scorecard(self, rights: Rights) -> Scorecard | None:
        """The scorecard with the team's mean; a person's rank and the mean only where five others are behind them."""
        card = self.scorecard(rights.subject)
        if card is not None and card.knock_outs:
            card = replace(card, limit_reasons=self._reasons(rights.subject, card.knock_outs))
        if card is None or not rights.personal:
            return card
        if card.peers is not None and card.peers <= FEW:
            card = replace(card, rank=None, peers=None)
        mean = self.sources.team_means.get((rights.subject, ""))
        if mean is None or int(mean["team_count"]) < FEW:
            return card
        return replace(card, team_mean=places(mean["score_mean"]), team_count=int(mean["team_count"]))

    def _reasons(self, subject: str, knock_outs: tuple[str, ...]) -> dict[str, str]:
        """The recorded reason of each event that knocked the subject out."""
        events = self.sources.events.get(subject, ())
        return {
            row["rule"] or row["type"]: self._recorded(row["reason"]) for row in reversed(events)
            if row["reason"] and (row["rule"] or row["type"]) in knock_outs
        }

    def _scorecard_lines(self, rights: Rights) -> tuple[Line, ...]:
        """The scorecard lines in the order of the file."""
        rows = self.sources.rows.get(rights.subject, ())
        known = [(row, self.kpi(row["kpi_id"], rights)) for row in rows]
        lines = tuple(self._lines.line(row, kpi, rights) for row, kpi in known if kpi is not None)
        card, rules = self.sources.cards.get(rights.subject), self.results.inputs.policy.rules
        return with_needs(lines, rows, card, self.scorecard(rights.subject), rules)

    def _traces(self, statements: tuple[Statement, ...], rights: Rights) -> dict[str, Any]:
        """How each amount came about, on a person's page."""
        if not rights.personal:
            return {}
        score = score_trace(self.sources, rights.subject)
        return {item.policy_id: trace(item, score) for item in statements}

    def _target_changes(self, rights: Rights) -> tuple[TargetChange, ...]:
        changes = self.sources.target_changes.get(rights.subject, ())
        return tuple(
            replace(change, approved_by=rights.call(change.approved_by), reason=self._recorded(change.reason))
            for change in changes
        )

    def _recorded(self, text: str | None) -> str:
        """A recorded reason in the view's language."""
        return self.sources.recorded.of(text, self.locale)

    def _policies(self, rights: Rights, statements: tuple[Statement, ...]) -> tuple[PolicyUsed, ...]:
        """The scoring rules, and the reward policies that pay the subject or somebody below."""
        policy = self.results.inputs.policy
        rules = policy.rules
        source = policy.file.rsplit("/", 1)[-1]
        people = (rights.subject,) if rights.personal else self.organisation.people_below(rights.subject)
        paying = {item.policy_id for person in people for item in self.results.rewards.statements_of(person)}
        found = [PolicyUsed(rules.id, rules.version, "scoring", rules.effective, source)]
        if rights.amounts or not rights.personal:
            found += [
                PolicyUsed(item.id, item.version or rules.version, "reward", item.effective or rules.effective, source,
                           item.label.get(self.locale, ""))
                for item in policy.rewards if item.id in paying
            ]
        return tuple(found)

    # ------------------------------------------------------------------ definitions
    def kpi(self, kpi_id: str, rights: Rights) -> Kpi | None:
        """The definition card, its owner named as the recipient may see it."""
        row = self.sources.definitions.get(kpi_id)
        if row is None:
            return None
        owner = rights.call(row.get("owner_id"))
        if (kpi_id, owner) not in self._kpis:
            changed = kpi_id in self._lines.changed["last_year"] or kpi_id in self._lines.changed["previous"]
            self._kpis[kpi_id, owner] = replace(card(row, owner, self.locale), definition_changed=changed)
        return self._kpis[kpi_id, owner]

    @cached_property
    def _kpi_names(self) -> dict[str, str]:
        """KPI -> its name in the view's language."""
        return {kpi: card(row).name.of(self.locale) for kpi, row in self.sources.definitions.items()}

    def _definitions_of(self, rights: Rights, members: tuple[Member, ...]) -> dict[str, Kpi]:
        wanted = [row["kpi_id"] for row in self.sources.rows.get(rights.subject, ())]
        wanted += [kpi for member in members for kpi in member.scores]
        if not rights.personal:
            wanted += [row["kpi_id"] for unit in rights.units for row in self.sources.rows.get(unit, ())]
        if rights.recipient == "hr":
            wanted += [row["kpi_id"] for person in rights.staff for row in self.sources.rows.get(person, ())]
        found = {kpi: self.kpi(kpi, rights) for kpi in dict.fromkeys(wanted)}
        return {kpi: definition for kpi, definition in found.items() if definition is not None}

    def _all_kpis(self, rights: Rights) -> dict[str, Kpi]:
        """Every KPI that an alert may be about."""
        subjects = (*rights.units, *rights.listed)
        wanted = dict.fromkeys(row["kpi_id"] for subject in subjects for row in self.sources.rows.get(subject, ()))
        found = {kpi: self.kpi(kpi, rights) for kpi in wanted}
        return {kpi: definition for kpi, definition in found.items() if definition is not None}

    # ------------------------------------------------------------------ others
    def _others(self, rights: Rights) -> tuple[tuple[Member, ...], tuple[Member, ...], tuple[Member, ...]]:
        """Units directly below, people, and units beside; nobody on a person's page."""
        if rights.personal:
            return (), (), ()
        children = self.organisation.children.get(rights.subject, ())
        groups = (children, rights.listed, self.organisation.beside(rights.subject))
        units, people, siblings = (self._members.all(group, rights) for group in groups)
        return units, people, siblings

    def people_facts(self, view: View) -> tuple[Fact, ...]:
        """What people wrote about the subject, and what a person is paid."""
        fiscal = self.results.inputs.dataset.settings.fiscal
        rows = self.sources.notes.get(view.subject.id, ())
        paid = pay_facts(view) if view.subject.level == "individual" else ()
        return (*note_facts(rows, view, self.organisation, fiscal), *paid)


def working_days_after(day: date, count: int | None) -> date | None:
    """The ``count``-th working day (Monday to Friday) after a day."""
    if count is None:
        return None
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day

