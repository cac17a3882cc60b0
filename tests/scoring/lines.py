"""Lines as the frame that the column form reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from reportgen.scoring.exact.line import Line

_NUMBERS = ("target", "actual", "threshold", "stretch", "range_lo", "range_hi", "zero_distance", "baseline", "cap", "floor")
_EMPTY = ("dividend", "divisor", "given_score", "full:target", "full:threshold", "full:stretch", "full:baseline")
_SCHEMA: dict[str, type[pl.DataType]] = {
    **dict.fromkeys((*_NUMBERS, *_EMPTY), pl.Float64), "method": pl.String, "direction": pl.String, "comparator": pl.String,
    "params": pl.String, "scored": pl.Boolean, "state": pl.String,
    **dict.fromkeys(("prorated_days", "window_days", "peer_rank", "peer_count"), pl.Int64),
}


def lines_frame(lines: Sequence[Line]) -> pl.DataFrame:
    """One row per line, every column of scoring there."""
    rows = [_row(line) for line in lines]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _row(line: Line) -> dict[str, Any]:
    numbers: dict[str, Decimal | None] = {name: getattr(line, name) for name in _NUMBERS}
    return {
        **{name: None if value is None else float(value) for name, value in numbers.items()},
        "method": line.method, "direction": line.direction, "comparator": line.comparator,
        "params": json.dumps(line.params) if line.params else None, "scored": line.direction != "none",
        "peer_rank": line.rank, "peer_count": line.peers, "state": "reported" if line.actual is not None else "not_reported",
    }
