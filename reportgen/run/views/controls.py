"""The control sheet: what was read against what the files and finance say, and that every sum foots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.period import Period, period_or_none
from reportgen.model.view import ControlLine, Line
from reportgen.run.index import decimal, places
from reportgen.run.views.rights import Rights
from reportgen.run.views.sources import Sources
from reportgen.run.views.wording import say

ZERO = Decimal(0)


@dataclass(frozen=True)
class Controls:
    """Makes the control lines of a finance view. ``lines`` are those of the view."""

    sources: Sources
    rights: Rights
    lines: tuple[Line, ...]
    locale: Locale

    def all(self) -> tuple[ControlLine, ...]:
        """Rows per file, control totals, footing of scores, contributions, pools, and payables; all differences are 0.00."""
        return (*self._files(), *self._totals(), *self._footing(), *self._contributions(), *self._pools(), *self._payables())

    def _files(self) -> Iterator[ControlLine]:
        """Rows of each file against the rows that are used; the whole dataset, so for the whole company only."""
        if self.rights.subject != self.rights.organisation.root:
            return
        dataset = self.sources.results.inputs.dataset
        read: dict[str, int] = {}
        for file in dataset.files:
            read[file.table] = read.get(file.table, 0) + file.rows
        for file in dataset.files:
            rows = dataset.tables[file.table].height if file.table in dataset.tables else file.rows
            if read.get(file.table) != file.rows:
                rows = file.rows  # several files fill one table: their sum is compared with the first
            yield ControlLine(say("rows", self.locale, file=file.name), Decimal(file.rows), Decimal(rows), places=0)

    def _totals(self) -> Iterator[ControlLine]:
        """Control totals of dataset.yaml up to the period's end, for this unit and those below."""
        inputs = self.sources.results.inputs
        organisation, period = self.rights.organisation, inputs.period
        for item in inputs.dataset.settings.control_totals:
            kpi, subject, label = (str(item.get(name, "")) for name in ("kpi_id", "subject_id", "period"))
            span = period_or_none(label, inputs.dataset.settings.fiscal)
            if span is None or span.end > period.end or subject not in (*self.rights.units, *self.rights.staff):
                continue
            definition = self.sources.definitions.get(kpi)
            name = _kpi_name(definition, kpi, self.locale)
            who = organisation.label(subject) if self.rights.sees(subject) else subject
            key = "control_total_own" if subject == self.rights.subject else "control_total"
            text = say(key, self.locale, kpi=name, subject=who, period=label)
            yield ControlLine(text, decimal(str(item.get("value"))), self._value(kpi, subject, span))

    def _value(self, kpi: str, subject: str, period: Period) -> Decimal | None:
        return decimal(self.sources.values_of(period).get((subject, kpi)))

    def _footing(self) -> Iterator[ControlLine]:
        """Totals against weighted scores, of people and of units; cards of several posts add up in the same way."""
        for key, subjects in (("individual", self.rights.staff), ("units", self.rights.units)):
            totals, parts, count = ZERO, ZERO, 0
            for subject in subjects:
                total = places(self.sources.cards.get(subject, {}).get("total"))
                if total is None:
                    continue
                weighted = [places(row["weighted_score"]) for row in self.sources.rows.get(subject, ())]
                totals, count = totals + total, count + 1
                parts += sum((value for value in weighted if value is not None), ZERO)
            if count:
                text = say("footing", self.locale, name=say(key, self.locale), count=count)
                yield ControlLine(text, totals, parts)

    def _contributions(self) -> Iterator[ControlLine]:
        for line in self.lines:
            plan = line.deltas.get("plan")
            if line.unit_contributions and plan is not None and plan.absolute is not None:
                found = sum((part.variance for part in line.unit_contributions), ZERO)
                text = say("contributions", self.locale, kpi=line.kpi.name.of(self.locale))
                yield ControlLine(text, plan.absolute, found)

    def _pools(self) -> Iterator[ControlLine]:
        from reportgen.run.views.rewards import pools_for

        for pool in pools_for(self.sources.results.rewards, self.rights):
            group = self.rights.organisation.label(pool.group_id) if pool.group_id else ""
            gap = "" if not group else "\uff0c" if self.locale == "zh-CN" else ", "
            text = say("pool", self.locale, policy=_policy(self, pool.policy_id), group=gap + group)
            yield ControlLine(text, pool.pool, pool.allocated + pool.withheld + pool.undistributed)

    def _payables(self) -> Iterator[ControlLine]:
        run = self.sources.results.rewards
        policies: dict[str, list[Any]] = {}
        for person in self.rights.staff:
            for statement in run.statements_of(person):
                if statement.payable is not None:
                    policies.setdefault(statement.policy_id, []).append(statement)
        for policy, statements in policies.items():
            parts = sum((line.amount for one in statements for line in one.lines if line.amount is not None), ZERO)
            text = say("payable", self.locale, policy=_policy(self, policy), count=len(statements))
            yield ControlLine(text, sum((one.payable for one in statements), ZERO), parts)


def _policy(controls: Controls, policy: str) -> str:
    """The label of a reward policy, else its id."""
    known = controls.sources.results.inputs.policy.rewards
    return next((item.label.get(controls.locale, "") or policy for item in known if item.id == policy), policy)


def _kpi_name(row: Any, kpi: str, locale: Locale) -> str:
    if row is None:
        return kpi
    return (row.get("name_en") if locale == "en" else None) or row["name"] or kpi
