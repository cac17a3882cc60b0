"""Columns of a table: widths in millimetres that sum to the place, and the scale that a graphic column shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from reportgen.model.chart import GraphicScale
from reportgen.model.report import Cell, Column


@dataclass(frozen=True, slots=True)
class Plan:
    """A column as planned: ``width`` is wished, ``stretch`` columns take what is left."""

    key: str
    head: tuple[str, ...]
    width: Decimal
    align: Literal["left", "right", "centre"] = "right"
    stretch: bool = False
    group: str = ""
    scale: GraphicScale | None = None
    decimals: int | None = None
    total: bool = False
    carry: bool = False
    wrap: bool = False


def column(key: str, head: str, width: float, align: Literal["left", "right", "centre"] = "right", **more: object) -> Plan:
    """A planned column; lines of the head are separated by a line break in the text. Texts on the left wrap."""
    plan = replace(Plan(key, tuple(head.split("\n")), Decimal(str(width)), align), **more)  # type: ignore[arg-type]
    return plan if plan.wrap else replace(plan, wrap=align == "left" and plan.scale is None)


def cells_in_order(names: Sequence[str], cells: Mapping[str, Cell]) -> tuple[Cell, ...]:
    """The cells of a row by column name; a cell that spans takes the places of those to its right."""
    row: list[Cell] = []
    covered = 0
    for name in names:
        if covered:
            covered -= 1
            continue
        cell = cells.get(name, Cell())
        row.append(cell)
        covered = cell.span - 1
    return tuple(row)


def fit(plans: Sequence[Plan], width: Decimal) -> tuple[Column, ...]:
    """Columns whose widths sum to ``width``.

    A stretch column takes the rest, up to twice what it asks for; what is left beyond goes to all alike. Where the columns
    ask for more than there is, all shrink alike.
    """
    widths = [plan.width for plan in plans]
    rest = width - sum(widths, Decimal(0))
    stretched = [index for index, plan in enumerate(plans) if plan.stretch] or [0]
    if rest > 0:
        for index in stretched:
            widths[index] += min(rest / len(stretched), plans[index].width)
    widths = [one * width / sum(widths, Decimal(0)) for one in widths]
    tenth = Decimal("0.1")
    widths = [one.quantize(tenth, ROUND_HALF_UP) for one in widths]
    widths[stretched[0]] += width - sum(widths, Decimal(0))
    return tuple(
        Column(key=plan.key, head=plan.head, width=one.normalize() + 0, align=plan.align, group=plan.group,
               scale=plan.scale, decimals=plan.decimals, total=plan.total, carry=plan.carry, wrap=plan.wrap)
        for plan, one in zip(plans, widths, strict=True)
    )


def around_zero(values: Iterable[Decimal | None], least: Decimal = Decimal(1)) -> tuple[Decimal, Decimal]:
    """The range of a variance column: it holds zero and every value, and is never narrower than ``least``."""
    known = [value for value in values if value is not None]
    lo, hi = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    return (lo, hi) if hi - lo >= least else (min(lo, -least / 2), max(hi, least / 2))
