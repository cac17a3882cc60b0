"""The cap across KPIs: below the base of one, the others get their base at most."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.dataset import Dataset
from reportgen.model.policy import CrossKpiCap, Rules, ScoringRules
from reportgen.scoring.trace import Weights, trace_line
from tests.measures.world import actual, company, kpi, line, target
from tests.scoring.world import card, kpi_cell, scored

NAMES = ("profit", "sales", "orders")


def world(values: dict[str, float | None], **more: Any) -> Dataset:
    return company(
        kpis=[kpi(name) for name in NAMES],
        scorecards=[line("p1", weight, name) for name, weight in zip(NAMES, (40.0, 40.0, 20.0), strict=True)],
        targets=[target("p1", "2025-06", 100.0, name) for name in NAMES],
        actuals=[actual("p1", "2025-06", value, name) for name, value in values.items()], **more,
    )


def rules(*others: str) -> Rules:
    return Rules(scoring=ScoringRules(cross_kpi_cap=(CrossKpiCap("profit", others),)))


def test_the_rule_is_off_by_default() -> None:
    assert card(scored(world({"profit": 95.0, "sales": 112.0, "orders": 90.0})), "total") == 100.8


def test_others_get_their_base_at_most_while_the_kpi_is_below_it() -> None:
    scores = scored(world({"profit": 95.0, "sales": 112.0, "orders": 90.0}), rules=rules())
    assert [kpi_cell(scores, "score", kpi_id=name) for name in NAMES] == [95.0, 100.0, 90.0]
    assert [kpi_cell(scores, "held_by", kpi_id=name) for name in NAMES] == [None, "profit", None]
    assert (kpi_cell(scores, "score_uncapped", kpi_id="sales"), kpi_cell(scores, "cap", kpi_id="sales")) == (112.0, 100.0)
    # 0.4 x 95 + 0.4 x 100 + 0.2 x 90
    assert card(scores, "total") == 96.0


def test_only_the_named_ones_are_held_and_nobody_at_the_base() -> None:
    values: dict[str, float | None] = {"profit": 95.0, "sales": 112.0, "orders": 110.0}
    scores = scored(world(values), rules=rules("orders"))
    assert [kpi_cell(scores, "score", kpi_id=name) for name in NAMES] == [95.0, 112.0, 100.0]
    assert kpi_cell(scored(world({**values, "profit": 100.0}), rules=rules()), "score", kpi_id="sales") == 112.0


def test_the_printed_score_is_compared() -> None:
    values: dict[str, float | None] = {"profit": 99.996, "sales": 112.0, "orders": 90.0}
    assert kpi_cell(scored(world(values), rules=rules()), "score", kpi_id="sales") == 112.0


@pytest.mark.parametrize(("state", "sales"), [("not_reported", 100.0), ("not_applicable", 112.0)])
def test_not_reporting_holds_the_others_and_not_applying_does_not(state: str, sales: float) -> None:
    data = company(
        kpis=[kpi(name) for name in NAMES[:2]], scorecards=[line("p1", 60.0, "profit"), line("p1", 40.0, "sales")],
        targets=[target("p1", "2025-06", 100.0, name) for name in NAMES[:2]],
        actuals=[actual("p1", "2025-06", None, "profit", state=state), actual("p1", "2025-06", 112.0, "sales")],
    )
    assert kpi_cell(scored(data, rules=rules()), "score", kpi_id="sales") == sales


def test_given_scores_stay_as_given() -> None:
    given = [{"kpi_id": "orders", "subject_id": "p1", "period": "2025-06", "score": 115.0}]
    scores = scored(world({"profit": 95.0, "sales": 112.0}, scores=given), rules=rules())
    assert kpi_cell(scores, "score", kpi_id="orders") == 115.0


def test_the_trace_says_which_kpi_holds_the_score() -> None:
    rows = scored(world({"profit": 95.0, "sales": 112.0, "orders": 90.0}), rules=rules()).kpi_scores.to_dicts()
    (sales,) = [row for row in rows if row["kpi_id"] == "sales"]
    (step,) = [step for step in trace_line(sales, Weights.of(rows)) if step.rule_id == "CAP"]
    assert (step.numbers, step.rounded) == ("min(112.00, 100)", Decimal("100.00"))
    assert step.formula["en"] == "112.00, counted 100.00: profit is below its base, at most 100"
