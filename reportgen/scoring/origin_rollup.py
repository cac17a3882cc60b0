"""Values of a unit put together from those below it: as one figure, and part by part (docs/method/scoring.md, "Roll-up")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

from reportgen.model.rounding import EXACT
from reportgen.scoring.expression import Figure, least, most, number, total
from reportgen.scoring.origin_rows import (
    MOST_PARTS,
    MOST_TERMS,
    Leaf,
    Origin,
    Part,
    added,
    factor_of,
    of_rows,
    quotient,
    sum_of,
    value_of,
    weighted,
)
from reportgen.scoring.trace_words import Pair

Row = Mapping[str, Any]
ZERO = Decimal(0)
Groups = Mapping[str, Sequence[Leaf]]


def grouped(unit: str, leaves: Sequence[Leaf], parents: Mapping[str, str | None]) -> Groups:
    """The leaves by the unit or person directly below ``unit``; where that is one unit alone, by those below it."""
    found = _below(unit, leaves, parents)
    while len(found) == 1:
        (child, inside), = found.items()
        if any(leaf.subject == child for leaf in inside):
            break
        found = _below(child, inside, parents)
    return found


def _below(unit: str, leaves: Sequence[Leaf], parents: Mapping[str, str | None]) -> dict[str, list[Leaf]]:
    groups: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        step, child = leaf.parent, leaf.subject
        while step and step != unit:
            step, child = parents.get(step) or "", step
        groups.setdefault(child, []).append(leaf)
    return groups


def rolled(leaves: Sequence[Leaf], groups: Groups, rule: Row, names: Mapping[str, Pair]) -> Origin | None:
    """The value of a unit by the KPI's ``agg_org``, from the value of each unit or person below it."""
    figure = _combined(leaves, groups, rule)
    if figure is None:
        return None
    parts = tuple(_parts(groups, rule, names)) if 1 < len(groups) <= MOST_PARTS else ()
    return Origin(f"actual_rolled_{rule['agg_org']}", figure, _said(leaves, rule), _rows(leaves), parts)


def _parts(groups: Groups, rule: Row, names: Mapping[str, Pair]) -> Iterator[Part]:
    for child, leaves in groups.items():
        known = names.get(child, (child, child))
        name = (f"{known[0]}\uff08{child}\uff09", f"{known[1]} ({child})") if known[0] != child else known
        alone = all(leaf.subject == child for leaf in leaves)
        origin = _own(leaves[0], rule) if alone and len(leaves) == 1 else None
        if origin is None:
            figure = _combined(leaves, {}, rule)
            origin = None if figure is None else Origin(
                f"actual_rolled_{rule['agg_org']}", figure, _said(leaves, rule), _rows(leaves),
            )
        if origin is not None:
            yield Part(name, origin)


def _own(leaf: Leaf, rule: Row) -> Origin | None:
    """A part that is a subject with rows of its own; a ratio by its numerator and denominator."""
    if rule["agg_org"] != "ratio_of_sums":
        return of_rows(leaf.rows, rule)
    figure = _combined([leaf], {}, rule)
    return None if figure is None else Origin("actual_parts", figure, _said([leaf], rule), _rows([leaf]))


def _said(leaves: Sequence[Leaf], rule: Row) -> dict[str, str | Pair]:
    return {"n": str(len(leaves)), "factor": factor_of(rule).text}


def _rows(leaves: Sequence[Leaf]) -> tuple[str, ...]:
    return tuple(f"actuals!{row['row_nr']}" for leaf in leaves for row in leaf.rows)


def _combined(leaves: Sequence[Leaf], groups: Groups, rule: Row) -> Figure | None:
    by = rule["agg_org"]
    if by == "ratio_of_sums":
        above, below = (_sums(leaves, groups, rule, name) for name in ("numerator", "denominator"))
        return quotient(above, below, rule) if below is not None and above is not None and below.value else None
    values = [value for leaf in leaves if (value := value_of(leaf.rows, rule)) is not None]
    if not values:
        return None
    if by in ("max", "min"):
        figures = [number(value) for value in sorted(set(values))]
        return most(*figures[-MOST_TERMS:]) if by == "max" else least(*figures[:MOST_TERMS])
    if by == "weighted_mean":
        return weighted(leaves, rule)
    if by == "last":
        return number(values[0]) if len(values) == 1 else None
    added_up = _sums(leaves, groups, rule, "value")
    if added_up is None:
        return None
    return added_up / number(len(values)) if by == "mean" else added_up


def _sums(leaves: Sequence[Leaf], groups: Groups, rule: Row, name: str) -> Figure | None:
    """The sum over the parts, or over all leaves where there are none; None without a value."""
    values = [value for leaf in leaves if (value := _value(leaf, rule, name)) is not None]
    if not values:
        return None
    if not 1 < len(groups) <= MOST_PARTS:
        return added(values)
    sums = []
    with localcontext(EXACT):
        for inside in groups.values():
            known = [value for leaf in inside if (value := _value(leaf, rule, name)) is not None]
            if known:
                sums.append(sum(known, ZERO))
    return total(number(value) for value in sums)


def _value(leaf: Leaf, rule: Row, name: str) -> Decimal | None:
    """A leaf's value, numerator or denominator in the period."""
    return value_of(leaf.rows, rule) if name == "value" else sum_of(row[name] for row in leaf.rows)
