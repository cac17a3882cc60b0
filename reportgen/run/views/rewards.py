"""Amounts as a recipient may see them: own statements, everybody's for finance and HR, groups for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from reportgen.model.dataset import Locale
from reportgen.model.reward import GroupRewards, PoolReconciliation, RewardRun, Statement
from reportgen.model.rounding import half_up
from reportgen.model.view import RewardTotal
from reportgen.run.views.rights import FEW, Rights
from reportgen.run.views.wording import say


def statements_for(run: RewardRun, rights: Rights) -> tuple[Statement, ...]:
    """One's own statements, without what a cap took (finance and HR only); everybody's below for finance and HR.

    Lists carry no workings: each person's own statement shows how it came about.
    """
    if rights.personal:
        own = run.statements_of(rights.subject) if rights.amounts else ()
        return own if rights.whole else tuple(replace(item, lost=Decimal(0)) if item.lost else item for item in own)
    if not rights.amounts:
        return ()
    return tuple(replace(item, workings=()) for person in rights.staff for item in run.statements_of(person))


def reward_totals(run: RewardRun, rights: Rights, locale: Locale) -> tuple[RewardTotal, ...]:
    """Rewards per unit directly below and of the people directly in the unit.

    For those who may not see persons' amounts, groups of fewer than five people stand together with the next smallest, so
    that neither a row nor a difference is one person's; where everybody together are fewer than five, there is nothing.
    """
    organisation, unit = rights.organisation, rights.subject
    if rights.personal or (rights.whole and not run.statements):
        return ()
    groups = {child: organisation.people_below(child) for child in organisation.children.get(unit, ())}
    groups[unit] = organisation.members.get(unit, ())
    known = [(group, run.total_of(people)) for group, people in groups.items()]
    totals = [(group, total) for group, total in known if total is not None]
    if rights.whole:
        return tuple(_total(organisation.label(group), group, total) for group, total in totals)
    small = standing_together({group: total.people for group, total in totals})
    if small is None:
        return ()
    rows = [_total(organisation.label(group), group, total) for group, total in totals if group not in small]
    return (*rows, _together([total for group, total in totals if group in small], locale)) if small else tuple(rows)


def standing_together(people: Mapping[str, int]) -> set[str] | None:
    """Groups that must stand together, empty where every group is large enough; None where all of them are too few."""
    small = {group for group, count in people.items() if count < FEW}
    rest = sorted((count, group) for group, count in people.items() if group not in small)
    while small and (len(small) == 1 or sum(people[group] for group in small) < FEW):
        if not rest:
            return None
        small.add(rest.pop(0)[1])
    return small


def _total(name: str, subject: str, total: GroupRewards) -> RewardTotal:
    return RewardTotal(name, subject, total.people, total.target, total.gross, total.payable, total.ratio)


def _together(totals: Iterable[GroupRewards], locale: Locale) -> RewardTotal:
    listed = list(totals)
    targets = [total.target for total in listed if total.target is not None]
    target = sum(targets, Decimal(0)) if targets else None
    gross = sum((total.gross for total in listed), Decimal(0))
    return RewardTotal(
        say("other_groups", locale), "", sum(total.people for total in listed), target, gross,
        sum((total.payable for total in listed), Decimal(0)), half_up(100 * gross / target) if target else None,
    )


def pools_for(run: RewardRun, rights: Rights) -> tuple[PoolReconciliation, ...]:
    """Pools of the unit and of those below it; a manager and a person see none."""
    if rights.personal or not (rights.whole or rights.recipient == "board"):
        return ()
    inside = {*rights.units, ""} if rights.subject == rights.organisation.root else set(rights.units)
    return tuple(pool for pool in run.pools if pool.group_id in inside)
