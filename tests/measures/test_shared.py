"""Shared KPIs: one actual for all sharers, counted once at the owner."""

from __future__ import annotations

from typing import Any

from reportgen.measures import actuals
from reportgen.measures.shared import counted_once, homes_of
from reportgen.model.dataset import Dataset
from tests.measures.world import actual, by_subject, company, kpi, line, period, target
from tests.scoring.world import scored


def world(owner: str | None, rows: list[dict[str, Any]], shared: str = "yes", **more: Any) -> Dataset:
    """D1 and D2 share a KPI that the company rolls up."""
    return company(
        kpis=[kpi(agg_org="sum", owner_id=owner, shared=shared)],
        scorecards=[line(subject) for subject in ("C", "D1", "D2")], actuals=rows, **more,
    )


BOTH = [actual("D1", "2025-06", 500.0), actual("D2", "2025-06", 500.0)]


def values(data: Dataset) -> dict[str, float | None]:
    return dict(by_subject(actuals(data, period("2025-06"))))


def test_the_company_counts_the_actual_once() -> None:
    assert values(world("p3", BOTH, shared="no")) == {"D1": 500.0, "D2": 500.0, "C": 1000.0}
    assert values(world("p3", BOTH)) == {"D1": 500.0, "D2": 500.0, "C": 500.0}


def test_a_sharer_without_a_row_has_the_homes_actual() -> None:
    found = actuals(world("D2", BOTH[1:]), period("2025-06"))
    assert by_subject(found) == {"D2": 500.0, "C": 500.0, "D1": 500.0}
    assert not found["partial"].any()
    assert by_subject(found, "given") == {"D2": True, "C": False, "D1": False}


def test_the_home_is_the_owner_or_the_holder_above_else_the_smallest_id() -> None:
    def home(owner: str | None) -> list[str]:
        data = world(owner, BOTH)
        return homes_of(data, period("2025-06"), data["actuals"])["k"]

    assert home("D2") == ["D2", "C"]
    assert home("p3") == ["D2", "C"]
    assert home("C") == home(None) == home("nobody") == ["D1", "C"]


def test_rows_of_sharers_are_taken_out_and_others_stay() -> None:
    data = world("D2", BOTH)
    rows = data["actuals"]
    assert counted_once(rows, homes_of(data, period("2025-06"), rows))["subject_id"].to_list() == ["D2"]
    plain = world("D2", BOTH, shared="no")
    assert counted_once(rows, homes_of(plain, period("2025-06"), rows)).height == 2


def test_shared_targets_are_not_compared_with_their_sum() -> None:
    for shared, expected in (("yes", []), ("no", ["W-CHILD-SUM"])):
        goals = [target(subject, "2025-06", 500.0) for subject in ("C", "D1", "D2")]
        found = scored(world("D2", BOTH, shared, targets=goals)).findings
        assert [finding.code for finding in found if finding.code == "W-CHILD-SUM"] == expected
