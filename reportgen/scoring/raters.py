"""Weights of raters who are named by role: line manager and matrix manager (docs/method/scoring.md, "Methods")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from reportgen.model.dataset import Dataset
from reportgen.scoring.exact.line import DomainError
from reportgen.scoring.line_scores import parse_params

LINE, MATRIX = "line", "matrix"


def with_rater_weights(lines: pl.DataFrame, dataset: Dataset, matrix_weight: Decimal) -> pl.DataFrame:
    """Write the agreed weights into ``params`` of ratings whose raters have a role, or are a person's matrix manager.

    ``matrix_weight`` is in percent. Raters with a weight of their own, and those without role, stay as they are.
    """
    text = pl.col("params").fill_null("")
    by_name = text.str.contains('"role"', literal=True) | text.str.contains('"rater"', literal=True)
    named = (pl.col("method") == "rating") & by_name
    rows = lines.with_row_index("place").filter(named).select("place", "subject_id", "params")
    if rows.is_empty():
        return lines
    posts = dataset["assignments"].filter(pl.col("matrix_manager_id").is_not_null())
    managers: dict[str, set[str]] = {}
    for person, manager in posts.select("person_id", "matrix_manager_id").iter_rows():
        managers.setdefault(person, set()).add(manager)
    params = lines["params"].to_list()
    for place, subject, given in rows.iter_rows():
        params[place] = _weighted(given, matrix_weight, managers.get(subject, set()))
    return lines.with_columns(pl.Series("params", params, dtype=pl.String))


def _weighted(text: str, matrix_weight: Decimal, managers: set[str]) -> str:
    """The parameters with a weight for every rater who has a role; unreadable ones as they are."""
    try:
        params = parse_params(text)
    except DomainError:
        return text
    raters = params.get("raters")
    if not isinstance(raters, list):
        return text
    weights = {MATRIX: f"{matrix_weight:f}", LINE: f"{100 - matrix_weight:f}"}
    written = [_rater(rater, weights, managers) for rater in raters]
    return text if written == raters else json.dumps({**params, "raters": written}, ensure_ascii=False)


def _rater(rater: Any, weights: Mapping[str, str], managers: set[str]) -> Any:
    if not isinstance(rater, Mapping) or rater.get("weight") is not None:
        return rater
    role = rater.get("role") or (MATRIX if rater.get("rater") in managers else LINE if managers and rater.get("rater") else "")
    return {**rater, "weight": weights[role]} if role in weights else rater
