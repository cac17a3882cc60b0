"""Ratings of line and matrix manager, by the weight agreed in the policy."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.policy import Rules, ScoringRules
from tests.measures.world import actual, company, day, kpi, line
from tests.scoring.world import kpi_cell, scored

POSTS = [{"person_id": "p1", "unit_id": "D1", "assignment_id": "a", "from": day("2024-01-01"), "matrix_manager_id": "p3"}]


def score(raters: list[Any], matrix_weight: int = 0) -> Any:
    data = company(
        kpis=[kpi(method="rating", unit="points")], assignments=POSTS, actuals=[actual("p1", "2025-06", 1.0)],
        scorecards=[line("p1", params=json.dumps({"raters": raters}))],
    )
    return kpi_cell(scored(data, rules=Rules(scoring=ScoringRules(matrix_weight=Decimal(matrix_weight)))), "score")


BY_ROLE = [{"role": "line", "score": 90}, {"role": "matrix", "score": 80}]
BY_NAME = [{"rater": "p2", "score": 90}, {"rater": "p3", "score": 80}]


@pytest.mark.parametrize("raters", [BY_ROLE, BY_NAME])
def test_the_matrix_manager_counts_by_the_agreed_weight(raters: list[Any]) -> None:
    assert score(raters) == 90.0
    assert score(raters, 30) == 87.0


def test_an_own_weight_wins_and_plain_raters_stay() -> None:
    assert score([{"role": "line", "score": 90, "weight": 1}, {"role": "matrix", "score": 80, "weight": 1}], 30) == 85.0
    assert score([90, 80], 30) == 85.0


def test_a_rater_alone_counts_alone_but_the_matrix_manager_only_with_a_weight() -> None:
    assert score(BY_ROLE[:1], 30) == 90.0
    assert score(BY_ROLE[1:], 30) == 80.0
    assert score(BY_ROLE[1:]) is None
