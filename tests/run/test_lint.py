"""The lint of a period, from the tables to the findings: which values it sees, in which grain, how far back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reportgen.dataset import load
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period
from reportgen.model.policy import Rules
from reportgen.run.lint import history, lint
from reportgen.scoring import score
from tests.dataset.small import write

_MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)][:30]
_HEAD = "kpi_id,subject_id,period,value\n"
_KPIS = "kpi_id,name,unit,direction,agg_time,owner_id,data_source\nsales,Sales,CNY,higher,sum,P1,ERP\n"
_CARDS = "subject_id,kpi_id,weight\nP1,sales,100\n"


def _found(folder: Path, values: dict[str, float], target: str, label: str = "2025-Q2") -> list[Finding]:
    """Monthly sales of 100, 101, 99, 100 … of one person; ``values`` replaces months. ``target`` of the period."""
    steady = {month: (100.0, 101.0, 99.0)[number % 3] for number, month in enumerate(_MONTHS)} | values
    rows = "".join(f"sales,P1,{month},{value}\n" for month, value in steady.items())
    folder = write(
        folder, kpis=_KPIS, scorecards=_CARDS, actuals=_HEAD + rows,
        targets=f"kpi_id,subject_id,period,target\nsales,P1,{label},{target}\n",
    )
    dataset, period = load(folder), parse_period(label)
    return list(lint(dataset, score(dataset, Rules(), period, date(2025, 7, 1)), period, history(dataset, period)))


def test_a_steady_history_and_a_target_beside_it(tmp_path: Path) -> None:
    assert _found(tmp_path / "acme", {}, "310") == []


def test_a_target_is_measured_against_the_months_before_the_period(tmp_path: Path) -> None:
    (finding,) = _found(tmp_path / "acme", {}, "600")  # 200 a month, where 99 to 101 is the past
    assert (finding.code, finding.table, finding.row, finding.subject_id) == ("W-TARGET-HISTORY", "targets", 2, "P1")
    assert finding.params == {
        "period": "2025-Q2", "count": "12", "case": "hard_flow", "target": "600", "low": "99", "high": "101", "steps": "3",
    }


def test_a_year_looks_at_the_year_before_it(tmp_path: Path) -> None:
    found = _found(tmp_path / "acme", {}, "480", "2025")  # 40 a month, less than half of what the twelve months of 2024 were
    assert [(finding.code, finding.params["case"]) for finding in found] == [("W-TARGET-HISTORY", "easy_flow")]


def test_only_the_last_value_of_the_period_is_an_outlier(tmp_path: Path) -> None:
    (finding,) = _found(tmp_path / "acme", {"2025-06": 900.0}, "310")
    assert (finding.code, finding.row, finding.params["period"], finding.params["value"]) == ("W-OUTLIER", 31, "2025-06", "900")
    assert _found(tmp_path / "acme", {"2024-08": 900.0}, "310") == []


def test_a_season_that_comes_back_is_none(tmp_path: Path) -> None:
    assert _found(tmp_path / "acme", {"2024-06": 905.0, "2025-06": 905.0}, "310") == []


def test_a_number_that_never_was_negative(tmp_path: Path) -> None:
    found = _found(tmp_path / "acme", {"2025-06": -1.0}, "310")
    assert {finding.params.get("case") for finding in found if finding.code == "W-OUTLIER"} == {None, "sign"}


def test_lines_that_are_only_shown_are_left_alone(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "acme", kpis=_KPIS.replace("higher", "none"), scorecards="subject_id,kpi_id,weight\nP1,sales,\n",
        actuals=_HEAD + "".join(f"sales,P1,{month},{9 ** number}\n" for number, month in enumerate(_MONTHS[:14])),
    )
    dataset, period = load(folder), parse_period("2024-02")
    assert list(lint(dataset, score(dataset, Rules(), period, date(2025, 7, 1)), period, history(dataset, period))) == []
