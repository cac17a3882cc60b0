"""Commentary of a run: the facts of each view said once, for its documents, the results table and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportgen.commentary.sentence import Commentary, Remark, Stale
from reportgen.commentary.write import write
from reportgen.commentary.writers import Refusal, Writer, apply_writer
from reportgen.model.dataset import Locale
from reportgen.model.fact import Fact, OverrideFact
from reportgen.model.finding import Finding
from reportgen.model.view import Name, Texts, View
from reportgen.run.facts import facts
from reportgen.run.results import Results
from reportgen.run.views.build import Views
from reportgen.run.words import as_texts, options_for


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one view: its texts for the page, what an editor must see, and KPIs without a required comment."""

    commentary: Commentary
    texts: Texts
    findings: tuple[Finding, ...] = ()
    missing: tuple[tuple[str, Name], ...] = ()


@dataclass
class Commentator:
    """Says each view once. What the results table prints (the dataset's language, the usual recipient) is kept for it."""

    results: Results
    writer: Writer | None = None
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _findings: dict[tuple[str, int | None, str, str], Finding] = field(default_factory=dict)

    @property
    def locale(self) -> Locale:
        """The language of the results table."""
        return self.results.inputs.dataset.settings.locale

    def say(self, views: Views, view: View) -> Said:
        """The commentary on a view, with the writer's texts where one is chosen and they hold."""
        found = self._facts(views, view)
        said = write(found, view.locale, options_for(view))
        refused: tuple[Refusal, ...] = ()
        if self.writer is not None:
            said, refused = apply_writer(said, self.writer)
        findings = tuple(findings_of(view, said, refused))
        for finding in findings:
            self._findings.setdefault((finding.code, finding.row, finding.subject_id, finding.kpi_id), finding)
        subject = view.subject.id
        if view.locale == self.locale and view.recipient == views.recipient(subject) and subject not in self._rows:
            self._rows[subject] = list(_rows(view, said))
        names = {line.kpi.id: line.kpi.name for line in view.lines}
        missing = tuple((kpi_id, names.get(kpi_id, Name(kpi_id))) for kpi_id in said.missing)
        return Said(said, as_texts(said, found), findings, missing)

    def _facts(self, views: Views, view: View) -> tuple[Fact, ...]:
        """The facts of a view. An edited text written for the usual recipient is left out where another sees other facts."""
        found, subject = all_facts(views, view), view.subject.id
        edits = [fact for fact in found if isinstance(fact, OverrideFact)]
        if not edits or view.recipient == views.recipient(subject):
            return found
        usual = views.view(subject)
        really = {item.row for item in write(all_facts(views, usual), view.locale, options_for(usual)).stale}
        here = {item.row for item in write(found, view.locale, options_for(view)).stale}
        return tuple(fact for fact in found if not isinstance(fact, OverrideFact) or fact.row not in here - really)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The results table: one row per sentence of every subject that has a document, in the order of the organisation.

        A writer is asked for the subjects that documents were made of; of the others the table holds the generated text.
        """
        views = Views(self.results, self.locale)
        writer, self.writer = self.writer, None
        for subject in views.subjects():
            if subject not in self._rows and views.has_document(subject):
                self.say(views, views.view(subject))
            yield from self._rows.get(subject, ())
        self.writer = writer

    def findings(self) -> tuple[Finding, ...]:
        """Everything that the editors of texts have to look at, as far as it was said."""
        return tuple(map(self.results.inputs.dataset.placed, self._findings.values()))


def all_facts(views: Views, view: View) -> tuple[Fact, ...]:
    """The facts of a view, and the words and pay that belong to it."""
    fiscal = views.results.inputs.dataset.settings.fiscal
    return (*facts(view, view.names, fiscal), *views.people_facts(view))


def _rows(view: View, said: Commentary) -> Iterator[dict[str, Any]]:
    for sentence in said.sentences():
        yield {
            "period": view.period.label, "subject_id": view.subject.id, "kpi_id": sentence.kpi_id, "order": sentence.order,
            "text": sentence.text, "locale": view.locale, "fact_ids": " ".join(sentence.fact_ids), "source": sentence.source,
            "stale": sentence.stale,
        }


def findings_of(view: View, said: Commentary, refused: tuple[Refusal, ...] = ()) -> Iterator[Finding]:
    """Edited texts that are stale, not approved, or hold numbers or words that no fact or note bears; refused texts."""
    subject = view.subject.id
    for stale in said.stale:
        yield _stale(subject, stale)
    for remark in said.remarks:
        yield _remarked(subject, remark)
    for refusal in refused:
        yield Finding("W-TEXT-REFUSED", "commentary", subject_id=subject, kpi_id=refusal.kpi_id, params={
            "case": refusal.reason, "found": ", ".join(refusal.found), "text": refusal.text,
        })


def _stale(subject: str, stale: Stale) -> Finding:
    return Finding("W-TEXT-STALE", "notes", stale.row, "text", subject, stale.kpi_id, params={
        "author": stale.author, "text": stale.text, "then": stale.written_for, "now": stale.facts_now,
    })


def _remarked(subject: str, remark: Remark) -> Finding:
    code = {"number": "W-TEXT-NUMBER", "banned": "W-TEXT-WORD", "not_approved": "W-TEXT-DRAFT"}[remark.kind]
    found = ", ".join(remark.found)
    return Finding(code, "notes", remark.row, "text", subject, remark.kpi_id, params={
        "number": found, "word": found, "text": remark.text,
    })
