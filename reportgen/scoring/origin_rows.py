"""Values from rows: what one subject's rows come to, several of them added up, targets with their versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any

import polars as pl

from reportgen.measures.intime import KEY
from reportgen.measures.spans import uncovered
from reportgen.model.rounding import EXACT
from reportgen.scoring.expression import Figure, least, most, number, total
from reportgen.scoring.rounding import exact_text
from reportgen.scoring.trace_words import Pair

Row = Mapping[str, Any]
ZERO = Decimal(0)
#: More values than this are shown as one subtotal per unit below.
MOST_TERMS = 24
#: More units or persons than this are not listed one by one.
MOST_PARTS = 80


@dataclass(frozen=True, slots=True)
class Origin:
    """A figure with the key and the parameters of its words, and the rows it rests on (``table!row``).

    ``parts`` are the units or persons whose values a roll-up puts together.
    """

    key: str
    figure: Figure
    params: Mapping[str, str | Pair] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit or person brings to a roll-up: its name as the trace prints it, and where its value came from."""

    name: Pair
    origin: Origin


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows of one subject (or assignment) that make up its value, under the unit where it counts."""

    subject: str
    parent: str
    rows: tuple[Row, ...]


def chosen(rows: pl.DataFrame, whole: list[str]) -> list[Row]:
    """The row of the whole period, else the finer ones that no coarser one covers, oldest first."""
    own = rows.filter(pl.col("period").is_in(whole)).sort("order", maintain_order=True)
    own = own.unique(KEY, keep="first", maintain_order=True)
    parts = rows.filter(~pl.col("period").is_in(whole)).join(own.select(KEY), on=KEY, how="anti")
    parts = uncovered(parts, KEY) if not parts.is_empty() else parts
    columns = own.columns
    rows_: list[Row] = list(pl.concat([own, parts.select(columns)]).sort("first", "row_nr", maintain_order=True).to_dicts())
    return rows_


def of_rows(rows: Sequence[Row], rule: Row) -> Origin | None:
    """The value of one subject from its own rows: as given, from its parts, or by ``agg_time``."""
    sources = tuple(f"actuals!{row['row_nr']}" for row in rows)
    words = {"n": str(len(rows)), "factor": factor_of(rule).text}
    if len(rows) == 1 and (rows[0]["order"] == 0 or rule["agg_time"] != "ratio_of_sums"):
        figure = _figure_of(rows[0], rule)
        key = "actual_given" if rows[0]["value"] is not None else "actual_parts"
        return None if figure is None else Origin(key, figure, words, sources)
    by = rule["agg_time"]
    known = [row for row in rows if row["state"] == "reported" or row["value"] is not None or row["denominator"] is not None]
    figure = _aggregated(known, rule)
    return None if figure is None else Origin(f"actual_{by}", figure, words, sources)


def _aggregated(rows: Sequence[Row], rule: Row) -> Figure | None:
    by = rule["agg_time"]
    if not rows:
        return None
    if by == "ratio_of_sums":
        numerators, denominators = ([_decimal(row[name]) or ZERO for row in rows] for name in ("numerator", "denominator"))
        below = added(denominators)
        return quotient(added(numerators), below, rule) if below.value else None
    figures = [figure for row in rows if (figure := _figure_of(row, rule)) is not None]
    if not figures:
        return None
    values = [number(figure.value) for figure in figures]
    if by == "sum":
        return total(values)
    if by == "last":
        return figures[-1]
    if by in ("max", "min"):
        return most(*values) if by == "max" else least(*values)
    if by in ("mean", "weighted_mean"):
        weights = [number(row["months"]) if by == "mean" else number(_decimal(row["denominator"]) or 1) for row in rows]
        if len(weights) != len(values) or not total(weights).value:
            return None
        if len({weight.value for weight in weights}) == 1:
            return total(values) / number(len(values))
        return total(value * weight for value, weight in zip(values, weights, strict=True)) / total(weights)
    return None


def value_of(rows: Sequence[Row], rule: Row) -> Decimal | None:
    """A subject's own value in the period; what there is of it where parts are missing."""
    found = of_rows(rows, rule)
    return None if found is None else found.figure.value


def weighted(leaves: Sequence[Leaf], rule: Row) -> Figure | None:
    terms, weights = [], []
    for leaf in leaves:
        value = value_of(leaf.rows, rule)
        if value is not None:
            given = [row["denominator"] for row in leaf.rows if row["denominator"] is not None]
            weight = sum_of(given) if given else Decimal(1)
            terms.append(number(value) * number(weight))
            weights.append(number(weight))
    return total(terms) / total(weights) if terms and total(weights).value else None


def _figure_of(row: Row, rule: Row) -> Figure | None:
    """A row's value as given, else numerator x factor / denominator."""
    if row["value"] is not None:
        return number(_decimal(row["value"]) or ZERO)
    above, below = _decimal(row["numerator"]), _decimal(row["denominator"])
    return None if above is None or not below else quotient(number(above), number(below), rule)


def quotient(above: Figure, below: Figure, rule: Row) -> Figure:
    factor = factor_of(rule)
    return above / below if factor.value == 1 else above * factor / below


def factor_of(rule: Row) -> Figure:
    return number(_decimal(rule["factor"]) or Decimal(1))


def added(values: Iterable[Decimal], most_terms: int = MOST_TERMS) -> Figure:
    """Few values one by one, many as their sum."""
    listed = list(values)
    if len(listed) <= most_terms:
        return total(number(value) for value in listed)
    with localcontext(EXACT):
        return number(sum(listed, ZERO))


def sum_of(values: Iterable[float | None]) -> Decimal:
    with localcontext(EXACT):
        return sum((Decimal(repr(value)) for value in values if value is not None), ZERO)


def _decimal(value: float | None) -> Decimal | None:
    return exact_text(value)


def of_targets(rows: Sequence[Row], rule: Row, *, replaced: bool) -> Origin | None:
    """Targets of flows are added, of rates and stocks the last one counts."""
    if not rows:
        return None
    sources = tuple(f"targets!{row['row_nr']}" for row in rows)
    words: dict[str, str | Pair] = {"n": str(len(rows)), "note": _versions(rows) if replaced else ("", "")}
    values = [_decimal(row["target"]) for row in rows]
    if len(rows) == 1 or rule["agg_time"] != "sum":
        key = "target_given" if len(rows) == 1 else "target_last"
        return Origin(key, number(values[-1] or ZERO), words, sources[-1:])
    return Origin("target_sum", total(number(value) for value in values if value is not None), words, sources)


def _versions(rows: Sequence[Row]) -> Pair:
    """Which versions count, with the day from which the newest is valid."""
    names = list(dict.fromkeys(str(row["version"]) for row in rows if row["version"] is not None))
    days = [row["valid_from"] for row in rows if row["valid_from"] is not None]
    if not names:
        return "", ""
    since = (f"\uff0c\u81ea{max(days)}\u8d77", f" from {max(days)}") if days else ("", "")
    listed = "\u3001".join(names)
    chinese = f"\uff08\u7b2c{listed}\u7248{since[0]}\uff09"
    return chinese, f" (version {', '.join(names)}{since[1]})"
