"""Anomaly rules over all lines at once: float screening picks candidates, the Decimal rules decide.

Screening errs on the side of a candidate; what comes out is what ``anomaly`` says of the literal numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

import numpy as np
import polars as pl

from reportgen.analysis import anomaly
from reportgen.analysis.columns import KEYS, with_columns_of
from reportgen.analysis.exact import Flags, Floats, number
from reportgen.model.analysis import Anomaly, Direction

_NUMBERS = ("value", "target", "threshold", "range_lo", "range_hi")
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines (keys, direction, unit) and one matrix line x period per number, missing as NaN, current period last."""

    keys: pl.DataFrame
    value: Floats
    target: Floats
    threshold: Floats
    range_lo: Floats
    range_hi: Floats


def anomalies(series: pl.DataFrame, kpis: pl.DataFrame) -> tuple[Anomaly, ...]:
    """Rules A1, A2, A3, A5 and A6 of every line in the latest period of ``series``, by subject, KPI and rule.

    series: subject_id, kpi_id, [assignment_id], order (Int64, one step per period, later is greater), value,
    [target, threshold, range_lo, range_hi]; up to thirteen periods are looked at. kpis: kpi_id, direction, unit.
    """
    if series.is_empty():
        return ()
    lines = _lines(series, kpis)
    candidates = np.flatnonzero(_level(lines) | _run(lines) | _breach(lines) | _stale(lines) | _on_target(lines))
    found = [item for row in candidates for item in _verdicts(lines, int(row))]
    return tuple(sorted(found, key=lambda item: (item.subject_id, item.kpi_id, item.rule)))


def outliers(values: pl.DataFrame, kpis: pl.DataFrame) -> tuple[Anomaly, ...]:
    """Rule A4 within each peer group. values: subject_id, kpi_id, peer_group, value. kpis: kpi_id, direction."""
    rows = values.filter(pl.col("value").is_not_null() & pl.col("peer_group").is_not_null()).join(
        kpis.select("kpi_id", "direction"), on="kpi_id", maintain_order="left"
    )
    group = ["kpi_id", "peer_group"]
    low, high = (pl.col("value").quantile(share, "linear").over(group) for share in (0.25, 0.75))
    reach = 1.5 * (high - low)
    slack = _SLACK * pl.max_horizontal(high.abs(), low.abs(), pl.lit(1.0))
    beyond = (pl.col("value") >= high + reach - slack) | (pl.col("value") <= low - reach + slack)
    crowd = pl.len().over(group) >= anomaly.MIN_PEERS
    candidates = rows.filter(crowd & beyond & (reach > 0))
    peers = {
        (kpi, name): [Decimal(repr(value)) for value in items]
        for kpi, name, items in rows.join(candidates.select(group).unique(), on=group, how="semi")
        .group_by(group, maintain_order=True).agg("value").iter_rows()
    }
    found = []
    for row in candidates.iter_rows(named=True):
        value, others = Decimal(repr(row["value"])), peers[row["kpi_id"], row["peer_group"]]
        item = anomaly.positive_outlier(value, others, cast(Direction, row["direction"]))
        if item is not None:
            found.append(replace(item, subject_id=row["subject_id"], kpi_id=row["kpi_id"]))
    return tuple(sorted(found, key=lambda item: (item.subject_id, item.kpi_id)))


def _lines(series: pl.DataFrame, kpis: pl.DataFrame) -> _Lines:
    """Every line in every period of the window, filled up with missing values."""
    optional = {name: pl.Float64() for name in _NUMBERS} | {"assignment_id": pl.String()}
    rows = with_columns_of(series, cast("dict[str, pl.DataType]", optional)).with_columns(
        pl.col("assignment_id").fill_null("")
    )
    latest = cast(int, rows["order"].max())
    orders = range(max(cast(int, rows["order"].min()), latest - anomaly.WINDOW), latest + 1)
    keys = rows.select(KEYS).unique().sort(KEYS).join(
        kpis.select("kpi_id", "direction", "unit"), on="kpi_id", how="left", maintain_order="left", validate="m:1"
    )
    grid = keys.select(KEYS).join(pl.DataFrame({"order": list(orders)}), how="cross", maintain_order="left_right")
    grid = grid.join(rows, on=[*KEYS, "order"], how="left", maintain_order="left", validate="1:1")
    shape = (keys.height, len(orders))
    return _Lines(keys, *(grid[name].cast(pl.Float64).to_numpy().reshape(shape) for name in _NUMBERS))


def _level(lines: _Lines) -> Flags:
    before, current = lines.value[:, :-1], lines.value[:, -1]
    ready = (np.sum(~np.isnan(before), axis=1) >= anomaly.MIN_HISTORY) & ~np.isnan(current)
    found = np.zeros(len(current), dtype=np.bool_)
    if ready.any():
        centre = np.nanmedian(before[ready], axis=1)
        spread = np.nanmedian(np.abs(before[ready] - centre[:, None]), axis=1)
        found[ready] = np.abs(current[ready] - centre) >= float(anomaly.MAD_FACTOR) * spread * (1 - _SLACK)
    return found


def _run(lines: _Lines) -> Flags:
    steps = np.diff(lines.value[:, -1 - anomaly.RUN :], axis=1)
    if steps.shape[1] < anomaly.RUN:
        return np.zeros(len(steps), dtype=np.bool_)
    direction = _directions(lines)
    falling, rising = np.all(steps < 0, axis=1), np.all(steps > 0, axis=1)
    moving = np.all(steps != 0, axis=1) & ~np.isnan(steps).any(axis=1)
    banded = np.isin(direction, ["range", "target"])
    chosen: Flags = np.where(direction == "higher", falling, np.where(direction == "lower", rising, banded & moving))
    return chosen


def _breach(lines: _Lines) -> Flags:
    worse = np.where(_directions(lines)[:, None] == "higher", lines.value < lines.threshold, lines.value > lines.threshold)
    return np.asarray(worse[:, -1] & ~worse[:, :-1].any(axis=1), dtype=np.bool_)


def _stale(lines: _Lines) -> Flags:
    return np.asarray(np.isnan(lines.value[:, -2:]).all(axis=1), dtype=np.bool_)


def _on_target(lines: _Lines) -> Flags:
    hits: Floats = np.sum(lines.value == lines.target, axis=1, dtype=np.float64)
    return hits >= anomaly.RUN


def _directions(lines: _Lines) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return lines.keys["direction"].fill_null("none").to_numpy().astype(object)


def _verdicts(lines: _Lines, row: int) -> Iterator[Anomaly]:
    subject, kpi, assignment, direction, unit = lines.keys.row(row)
    value, target, threshold = (_numbers(matrix[row]) for matrix in (lines.value, lines.target, lines.threshold))
    low, high = number(_cell(lines.range_lo[row, -1])), number(_cell(lines.range_hi[row, -1]))
    band = (target[-1], target[-1]) if direction == "target" else (low, high)
    natural = (Decimal(0), Decimal(100)) if unit == "%" else (Decimal(0),)
    for item in (
        anomaly.level_shift(value),
        anomaly.worsening_run(value, direction or "none", band),
        anomaly.first_breach(value, threshold, direction or "none"),
        anomaly.stale(value),
        anomaly.too_good(value, target, natural),
    ):
        if item is not None:
            yield replace(item, subject_id=subject, kpi_id=kpi, assignment_id=assignment)


def _numbers(row: Floats) -> list[Decimal | None]:
    return [number(_cell(value)) for value in row.tolist()]


def _cell(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
