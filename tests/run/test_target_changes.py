"""A phased plan that changes is told by the whole target of the reported period."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.model.fact import TargetChangeFact
from reportgen.model.view import View
from reportgen.run.commentary import all_facts
from reportgen.run.views.build import Views
from tests.reports.reading import table_of
from tests.run.world import company, more

D = Decimal
OLD = [f"sales,D1,2025-{month},200000,1,2025-01-01" for month in ("04", "05", "06")]


def changed(folder: Path, subject: str, kpi: str, rows: list[str]) -> tuple[View, tuple[TargetChangeFact, ...]]:
    head, *given = more("targets", "").splitlines()
    kept = [f"{row},1,2025-01-01" for row in given if not row.startswith(f"{kpi},{subject}")]
    results = company(folder, targets="\n".join([f"{head},version,valid_from", *kept, *rows]) + "\n")
    views = Views(results, "en")
    view = views.view(subject)
    return view, tuple(fact for fact in all_facts(views, view) if isinstance(fact, TargetChangeFact))


def test_months_that_change_are_told_by_the_quarter(tmp_path: Path) -> None:
    new = ["sales,D1,2025-05,190000,2,2025-05-01", "sales,D1,2025-06,180000,2,2025-05-01"]
    view, (fact,) = changed(tmp_path, "D1", "sales", [*OLD, *new])
    # 200,000 in April both times; 190,000 + 180,000 instead of 400,000
    assert (fact.old, fact.new, fact.of) == (D(600000), D(570000), None)
    assert fact.new == view.lines[0].target
    (row,) = table_of(view, "target_changes").rows
    assert [cell.value for cell in row.cells[2:4]] == [D(600000), D(570000)]


def test_two_changes_follow_each_other(tmp_path: Path) -> None:
    new = ["sales,D1,2025-05,190000,2,2025-05-01", "sales,D1,2025-06,170000,2,2025-06-01"]
    _, (first, second) = changed(tmp_path, "D1", "sales", [*OLD, *new])
    assert (first.old, first.new, second.old, second.new) == (D(600000), D(590000), D(590000), D(560000))


def test_a_level_is_that_of_the_last_month(tmp_path: Path) -> None:
    rows = [f"time,D2,2025-{month},{goal}" for month, goal in (
        ("05", "9,1,2025-01-01"), ("05", "8,2,2025-05-01"), ("06", "8.5,1,2025-01-01"), ("06", "7,2,2025-05-01"),
    )]
    _, (fact,) = changed(tmp_path, "D2", "time", rows)
    assert (fact.old, fact.new, fact.of) == (D("8.5"), D(7), None)


def test_a_change_of_other_periods_only_names_its_first(tmp_path: Path) -> None:
    rows = [*OLD, "sales,D1,2025-02,100,1,2025-01-01", "sales,D1,2025-02,90,2,2025-02-01"]
    _, (fact,) = changed(tmp_path, "D1", "sales", rows)
    assert (fact.old, fact.new, fact.of and fact.of.label) == (D(100), D(90), "2025-02")


def test_of_several_quarters_the_reported_one_is_told(tmp_path: Path) -> None:
    rows = [f"sales,D1,2025-{quarter},{goal}" for quarter, goal in (
        ("Q1", "500000,1,2025-01-01"), ("Q1", "450000,2,2025-03-01"),
        ("Q2", "600000,1,2025-01-01"), ("Q2", "540000,2,2025-03-01"),
    )]
    view, (fact,) = changed(tmp_path, "D1", "sales", rows)
    assert (fact.old, fact.new, fact.of) == (D(600000), D(540000), None)
    assert fact.new == view.lines[0].target
