"""Gates and knock-outs: whom they concern, and what they leave of grade, score and pay (docs/method/scoring.md, "Limits")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.policy import Gate, KnockOut
from reportgen.policy.conditions import Measure, Value, evaluate, names, outcome, parse
from reportgen.scoring.exact.totals import Limit
from reportgen.scoring.rounding import exact_text

Row = Mapping[str, Any]
_CARD_FIELDS = {
    "score": "total", "final": "final", "grade": "grade", "coefficient": "coefficient", "factor": "coefficient",
    "days": "days", "headcount": "headcount",
}
_KPI_FIELDS = {"attainment": "attainment_pct", "actual": "actual", "score": "score"}


def events_in(dataset: Dataset, period: Period) -> pl.DataFrame:
    """Events dated in the period with ``key`` (the rule, or the type where there is none) and ``times`` (empty counts 1)."""
    events = dataset["events"].filter(pl.col("date").is_between(period.start, period.end))
    return events.with_columns(pl.coalesce("rule", "type").alias("key"), pl.col("count").fill_null(1.0).alias("times"))


def knocked_out(events: pl.DataFrame, rules: Sequence[KnockOut]) -> dict[str, list[Limit]]:
    """The knock-outs that events of the period trigger, per subject, in the order of the policy."""
    found: dict[str, list[Limit]] = {}
    for rule in rules:
        limit = Limit(rule.event, rule.max_grade, rule.max_score, rule.payout_factor)
        hit = events.filter((pl.col("key") == rule.event) & (pl.col("times") > 0))
        for subject in hit["subject_id"].unique().sort():
            found.setdefault(subject, []).append(limit)
    return found


@dataclass(frozen=True)
class Facts:
    """Where the measures of a gate's condition are looked up: cards and lines as they are printed, events, organisation."""

    cards: pl.DataFrame
    lines: pl.DataFrame
    events: pl.DataFrame
    _cache: dict[str, Any] = field(default_factory=dict)

    def card(self, subject: str | None) -> Row | None:
        """The card of a subject as far as conditions read it."""
        if "cards" not in self._cache:
            columns = [name for name in dict.fromkeys(_CARD_FIELDS.values()) if name in self.cards.columns]
            rows = self.cards.select("subject_id", "parent_id", "level", *columns).iter_rows(named=True)
            self._cache["cards"] = {row["subject_id"]: row for row in rows}
        found: Row | None = self._cache["cards"].get(subject)
        return found

    def kpi(self, subject: str | None, kpi: str) -> Row | None:
        """The first line of a KPI on a subject's scorecard."""
        key = f"kpi:{kpi}"
        if key not in self._cache:
            rows = self.lines.filter(pl.col("kpi_id") == kpi).unique("subject_id", keep="first", maintain_order=True)
            rows = rows.select("subject_id", *_KPI_FIELDS.values())
            self._cache[key] = {row["subject_id"]: row for row in rows.iter_rows(named=True)}
        found: Row | None = self._cache[key].get(subject)
        return found

    def event_count(self, subject: str, event: str) -> Decimal:
        """How often an event happened to a subject in the period."""
        if "events" not in self._cache:
            sums = self.events.group_by("subject_id", "key").agg(pl.col("times").sum())
            self._cache["events"] = {(subject, key): times for subject, key, times in sums.iter_rows()}
        return exact_text(self._cache["events"].get((subject, event))) or Decimal(0)

    def company(self) -> str | None:
        """The root unit."""
        roots = self.cards.filter(pl.col("parent_id").is_null() & (pl.col("level") != "individual"))
        return roots["subject_id"][0] if roots.height else None

    def lookup(self, subject: str) -> Callable[[Measure], Value | None]:
        """Reads measures for one subject; ``unit`` is the person's unit, or the unit itself."""
        own = self.card(subject)
        unit = own["parent_id"] if own and own["level"] == "individual" else subject

        def read(measure: Measure) -> Value | None:
            if measure.event is not None:
                return self.event_count(subject, measure.event)
            at = {"person": subject, "unit": unit, "company": self.company()}[measure.scope]
            row = self.kpi(at, measure.kpi) if measure.kpi is not None else self.card(at)
            name = _KPI_FIELDS.get(measure.field) if measure.kpi is not None else _CARD_FIELDS.get(measure.field)
            value = row.get(name) if row is not None and name is not None else None
            return exact_text(value) if isinstance(value, float) else Decimal(value) if isinstance(value, int) else value

        return read


def closed_gates(facts: Facts, gates: Sequence[Gate]) -> dict[str, list[Limit]]:
    """The gates whose condition holds, per subject. A condition over a missing value does not hold."""
    found: dict[str, list[Limit]] = {}
    for gate in gates:
        condition = parse(gate.when)
        limit = Limit(gate.id, gate.max_grade, None, gate.payout_factor)
        for subject in _concerned(facts, names(condition)):
            if evaluate(condition, facts.lookup(subject)) is True:
                found.setdefault(subject, []).append(limit)
    return found


def divided_by_zero(facts: Facts, gates: Sequence[Gate]) -> Iterator[Finding]:
    """W-MEASURE-MISSING for gates that cannot be decided for a subject, because their condition divides by 0."""
    for gate in gates:
        condition = parse(gate.when)
        for subject in _concerned(facts, names(condition)) if "/" in gate.when else ():
            if outcome(condition, facts.lookup(subject)).divided_by_zero:
                params = {"case": "gate_zero", "gate": gate.id, "when": gate.when, "subject_id": subject}
                yield Finding("W-MEASURE-MISSING", "", subject_id=subject, params=params)


def _concerned(facts: Facts, measures: Sequence[Measure]) -> Iterator[str]:
    """Subjects for which the condition can hold: with the KPIs it reads of their own, if that is all it reads."""
    own = [measure.kpi for measure in measures if measure.scope == "person" and measure.kpi is not None]
    subjects = facts.cards["subject_id"]
    if own and len(own) == len(measures):
        subjects = facts.lines.filter(pl.col("kpi_id").is_in(own))["subject_id"].unique(maintain_order=True)
        subjects = subjects.filter(subjects.is_in(facts.cards["subject_id"].implode()))
    yield from subjects.sort()
