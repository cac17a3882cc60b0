"""Target versions that replaced others inside the year of a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import polars as pl

from reportgen.measures import kpis_at
from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, period_or_none, year_of
from reportgen.model.view import TargetChange
from reportgen.run.index import decimal

Row = Mapping[str, Any]
#: A period inside the reported one with the versions of its target, oldest first.
Part = tuple[Period, Sequence[Row]]
_KEY = ("subject_id", "kpi_id", "period", "assignment_id")


def target_changes(dataset: Dataset, period: Period) -> dict[str, tuple[TargetChange, ...]]:
    """Subject -> changes of its targets that took effect in the fiscal year up to the period end, oldest first.

    Several periods of one change (a phased plan) are told once, by the first of them, with the old and new target of
    ``period`` where it is put together from some of them; ``approved_by`` is an id. A change dated after the end of its own
    target's period is retroactive.
    """
    year = year_of(period, dataset.settings.fiscal)
    table = dataset["targets"]
    flows = set(kpis_at(dataset, period.end).filter(pl.col("agg_time") == "sum")["kpi_id"])
    several = table.filter(pl.len().over(_KEY) > 1)
    versions: dict[tuple[Any, ...], list[Row]] = {}
    for row in several.iter_rows(named=True):
        versions.setdefault(tuple(row[name] for name in _KEY), []).append(row)
    found: dict[str, dict[tuple[Any, ...], list[TargetChange]]] = {}
    for key in sorted(versions, key=lambda item: (item[1], item[2])):
        rows = sorted(versions[key], key=_version)
        own = period_or_none(key[2], dataset.settings.fiscal)
        end = own.end if own is not None else None
        for old, new in pairwise(rows):
            when = new["valid_from"]
            if when is None or end is None or when < year.start or old["target"] == new["target"]:
                continue
            if when <= period.end or end <= period.end:
                same = found.setdefault(key[0], {}).setdefault((key[1], when, new["reason"], key[3]), [])
                same.append(_change(old, new, when > end, own))
    parts = _parts(dataset, period, {(subject, group[0], group[3]) for subject, groups in found.items() for group in groups})
    return {
        subject: tuple(sorted((
            _once(changes, parts.get((subject, group[0], group[3]), ()), period, flow=group[0] in flows)
            for group, changes in groups.items()
        ), key=lambda one: (str(one.valid_from), one.kpi_id)))
        for subject, groups in found.items()
    }


def _once(changes: Sequence[TargetChange], parts: Sequence[Part], period: Period, *, flow: bool) -> TargetChange:
    """One change for all its periods: the same level everywhere is no matter of one period, else the first stands for all."""
    first = changes[0]
    alike = len(changes) > 1 and len({(one.old, one.new) for one in changes}) == 1
    if alike and not flow:
        return replace(first, period=None)
    own = next(((one.old, one.new) for one in changes if one.period == period), None)
    if own is not None and len(changes) > 1 and own[0] is not None and own[1] is not None:
        return replace(first, whole=(own[0], own[1]))
    return replace(first, whole=_whole(changes, parts, flow=flow))


def _whole(changes: Sequence[TargetChange], parts: Sequence[Part], *, flow: bool) -> tuple[Decimal, Decimal] | None:
    """Old and new target of the reported period: flows add up over its parts, a level is that of the last part."""
    changed = {one.period: one for one in changes}
    if not any(part in changed for part, _ in parts):
        return None
    pairs = []
    for part, versions in parts:
        one = changed.get(part)
        held = _held(versions, changes[0].valid_from)
        pairs.append((held, held) if one is None else (one.old, one.new))
    wanted = pairs if flow else pairs[-1:]
    old, new = ([value for value in side if value is not None] for side in zip(*wanted, strict=True))
    if len(old) < len(wanted) or len(new) < len(wanted):
        return None
    before, after = sum(old, Decimal(0)), sum(new, Decimal(0))
    return (before, after) if before != after else None


def _held(versions: Sequence[Row], when: date | None) -> Decimal | None:
    """The target of a part that a change left alone, as it stood on that day."""
    until = [row for row in versions if row["valid_from"] is None or when is None or row["valid_from"] <= when]
    return decimal((until or versions[:1])[-1]["target"])


def _parts(dataset: Dataset, period: Period, keys: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Part, ...]]:
    """(subject, KPI, assignment) -> the finer periods that the target of ``period`` is made of, with their versions; nothing
    where the period has a target of its own or the parts are of several kinds."""
    found: dict[tuple[Any, ...], dict[Period, list[Row]]] = {}
    for row in dataset["targets"].iter_rows(named=True):
        key = (row["subject_id"], row["kpi_id"], row["assignment_id"])
        own = period_or_none(row["period"], dataset.settings.fiscal) if key in keys else None
        if own is not None and period.start <= own.start and own.end <= period.end:
            found.setdefault(key, {}).setdefault(own, []).append(row)
    return {
        key: tuple((own, sorted(rows, key=_version)) for own, rows in sorted(parts.items())) for key, parts in found.items()
        if period not in parts and len({own.kind for own in parts}) == 1
    }


def _change(old: Row, new: Row, retroactive: bool, period: Period | None) -> TargetChange:
    return TargetChange(
        new["kpi_id"], new["valid_from"], decimal(old["target"]), decimal(new["target"]), new["reason"] or "",
        new["approved_by"] or "", retroactive, period,
    )


def _version(row: Row) -> tuple[str, float, str]:
    """Versions in their order: by first day, then by number."""
    text = str(row["version"] or "")
    number = float(text) if text.replace(".", "", 1).isdigit() else 0.0
    return str(row["valid_from"] or ""), number, text
