"""What people wrote and what they are paid, as facts; and the finished commentary as the texts of a view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from reportgen.commentary.options import Options
from reportgen.commentary.sentence import Commentary, Sentence
from reportgen.commentary.translations import in_language
from reportgen.model.fact import ActionFact, Fact, NoteFact, OverrideFact, Payout
from reportgen.model.period import FiscalCalendar, period_or_none, previous
from reportgen.model.reward import Statement
from reportgen.model.view import Action, Comment, Kpi, Texts, View
from reportgen.run.views.organisation import Organisation

Row = Mapping[str, Any]
_DONE = frozenset({"done", "closed"})
#: A person reads six sentences in the order of the scorecard; a unit what weighs most.
_PERSON = Options(order="given", per_kpi=3, per_report=6, period="none")
_UNIT = Options(period="none", per_kpi=4, per_report=14)


def options_for(view: View) -> Options:
    """How much is said on a page, in which order, and whether unapproved texts may stand there."""
    chosen = _PERSON if view.subject.level == "individual" else _UNIT
    message: Literal["score", "variance"] = "variance" if view.recipient == "finance" else "score"
    return replace(chosen, final=view.run.status == "final", message=message)


def note_facts(rows: Iterable[Row], view: View, organisation: Organisation, fiscal: FiscalCalendar) -> Iterator[Fact]:
    """Notes, actions and overrides of this period in the view's language; those of the one before are carried."""
    kpis = {line.kpi.id: line.kpi for line in view.lines}
    before = previous(view.period, fiscal)
    for row in in_language(rows, view.locale):
        when = period_or_none(row["period"], fiscal)
        now = when is None or (when.start >= view.period.start and when.end <= view.period.end) or when == view.period
        carried = when is not None and when.start >= before.start and when.end <= before.end
        kpi = kpis.get(row["kpi_id"] or "")
        if row["kpi_id"] and kpi is None:
            continue
        if row["type"] == "action":
            status = _status(row, view.run.as_of)
            if now or carried:
                yield _action(row, view, organisation, kpi, carried=carried and not now, status=status)
        elif now and row["type"] in ("cause", "comment", "suggestion"):
            yield _note(row, view, organisation, kpi)
        elif now and row["type"] == "override":
            yield _override(row, view, kpi)


def _status(row: Row, as_of: date) -> Literal["open", "done", "overdue"]:
    if (row["status"] or "").lower() in _DONE or row["status"] == "\u5df2\u5b8c\u6210":
        return "done"
    return "overdue" if row["due_date"] is not None and row["due_date"] < as_of else "open"


def _key(row: Row) -> str:
    return f"{row['type']}-{row['seq'] or row['row_nr']}"


Progress = Literal["open", "done", "overdue"]


def _action(
    row: Row, view: View, organisation: Organisation, kpi: Kpi | None, *, carried: bool, status: Progress
) -> ActionFact:
    return ActionFact(
        subject_id=view.subject.id, period=view.period, kpi=kpi, key=_key(row), text=row["text"],
        owner=who(row["action_owner"] or row["author"], view, organisation), due=row["due_date"], status=status, carried=carried,
    )


def _note(row: Row, view: View, organisation: Organisation, kpi: Kpi | None) -> NoteFact:
    author = row["author"] or ""
    kind: Literal["cause", "comment", "suggestion"] = row["type"]
    return NoteFact(
        subject_id=view.subject.id, period=view.period, kpi=kpi, key=_key(row), kind=kind, text=row["text"],
        author=who(author, view, organisation), role=_role(author, view, organisation, kpi), on=row["date"],
        status=row["status"] or "",
    )


def _role(
    author: str, view: View, organisation: Organisation, kpi: Kpi | None
) -> Literal["owner", "manager", "person", "other"]:
    """How an author stands to what the note is about: the subject, its head or the KPI's owner, a manager above, or neither."""
    subject = view.subject.id
    if author == subject:
        return "person"
    head = organisation.units[subject]["manager_id"] if subject in organisation.units else None
    if author and author == head:
        return "owner"
    if author in organisation.managers(subject):
        return "manager"
    named = who(author, view, organisation)
    return "owner" if kpi is not None and named and named == kpi.owner else "other"


def _override(row: Row, view: View, kpi: Kpi | None) -> OverrideFact:
    states: dict[str, Literal["edited", "reviewed", "approved", "locked"]] = {
        "reviewed": "reviewed", "approved": "approved", "locked": "locked",
    }
    status = states.get(row["status"] or "", "edited")
    return OverrideFact(
        subject_id=view.subject.id, period=view.period, kpi=kpi, key=_key(row), text=row["text"],
        facts_hash=row["facts_hash"] or "", replaces=tuple((row["replaces"] or "").split()), locale=row["language"] or "",
        author=row["author"] or "", reason=row["reason"] or "", row=row["row_nr"], status=status,
    )


