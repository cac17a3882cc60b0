"""Rows of ``rewards`` as a frame of text: those of columns, and those of statements, in the order of people and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reportgen.model.reward import RewardRun, Statement
from reportgen.model.reward_policy import RewardPolicy
from reportgen.rewards.column_lines import LineColumn, Sheet, texts_of
from reportgen.rewards.columns import Numbers
from reportgen.rewards.rows import reward_rows

if TYPE_CHECKING:
    import polars as pl

Block = dict[str, list[Any]]


def plain_rows(sheet: Sheet, plain: Sequence[int]) -> list[Block]:
    """One block of columns per line: those who have it."""
    return [_block(line, number, sheet, plain) for number, line in enumerate(sheet.lines)]


def _block(line: LineColumn, number: int, sheet: Sheet, plain: Sequence[int]) -> Block:
    present, subjects = line.present, sheet.columns.people.subjects
    places = plain if present is None else [place for place in plain if present[place] is not None]

    def picked(values: Numbers | None, decimals: int | None) -> list[str | None]:
        return [None] * len(places) if values is None else texts_of([values[place] for place in places], decimals)

    return {
        "place": list(places), "line": [number] * len(places), "subject_id": [subjects[place] for place in places],
        "component_id": [line.component] * len(places), "kind": [line.kind] * len(places),
        "base": picked(line.base, sheet.places), "factor": picked(line.factor, None),
        "amount": picked(line.amount, sheet.places),
        "actions": [None] * len(places) if line.actions is None else [line.actions[place] or None for place in places],
        "currency": [""] * len(places),
    }


def statement_rows(
    statements: Sequence[Statement], at: Mapping[str, int] = MappingProxyType({}), last: int = 0
) -> list[Block]:
    """The rows of statements as one block, each person's ``at`` a place, or after all others."""
    names = ("place", "line", "subject_id", "component_id", "kind", "base", "factor", "amount", "actions", "currency")
    block: Block = {name: [] for name in names}
    for order, statement in enumerate(statements):
        place = at.get(statement.subject_id, last + order)
        for number, row in enumerate(reward_rows(RewardRun("", (statement,)))):
            values = {**row, "place": place, "line": number}
            for name in names:
                value = values[name]
                block[name].append(_text(value) if isinstance(value, Decimal) else value or (0 if name in names[:2] else None))
    return [block]


def _text(value: Decimal) -> str:
    text = f"{value:f}"
    return text.lstrip("-") if value.is_zero() else text


def frame_of(blocks: Sequence[Block], policy: RewardPolicy, currency: str) -> pl.DataFrame:
    """Blocks of rows in the order of people and lines."""
    import polars as pl

    schema: dict[str, Any] = dict.fromkeys(
        ("subject_id", "component_id", "kind", "base", "factor", "amount", "actions", "currency"), pl.String,
    )
    schema = {"place": pl.Int64, "line": pl.Int64, **schema}
    frames = [pl.DataFrame(block, schema=schema) for block in blocks]
    rows = pl.concat([pl.DataFrame(schema=schema), *frames]).sort("place", "line", maintain_order=True)
    own = pl.when(pl.col("currency") == "").then(pl.lit(currency)).otherwise(pl.col("currency"))
    return rows.with_columns(policy_id=pl.lit(policy.id), currency=own)
