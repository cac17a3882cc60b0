"""Alerts: what asks for attention at a unit and below, by which rule, against which limit, since when, and who is to act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.commentary.translations import in_language
from reportgen.formatting import date_text, number_text
from reportgen.formatting.amounts import kpi_text
from reportgen.model.analysis import Anomaly
from reportgen.model.dataset import Locale
from reportgen.model.period import Period, period_or_none, previous
from reportgen.model.policy import Rules
from reportgen.model.results import joined_ids
from reportgen.model.view import Alert, Kpi
from reportgen.policy.conditions import parse
from reportgen.policy.syntax import Comparison, Number, Read
from reportgen.run.index import decimal, places
from reportgen.run.views.rights import Rights
from reportgen.run.views.sources import Sources
from reportgen.run.views.wording import say
from reportgen.scoring.streaks import LONGEST

Row = Mapping[str, Any]
_DONE = ("done", "closed", "\u5df2\u5b8c\u6210")
_ORDER = ("knock_out", "streak", "gate", "overdue_action", "coverage", "anomaly")


@dataclass(frozen=True)
class Alerts:
    """Makes the alerts of one view. ``kpis``: definition cards by id, owners named as the recipient may see them."""

    sources: Sources
    rights: Rights
    kpis: Mapping[str, Kpi]
    locale: Locale

    def all(self) -> tuple[Alert, ...]:
        """Knock-outs first, then streaks, gates, overdue actions, coverage, anomalies; within a rule in the given order.

        A manager of units reads of the knock-outs of everyone below, of everything else about the people listed.
        """
        rights = self.rights
        subjects = (rights.subject,) if rights.personal else (*rights.units, *rights.listed)
        found = [alert for subject in subjects for alert in self._of(subject)]
        others = set(rights.staff).difference(rights.listed)
        found += [alert for person in rights.staff if person in others for alert in self._knocked_out(person)]
        found.sort(key=lambda alert: (_ORDER.index(alert.rule), -alert.streak))
        return tuple(found)

    def _of(self, subject: str) -> Iterator[Alert]:
        card = self.sources.cards.get(subject)
        for row in self.sources.rows.get(subject, ()):
            if int(row.get("red_streak") or 0) >= self.rules.status.escalate_after and self._kpis_shown(subject):
                yield self._streak(subject, row)
        if card is not None:
            yield from self._limits(subject, card)
            yield from self._coverage(subject, card)
        if self.rights.recipient != "finance" or subject in self.rights.organisation.units:
            yield from self._overdue(subject)
        if subject == self.rights.subject or subject in self.rights.organisation.children.get(self.rights.subject, ()):
            yield from self._anomalies(subject)

    def _kpis_shown(self, subject: str) -> bool:
        return subject in self.rights.organisation.units or self.rights.personal or self.rights.kpi_scores

    @property
    def rules(self) -> Rules:
        return self.sources.results.inputs.policy.rules

    @property
    def period(self) -> Period:
        return self.sources.results.inputs.period

    def _alert(self, rule: Any, subject: str, kpi_id: str = "", **values: Any) -> Alert:
        kpi = self.kpis.get(kpi_id)
        values.setdefault("owner", self._responsible(subject, kpi))
        values.setdefault("since", self.period)
        name = self.rights.organisation.name(subject)
        return Alert(rule, subject, name, kpi_id, kpi.name if kpi is not None else None, **values)

    def _responsible(self, subject: str, kpi: Kpi | None = None) -> str:
        """Who is to act: a person's direct manager; of a unit the KPI's owner, or its head where the owner stays unnamed."""
        organisation, rights = self.rights.organisation, self.rights
        if subject in organisation.people:
            managers = organisation.managers(subject)
            return rights.call(managers[0]) if managers else ""
        head = organisation.head(subject)
        owner = (self.sources.definitions.get(kpi.id) or {}).get("owner_id") if kpi is not None else ""
        named = owner and (rights.sees(owner) or not rights.sees(head or owner))
        return rights.call(owner if named else head or owner)

    # ------------------------------------------------------------------ rules
    def _streak(self, subject: str, row: Row) -> Alert:
        count, limit, points = int(row["red_streak"]), self.rules.status.amber, row.get("status_gain")
        if points is not None and self.rules.status.pp is not None:
            limit = self.rules.status.pp.amber
        since = self.period
        for _ in range(count - 1):
            since = previous(since, self.sources.results.inputs.dataset.settings.fiscal)
        beyond = count >= LONGEST
        key = ("streak_beyond" if beyond else "streak") + ("" if points is None else "_pp")
        text = say(key, self.locale, count=count, limit=_plain(abs(limit) if points is not None else limit))
        value = places(row["score"]) if points is None else decimal(points)
        return self._alert("streak", subject, row["kpi_id"], value=value, limit=limit, streak=count,
                           since=since, text=text, at_least=beyond)

    def _limits(self, subject: str, card: Row) -> Iterator[Alert]:
        yield from self._knocked_out(subject)
        before, after, suffix = _held(card)
        gates = {gate.id: gate.when for gate in self.rules.gates}
        for gate in joined_ids(card.get("gates")):
            when = gates.get(gate, "")
            kpi_id, field, limit = compared(when)
            value = self._measured(subject, kpi_id, field) if kpi_id else None
            if value is not None and limit is not None:
                when = say(f"gate_{field}", self.locale, kpi=self.kpis[kpi_id].name.of(self.locale), value=_plain(value),
                           limit=_plain(limit))
            name = self.rules.name_of(gate, self.locale)
            text = say(f"gate{suffix}", self.locale, rule=name, when=when or gate, before=before, after=after)
            yield self._alert("gate", subject, kpi_id, detail=gate, value=value, limit=limit, text=text)

    def _knocked_out(self, subject: str) -> Iterator[Alert]:
        card = self.sources.cards.get(subject, {})
        before, after, suffix = _held(card)
        for event in joined_ids(card.get("knock_outs")):
            reasons = [row["reason"] for row in self.sources.events.get(subject, ())
                       if (row["rule"] or row["type"]) == event and row["reason"]]
            reason = self.sources.recorded.of(reasons[0], self.locale) if reasons else say("no_reason", self.locale)
            name = self.rules.name_of(event, self.locale)
            text = say(f"knock_out{suffix}", self.locale, rule=name, reason=reason, before=before, after=after)
            yield self._alert("knock_out", subject, detail=event, text=text)

    def _measured(self, subject: str, kpi_id: str, field: str) -> Decimal | None:
        rows = (row for row in self.sources.rows.get(subject, ()) if row["kpi_id"] == kpi_id and kpi_id in self.kpis)
        column = "attainment_pct" if field == "attainment" else field
        return next((places(row[column]) if field != "actual" else decimal(row[column]) for row in rows), None)

    def _coverage(self, subject: str, card: Row) -> Iterator[Alert]:
        coverage, limit = places(card["coverage_pct"]), self.rules.scoring.min_coverage
        if coverage is not None and coverage < limit:
            text = say("coverage", self.locale, value=number_text(coverage, 2), limit=_plain(limit))
            yield self._alert("coverage", subject, value=coverage, limit=limit, text=text)

    def _overdue(self, subject: str) -> Iterator[Alert]:
        inputs = self.sources.results.inputs
        fiscal = inputs.dataset.settings.fiscal
        for row in in_language(self.sources.notes.get(subject, ()), self.locale):
            late = row["type"] == "action" and row["due_date"] is not None and row["due_date"] < inputs.as_of
            if not late or (row["status"] or "").lower() in _DONE:
                continue
            since = period_or_none(row["period"], fiscal)
            if since is not None and since.start > self.period.end:
                continue
            text = say("overdue", self.locale, action=row["text"].rstrip("\u3002."), due=date_text(row["due_date"], self.locale))
            yield self._alert("overdue_action", subject, row["kpi_id"] or "", since=since, text=text,
                              owner=self.rights.call(row["action_owner"] or row["author"]))

    def _anomalies(self, subject: str) -> Iterator[Alert]:
        """What fired and is not good news."""
        known = ((row["kpi_id"], self.sources.anomalies.get((subject, row["kpi_id"]), ()))
                 for row in self.sources.rows.get(subject, ()))
        for kpi_id, items in known:
            kpi = self.kpis.get(kpi_id)
            for item in items:
                told = item.rule != "A4" and (not item.hr_only or self.rights.recipient == "hr")
                if kpi is not None and told and _bad(item, kpi):
                    yield self._alert("anomaly", subject, kpi_id, value=_shown(item.value, kpi), limit=_shown(item.limit, kpi),
                                      detail=item.rule, text=self._said(item, kpi))

    def _said(self, item: Anomaly, kpi: Kpi) -> str:
        def number(value: Decimal | None, unit: str = kpi.unit) -> str:
            return "" if value is None else kpi_text(value, unit, kpi.decimals, self.locale)

        gap = "pp" if kpi.unit == "%" else kpi.unit
        numbers, key = item.numbers, "A1_steady" if item.rule == "A1" and not item.limit else item.rule
        return say(
            key, self.locale, count=item.count, limit=number(item.limit, gap if item.rule == "A1" else kpi.unit),
            median=number(numbers.get("median")), distance=number(numbers.get("distance"), gap),
            before=number(numbers.get("before")),
        )


def _held(card: Row) -> tuple[str, str, str]:
    """The grade before and after the limits, and which wording tells of them."""
    before, after = card.get("grade_before_gates") or "", card.get("grade_before_adjustment") or ""
    return before, after, "_grade" if before and after and before != after else ""


def _bad(item: Anomaly, kpi: Kpi) -> bool:
    """False for a level shift in the good direction."""
    median = item.numbers.get("median")
    if item.rule != "A1" or item.value is None or median is None:
        return True
    return item.value < median if kpi.direction == "higher" else item.value > median if kpi.direction == "lower" else True


def _shown(value: Decimal | None, kpi: Kpi) -> Decimal | None:
    """A number with the KPI's places at most two more."""
    return None if value is None else round(value, kpi.decimals + 2)


def compared(when: str) -> tuple[str, str, Decimal | None]:
    """KPI, field and limit of a plain gate such as ``kpi('x').attainment < 90``; empty for anything longer."""
    tree = parse(when) if when else None
    if not isinstance(tree, Comparison) or not isinstance(tree.left, Read) or not isinstance(tree.right, Number):
        return "", "", None
    measure = tree.left.measure
    own = measure.kpi is not None and measure.scope == "person"
    return (measure.kpi or "", measure.field, tree.right.value) if own else ("", "", None)


def _plain(value: Decimal) -> str:
    return f"{decimal(value):f}"