def who(author: str | None, view: View, organisation: Organisation) -> str:
    """How a page names someone: people whom the recipient may see named by name, others by post or unit."""
    if not author:
        return ""
    if author in view.names or author in organisation.units:
        return organisation.label(author)
    if author in organisation.people:
        return organisation.post(author) or organisation.label(organisation.home(author))
    named = view.recipient not in ("person", "board") or author in view.subject.managers
    return author if named else ""


def pay_facts(view: View) -> Iterator[Payout]:
    """What each statement with an amount pays."""
    for statement in view.statements:
        if statement.award is None or not statement.award:
            continue
        lower, upper = _neighbours(statement)
        names = _names(statement)
        yield Payout(
            subject_id=view.subject.id, period=view.period, key=statement.policy_id, currency=statement.currency,
            amount=statement.award, payable=statement.payable, base=statement.base,
            percent=statement.payout_factor * 100 if statement.payout_factor is not None and statement.base else None,
            measure="attainment" if "attainment" in statement.measure else "score", measure_value=statement.measure_value,
            lower=lower, lower_name=names.get(lower, ""), upper=upper, upper_name=names.get(upper, ""),
            provisional=statement.estimate,
        )


def _neighbours(statement: Statement) -> tuple[Decimal | None, Decimal | None]:
    if statement.curve is None or statement.curve.x is None:
        return None, None
    xs = [point[0] for point in statement.curve.points]
    lower = [x for x in xs if x <= statement.curve.x]
    upper = [x for x in xs if x > statement.curve.x]
    return (max(lower), min(upper)) if lower and upper else (None, None)


def _names(statement: Statement) -> dict[Decimal | None, Literal["threshold", "target", "stretch"]]:
    if statement.curve is None or len(statement.curve.points) != 3:
        return {}
    first, middle, last = (point[0] for point in statement.curve.points)
    return {first: "threshold", middle: "target", last: "stretch"}


def as_texts(said: Commentary, facts: tuple[Fact, ...]) -> Texts:
    """Sentences and recorded actions as the texts of a view, cut into the places where reports print them.

    Actions carried over from the period before come first in the comment on their KPI.
    """
    told = {sentence.text for sentence in said.comments}
    own = [sentence for sentence in said.notes if not _elsewhere(sentence) and sentence.text not in told]
    notes = [fact for fact in facts if isinstance(fact, NoteFact) and fact.kpi is None]
    actions = [fact for fact in facts if isinstance(fact, ActionFact)]
    causes = {fact.kpi_id: fact.text for fact in facts if isinstance(fact, NoteFact) and fact.kind == "cause" and fact.kpi}
    return Texts(
        headline=said.headline.text if said.headline else "",
        pay_headline=said.pay_headline.text if said.pay_headline else "",
        comments=tuple(_comment(sentence) for sentence in (*said.carried, *said.comments, *own)),
        summary=tuple(sentence.text for sentence in said.summary),
        manager_note=tuple(_written(note) for note in notes if note.role == "manager" and note.kind == "comment"),
        open_actions=tuple(_as_action(fact, causes) for fact in actions if not fact.carried),
        last_actions=tuple(_as_action(fact, {}) for fact in actions if fact.carried),  # causes are of this period
        suggestions=tuple(_written(note) for note in notes if note.kind == "suggestion"),
        decisions=tuple(_written(note) for note in notes if note.kind == "suggestion"),
    )


def _elsewhere(sentence: Sentence) -> bool:
    """True for what has its own place in a report: the manager's comment, suggestions, actions."""
    fact = sentence.facts[0] if sentence.facts else None
    if isinstance(fact, NoteFact):
        return fact.kind == "suggestion" or (fact.role == "manager" and fact.kind == "comment")
    return isinstance(fact, ActionFact)


def _comment(sentence: Sentence) -> Comment:
    return Comment(
        sentence.text, sentence.kpi_id, sentence.source, sentence.fact_ids, sentence.stale, sentence.author,
        written=sentence.written, state=sentence.state,
    )


def _written(note: NoteFact) -> Comment:
    return Comment(note.text, note.kpi_id, "note", (note.id,), author=note.author, written=note.on)


def _as_action(fact: ActionFact, causes: Mapping[str, str]) -> Action:
    return Action(fact.text, fact.owner, fact.due, fact.status, fact.kpi_id, causes.get(fact.kpi_id, ""))
