"""The HR picture of a unit: statistics of its people, quality of its KPIs, grades changed in calibration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from reportgen.measures.service import absent_in, minimum_days
from reportgen.model.analysis import Statistics
from reportgen.model.view import Adjustment
from reportgen.run.index import places
from reportgen.run.views.members import target_bonus
from reportgen.run.views.rights import Rights
from reportgen.run.views.sources import Sources

if TYPE_CHECKING:
    from reportgen.analysis.quotas import Units

_SCHEMA: dict[str, pl.DataType] = {
    "subject_id": pl.String(), "final": pl.Float64(), "grade": pl.String(), "rated": pl.Boolean(), "unit_id": pl.String(),
    "job_family": pl.String(), "post_level": pl.String(), "not_rated_reason": pl.String(), "prior_final": pl.Float64(),
    "prior_grade": pl.String(), "target_bonus": pl.Float64(), "payable": pl.Float64(),
}
_SHORT_OF_DATA, _LONG_LEAVE = "coverage", "long_leave"
_KINDS = ("company", "unit", "job_family", "level")


def statistics_of(sources: Sources, rights: Rights) -> Statistics | None:
    """Everyone below, by department; None for those who see no persons' grades."""
    from reportgen.analysis import statistics
    from reportgen.analysis.quality import kpi_quality

    if rights.recipient != "hr" or rights.personal:
        return None
    inputs = sources.results.inputs
    away = absent_in(inputs.dataset, inputs.period)
    rows = [_person(sources, rights, person, away.get(person, 0)) for person in rights.staff]
    people = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    inside = [*rights.units, *rights.staff]
    scores = sources.results.scores.kpi_scores.filter(pl.col("subject_id").is_in(inside))
    found = statistics.statistics(people, inputs.policy.rules, kpi_quality(scores, sources.kpis), _units(sources, rights))
    place = {unit: number for number, unit in enumerate(in_order(rights))}
    groups = sorted(found.groups, key=lambda group: (_KINDS.index(group.kind), place.get(group.key, 0), group.key))
    return replace(found, groups=tuple(groups))


def _units(sources: Sources, rights: Rights) -> Units:
    """Parents and grades of the units: a department's own grade may set the quota of its people."""
    from reportgen.analysis.quotas import Units

    units = rights.organisation.units
    grades = {unit: sources.cards.get(unit, {}).get("grade") for unit in units}
    return Units(
        {unit: row["parent_id"] or None for unit, row in units.items()},
        {unit: grade for unit, grade in grades.items() if grade},
    )


def in_order(rights: Rights) -> list[str]:
    """The units of a view from the top down, each followed by those below it."""
    organisation = rights.organisation
    found: list[str] = []
    left = [rights.subject]
    while left:
        unit = left.pop(0)
        found.append(unit)
        left = [*organisation.children.get(unit, ()), *left]
    return found


def _person(sources: Sources, rights: Rights, person: str, away: int) -> tuple[object, ...]:
    """A row of ``_SCHEMA``; who was on leave so long that too few days are left is no head of the distribution."""
    period = sources.results.inputs.period
    card, row = sources.cards.get(person, {}), rights.organisation.people[person]
    rewards = sources.results.rewards
    target, payable = target_bonus(rewards.statements_of(person)), rewards.payable_of(person)
    rated = card.get("rated", False) is not False and bool(card)
    left = rated and away > 0 and (card.get("days") or period.days) - away < minimum_days(period)
    return (
        person, card.get("final"), card.get("grade"), rated and not left,
        rights.organisation.nearest(person, "department"), row["job_family"], row["level"],
        _LONG_LEAVE if left else _reason(sources, person),
        card.get("prior_final"), sources.results.past.grades_before.get(person),
        None if target is None else float(target), None if payable is None else float(payable),
    )


def _reason(sources: Sources, person: str) -> str:
    """Why somebody has no grade: excluded, without scorecard, short service, or too little data."""
    card = sources.cards.get(person)
    if person in sources.results.excluded:
        return "excluded"
    if card is None:
        return "no_scorecard"
    return card.get("not_rated_reason") or ("" if card.get("grade") else _SHORT_OF_DATA)


def adjustments_of(sources: Sources, rights: Rights) -> tuple[Adjustment, ...]:
    """Calibration of the period among the people below: for HR everyone, for a manager those listed."""
    if rights.personal or rights.recipient not in ("hr", "manager"):
        return ()
    inputs, seen = sources.results.inputs, set(rights.staff if rights.recipient == "hr" else rights.listed)
    rows = inputs.dataset["adjustments"].filter(pl.col("period") == inputs.period.label).sort("date", maintain_order=True)
    return tuple(
        Adjustment(
            row["subject_id"], rights.organisation.name(row["subject_id"]), row["from_grade"] or "", row["to_grade"] or "",
            sources.recorded.of(row["reason"], rights.organisation.locale), rights.call(row["decided_by"]), row["date"],
            places(sources.cards.get(row["subject_id"], {}).get("final")),
        )
        for row in rows.iter_rows(named=True) if row["subject_id"] in seen
    )
