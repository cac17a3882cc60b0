"""Target versions that replaced others inside the year of a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.model.period import Period, parse_period, year_of
from reportgen.model.view import TargetChange
from reportgen.run.index import decimal

Row = Mapping[str, Any]
_KEY = ("subject_id", "kpi_id", "period", "assignment_id")


def target_changes(dataset: Dataset, period: Period) -> dict[str, tuple[TargetChange, ...]]:
    """Subject -> changes of its targets that took effect in the fiscal year up to the period end, oldest first.

    Several periods of one change (a phased plan) are told once, by the first of them; ``approved_by`` is an id. A change
    dated after the end of its own target's period is retroactive.
    """
    year = year_of(period, dataset.settings.fiscal)
    table = dataset["targets"]
    several = table.filter(pl.len().over(_KEY) > 1)
    versions: dict[tuple[Any, ...], list[Row]] = {}
    for row in several.iter_rows(named=True):
        versions.setdefault(tuple(row[name] for name in _KEY), []).append(row)
    found: dict[str, dict[tuple[Any, ...], list[TargetChange]]] = {}
    for key in sorted(versions, key=lambda item: (item[1], item[2])):
        rows = sorted(versions[key], key=_version)
        own = _period(key[2], dataset)
        end = own.end if own is not None else None
        for old, new in pairwise(rows):
            when = new["valid_from"]
            if when is None or end is None or when < year.start or old["target"] == new["target"]:
                continue
            if when <= period.end or end <= period.end:
                same = found.setdefault(key[0], {}).setdefault((key[1], when, new["reason"]), [])
                same.append(_change(old, new, when > end, own))
    return {
        subject: tuple(sorted(map(_once, changes.values()), key=lambda one: (str(one.valid_from), one.kpi_id)))
        for subject, changes in found.items()
    }


def _once(changes: Sequence[TargetChange]) -> TargetChange:
    """One change for all its periods: the same everywhere is no matter of one period, else the first stands for all."""
    first = changes[0]
    alike = len(changes) > 1 and len({(one.old, one.new) for one in changes}) == 1
    return replace(first, period=None) if alike else first


def _period(label: str, dataset: Dataset) -> Period | None:
    try:
        return parse_period(label, dataset.settings.fiscal)
    except ValueError:
        return None


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
