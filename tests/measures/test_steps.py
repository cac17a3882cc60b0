"""The sub-periods that a period is scored by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.measures.steps import finer_scorecards, steps_at, target_changes
from reportgen.model.period import FiscalCalendar
from tests.measures.world import company, day, kpi, line, period, target


def labels(cards: list[str | None], label: str = "2025") -> list[str]:
    data = company(kpis=[kpi()], scorecards=[line("p1", period=card) for card in cards])
    return [step.period.label for step in finer_scorecards(data, period(label))]


@pytest.mark.parametrize(
    ("cards", "label", "steps"),
    [
        (["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"], "2025", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        (["2025-Q1", "2025-Q2", "2025-H2"], "2025", ["2025-Q1", "2025-Q2", "2025-H2"]),
        (["2025-H1", None], "2025", ["2025-H1", "2025-H2"]),
        (["2025-03"], "2025-H1", ["2025-01", "2025-02", "2025-03", "2025-Q2"]),
        (["2025-Q1", "2025-Q2", "2025-Q3"], "2025-08-YTD", ["2025-Q1", "2025-Q2", "2025-07", "2025-08"]),
        (["2025-Q4"], "2025-11-YTD", ["2025-H1", "2025-Q3", "2025-10", "2025-11"]),
        (["2025", "2025-Q4"], "2025-11-YTD", []),
        (["2025-Q1"], "2025-02-YTD", []),
        (["2025", "2025-Q1"], "2025", []),
        (["2025", "2025-Q1"], "2025-Q1", []),
        ([None], "2025", []),
    ],
)
def test_scorecards_of_finer_periods_tile_the_whole_of_it(cards: list[str | None], label: str, steps: list[str]) -> None:
    assert labels(cards, label) == steps


def test_each_subject_has_its_own_steps() -> None:
    data = company(kpis=[kpi()], scorecards=[line("p1", period="2025-H1"), line("p2", period="2025-Q1"), line("p3")])
    found = [(step.period.label, step.subjects) for step in finer_scorecards(data, period("2025"))]
    assert found == [("2025-Q1", ("p2",)), ("2025-H1", ("p1",)), ("2025-Q2", ("p2",)), ("2025-H2", ("p1", "p2"))]


def test_a_change_of_a_target_parts_the_period_at_the_month_that_it_holds_at_the_end_of() -> None:
    def steps(*days: str) -> list[str]:
        goals = [target("p1", "2025", 100.0, version="1"), *(
            target("p1", "2025", 120.0, version=str(number), valid_from=day(text)) for number, text in enumerate(days, 2)
        )]
        data = company(kpis=[kpi()], scorecards=[line("p1")], targets=goals)
        return [step.period.label for step in target_changes(data, period("2025"))]

    assert steps("2025-07-01") == ["2025-H1", "2025-H2"]
    assert steps("2025-07-15") == ["2025-H1", "2025-H2"]
    assert steps("2025-04-01", "2025-10-01") == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert steps("2025-01-15") == [] == steps("2024-06-01")


def test_steps_follow_the_fiscal_calendar() -> None:
    fiscal = FiscalCalendar(4)
    year = replace(period("2025"), start=day("2025-04-01"), end=day("2026-03-31"))
    assert [step.period.label for step in steps_at(year, {"p": {3}}, fiscal)] == ["2025-Q1", "2025-Q2", "2025-H2"]
