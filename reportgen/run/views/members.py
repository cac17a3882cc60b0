"""Subjects below and beside a unit, as the recipient may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.model.reward import Statement
from reportgen.model.rounding import half_up
from reportgen.model.view import Level, Member, Scorecard
from reportgen.run.index import decimal, places
from reportgen.run.views.rights import Rights
from reportgen.run.views.sources import Sources

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Members:
    """Makes members; ``card`` gives a subject's totals."""

    sources: Sources
    card: Callable[[str], Scorecard | None]

    def all(self, subjects: Iterable[str], rights: Rights) -> tuple[Member, ...]:
        """Subjects in the order given. Persons carry amounts, scores of KPIs and their worst one only where ``rights`` allow."""
        return tuple(self._member(subject, rights) for subject in subjects)

    def _member(self, subject: str, rights: Rights) -> Member:
        organisation, sources = rights.organisation, self.sources
        level: Level = organisation.level(subject)  # type: ignore[assignment]
        person = level == "individual"
        rows = [row for row in sources.rows.get(subject, ()) if row["weight"]]
        shown = rows if not person or rights.kpi_scores else []
        worst = _worst(shown)
        statuses = [row["status"] for row in rows]
        card = self.card(subject) if subject not in sources.results.excluded else None
        rewards = sources.results.rewards
        amounts = rights.amounts and person
        return Member(
            id=subject, level=level, name=organisation.name(subject),
            post=organisation.post(subject) if person else "",
            scorecard=card,
            scores={row["kpi_id"]: places(row["score"]) for row in shown},
            states={row["kpi_id"]: row["state"] for row in shown},
            green=statuses.count("green"), amber=statuses.count("amber"), red=statuses.count("red"),
            days=sources.cards.get(subject, {}).get("days"),
            worst_kpi=worst["kpi_id"] if worst else "",
            worst_contribution=places(worst["contribution"]) if worst else None,
            payable=rewards.payable_of(subject) if amounts else None,
            target_bonus=target_bonus(rewards.statements_of(subject)) if amounts else None,
            excluded=subject in sources.results.excluded,
            unit=organisation.label(organisation.home(subject)) if person else "",
            job_family=(organisation.people[subject]["job_family"] or "") if person else "",
            rank=card.rank if card is not None else None,
            head_count=None if person else len(organisation.people_below(subject)),
            perspectives={} if person else self._perspectives(rows),
        )

    def _perspectives(self, rows: Sequence[Row]) -> dict[str, Decimal | None]:
        """Perspective -> its weighted scores over the weight that counted, as the subtotals of a scorecard print it."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            definition = self.sources.definitions.get(row["kpi_id"], {})
            groups.setdefault(definition.get("perspective") or "", []).append(row)
        return {name: _group_score(members) for name, members in groups.items() if name}


def _group_score(rows: Sequence[Row]) -> Decimal | None:
    """Weighted scores over counted weight; None where no line of the group has a score."""
    scored = [row for row in rows if row["score"] is not None and row["weighted_score"] is not None]
    weight = sum((decimal(row["counted_weight"]) or Decimal(0) for row in scored), Decimal(0))
    weighted = sum((places(row["weighted_score"]) or Decimal(0) for row in scored), Decimal(0))
    return half_up(weighted * 100 / weight) if weight else None


def _worst(rows: Sequence[Row]) -> Row | None:
    """The line that takes most from the score."""
    losing = [row for row in rows if row["contribution"] is not None and row["contribution"] < 0]
    return min(losing, key=lambda row: (row["contribution"], row["kpi_id"]), default=None)


def target_bonus(statements: Iterable[Statement]) -> Decimal | None:
    """The person's target bonus of the period, prorated; None where no policy rests on one."""
    found = [item.base * item.proration for item in statements if item.base is not None and item.base_field == "target_bonus"]
    return max(found, default=None)
