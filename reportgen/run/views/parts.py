"""Contributions and rate/mix splits as a recipient may see them: parts that are persons only for those who see persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from reportgen.model.analysis import PriceVolumeMix, RateMix, RateMixPart, UnitContribution
from reportgen.run.views.rights import Rights

Key = tuple[str, str]


def contributions_for(
    known: Mapping[Key, tuple[UnitContribution, ...]], key: Key, rights: Rights
) -> tuple[UnitContribution, ...]:
    """The parts of a unit's variance. A single part that is the whole gives way to its own parts.

    Persons stand together in the rest where the recipient sees none of single KPIs (domain.md 10, decision 10).
    """
    parts, unit = known.get(key, ()), key
    while len(parts) == 1 and (parts[0].subject_id, key[1]) in known:
        unit = (parts[0].subject_id, key[1])
        parts = known[unit]
    hidden = [part for part in parts if not _shown(part.subject_id, rights)]
    if not any(part.subject_id for part in hidden):
        return parts
    kept = tuple(part for part in parts if _shown(part.subject_id, rights))
    return (*kept, _together(hidden)) if kept else ()


def _shown(subject: str, rights: Rights) -> bool:
    return subject in rights.organisation.units or (rights.kpi_scores and subject in rights.people)


def _together(parts: list[UnitContribution]) -> UnitContribution:
    def total(values: list[Decimal | None]) -> Decimal | None:
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known else None

    return UnitContribution(
        "", total([part.actual for part in parts]), total([part.target for part in parts]),
        sum((part.variance for part in parts), Decimal(0)), total([part.pp_of_target for part in parts]),
        total([part.share_of_gap for part in parts]), "rest", any(part.adjusted for part in parts),
    )


def rate_mix_for(known: Mapping[Key, RateMix], key: Key, rights: Rights) -> RateMix | None:
    """The split of a unit's ratio; persons whom the recipient may not see stand together without rates of their own."""
    mix = known.get(key)
    if mix is None:
        return None
    hidden = [part for part in mix.parts if part.key and not _shown(part.key, rights)]
    if not hidden:
        return mix
    kept = tuple(part for part in mix.parts if part not in hidden)
    effects = [sum(values, Decimal(0)) for values in zip(*((part.rate_effect, part.mix_effect) for part in hidden), strict=True)]
    moved = any(part.adjusted[0] for part in hidden), any(part.adjusted[1] for part in hidden)
    rest = RateMixPart("", None, None, effects[0], effects[1], moved)
    return replace(mix, parts=(*kept, rest)) if kept else None


def price_volume_for(known: Mapping[Key, PriceVolumeMix], key: Key, rights: Rights) -> PriceVolumeMix | None:
    """The split of a unit's value; parts that are persons whom the recipient may not see are left out of it, sums stay."""
    split = known.get(key)
    if split is None:
        return None
    return replace(split, parts=tuple(part for part in split.parts if not part.key or _shown(part.key, rights)))
