"""From the frames of a dataset and its scores to what the policies need of each person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, period_or_none, previous
from reportgen.model.policy import Rules
from reportgen.model.results import Scores, joined_ids
from reportgen.model.reward import Event, LimitResult, Payment, Words
from reportgen.policy.conditions import Scope
from reportgen.rewards.exchange import Rates, rates_at
from reportgen.rewards.facts import Facts, Row, exact, printed
from reportgen.rewards.limits import compared
from reportgen.rewards.money import ONE, ZERO
from reportgen.rewards.paybase import paybase_of
from reportgen.rewards.posts import Posts, general_rows
from reportgen.rewards.proration import inclusive_days
from reportgen.rewards.subject import PastPeriod, PayInputs, Segment, Withheld

if TYPE_CHECKING:
    import polars as pl

_EMPLOYMENT = ("x:employment", "x:employment_type")
_TYPES = ("company", "division", "department", "team")


def kpi_names(dataset: Dataset) -> dict[str, Words]:
    """KPI -> its name in both languages."""
    rows = dataset["kpis"].select("kpi_id", "name", "name_en").iter_rows()
    return {kpi: {"zh-CN": name or kpi, "en": english or name or kpi} for kpi, name, english in rows}


def pay_inputs(dataset: Dataset, scores: Scores, rules: Rules, period: Period, as_of: date) -> list[PayInputs]:
    """Everybody who was in service on a day of the period, in the order of the file."""
    return list(Population(dataset, scores, rules, period, as_of).inputs())


@dataclass
class Population:
    """The people of a period with their scores, posts, pay, payments, and events as known at ``as_of``.

    Frames are walked once.
    """

    dataset: Dataset
    scores: Scores
    rules: Rules
    period: Period
    as_of: date

    def inputs(self) -> Iterable[PayInputs]:
        for person in self.people.values():
            days = self.days.get(person["person_id"], 0)
            if days:
                yield self._person(person, days)

    def of(self, subjects: Iterable[str]) -> list[PayInputs]:
        """The facts of some people of the period."""
        return [self._person(self.people[subject], self.days[subject]) for subject in subjects]

    @cached_property
    def people(self) -> dict[str, Row]:
        return _first_by(self.dataset["people"], "person_id")

    def groups(self, unit: str) -> tuple[tuple[str, ...], dict[str, str]]:
        """The path of a unit, and the unit of each type on it."""
        path = self._paths.get(unit, (unit,))
        return path, self._groups(path)

    def absent(self, subjects: Collection[str]) -> dict[str, PayInputs]:
        """The facts of people who are not in service on any day of the period: what they are still owed needs no more."""
        return {
            subject: self._person(self.people[subject], 0)
            for subject in subjects if subject in self.people and not self.days.get(subject)
        }

    @cached_property
    def facts(self) -> Facts:
        """Measures of units and KPIs."""
        return Facts(self._cards, self.scores.kpi_scores, self._paths)

    @cached_property
    def _cards(self) -> dict[str, Row]:
        return _first_by(self.scores.scorecards, "subject_id")

    @cached_property
    def units(self) -> dict[str, Row]:
        from reportgen.measures import subjects_in

        return _first_by(subjects_in(self.dataset, self.period), "subject_id")

    @cached_property
    def _paths(self) -> dict[str, tuple[str, ...]]:
        return {subject: self._path(subject) for subject, row in self.units.items() if row["level"] != "individual"}

    def _path(self, unit: str) -> tuple[str, ...]:
        """The unit and those above it, root last."""
        found: list[str] = []
        step: str | None = unit
        while step and step in self.units and step not in found:
            found.append(step)
            step = self.units[step]["parent_id"]
        return tuple(found)

    @cached_property
    def days(self) -> dict[str, int]:
        from reportgen.measures import service_in

        return dict(service_in(self.dataset, self.period).select("person_id", "days").iter_rows())

    @cached_property
    def posts(self) -> dict[str, Row]:
        """The post that counts for each person: the home assignment, if there are assignments."""
        from reportgen.measures.org import homes_in

        homes = homes_in(self.dataset, self.period).select("person_id", "assignment_id")
        if homes.is_empty():
            return {}
        chosen = dict(homes.iter_rows())
        rows = self.dataset["assignments"].iter_rows(named=True)
        return {row["person_id"]: row for row in rows if chosen.get(row["person_id"]) == (row["assignment_id"] or "")}

    @cached_property
    def _kpi_names(self) -> dict[str, Words]:
        return kpi_names(self.dataset)

    @cached_property
    def _events(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for row in self.dataset["events"].iter_rows(named=True):
            if row["date"] is not None:
                found.setdefault(row["subject_id"], []).append(_event(row))
        return found

    @cached_property
    def _payments(self) -> dict[str, list[Row]]:
        return _rows_by(self.dataset["payments"], "person_id")

    @cached_property
    def _paybase(self) -> dict[str, list[Row]]:
        return _rows_by(self.dataset["paybase"], "person_id")

    @cached_property
    def _absences(self) -> dict[str, list[Row]]:
        return _rows_by(self.dataset["absences"], "person_id")

    @cached_property
    def _rates(self) -> Rates:
        return rates_at(self.dataset["rates"].iter_rows(named=True), self.period.end)

    @cached_property
    def stopped(self) -> set[str]:
        """Subjects whom an error leaves without a total."""
        return {*self.scores.stopped, *self.dataset.excluded_in(self.period)}

    def _person(self, person: Mapping[str, Any], days: int) -> PayInputs:
        subject, period, settings = person["person_id"], self.period, self.dataset.settings
        card: Row = self._cards.get(subject) or {}
        post: Row = self.posts.get(subject) or {}
        home = self.units.get(subject) or {}
        unit = home.get("parent_id") or person["unit_id"] or ""
        path = self._paths.get(unit, (unit,))
        groups = self._groups(path)
        start = max(person["hire_date"] or period.start, period.start)
        end = min(person["leave_date"] or period.end, period.end)
        rows = self._paybase.get(subject, [])
        pay = paybase_of(general_rows(rows, post.get("assignment_id")), period, settings.fiscal)
        events = self._events.get(subject, [])
        return PayInputs(
            subject_id=subject, name=person["name"] or "", unit_id=unit, period=period, period_days=period.days,
            start=start, end=end, days=days, department_id=groups["department"], path=path, groups=groups,
            job_family=post.get("job_family") or person["job_family"] or "", level=post.get("level") or person["level"] or "",
            post=post.get("post") or person["post"] or "", employment=_employment(person), jurisdiction=settings.jurisdiction,
            jurisdictions=self.rules.jurisdictions,
            total=printed(card.get("total")), final=printed(card.get("final")), grade=card.get("grade"),
            coefficient=exact(card.get("coefficient")), kpi_names=self._kpi_names,
            scale=self.rules.grades, limits=self._limits(card),
            withheld=self._withheld(subject, card), provisional=self._provisional(subject, path), whose=self._whose(path),
            measures=self.facts.of_person(subject, unit), absences=self._away(subject, start, end),
            paybase=pay.columns, paybase_share=pay.share, wages=pay.wages, currency=pay.currency or settings.currency,
            rates=self._rates,
            events=_within(events, period), past=partial(self._past, subject),
            later=tuple(event for event in events if event.date is not None and period.end < event.date <= self.as_of),
            segments=self._segments(subject, rows, (start, end), card),
            payments=tuple(_payment(row) for row in self._payments.get(subject, []) if self._inside(row["period"])),
        )

    def _segments(self, subject: str, rows: Sequence[Row], span: tuple[date, date], card: Row) -> tuple[Segment, ...]:
        """The posts of somebody whose pay base names them."""
        if not any(row.get("assignment_id") for row in rows):
            return ()
        points = (printed(card.get("final")) or ZERO) - (printed(card.get("total")) or ZERO)
        return self._of_posts.segments(subject, rows, span, points)

    @cached_property
    def _of_posts(self) -> Posts:
        return Posts(self.dataset, self.scores, self.rules, self.period)

    def _past(self, subject: str, names: Collection[str]) -> tuple[PastPeriod, ...]:
        """The periods of the same kind from the first of the person's events on, oldest first; a year to date has none."""
        events = [event for event in self._events.get(subject, []) if any(event.matches(name) for name in names)]
        first = min((event.date for event in events if event.date is not None), default=None)
        fiscal, step = self.dataset.settings.fiscal, self.period
        found: list[PastPeriod] = []
        while first is not None and step.start > first and step.kind != "ytd":
            step = previous(step, fiscal)
            wages = paybase_of(self._paybase.get(subject, []), step, fiscal).wages
            found.append(PastPeriod(step, _within(events, step), wages))
        return tuple(reversed(found))

    def _inside(self, label: str | None) -> bool:
        """True for the period and those inside it: advances of the quarters count in the year."""
        span = period_or_none(label, self.dataset.settings.fiscal)
        if span is None:
            return False
        return self.period.start <= span.start and span.end <= self.period.end

    def _groups(self, path: Sequence[str]) -> dict[str, str]:
        """The unit of each type on the way up; a department is at least the unit below the company, or the own one."""
        found = {"company": path[-1], "unit": path[0]}
        for unit in path:
            kind = self.units[unit]["level"] if unit in self.units else ""
            if kind in _TYPES:
                found.setdefault(kind, unit)
        found.setdefault("department", path[-2] if len(path) > 1 else path[0])
        return found

    def _withheld(self, subject: str, card: Row) -> Withheld:
        if subject in self.stopped:
            return "excluded"
        if not card:
            return "no_scorecard"
        if card.get("rated") is False:
            return "not_rated"
        if card.get("grade") is None and card.get("final") is not None:
            return "coverage"
        return ""

    def _provisional(self, subject: str, path: Sequence[str]) -> frozenset[Scope]:
        """Whose score may still move: the person's, that of the unit that conditions read, the company's."""
        places: dict[Scope, str] = {"person": subject, "unit": self._carded(path), "company": path[-1]}
        return frozenset(scope for scope, place in places.items() if (self._cards.get(place) or {}).get("provisional"))

    def _carded(self, path: Sequence[str]) -> str:
        """The unit whose card conditions read: the nearest below the company that has one."""
        return next((step for step in path[:-1] if step in self._cards), path[0])

    def _whose(self, path: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The names of that unit and of the company in both languages."""
        rows = {"unit": self.units.get(self._carded(path)), "company": self.units.get(path[-1])}
        found = {scope: (row["name"] or "", row.get("name_en") or row["name"] or "") for scope, row in rows.items() if row}
        return {scope: both for scope, both in found.items() if both[0]}

    def _away(self, subject: str, start: date, end: date) -> dict[str, int]:
        """Days of each kind of absence inside the person's time in the period."""
        found: dict[str, int] = {}
        for row in self._absences.get(subject, []):
            days = inclusive_days(max(row["from"], start), min(row["to"] or end, end)) if row["from"] else 0
            if days:
                found[row["type"] or ""] = found.get(row["type"] or "", 0) + days
        return found

    def _limits(self, card: Row) -> tuple[LimitResult, ...]:
        """Gates and knock-outs of the scoring rules that the person's card names and that touch pay."""
        gates, out = joined_ids(card.get("gates")), joined_ids(card.get("knock_outs"))
        found = [
            LimitResult(gate.id, "gate", True, gate.payout_factor, gate.max_grade, measure=compared(gate.when))
            for gate in self.rules.gates if gate.id in gates and gate.payout_factor is not None
        ]
        found += [
            LimitResult(rule.event, "knock_out", True, ONE if rule.payout_factor is None else rule.payout_factor, rule.max_grade)
            for rule in self.rules.knock_outs if rule.event in out
        ]
        return tuple(found)


def _within(events: Iterable[Event], period: Period) -> tuple[Event, ...]:
    return tuple(event for event in events if event.date is not None and period.start <= event.date <= period.end)


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        event_id=row["event_id"] or "", subject_id=row["subject_id"] or "", type=row["type"] or "", rule=row["rule"] or "",
        date=row["date"], count=exact(row["count"]), amount=exact(row["amount"]), reason=row["reason"] or "",
        approver=row["approver"] or "", legal_basis=row["legal_basis"] or "", notice_date=row["notice_date"],
        jurisdiction=row["jurisdiction"] or "", reason_en=row.get("x:reason_en") or "",
        legal_basis_en=row.get("x:legal_basis_en") or "",
    )


def _payment(row: Mapping[str, Any]) -> Payment:
    return Payment(row["policy_id"] or "", exact(row["amount"]) or Decimal(0), row["kind"] or "paid", row["date"])


def _employment(person: Mapping[str, Any]) -> str:
    return next((person[name] for name in _EMPLOYMENT if person.get(name)), "")


def _first_by(frame: pl.DataFrame, key: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row[key], row)
    return found


def _rows_by(frame: pl.DataFrame, key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row[key], []).append(row)
    return found
